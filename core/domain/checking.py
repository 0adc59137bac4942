"""What a record under edit should be looked at for, beside the field that says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default_field
from typing import Literal

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class FieldWarning:
    """One remark. Only an "error" stands in the way of saving.

    Attributes:
        field: The field of the record; "holdings" for items.
        row: Which entry of a repeatable field, from 0.
        message_id: The sentence, with `values`.
        fix: What to enter instead, where that is certain; None where only a person can tell.
        part: Of an entry with several parts, which one: "barcode".
    """

    field: str
    row: int
    message_id: str
    values: Mapping[str, str | int | float] = default_field(default_factory=dict)
    fix: str | None = None
    severity: Severity = "warning"
    part: str = ""


@dataclass(frozen=True, slots=True)
class HoldingWords:
    """Locations and states of items that the library uses, the most frequent first."""

    locations: tuple[str, ...]
    statuses: tuple[str, ...]
