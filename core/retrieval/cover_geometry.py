"""The picture of a cover as evidence: is it the same print as a stored cover, and do they differ anywhere?

Covers of one series share their design and give hundreds of agreeing points on each other. So the query is laid on the
stored cover and compared place by place: what matters is how well the worst places agree, the printed title above all.
"""

from __future__ import annotations

import io
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.domain.scans import BoundingBox
from core.imaging.features import LocalFeatures, at_longest_side, extract_features
from core.imaging.geometry import GeometricMatch, Homography, verify
from core.protocols import Pixels

log = logging.getLogger(__name__)

_COMPARED_SIDE_PX = 288
_WINDOW_PX = 17
"""Side of the places compared, at the size above: about the height of a title's letters."""
_BLUR_PX = 1.2
"""Alignment is right to about a pixel; finer detail would differ by chance."""
_QUERY_SIDE_PX = 640

Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """A picture ready to be compared: its local features and a grey copy, float32 0…1, shape (height, width)."""

    features: LocalFeatures
    grey: Grey


@dataclass(frozen=True, slots=True)
class PictureEvidence:
    """How the query agrees with one stored cover.

    `inliers` and `coverage` as in `GeometricMatch`. `agreement`: correlation of the two prints over all places with
    detail, -1…1. `weakest`: the same over the tenth of them that agree least. `title`: over the largest print that OCR
    found on the query, None where it found none.
    """

    inliers: int
    coverage: float = 0.0
    visible: float = 0.0
    agreement: float = 0.0
    weakest: float = 0.0
    title: float | None = None


def prepare_picture(pixels: Pixels) -> CoverPicture:
    """Features and grey copy of a picture. Pixels: RGB uint8, shape (height, width, 3), any size."""
    return CoverPicture(extract_features(pixels), _grey(at_longest_side(pixels, _QUERY_SIDE_PX)))


class CoverVerifier:
    """Compares queries with stored covers. Keeps the features of the covers compared last; thread-safe.

    Args:
        thumbnail: SHA-256 of a cover → its thumbnail file.
        capacity: Covers kept in memory, about 0.4 MB each.
    """

    def __init__(self, thumbnail: Callable[[str], Path], capacity: int = 300) -> None:
        self._thumbnail = thumbnail
        self._capacity = capacity
        self._lock = threading.Lock()
        self._pictures: OrderedDict[str, CoverPicture] = OrderedDict()

    def compare(self, query: CoverPicture, sha256: str, titles: Sequence[BoundingBox] = ()) -> PictureEvidence | None:
        """Lay a query on a stored cover.

        Args:
            query: From `prepare_picture`.
            sha256: The stored cover.
            titles: Where the largest print stands on the query, in shares (0…1) of its width and height.

        Returns:
            None when the stored cover's thumbnail cannot be read (a consistency check restores it).
        """
        stored = self._picture(sha256)
        if stored is None:
            return None
        match = verify(query.features, stored.features)
        return evidence_of(match, query.grey, stored.grey, titles)

    def _picture(self, sha256: str) -> CoverPicture | None:
        with self._lock:
            if sha256 in self._pictures:
                self._pictures.move_to_end(sha256)
                return self._pictures[sha256]
        from PIL import Image

        try:
            with Image.open(io.BytesIO(self._thumbnail(sha256).read_bytes())) as image:
                pixels = np.asarray(image.convert("RGB"), dtype=np.uint8)
        except (OSError, ValueError, SyntaxError) as exc:
            log.warning("thumbnail of %s cannot be read: %s", sha256[:12], exc)
            return None
        picture = prepare_picture(pixels)
        with self._lock:
            self._pictures[sha256] = picture
            while len(self._pictures) > self._capacity:
                self._pictures.popitem(last=False)
        return picture


def evidence_of(match: GeometricMatch, query: Grey, stored: Grey, titles: Sequence[BoundingBox]) -> PictureEvidence:
    """Evidence from a fitted homography and the two grey pictures."""
    if match.homography is None:
        return PictureEvidence(match.inliers)
    likeness, weight = _compared(query, stored, match.homography)
    total = float(weight.sum())
    if total <= 0.0:
        return PictureEvidence(match.inliers, match.coverage, match.visible)
    agreement = float((likeness * weight).sum()) / total
    return PictureEvidence(
        inliers=match.inliers,
        coverage=match.coverage,
        visible=match.visible,
        agreement=agreement,
        weakest=_weakest(likeness, weight, 0.1),
        title=_at_titles(likeness, weight, match.homography, titles),
    )


