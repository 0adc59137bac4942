from __future__ import annotations

import time

import cv2
import numpy as np
import pytest

from core.imaging.rectify import find_cover_quad, rectify


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    shared, _ = cv2.intersectConvexConvex(first.astype(np.float32), second.astype(np.float32))
    return shared / (cv2.contourArea(first.astype(np.float32)) + cv2.contourArea(second.astype(np.float32)) - shared)


@pytest.mark.parametrize("seed", range(4))
def test_photographed_cover_is_found_and_straightened(draw_cover, photograph, seed: int) -> None:
    cover = draw_cover(seed, "WENYUAN")
    photo, corners = photograph(cover, seed)
    quad = find_cover_quad(photo)
    assert quad is not None
    assert overlap(quad, corners) > 0.95
    straight = rectify(photo, quad)
    margin = [round(0.012 * side) for side in cover.shape[:2]]
    expected = cv2.copyMakeBorder(cover, margin[0], margin[0], margin[1], margin[1], cv2.BORDER_REPLICATE)
    same_size = cv2.resize(straight, (expected.shape[1], expected.shape[0]))
    inner = np.s_[20:-20, 20:-20]
    blurred = [cv2.blur(picture, (9, 9)).astype(np.float64)[inner].ravel() for picture in (same_size, expected)]
    agreement = np.corrcoef(*blurred)[0, 1]
    assert agreement > 0.95


def test_sticker_over_the_edge_does_not_bend_the_outline(draw_cover, photograph) -> None:
    photo, corners = photograph(draw_cover(7, "STICKER"), 3)
    x, y = (int(v) for v in (corners[1] + corners[2]) / 2)
    photo[y - 40 : y + 40, x - 40 : x + 40] = (30, 240, 60)
    quad = find_cover_quad(photo)
    assert quad is not None
    assert overlap(quad, corners) > 0.93


def test_repeatable(draw_cover, photograph) -> None:
    photo, _ = photograph(draw_cover(2), 2)
    assert np.array_equal(find_cover_quad(photo), find_cover_quad(photo))


@pytest.mark.parametrize("seed", range(4))
def test_cover_that_fills_the_picture_is_left_alone(draw_cover, seed: int) -> None:
    assert find_cover_quad(draw_cover(seed, "WHOLE")) is None


def test_blank_and_noise_have_no_outline() -> None:
    assert find_cover_quad(np.full((300, 400, 3), 200, np.uint8)) is None
    assert find_cover_quad(np.random.default_rng(0).integers(0, 255, (300, 400, 3), dtype=np.uint8)) is None


def test_panel_within_a_cover_is_not_the_cover() -> None:
    cover = np.full((600, 420, 3), 245, np.uint8)
    cover[200:500, 60:360] = (150, 30, 30)
    cv2.putText(cover, "THE TITLE", (60, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.9, (0, 0, 0), 5)
    assert find_cover_quad(cover) is None


def test_rectify_lays_corners_upright() -> None:
    picture = np.zeros((200, 200, 3), np.uint8)
    picture[50:150, 60:120] = 255
    quad = np.array([[60, 50], [120, 50], [120, 150], [60, 150]], np.float32)
    straight = rectify(picture, quad)
    assert straight.shape[0] > straight.shape[1]
    assert straight[straight.shape[0] // 2, straight.shape[1] // 2].tolist() == [255, 255, 255]
    assert straight.mean() > 230


@pytest.mark.parametrize("shade", [0, 90, 255])
def test_a_picture_of_one_colour_is_settled_at_once(shade: int) -> None:
    started = time.perf_counter()
    assert find_cover_quad(np.full((140, 100, 3), shade, dtype=np.uint8)) is None
    assert time.perf_counter() - started < 5  # GrabCut needs 30 s to find nothing on it
