"""Cover scans and what OCR reads on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

CoverId = NewType("CoverId", int)
CorrectionId = NewType("CorrectionId", int)
Turn = Literal[0, 90, 180, 270]
"""Degrees clockwise from the original as it is stored."""
TURNS: tuple[Turn, ...] = (0, 90, 180, 270)


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
    """One line (or vertical column) of text. `confidence` in 0…1; `block` groups lines; `is_vertical` for 竖排.

    `reading` is what the engine read where a person corrected it, None where nobody did.
    """

    text: str
    box: BoundingBox
    confidence: float
    block: int = 0
    is_vertical: bool = False
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class OcrPage:
    """Lines in reading order on an image of `width_px` × `height_px`. `engine` names what read it."""

    lines: tuple[OcrLine, ...]
    width_px: int
    height_px: int
    engine: str

    @property
    def text(self) -> str:
        """All lines in reading order, one a line, without those that a person emptied."""
        return "\n".join(line.text for line in self.lines if line.text or line.reading is None)


@dataclass(frozen=True, slots=True)
class CoverScan:
    """A stored cover. `sha256` is that of the original file's bytes and names it in the store.

    The original is never changed: `turn` says how far it is turned clockwise before it is shown, read or encoded, and
    `width_px` and `height_px` are those of the turned picture. `position` orders the covers of a record.
    """

    id: CoverId
    record_id: int | None
    sha256: str
    file_name: str
    width_px: int
    height_px: int
    is_main: bool = True
    turn: Turn = 0
    position: int = 0

    @property
    def picture(self) -> str:
        """Names the picture as it is shown: the sha256, with the turn where there is one."""
        return picture_name(self.sha256, self.turn)


def picture_name(sha256: str, turn: int) -> str:
    """The name of a scan as it is shown. Thumbnails, words and vectors go by it."""
    return f"{sha256}-{turn}" if turn else sha256


def split_picture(picture: str) -> tuple[str, Turn]:
    """(sha256, turn) of a picture's name."""
    sha256, _, turn = picture.partition("-")
    turns: dict[str, Turn] = {"90": 90, "180": 180, "270": 270}
    return sha256, turns.get(turn, 0)


@dataclass(frozen=True, slots=True)
class OcrCorrection:
    """A line as a person corrected it; `before` is what the engine read. `after` is "" for a line that is no text."""

    id: CorrectionId
    sha256: str
    turn: Turn
    box: BoundingBox
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Barcode:
    """A decoded barcode. `isbn` is the ISBN-13 when `text` is an EAN-13 with prefix 978/979 and a right check digit."""

    text: str
    symbology: str
    isbn: str | None


Decision = Literal["match", "possible", "new", "rejected"]
