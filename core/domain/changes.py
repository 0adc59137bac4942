"""What a mutation changed, and the journal entry that undoes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

from core.domain.importing import ImportEntry
from core.domain.records import RecordId, RejectedInput

OperationId = NewType("OperationId", int)

OperationKind = Literal[
    "import", "create_record", "edit_record", "delete_record", "add_cover", "remove_cover", "confirm_draft",
    "attach_scan", "edit_holdings", "intake", "undo", "merge", "turn_cover", "order_covers", "read_cover",
    "correct_text", "edit_names", "edit_marc", "bulk_edit", "revert_record", "restore_record",
    "not_duplicate", "feedback", "saved_search", "item_states",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What the views must redraw after a committed mutation.

    `operation_id` is None when nothing is undoable; `item_states`: the library has other states of its own now.
    """

    operation_id: OperationId | None = None
    created: tuple[RecordId, ...] = ()
    updated: tuple[RecordId, ...] = ()
    deleted: tuple[RecordId, ...] = ()
    item_states: bool = False


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
class NextSteps:
    """What undo and redo would act on now: the newest step in force, and the one that was undone last."""

    undo: Operation | None = None
    redo: Operation | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did, or (`is_dry_run`) would do.

    Attributes:
        created: New records; `possible` of them may be in the library already.
        updated: Records that were found and changed; `changed_titles` of them have a clearly different title now.
        unchanged: Records that were found and say the same; of `sources` of them the source (MARC) was stored.
        rejected: Each rejected piece with position and reason; of very many the first (`n_rejected` counts all).
        operation_id: The step of the journal; None when nothing was changed.
        held: Records that were kept out and written to the duplicates file.
        sources: See `unchanged`.
        copies: Rows of tables that gave the record before them a further copy.
        possible: See `created`; with `hold` they are among `held` instead.
        changed_titles: See `updated`.
        entries: What was updated, held or is doubtful, field by field; of very many the first. All are in the report.
        warnings: What was repaired in reading records that were taken, or is doubtful about them; of many the first
            (`n_warnings` counts all).
        notices: Message ids of what else a person should know, such as that meaning is not indexed yet.
        written: Files beside the library: kind ("report", "rejects", "duplicates") → paths.
    """

    created: int
    updated: int
    unchanged: int
    rejected: tuple[RejectedInput, ...] = ()
    operation_id: OperationId | None = None
    held: int = 0
    possible: int = 0
    changed_titles: int = 0
    n_rejected: int = 0
    entries: tuple[ImportEntry, ...] = ()
    warnings: tuple[RejectedInput, ...] = ()
    n_warnings: int = 0
    notices: tuple[str, ...] = ()
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_dry_run: bool = False
    sources: int = 0
    copies: int = 0
