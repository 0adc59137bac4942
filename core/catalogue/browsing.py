"""Lists of records by sort order and exact filters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, exists, func, select

from core.catalogue.engine import as_list, is_among
from core.catalogue.tables import CoverRow, HoldingRow, IdentifierRow, RecordRow
from core.domain.filters import SearchFilters
from core.domain.records import RecordId
from core.text.numbers import parse_isbn

SortOrder = Literal["title", "year", "added", "author"]

_SORT_COLUMNS: dict[SortOrder, ColumnElement[Any]] = {
    "title": RecordRow.title_key.expression,
    "year": RecordRow.year.expression,
    "added": RecordRow.id.expression,
    "author": RecordRow.author_key.expression,
}


def _conditions(filters: SearchFilters) -> tuple[list[ColumnElement[bool]], dict[str, str]]:
    conditions: list[ColumnElement[bool]] = []
    values: dict[str, str] = {}
    if filters.year_from is not None:
        conditions.append(RecordRow.year >= filters.year_from)
    if filters.year_to is not None:
        conditions.append(RecordRow.year <= filters.year_to)
    if filters.languages:
        conditions.append(is_among(RecordRow.language, "languages"))
        values["languages"] = as_list(filters.languages)
    if filters.status is not None:
        conditions.append(RecordRow.status == filters.status)
    if filters.isbn:
        numbered = (IdentifierRow.record_id == RecordRow.id) & (IdentifierRow.scheme == "isbn")
        conditions.append(exists().where(numbered & is_among(IdentifierRow.value, "isbn")))
        parsed = [(isbn, parse_isbn(isbn)) for isbn in filters.isbn]
        values["isbn"] = as_list([number.value if number else isbn for isbn, number in parsed])
    if filters.call_number_prefix:
        shelved = HoldingRow.record_id == RecordRow.id
        prefix = HoldingRow.call_number.istartswith(filters.call_number_prefix, autoescape=True)
        conditions.append(exists().where(shelved & prefix))
    if filters.has_cover is not None:
        covered = exists().where(CoverRow.record_id == RecordRow.id)
        conditions.append(covered if filters.has_cover else ~covered)
    return conditions, values


def filter_ids(connection: Connection, filters: SearchFilters) -> set[RecordId] | None:
    """The records that pass the exact filters; None when there is no such filter."""
    if not filters.has_exact_filters:
        return None
    conditions, values = _conditions(filters)
    rows = connection.execute(select(RecordRow.id).where(*conditions), values).scalars()
    return {RecordId(record_id) for record_id in rows}


def browse_ids(
    connection: Connection,
    offset: int,
    limit: int,
    sort: SortOrder,
    *,
    is_descending: bool,
    filters: SearchFilters | None,
    ids: Collection[int] | None,
) -> tuple[list[RecordId], int]:
    """One page of a sorted list and the length of the whole. Records without a year or author come last."""
    conditions, values = _conditions(filters) if filters else ([], {})
    if ids is not None:
        conditions.append(is_among(RecordRow.id, "ids"))
        values["ids"] = as_list(ids)
    counting = select(func.count()).select_from(RecordRow).where(*conditions)
    total = int(connection.execute(counting, values).scalar_one())
    key = _SORT_COLUMNS[sort]
    order: Sequence[ColumnElement[Any]] = (key.desc() if is_descending else key.asc(), RecordRow.id.asc())
    if sort == "year":
        order = (RecordRow.year.is_(None), *order)
    elif sort == "author":
        order = (RecordRow.author_key == "", *order)
    page = select(RecordRow.id).where(*conditions).order_by(*order).offset(max(0, offset)).limit(max(0, limit))
    return [RecordId(record_id) for record_id in connection.execute(page, values).scalars()], total
