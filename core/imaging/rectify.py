"""Find a cover that lies on a table or a scanner's glass and lay it straight.

In doubt the picture is left as it is: a wrong cut loses the title, while a tilted cover can still be read.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.imaging.features import at_longest_side
from core.protocols import Pixels

Quad = NDArray[np.float32]
"""Corners in pixels of the picture, shape (4, 2): top-left, top-right, bottom-right, bottom-left."""
Mask = NDArray[np.uint8]
"""Shape (height, width), 1 where the cover is."""
Line = tuple[float, float, float, float]
"""Unit direction and a point on the line: vx, vy, x, y."""

_SEARCH_SIDE_PX = 256
_RIM_SHARE = 0.03
"""Width of the rim that is taken for background, as a share of the longest side."""
_MIN_AREA, _MAX_AREA = 0.32, 0.97
"""Share of the picture that a photographed cover fills. Smaller shapes are as often a panel within the cover."""
_MAX_LINES = 9
_MIN_FIT = 0.90
"""Least intersection over union of the segmented cover with the quadrilateral laid through its sides."""
_MIN_STRAIGHT = 0.4
"""Least share of each side along which the boundary runs straight."""
_MAX_STRAY_EDGES = 0.022
"""Greatest share of pixels outside the cover with edges stronger than the background's own: print left outside."""
_MIN_SIDE_SUPPORT = 2.0
"""Least median contrast (CIELAB units a pixel) along the faintest side."""
_LEAST_CONTRAST = 8
"""Grey levels between darkest and lightest below which a picture shows one colour."""
_MARGIN = 0.012
"""How far beyond the sides the cut is made, so that letters at the very edge stay whole."""


def find_cover_quad(pixels: Pixels) -> Quad | None:
    """Find the outline of one flat cover on a background unlike it.

    The background is learnt from the picture's rim and the cover cut out against it (GrabCut); straight lines are laid
    through the four sides of what remains. The thresholds were set on 154 photographs and 154 scans so that no wrong
    cut was made and nearly every photographed cover still found.

    Args:
        pixels: RGB uint8, shape (height, width, 3).

    Returns:
        The outline in pixels of the picture given, or None when there is no clear one: the cover fills the picture,
        the background is like the cover, or what was found has not four straight sides.

    Source: Rother, Kolmogorov and Blake 2004, "GrabCut".
    """
    small = at_longest_side(pixels, _SEARCH_SIDE_PX)
    mask = _segment(small)
    contour = _largest_contour(mask)
    if contour is None:
        return None
    rough = _four_corners(contour, mask.shape)
    if rough is None:
        return None
    quad = _through_sides(contour, rough)
    if quad is None or not _is_cover_shaped(quad, small.shape[1], small.shape[0]):
        return None
    if _fit(contour, quad, mask.shape) < _MIN_FIT or not _is_alone(small, quad):
        return None
    height, width = pixels.shape[:2]
    scale = np.array([width / small.shape[1], height / small.shape[0]], dtype=np.float32)
    outline: Quad = np.clip(quad * scale, 0, np.array([width, height], dtype=np.float32)).astype(np.float32)
    return outline


