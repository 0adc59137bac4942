"""OCR errors on a page: lines missed, characters misread, boxes that tremble, confidence that falls."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.text.noise import OcrNoise, corrupt, kept_lines


def noisy_page(page: OcrPage, noise: OcrNoise, rng: np.random.Generator, jitter_px: float = 0.0) -> OcrPage:
    """The page as a worse reading: lines missed, characters wrong, boxes moved by `jitter_px` (standard deviation).

    What was misread is also less certain: the confidence falls by the share of characters that were meant to change.
    """
    lines = []
    for number in kept_lines(len(page.lines), noise, rng):
        line = page.lines[number]
        text = corrupt(line.text, noise, rng)
        lines.append(
            replace(line, text=text, box=_moved(line.box, page, jitter_px, rng), confidence=_doubted(line, text))
        )
    return replace(page, lines=tuple(lines))


def _moved(box: BoundingBox, page: OcrPage, jitter_px: float, rng: np.random.Generator) -> BoundingBox:
    if jitter_px <= 0:
        return box
    x0, y0, x1, y1 = np.array([box.x0, box.y0, box.x1, box.y1]) + rng.normal(0, jitter_px, 4)
    (x0, x1), (y0, y1) = sorted((x0, x1)), sorted((y0, y1))
    x0, x1 = (float(np.clip(x, 0, page.width_px)) for x in (x0, x1))
    y0, y1 = (float(np.clip(y, 0, page.height_px)) for y in (y0, y1))
    return BoundingBox(x0, y0, x1, y1)


def _doubted(line: OcrLine, text: str) -> float:
    changed = sum(a != b for a, b in zip(line.text, text, strict=False)) + abs(len(line.text) - len(text))
    return line.confidence * (1 - 0.5 * min(1.0, changed / max(1, len(line.text))))
