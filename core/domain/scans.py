"""Cover scans and what OCR reads on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

CoverId = NewType("CoverId", int)


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """Axis-aligned box in pixels of the preprocessed scan; origin top-left; x1, y1 exclusive."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One line (or vertical column) of text. `confidence` in 0…1; `block` groups lines; `is_vertical` for 竖排."""

    text: str
    box: BoundingBox
    confidence: float
    block: int = 0
    is_vertical: bool = False


@dataclass(frozen=True, slots=True)
class OcrPage:
    """Lines in reading order on an image of `width_px` × `height_px`. `engine` names what read it."""

    lines: tuple[OcrLine, ...]
    width_px: int
    height_px: int
    engine: str

    @property
    def text(self) -> str:
        """All lines in reading order, one a line."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class CoverScan:
    """A stored cover. `sha256` is that of the original file's bytes and names it in the store."""

    id: CoverId
    record_id: int | None
    sha256: str
    file_name: str
    width_px: int
    height_px: int
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class Barcode:
    """A decoded barcode. `isbn` is the ISBN-13 when `text` is an EAN-13 with prefix 978/979 and a right check digit."""

    text: str
    symbology: str
    isbn: str | None


Decision = Literal["match", "possible", "new", "rejected"]
