"""Cover scans and what OCR read on them. The image files themselves are not this room's business."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, String, case, cast, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue import cover_corrections
from core.catalogue.counters import Counters
from core.catalogue.engine import as_list, is_among, storable
from core.catalogue.journal import Ledger
from core.catalogue.tables import CoverEmbeddingRow, CoverRow, CoverTextRow, RecordRow
from core.domain.records import RecordId
from core.domain.scans import (
    CorrectionId,
    CoverId,
    CoverScan,
    OcrCorrection,
    OcrPage,
    Turn,
    picture_name,
    split_picture,
)
from core.errors import ConflictError

_COLUMNS = (CoverRow.id, CoverRow.record_id, CoverRow.sha256, CoverRow.file_name, CoverRow.width_px,
            CoverRow.height_px, CoverRow.is_main, CoverRow.turn, CoverRow.position)  # fmt: skip
_ORDER = (CoverRow.record_id, CoverRow.is_main.desc(), CoverRow.position, CoverRow.id)
PICTURE: ColumnElement[str] = case(
    (CoverRow.turn == 0, CoverRow.sha256), else_=CoverRow.sha256 + "-" + cast(CoverRow.turn, String)
)
"""`CoverScan.picture` of a row."""
_OF_RECORDS = select(*_COLUMNS).where(is_among(CoverRow.record_id, "ids")).order_by(*_ORDER)
_BY_IDS = select(*_COLUMNS).where(is_among(CoverRow.id, "ids"))
_TEXTS_OF_RECORDS = (
    select(CoverRow.record_id, CoverTextRow.text)
    .join(CoverTextRow, CoverTextRow.sha256 == PICTURE)
    .where(is_among(CoverRow.record_id, "ids"))
    .order_by(*_ORDER)
)


def _cover(row: Sequence[Any]) -> CoverScan:
    cover_id, record_id, sha256, file_name, width_px, height_px, is_main, turn, position = row
    return CoverScan(
        CoverId(cover_id), record_id, sha256, file_name, width_px, height_px, bool(is_main), turn, position
    )


def covers_of(connection: Connection, record_ids: Collection[int]) -> dict[RecordId, tuple[CoverScan, ...]]:
    """The covers of each record that has any, the main one first."""
    found: dict[RecordId, list[CoverScan]] = {}
    rows: Iterable[Sequence[Any]] = connection.execute(_OF_RECORDS, {"ids": as_list(record_ids)})
    for row in rows:
        found.setdefault(RecordId(row[1]), []).append(_cover(row))
    return {record_id: tuple(covers) for record_id, covers in found.items()}


def load_covers(connection: Connection, cover_ids: Collection[int]) -> dict[CoverId, CoverScan]:
    """The covers that exist among `cover_ids`."""
    return {CoverId(row[0]): _cover(row) for row in connection.execute(_BY_IDS, {"ids": as_list(cover_ids)})}


def cover_by_sha(connection: Connection, sha256: str) -> CoverScan | None:
    """The cover with this content; of several the one that belongs to a record, then the oldest."""
    statement = (
        select(*_COLUMNS).where(CoverRow.sha256 == sha256).order_by(CoverRow.record_id.is_(None), CoverRow.id).limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else _cover(row)


def all_covers(connection: Connection) -> list[CoverScan]:
    """Every cover, by id."""
    return [_cover(row) for row in connection.execute(select(*_COLUMNS).order_by(CoverRow.id))]


def covers_without_vector(connection: Connection, fingerprint: str) -> list[CoverScan]:
    """Covers of records whose picture an encoder has not seen."""
    seen = select(CoverEmbeddingRow.sha256).where(CoverEmbeddingRow.fingerprint == fingerprint)
    statement = select(*_COLUMNS).where(CoverRow.record_id.is_not(None), PICTURE.not_in(seen))
    return [_cover(row) for row in connection.execute(statement.order_by(CoverRow.id))]


def covers_without_text(connection: Connection) -> list[CoverScan]:
    """Covers of records that no OCR engine has read."""
    statement = select(*_COLUMNS).where(CoverRow.record_id.is_not(None), PICTURE.not_in(select(CoverTextRow.sha256)))
    return [_cover(row) for row in connection.execute(statement.order_by(CoverRow.id))]


def owners_of_picture(connection: Connection, picture: str) -> list[RecordId]:
    """The records that show a picture."""
    sha256, turn = split_picture(picture)
    owners = select(CoverRow.record_id).where(
        CoverRow.sha256 == sha256, CoverRow.turn == turn, CoverRow.record_id.is_not(None)
    )
    return [RecordId(owner) for owner in connection.execute(owners).scalars() if owner is not None]


def texts_of_records(connection: Connection, record_ids: Collection[int]) -> dict[int, list[str]]:
    """The text on the covers of each record; an empty list for those without."""
    texts: dict[int, list[str]] = {record_id: [] for record_id in record_ids}
    rows: Iterable[Sequence[Any]] = connection.execute(_TEXTS_OF_RECORDS, {"ids": as_list(record_ids)})
    for record_id, page_text in rows:
        texts[record_id].append(page_text)
    return texts


def cover_texts(connection: Connection) -> list[tuple[RecordId, str]]:
    """All text on covers that belong to a record, as (record, text), in the order of records."""
    statement = (
        select(CoverRow.record_id, CoverTextRow.text)
        .join(CoverTextRow, CoverTextRow.sha256 == PICTURE)
        .where(CoverRow.record_id.is_not(None))
        .order_by(CoverRow.record_id, CoverRow.id)
    )
    rows: Iterable[Sequence[Any]] = connection.execute(statement)
    return [(RecordId(record_id), page_text) for record_id, page_text in rows]


class CoverWriter:
    """Writes covers within one transaction. A record that has covers has exactly one main cover."""

    def __init__(self, connection: Connection, counters: Counters, ledger: Ledger) -> None:
        self._connection = connection
        self._counters = counters
        self._ledger = ledger
        self._stale_words: set[RecordId] = set()

    def add(
        self,
        record_id: RecordId | None,
        *,
        sha256: str,
        file_name: str,
        width_px: int,
        height_px: int,
        is_main: bool,
    ) -> CoverId:
        """Add a scan; one that the record has already is not added again but returned."""
        self._require_record(record_id)
        siblings = self.of(record_id)
        for sibling in siblings:
            if sibling.sha256 == sha256:
                return sibling.id
        cover = CoverScan(
            id=CoverId(self._counters.take("cover")),
            record_id=record_id,
            sha256=sha256,
            file_name=storable(file_name),
            width_px=width_px,
            height_px=height_px,
            is_main=is_main or not siblings,
            position=max((sibling.position for sibling in siblings), default=-1) + 1,
        )
        if cover.is_main:
            self._demote(siblings)
        self.put(None, cover)
        return cover.id

    def move(self, cover_id: CoverId, record_id: RecordId | None) -> None:
        """Give a cover to another record (None: to none). It becomes its main cover only if it is the first."""
        self._require_record(record_id)
        cover = self.get(cover_id)
        if cover.record_id == record_id:
            return
        siblings = self.of(record_id)
        if any(sibling.sha256 == cover.sha256 for sibling in siblings):
            self.remove(cover_id)
            return
        last = max((sibling.position for sibling in siblings), default=-1)
        self.put(cover, replace(cover, record_id=record_id, is_main=not siblings, position=last + 1))
        self._promote(cover)

    def make_main(self, cover_id: CoverId) -> None:
        """Make a cover the main one of its record."""
        cover = self.get(cover_id)
        if not cover.is_main:
            self._demote(self.of(cover.record_id))
            self.put(cover, replace(cover, is_main=True))

    def order(self, record_id: RecordId, cover_ids: Sequence[CoverId]) -> None:
        """Put the covers of a record in this order; the first is the main one. Those not named keep to the end."""
        present = {cover.id: cover for cover in self.of(record_id)}
        wanted = [cover_id for cover_id in dict.fromkeys(cover_ids) if cover_id in present]
        wanted += [cover_id for cover_id in present if cover_id not in wanted]
        for place, cover_id in enumerate(wanted):
            cover = present[cover_id]
            placed = replace(cover, position=place, is_main=place == 0)
            if placed != cover:
                self.put(cover, placed)

    def turn(self, cover_id: CoverId, turn: Turn) -> None:
        """Show a cover turned so far from its original; the same scan of other records is turned with it."""
        sha256 = self.get(cover_id).sha256
        rows: Iterable[Sequence[Any]] = self._connection.execute(select(*_COLUMNS).where(CoverRow.sha256 == sha256))
        for cover in [_cover(row) for row in rows]:
            if cover.turn != turn:
                width, height = cover.width_px, cover.height_px
                if (cover.turn - turn) % 180:
                    width, height = height, width
                self.put(cover, replace(cover, turn=turn, width_px=width, height_px=height))

    def remove(self, cover_id: CoverId) -> None:
        """Remove a cover. What was read on it stays, for when it comes back."""
        cover = self.get(cover_id)
        self.put(cover, None)
        self._promote(cover)

    def remove_of(self, record_ids: Collection[int]) -> None:
        """Remove every cover of records that are about to be deleted."""
        for covers in covers_of(self._connection, record_ids).values():
            for cover in covers:
                self.put(cover, None)

    def put(self, before: CoverScan | None, after: CoverScan | None) -> None:
        """Bring one cover row from a state to another, with everything that hangs on it."""
        if after is None:
            if before is not None:
                self._connection.execute(delete(CoverRow).where(CoverRow.id == before.id))
        else:
            values = {name: getattr(after, name) for name in ("record_id", "sha256", "file_name", "width_px",
                      "height_px", "is_main", "turn", "position")}  # fmt: skip
            if before is None:
                self._connection.execute(insert(CoverRow), {"id": after.id, **values})
            else:
                self._connection.execute(update(CoverRow).where(CoverRow.id == after.id).values(**values))
        some = after or before
        if some is not None:
            self._ledger.note("cover", some.id, before, after)
        for cover in (before, after):
            if cover is not None and cover.record_id is not None:
                self._mark(RecordId(cover.record_id))

    def settle(self) -> None:
        """Make sure that each record whose covers changed has exactly one main cover, if it has any."""
        for covers in covers_of(self._connection, self._stale_words).values():
            self._demote(covers[1:])
            if not covers[0].is_main:
                self.put(covers[0], replace(covers[0], is_main=True))

    def put_text(self, cover_id: CoverId, page: OcrPage) -> None:
        """Store what OCR read on a cover, in place of what was read before; corrections stay."""
        picture = self.get(cover_id).picture
        corrected = cover_corrections.corrected(page, cover_corrections.of_picture(self._connection, picture))
        statement = upsert(CoverTextRow).values(
            sha256=picture,
            engine=page.engine,
            text=storable(corrected.text),
            page=storable_json(page),
        )
        excluded = statement.excluded
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["sha256"],
                set_={"engine": excluded.engine, "text": excluded.text, "page": excluded.page},
            )
        )
        self._mark_owners(picture)

    def replace_text(self, cover_id: CoverId, page: OcrPage) -> None:
        """`put_text` as a change by a person, which can be undone."""
        before = cover_corrections.raw_page(self._connection, self.get(cover_id).picture)
        if before != page:
            self.put_text(cover_id, page)
            self._ledger.note("cover_text", cover_id, before, page)

    def correct_line(self, cover_id: CoverId, line: int, text: str) -> None:
        """Note what a line says in truth; saying what was read takes an earlier correction back.

        Raises:
            ConflictError: "cover.deleted", "cover.line_gone".
        """
        cover = self.get(cover_id)
        page = cover_corrections.corrected_page(self._connection, cover.picture)
        if page is None or not 0 <= line < len(page.lines):
            raise ConflictError("cover.line_gone", line=line + 1)
        of_line = page.lines[line]
        read = of_line.text if of_line.reading is None else of_line.reading
        stored = [
            each
            for each in cover_corrections.of_picture(self._connection, cover.picture)
            if cover_corrections.overlap(each.box, of_line.box) >= cover_corrections.SAME_PLACE
        ]
        before = stored[-1] if stored and of_line.reading is not None else None
        if text == of_line.text:
            return
        number = before.id if before else CorrectionId(self._counters.take("cover_correction"))
        after = OcrCorrection(number, cover.sha256, cover.turn, of_line.box, before.before if before else read, text)
        self.put_correction(before, None if text == read else after)

    def put_correction(self, before: OcrCorrection | None, after: OcrCorrection | None) -> None:
        """Bring one correction from a state to another, with the words that are searched."""
        some = after or before
        if some is None or before == after:
            return
        cover_corrections.put(self._connection, some.id, after)
        self._ledger.note("cover_correction", some.id, before, after)
        picture = picture_name(some.sha256, some.turn)
        cover_corrections.refresh_text(self._connection, picture)
        self._mark_owners(picture)

    def _mark_owners(self, picture: str) -> None:
        for owner in owners_of_picture(self._connection, picture):
            self._mark(owner)

    def stale_words(self) -> dict[int, list[str]]:
        """The texts to index again, by record; asking clears the list."""
        if not self._stale_words:
            return {}
        texts = texts_of_records(self._connection, self._stale_words)
        self._stale_words.clear()
        return texts

    def owe_words(self, record_ids: Iterable[RecordId]) -> None:
        """Note that the index has lost the cover text of these records."""
        self._stale_words.update(record_ids)

    def _mark(self, record_id: RecordId) -> None:
        self._stale_words.add(record_id)
        self._ledger.touch(record_id)
        self._ledger.show(record_id)

    def get(self, cover_id: CoverId) -> CoverScan:
        """One cover.

        Raises:
            ConflictError: "cover.deleted".
        """
        cover = load_covers(self._connection, [cover_id]).get(cover_id)
        if cover is None:
            raise ConflictError("cover.deleted", cover_id=cover_id)
        return cover

    def of(self, record_id: int | None) -> tuple[CoverScan, ...]:
        """The covers of one record, the main one first."""
        if record_id is None:
            return ()
        return covers_of(self._connection, [record_id]).get(RecordId(record_id), ())

    def _require_record(self, record_id: RecordId | None) -> None:
        if record_id is None:
            return
        if self._connection.execute(select(RecordRow.id).where(RecordRow.id == record_id)).scalar() is None:
            raise ConflictError("record.deleted", record_id=record_id)

    def _demote(self, covers: Iterable[CoverScan]) -> None:
        for cover in covers:
            if cover.is_main:
                self.put(cover, replace(cover, is_main=False))

    def _promote(self, gone: CoverScan) -> None:
        remaining = self.of(gone.record_id)
        if gone.is_main and remaining and not remaining[0].is_main:
            self.put(remaining[0], replace(remaining[0], is_main=True))


def storable_json(page: OcrPage) -> str:
    """A page as JSON; characters that are no text are escaped."""
    try:
        return msgspec.json.encode(page).decode()
    except UnicodeEncodeError:
        lines = tuple(replace(line, text=storable(line.text)) for line in page.lines)
        return msgspec.json.encode(replace(page, lines=lines)).decode()
