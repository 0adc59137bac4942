"""A day at the search page: input methods, scripts, pinyin, facets, orders, saved searches, history, likeness."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psutil
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.domain.listing import ResultList
from core.domain.records import BibliographicRecord
from core.jobs.job import JobId, JobInfo
from core.paths import resources_dir
from librarian_app.actions import COMMANDS
from librarian_app.models.results import Row
from librarian_app.pages.search_page import SearchPage
from librarian_app.widgets.why_matched import reason_text
from librarian_app.windows.main_window import MainWindow

MINUTE_MS = 60_000
DEBOUNCED_MS = 500
"""Longer than the pauses after which the box searches and suggests."""
Ask = Callable[..., Any]


def titles(page: SearchPage) -> list[str]:
    """Of the list as it stands; rows that were not fetched yet are missing."""
    rows = [page.model.row_at(place) for place in range(page.model.rowCount())]
    return [row.record.title for row in rows if row is not None]


def fetched_titles(qtbot: QtBot, page: SearchPage) -> list[str]:
    """Of the whole list, once every row is here."""
    for place in range(page.model.rowCount()):
        page.model.index(place, 0).data()
    qtbot.waitUntil(lambda: len(titles(page)) == page.model.rowCount(), timeout=MINUTE_MS)
    return titles(page)


def listed(qtbot: QtBot, page: SearchPage, do: Callable[[], object]) -> None:
    """Do something that asks for another list, and wait for it; lists that nobody asked for may come before."""
    with qtbot.waitSignal(page.session.listed, timeout=MINUTE_MS, check_params_cb=lambda found, quiet: not quiet):
        do()


def search(qtbot: QtBot, page: SearchPage, text: str) -> None:
    listed(qtbot, page, lambda: page.query_bar.set_text(text))


def start_over(qtbot: QtBot, page: SearchPage) -> None:
    """The whole library; nothing is asked where it is shown already."""
    page.start_over()
    qtbot.waitUntil(lambda: page.model.is_browsing and page.model.rowCount() == 12, timeout=MINUTE_MS)


def row_of(page: SearchPage, title: str) -> Row:
    rows = (page.model.row_at(place) for place in range(page.model.rowCount()))
    return next(row for row in rows if row is not None and row.record.title == title)


def marked(row: Row) -> list[str]:
    return [row.record.title[start:end] for start, end in row.marks.get("title", ())]


def focus_box(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    edit = window.search_page.query_bar.edit
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus, timeout=MINUTE_MS)


def choose_facet(qtbot: QtBot, page: SearchPage, facet: str, value: str) -> int:
    """Click a value of a facet; gives the count that stood beside it."""
    model, view = page.facets.model, page.facets.view
    lines = [model.line_at(place) for place in range(model.rowCount())]
    place = next(i for i, line in enumerate(lines) if (line.kind, line.facet, line.value) == ("value", facet, value))
    view.scrollTo(model.index(place))
    spot = view.visualRect(model.index(place)).center()
    listed(
        qtbot, page, lambda: qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), spot)
    )
    return lines[place].count


def test_an_input_method_composes_undisturbed(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    start_over(qtbot, page)
    focus_box(qtbot, ready)
    edit = page.query_bar.edit
    asked: list[bool] = []
    triggered: list[str] = []
    watched: list[tuple[Any, Callable[..., None]]] = [(page.session.asked, asked.append)]
    for command in COMMANDS:
        watched.append((ready.actions_[command.name].triggered, lambda *_, n=command.name: triggered.append(n)))
    for signal, slot in watched:
        signal.connect(slot)
    for composed in ("h", "ho", "hong lou m", "hong lou meng"):
        QApplication.sendEvent(edit, QInputMethodEvent(composed, []))
    assert edit.text() == ""
    QTest.qWait(DEBOUNCED_MS)
    assert (asked, triggered) == ([], []), "composing searches nothing and triggers nothing"
    assert not page.suggestions.texts
    assert page.session.question.text == ""
    event = QInputMethodEvent()
    event.setCommitString("红楼梦")
    QApplication.sendEvent(edit, event)
    assert edit.text() == "红楼梦"
    qtbot.waitUntil(lambda: titles(page)[:1] == ["红楼梦"], timeout=MINUTE_MS)
    assert page.session.question.text == "红楼梦"
    assert asked == [False]
    assert triggered == []
    for signal, slot in watched:
        signal.disconnect(slot)


def test_one_script_finds_the_other_and_is_marked(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    for typed, other in (("傲慢與偏見", "傲慢与偏见"), ("老人与海", "老人與海"), ("孫子兵法", "孙子兵法")):
        search(qtbot, page, typed)
        assert titles(page)[0] == other, "before the edition in the other language, which has this as a parallel title"
        assert "".join(marked(row_of(page, other))) == other
    search(qtbot, page, "old man sea")
    assert titles(page)[:2] == ["The Old Man and the Sea", "老人與海"], "the title that was typed, without its articles"
    search(qtbot, page, "紅樓夢")
    assert titles(page)[0] == "紅樓夢", "the script that was typed stands first"
    assert titles(page)[1] == "红楼梦"
    assert "".join(marked(row_of(page, "红楼梦"))) == "红楼梦"
    search(qtbot, page, "西游")
    assert marked(row_of(page, "西游记")) == ["西游"], "only what was typed is marked"


def test_pinyin_suggests_and_finds(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    start_over(qtbot, page)
    for typed in ("xiyou", "xyj"):
        page.query_bar.clear()
        focus_box(qtbot, ready)
        qtbot.keyClicks(page.query_bar.edit, typed)
        qtbot.waitUntil(lambda: "西游记" in page.suggestions.texts, timeout=MINUTE_MS)
        assert "三体" not in page.suggestions.texts
    place = page.suggestions.texts.index("西游记")
    for _ in range(place + 1):
        qtbot.keyClick(page.query_bar.edit, Qt.Key.Key_Down)
    qtbot.keyClick(page.query_bar.edit, Qt.Key.Key_Return)
    assert page.query_bar.text == "西游记"
    assert page.suggestions.texts == []
    qtbot.waitUntil(
        lambda: page.session.question.text == "西游记" and titles(page)[:1] == ["西游记"], timeout=MINUTE_MS
    )
    search(qtbot, page, "sunzi bingfa")
    assert "孙子兵法" in titles(page)[:2], "the English edition has this title too, as a parallel one"
    search(qtbot, page, "santi")
    assert titles(page)[0] == "三体"


def test_a_facet_narrows_counts_and_is_taken_back(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    start_over(qtbot, page)
    page.show_filters(shown=True)
    assert choose_facet(qtbot, page, "language", "eng") == 5
    assert page.model.rowCount() == 5
    assert set(fetched_titles(qtbot, page)) == {
        "The Dream of the Red Chamber", "The Journey to the West", "The Art of War", "Pride and Prejudice",
        "The Old Man and the Sea",
    }  # fmt: skip
    assert [line.value for line in chosen_lines(page)] == ["eng"]
    assert choose_facet(qtbot, page, "language", "chi") == 7, "the counts of a facet do not narrow with its own values"
    assert page.model.rowCount() == 12
    assert choose_facet(qtbot, page, "language", "eng") == 5
    assert page.model.rowCount() == 7
    assert all(any("\u4e00" <= c <= "\u9fff" for c in title) for title in fetched_titles(qtbot, page))
    listed(qtbot, page, page.chips.cleared.emit)
    assert page.model.rowCount() == 12
    assert chosen_lines(page) == []
    page.show_filters(shown=False)


def chosen_lines(page: SearchPage) -> list[Any]:
    lines = [page.facets.model.line_at(place) for place in range(page.facets.model.rowCount())]
    return [line for line in lines if line.is_chosen]


def test_another_order_orders(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    start_over(qtbot, page)

    def choose(name: str) -> list[BibliographicRecord]:
        place = page.status.order.findData(name)
        assert place >= 0
        page.status.order.setCurrentIndex(place)
        listed(qtbot, page, lambda: page.status.order.activated.emit(place))
        fetched_titles(qtbot, page)
        rows = [page.model.row_at(each) for each in range(page.model.rowCount())]
        return [row.record for row in rows if row is not None]

    oldest = [record.year for record in choose("year") if record.year is not None]
    assert oldest == sorted(oldest)
    assert (oldest[0], oldest[-1]) == (1592, 2008)
    newest = [record.year for record in choose("-year") if record.year is not None]
    assert newest == oldest[::-1]
    assert page.status.order.findData("relevance") < 0, "what is not ranked has no best"
    forwards = [record.title for record in choose("title")]
    assert [record.title for record in choose("-title")] == forwards[::-1]
    search(qtbot, page, "红楼梦")
    assert page.session.order == ("relevance", False)
    start_over(qtbot, page)
    assert page.session.order == ("title", True), "browsing keeps the order chosen last"
    choose("title")


def test_a_search_with_a_cover_and_a_filter_is_saved_and_opened_again(
    qtbot: QtBot, ready: MainWindow, ask: Ask
) -> None:
    page = ready.search_page
    start_over(qtbot, page)
    page.show_filters(shown=True)
    cover = resources_dir() / "demo" / "covers" / "demo-santi.jpg"
    listed(qtbot, page, lambda: page.search_for_image(str(cover)))
    assert titles(page)[0] == "三体"
    listed(qtbot, page, lambda: page.query_bar.set_text("地球 science"))
    choose_facet(qtbot, page, "language", "chi")
    filters, found = page.session.question.filters, titles(page)
    assert filters.of("language") == ("chi",)
    assert page.session.question.image_path == str(cover)
    assert found
    assert "The Art of War" not in found
    ready.actions_["save_search"].trigger()
    naming = page.memory.naming
    assert naming is not None
    naming.setTextValue("三体 的封面")
    with qtbot.waitSignal(page.memory.announced, timeout=MINUTE_MS):
        naming.accept()
    start_over(qtbot, page)
    assert page.query_bar.is_empty
    assert not page.session.question.filters.chosen
    ready.actions_["saved_searches"].trigger()
    qtbot.waitUntil(lambda: any(a.text() == "三体 的封面" for a in page.memory.menu.actions()), timeout=MINUTE_MS)
    entry = next(a for a in page.memory.menu.actions() if a.text() == "三体 的封面")
    page.memory.menu.close()
    listed(qtbot, page, entry.trigger)
    question = page.session.question
    assert (question.text, question.filters) == ("地球 science", filters)
    assert question.image_path
    assert question.image_path != str(cover), "the library keeps the example, wherever the file goes"
    assert page.query_bar.image_path == question.image_path
    assert [line.value for line in chosen_lines(page)] == ["chi"]
    assert titles(page) == found
    saved = ask("saved_searches", "all")
    assert [(each.name, each.text, bool(each.cover_sha256)) for each in saved] == [
        ("三体 的封面", "地球 science", True)
    ]
    page.memory.manage()
    dialog = page.memory.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.list.count() == 1, timeout=MINUTE_MS)
    dialog._delete.click()
    qtbot.waitUntil(dialog.way_back.isVisible, timeout=MINUTE_MS)
    assert ask("saved_searches", "all") == ()
    dialog.way_back.go_back()
    qtbot.waitUntil(lambda: dialog.list.count() == 1, timeout=MINUTE_MS)
    assert ask("saved_searches", "all") == saved
    dialog.accept()
    start_over(qtbot, page)
    page.show_filters(shown=False)


def test_while_an_answer_is_awaited_nothing_happens_to_the_list_of_before(qtbot: QtBot, ready: MainWindow) -> None:
    page, opened = ready.search_page, list[Row]()
    search(qtbot, page, "journey west")
    assert page.results.current_row is not None
    page.record_opened.connect(opened.append)
    before = page.feedback.bar.this_is_it.isVisible()
    process = ready._bridge._client._process
    assert process is not None
    engine = psutil.Process(process.pid)
    engine.suspend()  # as slow as an engine can be
    try:
        focus_box(qtbot, ready)
        edit = page.query_bar.edit
        edit.selectAll()
        qtbot.keyClicks(edit, "santi")
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
            qtbot.keyClick(edit, key)
        assert page.status.heading == "Searching…"
        qtbot.waitUntil(lambda: page.results.graphicsEffect() is not None, timeout=MINUTE_MS)
        assert edit.hasFocus()
        page.results.covers.doubleClicked.emit(page.model.index(0, 0))
        ready.actions_["like_meaning"].trigger()
        assert (page.results.current_row, page.selected_record_ids, page.found_record_ids) == (None, (), ())
        assert page.preview.row is None
        assert before
        assert not page.feedback.bar.isVisible()
    finally:
        engine.resume()
    qtbot.waitUntil(lambda: titles(page)[:1] == ["三体"], timeout=MINUTE_MS)
    assert page.results.graphicsEffect() is None
    assert page.results.covers.hasFocus(), "Arrow down was meant for the list that was to come"
    assert page.results.current_row is not None
    assert (opened, page.session.question.like) == ([], None)
    qtbot.keyClick(page.results.covers, Qt.Key.Key_Return)
    assert [row.record.title for row in opened] == [page.results.current_row.record.title]
    ready.go_back()


def test_a_library_that_changes_all_the_time_is_shown(qtbot: QtBot, ready: MainWindow) -> None:
    """As during an import: changes come faster than answers, and titles do not give way to empty cards."""
    page = ready.search_page
    start_over(qtbot, page)
    before = fetched_titles(qtbot, page)
    lists: list[object] = []
    page.session.listed.connect(lambda found, quiet: lists.append(found))
    hurry = QTimer()
    hurry.setInterval(1)
    hurry.timeout.connect(page.catalogue_changed)
    hurry.start()
    for _ in range(100):
        qtbot.wait(10)
        assert titles(page) == before
    hurry.stop()
    assert len(lists) > 2
    qtbot.waitUntil(lambda: not page.session.is_waiting, timeout=60_000)
    assert fetched_titles(qtbot, page) == before


def test_an_empty_library_says_whether_it_is_being_filled(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    start_over(qtbot, page)
    page.session.listed.emit(ResultList(()), False)
    assert page.empty.heading == "This library is still empty"
    job = JobInfo(JobId("filling"), "import", "io", "running")
    ready.jobs.take(job)
    assert page.empty.heading == "Records are being imported"
    ready.jobs.take(replace(job, state="cancelled"))
    assert page.empty.heading == "This library is still empty"
    listed(qtbot, page, page.session.ask)
    assert page.model.rowCount() == 12


def test_the_arrows_go_through_the_history(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    ready.actions_["clear_history"].trigger()
    for text in ("孙子兵法", "西游记"):
        search(qtbot, page, text)
        focus_box(qtbot, ready)
        qtbot.keyClick(page.query_bar.edit, Qt.Key.Key_Return)
    assert [past.text for past in page.memory.history.entries] == ["西游记", "孙子兵法"]
    start_over(qtbot, page)
    focus_box(qtbot, ready)
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(page.query_bar.edit, key)
        seen.append(page.query_bar.text)
    assert seen == ["西游记", "孙子兵法", "西游记"]
    qtbot.waitUntil(lambda: titles(page)[:1] == ["西游记"], timeout=MINUTE_MS)
    ready.actions_["clear_history"].trigger()
    assert not page.memory.history.entries


def test_more_like_this_book_and_like_this_cover(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    search(qtbot, page, "红楼梦")
    for action, by in (("like_meaning", "meaning"), ("like_cover", "cover")):
        if page.model.is_browsing or titles(page)[0] != "红楼梦":
            search(qtbot, page, "红楼梦")
        page.results.select(0)
        assert page.results.current_row is not None
        assert page.results.current_row.record.title == "红楼梦"
        listed(qtbot, page, ready.actions_[action].trigger)
        like = page.session.question.like
        assert like is not None
        assert (like.by, page.session.question.like_title) == (by, "红楼梦")
        assert page.query_bar.is_empty
        assert page.model.rowCount() > 0
        assert "红楼梦" not in titles(page), "a record is not like itself"
        scores = [
            row.result.score for i in range(page.model.rowCount()) if (row := page.model.row_at(i)) and row.result
        ]
        assert scores == sorted(scores, reverse=True)
        if by == "meaning":
            assert set(titles(page)[:2]) == {"紅樓夢", "The Dream of the Red Chamber"}
    search(qtbot, page, "三体")
    assert page.session.question.like is None, "words take the place of likeness"


def test_every_result_says_why(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    expected = {"old man sea": "why.translation", "hongloumeng": "why.pinyin", "红楼梦": "why.words"}
    for text, reason_id in expected.items():
        search(qtbot, page, text)
        results = [row.result for i in range(page.model.rowCount()) if (row := page.model.row_at(i)) is not None]
        shown = [result for result in results if result is not None]
        assert reason_id in {reason.message_id for result in shown[:3] for reason in result.reasons}
        assert all(result.reasons for result in shown if result.score >= 0.15), text
        for place, result in enumerate(shown[:2]):
            page.results.select(place)
            assert result.reasons
            labels = page.preview._why.findChildren(QLabel)
            said = {html.unescape(re.sub("<[^>]+>", "", label.text())) for label in labels}
            for reason in result.reasons:
                told = reason_text(reason, "en")
                assert not told.startswith("why."), "a sentence, not its id"
                assert told in said


def test_nothing_is_said_to_be_nothing(qtbot: QtBot, ready: MainWindow) -> None:
    page = ready.search_page
    start_over(qtbot, page)
    search(qtbot, page, "isbn:9780000000002")
    assert page.model.rowCount() == 0
    assert page._stack.currentWidget() is page.empty
    assert page.empty.heading == "Nothing in this library matches"
    assert page.status.heading == "Nothing found"
    said = [label.text() for label in page.empty.findChildren(QLabel)]
    assert any("isbn:9780000000002" in text for text in said), "the page says what was looked for"

    def start_over_buttons() -> list[QPushButton]:
        return [b for b in page.empty.findChildren(QPushButton) if b.text() == "Start over" and b.isVisible()]

    qtbot.waitUntil(lambda: len(start_over_buttons()) == 1, timeout=MINUTE_MS)
    listed(qtbot, page, start_over_buttons()[0].click)
    assert page._stack.currentWidget() is page.results
    assert page.model.rowCount() == 12
    search(qtbot, page, "zxqvk wprtl")
    assert page.status.heading.startswith(("No good match", "Nothing found")), "nonsense is not called a match"
    start_over(qtbot, page)
