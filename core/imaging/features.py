"""Local features of a picture: the points by which two photographs of one cover are recognised as the same print."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import StoreMismatchError
from core.protocols import Pixels

WORKING_SIDE_PX = 640
"""Pictures are brought to this longest side, as stored thumbnails are: scales then agree and costs are bounded."""
MAX_FEATURES = 900
_DETECTED = 4000
_GRID = 8
"""Points are taken evenly from a grid of this many cells a side, else one busy illustration takes them all."""
_QUANTUM = 512.0
_MAGIC = b"WYLF"
_VERSION = 1
_HEADER = struct.Struct("<4sHHII")


@dataclass(frozen=True, slots=True)
class LocalFeatures:
    """Keypoints with RootSIFT descriptors.

    `points`: float32, shape (n, 2), x and y as shares of width and height (0…1), so they fit any size of the picture.
    `descriptors`: uint8, shape (n, 128), RootSIFT × 512 rounded.
    `width_px`, `height_px`: the size at which they were found; gives lengths a meaning.
    """

    points: NDArray[np.float32]
    descriptors: NDArray[np.uint8]
    width_px: int
    height_px: int

    def __len__(self) -> int:
        return int(self.points.shape[0])

    def to_bytes(self) -> bytes:
        """A portable little-endian block, 136 bytes a point (points float32, descriptors uint8)."""
        header = _HEADER.pack(_MAGIC, _VERSION, len(self), self.width_px, self.height_px)
        return header + self.points.astype("<f4").tobytes() + self.descriptors.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> LocalFeatures:
        """Read what `to_bytes` wrote.

        Raises:
            StoreMismatchError: ``features.unreadable`` when the block is damaged or of another version.
        """
        if len(data) < _HEADER.size:
            raise StoreMismatchError("features.unreadable")
        magic, version, n, width, height = _HEADER.unpack_from(data)
        if magic != _MAGIC or version != _VERSION or len(data) != _HEADER.size + n * 136:
            raise StoreMismatchError("features.unreadable")
        points = np.frombuffer(data, dtype="<f4", count=n * 2, offset=_HEADER.size).reshape(n, 2)
        descriptors = np.frombuffer(data, dtype=np.uint8, count=n * 128, offset=_HEADER.size + n * 8).reshape(n, 128)
        return cls(points.astype(np.float32), descriptors.copy(), int(width), int(height))


def extract_features(pixels: Pixels, max_features: int = MAX_FEATURES) -> LocalFeatures:
    """Find SIFT keypoints at a fixed working size, spread over the whole picture.

    Args:
        pixels: RGB uint8, shape (height, width, 3), any size.
        max_features: Upper bound of the number of points.

    Returns:
        Possibly no points at all (a blank cover).

    Source: Lowe 2004; square-rooted descriptors: Arandjelović and Zisserman 2012, "Three things everyone should know".
    """
    import cv2

    grey = cv2.cvtColor(at_longest_side(pixels, WORKING_SIDE_PX), cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    # Low contrast threshold: phone photographs of dark covers have little contrast; the strongest are kept below.
    detector: Any = cv2.SIFT.create(nfeatures=_DETECTED, contrastThreshold=0.02, edgeThreshold=12)
    keypoints = detector.detect(grey, None)
    keypoints = _spread(list(keypoints), width, height, max_features)
    if not keypoints:
        return LocalFeatures(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8), width, height)
    keypoints, raw = detector.compute(grey, keypoints)
    points = np.array([keypoint.pt for keypoint in keypoints], dtype=np.float32)  # (n, 2) in working pixels
    points /= np.array([width, height], dtype=np.float32)
    descriptors = np.asarray(raw, dtype=np.float32)
    descriptors = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6))
    quantised: NDArray[np.uint8] = np.clip(np.rint(descriptors * _QUANTUM), 0, 255).astype(np.uint8)
    return LocalFeatures(points, quantised, int(width), int(height))


def at_longest_side(pixels: Pixels, side_px: int) -> Pixels:
    """The picture with its longest side at `side_px`: reduced by area averaging, enlarged by cubic interpolation."""
    import cv2

    scale = side_px / max(pixels.shape[:2])
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    resized = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return np.asarray(resized, dtype=np.uint8)


def _spread(keypoints: list[Any], width: int, height: int, limit: int) -> list[Any]:
    """The strongest points of every grid cell in turn, until `limit`. Ties are broken by position: deterministic."""
    keypoints.sort(key=lambda point: (-point.response, point.pt, point.angle))
    filled = [0] * (_GRID * _GRID)
    turns: list[tuple[int, int]] = []
    for index, point in enumerate(keypoints):
        column = min(_GRID - 1, int(point.pt[0] * _GRID / width))
        row = min(_GRID - 1, int(point.pt[1] * _GRID / height))
        turns.append((filled[row * _GRID + column], index))
        filled[row * _GRID + column] += 1
    return [keypoints[index] for _, index in sorted(turns)[:limit]]
