"""A page of suspect pairs as a list."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.domain.duplicates import SuspectPair
from librarian_app.models import verdicts

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class SuspectRole(IntEnum):
    """Roles beyond Qt's own."""

    PAIR = Qt.ItemDataRole.UserRole + 1


class SuspectsModel(QAbstractListModel):
    """A row a pair."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[SuspectPair] = []

    def show_all(self, pairs: Sequence[SuspectPair]) -> None:
        """Show another page."""
        self.beginResetModel()
        self._pairs = list(pairs)
        self.endResetModel()

    def pair(self, row: int) -> SuspectPair | None:
        """The pair in a row."""
        return self._pairs[row] if 0 <= row < len(self._pairs) else None

    def picture_arrived(self, key: str) -> None:
        """A picture was loaded: repaint the rows that show it."""
        for row, pair in enumerate(self._pairs):
            if key in pair.covers:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._pairs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        pair = self.pair(index.row()) if index.isValid() else None
        if pair is None:
            return None
        if role == SuspectRole.PAIR:
            return pair
        if role == Qt.ItemDataRole.DisplayRole:
            return pair.first.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{pair.first.title}\n{pair.second.title}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{verdicts.verdict(pair.verdict.verdict)}: {pair.first.title}; {pair.second.title}"
        return None
