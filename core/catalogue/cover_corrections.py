"""Lines of cover text as people corrected them, kept beside what the engine read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from core.catalogue.engine import as_list, is_among, storable
from core.catalogue.tables import CoverCorrectionRow, CoverTextRow
from core.domain.scans import (
    BoundingBox,
    CorrectionId,
    OcrCorrection,
    OcrLine,
    OcrPage,
    picture_name,
    split_picture,
)

_COLUMNS = (CoverCorrectionRow.id, CoverCorrectionRow.picture, CoverCorrectionRow.box, CoverCorrectionRow.before,
            CoverCorrectionRow.after)  # fmt: skip
SAME_PLACE = 0.5
"""Overlap (intersection over union) from which a line that was read anew is the one that was corrected."""


def _correction(row: Sequence[Any]) -> OcrCorrection:
    correction_id, picture, box, before, after = row
    sha256, turn = split_picture(picture)
    place = msgspec.json.decode(box, type=BoundingBox)
    return OcrCorrection(CorrectionId(correction_id), sha256, turn, place, before, after)


def of_picture(connection: Connection, picture: str) -> tuple[OcrCorrection, ...]:
    """The corrections of one picture, oldest first."""
    statement = select(*_COLUMNS).where(CoverCorrectionRow.picture == picture).order_by(CoverCorrectionRow.id)
    return tuple(_correction(row) for row in connection.execute(statement))


def by_ids(connection: Connection, ids: Collection[int]) -> dict[CorrectionId, OcrCorrection]:
    """The corrections that exist among `ids`."""
    rows: Iterable[Sequence[Any]] = connection.execute(
        select(*_COLUMNS).where(is_among(CoverCorrectionRow.id, "ids")), {"ids": as_list(ids)}
    )
    return {CorrectionId(row[0]): _correction(row) for row in rows}


def all_corrections(connection: Connection) -> tuple[OcrCorrection, ...]:
    """Every correction, oldest first."""
    rows: Iterable[Sequence[Any]] = connection.execute(select(*_COLUMNS).order_by(CoverCorrectionRow.id))
    return tuple(_correction(row) for row in rows)


def put(connection: Connection, correction_id: CorrectionId, after: OcrCorrection | None) -> None:
    """Store, replace or (None) forget a correction."""
    connection.execute(delete(CoverCorrectionRow).where(CoverCorrectionRow.id == correction_id))
    if after is not None:
        row = {
            "id": correction_id,
            "picture": picture_name(after.sha256, after.turn),
            "box": msgspec.json.encode(after.box).decode(),
            "before": storable(after.before),
            "after": storable(after.after),
        }
        connection.execute(insert(CoverCorrectionRow), row)


def raw_page(connection: Connection, picture: str) -> OcrPage | None:
    """What the engine read on a picture, without corrections."""
    found = connection.execute(select(CoverTextRow.page).where(CoverTextRow.sha256 == picture)).scalar()
    return None if found is None else msgspec.json.decode(found, type=OcrPage)


def corrected_page(connection: Connection, picture: str) -> OcrPage | None:
    """What stands on a picture: what the engine read, with what people corrected."""
    page = raw_page(connection, picture)
    return None if page is None else corrected(page, of_picture(connection, picture))


def refresh_text(connection: Connection, picture: str) -> None:
    """Bring the words of a picture, which are searched, in line with its corrections."""
    page = corrected_page(connection, picture)
    if page is not None:
        statement = update(CoverTextRow).where(CoverTextRow.sha256 == picture)
        connection.execute(statement.values(text=storable(page.text)))


def corrected(page: OcrPage, corrections: Sequence[OcrCorrection]) -> OcrPage:
    """The page with each correction on the line that stands at its place, also after it was read anew."""
    lines = list(page.lines)
    free = set(range(len(lines)))
    for correction in corrections:
        best = max(free, key=lambda place: overlap(lines[place].box, correction.box), default=None)
        if best is not None and overlap(lines[best].box, correction.box) >= SAME_PLACE:
            free.discard(best)
            lines[best] = _as_corrected(lines[best], correction)
    return replace(page, lines=tuple(lines))


def _as_corrected(line: OcrLine, correction: OcrCorrection) -> OcrLine:
    return replace(line, text=correction.after, reading=line.text, confidence=1.0)


def overlap(one: BoundingBox, other: BoundingBox) -> float:
    """Intersection over union, 0…1."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    if width <= 0 or height <= 0:
        return 1.0 if one == other else 0.0
    shared = width * height
    whole = one.width * one.height + other.width * other.height - shared
    return shared / whole if whole > 0 else 0.0
