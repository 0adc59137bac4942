"""The fields of records side by side: as people read them, where two records differ, and taking some of another's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, TypeVar

from core.domain.importing import OVERLAY_FIELDS, FieldDifference
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject

_T = TypeVar("_T")
_EMPTY: tuple[object, ...] = ("", (), None)


def shown_values(record: BibliographicRecord, name: str) -> tuple[str, ...]:
    """One field as people read it, one string a value; none where it is empty."""
    value = getattr(record, name)
    if value in _EMPTY:
        return ()
    if name == "contributors":
        return tuple(c.name if c.role == "author" else f"{c.name} [{c.role}]" for c in _as(value, Contributor))
    if name == "subjects":
        return tuple(f"{s.term} [{s.scheme}]" if s.scheme else s.term for s in _as(value, Subject))
    if name == "identifiers":
        return tuple(f"{i.scheme.upper()} {i.value}" for i in _as(value, Identifier))
    if name == "holdings":
        return tuple(
            " · ".join(part for part in (h.barcode, h.call_number, h.location, h.status, h.note) if part)
            for h in _as(value, Holding)
        )
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def differences(before: BibliographicRecord, after: BibliographicRecord) -> tuple[FieldDifference, ...]:
    """The fields in which two states of a record differ, in the order of the record form."""
    return tuple(
        FieldDifference(name, shown_values(before, name), shown_values(after, name))
        for name in (*OVERLAY_FIELDS, "external_id")
        if getattr(before, name) != getattr(after, name)
    )


def with_fields(record: BibliographicRecord, other: BibliographicRecord, names: Collection[str]) -> BibliographicRecord:
    """The record with these fields as the other has them. Numbers are added to those that are there, never replaced."""
    taken: dict[str, Any] = {name: getattr(other, name) for name in names}
    if "identifiers" in taken:
        taken["identifiers"] = tuple(dict.fromkeys((*record.identifiers, *other.identifiers)))
    return replace(record, **taken)


def _as(value: object, kind: type[_T]) -> tuple[_T, ...]:
    return tuple(each for each in value if isinstance(each, kind)) if isinstance(value, tuple) else ()
