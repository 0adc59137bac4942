"""OCR errors on tokens: words misread, lines missed, boxes that tremble. For pages: `core.text.page_noise`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.imaging.degradation import Placement, moved_boxes
from core.text.noise import OcrNoise, corrupt, kept_lines

if TYPE_CHECKING:
    from core.encoders.unified.inputs import OcrTokens

GRID = 1000
LEAST_VISIBLE = 0.5
"""A word of which less than this share is still on the picture is not read."""


def noisy_tokens(tokens: OcrTokens, noise: OcrNoise, rng: np.random.Generator, jitter: float = 0.0) -> OcrTokens:
    """The same for tokens; `jitter` is the standard deviation of box edges on the 0…1000 grid.

    Of any tokens at least one stays, and of any word a character.
    """
    if len(tokens) == 0:
        return tokens
    lines = np.unique(tokens.line)
    seen = {int(lines[i]) for i in kept_lines(len(lines), noise, rng)}
    rows = [row for row in range(len(tokens)) if int(tokens.line[row]) in seen]
    words = [corrupt(tokens.words[row], noise, rng) for row in rows]
    made = _chosen(tokens, rows, words)
    if jitter > 0:
        moved = np.rint(made.boxes + rng.normal(0, jitter, made.boxes.shape))
        made = replace(made, boxes=_upright(np.clip(moved, 0, GRID)))
    return made


def placed_tokens(tokens: OcrTokens, placement: Placement, width_px: int, height_px: int) -> OcrTokens:
    """Tokens of an image of `width_px` × `height_px` after it was moved; words that left the picture are gone."""
    scale = np.array([width_px, height_px] * 2, dtype=np.float64) / GRID
    boxes, visible = moved_boxes(tokens.boxes * scale, placement)
    limits = np.array([placement.width_px, placement.height_px] * 2, dtype=np.float64)
    on_grid = np.rint(np.clip(boxes / limits * GRID, 0, GRID))
    rows = [row for row in range(len(tokens)) if visible[row] >= LEAST_VISIBLE]
    made = _chosen(tokens, rows, [tokens.words[row] for row in rows])
    return replace(made, boxes=on_grid[rows].reshape(-1, 4).astype(np.int64))


def _chosen(tokens: OcrTokens, rows: Sequence[int], words: Sequence[str]) -> OcrTokens:
    at = np.asarray(rows, dtype=np.int64)
    return replace(
        tokens,
        words=tuple(words),
        boxes=tokens.boxes[at].reshape(-1, 4),
        line=tokens.line[at],
        block=tokens.block[at],
        confidence=tokens.confidence[at],
    )


def _upright(boxes: NDArray[np.float64]) -> NDArray[np.int64]:
    """Boxes whose edges crossed, put right."""
    x0, y0, x1, y1 = boxes.T
    edges = (np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1))
    return np.stack(edges, axis=1).astype(np.int64)
