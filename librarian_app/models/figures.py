"""A table of words, figures and intervals that is shown, sorted and chosen from, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class FigureRole(IntEnum):
    """Roles beyond Qt's own."""

    INTERVAL = Qt.ItemDataRole.UserRole + 1
    TONE = Qt.ItemDataRole.UserRole + 2
    KEY = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its interval on an axis from `axis_low` to `axis_high`; `reference` is marked by a line."""

    value: float
    low: float | None
    high: float | None
    axis_low: float
    axis_high: float
    reference: float | None = None
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `tone` is a colour token; with `interval` a drawing stands in the place of the text."""

    text: str = ""
    is_figure: bool = False
    tone: str = ""
    tip: str = ""
    is_strong: bool = False
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `key` is what it stands for."""

    key: str
    cells: tuple[Cell, ...]


class FigureModel(QAbstractTableModel):
    """Headings and lines, replaced as a whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings: tuple[Cell, ...] = ()
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def show_table(self, headings: Sequence[Cell], rows: Sequence[Row]) -> None:
        """Replace everything."""
        if tuple(headings) == self._headings and tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._headings, self._rows = tuple(headings), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._headings)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        heading = self._headings[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(heading)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        cell = row.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "" if cell.interval is not None else cell.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                return cell.tip or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(cell)
            case FigureRole.INTERVAL:
                return cell.interval
            case FigureRole.TONE:
                return ("strong:" if cell.is_strong else "") + cell.tone
            case FigureRole.KEY:
                return row.key
        return None


def _alignment(cell: Cell) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if cell.is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
