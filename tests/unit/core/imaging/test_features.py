from __future__ import annotations

import numpy as np
import pytest

from core.errors import StoreMismatchError
from core.imaging.features import MAX_FEATURES, LocalFeatures, at_longest_side, extract_features


def test_bounded_spread_and_in_shares(draw_cover) -> None:
    features = extract_features(draw_cover(1, "POINTS"))
    assert 50 < len(features) <= MAX_FEATURES
    assert features.descriptors.shape == (len(features), 128)
    assert features.points.min() >= 0
    assert features.points.max() <= 1
    assert (features.points[:, 1] < 0.3).sum() > 10  # the title's corner of the page has its share
    assert len(extract_features(draw_cover(1, "POINTS"), max_features=40)) == 40


def test_same_picture_same_bytes(draw_cover) -> None:
    assert extract_features(draw_cover(1)).to_bytes() == extract_features(draw_cover(1)).to_bytes()


def test_bytes_round_trip(draw_cover) -> None:
    features = extract_features(draw_cover(4))
    copy = LocalFeatures.from_bytes(features.to_bytes())
    assert np.array_equal(copy.points, features.points)
    assert np.array_equal(copy.descriptors, features.descriptors)
    assert (copy.width_px, copy.height_px) == (features.width_px, features.height_px)
    assert len(features.to_bytes()) < 140 * len(features) + 32


def test_blank_picture_has_none_and_survives_the_cache() -> None:
    features = extract_features(np.full((100, 80, 3), 128, np.uint8))
    assert len(features) == 0
    assert len(LocalFeatures.from_bytes(features.to_bytes())) == 0


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[:7], lambda b: b"XXXX" + b[4:], lambda b: b + b"\0", lambda b: b""]
)
def test_damaged_cache_is_told(draw_cover, spoil) -> None:
    data = spoil(extract_features(draw_cover(4), max_features=20).to_bytes())
    with pytest.raises(StoreMismatchError, match=r"features\.unreadable"):
        LocalFeatures.from_bytes(data)


def test_at_longest_side() -> None:
    assert at_longest_side(np.zeros((50, 200, 3), np.uint8), 100).shape == (25, 100, 3)
    assert at_longest_side(np.zeros((50, 25, 3), np.uint8), 100).shape == (100, 50, 3)
