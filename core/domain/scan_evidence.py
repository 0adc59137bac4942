"""What on a scan speaks for a record: marked words and matched points, to be drawn over both pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.domain.library import IntakeItemId
from core.domain.records import RecordId
from core.domain.scans import BoundingBox

Corners = tuple[float, ...]
"""Eight numbers: x, y of the corners top-left, top-right, bottom-right, bottom-left, in shares of width and height."""
WHOLE: Corners = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)
LineKind = Literal["title", "author", "publisher", "series", "number", "other"]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """One printed line, where it stands on the scan, and what of the record it repeats ("other": nothing)."""

    text: str
    corners: Corners
    kind: LineKind


@dataclass(frozen=True, slots=True)
class MatchedPoint:
    """One point of the scan and the same point of the stored cover, in shares of width and height."""

    scan_x: float
    scan_y: float
    cover_x: float
    cover_y: float


@dataclass(frozen=True, slots=True)
class ScanEvidence:
    """What a scan and a record have in common, to the eye.

    Attributes:
        item_id: The scan in the review queue.
        record_id: The record it is compared with; None: its own draft.
        cover_sha256: The stored cover that was laid over it, None where there is none.
        lines: What was read on the scan.
        points: Matched points that agree with one perspective; of many an even choice. `n_points` counts all.
        region: Where the stored cover lies in the scan; empty where none fits.
        differing: The largest place where the two differ, in shares of the stored cover.
    """

    item_id: IntakeItemId
    record_id: RecordId | None = None
    cover_sha256: str | None = None
    lines: tuple[MarkedLine, ...] = ()
    points: tuple[MatchedPoint, ...] = ()
    n_points: int = 0
    region: Corners = ()
    differing: BoundingBox | None = None
