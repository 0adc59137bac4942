"""Plain lists for people: a header and rows, as CSV with a byte order mark or as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.files import write_atomically
from core.interchange.cells import neutralise_formula
from core.interchange.reading import clean_text

Cell = str | int | None
_WIDEST = 60


def write_list(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], title: str = "") -> int:
    """Write a list; the ending decides: .xlsx a workbook, anything else CSV. Returns the number of rows.

    No cell can act as a formula.

    Raises:
        HostFaultError: If the file cannot be written.
    """
    cleaned = [[neutralise_formula(clean_text(c)) if isinstance(c, str) else c for c in row] for row in rows]
    content = _workbook(header, cleaned, title) if path.suffix.lower() == ".xlsx" else _csv(header, cleaned)
    write_atomically(path, content)
    return len(cleaned)


def _csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(header: Sequence[str], rows: Sequence[Sequence[Cell]], title: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31] or None)
    for position, name in enumerate(header):
        longest = max([len(name), *(len(str(row[position] or "")) for row in rows[:500])])
        sheet.column_dimensions[get_column_letter(position + 1)].width = min(_WIDEST, 1.6 * longest + 2)
    sheet.freeze_panes = "A2"
    heads = []
    for name in header:
        cell = WriteOnlyCell(sheet, name)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for row in rows:
        cells: list[object] = []
        for value in row:
            if isinstance(value, str) and value:
                cell = WriteOnlyCell(sheet, value)
                cell.data_type = "s"
                cells.append(cell)
            else:
                cells.append(value)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
