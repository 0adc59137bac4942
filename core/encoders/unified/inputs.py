"""What the unified model encodes: a text, an OCR page, a cover image, or any subset of the three.

Plain data, no tensors: pairs are mined and stored as these. `core.encoders.unified.collator.Collator` makes tensors.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.errors import InvalidInputError
from core.protocols import Pixels, TextRole

GRID = 1000
"""Boxes lie on a grid of 0…GRID in both directions, whatever the size of the image (as in the LayoutLM family)."""


@dataclass(frozen=True, slots=True)
class OcrTokens:
    """Words of a page in reading order, with where they stand. A run of Chinese without spaces is one word.

    Attributes:
        words: Never empty strings.
        boxes: int64 (n, 4): x0, y0, x1, y1 on 0…1000, x0 ≤ x1, y0 ≤ y1.
        line: int64 (n,): number of the line on the page, from 0.
        block: int64 (n,): number of the block, from 0.
        confidence: float32 (n,), 0…1.
    """

    words: tuple[str, ...]
    boxes: NDArray[np.int64]
    line: NDArray[np.int64]
    block: NDArray[np.int64]
    confidence: NDArray[np.float32]

    def __post_init__(self) -> None:
        n = len(self.words)
        for name, shape in (("boxes", (n, 4)), ("line", (n,)), ("block", (n,)), ("confidence", (n,))):
            found = getattr(self, name).shape
            if found != shape:
                raise InvalidInputError("unified.shape", what=f"ocr.{name}", expected=str(shape), found=str(found))
        if n and (self.boxes.min() < 0 or self.boxes.max() > GRID):
            raise InvalidInputError(
                "unified.shape",
                what="ocr.boxes",
                expected=f"0 … {GRID}",
                found=f"{self.boxes.min()} … {self.boxes.max()}",
            )

    def __len__(self) -> int:
        return len(self.words)

    @property
    def text(self) -> str:
        """The words of a line with spaces between them, one line a line: what a plain text encoder would be given."""
        return "".join(word + gap for word, gap in zip(self.words, self.gaps(), strict=True))

    def gaps(self) -> list[str]:
        """What follows each word in `text`: a space, a line break, or nothing after the last."""
        ends = [" " if self.line[i] == self.line[i + 1] else "\n" for i in range(len(self.words) - 1)]
        return [*ends, ""] if self.words else []


@dataclass(frozen=True, slots=True)
class UnifiedInput:
    """One thing to encode. What is not there stays at its default.

    Attributes:
        text: Title, description, query …
        role: Decides prefix and mean of `text`; OCR words are always passages.
        language: ISO 639-2 code of `text`; "" = told from its script.
        pixels: The cover, RGB uint8 (height, width, 3). The OCR page must come from this very image.
        ocr: Words read on it.
        image_sha256: Names the image in caches; "" = computed from the pixels when needed.
    """

    text: str = ""
    role: TextRole = "passage"
    language: str = ""
    pixels: Pixels | None = None
    ocr: OcrTokens | None = None
    image_sha256: str = ""

    @property
    def image_key(self) -> str:
        """Hex digest that names the image; "" without one."""
        if self.pixels is None:
            return ""
        if self.image_sha256:
            return self.image_sha256
        state = hashlib.sha256(repr(self.pixels.shape).encode())
        state.update(np.ascontiguousarray(self.pixels).data)
        return state.hexdigest()


def ocr_tokens(page: OcrPage) -> OcrTokens:
    """The words of a page. Lines are cut at spaces, and a word's box is its share of the line's box.

    A share is proportional to the printed width of the characters before it: a Chinese character counts as two Latin
    letters. Vertical columns are shared out from top to bottom.
    """
    words: list[str] = []
    boxes: list[tuple[int, int, int, int]] = []
    lines: list[int] = []
    blocks: list[int] = []
    confidences: list[float] = []
    number = 0
    for line in page.lines:
        cut = _words(line)
        for word, box in cut:
            words.append(word)
            boxes.append(_on_grid(box, page.width_px, page.height_px))
            lines.append(number)
            blocks.append(max(0, line.block))
            confidences.append(min(1.0, max(0.0, line.confidence)))
        number += bool(cut)
    return OcrTokens(
        tuple(words),
        np.array(boxes, dtype=np.int64).reshape(-1, 4),
        np.array(lines, dtype=np.int64),
        np.array(blocks, dtype=np.int64),
        np.array(confidences, dtype=np.float32),
    )


def _words(line: OcrLine) -> list[tuple[str, BoundingBox]]:
    """Pieces between white space with their boxes in pixels."""
    widths = [_width(char) for char in line.text]
    whole = float(sum(widths))
    found: list[tuple[str, BoundingBox]] = []
    start = 0
    for piece in line.text.split():
        start = line.text.index(piece, start)
        before = sum(widths[:start]) / whole
        after = sum(widths[: start + len(piece)]) / whole
        found.append((piece, _share(line.box, before, after, is_vertical=line.is_vertical)))
        start += len(piece)
    return found


def _share(box: BoundingBox, before: float, after: float, *, is_vertical: bool) -> BoundingBox:
    if is_vertical:
        return BoundingBox(box.x0, box.y0 + before * box.height, box.x1, box.y0 + after * box.height)
    return BoundingBox(box.x0 + before * box.width, box.y0, box.x0 + after * box.width, box.y1)


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _on_grid(box: BoundingBox, width_px: int, height_px: int) -> tuple[int, int, int, int]:
    def scaled(values: Sequence[float], size: int) -> list[int]:
        return [min(GRID, max(0, round(GRID * value / max(1, size)))) for value in sorted(values)]

    (x0, x1), (y0, y1) = scaled((box.x0, box.x1), width_px), scaled((box.y0, box.y1), height_px)
    return x0, y0, x1, y1
