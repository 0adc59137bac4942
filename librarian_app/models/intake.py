"""The review queue of scans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.domain.duplicates import ScanVerdict
from core.domain.library import IntakeItem, IntakeItemId, IntakeState
from core.domain.retrieval import Candidate
from core.domain.scans import Decision
from librarian_app import wording
from librarian_app.models import verdicts

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class IntakeRole(IntEnum):
    """Roles beyond Qt's own."""

    ITEM = Qt.ItemDataRole.UserRole + 1
    DOUBLES = Qt.ItemDataRole.UserRole + 2
    """The `ScanVerdict` about its draft, None without one."""


class IntakeModel(QAbstractListModel):
    """Scans in the order they came. A reviewed scan stays in its place until the queue is loaded anew.

    Rows are those of one outcome where a filter is set; `n_waiting` and `counts` speak of all.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[IntakeItem] = []
        self._items: list[IntakeItem] = []
        self._decision: Decision | None = None
        self._verdicts: dict[IntakeItemId, ScanVerdict] = {}

    @property
    def items(self) -> Sequence[IntakeItem]:
        """The scans in the rows."""
        return tuple(self._items)

    @property
    def n_waiting(self) -> int:
        return sum(1 for item in self._all if item.state == "waiting")

    @property
    def counts(self) -> Mapping[str, int]:
        """How many scans have each outcome."""
        return Counter(str(item.identification.decision) for item in self._all)

    def set_filter(self, decision: Decision | None) -> None:
        """Show only scans of one outcome; None shows all."""
        if decision != self._decision:
            self._decision = decision
            self.beginResetModel()
            self._items = self._shown(self._all)
            self.endResetModel()

    def show_verdicts(self, found: Sequence[ScanVerdict]) -> None:
        """Say which drafts would double a stored record."""
        fresh = {verdict.item_id: verdict for verdict in found}
        if fresh != self._verdicts:
            self._verdicts = fresh
            if self._items:
                self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def verdict(self, item_id: IntakeItemId) -> ScanVerdict | None:
        """What a scan's draft would double."""
        return self._verdicts.get(item_id)

    def _shown(self, items: Sequence[IntakeItem]) -> list[IntakeItem]:
        return [i for i in items if self._decision is None or i.identification.decision == self._decision]

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
        self._all = list(items)
        items = self._shown(items)
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
        self._all = [replace(item, state=state) if item.id == item_id else item for item in self._all]
        row = self.row_of(item_id)
        if row < 0:
            return
        self._items[row] = replace(self._items[row], state=state)
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
        if role == IntakeRole.DOUBLES:
            return self._verdicts.get(item.id) if item.state == "waiting" else None
        if role == Qt.ItemDataRole.DisplayRole:
            return verdicts.scan_name(item.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            decision = wording.decision(item.identification.decision)
            parts = [decision, wording.intake_state(item.state)]
            if (doubles := self._verdicts.get(item.id)) is not None:
                parts.append(verdicts.verdict(doubles.verdict))
            return wording.labelled(verdicts.scan_name(item.path), wording.list_separator().join(parts))
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
