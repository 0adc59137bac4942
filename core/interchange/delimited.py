"""CSV and its relatives, read however they were damaged and written so that Excel opens them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Self

from core.domain.library import ExportOptions, ImportPreview
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import InvalidInputError
from core.files import complete_file, write_fault
from core.interchange.columns import RowReader, checked_mapping, guess_mapping, read_row
from core.interchange.decoding import UNDECODABLE, detect_encoding, known_encoding, open_text
from core.interchange.reading import ImportedRecord, rejected
from core.interchange.table_export import COLUMNS, left_out_of_row, row_of_record
from core.interchange.table_header import Row, has_header, read_header
from core.interchange.writing import left_out_warning

_DELIMITERS = ",;\t|，"
_SNIFFED_ROWS = 30
_MOST_LINES_IN_CELL = 1000
_MOST_CHARACTERS_IN_ROW = 4 << 20
_MOST_CHARACTERS = 8 << 20


def _ends_inside_quotes(line: str, delimiter: str, inside: bool) -> bool:
    """Whether a quoted cell is still open after `line`, as the csv module reads quotes: they open only a cell."""
    position = 0
    while position < len(line):
        if inside:
            closing = line.find('"', position)
            if closing < 0:
                return True
            if line[closing + 1 : closing + 2] == '"':
                position = closing + 2
                continue
            inside = False
            position = closing + 1
        else:
            if line[position] == '"':
                inside = True
                position += 1
                continue
            following = line.find(delimiter, position)
            if following < 0:
                return False
            position = following + 1
    return inside


def split_rows(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    """Rows of cells with the numbers of the lines on which they begin. Line breaks inside quoted cells are kept.

    A quote that is opened and not closed within 1,000 lines is taken for a mere character, so that one of them does
    not swallow the rest of the file.
    """
    csv.field_size_limit(_MOST_CHARACTERS)
    waiting: list[str] = []
    number = 0
    while True:
        first = waiting.pop(0) if waiting else next(lines, None)
        if first is None:
            return
        start = number + 1
        if len(first) > _MOST_CHARACTERS:
            end: str | None = first
            while end is not None and not end.endswith(("\r", "\n")):  # such a line comes in parts
                end = waiting.pop(0) if waiting else next(lines, None)
            number = start
            yield start, None
            continue
        taken = [first]
        n_characters = len(first)
        inside = '"' in first and _ends_inside_quotes(first, delimiter, inside=False)
        while inside and len(taken) < _MOST_LINES_IN_CELL and n_characters < _MOST_CHARACTERS_IN_ROW:
            line = waiting.pop(0) if waiting else next(lines, None)
            if line is None:
                break
            taken.append(line)
            n_characters += len(line)
            inside = _ends_inside_quotes(line, delimiter, inside=True)
        if inside:
            waiting = taken[1:] + waiting
            number = start
            yield start, first.rstrip("\r\n").split(delimiter)
            continue
        number = start + len(taken) - 1
        if n_characters > _MOST_CHARACTERS:
            yield start, None
            continue
        text = "".join(taken).rstrip("\r\n")
        yield start, next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def sniff_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that gives the most columns in the most rows; below a heading the one that finds a header."""

    def quality(delimiter: str) -> tuple[int, int]:
        widths = [len(cells) for _, cells in split_rows(iter(lines), delimiter) if cells and any(cells)]
        if not widths or widths[0] < 2:
            return (0, 0)
        return (sum(width == widths[0] for width in widths), widths[0])

    best = max(_DELIMITERS, key=quality)
    if quality(best) > (0, 0):
        return best
    return next((each for each in _DELIMITERS if has_header(split_rows(iter(lines), each))), ",")


