from __future__ import annotations

import numpy as np
import pytest

from core.imaging import degradation as scan
from core.protocols import Pixels

GREY = np.full((60, 40, 3), 128, dtype=np.uint8)


def marked(x: int, y: int, width: int = 120, height: int = 80) -> Pixels:
    """White with a black square of 9 × 9 around (x, y)."""
    image = np.full((height, width, 3), 255, dtype=np.uint8)
    image[y - 4 : y + 5, x - 4 : x + 5] = 0
    return image


def mark_of(image: Pixels) -> tuple[float, float]:
    rows, columns = np.nonzero(image[..., 0] < 100)
    return float(columns.mean()), float(rows.mean())


@pytest.mark.parametrize(
    "place",
    [
        scan.in_place(120, 80),
        scan.turned(120, 80, 90),
        scan.turned(120, 80, -7.5),
        scan.reduced(120, 80, 60),
        scan.cut(120, 80, 0.2, np.random.default_rng(1)),
        scan.seen_askew(120, 80, 0.2, np.random.default_rng(2)),
        scan.reduced(120, 80, 60).then(scan.turned(60, 40, 12)),
    ],
)
def test_boxes_follow_the_picture(place: scan.Placement) -> None:
    moved = scan.placed(marked(50, 40), place)
    assert moved.shape == (place.height_px, place.width_px, 3)
    boxes, visible = scan.moved_boxes(np.array([[46.0, 36.0, 55.0, 45.0]]), place)
    x, y = mark_of(moved)
    assert visible[0] == pytest.approx(1.0)
    assert (x + 0.5, y + 0.5) == (
        pytest.approx((boxes[0, 0] + boxes[0, 2]) / 2, abs=1.2),
        pytest.approx((boxes[0, 1] + boxes[0, 3]) / 2, abs=1.2),
    )


def test_a_quarter_turn_is_counter_clockwise_and_keeps_everything() -> None:
    place = scan.turned(120, 80, 90)
    assert (place.width_px, place.height_px) == (80, 120)
    assert mark_of(scan.placed(marked(110, 40), place)) == (pytest.approx(39.5, abs=1), pytest.approx(9.5, abs=1))


def test_a_box_that_left_the_picture_is_told() -> None:
    place = scan.Placement(np.array([[1, 0, -50.0], [0, 1, 0], [0, 0, 1]]), 60, 80)
    boxes, visible = scan.moved_boxes(np.array([[0.0, 0, 40, 10], [40, 0, 60, 10], [60, 0, 80, 10]]), place)
    assert visible.tolist() == [0.0, 0.5, 1.0]
    assert boxes[1].tolist() == [0, 0, 10, 10]
    nothing, shares = scan.moved_boxes(np.zeros((0, 4)), place)
    assert nothing.shape == (0, 4)
    assert len(shares) == 0


def test_noise_has_the_sigma_asked_for() -> None:
    noisy = scan.with_noise(GREY, 12.0, np.random.default_rng(0)).astype(float)
    assert noisy.mean() == pytest.approx(128, abs=0.5)
    assert noisy.std() == pytest.approx(12.0, rel=0.05)
    assert np.array_equal(scan.with_noise(GREY, 0.0, np.random.default_rng(0)), GREY)


def test_lower_quality_loses_more() -> None:
    drawn = np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    lost = [np.abs(scan.compressed(drawn, quality).astype(float) - drawn).mean() for quality in (95, 50, 10)]
    assert lost[0] < lost[1] < lost[2]
    red = np.zeros((32, 32, 3), dtype=np.uint8)
    red[..., 0] = 200
    assert scan.compressed(red, 95)[16, 16, 0] > 190  # channels are not swapped


def test_blur_and_shake_keep_the_light_and_lose_the_edge() -> None:
    image = marked(60, 40)
    for made in (scan.blurred(image, 2.0), scan.shaken(image, 9, 30.0)):
        assert made.mean() == pytest.approx(image.mean(), abs=1.0)
        steps = [np.abs(np.diff(each[40, :, 0].astype(int))).max() for each in (image, made)]
        assert steps[1] < steps[0] / 2
    assert np.array_equal(scan.blurred(image, 0.0), image)


def test_glare_lightens_and_shadow_darkens() -> None:
    bright = scan.glaring(GREY, 0.8, np.random.default_rng(3))
    assert (bright >= GREY).all()
    assert bright.max() > 200
    dark = scan.shaded(GREY, 0.5, np.random.default_rng(3))
    assert (dark <= GREY).all()
    assert dark.min() < 80
    assert np.array_equal(scan.shaded(GREY, 0.0, np.random.default_rng(3)), GREY)


def test_light_by_hand() -> None:
    made = scan.relit(np.full((1, 1, 3), 100, dtype=np.uint8), 1.1, 0.5, (1.0, 2.0, 10.0))
    # (100 - 127.5) · 0.5 + 127.5 = 113.75; · 1.1 = 125.125; tinted 125, 250, 255
    assert made.tolist() == [[[125, 250, 255]]]


def test_nothing_touches_the_image_given() -> None:
    image = marked(60, 40)
    before = image.copy()
    rng = np.random.default_rng(0)
    scan.placed(image, scan.turned(120, 80, 3))
    scan.with_noise(image, 5, rng)
    scan.glaring(image, 1, rng)
    scan.shaded(image, 1, rng)
    scan.relit(image, 0.5, 0.5, (1, 1, 1))
    assert np.array_equal(image, before)
