"""Tables with a row for each copy: rows one after the other that differ in nothing but the copy are one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.domain.records import RejectedInput
from core.interchange.reading import ImportedRecord


def join_copies(entries: Iterable[ImportedRecord | RejectedInput]) -> Iterator[ImportedRecord | RejectedInput]:
    """The entries of a table in order, with the copies of a record in it; `n_rows` says of how many rows it is made.

    A row that also repeats the copy, or has none, stays an entry of its own: it may be a mistake.
    """
    waiting: ImportedRecord | None = None
    for entry in entries:
        if waiting is not None and isinstance(entry, ImportedRecord) and _is_further_copy(waiting, entry):
            waiting = _joined(waiting, entry)
            continue
        if waiting is not None:
            yield waiting
        waiting = entry if isinstance(entry, ImportedRecord) else None
        if waiting is None:
            yield entry
    if waiting is not None:
        yield waiting


def _is_further_copy(first: ImportedRecord, other: ImportedRecord) -> bool:
    mine, theirs = first.record.holdings, other.record.holdings
    if not mine or not theirs or set(mine) & set(theirs):
        return False
    return replace(first.record, holdings=()) == replace(other.record, holdings=())


def _joined(first: ImportedRecord, other: ImportedRecord) -> ImportedRecord:
    told = {(each.reason_id, str(each.reason)) for each in first.warnings}
    warnings = [each for each in other.warnings if (each.reason_id, str(each.reason)) not in told]
    return replace(
        first,
        record=replace(first.record, holdings=(*first.record.holdings, *other.record.holdings)),
        warnings=(*first.warnings, *warnings),
        n_rows=first.n_rows + other.n_rows,
    )
