"""Columns of a table and the parts of a record: guessing which is which, and turning rows into records."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from core import paths
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, RejectedInput, Subject
from core.errors import InvalidInputError
from core.interchange.cells import (
    names_of_statement,
    parse_year,
    restore_formula,
    split_comma_list,
    split_list,
)
from core.interchange.identifiers import isbns_of_cell, issns_of_cell, number_warnings
from core.interchange.reading import ImportedRecord, clean_line, clean_text
from core.text.languages import language_code
from core.text.normalize import fold, has_han, to_simplified

FIELDS: Final = (
    "external_id", "title", "subtitle", "title_parallel", "authors", "author", "statement", "contributors",
    "translators", "editors", "illustrators", "language", "year", "publisher", "place", "edition", "series", "extent",
    "size", "isbn", "issn", "control_number", "subjects", "lcsh", "clc", "ddc", "lcc", "description", "note", "barcode",
    "call_number", "location", "holding_status", "holding_note", "status",
)  # fmt: skip
"""What a column may be mapped to.

`authors` is a list in which a comma separates names, `author` one in which a comma belongs to the name ("King,
Stephen"), `statement` a Chinese statement of responsibility ("[美] 海明威 著；余光中 译"). In all of them ; and |
separate.
"""

_TITLE_MARKS = re.compile(r"^《([^《》]+)》$")
_TOTALS: Final = frozenset({"合计", "总计", "小计", "共计", "合計", "總計", "小計", "共計", "Total", "Subtotal"})
_REPEATABLE = frozenset({"isbn", "issn", "title_parallel", "subjects", "note", "description", "clc", "contributors"})
_ROLE_FIELDS = {"translators": "translator", "editors": "editor", "illustrators": "illustrator"}
_CLASS_FIELDS = ("lcsh", "clc", "ddc", "lcc")
_ROLE = re.compile(r"(.+?)\s*[\[［]([^\[\]［］]+)[\]］]")
_HOLDING_STATES = {
    "available": "available 在馆 可借 在架 入藏",
    "on_loan": "on_loan 借出 已借出 外借",
    "reading_room": "reading_room 阅览 仅阅览 馆内阅览",
    "in_process": "in_process 在编 编目中 加工中", "lost": "lost 丢失 遗失", "withdrawn": "withdrawn 剔除 注销 下架",
}  # fmt: skip
_STATE_OF = {name: state for state, names in _HOLDING_STATES.items() for name in names.split()}


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """The header's cells as distinct names: repeated ones are numbered, empty ones named by their place."""
    names: list[str] = []
    for place, cell in enumerate(header, start=1):
        name = base = clean_line(cell) or f"#{place}"
        number = 2
        while name in names:
            name = f"{base} ({number})"
            number += 1
        names.append(name)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class _Headers:
    """What names of columns mean: see resources/columns.toml."""

    field_of: Mapping[str, str]
    row_numbers: frozenset[str]
    with_statement: frozenset[str]
    pages: Mapping[str, str]


@cache
def _headers() -> _Headers:
    table = tomllib.loads((paths.resources_dir() / "columns.toml").read_text(encoding="utf-8"))
    field_of = {name: field for field, names in table["headers"].items() for name in names}
    pages = {name: unit for unit, names in table["pages"].items() for name in names}
    return _Headers(field_of, frozenset(table["row_numbers"]), frozenset(table["with_statement"]), pages)


def _key(column: str) -> str:
    return to_simplified(fold(column))


def guess_mapping(columns: Sequence[str]) -> dict[str, str]:
    """Column → field, "" where nothing fits. A field is given once, except those that may have several columns."""
    field_of = _headers().field_of
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    for column in columns:
        key = _key(column)
        field = field_of.get(key) or field_of.get(re.sub(r" \d+$", "", key), "")
        if field in taken and field not in _REPEATABLE:
            field = ""
        mapping[column] = field
        taken.add(field)
    return mapping


def checked_mapping(columns: Sequence[str], mapping: Mapping[str, str] | None) -> dict[str, str]:
    """The mapping to use: what is given for a column, else the guess where no given column has its field.

    Raises:
        InvalidInputError: "table.unknown_column", "table.unknown_field", or "table.no_title_column".
    """
    used = guess_mapping(columns)
    for column, field in (mapping or {}).items():
        if column not in columns:
            raise InvalidInputError("table.unknown_column", column=column, columns=", ".join(columns))
        if field and field not in FIELDS:
            raise InvalidInputError("table.unknown_field", field=field, fields=", ".join(FIELDS))
    if mapping:
        given = {field for field in mapping.values() if field not in _REPEATABLE}
        guessed = {column: "" if field in given else field for column, field in used.items()}
        used = {column: mapping.get(column, field) for column, field in guessed.items()}
    if "title" not in used.values():
        raise InvalidInputError("table.no_title_column", columns=", ".join(columns))
    return used


def unused_columns(path: Path, columns: Sequence[str], mapping: Mapping[str, str] | None) -> tuple[RejectedInput, ...]:
    """A warning that names the columns that are in no field of a record, unless a person left them out by name."""
    used = checked_mapping(columns, mapping)
    told = {*(mapping or ()), *(column for column in columns if _key(column) in _headers().row_numbers)}
    unused = [column for column in columns if not used[column] and column not in told]
    if not unused:
        return ()
    return (RejectedInput(str(path), "1", "table.columns_unused", {"columns": ", ".join(unused)}),)


class RowReader:
    """Turns the rows of one table into records."""

    def __init__(self, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
        self._columns = tuple(columns)
        self._n_columns = len(columns)
        self._places: dict[str, list[int]] = {}
        for place, column in enumerate(columns):
            if field := mapping.get(column, ""):
                self._places.setdefault(field, []).append(place)
        titles = [columns[place] for place in self._places.get("title", ())]
        self._has_statement = bool(titles) and _key(titles[0]) in _headers().with_statement
        self._is_chinese = any(map(has_han, titles))  # what was exported from here comes back with its marks
        extents = [columns[place] for place in self._places.get("extent", ())]
        self._unit = _headers().pages.get(_key(extents[0]), "") if extents else ""

    def record(self, row: Sequence[str]) -> BibliographicRecord:
        """A record from one row; a short row counts as filled with empty cells.

        Raises:
            InvalidInputError: "record.no_title", or "table.too_many_cells" when there are more than columns (a
                delimiter inside an unquoted cell has shifted the rest).
        """
        if any(cell.strip() for cell in row[self._n_columns :]):
            raise InvalidInputError("table.too_many_cells", cells=len(row), columns=self._n_columns)
        cells = {
            field: [restore_formula(row[place]) for place in places if place < len(row) and row[place].strip()]
            for field, places in self._places.items()
        }
        title = clean_line(_first(cells, "title"))
        self._refuse_no_record(title, row)
        if self._has_statement:
            title, statement = _title_and_statement(title)
            cells["statement"] = [*cells.get("statement", ()), *filter(None, [statement])]
        if not title:
            raise InvalidInputError("record.no_title")
        title = _TITLE_MARKS.sub(r"\1", title) if self._is_chinese else title
        subtitle = clean_line(_first(cells, "subtitle"))
        if subtitle and subtitle not in title:
            title = f"{title} : {subtitle}"
        year, year_note = parse_year(_first(cells, "year"))
        language = clean_line(_first(cells, "language"))
        notes = [clean_text(cell) for cell in cells.get("note", ())]
        return BibliographicRecord(
            title=title,
            external_id=_whole(clean_line(_first(cells, "external_id"))) or None,
            title_parallel=_parallel_titles(title, cells.get("title_parallel", ())),
            contributors=_contributors(cells),
            language=language_code(language) or language,
            description=clean_text("\n".join(cells.get("description", ()))),
            subjects=_subjects(cells),
            year=year,
            publisher=clean_line(_first(cells, "publisher")),
            place=clean_line(_first(cells, "place")),
            edition=clean_line(_first(cells, "edition")),
            series=clean_line(_first(cells, "series")),
            extent=" ; ".join(filter(None, (self._pages(cells), _whole(clean_line(_first(cells, "size")))))),
            note="\n".join([*notes, *([year_note] if year_note else [])]),
            identifiers=_identifiers(cells),
            holdings=_holdings(cells),
            status="draft" if clean_line(_first(cells, "status")).lower() == "draft" else "confirmed",
        )

    def _pages(self, cells: Mapping[str, Sequence[str]]) -> str:
        """The extent; a bare number gets the unit that the name of its column says."""
        extent = _whole(clean_line(_first(cells, "extent")))
        return f"{extent}{self._unit}" if extent.isdecimal() else extent

    def _refuse_no_record(self, title: str, row: Sequence[str]) -> None:
        """Rows that stand in a table for the eye: the header again on another page, totals."""
        if title and title == self._columns[self._places["title"][0]]:
            alike = sum(clean_line(cell) == column for cell, column in zip(row, self._columns, strict=False))
            if alike > 1:
                raise InvalidInputError("table.header_repeated")
        if (
            title.replace(" ", "") in _TOTALS
            and sum(
                bool(row[place].strip()) for places in self._places.values() for place in places if place < len(row)
            )
            == 1
        ):
            raise InvalidInputError("table.total")

    def unread(self, row: Sequence[str]) -> tuple[str, ...]:
        """What stands in the row's cells for numbers without being one, each as ``column: text``."""
        return tuple(
            f"{self._columns[place]}: {clean_line(row[place])}"
            for field, numbers in (("isbn", isbns_of_cell), ("issn", issns_of_cell))
            for place in self._places.get(field, ())
            if place < len(row) and row[place].strip() and not numbers(restore_formula(row[place]))
        )


def read_row(
    reader: RowReader, path: Path, number: int | str, row: Sequence[str], remarks: tuple[RejectedInput, ...]
) -> ImportedRecord:
    """The record of a row, with `remarks` about the table and a warning where a cell says nothing that is understood.

    Raises:
        InvalidInputError: As `RowReader.record`.
    """
    record = reader.record(row)
    if unread := reader.unread(row):
        cells = {"cells": "; ".join(unread)}
        remarks = (*remarks, RejectedInput(str(path), str(number), "table.cells_unread", cells))
    return ImportedRecord(record, str(number), warnings=(*remarks, *number_warnings(path, number, record.identifiers)))


def _first(cells: Mapping[str, Sequence[str]], field: str) -> str:
    found = cells.get(field)
    return found[0] if found else ""


def _title_and_statement(text: str) -> tuple[str, str]:
    """``活着 / 余华著`` and ``活着/余华著``: title and statement of responsibility."""
    for stroke in (" / ", "/", "／"):
        title, found, statement = text.rpartition(stroke) if stroke == " / " else text.partition(stroke)
        if found:
            return title.strip(), statement.strip()
    return text, ""


def _whole(text: str) -> str:
    """A number that a spreadsheet made a float is whole again: 12.0 → 12."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def _parallel_titles(title: str, cells: Iterable[str]) -> tuple[str, ...]:
    found = (part for cell in cells for part in split_list(cell))
    return tuple(dict.fromkeys(part for part in found if part != title))


def _contributors(cells: Mapping[str, Sequence[str]]) -> tuple[Contributor, ...]:
    found: list[Contributor] = []
    for cell in cells.get("authors", ()):
        found += [Contributor(name) for name in split_comma_list(cell)]
    for cell in cells.get("author", ()):
        found += [Contributor(name) for name in split_list(cell)]
    for cell in cells.get("statement", ()):
        found += names_of_statement(cell)
    for cell in cells.get("contributors", ()):
        for entry in split_list(cell):
            named = _ROLE.fullmatch(entry)
            found.append(Contributor(named[1], named[2].strip()) if named else Contributor(entry, "contributor"))
    for field, role in _ROLE_FIELDS.items():
        for cell in cells.get(field, ()):
            found += [Contributor(each.name, role) for each in names_of_statement(cell)]
    return tuple(dict.fromkeys(found))


def _subjects(cells: Mapping[str, Sequence[str]]) -> tuple[Subject, ...]:
    found = [Subject(term) for cell in cells.get("subjects", ()) for term in split_comma_list(cell)]
    for scheme in _CLASS_FIELDS:
        found += [Subject(_whole(term), scheme) for cell in cells.get(scheme, ()) for term in split_list(cell)]
    return tuple(dict.fromkeys(found))


def _identifiers(cells: Mapping[str, Sequence[str]]) -> tuple[Identifier, ...]:
    found = [identifier for cell in cells.get("isbn", ()) for identifier in isbns_of_cell(cell)]
    found += [identifier for cell in cells.get("issn", ()) for identifier in issns_of_cell(cell)]
    for cell in cells.get("control_number", ()):
        found += [Identifier("control", _whole(value)) for value in split_list(cell)]
    return tuple(dict.fromkeys(found))


def _holdings(cells: Mapping[str, Sequence[str]]) -> tuple[Holding, ...]:
    """Copies; several in one row have their parts in the same order in each column."""
    names = ("barcode", "call_number", "location", "holding_status", "holding_note")
    parts = {name: split_list(_first(cells, name), keep_empty=True) for name in names}
    holdings = []
    for number in range(max(map(len, parts.values()))):
        barcode, call_number, location, status, note = (
            parts[name][number] if number < len(parts[name]) else "" for name in names
        )
        holdings.append(
            Holding(
                barcode=_whole(barcode),
                call_number=call_number,
                location=location,
                status=_STATE_OF.get(status, status) or "available",
                note=note,
            )
        )
    return tuple(holdings)
