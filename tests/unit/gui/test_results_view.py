"""Covers and table: one selection for both, of any number of records, by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from core.domain.listing import ListRow, ResultList
from core.domain.records import BibliographicRecord, RecordId
from librarian_app.models.results import ResultsModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.results_view import ResultsView

N = 30
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
Click = Callable[[QAbstractItemView, int, Qt.KeyboardModifier], None]


def record_of(record_id: RecordId) -> BibliographicRecord:
    return BibliographicRecord(f"书 {record_id - 100:02}", record_id)


@pytest.fixture
def view(qtbot: QtBot, themes: ThemeSwitcher, pictures: PictureLoader) -> ResultsView:
    model = ResultsModel()
    view = ResultsView(model, themes, pictures)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    model.rows_wanted.connect(lambda ids: model.add_rows([ListRow(record_of(i), None) for i in ids]))
    model.show_list(ResultList(tuple(RecordId(100 + i) for i in range(N))))
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def click(qtbot: QtBot) -> Click:
    def run(part: QAbstractItemView, row: int, modifier: Qt.KeyboardModifier) -> None:
        model = part.model()
        assert model is not None
        where = part.visualRect(model.index(row, 0, QModelIndex())).center()
        qtbot.mouseClick(part.viewport(), Qt.MouseButton.LeftButton, modifier, where)

    return run


@pytest.mark.parametrize("table", [False, True])
class TestSelection:
    def test_ctrl_adds_and_takes_away(self, view: ResultsView, click: Click, table: bool) -> None:
        view.show_as(table=table)
        part = view.table if table else view.covers
        click(part, 3, PLAIN)
        click(part, 1, CTRL)
        click(part, 4, CTRL)
        assert view.selected_record_ids == (101, 103, 104)
        click(part, 3, CTRL)
        assert view.selected_record_ids == (101, 104)
        click(part, 2, PLAIN)
        assert view.selected_record_ids == (102,)

    def test_shift_selects_what_lies_between(self, view: ResultsView, click: Click, table: bool) -> None:
        view.show_as(table=table)
        part = view.table if table else view.covers
        click(part, 1, PLAIN)
        click(part, 6, SHIFT)
        assert view.selected_record_ids == tuple(range(101, 107))

    def test_ctrl_a_selects_everything(self, qtbot: QtBot, view: ResultsView, click: Click, table: bool) -> None:
        view.show_as(table=table)
        part = view.table if table else view.covers
        click(part, 0, PLAIN)
        with qtbot.waitSignal(view.selection_changed):
            qtbot.keyClick(part, Qt.Key.Key_A, CTRL)
        assert view.selected_record_ids == tuple(range(100, 100 + N))


def test_selection_is_shared_by_both_views(view: ResultsView, click: Click) -> None:
    click(view.covers, 2, PLAIN)
    click(view.covers, 5, CTRL)
    view.show_as(table=True)
    assert [index.row() for index in view.table.selectionModel().selectedRows()] == [2, 5]
    click(view.table, 7, CTRL)
    view.show_as(table=False)
    assert view.selected_record_ids == (102, 105, 107)


def test_new_results_begin_with_nothing_selected(view: ResultsView) -> None:
    view.select(3)
    assert view.selected_record_ids == (103,)
    view.select(4)
    assert view.selected_record_ids == (104,)
    view._model.show_list(ResultList((RecordId(1),)))
    assert view.selected_record_ids == ()


def test_everything_is_selected_before_it_is_fetched(qtbot: QtBot, view: ResultsView) -> None:
    view._model.show_list(ResultList(tuple(RecordId(i) for i in range(50_000))))
    view.covers.selectAll()
    assert len(view.selected_record_ids) == 50_000


def test_a_refreshed_list_keeps_place_and_selection(view: ResultsView, click: Click) -> None:
    click(view.covers, 2, PLAIN)
    click(view.covers, 5, CTRL)
    back = view.keep_place()
    view._model.show_list(ResultList(tuple(RecordId(100 + i) for i in range(1, N))))
    assert view.selected_record_ids == ()
    back()
    assert view.selected_record_ids == (102, 105)


def test_header_shows_the_order(view: ResultsView) -> None:
    header = view.table.horizontalHeader()
    view.show_order("year", descending=True)
    assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (2, Qt.SortOrder.DescendingOrder)
    view.show_order("added", descending=True)
    assert header.sortIndicatorSection() == -1
