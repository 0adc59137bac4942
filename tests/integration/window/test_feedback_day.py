"""Feedback from the search page to the administrator's list and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.domain.feedback import FeedbackSettings
from librarian_app.pages.admin.feedback import FeedbackSection
from librarian_app.pages.admin_page import AdminPage
from librarian_app.windows.main_window import MainWindow

QUERY = "a family and its garden"


def titles(window: MainWindow) -> list[str]:
    model = window.search_page.model
    rows = [model.row_at(i) for i in range(model.rowCount())]
    return [row.record.title for row in rows if row is not None and row.result is not None]


def verdict_of(window: MainWindow, title: str) -> str | None:
    model = window.search_page.model
    for number in range(model.rowCount()):
        row = model.row_at(number)
        if row is not None and row.record.title == title and row.result is not None:
            return row.result.verdict
    return None


def search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    window.search_page.query_bar.clear()
    qtbot.waitUntil(lambda: window.search_page.model.is_browsing, timeout=60_000)
    window.search_page.query_bar.set_text(text)
    qtbot.waitUntil(lambda: len(titles(window)) > 3, timeout=60_000)


def section(window: MainWindow) -> FeedbackSection:
    window.actions_["admin"].trigger()
    page = window.pages.currentWidget()
    assert isinstance(page, AdminPage)
    page.show_section("feedback")
    found = page.current
    assert isinstance(found, FeedbackSection)
    return found


def test_what_is_said_moves_results_at_once_and_can_be_undone(qtbot: QtBot, ready: MainWindow) -> None:
    page, bar = ready.search_page, ready.search_page.feedback.bar
    search(qtbot, ready, QUERY)
    first, *others = titles(ready)
    page.results.select(0)
    assert bar.isVisible()
    assert not bar.take_back.isVisible()
    with qtbot.waitSignal(page.announced):
        ready.actions_["not_this"].trigger()
    qtbot.waitUntil(lambda: titles(ready)[-1] == first, timeout=60_000)
    assert titles(ready)[:-1] == others
    assert verdict_of(ready, first) == "not_this"

    page.results.select(len(others))
    assert bar.take_back.isVisible()
    assert not ready.actions_["not_this"].isEnabled()
    qtbot.mouseClick(bar.take_back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: titles(ready) == [first, *others], timeout=60_000)

    page.results.select(2)
    qtbot.mouseClick(bar.this_is_it, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: verdict_of(ready, others[1]) == "this_is_it", timeout=60_000)
    assert titles(ready)[0] == others[1]
    ready.actions_["undo"].trigger()  # at once: what is meant is this feedback, whatever the entry says still
    qtbot.waitUntil(lambda: titles(ready) == [first, *others], timeout=60_000)


def test_feedback_is_listed_filtered_exported_and_deleted(
    qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any], tmp_path: Path
) -> None:
    search(qtbot, ready, QUERY)
    first = titles(ready)[0]
    ready.search_page.results.select(0)
    ready.actions_["not_this"].trigger()
    qtbot.waitUntil(lambda: titles(ready)[-1] == first, timeout=60_000)
    search(qtbot, ready, "two lovers in old England")
    chosen = titles(ready)[1]
    ready.search_page.results.select(1)
    ready.actions_["this_is_it"].trigger()
    qtbot.waitUntil(lambda: titles(ready)[0] == chosen, timeout=60_000)

    listing = section(ready).list
    qtbot.waitUntil(lambda: listing.model.rowCount() == 2, timeout=60_000)
    said = [listing.model.index(row, 2).data() for row in range(2)]
    assert said == [f"This is it: {chosen}", f"Not this: {first}"]
    ready.choose_language("zh_CN")
    qtbot.waitUntil(lambda: listing.model.index(1, 2).data() == f"不是这本：{first}", timeout=60_000)
    ready.choose_language("en")
    listing.filter.setText("GARDEN")
    qtbot.waitUntil(lambda: listing.model.rowCount() == 1, timeout=60_000)
    listing.export_to(str(tmp_path / "said.csv"))
    qtbot.waitUntil((tmp_path / "said.csv").exists, timeout=60_000)
    listing.table.selectRow(0)
    qtbot.mouseClick(listing.delete_selected, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ask("feedback", "events").total == 1, timeout=60_000)
    listing.filter.clear()
    qtbot.waitUntil(lambda: listing.model.rowCount() == 1, timeout=60_000)
    listing.delete_everything()
    qtbot.waitUntil(lambda: listing.model.rowCount() == 0, timeout=60_000)
    assert listing.empty.isVisible()
    ready.show_page(ready.search_page)
    search(qtbot, ready, QUERY)
    assert titles(ready)[0] == first, "what was said is forgotten"


def test_a_click_is_recorded_and_the_switch_stops_it(qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any]) -> None:
    search(qtbot, ready, "war and strategy")
    row = ready.search_page.results.current_row
    assert row is not None
    ready.search_page.results.opened.emit(row)
    qtbot.waitUntil(lambda: ask("feedback", "events", "war and").total == 1, timeout=60_000)
    feedback = section(ready)
    qtbot.waitUntil(lambda: feedback.records.isChecked(), timeout=60_000)
    qtbot.mouseClick(feedback.records, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not ask("feedback", "settings").is_recording, timeout=60_000)
    ready.show_page(ready.search_page)
    search(qtbot, ready, "travels of a monk")
    ready.search_page.results.select(1)
    assert not ready.search_page.feedback.bar.isVisible()
    assert not ready.actions_["this_is_it"].isEnabled()
    ask("feedback", "change_settings", FeedbackSettings())


def test_weights_learned_are_shown_and_reset(qtbot: QtBot, ready: MainWindow, ask: Callable[..., Any]) -> None:
    feedback = section(ready)
    feedback.tabs.setCurrentIndex(1)
    weights = feedback.weights
    qtbot.waitUntil(lambda: weights.report is not None, timeout=60_000)
    assert weights.table.rowCount() == len(ask("ranking", "report").shipped)
    with qtbot.waitSignal(weights.announced, timeout=60_000):
        qtbot.mouseClick(weights.learn, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: weights.history.rowCount() == 1, timeout=60_000)
    assert weights.history.item(0, 1).text() == "Not used"
    assert not weights.reset.isEnabled()
    ask("ranking", "reset")
    weights.refresh()
    qtbot.waitUntil(lambda: weights.history.rowCount() == 2, timeout=60_000)