def rectify(pixels: Pixels, quad: Quad) -> Pixels:
    """Cut out the quadrilateral and lay it straight.

    Args:
        pixels: RGB uint8, shape (height, width, 3).
        quad: As `find_cover_quad` returns it; clockwise from the top-left corner.

    Returns:
        RGB uint8; its sides are as long as the longer of each two opposite sides of the outline, plus a small margin.
    """
    import cv2

    wide = _widened(quad)
    width = max(1, round(max(math.dist(wide[0], wide[1]), math.dist(wide[3], wide[2]))))
    height = max(1, round(max(math.dist(wide[0], wide[3]), math.dist(wide[1], wide[2]))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    straight = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(wide, target),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(straight, dtype=np.uint8)


def cut_corners(quad: Quad, pixels: Pixels, turns: int = 0) -> tuple[float, ...]:
    """Where the corners of what `rectify` gives lie in the picture, in shares of its width and height (8 numbers).

    `turns`: by how many quarter turns (counter-clockwise, as `numpy.rot90`) the result was turned afterwards; the
    corners are then those of the turned picture, its top-left first.
    """
    height, width = pixels.shape[:2]
    corners = np.roll(_widened(quad) / np.array([width, height], dtype=np.float32), -turns, axis=0)
    return tuple(float(value) for value in corners.ravel())


def turned_corners(turns: int) -> tuple[float, ...]:
    """The same for a picture that was only turned."""
    frame = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    return tuple(float(value) for value in np.roll(frame, -turns, axis=0).ravel())


def between_corners(source: Sequence[float], target: Sequence[float]) -> NDArray[np.float64]:
    """The perspective, shape (3, 3), that takes four corners (8 numbers) to four others."""
    import cv2

    first = np.array(source, dtype=np.float32).reshape(4, 2)
    second = np.array(target, dtype=np.float32).reshape(4, 2)
    return np.asarray(cv2.getPerspectiveTransform(first, second), dtype=np.float64)


def lay_straight(pixels: Pixels, corners: Sequence[float]) -> Pixels:
    """What lies between four corners (8 numbers, shares of width and height), cut out and laid straight."""
    import cv2

    height, width = pixels.shape[:2]
    quad = (np.array(corners, dtype=np.float32).reshape(4, 2) * np.array([width, height])).astype(np.float32)
    across = max(1, round(max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]))))
    down = max(1, round(max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]))))
    target = [0, 0, across, 0, across, down, 0, down]
    matrix = between_corners(quad.ravel().tolist(), target)
    straight = cv2.warpPerspective(pixels, matrix, (across, down), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(straight, dtype=np.uint8)


def _segment(small: Pixels) -> Mask:
    """The cover as unlike the rim, by GrabCut on the picture without its fine grain. Deterministic."""
    import cv2

    smooth = cv2.medianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2BGR), 5)
    labels = np.full(smooth.shape[:2], cv2.GC_PR_FGD, dtype=np.uint8)
    if int(np.ptp(smooth.reshape(-1, 3), axis=0).max()) < _LEAST_CONTRAST:
        return np.zeros(labels.shape, dtype=np.uint8)  # on one colour the min-cut takes half a minute to find nothing
    labels[_rim(labels.shape)] = cv2.GC_BGD
    cv2.setRNGSeed(0)
    try:
        cv2.grabCut(smooth, labels, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), 4, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # too few different colours to tell two things apart
        return np.zeros(labels.shape, dtype=np.uint8)
    cover = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(cover, cv2.MORPH_OPEN, np.ones((5, 5), dtype=np.uint8)), dtype=np.uint8)


