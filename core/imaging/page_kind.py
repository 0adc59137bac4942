"""Which pages of a document may be covers: not blank ones, and not pages of running text."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.imaging.features import at_longest_side
from core.protocols import Pixels

PageKind = Literal["cover", "text", "blank"]

_SIDE_PX = 900
_INK = 0.62
"""Darker than this share of the paper's brightness is ink."""
_BLANK_INK = 0.0015
_MOST_INK = 0.3
_MOST_COLOUR = 0.16
"""Mean saturation (0…1) up to which a page is print on paper; yellowed paper reaches .12."""
_LEAST_LINES = 24
_HIGHEST_LINE = 0.028
"""Median height of the lines of a text page as a share of its height."""
_LEAST_WIDTH = 0.4
"""Median length of the lines of a text page as a share of its width."""


def page_kind(pixels: Pixels) -> PageKind:
    """Tell covers from pages of running text and blank pages by their look alone, in a few milliseconds.

    In doubt a page is a cover: a person can skip a page, but cannot see one that was left out.

    Args:
        pixels: RGB uint8, shape (height, width, 3).
    """
    small = at_longest_side(pixels, _SIDE_PX)
    brightness = small.max(axis=2).astype(np.float32)
    paper = float(np.percentile(brightness, 90))
    if paper < 60.0:
        return "cover"
    grey = small.mean(axis=2)
    ink = grey < _INK * paper
    share = float(ink.mean())
    if share < _BLANK_INK:
        return "blank" if float(grey.std()) < 12.0 else "cover"
    saturation = float(((brightness - small.min(axis=2)) / np.maximum(brightness, 1.0)).mean())
    if share > _MOST_INK or saturation > _MOST_COLOUR:
        return "cover"
    return "text" if _is_lined(ink) or _is_lined(ink.T) else "cover"


def _is_lined(ink: NDArray[np.bool_]) -> bool:
    """Whether the ink stands in many thin, long rows."""
    height, width = ink.shape
    counts = ink.sum(axis=1)
    is_line = counts > max(2.0, 0.01 * width)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_line.astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    if len(starts) < _LEAST_LINES:
        return False
    if float(np.median(ends - starts)) > max(3.0, _HIGHEST_LINE * height):
        return False
    if float((ends - starts).max()) > 0.35 * height:  # a picture
        return False
    lengths = []
    for start, end in zip(starts, ends, strict=True):
        columns = np.flatnonzero(ink[start:end].any(axis=0))
        lengths.append((columns[-1] - columns[0]) / width if len(columns) else 0.0)
    return float(np.median(lengths)) >= _LEAST_WIDTH
