"""Records in a list or a table: the answer to a search, or the whole library, fetched by pages as it is scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from core.domain.library import RecordPage
from core.domain.records import BibliographicRecord
from core.domain.retrieval import SearchResponse, SearchResult
from librarian_app import wording

Index = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 60
NO_INDEX = QModelIndex()


class Column(IntEnum):
    """Columns of the table."""

    TITLE = 0
    AUTHOR = 1
    YEAR = 2
    PUBLISHER = 3
    LANGUAGE = 4
    ISBN = 5
    SCORE = 6


class Role(IntEnum):
    """Roles beyond Qt's own."""

    ROW = Qt.ItemDataRole.UserRole + 1
    SORT = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Row:
    """What a card shows. `result` is None while browsing."""

    record: BibliographicRecord
    cover_sha256: str | None
    result: SearchResult | None = None


BROWSE_ORDERS: dict[Column, str] = {Column.TITLE: "title", Column.AUTHOR: "author", Column.YEAR: "year"}


class ResultsModel(QAbstractTableModel):
    """Rows of either kind. While browsing, rows that were not fetched yet are empty and ask for their page.

    Signals:
        page_wanted(int): The page that starts at this offset is visible and not here.
        order_wanted(str, bool): Browse in another order (title, author, year, added), descending or not.
    """

    page_wanted = Signal(int)
    order_wanted = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[int, Row] = {}
        self._total = 0
        self._is_browsing = True
        self._asked: set[int] = set()
        self._wanted: set[int] = set()
        # One request for all rows that are painted in the same go.
        self._ask_timer = QTimer(self)
        self._ask_timer.setSingleShot(True)
        self._ask_timer.setInterval(30)
        self._ask_timer.timeout.connect(self._ask)

    @property
    def is_browsing(self) -> bool:
        return self._is_browsing

    def row_at(self, row: int) -> Row | None:
        """The row, or None when it is not here (yet)."""
        return self._rows.get(row)

    def show_results(self, response: SearchResponse) -> None:
        """Replace everything by the results of a search."""
        self.beginResetModel()
        self._is_browsing = False
        self._rows = {i: Row(r.record, r.cover_sha256, r) for i, r in enumerate(response.results)}
        self._total = len(self._rows)
        self._forget_requests()
        self.endResetModel()

    def show_first_page(self, page: RecordPage) -> None:
        """Replace everything by the library, of which the first page is here."""
        self.beginResetModel()
        self._is_browsing = True
        self._rows = {}
        self._total = page.total
        self._forget_requests()
        self._take(page)
        self.endResetModel()

    def add_page(self, page: RecordPage) -> None:
        """Fill in a page that was asked for. A changed total means that the library changed: take it as news."""
        if not self._is_browsing:
            return
        if page.total != self._total:
            self.show_first_page(page) if page.offset == 0 else self.refetch(page.total)
            return
        self._take(page)
        if page.records:
            last = page.offset + len(page.records) - 1
            self.dataChanged.emit(self.index(page.offset, 0), self.index(last, len(Column) - 1))

    def refetch(self, total: int) -> None:
        """Drop all pages; the visible ones will be asked for again."""
        self.beginResetModel()
        self._rows = {}
        self._total = total
        self._forget_requests()
        self.endResetModel()

    def replace_record(self, record: BibliographicRecord, cover_sha256: str | None) -> None:
        """Show a changed record where it stands."""
        for number, row in self._rows.items():
            if row.record.id == record.id:
                self._rows[number] = Row(record, cover_sha256, row.result)
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(Column) - 1))

    def cover_arrived(self, key: str) -> None:
        """A picture was loaded: repaint the cards that show it."""
        for number, row in self._rows.items():
            if row.cover_sha256 == key:
                self.dataChanged.emit(self.index(number, 0), self.index(number, 0), [Qt.ItemDataRole.DecorationRole])

    def _take(self, page: RecordPage) -> None:
        for i, (record, cover) in enumerate(zip(page.records, page.cover_sha256, strict=True)):
            self._rows[page.offset + i] = Row(record, cover)
        self._asked.discard(page.offset)

    def _forget_requests(self) -> None:
        self._asked.clear()
        self._wanted.clear()

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, set()
        for offset in sorted(wanted - self._asked):
            self._asked.add(offset)
            self.page_wanted.emit(offset)

    # -- QAbstractTableModel ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (Column.YEAR, Column.SCORE):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return (
            wording.field("title"),
            wording.field("author"),
            wording.field("year"),
            wording.field("publisher"),
            wording.field("language"),
            wording.field("isbn"),
            "" if self._is_browsing else self.tr("Probability"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows.get(index.row())
        if row is None:
            if self._is_browsing and role in (Qt.ItemDataRole.DisplayRole, Role.ROW):
                self._wanted.add(index.row() // PAGE_ROWS * PAGE_ROWS)
                if not self._ask_timer.isActive():
                    self._ask_timer.start()
            return None
        match role:
            case Role.ROW:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return _text(row, Column(index.column()))
            case Role.SORT:
                return _sort_key(row, Column(index.column()))
            case Qt.ItemDataRole.TextAlignmentRole if index.column() in (Column.YEAR, Column.SCORE):
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.record.title}\n{wording.authors(row.record)}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row)
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort results here; while browsing, ask for the library in that order. Column -1 is the original order."""
        descending = order == Qt.SortOrder.DescendingOrder
        if self._is_browsing:
            if column in BROWSE_ORDERS:
                self.order_wanted.emit(BROWSE_ORDERS[Column(column)], descending)
            return
        self.layoutAboutToBeChanged.emit()
        before = [self._rows[i] for i in range(self._total)]
        persistent = self.persistentIndexList()
        held = [(i, before[i.row()]) for i in persistent]
        if column < 0 or column == Column.SCORE:
            after = sorted(before, key=lambda r: r.result.rank if r.result else 0)
            if column == Column.SCORE and not descending:
                after.reverse()
        else:
            after = sorted(before, key=lambda r: _sort_key(r, Column(column)), reverse=descending)
        self._rows = dict(enumerate(after))
        places = {id(row): i for i, row in enumerate(after)}
        for old, row in held:
            self.changePersistentIndex(old, self.index(places[id(row)], old.column()))
        self.layoutChanged.emit()


def _text(row: Row, column: Column) -> str:
    record = row.record
    match column:
        case Column.TITLE:
            return record.title
        case Column.AUTHOR:
            return wording.authors(record)
        case Column.YEAR:
            return str(record.year) if record.year is not None else ""
        case Column.PUBLISHER:
            return record.publisher
        case Column.LANGUAGE:
            return wording.language_name(record.language)
        case Column.ISBN:
            return record.isbn or ""
        case Column.SCORE:
            if row.result is None:
                return ""
            return f"{wording.probability(row.result.score)}  {row.result.score:.0%}"


def _sort_key(row: Row, column: Column) -> Any:
    if column == Column.YEAR:
        return row.record.year if row.record.year is not None else -10_000
    if column == Column.SCORE:
        return row.result.score if row.result else 0.0
    return _text(row, column).casefold()


def _spoken(row: Row) -> str:
    parts: Sequence[str] = (
        row.record.title,
        wording.authors(row.record),
        str(row.record.year or ""),
        wording.probability(row.result.score) if row.result else "",
    )
    return ", ".join(p for p in parts if p)
