"""What scanners and telephones do to a cover: turned, seen askew, cut, blurred, shaded, glaring, noisy, compressed.

Every function returns a new RGB uint8 image and leaves the one given alone. Geometry is kept apart from colour: turns,
perspective and cuts are 3 × 3 matrices that are multiplied and applied in one go, so that boxes of words can follow.
Random choices come from the generator given; the same state gives the same picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.protocols import Pixels

Matrix = NDArray[np.float64]
Boxes = NDArray[np.float64]
"""Shape (n, 4): x0, y0, x1, y1 in pixels, origin top-left."""
_WHITE = 255.0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an image goes: `matrix` maps its pixels (x, y, 1) to those of a new image of `width_px` × `height_px`."""

    matrix: Matrix
    width_px: int
    height_px: int

    def then(self, other: Placement) -> Placement:
        """This placement followed by one of its result."""
        return Placement(other.matrix @ self.matrix, other.width_px, other.height_px)


def in_place(width_px: int, height_px: int) -> Placement:
    """Nothing moves."""
    return Placement(np.eye(3), width_px, height_px)


def reduced(width_px: int, height_px: int, longest_px: int) -> Placement:
    """Made smaller until the longest side fits; never larger."""
    scale = min(1.0, longest_px / max(width_px, height_px, 1))
    size = max(1, round(width_px * scale)), max(1, round(height_px * scale))
    return Placement(np.diag([size[0] / max(1, width_px), size[1] / max(1, height_px), 1.0]), *size)


def turned(width_px: int, height_px: int, degrees: float) -> Placement:
    """Turned counter-clockwise about the centre, on a canvas that holds all of it."""
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    new_width = max(1, round(abs(width_px * cosine) + abs(height_px * sine)))
    new_height = max(1, round(abs(width_px * sine) + abs(height_px * cosine)))
    to_origin = _shift(-width_px / 2, -height_px / 2)
    turn = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1.0]])
    return Placement(_shift(new_width / 2, new_height / 2) @ turn @ to_origin, new_width, new_height)


def seen_askew(width_px: int, height_px: int, strength: float, rng: np.random.Generator) -> Placement:
    """Seen from aside: every corner moves inward by up to `strength` (a share of the side, 0…0.4)."""
    import cv2

    corners = np.array([[0, 0], [width_px, 0], [width_px, height_px], [0, height_px]], dtype=np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float32)
    drawn = rng.random((4, 2)) * strength * np.array([width_px, height_px])
    matrix = cv2.getPerspectiveTransform(corners, (corners + inward * drawn).astype(np.float32))
    return Placement(np.asarray(matrix, dtype=np.float64), width_px, height_px)


def cut(width_px: int, height_px: int, strength: float, rng: np.random.Generator) -> Placement:
    """Each side loses up to `strength` (a share of the side, 0…0.4)."""
    left, top, right, bottom = rng.random(4) * strength
    x0, y0 = left * width_px, top * height_px
    new_width = max(1, round(width_px * (1 - left - right)))
    new_height = max(1, round(height_px * (1 - top - bottom)))
    return Placement(_shift(-x0, -y0), new_width, new_height)


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def placed(pixels: Pixels, placement: Placement, ground: int = 255) -> Pixels:
    """The image where `placement` puts it, on a ground of one grey value (0…255); averaged where it shrinks."""
    import cv2

    matrix, size = placement.matrix, (placement.width_px, placement.height_px)
    source = pixels
    scale = math.sqrt(abs(float(np.linalg.det(matrix[:2, :2]))))
    if scale < 0.7:  # a plain warp takes single points; what is shrunk first keeps thin strokes
        smaller = reduced(pixels.shape[1], pixels.shape[0], max(1, round(max(pixels.shape[:2]) * scale)))
        source = np.asarray(
            cv2.resize(pixels, (smaller.width_px, smaller.height_px), interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
        matrix = matrix @ np.linalg.inv(smaller.matrix)
    colour = (ground, ground, ground)
    warped: Any = cv2.warpPerspective(
        source, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=colour
    )
    return np.asarray(warped, dtype=np.uint8)


def moved_boxes(boxes: Boxes, placement: Placement) -> tuple[Boxes, NDArray[np.float64]]:
    """Boxes after the move, cut to the new image, and the share (0…1) of each that is still on it.

    A turned box becomes the upright one around its corners.
    """
    if len(boxes) == 0:
        return boxes.reshape(0, 4).astype(np.float64), np.zeros(0)
    x0, y0, x1, y1 = boxes.T
    corners = np.stack([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]).transpose(2, 0, 1)  # (n, 4 corners, 2)
    flat = np.concatenate([corners, np.ones((*corners.shape[:2], 1))], axis=2) @ placement.matrix.T
    points = flat[..., :2] / flat[..., 2:]
    around = np.concatenate([points.min(axis=1), points.max(axis=1)], axis=1)
    limits = np.array([placement.width_px, placement.height_px] * 2, dtype=np.float64)
    inside = np.clip(around, 0.0, limits)
    before, after = (_areas(each) for each in (around, inside))
    return inside, np.divide(after, before, out=np.zeros_like(after), where=before > 0)


def _areas(boxes: Boxes) -> NDArray[np.float64]:
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), dtype=np.float64)


