"""What people said about results, as a table, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.domain.feedback import FeedbackRow
from librarian_app import wording

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
_TITLE_LENGTH = 36
_TITLES_SHOWN = 3


class FeedbackColumn(IntEnum):
    """Columns of the table."""

    TIME = 0
    QUERY = 1
    SAID = 2
    SHOWN = 3
    WHO = 4


class FeedbackModel(QAbstractTableModel):
    """Rows of one page; more are added as they come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FeedbackRow] = []

    def show_rows(self, rows: Sequence[FeedbackRow], *, append: bool = False) -> None:
        """Replace the rows, or add to them."""
        if append:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row_at(self, row: int) -> FeedbackRow:
        return self._rows[row]

    def retranslate(self) -> None:
        """Say everything anew."""
        last = len(FeedbackColumn) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, last))

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(FeedbackColumn)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("When"), self.tr("Asked"), self.tr("Said"), self.tr("Shown first"), self.tr("Who"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows[index.row()]
        text = self._text(row, FeedbackColumn(index.column()), is_short=role == Qt.ItemDataRole.DisplayRole)
        return text or None

    def _text(self, row: FeedbackRow, column: FeedbackColumn, *, is_short: bool) -> str:
        event = row.event
        match column:
            case FeedbackColumn.TIME:
                return event.at.astimezone().strftime("%Y-%m-%d %H:%M")
            case FeedbackColumn.QUERY:
                image = PurePath(event.request.image_path or "").name
                words = event.request.text
                if not words:
                    return self.tr("Scan {name}").format(name=image[:12] if is_short else image)
                return f"{words} + {image}" if image else words
            case FeedbackColumn.SAID:
                said = [self._said(row, each.record_id, each.kind, each.value) for each in event.said]
                return ("  ·  " if is_short else "\n").join(said)
            case FeedbackColumn.SHOWN:
                titles = [self._title(row, shown.record_id, is_short=is_short) for shown in event.shown]
                known = [f"{place}. {title}" for place, title in enumerate(titles, 1) if title]
                return "  ".join(known[:_TITLES_SHOWN]) if is_short else "\n".join(known)
            case FeedbackColumn.WHO:
                return event.actor

    def _said(self, row: FeedbackRow, record_id: int, kind: str, value: str) -> str:
        title = self._title(row, record_id, is_short=True) or self.tr("a deleted record")
        word = wording.said(kind)
        if kind == "rating":
            word = f"{word} {value}"
        return wording.labelled(word, title)

    @staticmethod
    def _title(row: FeedbackRow, record_id: int, *, is_short: bool) -> str:
        title = row.titles.get(int(record_id), "")
        return title if not is_short or len(title) <= _TITLE_LENGTH else title[: _TITLE_LENGTH - 1] + "…"
