"""Records in a list or a table: all ids are known, the records themselves are fetched as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from core.domain.listing import ListRow, ResultList
from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import Marks, SearchResult
from librarian_app import wording

Index = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 60
CACHED_ROWS = 6_000
MOST_PAGES_UNDER_WAY = 3
"""While somebody drags the scroll bar, only what came into view last is worth fetching."""
NO_INDEX = QModelIndex()


class Column(IntEnum):
    """Columns of the table."""

    TITLE = 0
    AUTHOR = 1
    YEAR = 2
    PUBLISHER = 3
    LANGUAGE = 4
    CALL_NUMBER = 5
    ISBN = 6
    SCORE = 7


class Role(IntEnum):
    """Roles beyond Qt's own."""

    ROW = Qt.ItemDataRole.UserRole + 1
    MARKS = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Row:
    """What a card shows. `result` is None for records that were not ranked; `is_alike`: its score is a likeness."""

    record: BibliographicRecord
    cover_sha256: str | None
    result: SearchResult | None = None
    marks: Marks = field(default_factory=dict)
    is_alike: bool = False


COLUMN_ORDERS: dict[Column, str] = {
    Column.TITLE: "title",
    Column.AUTHOR: "author",
    Column.YEAR: "year",
    Column.CALL_NUMBER: "call_number",
    Column.SCORE: "relevance",
}
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ResultsModel(QAbstractTableModel):
    """A list of any length. Rows that were not fetched yet are empty and ask for their page.

    Signals:
        rows_wanted(object): These record ids are in view and not here; answer with `add_rows`.
        order_wanted(str, bool): Another order (title, author, year, call_number, relevance), descending or not.
    """

    rows_wanted = Signal(object)
    order_wanted = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[RecordId, ...] = ()
        self._ranked: dict[RecordId, Row] = {}
        self._fetched: OrderedDict[RecordId, Row] = OrderedDict()
        self._outdated: dict[RecordId, Row] = {}
        self._is_ranking = False
        self._under_way: dict[RecordId, int] = {}
        self._wanted: dict[int, None] = {}
        # One request for all rows that are painted in the same go.
        self._ask_timer = QTimer(self)
        self._ask_timer.setSingleShot(True)
        self._ask_timer.setInterval(20)
        self._ask_timer.timeout.connect(self._ask)

    @property
    def is_browsing(self) -> bool:
        """Whether nothing here was ranked: the library, or what passes filters."""
        return not self._is_ranking

    @property
    def ids(self) -> tuple[RecordId, ...]:
        """Every record of the list, in its order."""
        return self._ids

    def row_at(self, row: int) -> Row | None:
        """The row, or None when it is not here (yet)."""
        return self._row(self._ids[row]) if 0 <= row < len(self._ids) else None

    def positions(self, record_ids: Collection[RecordId]) -> list[int]:
        """Where records stand; those that are not in the list are left out."""
        wanted = set(record_ids)
        return [place for place, record_id in enumerate(self._ids) if record_id in wanted] if wanted else []

    def show_list(self, found: ResultList, *, is_alike: bool = False) -> None:
        """Show another list; the same records in the same order keep their place.

        All are fetched anew; until they come, what was there is shown: during an import there is a list every moment.
        """
        answer = found.answer
        results = answer.results if answer is not None else ()
        ranked = {
            r.record.id: Row(r.record, r.cover_sha256, r, r.marks, is_alike) for r in results if r.record.id is not None
        }
        is_same = found.ids == self._ids and self._is_ranking == (answer is not None)
        if not is_same:
            self.beginResetModel()
        self._ids, self._ranked, self._is_ranking = found.ids, ranked, answer is not None
        kept = set(found.ids)
        before = self._outdated | self._fetched
        self._outdated = {record_id: row for record_id, row in before.items() if record_id in kept}
        self._fetched.clear()
        self._under_way.clear()
        self._wanted.clear()
        if not is_same:
            self.endResetModel()
        elif self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(Column) - 1))

    def add_rows(self, rows: Sequence[ListRow]) -> None:
        """Fill in rows that were asked for; those of a list that is no longer shown are dropped."""
        places: list[int] = []
        for row in rows:
            record_id = row.record.id
            place = self._under_way.pop(record_id, None) if record_id is not None else None
            if record_id is not None and place is not None:
                self._fetched[record_id] = Row(row.record, row.cover_sha256, None, row.marks)
                self._outdated.pop(record_id, None)
                places.append(place)
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), len(Column) - 1))
        while len(self._fetched) > CACHED_ROWS:
            self._fetched.popitem(last=False)
        if self._wanted and not self._ask_timer.isActive():
            self._ask_timer.start()

    def cover_arrived(self, key: str) -> None:
        """A picture was loaded: repaint the cards that show it."""
        shown = [i for i, row in (*self._ranked.items(), *self._fetched.items()) if row.cover_sha256 == key]
        for place in self.positions(shown):
            self.dataChanged.emit(self.index(place, 0), self.index(place, 0), [Qt.ItemDataRole.DecorationRole])

    def _row(self, record_id: RecordId) -> Row | None:
        return self._ranked.get(record_id) or self._fetched.get(record_id) or self._outdated.get(record_id)

    def _is_here(self, record_id: RecordId) -> bool:
        return record_id in self._ranked or record_id in self._fetched

    def _want(self, place: int) -> None:
        page = place // PAGE_ROWS
        if self._ids[place] not in self._under_way:
            self._wanted.pop(page, None)
            self._wanted[page] = None
            if not self._ask_timer.isActive():
                self._ask_timer.start()

    def _ask(self) -> None:
        """Ask for the pages that came into view last; older ones are asked for again if they are painted again."""
        pages = list(self._wanted)[-MOST_PAGES_UNDER_WAY:]
        if len(self._under_way) >= MOST_PAGES_UNDER_WAY * PAGE_ROWS:
            return  # the next answer asks on
        self._wanted.clear()
        for page in reversed(pages):
            places = range(page * PAGE_ROWS, min((page + 1) * PAGE_ROWS, len(self._ids)))
            missing = [p for p in places if not self._is_here(self._ids[p]) and self._ids[p] not in self._under_way]
            if missing:
                self._under_way.update((self._ids[place], place) for place in missing)
                self.rows_wanted.emit(tuple(self._ids[place] for place in missing))

    # -- QAbstractTableModel ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _RIGHT if section in (Column.YEAR, Column.SCORE) else _LEFT
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
            wording.field("call_number"),
            wording.field("isbn"),
            self.tr("Probability") if self._is_ranking else "",
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record_id = self._ids[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Role.ROW) and not self._is_here(record_id):
            self._want(index.row())
        row = self._row(record_id)
        if row is None:
            return None
        match role:
            case Role.ROW:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return _text(row, Column(index.column()))
            case Role.MARKS:
                return _marks(row, Column(index.column()))
            case Qt.ItemDataRole.TextAlignmentRole if index.column() in (Column.YEAR, Column.SCORE):
                return _RIGHT
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.record.title}\n{wording.authors(row.record)}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row)
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for the list in another order. The engine orders it, since most of it is not here."""
        if column in COLUMN_ORDERS:
            self.order_wanted.emit(COLUMN_ORDERS[Column(column)], order == Qt.SortOrder.DescendingOrder)


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
        case Column.CALL_NUMBER:
            return next((h.call_number for h in record.holdings if h.call_number), "")
        case Column.ISBN:
            return record.isbn or ""
        case Column.SCORE:
            return score_text(row)


def score_text(row: Row) -> str:
    """How likely, in words and per cent; of likenesses the per cent alone."""
    if row.result is None:
        return ""
    percent = f"{row.result.score:.0%}"
    return percent if row.is_alike else f"{wording.probability(row.result.score)}  {percent}"


def author_spans(row: Row, line: str) -> tuple[tuple[int, int], ...]:
    """Where the query stands in the line of authors, from where it stands in each of the names."""
    spans: list[tuple[int, int]] = []
    for number, agent in enumerate(row.record.contributors):
        place = line.find(agent.name) if agent.name else -1
        if place >= 0:
            spans += [(place + start, place + end) for start, end in row.marks.get(f"contributor.{number}", ())]
    return tuple(dict.fromkeys(spans))


def _marks(row: Row, column: Column) -> tuple[tuple[int, int], ...]:
    match column:
        case Column.TITLE:
            return row.marks.get("title", ())
        case Column.AUTHOR:
            return author_spans(row, wording.authors(row.record))
        case Column.PUBLISHER:
            return row.marks.get("publisher", ())
        case _:
            return ()


def _spoken(row: Row) -> str:
    parts: Sequence[str] = (
        row.record.title,
        wording.authors(row.record),
        str(row.record.year or ""),
        score_text(row),
    )
    return ", ".join(p for p in parts if p)
