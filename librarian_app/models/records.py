"""Parts of a record in tables: its holdings, the lines read on a cover; and the journal of operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from core.domain.changes import Operation
from core.domain.records import Holding
from core.domain.scans import OcrLine, OcrPage
from librarian_app import wording

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
HOLDING_FIELDS = ("call_number", "barcode", "location", "status", "note")


class HoldingsModel(QAbstractTableModel):
    """The copies of a record, editable while the record is edited.

    Signals:
        edited(): A cell was changed by hand.
    """

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._holdings: list[Holding] = []
        self._is_editable = False

    @property
    def holdings(self) -> tuple[Holding, ...]:
        return tuple(self._holdings)

    def show_all(self, holdings: Sequence[Holding]) -> None:
        """Replace the list."""
        self.beginResetModel()
        self._holdings = list(holdings)
        self.endResetModel()

    def set_editable(self, editable: bool) -> None:
        """Allow or forbid changes by hand."""
        self.beginResetModel()
        self._is_editable = editable
        self.endResetModel()

    def add(self) -> None:
        """Append an empty copy."""
        self.beginInsertRows(NO_INDEX, len(self._holdings), len(self._holdings))
        self._holdings.append(Holding(call_number=self._holdings[-1].call_number if self._holdings else ""))
        self.endInsertRows()
        self.edited.emit()

    def duplicate(self, row: int) -> int:
        """Add a copy like another below it, without its barcode; returns its row, -1 where there is none."""
        if not 0 <= row < len(self._holdings):
            return -1
        self.beginInsertRows(NO_INDEX, row + 1, row + 1)
        self._holdings.insert(row + 1, replace(self._holdings[row], id=None, barcode=""))
        self.endInsertRows()
        self.edited.emit()
        return row + 1

    def remove(self, row: int) -> None:
        """Take a copy off the list."""
        if 0 <= row < len(self._holdings):
            self.beginRemoveRows(NO_INDEX, row, row)
            del self._holdings[row]
            self.endRemoveRows()
            self.edited.emit()

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._holdings)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(HOLDING_FIELDS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return section + 1 if orientation == Qt.Orientation.Vertical else wording.field(HOLDING_FIELDS[section])

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._is_editable and index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        name = HOLDING_FIELDS[index.column()]
        value = str(getattr(self._holdings[index.row()], name))
        if name == "status" and role == Qt.ItemDataRole.DisplayRole:
            return wording.holding_status(value)
        return value

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not self._is_editable:
            return False
        name = HOLDING_FIELDS[index.column()]
        text = str(value).strip()
        if name == "status" and text not in wording.holding_statuses():
            return False
        changes: dict[str, Any] = {name: text}
        self._holdings[index.row()] = replace(self._holdings[index.row()], **changes)
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True


class OcrRole(IntEnum):
    """Roles beyond Qt's own."""

    LINE = Qt.ItemDataRole.UserRole + 1


class OcrLinesModel(QAbstractListModel):
    """The lines read on a cover, in reading order.

    Signals:
        corrected(int, str): A person says what a line says in truth.
    """

    corrected = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[OcrLine, ...] = ()
        self.is_editable = False

    def set_editable(self, editable: bool) -> None:
        """Allow or forbid corrections."""
        self.is_editable = editable

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_editable and index.isValid() else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not self.is_editable:
            return False
        text = " ".join(str(value).split())
        if text == self._lines[index.row()].text:
            return False
        self.corrected.emit(index.row(), text)
        return True

    def show_page(self, page: OcrPage | None) -> None:
        """Replace the lines."""
        self.beginResetModel()
        self._lines = page.lines if page else ()
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return line.text
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if line.reading is None:
                return line.text
            text = line.text or self.tr("(no text)")
            return self.tr("{text}   ✎ read as “{reading}”").format(text=text, reading=line.reading)
        if role == OcrRole.LINE:
            return line
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Read with {confidence} confidence").format(confidence=f"{line.confidence:.0%}")
        return None


class HistoryModel(QAbstractTableModel):
    """The journal, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations: tuple[Operation, ...] = ()

    def show_all(self, operations: Sequence[Operation]) -> None:
        """Replace the list."""
        self.beginResetModel()
        self._operations = tuple(operations)
        self.endResetModel()

    def operation(self, row: int) -> Operation | None:
        """The step in a row."""
        return self._operations[row] if 0 <= row < len(self._operations) else None

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._operations)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else 5

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        return (self.tr("When"), self.tr("What"), self.tr("Details"), self.tr("Who"), self.tr("Rows"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        step = self._operations[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            kind = wording.operation(step.kind)
            if step.undone_at is not None:
                kind = self.tr("{what} (undone)").format(what=kind)
            return (wording.moment(step.at), kind, step.summary, step.actor, wording.number(step.n_changes))[
                index.column()
            ]
        if role == Qt.ItemDataRole.ToolTipRole:
            return step.summary
        return None
