"""One change to many records: what is asked for, what it would do, what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.domain.changes import OperationId
from core.domain.importing import FieldDifference
from core.domain.records import RecordId

BulkAction = Literal["set", "append", "replace", "clear", "add_subject", "remove_subject", "add_class", "set_items"]
BULK_ACTIONS: tuple[BulkAction, ...] = (
    "set", "append", "replace", "clear", "add_subject", "remove_subject", "add_class", "set_items",
)  # fmt: skip
TEXT_FIELDS = (
    "title", "title_parallel", "contributors", "language", "year", "publisher", "place", "edition", "series",
    "subjects", "description", "extent", "note",
)  # fmt: skip
"""Fields whose text can be set, appended to, replaced or cleared."""
ITEM_FIELDS = ("location", "status", "call_number", "note")


@dataclass(frozen=True, slots=True)
class BulkChange:
    r"""One change.

    Attributes:
        action: What is done.
        field: Of `TEXT_FIELDS`; for "set_items" of `ITEM_FIELDS`.
        text: What is set, appended, put in the place of `find`, or the subject or class.
        find: For "replace" what is looked for; for "set_items" only items whose field is this now ("" is all).
        is_regex: `find` is a regular expression, and `text` may name its groups as ``\1``.
        scheme: Of a subject or class: "", "lcsh", "clc", "ddc", "lcc".
    """

    action: BulkAction
    field: str = ""
    text: str = ""
    find: str = ""
    is_regex: bool = False
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class BulkRequest:
    """A change and the records it is for: those named, else those that a query finds, else (`everything`) all."""

    change: BulkChange
    record_ids: tuple[RecordId, ...] = ()
    query: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class BulkDifference:
    """What would change in one record."""

    record_id: RecordId
    title: str
    differences: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True)
class BulkRefusal:
    """A record that the change cannot be made in, with the reason."""

    record_id: RecordId
    title: str
    reason_id: str


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What a bulk edit did, or (`is_dry_run`) would do. Of very many records the first are listed.

    Attributes:
        matched: Records that were looked at.
        changed: Those of them that change.
        refused: Records that stay as they are because the change would damage them.
        samples: What changes, record by record.
        operation_id: The step of the journal; None for a dry run or where nothing changed.
    """

    matched: int
    changed: int
    refused: tuple[BulkRefusal, ...] = ()
    samples: tuple[BulkDifference, ...] = ()
    operation_id: OperationId | None = None
    is_dry_run: bool = False
