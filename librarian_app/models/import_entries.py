"""What a dry run told of each record, fetched a page at a time as the list is scrolled."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core.domain.importing import EntryPage, ImportEntry
from librarian_app import wording

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
PAGE_ROWS = 100
_PAGES_KEPT = 20


class ImportEntriesModel(QAbstractTableModel):
    """Position, title and how it was found. Rows that are not there yet are fetched when they are looked at.

    Signals:
        page_wanted(int): The page of this number is looked at and not there.
        page_arrived(int): A page came.
    """

    page_wanted = Signal(int)
    page_arrived = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._pages: dict[int, tuple[ImportEntry, ...]] = {}
        self._asked: set[int] = set()

    def start(self, total: int) -> None:
        """Show a list of so many entries, none of which is there yet."""
        self.beginResetModel()
        self._total = total
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def take(self, page: EntryPage) -> None:
        """A page came; the oldest is forgotten when there are many."""
        number = page.offset // PAGE_ROWS
        self._asked.discard(number)
        if page.total != self._total or not page.entries:
            return
        self._pages[number] = page.entries
        while len(self._pages) > _PAGES_KEPT:
            del self._pages[next(iter(self._pages))]
        last = min(self._total, page.offset + PAGE_ROWS) - 1
        self.dataChanged.emit(self.index(page.offset, 0), self.index(last, self.columnCount() - 1))
        self.page_arrived.emit(number)

    def entry(self, row: int) -> ImportEntry | None:
        """The entry of a row; None while it is fetched."""
        if not 0 <= row < self._total:
            return None
        number, place = divmod(row, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self.page_wanted.emit(number)
            return None
        return page[place] if place < len(page) else None

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else 3

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        return (self.tr("No."), wording.field("title"), self.tr("Found by"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        entry = self.entry(index.row())
        if entry is None:
            return "…" if index.column() == 1 and role == Qt.ItemDataRole.DisplayRole else None
        if index.column() == 0:
            return entry.position
        if index.column() == 1:
            return entry.title or self.tr("(no title)")
        return f"{wording.match_rule(entry.rule)}  {entry.score:.0%}" if entry.rule else ""
