from __future__ import annotations

import numpy as np
import pytest

from core.imaging.difference import compare_regions
from core.imaging.features import extract_features
from core.imaging.geometry import verify


@pytest.mark.parametrize("seed", range(3))
def test_photograph_fits_its_cover_and_no_other(draw_cover, photograph, seed: int) -> None:
    cover = draw_cover(seed, "BOOK")
    photo, corners = photograph(cover, seed + 10)
    match = verify(extract_features(photo), extract_features(cover))
    assert match.inliers >= 30
    assert match.coverage > 0.4
    assert match.visible > 0.95
    assert match.homography is not None
    placed = np.concatenate([corners / [photo.shape[1], photo.shape[0]], np.ones((4, 1))], axis=1) @ match.homography.T
    assert np.abs(placed[:, :2] / placed[:, 2:] - [[0, 0], [1, 0], [1, 1], [0, 1]]).max() < 0.03
    other = verify(extract_features(photo), extract_features(draw_cover(seed + 50, "ELSE")))
    assert other.inliers < 12


def test_upside_down_is_the_same_cover(draw_cover) -> None:
    cover = draw_cover(3)
    turned = np.ascontiguousarray(np.rot90(cover, 2))
    assert verify(extract_features(turned), extract_features(cover)).inliers > 100


def test_mirror_image_is_not(draw_cover) -> None:
    cover = draw_cover(3)
    mirrored = np.ascontiguousarray(cover[:, ::-1])
    assert verify(extract_features(mirrored), extract_features(cover)).inliers < 12


def test_nothing_to_compare(draw_cover) -> None:
    blank = extract_features(np.full((100, 100, 3), 9, np.uint8))
    for pair in ((blank, blank), (blank, extract_features(draw_cover(0))), (extract_features(draw_cover(0)), blank)):
        match = verify(*pair)
        assert (match.inliers, match.homography, match.inlier_ratio) == (0, None, 0.0)


def test_repeatable(draw_cover, photograph) -> None:
    photo, _ = photograph(draw_cover(5), 5)
    query, candidate = extract_features(photo), extract_features(draw_cover(5))
    first, second = verify(query, candidate), verify(query, candidate)
    assert first.inliers == second.inliers
    assert np.array_equal(first.homography, second.homography)


def test_volumes_of_a_series_differ_in_the_title(draw_cover, photograph) -> None:
    same, other = draw_cover(8, "VOLUME"), draw_cover(8, "别的书名")
    photo, _ = photograph(same, 4)
    features = extract_features(photo)
    right, wrong = verify(features, extract_features(same)), verify(features, extract_features(other))
    assert wrong.inliers >= 30  # geometry alone would take it for a match
    assert right.homography is not None
    assert wrong.homography is not None
    true = compare_regions(photo, same, right.homography)
    false = compare_regions(photo, other, wrong.homography)
    assert true.correlation > false.correlation
    assert 10 * true.differing < false.differing > 0.02
    assert true.largest < false.largest
    assert false.largest_box is not None
    assert false.largest_box.y1 < 0.35  # the title panel is the upper quarter
    assert true.worst > false.worst


def test_sticker_is_hidden_not_different(draw_cover) -> None:
    cover = draw_cover(9, "HIDDEN")
    covered = cover.copy()
    covered[300:520, 100:350] = 255
    difference = compare_regions(covered, cover, np.eye(3))
    assert difference.hidden > 0.1
    assert difference.hidden > difference.differing
    untouched = compare_regions(cover, cover, np.eye(3))
    assert untouched.hidden < 0.01
    assert untouched.differing == 0.0
    assert untouched.largest_box is None
    assert untouched.correlation > 0.97


def test_darker_photo_is_not_different(draw_cover) -> None:
    cover = draw_cover(11, "LIGHT")
    darker = (cover * 0.45 + 20).astype(np.uint8)
    assert compare_regions(darker, cover, np.eye(3)).differing < 0.01


def test_blank_covers_have_nothing_to_compare() -> None:
    blank = np.full((200, 150, 3), 128, np.uint8)
    difference = compare_regions(blank, blank, np.eye(3))
    assert (difference.compared, difference.differing, difference.largest_box) == (0.0, 0.0, None)
