"""A record as one row of a table, such that importing the row gives the record back."""

from __future__ import annotations

from functools import cache
from typing import Final

from stdnum import isbn

from core.domain.records import BibliographicRecord, Identifier
from core.errors import InvalidInputError
from core.interchange.cells import join_list, neutralise_formula
from core.interchange.columns import RowReader, guess_mapping
from core.interchange.keeping import left_out
from core.interchange.reading import clean_text

COLUMNS: Final = (
    "id", "title", "title_parallel", "authors", "contributors", "language", "year", "publisher", "place", "edition",
    "series", "extent", "isbn", "issn", "control_number", "subjects", "lcsh", "clc", "ddc", "lcc", "description",
    "note", "barcode", "call_number", "location", "holding_status", "holding_note", "status",
)  # fmt: skip
"""The header. Every name is one that the guess of `core.interchange.columns` understands."""

_CLASSES = ("lcsh", "clc", "ddc", "lcc")


def row_of_record(record: BibliographicRecord) -> list[str | int | None]:
    """Cells in the order of `COLUMNS`. The year is a number; every other cell is text that cannot act as a formula."""
    holdings = record.holdings
    others = [f"{c.name} [{c.role}]" for c in record.contributors if c.role != "author"]
    free = [s.term for s in record.subjects if s.scheme not in _CLASSES]
    by_class = {scheme: [s.term for s in record.subjects if s.scheme == scheme] for scheme in _CLASSES}
    texts: dict[str, str] = {
        "id": record.external_id or "",
        "title": record.title,
        "title_parallel": join_list(record.title_parallel),
        "authors": join_list(c.name for c in record.contributors if c.role == "author"),
        "contributors": join_list(others),
        "language": record.language,
        "publisher": record.publisher,
        "place": record.place,
        "edition": record.edition,
        "series": record.series,
        "extent": record.extent,
        "isbn": join_list(_printed(i) for i in record.identifiers if i.scheme == "isbn"),
        "issn": join_list(_printed(i) for i in record.identifiers if i.scheme == "issn"),
        "control_number": join_list(i.value for i in record.identifiers if i.scheme == "control"),
        "subjects": join_list(free),
        **{scheme: join_list(terms) for scheme, terms in by_class.items()},
        "description": record.description,
        "note": record.note,
        "barcode": join_list((h.barcode for h in holdings), keep_empty=True),
        "call_number": join_list((h.call_number for h in holdings), keep_empty=True),
        "location": join_list((h.location for h in holdings), keep_empty=True),
        "holding_status": join_list((h.status for h in holdings), keep_empty=True),
        "holding_note": join_list((h.note for h in holdings), keep_empty=True),
        "status": record.status,
    }
    return [record.year if column == "year" else neutralise_formula(clean_text(texts[column])) for column in COLUMNS]


def left_out_of_row(record: BibliographicRecord, row: list[str | int | None]) -> tuple[str, ...]:
    """The fields of a record that its row does not say in full, as the scheme of a heading that has no column."""
    try:
        return left_out(_reader().record(["" if cell is None else str(cell) for cell in row]), record)
    except InvalidInputError:  # a title of nothing that can be seen
        return ("title",)


@cache
def _reader() -> RowReader:
    return RowReader(COLUMNS, guess_mapping(COLUMNS))


def _printed(identifier: Identifier) -> str:
    """With hyphens, which spreadsheets leave alone; a bare ISBN would become 9.78E+12."""
    if not identifier.valid:
        return identifier.value
    if identifier.scheme == "issn":
        return f"{identifier.value[:4]}-{identifier.value[4:]}"
    return str(isbn.format(identifier.value))
