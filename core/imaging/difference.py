"""Where do two aligned covers differ? Volumes of one series share their design and differ only in the title."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.scans import BoundingBox
from core.imaging.features import at_longest_side
from core.imaging.geometry import Homography
from core.protocols import Pixels

_SIDE_PX = 320
_WINDOW_PX = 21
"""Side of the compared window: about the height of a title's letters on a cover 320 px high."""
_STEP_PX = 4
_SHIFTS_PX = (-2, 0, 2)
"""Windows are compared at small shifts too: paper bends, and a homography is a pixel or two off."""
_TEXTURED = 9.0
"""Least standard deviation (grey levels of 255) in a window that shows something."""
_DIFFERENT = 0.35
"""Correlation below which two windows show different things."""

FloatMap = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RegionDifference:
    """How two aligned covers differ. All shares are 0…1; windows in which neither shows anything do not count.

    `compared`: share of the candidate's area that shows something and lies inside the query. `correlation`: mean
    local correlation there (-1…1). `differing`: share of that area where both show something, but not the same: another
    title, another picture. `hidden`: share where the candidate shows something and the query nothing: glare, a sticker,
    a finger. `worst`: correlation of the worst tenth of that area where both show something. `largest`: the largest
    connected differing region as a share of the candidate's area, and `largest_box` where it is, in shares of the
    candidate's width and height (None when nothing differs).
    """

    compared: float
    correlation: float
    differing: float
    hidden: float
    worst: float
    largest: float
    largest_box: BoundingBox | None


def compare_regions(query: Pixels, candidate: Pixels, homography: Homography) -> RegionDifference:
    """Lay the query over the candidate and correlate them window by window.

    Args:
        query: RGB uint8, the picture whose features were verified, at any size.
        candidate: RGB uint8, likewise.
        homography: Query → candidate in shares, from `core.imaging.geometry.verify`.

    Returns:
        The difference. Correlation is taken per window with mean and contrast removed, so light and colour cast do not
        count, and as the best of small shifts.
    """
    import cv2

    target = _grey(at_longest_side(candidate, _SIDE_PX))
    height, width = target.shape
    source = _grey(at_longest_side(query, 2 * _SIDE_PX))
    to_pixels = (
        np.diag([width, height, 1.0]) @ homography @ np.diag([1.0 / source.shape[1], 1.0 / source.shape[0], 1.0])
    )
    aligned = np.asarray(
        cv2.warpPerspective(source, to_pixels, (width, height), flags=cv2.INTER_AREA), dtype=np.float32
    )
    inside = np.asarray(cv2.warpPerspective(np.ones_like(source), to_pixels, (width, height)), dtype=np.float32)
    deviation_t, deviation_a = _deviation(target), _deviation(aligned)
    best = np.full(target.shape, -1.0, dtype=np.float32)
    for dx in _SHIFTS_PX:
        for dy in _SHIFTS_PX:
            np.maximum(best, _correlation(target, np.roll(aligned, (dy, dx), axis=(0, 1))), out=best)
    margin = _WINDOW_PX // 2
    window = np.s_[margin:-margin:_STEP_PX, margin:-margin:_STEP_PX]
    best, deviation_t, deviation_a = best[window], deviation_t[window], deviation_a[window]
    visible = _mean(inside)[window] > 0.98
    contrast = _contrast_ratio(deviation_t, deviation_a, visible & (best > 0.6))
    shows_target = visible & (deviation_t > _TEXTURED)
    shows_query = visible & (deviation_a * contrast > _TEXTURED)
    either, both = shows_target | shows_query, shows_target & shows_query
    n_either = int(either.sum())
    if n_either == 0:
        return RegionDifference(0.0, 1.0, 0.0, 0.0, 1.0, 0.0, None)
    differing = both & (best < _DIFFERENT)
    largest, box = _largest_region(differing)
    return RegionDifference(
        compared=n_either / either.size,
        correlation=float(best[either].mean()),
        differing=float(differing.sum()) / n_either,
        hidden=float((shows_target & ~shows_query).sum()) / n_either,
        worst=_worst_tenth(best[both]),
        largest=largest,
        largest_box=box,
    )


def _grey(pixels: Pixels) -> FloatMap:
    import cv2

    return np.asarray(cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (0, 0), 1.0), dtype=np.float32)


def _mean(values: FloatMap) -> FloatMap:
    import cv2

    return np.asarray(cv2.blur(values, (_WINDOW_PX, _WINDOW_PX)), dtype=np.float32)


def _deviation(values: FloatMap) -> FloatMap:
    return np.asarray(np.sqrt(np.maximum(_mean(values * values) - _mean(values) ** 2, 0.0)), dtype=np.float32)


def _correlation(first: FloatMap, second: FloatMap) -> FloatMap:
    """Normalised correlation of the windows around each pixel, -1…1; 0 where a window is blank."""
    mean_1, mean_2 = _mean(first), _mean(second)
    covariance = _mean(first * second) - mean_1 * mean_2
    variance_1 = np.maximum(_mean(first * first) - mean_1**2, 0.0)
    variance_2 = np.maximum(_mean(second * second) - mean_2**2, 0.0)
    product = np.sqrt(variance_1 * variance_2)
    return np.asarray(np.where(product > 1.0, covariance / np.maximum(product, 1.0), 0.0), dtype=np.float32)


def _contrast_ratio(target: FloatMap, aligned: FloatMap, agreeing: NDArray[np.bool_]) -> float:
    """How much stronger the candidate's contrast is than the query's, from windows that show the same."""
    usable = agreeing & (aligned > 2.0)
    if int(usable.sum()) < 10:
        return 1.0
    return float(np.clip(np.median(target[usable] / aligned[usable]), 0.5, 4.0))


def _worst_tenth(correlations: FloatMap) -> float:
    if correlations.size == 0:
        return 1.0
    n_worst = max(1, correlations.size // 10)
    return float(np.partition(correlations, n_worst - 1)[:n_worst].mean())


def _largest_region(differing: NDArray[np.bool_]) -> tuple[float, BoundingBox | None]:
    """Share of all windows in the largest connected region, and its box in shares of width and height."""
    import cv2

    count, _, statistics, _ = cv2.connectedComponentsWithStats(differing.astype(np.uint8), connectivity=8)
    if count < 2:
        return 0.0, None
    rows, columns = differing.shape
    x, y, w, h, area = (int(v) for v in max(statistics[1:], key=lambda row: int(row[cv2.CC_STAT_AREA])))
    box = BoundingBox(x / columns, y / rows, (x + w) / columns, (y + h) / rows)
    return area / differing.size, box
