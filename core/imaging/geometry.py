"""Geometric verification: is one picture the same print as the other, seen from elsewhere, and where do they differ?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.imaging.features import LocalFeatures

Homography = NDArray[np.float64]
"""Shape (3, 3): query → candidate, both in shares of width and height (0…1), so it fits any size of either picture."""

_RATIO = 0.85
_REPROJECTION_PX = 5.0
_MIN_MATCHES = 6


@dataclass(frozen=True, slots=True)
class GeometricMatch:
    """How well a query fits a candidate.

    `inliers`: matches that agree with one plausible perspective, 0 when none is plausible. `n_matches`: mutual matches
    passing the ratio test. `coverage`: share (0…1) of the candidate's area inside the convex hull of the inliers.
    `visible`: share of the candidate that lies inside the query picture. `homography` is None when `inliers` is 0.
    `pairs`: the inliers as index pairs (query, candidate), shape (m, 2); a point may stand in several.
    """

    inliers: int
    n_matches: int
    coverage: float = 0.0
    visible: float = 0.0
    homography: Homography | None = None
    pairs: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), np.int64), compare=False, repr=False)

    @property
    def inlier_ratio(self) -> float:
        """Inliers among the matches, 0…1."""
        return self.inliers / self.n_matches if self.n_matches else 0.0


def verify(query: LocalFeatures, candidate: LocalFeatures) -> GeometricMatch:
    """Match descriptors (mutual nearest, ratio test) and fit a homography by MAGSAC++.

    Deterministic: OpenCV's USAC starts from a fixed seed. A homography that would turn the cover inside out, crush it
    or blow it up is rejected.

    Source: Barath et al. 2020, "MAGSAC++".
    """
    pairs = _mutual_matches(query, candidate)
    n_matches = len(pairs)
    if n_matches < _MIN_MATCHES:
        return GeometricMatch(0, n_matches)
    import cv2

    source = query.points[pairs[:, 0]]
    target = candidate.points[pairs[:, 1]]
    # The fit is done in pixels, where an error of one unit means the same in both directions.
    source_px = source * np.array([query.width_px, query.height_px], dtype=np.float32)
    target_px = target * np.array([candidate.width_px, candidate.height_px], dtype=np.float32)
    found: tuple[Any, Any] = cv2.findHomography(
        source_px, target_px, cv2.USAC_MAGSAC, _REPROJECTION_PX, maxIters=2000, confidence=0.999
    )
    fitted, mask = found
    if fitted is None or mask is None:
        return GeometricMatch(0, n_matches)
    from_shares = np.diag([query.width_px, query.height_px, 1.0])
    to_shares = np.diag([1.0 / candidate.width_px, 1.0 / candidate.height_px, 1.0])
    homography = to_shares @ np.asarray(fitted, dtype=np.float64) @ from_shares
    is_inlier = mask.ravel().astype(bool)
    outline = _outline_in_query(homography)
    if outline is None or not _is_plausible(outline, query, candidate):
        return GeometricMatch(0, n_matches)
    distinct = np.unique(np.rint(target_px[is_inlier]).astype(np.int64), axis=0)  # SIFT repeats a point by direction
    hull = cv2.convexHull(target[is_inlier].astype(np.float32))
    return GeometricMatch(
        inliers=int(distinct.shape[0]),
        n_matches=n_matches,
        coverage=float(min(1.0, cv2.contourArea(hull))),
        visible=_visible_share(outline),
        homography=homography,
        pairs=pairs[is_inlier],
    )


def _mutual_matches(query: LocalFeatures, candidate: LocalFeatures) -> NDArray[np.int64]:
    """Index pairs (query, candidate), shape (m, 2): each other's nearest, and clearly nearer than the second."""
    if len(query) < 2 or len(candidate) < 2:
        return np.zeros((0, 2), np.int64)
    similarity = _unit_rows(query.descriptors) @ _unit_rows(candidate.descriptors).T  # (n_query, n_candidate)
    forward = similarity.argmax(axis=1)
    backward = similarity.argmax(axis=0)
    rows = np.arange(len(query))
    best = similarity[rows, forward]
    similarity[rows, forward] = -1.0
    second = similarity.max(axis=1)
    # Unit vectors: squared distance = 2 - 2 cos.
    is_clear = (1.0 - best) < _RATIO**2 * (1.0 - second)
    keep = is_clear & (backward[forward] == rows)
    return np.stack([rows[keep], forward[keep]], axis=1).astype(np.int64)


def _unit_rows(descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
    values = descriptors.astype(np.float32)
    norms = np.linalg.norm(values, axis=1, keepdims=True)
    unit: NDArray[np.float32] = values / np.maximum(norms, 1e-6)
    return unit


def _outline_in_query(homography: Homography) -> NDArray[np.float64] | None:
    """The candidate's four corners in shares of the query, shape (4, 2); None when a corner is beyond the horizon."""
    try:
        inverse = np.linalg.inv(homography)
    except np.linalg.LinAlgError:
        return None
    corners = np.array([[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]], dtype=np.float64) @ inverse.T
    depth = corners[:, 2:]
    if not (np.all(depth > 1e-9) or np.all(depth < -1e-9)):
        return None
    outline: NDArray[np.float64] = corners[:, :2] / depth
    return outline


def _is_plausible(outline: NDArray[np.float64], query: LocalFeatures, candidate: LocalFeatures) -> bool:
    """Whether a flat cover held before a camera can look like this outline."""
    quad = outline * np.array([query.width_px, query.height_px])
    sides = np.roll(quad, -1, axis=0) - quad
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    if not np.all(turns > 0):  # convex, and not seen from behind
        return False
    lengths = np.linalg.norm(sides, axis=1)
    if max(lengths[0], lengths[2]) > 2.5 * min(lengths[0], lengths[2]):
        return False
    if max(lengths[1], lengths[3]) > 2.5 * min(lengths[1], lengths[3]):
        return False
    across, down = (lengths[0] + lengths[2]) / candidate.width_px, (lengths[1] + lengths[3]) / candidate.height_px
    if not 1 / 2.2 < across / down < 2.2:  # stretched in one direction only
        return False
    return bool(0.1 < (across + down) / 4.0 < 4.0)


def _visible_share(outline: NDArray[np.float64]) -> float:
    import cv2

    frame = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    quad = outline.astype(np.float32)
    area = abs(float(cv2.contourArea(quad)))
    shared, _ = cv2.intersectConvexConvex(quad, frame)
    return min(1.0, float(shared) / area) if area > 0 else 0.0