def _rim(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    width = max(3, round(_RIM_SHARE * max(shape)))
    rim = np.ones(shape, dtype=bool)
    rim[width:-width, width:-width] = False
    return rim


def _largest_contour(mask: Mask) -> NDArray[np.float32] | None:
    """Every boundary pixel of the largest connected piece, shape (n, 2)."""
    import cv2

    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    points: NDArray[np.float32] = largest.reshape(-1, 2).astype(np.float32)
    return points if len(points) >= 40 else None


def _four_corners(contour: NDArray[np.float32], shape: tuple[int, ...]) -> Quad | None:
    """The four of the boundary's straight stretches that enclose the piece best, clockwise from the top-left corner.

    Straight stretches are looked for by a Hough transform and every choice of four is tried, because a sticker or a
    hand over an edge adds corners of its own to the outline.
    """
    import cv2

    centre = contour.mean(axis=0)
    lines = sorted(_straight_stretches(contour, shape), key=lambda line: _bearing(line, centre))
    best, best_fit = None, 0.0
    for chosen in itertools.combinations(lines, 4):
        found = [_intersection(chosen[i - 1], chosen[i]) for i in range(4)]
        quad = np.array([corner for corner in found if corner is not None], dtype=np.float32)
        if len(quad) == 4 and cv2.isContourConvex(quad) and (fit := _fit(contour, quad, shape)) > best_fit:
            best, best_fit = quad, fit
    if best is None:
        return None
    start = int(np.argmin(best.sum(axis=1)))
    return np.roll(best, -start, axis=0).astype(np.float32)


def _straight_stretches(contour: NDArray[np.float32], shape: tuple[int, ...]) -> list[Line]:
    """Up to `_MAX_LINES` distinct lines with the most boundary pixels on them."""
    import cv2

    drawn = np.zeros(shape, dtype=np.uint8)
    columns, rows = contour.astype(np.int64).T
    drawn[rows, columns] = 255
    voted = cv2.HoughLines(drawn, 1, math.pi / 180, max(12, len(contour) // 30))
    kept: list[tuple[float, float]] = []
    for rho, theta in [] if voted is None else voted.reshape(-1, voted.shape[-1])[:400, :2].tolist():
        if all(_differ(rho, theta, other_rho, other_theta) for other_rho, other_theta in kept):
            kept.append((rho, theta))
            if len(kept) == _MAX_LINES:
                break
    return [(-math.sin(t), math.cos(t), rho * math.cos(t), rho * math.sin(t)) for rho, t in kept]


def _differ(rho: float, theta: float, other_rho: float, other_theta: float) -> bool:
    turn = abs(theta - other_theta)
    if turn > math.pi / 2:  # the same direction, seen from the other side
        turn, other_rho = math.pi - turn, -other_rho
    return turn > 0.1 or abs(rho - other_rho) > 6.0


def _bearing(line: Line, centre: NDArray[np.float32]) -> float:
    """The direction in which the line lies, seen from the centre, in radians."""
    vx, vy, x, y = line
    away = (x - float(centre[0])) * vy - (y - float(centre[1])) * vx  # signed distance along the normal (vy, -vx)
    return math.atan2(-vx * away, vy * away)


def _through_sides(contour: NDArray[np.float32], rough: Quad) -> Quad | None:
    """Lay a line through the boundary near each side, robust against bites and stickers, and intersect them."""
    lines = []
    for i in range(4):
        start, end = rough[i], rough[(i + 1) % 4]
        length = math.dist(start, end)
        if length < 8:
            return None
        along = (end - start) / length
        relative = contour - start
        position = relative @ along
        distance = np.abs(relative @ np.array([-along[1], along[0]]))
        inner = (position > 0.08 * length) & (position < 0.92 * length)
        near = contour[inner & (distance < 0.06 * length + 3)]
        if len(near) < 0.3 * length:
            return None
        line = _robust_line(near)
        vx, vy, x, y = line
        on_line = np.abs((near - np.array([x, y])) @ np.array([-vy, vx])) < 2.0
        if np.count_nonzero(on_line) < _MIN_STRAIGHT * length * max(abs(along)):  # one boundary pixel a row or column
            return None
        lines.append(line)
    corners = [_intersection(lines[i - 1], lines[i]) for i in range(4)]
    found = [corner for corner in corners if corner is not None]
    return np.array(found, dtype=np.float32) if len(found) == 4 else None


def _robust_line(points: NDArray[np.float32]) -> Line:
    """Direction and a point (vx, vy, x, y): Huber fit, then least squares over the nearer points."""
    import cv2

    vx, vy, x, y = (float(v) for v in cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    distance = np.abs((points - np.array([x, y])) @ np.array([-vy, vx]))
    kept = points[distance <= max(1.5, 1.5 * float(np.median(distance)))]
    vx, vy, x, y = (float(v) for v in cv2.fitLine(kept, cv2.DIST_L2, 0, 0.01, 0.01).ravel())
    return vx, vy, x, y


def _intersection(first: Line, second: Line) -> tuple[float, float] | None:
    vx1, vy1, x1, y1 = first
    vx2, vy2, x2, y2 = second
    determinant = vx2 * vy1 - vx1 * vy2  # sine of the angle between the sides
    if abs(determinant) < 0.4:
        return None
    t = (vx2 * (y2 - y1) - vy2 * (x2 - x1)) / determinant
    return x1 + t * vx1, y1 + t * vy1


def _is_cover_shaped(quad: Quad, width: int, height: int) -> bool:
    import cv2

    if not cv2.isContourConvex(quad):
        return False
    share = cv2.contourArea(quad) / (width * height)
    if not _MIN_AREA <= share <= _MAX_AREA:
        return False
    top, right, bottom, left = (math.dist(quad[i], quad[(i + 1) % 4]) for i in range(4))
    if max(top, bottom) > 1.8 * min(top, bottom) or max(left, right) > 1.8 * min(left, right):
        return False
    return 0.4 < (top + bottom) / (left + right) < 2.5


def _fit(contour: NDArray[np.float32], quad: Quad, shape: tuple[int, ...]) -> float:
    """Intersection over union of the segmented piece and the quadrilateral."""
    import cv2

    piece, laid = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.uint8)
    cv2.fillPoly(piece, [np.rint(contour).astype(np.int32)], 1)
    cv2.fillPoly(laid, [np.rint(quad).astype(np.int32)], 1)
    union = int(np.count_nonzero(piece | laid))
    return float(np.count_nonzero(piece & laid)) / union if union else 0.0


def _is_alone(small: Pixels, quad: Quad) -> bool:
    """Whether nothing but background is left outside, and every side can be seen.

    What is outside may have edges as strong as the rim's own grain (wood, cloth); stronger ones are print: then the
    quadrilateral is a panel within the cover.
    """
    import cv2

    lab = cv2.cvtColor(cv2.GaussianBlur(small, (3, 3), 0), cv2.COLOR_RGB2LAB).astype(np.float32)
    dx = cv2.Sobel(lab, cv2.CV_32F, 1, 0, scale=0.25)
    dy = cv2.Sobel(lab, cv2.CV_32F, 0, 1, scale=0.25)
    edges = np.hypot(dx, dy).max(axis=2)  # (height, width), CIELAB units a pixel
    inside = np.zeros(edges.shape, dtype=np.uint8)
    cv2.fillPoly(inside, [np.rint(quad).astype(np.int32)], 1)
    outside = cv2.dilate(inside, np.ones((11, 11), dtype=np.uint8)) == 0
    rim = _rim(edges.shape)
    grain = edges[rim & outside]
    if grain.size == 0:
        return False
    threshold = max(6.0, 1.3 * float(np.percentile(grain, 98)))
    remote = edges[outside & ~rim]
    if remote.size >= 50 and float((remote > threshold).mean()) > _MAX_STRAY_EDGES:
        return False
    return min(_side_support(edges, quad[i], quad[(i + 1) % 4]) for i in range(4)) >= _MIN_SIDE_SUPPORT


def _side_support(edges: NDArray[np.float32], start: NDArray[np.float32], end: NDArray[np.float32]) -> float:
    """Median over one side of the strongest edge within 3 px across."""
    along = (end - start) / max(math.dist(start, end), 1e-6)
    across = np.array([-along[1], along[0]], dtype=np.float32)
    points = start + (end - start) * np.linspace(0.1, 0.9, 40, dtype=np.float32)[:, None]  # (40, 2)
    strongest = np.zeros(len(points), dtype=np.float32)
    limit = np.array([edges.shape[1] - 1, edges.shape[0] - 1])
    for offset in range(-3, 4):
        x, y = np.clip(np.rint(points + across * offset), 0, limit).astype(np.int64).T
        strongest = np.maximum(strongest, edges[y, x])
    return float(np.median(strongest))


def _widened(quad: Quad) -> Quad:
    centre = quad.mean(axis=0)
    return np.asarray(centre + (quad - centre) * (1.0 + 2 * _MARGIN), dtype=np.float32)
