"""What a mutation changed, and the journal entry that undoes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from core.domain.records import RecordId, RejectedInput

OperationId = NewType("OperationId", int)

OperationKind = Literal[
    "import", "create_record", "edit_record", "delete_record", "add_cover", "remove_cover", "confirm_draft",
    "attach_scan", "edit_holdings", "intake", "undo", "merge",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What the views must redraw after a committed mutation. `operation_id` is None when nothing is undoable."""

    operation_id: OperationId | None = None
    created: tuple[RecordId, ...] = ()
    updated: tuple[RecordId, ...] = ()
    deleted: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One undoable step in the journal. `n_changes` counts affected rows; `undone_at` is set once undone."""

    id: OperationId
    kind: OperationKind
    actor: str
    at: datetime
    summary: str
    n_changes: int
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of one import. `rejected` names each rejected piece with position and reason."""

    created: int
    updated: int
    unchanged: int
    rejected: tuple[RejectedInput, ...] = ()
    operation_id: OperationId | None = None
