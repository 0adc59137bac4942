"""The journal as people read it: what a step changed, field by field."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.changes import Operation, OperationKind
from core.domain.importing import FieldDifference
from core.domain.records import RecordId


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which steps to list: of one person, one kind, about one record, with words in their summary; empty is all."""

    actor: str = ""
    kind: OperationKind | None = None
    record_id: RecordId | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a step changed in one record.

    Attributes:
        record_id: The record; None for changes that belong to no record, such as forms of a name.
        title: Its title after the step, or before where it was deleted.
        what: "created", "deleted" or "changed".
        differences: Field by field. Beside the fields of records: "cover", "marc", "ocr", "names".
    """

    record_id: RecordId | None
    title: str
    what: str
    differences: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step of the journal with what it changed; of very many records the first (`n_records` counts all).

    `is_revertible` is False where nothing of the record can be set back by itself, as for covers.
    """

    operation: Operation
    changes: tuple[RecordChange, ...]
    n_records: int
    is_revertible: bool = True


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Steps, newest first, and everybody who is named in the journal."""

    operations: tuple[Operation, ...]
    actors: tuple[str, ...]
