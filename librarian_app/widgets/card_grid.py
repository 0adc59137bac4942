"""Cards of one size in a grid, of any number.

Qt's wrapped list lays out every item, which takes it a third of a second for a hundred thousand and more than that to
select them. Cards of one size need no layout: where the n-th stands is arithmetic. Only what is in sight is painted.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex
_STEP = 36
"""Pixels of one turn of the mouse wheel's notch, before the system's factor."""


class CardGrid(QListView):
    """A list view whose items stand in rows, each of `gridSize`; everything else is as in Qt's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anchor = QPersistentModelIndex()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)

    # -- where things are ------------------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """Cards side by side."""
        return max(1, self.viewport().width() // max(1, self.gridSize().width()))

    def visualRect(self, index: Index) -> QRect:  # noqa: N802
        return self._place(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802
        size, columns = self.gridSize(), self.columns
        column, line = point.x() // max(1, size.width()), (point.y() + self.verticalOffset()) // max(1, size.height())
        if not 0 <= column < columns or line < 0:
            return QModelIndex()
        row = line * columns + column
        return self._index(row) if row < self._count() else QModelIndex()

    def horizontalOffset(self) -> int:  # noqa: N802
        return 0

    def verticalOffset(self) -> int:  # noqa: N802
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:  # noqa: N802
        return False

    def scrollTo(  # noqa: N802
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        place, height, bar = self.visualRect(index), self.viewport().height(), self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + place.center().y() - height // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or place.top() < 0:
            bar.setValue(bar.value() + place.top())
        elif hint == QAbstractItemView.ScrollHint.PositionAtBottom or place.bottom() >= height:
            bar.setValue(bar.value() + place.bottom() + 1 - height)

    def moveCursor(  # noqa: N802
        self, cursor_action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        n, columns = self._count(), self.columns
        if not n:
            return QModelIndex()
        current = self.currentIndex()
        if not current.isValid():
            return self._index(0)
        action = QAbstractItemView.CursorAction
        page = columns * max(1, self.viewport().height() // max(1, self.gridSize().height()))
        steps = {
            action.MoveLeft: -1,
            action.MovePrevious: -1,
            action.MoveRight: 1,
            action.MoveNext: 1,
            action.MoveUp: -columns,
            action.MoveDown: columns,
            action.MovePageUp: -page,
            action.MovePageDown: page,
        }
        if cursor_action == action.MoveHome:
            return self._index(0)
        if cursor_action == action.MoveEnd:
            return self._index(n - 1)
        row = current.row() + steps.get(cursor_action, 0)
        if cursor_action in (action.MovePageUp, action.MovePageDown):
            row = min(max(row, 0), n - 1)
        return self._index(row) if 0 <= row < n else current

    # -- selecting -------------------------------------------------------------------------------------------------

    def selectAll(self) -> None:  # noqa: N802
        """As Qt's, which asks the model for each item."""
        if (n := self._count()) and self.selectionMode() != QAbstractItemView.SelectionMode.SingleSelection:
            flags = QItemSelectionModel.SelectionFlag
            everything = QItemSelection(self._index(0), self._index(n - 1))
            self.selectionModel().select(everything, flags.ClearAndSelect | flags.Rows)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        flags = QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            for first, last in self._rows_within(rect):
                selection.select(self._index(first), self._index(last))
        elif (current := self.currentIndex()).isValid() and self.visualRect(current).intersects(rect):
            if not command & flags.Current or not self._anchor.isValid():
                self._anchor = QPersistentModelIndex(current)
            ends = sorted((self._anchor.row(), current.row()))
            selection.select(self._index(ends[0]), self._index(ends[1]))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        first, last = self._in_sight()
        region = QRegion()
        for part in (selection.at(place) for place in range(selection.count())):
            for row in range(max(part.top(), first), min(part.bottom(), last) + 1):
                region += self._place(row)
        return region

    # -- showing ---------------------------------------------------------------------------------------------------

    def doItemsLayout(self) -> None:  # noqa: N802
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:  # noqa: N802
        lines = -(-self._count() // self.columns)
        height, bar = self.viewport().height(), self.verticalScrollBar()
        bar.setRange(0, max(0, lines * self.gridSize().height() - height))
        bar.setPageStep(height)
        bar.setSingleStep(_STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        self.viewport().update()

    def reset(self) -> None:
        super().reset()
        self.updateGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        ground = option.state & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        mouse = self.viewport().mapFromGlobal(QCursor.pos())
        hovered = self.indexAt(mouse).row() if self.viewport().underMouse() else -1
        current, selected = self.currentIndex().row(), self.selectionModel()
        first, last = self._in_sight()
        for row in range(first, last + 1):
            index, place = self._index(row), self._place(row)
            if not event.region().intersects(place):
                continue
            option.rect, option.state = place, ground
            if selected.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if row == hovered:
                option.state |= QStyle.StateFlag.State_MouseOver
            if row == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            self.itemDelegateForIndex(index).paint(painter, option, index)
        painter.end()

    # -- arithmetic ------------------------------------------------------------------------------------------------

    def _count(self) -> int:
        return self.model().rowCount(self.rootIndex()) if self.model() is not None else 0

    def _index(self, row: int) -> QModelIndex:
        return self.model().index(row, self.modelColumn(), self.rootIndex())

    def _place(self, row: int) -> QRect:
        size, columns = self.gridSize(), self.columns
        top = row // columns * size.height() - self.verticalOffset()
        return QRect(row % columns * size.width(), top, size.width(), size.height())

    def _in_sight(self) -> tuple[int, int]:
        """First and last row of the model that may be seen; the last is before the first where there is none."""
        height, columns = max(1, self.gridSize().height()), self.columns
        first = self.verticalOffset() // height * columns
        last = ((self.verticalOffset() + self.viewport().height()) // height + 1) * columns - 1
        return first, min(last, self._count() - 1)

    def _rows_within(self, rect: QRect) -> list[tuple[int, int]]:
        """Spans of model rows whose cards a rectangle of the viewport touches, line by line."""
        size, columns, n = self.gridSize(), self.columns, self._count()
        # Qt hands over the corners where a frame was begun and where the mouse is, in whatever direction it was drawn.
        left, right = (side // size.width() for side in sorted((rect.left(), rect.right())))
        top, bottom = (
            max(0, side + self.verticalOffset()) // size.height() for side in sorted((rect.top(), rect.bottom()))
        )
        left, right = max(0, left), min(columns - 1, right)
        spans = []
        for line in range(top, min(bottom, (n - 1) // columns) + 1):
            first, last = line * columns + left, min(line * columns + right, n - 1)
            if first <= last:
                spans.append((first, last))
        return spans
