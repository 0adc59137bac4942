"""Augmentation that imitates scans and photographs of covers, with words that follow the picture.

Each item gets its own random generator from its name, the seed and the epoch, so that a training that is killed and
taken up again sees what it would have seen.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from core.imaging import degradation as scan
from core.protocols import Pixels
from core.training.ocr_noise import noisy_tokens, placed_tokens

if TYPE_CHECKING:
    from core.encoders.unified.inputs import UnifiedInput
from core.text.noise import OcrNoise, corrupt


@dataclass(frozen=True, slots=True)
class ScanAugmentation:
    """How far a picture and its words may be changed. Each effect is drawn apart, with probability `probability`.

    Attributes:
        probability: Of each effect, 0…1.
        longest_px: Pictures are first reduced to this longest side; effects are then cheap and their sizes comparable.
        perspective: Furthest a corner moves, share of the side.
        turn_degrees: Largest turn to either side.
        cut: Most that a side loses, share.
        blur_px: Largest sigma of defocus at `longest_px`.
        shake_px: Longest movement at `longest_px`.
        noise_levels: Largest sigma of Gaussian noise, grey levels of 255.
        jpeg: Lowest and highest quality, 1…100.
        glare: Strongest glare, 0…1.
        shadow: Strongest shadow, 0…1.
        light: Largest change of brightness, contrast and colour, share.
        words: Errors of OCR in page words.
        box_jitter: Standard deviation of word boxes, in units of the 0…1000 grid.
        typing: Errors in query texts; None leaves them as typed.
    """

    probability: float = 0.5
    longest_px: int = 512
    perspective: float = 0.08
    turn_degrees: float = 6.0
    cut: float = 0.06
    blur_px: float = 1.5
    shake_px: int = 7
    noise_levels: float = 14.0
    jpeg: tuple[int, int] = (30, 90)
    glare: float = 0.6
    shadow: float = 0.5
    light: float = 0.25
    words: OcrNoise = field(default_factory=lambda: OcrNoise(deletion=0.03, line_drop=0.1))
    box_jitter: float = 6.0
    typing: OcrNoise | None = None

    def __post_init__(self) -> None:
        shares = (self.probability, self.glare, self.shadow)
        if not all(0.0 <= share <= 1.0 for share in shares) or not 0.0 <= max(self.perspective, self.cut) <= 0.4:
            raise ValueError(f"shares of augmentation out of range: {self}")
        if not 1 <= self.jpeg[0] <= self.jpeg[1] <= 100 or self.longest_px < 16:
            raise ValueError(f"JPEG qualities must lie in 1…100 and the longest side be 16 px or more: {self}")


def generator_of(seed: int, *names: str | int) -> np.random.Generator:
    """A random generator for one item, from the seed and the item's names."""
    digest = hashlib.sha256("\x1f".join(str(each) for each in (seed, *names)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def augment(given: UnifiedInput, settings: ScanAugmentation, rng: np.random.Generator) -> UnifiedInput:
    """The input as another scan would have shown it: picture, word boxes and words change together.

    A passage text stays; a query text gets typing errors when the settings say so. What is not there stays away. The
    picture's name for caches is dropped, since it is another picture.
    """
    made = given
    if given.pixels is not None:
        placement = _placement(given.pixels.shape[1], given.pixels.shape[0], settings, rng)
        ground = int(rng.integers(60, 256))
        pixels = _coloured(scan.placed(given.pixels, placement, ground), settings, rng)
        size = given.pixels.shape[1], given.pixels.shape[0]
        ocr = placed_tokens(given.ocr, placement, *size) if given.ocr is not None else None
        made = replace(made, pixels=pixels, ocr=ocr, image_sha256="")
    if made.ocr is not None:
        made = replace(made, ocr=noisy_tokens(made.ocr, settings.words, rng, settings.box_jitter))
    if made.text and made.role == "query" and settings.typing is not None:
        made = replace(made, text=corrupt(made.text, settings.typing, rng))
    return made


def _placement(width: int, height: int, settings: ScanAugmentation, rng: np.random.Generator) -> scan.Placement:
    """Reduction, cut, perspective and turn as one; the order in which a cover meets them."""
    place = scan.reduced(width, height, settings.longest_px)
    if rng.random() < settings.probability:
        place = place.then(scan.cut(place.width_px, place.height_px, settings.cut, rng))
    if rng.random() < settings.probability:
        place = place.then(scan.seen_askew(place.width_px, place.height_px, settings.perspective, rng))
    if rng.random() < settings.probability:
        degrees = rng.uniform(-settings.turn_degrees, settings.turn_degrees)
        place = place.then(scan.turned(place.width_px, place.height_px, degrees))
    return place


def _coloured(pixels: Pixels, settings: ScanAugmentation, rng: np.random.Generator) -> Pixels:
    """Light, then lens, then sensor, then file: the order in which a photograph comes to be."""
    probability = settings.probability
    made = pixels
    if rng.random() < probability:
        factors = 1 + rng.uniform(-settings.light, settings.light, 2)
        tint = 1 + rng.uniform(-settings.light, settings.light, 3) / 3
        made = scan.relit(made, float(factors[0]), float(factors[1]), (float(tint[0]), float(tint[1]), float(tint[2])))
    if rng.random() < probability:
        made = scan.shaded(made, rng.uniform(0, settings.shadow), rng)
    if rng.random() < probability:
        made = scan.glaring(made, rng.uniform(0, settings.glare), rng)
    if rng.random() < probability:
        if rng.random() < 0.5:
            made = scan.blurred(made, rng.uniform(0, settings.blur_px))
        else:
            made = scan.shaken(made, math.ceil(rng.uniform(0, settings.shake_px)), rng.uniform(0, 180))
    if rng.random() < probability:
        made = scan.with_noise(made, rng.uniform(0, settings.noise_levels), rng)
    if rng.random() < probability:
        made = scan.compressed(made, int(rng.integers(settings.jpeg[0], settings.jpeg[1] + 1)))
    return made