def _compared(query: Grey, stored: Grey, homography: Homography) -> tuple[Grey, Grey]:
    """Local correlation of the aligned prints and its weight by detail, both of the shape of the reduced cover."""
    import cv2

    scale = _COMPARED_SIDE_PX / max(stored.shape)
    width, height = max(8, round(stored.shape[1] * scale)), max(8, round(stored.shape[0] * scale))
    there = cv2.resize(stored, (width, height), interpolation=cv2.INTER_AREA)
    reduced = min(1.0, 1.6 * _COMPARED_SIDE_PX / max(query.shape))  # against aliasing when it is laid on
    source = cv2.resize(query, None, fx=reduced, fy=reduced, interpolation=cv2.INTER_AREA)
    to_shares = np.diag([1.0 / source.shape[1], 1.0 / source.shape[0], 1.0])
    full = np.diag([float(width), float(height), 1.0]) @ homography @ to_shares
    here = cv2.warpPerspective(source, full, (width, height), flags=cv2.INTER_LINEAR)
    seen = cv2.warpPerspective(np.ones_like(source), full, (width, height), flags=cv2.INTER_NEAREST)
    seen = cv2.erode(seen, np.ones((_WINDOW_PX, _WINDOW_PX), dtype=np.uint8))
    here, there = (cv2.GaussianBlur(picture, (0, 0), _BLUR_PX) for picture in (here, there))
    window = (_WINDOW_PX, _WINDOW_PX)
    mean_here, mean_there = cv2.blur(here, window), cv2.blur(there, window)
    var_here = np.maximum(cv2.blur(here * here, window) - mean_here**2, 0.0)
    var_there = np.maximum(cv2.blur(there * there, window) - mean_there**2, 0.0)
    shared = cv2.blur(here * there, window) - mean_here * mean_there
    noise = 2e-5  # (0.0045)²: grain and JPEG blocks are no detail
    likeness = shared / np.sqrt((var_here + noise) * (var_there + noise))
    # Photographs have less contrast than scans: detail is measured on the scale of each picture itself.
    detail = np.maximum(_relative(var_here, seen), _relative(var_there, seen))
    return likeness.astype(np.float32), (np.minimum(detail, 2.0) * seen).astype(np.float32)


def _relative(variance: NDArray[Any], seen: NDArray[Any]) -> Grey:
    """Local contrast relative to that of the better half of the picture."""
    deviation = np.sqrt(variance)
    values = deviation[seen > 0]
    typical = float(np.percentile(values, 75)) if values.size else 0.0
    scaled: Grey = (deviation / max(typical, 0.02)).astype(np.float32)
    return scaled


def _weakest(likeness: Grey, weight: Grey, share: float) -> float:
    """Mean likeness of the places that agree least and together have `share` of the weight."""
    order = np.argsort(likeness, axis=None)
    values, weights = likeness.ravel()[order], weight.ravel()[order]
    reached = np.cumsum(weights)
    kept = reached <= max(share * float(reached[-1]), float(weights[0]))
    total = float(weights[kept].sum())
    return float((values[kept] * weights[kept]).sum()) / total if total > 0 else float(values[0])


def _at_titles(likeness: Grey, weight: Grey, homography: Homography, titles: Sequence[BoundingBox]) -> float | None:
    """Likeness where the query's largest print stands: of several lines the one that agrees least."""
    height, width = likeness.shape
    worst: float | None = None
    for box in titles:
        corners = np.array([[box.x0, box.y0, 1], [box.x1, box.y0, 1], [box.x1, box.y1, 1], [box.x0, box.y1, 1]])
        laid = corners @ homography.T
        if np.any(laid[:, 2] * laid[0, 2] <= 0):
            continue
        x, y = laid[:, 0] / laid[:, 2] * width, laid[:, 1] / laid[:, 2] * height
        x0, x1 = (int(v) for v in np.clip((np.floor(x.min()), np.ceil(x.max())), 0, width))
        y0, y1 = (int(v) for v in np.clip((np.floor(y.min()), np.ceil(y.max())), 0, height))
        part = weight[y0:y1, x0:x1]
        total = float(part.sum())
        if part.size < 9 or total <= 0.0:
            continue
        mean = float((likeness[y0:y1, x0:x1] * part).sum()) / total
        worst = mean if worst is None else min(worst, mean)
    return worst


def _grey(pixels: Pixels) -> Grey:
    import cv2

    grey: Grey = (cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) / np.float32(255.0)).astype(np.float32)
    return grey
