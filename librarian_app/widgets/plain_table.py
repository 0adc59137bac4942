"""A table to read and to choose a row from: few columns of text, one of them taking what room is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

ROW_HEIGHT_PX = 34
_HEADER_PX = 38


class PlainTable(QTableWidget):
    """Rows of text; each has a key that outlives a refresh.

    Args:
        widths: Column widths in px; 0 for the one that takes the rest.
        numbers: Columns that are aligned to the right.
        rows_shown: Height of the table in rows; it scrolls beyond. 0 = as high as its rows.

    Signals:
        chosen(str): Another row is selected; its key, "" for none.
    """

    chosen = Signal(str)

    def __init__(
        self, widths: Sequence[int], numbers: Sequence[int] = (), rows_shown: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(widths), parent)
        self._numbers = frozenset(numbers)
        self._rows_shown = rows_shown
        self._keys: list[str] = []
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in enumerate(widths):
            if width:
                self.setColumnWidth(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.currentCellChanged.connect(lambda *_: self.chosen.emit(self.key))

    @property
    def key(self) -> str:
        """Of the selected row, "" for none."""
        row = self.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else ""

    @property
    def cells(self) -> list[list[str]]:
        """What is shown, row by row."""
        return [
            [item.text() if (item := self.item(row, column)) else "" for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]

    def choose(self, key: str) -> None:
        """Select the row with a key."""
        if key in self._keys:
            self.setCurrentCell(self._keys.index(key), 0)

    def show_headings(self, headings: Sequence[str]) -> None:
        """Name the columns."""
        for column, text in enumerate(headings):
            item = QTableWidgetItem(text)
            item.setTextAlignment(self._alignment(column))
            self.setHorizontalHeaderItem(column, item)

    def show_rows(self, rows: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Replace the rows: (key, cells). The selection stays on its key."""
        kept = self.key
        self.blockSignals(True)
        self._keys = [key for key, _ in rows]
        self.setRowCount(len(rows))
        for row, (_, cells) in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text if len(text) > 18 else "")
                item.setTextAlignment(self._alignment(column))
                self.setItem(row, column, item)
        self.setCurrentCell(self._keys.index(kept) if kept in self._keys else -1, 0)
        self.blockSignals(False)
        shown = max(1, len(rows)) if not self._rows_shown else max(1, min(len(rows), self._rows_shown))
        self.setFixedHeight(_HEADER_PX + shown * ROW_HEIGHT_PX + 10)
        self.chosen.emit(self.key)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._numbers else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