class _Table:
    """A delimited file, opened: its encoding, its columns, its rows."""

    def __init__(self, path: Path, encoding: str, mapping: Mapping[str, str] | None = None) -> None:
        self.encoding = detect_encoding(path) if encoding == "auto" else known_encoding(encoding)
        lines = open_text(path, self.encoding)
        start = list(islice(lines, _SNIFFED_ROWS))
        if start and start[0].lower().startswith("sep=") and len(start[0].strip()) == 5:
            delimiter = start[0].strip()[4]  # a line that only Excel reads
            start[0] = "\n"
        else:
            delimiter = sniff_delimiter(start)
        rows = split_rows(chain(start, lines), delimiter)
        filled = (row for row in rows if row[1] is None or any(cell.strip() for cell in row[1]))
        self.header, self.rows = read_header(filled, mapping)
        self.columns = self.header.columns
        if not self.columns:
            raise InvalidInputError("file.empty", file=path)
        if any(UNDECODABLE in cell for cell in self.header.cells):
            raise InvalidInputError("text.wrong_encoding", file=path, encoding=self.encoding)


def read_csv(
    path: Path, encoding: str = "auto", mapping: Mapping[str, str] | None = None
) -> Iterator[ImportedRecord | RejectedInput]:
    """Read a table with a header row. A bad row is a rejected entry and the rest goes on. Positions are line numbers.

    Raises:
        InvalidInputError: If there is no header, no title column, or the header is not in `encoding`.
    """
    table = _Table(path, encoding, mapping)
    reader = RowReader(table.columns, checked_mapping(table.columns, mapping))
    remarks = table.header.remarks(path, mapping)
    for number, cells in table.rows:
        if cells is None:
            yield rejected(path, number, InvalidInputError("line.too_long", limit_mib=_MOST_CHARACTERS >> 20))
            continue
        if any(UNDECODABLE in cell for cell in cells):
            yield rejected(path, number, InvalidInputError("text.undecodable", encoding=table.encoding), csv_row(cells))
            continue
        try:
            entry = read_row(reader, path, number, cells, remarks)
        except InvalidInputError as exc:
            yield rejected(path, number, exc, csv_row(cells))
            continue
        yield entry
        remarks = ()  # once a file is enough


def csv_row(cells: Sequence[str]) -> bytes:
    """The cells as one row of a CSV file in UTF-8, as they came: not made safe for a spreadsheet."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow([cell.replace(UNDECODABLE, "\ufffd") for cell in cells])
    return text.getvalue().encode("utf-8", "replace")


def csv_header(path: Path, encoding: str = "auto") -> bytes:
    """The header of a table as one row of a CSV file. Raises as `read_csv`."""
    return csv_row(_Table(path, encoding).columns)


def preview_csv(path: Path, encoding: str, n_rows: int) -> ImportPreview:
    """The first rows and the guessed mapping; undecodable places are shown as �."""
    table = _Table(path, encoding)
    rows = tuple(
        tuple(cell.replace(UNDECODABLE, "\ufffd") for cell in cells or ()) for _, cells in islice(table.rows, n_rows)
    )
    return ImportPreview(str(path), "csv", table.encoding, table.columns, guess_mapping(table.columns), rows)


class CsvWriter:
    """Writes UTF-8 with a byte order mark, so that Excel reads Chinese; formulas are neutralised."""

    def __init__(self, path: Path, options: ExportOptions) -> None:
        self.written = 0
        self.warnings: list[RejectedInput] = []
        self._path = path
        self._left_out: Counter[str] = Counter()
        self._stack = ExitStack()
        self._text: io.TextIOWrapper | None = None

    def __enter__(self) -> Self:
        target = self._stack.enter_context(complete_file(self._path))
        self._text = io.TextIOWrapper(target, encoding="utf-8-sig", errors="replace", newline="")
        self._stack.callback(self._text.detach)
        csv.writer(self._text).writerow(COLUMNS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.warnings += left_out_warning(self._path, "csv", self._left_out)
        self._stack.__exit__(kind, error, traceback)

    def write(self, record: BibliographicRecord, *, source: MarcSource | None = None, cover: str | None = None) -> None:
        """Append one record."""
        if self._text is None:
            raise RuntimeError("the writer is used outside its with block")
        row = row_of_record(record)
        self._left_out.update(left_out_of_row(record, row))
        try:
            csv.writer(self._text).writerow(row)
        except OSError as exc:
            raise write_fault(exc, self._path) from exc
        self.written += 1
