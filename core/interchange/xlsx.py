"""Excel workbooks: the first sheet that has a title column, and the others with the same columns."""

from __future__ import annotations

import datetime
import errno
import os
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

from core.domain.library import ExportOptions, ImportPreview
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import InvalidInputError, LibrarianError
from core.files import complete_file, write_fault
from core.interchange.columns import RowReader, checked_mapping, guess_mapping, read_row
from core.interchange.delimited import csv_row
from core.interchange.reading import ImportedRecord, SeenTexts, open_source, rejected
from core.interchange.table_export import COLUMNS, left_out_of_row, row_of_record
from core.interchange.table_header import Header, Row, read_header
from core.interchange.writing import left_out_warning

if TYPE_CHECKING:
    from openpyxl import Workbook

_MOST_PARTS: Final = 4096
_LARGEST_CONTENT: Final = 512 << 20
_MOST_EXPANSION: Final = 300
_MOST_COLUMNS: Final = 256
_MOST_ROWS: Final = 1_048_576
_LONGEST_CELL: Final = 32_767
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@contextmanager
def _open_workbook(path: Path) -> Iterator[Workbook]:
    """A workbook for reading, refused when it would unpack to something enormous.

    Raises:
        InvalidInputError: "xlsx.old_or_locked", "xlsx.damaged", "xlsx.too_large".
    """
    import openpyxl

    with open_source(path) as source:
        if source.peek(4)[:4] == _OLD_EXCEL:
            raise InvalidInputError("xlsx.old_or_locked", file=path)
        try:
            _check_size(source, path)
            book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
        except InvalidInputError:
            raise
        except _damages() as exc:
            raise InvalidInputError("xlsx.damaged", file=path) from exc
        try:
            yield book
        finally:
            book.close()


def _check_size(source: BinaryIO, path: Path) -> None:
    with zipfile.ZipFile(source) as archive:
        parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS or size > _LARGEST_CONTENT or size > _MOST_EXPANSION * max(packed, 1 << 16):
        raise InvalidInputError("xlsx.too_large", file=path, limit_mib=_LARGEST_CONTENT >> 20)
    source.seek(0)


def _damages() -> tuple[type[Exception], ...]:
    """What openpyxl and the zip and XML modules raise on damaged workbooks; they share no base of their own."""
    import zlib
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from lxml.etree import LxmlError
    from openpyxl.utils.exceptions import InvalidFileException

    return (
        zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
        NotImplementedError, RuntimeError, OSError, ParseError, LxmlError, DefusedXmlException, InvalidFileException,
    )  # fmt: skip


def _cell_text(value: Any) -> str:
    """A cell as text. Whole floats lose their point; dates become ISO; formulas have only their stored result."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)


def _rows(sheet: Any) -> Iterator[Row]:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # the stored size may lie
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_ROWS:
            raise ValueError("no sheet has so many rows")  # one of `_damages`: the number of a row may lie too
        if cells.count(None) == len(cells):
            continue
        texts = [_cell_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            while texts and not texts[-1].strip():
                texts.pop()
            yield number, texts


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str
    header: Header
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """`is_repeated`: an earlier sheet has the same row, as where one sheet sums up the others."""

    position: str
    cells: list[str]
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rows of the first sheet that fits and of the others with the same columns; `unread` names what is left."""

    header: Header
    rows: Iterator[_SheetRow]
    unread: tuple[str, ...]

    def remarks(self, path: Path, mapping: Mapping[str, str] | None) -> tuple[RejectedInput, ...]:
        told = self.header.remarks(path, mapping)
        if self.unread:
            told += (RejectedInput(str(path), "1", "table.sheets_unread", {"sheets": ", ".join(self.unread)}),)
        return told


def _tables(book: Workbook, path: Path, mapping: Mapping[str, str] | None) -> _Tables:
    """The first sheet that fits the mapping, else the first that is not empty, and those that go on with it.

    Positions are row numbers, behind the name of the sheet ("历史!12") from the second on.
    """
    sheets: list[_Sheet] = []
    damaged: list[str] = []
    for sheet in book.worksheets:
        try:
            found = _Sheet(sheet.title, *read_header(_rows(sheet), mapping))
        except _damages():
            damaged.append(sheet.title)
            continue
        if found.header.columns:
            sheets.append(found)
    if not sheets:
        raise InvalidInputError("xlsx.damaged" if damaged else "file.empty", file=path)
    header = next((each.header for each in sheets if _fits(each.header, mapping)), sheets[0].header)
    alike = [each for each in sheets if each.header.columns == header.columns]
    others = [each.title for each in sheets if each.header.columns != header.columns]
    return _Tables(header, _rows_of(alike), (*others, *damaged))


def _rows_of(sheets: Sequence[_Sheet]) -> Iterator[_SheetRow]:
    seen = SeenTexts() if len(sheets) > 1 else None
    for place, sheet in enumerate(sheets):
        for number, cells in sheet.rows:
            is_repeated = seen is not None and seen.add("\x1f".join(cells or ())) is not None
            position = f"{sheet.title}!{number}" if place else str(number)
            yield _SheetRow(position, cells or [], is_repeated and place > 0)


def _fits(header: Header, mapping: Mapping[str, str] | None) -> bool:
    if mapping is not None:
        return set(mapping) <= set(header.columns)
    return "title" in guess_mapping(header.columns).values()


