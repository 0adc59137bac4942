"""The undo journal: which step changed what, from which state to which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

import msgspec
from sqlalchemy import Connection, Row, bindparam, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import aliased

from core.catalogue import audit_log
from core.catalogue.counters import GENERATION, Counters
from core.catalogue.engine import storable
from core.catalogue.feedback_rows import FeedbackMark
from core.catalogue.tables import ChangeRow, IndexOutboxRow, OperationRow
from core.domain.agents import Agent
from core.domain.changes import ChangeSet, NextSteps, Operation, OperationId, OperationKind
from core.domain.duplicates import Exemption
from core.domain.item_states import ItemStates
from core.domain.library import IntakeState
from core.domain.marc import MarcSource
from core.domain.people import OWNER, Actor
from core.domain.records import BibliographicRecord, RecordId
from core.domain.saved_searches import SavedSearch
from core.domain.scans import CoverScan, OcrCorrection, OcrPage
from core.errors import ConflictError

JournalledTable = Literal[
    "record", "cover", "marc_source", "intake_item", "exemption", "feedback", "agent", "cover_correction", "cover_text",
    "saved_search", "item_states",
]  # fmt: skip

_ROWS_PER_STATEMENT = 1000


@dataclass(frozen=True, slots=True)
class IntakeMark:
    """The part of an intake item that a cataloguing step changes."""

    state: IntakeState
    record_id: RecordId | None


Image = (
    BibliographicRecord
    | CoverScan
    | MarcSource
    | IntakeMark
    | Exemption
    | FeedbackMark
    | Agent
    | OcrCorrection
    | OcrPage
    | SavedSearch
    | ItemStates
)
IMAGE_TYPES: dict[JournalledTable, type[Image]] = {
    "record": BibliographicRecord,
    "cover": CoverScan,
    "marc_source": MarcSource,
    "intake_item": IntakeMark,
    "exemption": Exemption,
    "feedback": FeedbackMark,
    "agent": Agent,
    "cover_correction": OcrCorrection,
    "cover_text": OcrPage,
    "saved_search": SavedSearch,
    "item_states": ItemStates,
}

_TOUCH = upsert(IndexOutboxRow)
_TOUCH = _TOUCH.on_conflict_do_update(
    index_elements=["record_id"],
    set_={"generation": _TOUCH.excluded.generation, "is_deleted": _TOUCH.excluded.is_deleted},
)


@dataclass(frozen=True, slots=True)
class Step:
    """What the transaction is for. Without a `kind` or an `operation` it may only store derived data."""

    actor: str
    now_ms: int
    kind: OperationKind | None = None
    summary: str = ""
    operation: OperationId | None = None
    undoes: OperationId | None = None
    role: str = OWNER


class Ledger:
    """Collects what one transaction changes, for the journal, for search snapshots and for the views."""

    def __init__(self, connection: Connection, counters: Counters, step: Step) -> None:
        self._connection = connection
        self._counters = counters
        self._step = step
        self.operation_id = step.operation
        self._ordinal: int | None = None
        self._n_noted = 0
        self._rows: list[dict[str, Any]] = []
        self._created: dict[RecordId, None] = {}
        self._updated: dict[RecordId, None] = {}
        self._deleted: dict[RecordId, None] = {}
        self._touched: dict[RecordId, bool] = {}
        self._has_other_states = False

    def note(self, table: JournalledTable, key: int, before: Image | None, after: Image | None) -> None:
        """Journal one change."""
        operation_id = self._ensure_operation()
        if self._ordinal is None:
            last = select(func.max(ChangeRow.ordinal)).where(ChangeRow.operation_id == operation_id)
            self._ordinal = int(self._connection.execute(last).scalar() or 0)
        self._ordinal += 1
        self._n_noted += 1
        self._has_other_states |= table == "item_states"
        self._rows.append(
            {
                "operation_id": operation_id,
                "ordinal": self._ordinal,
                "table_name": table,
                "row_key": key,
                "before": None if before is None else msgspec.json.encode(before).decode(),
                "after": None if after is None else msgspec.json.encode(after).decode(),
            }
        )
        if len(self._rows) >= _ROWS_PER_STATEMENT:
            self._flush()

    def note_record(
        self, record_id: RecordId, before: BibliographicRecord | None, after: BibliographicRecord | None
    ) -> None:
        """Journal a change of a record and tell the views and search about it."""
        self.note("record", record_id, before, after)
        self._touched[record_id] = after is None
        if before is None:
            if record_id in self._deleted:
                del self._deleted[record_id]
                self._updated[record_id] = None
            else:
                self._created[record_id] = None
        elif after is None:
            self._updated.pop(record_id, None)
            if record_id in self._created:
                del self._created[record_id]
            else:
                self._deleted[record_id] = None
        else:
            self.show(record_id)

    def show(self, record_id: RecordId) -> None:
        """Tell the views that something of a record changed."""
        if record_id not in self._created and record_id not in self._deleted:
            self._updated[record_id] = None

    def touch(self, record_id: RecordId) -> None:
        """Tell search that a record or its vectors changed."""
        self._touched.setdefault(record_id, False)

    def save(self) -> ChangeSet:
        """Write what was collected, inside the transaction, and say what it amounts to."""
        self._flush()
        if self._n_noted:
            total = OperationRow.n_changes + self._n_noted
            self._connection.execute(
                update(OperationRow).where(OperationRow.id == self.operation_id).values(n_changes=total)
            )
        if self._touched:
            generation = self._counters.take(GENERATION)
            rows = [
                {"record_id": record_id, "generation": generation, "is_deleted": is_deleted}
                for record_id, is_deleted in self._touched.items()
            ]
            self._connection.execute(_TOUCH, rows)
        return ChangeSet(
            operation_id=self.operation_id if self._n_noted else None,
            created=tuple(self._created),
            updated=tuple(self._updated),
            deleted=tuple(self._deleted),
            item_states=self._has_other_states,
        )

    def _ensure_operation(self) -> OperationId:
        if self.operation_id is None:
            if self._step.kind is None:
                raise RuntimeError("a unit of work without a kind may only store derived data")
            self.operation_id = insert_operation(self._connection, self._counters, self._step)
        return self.operation_id

    def _flush(self) -> None:
        if self._rows:
            self._connection.execute(insert(ChangeRow), self._rows)
            self._rows.clear()


def insert_operation(connection: Connection, counters: Counters, step: Step) -> OperationId:
    """Open a step in the journal; it shows up once something was changed under it."""
    operation_id = OperationId(counters.take("operation"))
    row = {
        "id": operation_id,
        "kind": step.kind,
        "actor": step.actor,
        "at_ms": step.now_ms,
        "summary": storable(step.summary),
        "n_changes": 0,
        "undoes_id": step.undoes,
    }
    connection.execute(insert(OperationRow), row)
    actor = Actor(step.actor, step.role)
    audit_log.append(
        connection, counters, actor, step.now_ms, step.kind or "", step.summary, {"operation": operation_id}
    )
    return operation_id


def operation_of(row: Row[Any]) -> Operation:
    """A row of the table of steps as a domain object."""
    undone = row.undone_at_ms
    return Operation(
        id=OperationId(row.id),
        kind=row.kind,
        actor=row.actor,
        at=datetime.fromtimestamp(row.at_ms / 1000, UTC),
        summary=row.summary,
        n_changes=row.n_changes,
        undone_at=None if undone is None else datetime.fromtimestamp(undone / 1000, UTC),
    )


def load_operations(connection: Connection, limit: int) -> tuple[Operation, ...]:
    """The steps that changed something, newest first."""
    statement = (
        select(OperationRow.__table__).where(OperationRow.n_changes > 0).order_by(OperationRow.id.desc()).limit(limit)
    )
    return tuple(operation_of(row) for row in connection.execute(statement))


def load_record_history(connection: Connection, record_id: RecordId) -> tuple[Operation, ...]:
    """The steps that changed one record, newest first."""
    changed = select(ChangeRow.operation_id).where(ChangeRow.table_name == "record", ChangeRow.row_key == record_id)
    statement = select(OperationRow.__table__).where(OperationRow.id.in_(changed)).order_by(OperationRow.id.desc())
    return tuple(operation_of(row) for row in connection.execute(statement))


def load_operation(connection: Connection, operation_id: OperationId) -> Operation:
    """One step.

    Raises:
        ConflictError: "undo.unknown" when there is none with this id, or it changed nothing.
    """
    found = find_operation(connection, operation_id)
    if found is None:
        raise ConflictError("undo.unknown", operation=operation_id)
    return found


def find_operation(connection: Connection, operation_id: OperationId) -> Operation | None:
    """One step; None when there is none with this id."""
    row = connection.execute(select(OperationRow.__table__).where(OperationRow.id == operation_id)).one_or_none()
    return None if row is None else operation_of(row)


def last_undoable(connection: Connection) -> OperationId | None:
    """The newest step in force that is not itself an undo."""
    statement = select(func.max(OperationRow.id)).where(
        OperationRow.undoes_id.is_(None), OperationRow.undone_at_ms.is_(None), OperationRow.n_changes > 0
    )
    found = connection.execute(statement).scalar()
    return None if found is None else OperationId(found)


def last_redoable(connection: Connection) -> tuple[OperationId, OperationId] | None:
    """The newest undo in force of an ordinary step, and that step, if no ordinary step came after the undo."""
    undone = aliased(OperationRow)
    statement = (
        select(OperationRow.id, undone.id)
        .join(undone, undone.id == OperationRow.undoes_id)
        .where(undone.undoes_id.is_(None), OperationRow.undone_at_ms.is_(None), OperationRow.n_changes > 0)
        .order_by(OperationRow.id.desc())
        .limit(1)
    )
    found = connection.execute(statement).one_or_none()
    newest = connection.execute(
        select(func.max(OperationRow.id)).where(OperationRow.undoes_id.is_(None), OperationRow.n_changes > 0)
    ).scalar()
    return None if found is None or found[0] < (newest or 0) else (OperationId(found[0]), OperationId(found[1]))


def next_steps(connection: Connection) -> NextSteps:
    """What undo and redo would act on now."""
    undo, redo = last_undoable(connection), last_redoable(connection)
    return NextSteps(
        None if undo is None else find_operation(connection, undo),
        None if redo is None else find_operation(connection, redo[1]),
    )


def mark_undone(connection: Connection, operation_id: OperationId, now_ms: int) -> None:
    """Note that a step is no longer in force. What it had undone is in force again, and so on down the chain."""
    is_in_force = False
    current: int | None = operation_id
    while current is not None:
        connection.execute(
            update(OperationRow).where(OperationRow.id == current).values(undone_at_ms=None if is_in_force else now_ms)
        )
        is_in_force = not is_in_force
        current = connection.execute(select(OperationRow.undoes_id).where(OperationRow.id == current)).scalar()


def load_changes(
    connection: Connection, operation_id: OperationId
) -> dict[JournalledTable, dict[int, tuple[Image | None, Image | None]]]:
    """What a step changed altogether: table → key → (state before, state after), without what cancels out."""
    statement = (
        select(ChangeRow.table_name, ChangeRow.row_key, ChangeRow.before, ChangeRow.after)
        .where(ChangeRow.operation_id == bindparam("operation"))
        .order_by(ChangeRow.ordinal)
    )
    raw: dict[tuple[JournalledTable, int], tuple[str | None, str | None]] = {}
    for table, key, before, after in connection.execute(statement, {"operation": operation_id}):
        name = cast("JournalledTable", table)
        first = raw.get((name, key))
        raw[name, key] = (before if first is None else first[0], after)
    changes: dict[JournalledTable, dict[int, tuple[Image | None, Image | None]]] = {t: {} for t in IMAGE_TYPES}
    decoders: dict[JournalledTable, Callable[[str], Image]] = {
        table: msgspec.json.Decoder(kind).decode for table, kind in IMAGE_TYPES.items()
    }
    for (table, key), (before, after) in raw.items():
        if before != after:
            decode = decoders[table]
            changes[table][key] = (
                None if before is None else decode(before),
                None if after is None else decode(after),
            )
    return changes


def records_of_operation(connection: Connection, operation_id: OperationId, limit: int) -> list[RecordId]:
    """The first records that a step touched, in the order of their ids."""
    statement = (
        select(ChangeRow.row_key)
        .where(ChangeRow.operation_id == operation_id, ChangeRow.table_name == "record")
        .distinct()
        .order_by(ChangeRow.row_key)
        .limit(limit)
    )
    return [RecordId(key) for key in connection.execute(statement).scalars()]


def touched_since(connection: Connection, generation: int) -> set[RecordId]:
    """Records that changed, or whose vectors or covers changed, after a generation; those deleted since included."""
    statement = select(IndexOutboxRow.record_id).where(IndexOutboxRow.generation > generation)
    return {RecordId(record_id) for record_id in connection.execute(statement).scalars()}


def journalled_shas(connection: Connection) -> set[str]:
    """The contents of every cover that an undo could bring back."""
    statement = text(
        "SELECT json_extract(before, '$.sha256') FROM change WHERE table_name = 'cover' AND before IS NOT NULL "
        "UNION SELECT json_extract(after, '$.sha256') FROM change WHERE table_name = 'cover' AND after IS NOT NULL"
    )
    return set(connection.execute(statement).scalars())
