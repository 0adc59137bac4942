"""Two descriptions field by field: what agrees, what differs, what one side leaves open."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.domain.records import BibliographicRecord
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.parts import label

COMPARED = ("title", "authors", "year", "publisher", "edition", "series", "isbn")
COMPARED_RECORDS = ("title", "title_parallel", "contributors", "year", "publisher", "place", "edition", "series",
                    "extent", "language", "isbn")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on the scan and in the record. `agrees` is None where one side says nothing."""

    field: str
    on_scan: str
    in_record: str
    agrees: bool | None


def differences(
    draft: BibliographicRecord | None,
    record: BibliographicRecord,
    scan_text: str = "",
    fields: Sequence[str] = COMPARED,
) -> tuple[Difference, ...]:
    """Compare what was read with a record, leaving out fields that both lack.

    Where nothing was drafted (a clear match), `scan_text` is looked through for what the record says.
    """
    found: list[Difference] = []
    for name in fields:
        left, right = value_of(draft, name), value_of(record, name)
        if draft is None and right and _folded(right) in _folded(scan_text):
            left = right
        if not left and not right:
            continue
        agrees = None if not left or not right else _folded(left) in _folded(right) or _folded(right) in _folded(left)
        found.append(Difference(name, left, right, agrees))
    return tuple(found)


def value_of(record: BibliographicRecord | None, name: str) -> str:
    """A field as one line."""
    if record is None:
        return ""
    if name == "authors":
        return wording.authors(record)
    if name == "contributors":
        people = [f"{c.name} ({wording.role(c.role)})" if c.role != "author" else c.name for c in record.contributors]
        return wording.list_separator().join(people)
    if name == "title_parallel":
        return " = ".join(record.title_parallel)
    if name == "language":
        return wording.language_name(record.language) if record.language else ""
    value = getattr(record, name)
    return "" if value is None else str(value)


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


class DifferenceTable(Retranslating, QWidget):
    """Lines of a field name and two values, with a mark where both sides speak."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._rows: tuple[Difference, ...] = ()
        self._captions = ("", "")
        self._only: BibliographicRecord | None = None
        self._holder = QVBoxLayout(self)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._grid: QWidget | None = None

    def show_record(self, record: BibliographicRecord | None, fields: Sequence[str] = COMPARED) -> None:
        """Show one description alone."""
        self._only = record
        self._rows = tuple(
            Difference(name, value_of(record, name), "", None) for name in fields if value_of(record, name)
        )
        self.retranslate()

    def show_differences(self, rows: Sequence[Difference], left: str, right: str) -> None:
        """Show two descriptions; `left` and `right` are the captions of the columns."""
        self._only = None
        self._rows, self._captions = tuple(rows), (left, right)
        self.retranslate()

    def retranslate(self) -> None:
        if self._grid is not None:
            self._holder.removeWidget(self._grid)
            self._grid.hide()
            self._grid.deleteLater()
        self._grid = QWidget()
        self._holder.addWidget(self._grid)
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, 64)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        first = 0
        if self._only is None and self._rows:
            first = 1
            for column, caption in enumerate(self._captions, start=1):
                grid.addWidget(label("label", caption), 0, column)
        for line, entry in enumerate(self._rows, start=first):
            name = label("label", wording.field("author" if entry.field == "authors" else entry.field))
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            if self._only is not None:
                grid.addWidget(label(text=entry.on_scan, wrap=True, selectable=True), line, 1, 1, 2)
                continue
            grid.addWidget(_cell(entry.on_scan), line, 1)
            grid.addLayout(self._right(entry), line, 2)

    def _right(self, entry: Difference) -> QHBoxLayout:
        right = QHBoxLayout()
        right.setSpacing(6)
        if entry.agrees is not None:
            mark = QLabel()
            icon, token = ("check", "good") if entry.agrees else ("warning", "fair")
            mark.setPixmap(self._themes.theme.icon(icon, token).pixmap(QSize(15, 15)))
            mark.setAccessibleName(self.tr("agrees") if entry.agrees else self.tr("differs"))
            mark.setToolTip(mark.accessibleName())
            right.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        right.addWidget(_cell(entry.in_record), 1)
        return right


def _cell(text: str) -> QLabel:
    """A value, or a dash, at the top of its line."""
    cell = label("" if text else "muted", text or "—", wrap=True)
    cell.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return cell
