"""The grid of cards against Qt's own wrapped list, which lays out each item."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QPointF, QSize, QStringListModel, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from librarian_app.widgets.card_grid import CardGrid, Index

CARD = QSize(100, 60)
SIZE = QSize(340, 250)
N = 1000


class Counting(QStyledItemDelegate):
    """Notes which rows are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[int] = []

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.rows.append(index.row())
        super().paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CARD


def show(view: QListView, n: int = N) -> None:
    view.setModel(QStringListModel([str(i) for i in range(n)], view))
    view.setGridSize(CARD)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.resize(SIZE)
    view.show()
    QApplication.processEvents()


@pytest.fixture
def grid(qapp: QApplication) -> Iterator[CardGrid]:
    view = CardGrid()
    show(view)
    yield view
    view.close()


@pytest.fixture
def reference(qapp: QApplication) -> Iterator[QListView]:
    view = QListView()
    view.setFlow(QListView.Flow.LeftToRight)
    view.setWrapping(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setUniformItemSizes(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    show(view)
    yield view
    view.close()


def selected(view: QListView) -> set[int]:
    return {index.row() for index in view.selectionModel().selectedIndexes()}


def test_without_a_model_and_with_an_empty_one(qapp: QApplication) -> None:
    view = CardGrid()
    assert not view.indexAt(QPoint(5, 5)).isValid()
    show(view, 0)
    assert not view.indexAt(QPoint(5, 5)).isValid()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert not view.currentIndex().isValid()
    view.close()


def test_each_card_stands_where_it_is_found(grid: CardGrid) -> None:
    columns = grid.columns
    assert columns == grid.viewport().width() // CARD.width()
    for offset in (0, 77, grid.verticalScrollBar().maximum()):
        grid.verticalScrollBar().setValue(offset)
        for row in (0, 1, columns, 2 * columns + 1, 500, N - 1):
            place = grid.visualRect(grid.model().index(row, 0))
            assert place.size() == CARD
            for corner in (place.topLeft(), place.center(), place.bottomRight()):
                assert grid.indexAt(corner).row() == row
    assert not grid.indexAt(QPoint(columns * CARD.width() + 1, 5)).isValid(), "right of the last card"
    assert grid.visualRect(grid.model().index(N - 1, 0)).bottom() < grid.viewport().height()


@pytest.mark.parametrize("start", [0, 1, 4, 500, N - 1])
@pytest.mark.parametrize(
    "key",
    [
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    ],
)
def test_keys_go_where_they_go_in_qts_own_list(grid: CardGrid, reference: QListView, start: int, key: Qt.Key) -> None:
    for view in (grid, reference):
        view.setCurrentIndex(view.model().index(start, 0))
        QTest.keyClick(view, key)
    if (start, key) == (N - 1, Qt.Key.Key_Down) or (start < 3 and key == Qt.Key.Key_Up):
        assert grid.currentIndex().row() == start
    else:
        assert grid.currentIndex().row() == reference.currentIndex().row()
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()))


def test_pages_move_by_what_is_in_sight(grid: CardGrid) -> None:
    lines = grid.viewport().height() // CARD.height()
    grid.setCurrentIndex(grid.model().index(0, 0))
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.currentIndex().row() == lines * grid.columns
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    assert grid.currentIndex().row() == 0


def click(modifier: Qt.KeyboardModifier, row: int) -> Callable[[QListView], None]:
    def do(view: QListView) -> None:
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    return do


def drag(viewport: QWidget, place: QPoint) -> None:
    """Move the mouse with its left button held, which QTest cannot."""
    where = QPointF(place)
    button = Qt.MouseButton.LeftButton
    move = QMouseEvent(QEvent.Type.MouseMove, where, viewport.mapToGlobal(where), Qt.MouseButton.NoButton, button, NONE)
    QApplication.sendEvent(viewport, move)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Callable[[QListView], None]:
    return lambda view: QTest.keyClick(view, key, modifier)


NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.mark.parametrize(
    "steps",
    [
        [click(NONE, 2)],
        [click(NONE, 2), click(CONTROL, 7), click(CONTROL, 2)],
        [click(NONE, 2), press(Qt.Key.Key_Right, SHIFT), press(Qt.Key.Key_Right, SHIFT)],
        [click(NONE, 2), press(Qt.Key.Key_A, CONTROL), click(NONE, 4)],
    ],
)
def test_what_is_selected_is_what_qts_own_list_selects(
    grid: CardGrid, reference: QListView, steps: list[Callable[[QListView], None]]
) -> None:
    for step in steps:
        for view in (grid, reference):
            step(view)
        assert selected(grid) == selected(reference)
        assert grid.currentIndex().row() == reference.currentIndex().row()


def test_shift_takes_everything_between_in_reading_order(grid: CardGrid) -> None:
    click(NONE, 1)(grid)
    click(SHIFT, 8)(grid)
    assert selected(grid) == set(range(1, 9))
    click(SHIFT, 3)(grid)
    assert selected(grid) == {1, 2, 3}
    grid.verticalScrollBar().setValue(600)
    click(SHIFT, 40)(grid)
    assert selected(grid) == set(range(1, 41)), "the first may be out of sight"
    press(Qt.Key.Key_Down, SHIFT)(grid)
    assert selected(grid) == set(range(1, 41 + grid.columns))


def test_drawing_a_frame_selects_the_cards_it_touches(grid: CardGrid) -> None:
    columns = grid.columns
    begin, end = QPoint(columns * CARD.width() + 5, 10), QPoint(CARD.width() + 10, CARD.height() + 10)
    viewport = grid.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NONE, begin)
    for step in range(1, 6):
        drag(viewport, begin + (end - begin) * (step / 5))
    found = selected(grid)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NONE, end)
    assert found == {row for line in range(2) for row in range(line * columns + 1, (line + 1) * columns)}


def test_only_what_is_in_sight_is_painted(grid: CardGrid) -> None:
    delegate = Counting()
    grid.setItemDelegate(delegate)
    for offset in (0, 300):
        grid.verticalScrollBar().setValue(offset)
        delegate.rows.clear()
        grid.grab()
        first, last = offset // CARD.height(), (offset + grid.viewport().height() - 1) // CARD.height()
        assert set(delegate.rows) == set(range(first * grid.columns, (last + 1) * grid.columns))


def test_hiding_nothing_when_the_list_becomes_shorter_or_wider(grid: CardGrid) -> None:
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    model = grid.model()
    assert isinstance(model, QStringListModel)
    model.setStringList(["only"])
    assert (grid.verticalScrollBar().maximum(), grid.verticalScrollBar().value()) == (0, 0)
    assert grid.indexAt(QPoint(5, 5)).row() == 0
    model.setStringList([str(i) for i in range(9)])
    grid.resize(SIZE.width() * 2, SIZE.height())
    QApplication.processEvents()
    assert grid.columns == 6
    assert grid.verticalScrollBar().maximum() == 0


def test_going_to_an_item_moves_no_more_than_it_must(grid: CardGrid) -> None:
    hints, bar = QAbstractItemView.ScrollHint, grid.verticalScrollBar()
    grid.scrollTo(grid.model().index(0, 0))
    assert bar.value() == 0
    far = grid.model().index(500, 0)
    grid.scrollTo(far)
    assert grid.visualRect(far).bottom() == grid.viewport().height() - 1
    grid.scrollTo(far, hints.PositionAtTop)
    assert grid.visualRect(far).top() == 0
    grid.scrollTo(far, hints.PositionAtCenter)
    assert abs(grid.visualRect(far).center().y() - grid.viewport().height() // 2) <= 1


def test_the_region_of_a_selection_is_what_can_be_seen_of_it(grid: CardGrid) -> None:
    grid.selectAll()
    region = grid.visualRegionForSelection(grid.selectionModel().selection())
    assert region.boundingRect().width() == grid.columns * CARD.width()
    assert region.boundingRect().height() <= grid.viewport().height() + 2 * CARD.height()
    grid.selectionModel().select(grid.model().index(N - 1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert grid.visualRegionForSelection(grid.selectionModel().selection()).isEmpty()
