"""The review queue of scans."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.domain.library import IntakeItem, IntakeItemId, IntakeState
from core.domain.retrieval import Candidate
from librarian_app import wording

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class IntakeRole(IntEnum):
    """Roles beyond Qt's own."""

    ITEM = Qt.ItemDataRole.UserRole + 1


class IntakeModel(QAbstractListModel):
    """Scans in the order they came. A reviewed scan stays in its place until the queue is loaded anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[IntakeItem] = []

    @property
    def items(self) -> Sequence[IntakeItem]:
        return tuple(self._items)

    @property
    def n_waiting(self) -> int:
        return sum(1 for item in self._items if item.state == "waiting")

    def item(self, row: int) -> IntakeItem | None:
        """The scan in a row."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def row_of(self, item_id: IntakeItemId) -> int:
        """The row of a scan, -1 when it is not here."""
        return next((row for row, item in enumerate(self._items) if item.id == item_id), -1)

    def next_waiting(self, after: int) -> int:
        """The next row that waits for review, going round; -1 when none does."""
        order = [*range(after + 1, len(self._items)), *range(0, min(after + 1, len(self._items)))]
        return next((row for row in order if self._items[row].state == "waiting"), -1)

    def show_all(self, items: Sequence[IntakeItem]) -> None:
        """Take the queue as the engine has it, keeping rows in place where only states changed or scans were added."""
        known = [item.id for item in self._items]
        fresh = [item.id for item in items]
        if fresh[: len(known)] != known:
            self.beginResetModel()
            self._items = list(items)
            self.endResetModel()
            return
        for row, item in enumerate(items[: len(known)]):
            if item != self._items[row]:
                self._items[row] = item
                self.dataChanged.emit(self.index(row), self.index(row))
        if len(fresh) > len(known):
            self.beginInsertRows(NO_INDEX, len(known), len(fresh) - 1)
            self._items.extend(items[len(known) :])
            self.endInsertRows()

    def set_state(self, item_id: IntakeItemId, state: IntakeState) -> None:
        """Show a decision at once, before the engine's list comes back."""
        row = self.row_of(item_id)
        if row < 0:
            return
        old = self._items[row]
        self._items[row] = IntakeItem(old.id, old.path, state, old.identification, old.record_id, old.added_at)
        self.dataChanged.emit(self.index(row), self.index(row))

    def picture_arrived(self, key: str) -> None:
        """A picture was loaded: repaint the row that shows it."""
        for row, item in enumerate(self._items):
            if key in (item.path, item.identification.sha256):
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index.row()) if index.isValid() else None
        if item is None:
            return None
        if role == IntakeRole.ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return PurePath(item.path).name
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            decision = wording.decision(item.identification.decision)
            return f"{PurePath(item.path).name}: {decision}, {wording.intake_state(item.state)}"
        return None


def proposed_title(item: IntakeItem) -> str:
    """The title that the decision stands for: the best candidate's, or the draft's."""
    found = item.identification
    if found.decision in ("match", "possible") and found.candidates:
        return found.candidates[0].record.title
    return found.draft.title if found.draft else ""


def best_candidate(item: IntakeItem) -> Candidate | None:
    """The candidate to compare with."""
    return item.identification.candidates[0] if item.identification.candidates else None