def read_xlsx(path: Path, mapping: Mapping[str, str] | None = None) -> Iterator[ImportedRecord | RejectedInput]:
    """Read the rows of a workbook. A bad row is a rejected entry and the rest goes on. Positions are row numbers.

    Raises:
        InvalidInputError: If it cannot be read or has no title column.
    """
    with _open_workbook(path) as book:
        try:
            tables = _tables(book, path, mapping)
        except InvalidInputError:
            raise
        except _damages() as exc:
            raise InvalidInputError("xlsx.damaged", file=path) from exc
        columns = tables.header.columns
        reader = RowReader(columns, checked_mapping(columns, mapping))
        remarks = tables.remarks(path, mapping)
        position = "1"
        while True:
            try:
                row = next(tables.rows)
            except StopIteration:
                return
            except _damages():
                yield rejected(path, _after(position), InvalidInputError("xlsx.damaged", file=path))
                return
            position = row.position
            if row.is_repeated:
                yield rejected(path, position, InvalidInputError("table.row_repeated"), csv_row(row.cells))
                continue
            try:
                entry = read_row(reader, path, position, row.cells, remarks)
            except InvalidInputError as exc:
                yield rejected(path, position, exc, csv_row(row.cells))
                continue
            yield entry
            remarks = ()  # once a file is enough


def _after(position: str) -> str:
    """The row behind a position."""
    sheet, mark, number = position.rpartition("!")
    return f"{sheet}{mark}{int(number) + 1}"


def xlsx_header(path: Path, mapping: Mapping[str, str] | None = None) -> bytes:
    """The header of the sheets that are read, as one row of a CSV file. Raises as `read_xlsx`."""
    with _open_workbook(path) as book:
        try:
            return csv_row(_tables(book, path, mapping).header.columns)
        except _damages() as exc:
            raise InvalidInputError("xlsx.damaged", file=path) from exc


def preview_xlsx(path: Path, n_rows: int) -> ImportPreview:
    """The first rows and the guessed mapping."""
    with _open_workbook(path) as book:
        try:
            tables = _tables(book, path, None)
            shown = tuple(tuple(row.cells) for row in islice(tables.rows, n_rows))
        except InvalidInputError:
            raise
        except _damages() as exc:
            raise InvalidInputError("xlsx.damaged", file=path) from exc
    columns = tables.header.columns
    return ImportPreview(str(path), "xlsx", "", columns, guess_mapping(columns), shown)


class XlsxWriter:
    """Writes one sheet: years as numbers, everything else as text, formulas neutralised, the header frozen."""

    def __init__(self, path: Path, options: ExportOptions) -> None:
        self.written = 0
        self.warnings: list[RejectedInput] = []
        self._path = path
        self._left_out: Counter[str] = Counter()
        self._stack = ExitStack()
        self._book: Any = None
        self._sheet: Any = None
        self._target: Any = None

    def __enter__(self) -> Self:
        import openpyxl

        self._target = self._stack.enter_context(complete_file(self._path))
        self._book = openpyxl.Workbook(write_only=True)
        self._sheet = self._book.create_sheet("records")
        self._sheet.freeze_panes = "A2"
        self._sheet.append(list(COLUMNS))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        from lxml.etree import LxmlError

        if kind is None:
            try:
                self._book.save(self._target)
            except (OSError, LxmlError) as exc:
                fault = _fault(exc, self._path)
                self._stack.__exit__(type(fault), fault, exc.__traceback__)
                raise fault from exc
        else:
            with suppress(OSError, LxmlError):  # the disk may be full; the error under way is the one to show
                self._sheet.close()
        self.warnings += left_out_warning(self._path, "xlsx", self._left_out)
        self._stack.__exit__(kind, error, traceback)

    def write(self, record: BibliographicRecord, *, source: MarcSource | None = None, cover: str | None = None) -> None:
        """Append one record.

        Raises:
            InvalidInputError: "xlsx.too_many_rows" or "xlsx.cell_too_long", which no workbook can hold.
        """
        from lxml.etree import LxmlError
        from openpyxl.cell import WriteOnlyCell

        if self._sheet is None:
            raise RuntimeError("the writer is used outside its with block")
        if self.written + 2 > _MOST_ROWS:
            raise InvalidInputError("xlsx.too_many_rows", limit=_MOST_ROWS)
        row: list[Any] = []
        values = row_of_record(record)
        self._left_out.update(left_out_of_row(record, values))
        for column, value in zip(COLUMNS, values, strict=True):
            if isinstance(value, str) and value:
                if len(value) > _LONGEST_CELL:
                    raise InvalidInputError("xlsx.cell_too_long", title=record.title[:80], column=column)
                cell = WriteOnlyCell(self._sheet, value)
                cell.data_type = "s"
                row.append(cell)
            else:
                row.append(value or None)
        try:
            self._sheet.append(row)
        except (OSError, LxmlError) as exc:
            raise _fault(exc, self._path) from exc
        self.written += 1


def _fault(error: Exception, path: Path) -> LibrarianError:
    """The error for a failed write; libxml2, through which openpyxl writes, has only the names of errno's numbers."""
    if isinstance(error, OSError):
        return write_fault(error, path)
    code = next((number for number, name in errno.errorcode.items() if str(error) == f"IO_{name}"), errno.EIO)
    return write_fault(OSError(code, os.strerror(code)), path)
