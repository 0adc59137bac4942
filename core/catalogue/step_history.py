"""Looking up steps of the journal: by person, kind, record, and what they did to one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, text

from core.catalogue.engine import as_list
from core.catalogue.journal import IMAGE_TYPES, Image, JournalledTable, operation_of
from core.catalogue.tables import OperationRow
from core.domain.changes import Operation, OperationId
from core.domain.history import JournalFilter
from core.domain.records import RecordId

# Covers are told by the record in their images, words on them by the covers; names belong to no one record.
_CHANGES_OF_RECORD = text(
    "WITH mine AS (SELECT operation_id, ordinal, table_name, row_key, before, after FROM change"
    "  WHERE table_name IN ('record', 'marc_source') AND row_key = :record_id"
    "  UNION ALL SELECT operation_id, ordinal, table_name, row_key, before, after FROM change"
    "  WHERE table_name = 'cover' AND (json_extract(before, '$.record_id') = :record_id"
    "    OR json_extract(after, '$.record_id') = :record_id)"
    "  UNION ALL SELECT operation_id, ordinal, table_name, row_key, before, after FROM change"
    "  WHERE table_name = 'cover_text' AND row_key IN (SELECT id FROM cover WHERE record_id = :record_id)"
    "  UNION ALL SELECT operation_id, ordinal, table_name, row_key, before, after FROM change"
    "  WHERE table_name = 'cover_correction' AND json_extract(coalesce(after, before), '$.sha256')"
    "    IN (SELECT sha256 FROM cover WHERE record_id = :record_id))"
    " SELECT operation_id, table_name, row_key, before, after FROM mine ORDER BY operation_id, ordinal"
)
_OPERATIONS_OF_RECORD = text(
    "SELECT operation_id FROM change WHERE table_name IN ('record', 'marc_source') AND row_key = :record_id"
    " UNION SELECT operation_id FROM change WHERE table_name = 'cover'"
    " AND (json_extract(before, '$.record_id') = :record_id OR json_extract(after, '$.record_id') = :record_id)"
    " UNION SELECT operation_id FROM change WHERE table_name = 'cover_text'"
    " AND row_key IN (SELECT id FROM cover WHERE record_id = :record_id)"
)
_FIRST_CHANGES = text(
    "SELECT table_name, row_key, before, after FROM change WHERE operation_id = :operation"
    " ORDER BY (table_name <> 'record'), ordinal LIMIT :n"
)
_N_RECORDS = text("SELECT count(DISTINCT row_key) FROM change WHERE operation_id = :o AND table_name = 'record'")

Change = tuple[JournalledTable, int, Image | None, Image | None]
"""(table, key, state before, state after)."""


def find_operations(connection: Connection, wanted: JournalFilter, limit: int) -> tuple[Operation, ...]:
    """The steps that fit, newest first."""
    statement = select(OperationRow.__table__).where(OperationRow.n_changes > 0)
    values: dict[str, Any] = {}
    if wanted.actor:
        statement = statement.where(OperationRow.actor == wanted.actor)
    if wanted.kind is not None:
        statement = statement.where(OperationRow.kind == wanted.kind)
    if wanted.words.strip():
        statement = statement.where(OperationRow.summary.contains(wanted.words.strip(), autoescape=True))
    if wanted.record_id is not None:
        ids = list(connection.execute(_OPERATIONS_OF_RECORD, {"record_id": wanted.record_id}).scalars())
        chosen = text("operation.id IN (SELECT value FROM json_each(:operation_ids))")
        statement = statement.where(chosen.bindparams(bindparam("operation_ids")))
        values["operation_ids"] = as_list(ids)
    statement = statement.order_by(OperationRow.id.desc()).limit(limit)
    return tuple(operation_of(row) for row in connection.execute(statement, values))


def actors(connection: Connection) -> tuple[str, ...]:
    """Everybody who is named in the journal."""
    return tuple(connection.execute(select(OperationRow.actor).distinct().order_by(OperationRow.actor)).scalars())


def changes_of_record(connection: Connection, record_id: RecordId) -> list[tuple[Operation, tuple[Change, ...]]]:
    """Every step that changed a record or its covers with what it did to them, newest first."""
    rows: Iterable[Sequence[Any]] = connection.execute(_CHANGES_OF_RECORD, {"record_id": record_id})
    by_step: dict[int, list[Change]] = {}
    for operation_id, table, key, before, after in rows:
        by_step.setdefault(operation_id, []).append(_change(table, key, before, after))
    found = select(OperationRow.__table__).where(OperationRow.id.in_(by_step)).order_by(OperationRow.id.desc())
    return [(operation_of(row), tuple(by_step[row.id])) for row in connection.execute(found)]


def first_changes(connection: Connection, operation_id: OperationId, n: int) -> tuple[tuple[Change, ...], int]:
    """The first changes of a step, those of records first, and how many records it changed."""
    rows: Iterable[Sequence[Any]] = connection.execute(_FIRST_CHANGES, {"operation": operation_id, "n": n})
    changes = tuple(_change(*row) for row in rows)
    return changes, int(connection.execute(_N_RECORDS, {"o": operation_id}).scalar_one())


def _change(table: JournalledTable, key: int, before: str | None, after: str | None) -> Change:
    kind: type[Image] = IMAGE_TYPES[table]
    return (
        table,
        key,
        None if before is None else msgspec.json.decode(before, type=kind),
        None if after is None else msgspec.json.decode(after, type=kind),
    )
