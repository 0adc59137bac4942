"""The picture of a cover as evidence: is it the same print as a stored cover, and do they differ anywhere?

Covers of one series share their design and give hundreds of agreeing points on each other. So the query is laid on the
stored cover and compared place by place: what counts is how well the places that agree least agree.
"""

from __future__ import annotations

import io
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.imaging.difference import compare_regions
from core.imaging.features import LocalFeatures, at_longest_side, extract_features
from core.imaging.geometry import verify
from core.protocols import Pixels

log = logging.getLogger(__name__)

_KEPT_SIDE_PX = 640
_KEPT_COVER_SIDE_PX = 320
"""Stored covers are kept in memory at the size at which they are compared."""


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """A picture ready to be compared: its local features and a small copy, RGB uint8, shape (height, width, 3)."""

    features: LocalFeatures
    pixels: Pixels


@dataclass(frozen=True, slots=True)
class PictureEvidence:
    """How the query agrees with one stored cover.

    `inliers` and `coverage` as in `GeometricMatch`; `correlation`, `worst`, `differing` and `hidden` as in
    `RegionDifference`, for pictures that cannot be aligned those of utter difference.
    """

    inliers: int
    coverage: float = 0.0
    correlation: float = 0.0
    worst: float = -1.0
    differing: float = 1.0
    hidden: float = 0.0


def prepare_picture(pixels: Pixels, kept_side_px: int = _KEPT_SIDE_PX) -> CoverPicture:
    """Features and small copy of a picture. Pixels: RGB uint8, shape (height, width, 3), any size."""
    features = extract_features(pixels)
    small = pixels if max(pixels.shape) <= kept_side_px else at_longest_side(pixels, kept_side_px)
    return CoverPicture(features, small)


class CoverVerifier:
    """Compares queries with stored covers. Keeps the features of the covers compared last; thread-safe.

    Args:
        thumbnail: SHA-256 of a cover → its thumbnail file.
        capacity: Covers kept in memory, about 0.3 MB each.
    """

    def __init__(self, thumbnail: Callable[[str], Path], capacity: int = 300) -> None:
        self._thumbnail = thumbnail
        self._capacity = capacity
        self._lock = threading.Lock()
        self._pictures: OrderedDict[str, CoverPicture] = OrderedDict()

    def compare(self, query: CoverPicture, sha256: str) -> PictureEvidence | None:
        """Lay a query on the stored cover `sha256`.

        Returns:
            None when the stored cover's thumbnail cannot be read (a consistency check restores it).
        """
        stored = self.picture(sha256)
        return None if stored is None else compare_pictures(query, stored)

    def picture(self, sha256: str) -> CoverPicture | None:
        """The stored cover, ready to be compared; None when its thumbnail cannot be read."""
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
        picture = prepare_picture(pixels, _KEPT_COVER_SIDE_PX)
        with self._lock:
            self._pictures[sha256] = picture
            while len(self._pictures) > self._capacity:
                self._pictures.popitem(last=False)
        return picture


def compare_pictures(query: CoverPicture, stored: CoverPicture) -> PictureEvidence:
    """Align two pictures by their features and compare them region by region."""
    match = verify(query.features, stored.features)
    if match.homography is None:
        return PictureEvidence(match.inliers)
    found = compare_regions(query.pixels, stored.pixels, match.homography)
    return PictureEvidence(
        inliers=match.inliers,
        coverage=match.coverage,
        correlation=found.correlation,
        worst=found.worst,
        differing=found.differing,
        hidden=found.hidden,
    )