def with_noise(pixels: Pixels, sigma: float, rng: np.random.Generator) -> Pixels:
    """Gaussian noise of `sigma` grey levels (of 255) on every channel of every pixel."""
    noise = rng.standard_normal(pixels.shape, dtype=np.float32) * np.float32(sigma)
    return _bytes(pixels.astype(np.float32) + noise)


def jpeg_bytes(pixels: Pixels, quality: int) -> bytes:
    """A JPEG file of a quality of 1…100."""
    import cv2

    _, encoded = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(quality)])
    return encoded.tobytes()


def compressed(pixels: Pixels, quality: int) -> Pixels:
    """What is left after JPEG of a quality of 1…100."""
    import cv2

    encoded = np.frombuffer(jpeg_bytes(pixels, quality), dtype=np.uint8)
    decoded: Any = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(decoded[..., ::-1], dtype=np.uint8)


def blurred(pixels: Pixels, sigma_px: float) -> Pixels:
    """Out of focus: Gaussian blur."""
    import cv2

    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigmaX=max(sigma_px, 1e-3)), dtype=np.uint8)


def shaken(pixels: Pixels, length_px: int, degrees: float) -> Pixels:
    """Moved while exposed: averaged along a line of `length_px`."""
    import cv2

    side = max(3, length_px | 1)
    kernel = np.zeros((side, side), dtype=np.float32)
    kernel[side // 2] = 1.0
    turn = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), degrees, 1.0)
    line: Any = cv2.warpAffine(kernel, turn, (side, side))
    return np.asarray(cv2.filter2D(pixels, -1, line / max(float(line.sum()), 1e-6)), dtype=np.uint8)


def glaring(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    """A lamp mirrored in the lamination: a soft white spot of `strength` 0…1 at its middle."""
    height, width = pixels.shape[:2]
    centre = rng.random(2) * np.array([width, height])
    radii = (0.1 + 0.25 * rng.random(2)) * max(width, height)
    angle = rng.random() * math.pi
    across, down = np.meshgrid(np.arange(width) - centre[0], np.arange(height) - centre[1])
    along = (across * math.cos(angle) + down * math.sin(angle)) / radii[0]
    aside = (down * math.cos(angle) - across * math.sin(angle)) / radii[1]
    spot = (strength * np.exp(-(along**2 + aside**2))).astype(np.float32)[..., None]
    values = pixels.astype(np.float32)
    return _bytes(values + (np.float32(_WHITE) - values) * spot)


def shaded(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    """A hand or the book's own bend between lamp and cover: one side of a soft edge loses `strength` of its light."""
    height, width = pixels.shape[:2]
    angle = rng.random() * 2 * math.pi
    across, down = np.meshgrid(np.linspace(-0.5, 0.5, width), np.linspace(-0.5, 0.5, height))
    distance = across * math.cos(angle) + down * math.sin(angle) - (rng.random() - 0.5) * 0.6
    softness = 0.02 + 0.2 * rng.random()
    light = 1 - strength / (1 + np.exp(np.clip(-distance / softness, -60, 60)))
    return _bytes(pixels.astype(np.float32) * light.astype(np.float32)[..., None])


def relit(pixels: Pixels, brightness: float, contrast: float, tint: tuple[float, float, float]) -> Pixels:
    """Other light: `contrast` and `brightness` as factors about mid-grey and of the whole, `tint` one a channel."""
    values = (pixels.astype(np.float32) - 127.5) * contrast + 127.5
    return _bytes(values * brightness * np.array(tint, dtype=np.float32))


def _bytes(values: NDArray[np.float32]) -> Pixels:
    return np.clip(np.rint(values), 0, _WHITE).astype(np.uint8)
