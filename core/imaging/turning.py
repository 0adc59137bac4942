"""Scans that lie on their side, set upright."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.domain.scans import Turn
from core.protocols import PageImage, Pixels


def turned(image: PageImage, turn: Turn) -> PageImage:
    """The image turned clockwise by so many degrees; without a turn the image itself."""
    if not turn:
        return image
    full = image.full_pixels
    return replace(
        image,
        pixels=_turned(image.pixels, turn),
        full_pixels=None if full is None else _turned(full, turn),
    )


def _turned(pixels: Pixels, turn: Turn) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, k=-(turn // 90)))
