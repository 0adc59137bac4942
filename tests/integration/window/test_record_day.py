"""A cataloguer's day with records: find, correct, be warned, save, look back; covers, merging, bulk edits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from core.domain.records import BibliographicRecord
from librarian_app.pages.record_page import HISTORY, MARC, TEXT, RecordPage
from librarian_app.windows.bulk_dialog import BulkEditDialog
from librarian_app.windows.history_dialog import HistoryDialog
from librarian_app.windows.main_window import MainWindow
from librarian_app.windows.merge_dialog import MergeDialog
from librarian_app.windows.names_dialog import NamesDialog

MINUTE_MS = 60_000
CTRL = Qt.KeyboardModifier.ControlModifier
Ask = Callable[..., Any]


def search(qtbot: QtBot, window: MainWindow, text: str, title: str) -> None:
    window.show_page(window.search_page)
    window.search_page.query_bar.set_text(text)

    def first() -> str:
        row = window.search_page.model.row_at(0)
        return row.record.title if row is not None else ""

    qtbot.waitUntil(lambda: first() == title, timeout=MINUTE_MS)


def open_record(qtbot: QtBot, window: MainWindow, title: str) -> RecordPage:
    search(qtbot, window, title, title)
    row = window.search_page.model.row_at(0)
    assert row is not None
    window.search_page.record_opened.emit(row)
    page = window.record_page
    qtbot.waitUntil(lambda: page.record is not None and page.record.title == title, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: page.scans.view.n_boxes > 0, timeout=MINUTE_MS)
    return page


def dialog_of(qtbot: QtBot, window: MainWindow, kind: type) -> Any:
    qtbot.waitUntil(lambda: any(isinstance(d, kind) for d in window._dialogs), timeout=MINUTE_MS)
    return next(d for d in window._dialogs if isinstance(d, kind))


def test_correct_be_warned_save_look_back_and_revert(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    page = open_record(qtbot, ready, "红楼梦")
    assert page.record is not None
    record_id = page.record.id
    before = page.record.publisher
    ready.actions_["edit"].trigger()
    form = page.form
    form._plain["publisher"].setText("作家出版社")
    form._edited()
    isbn = form._identifiers.edits[-1]
    isbn.setFocus()
    qtbot.keyClicks(isbn, "978-7-5366-9293-1")
    qtbot.waitUntil(lambda: any("check digit" in remarks.text for remarks in form.remarks), timeout=MINUTE_MS)
    isbn.clear()
    qtbot.keyClicks(isbn, "7-02-000220-X")
    qtbot.waitUntil(lambda: any(w.fix == "9787020002207" for r in form.remarks for w in r.warnings), timeout=MINUTE_MS)
    assert next(r for r in form.remarks if r.text).take_fix()
    assert isbn.text() == "9787020002207"
    ready.actions_["save"].trigger()
    qtbot.waitUntil(lambda: page.record is not None and page.record.publisher == "作家出版社", timeout=MINUTE_MS)
    assert page.record is not None
    assert "9787020002207" in [number.value for number in page.record.identifiers]
    assert not page.is_editing
    page._tabs.setCurrentIndex(HISTORY)
    qtbot.waitUntil(lambda: bool(page.history.steps), timeout=MINUTE_MS)
    newest = page.history.steps[0]
    assert {d.field for d in newest.changes[0].differences} == {"publisher", "identifiers"}
    page.history.list.setCurrentRow(0)
    assert "作家出版社" in page.history.differences.toPlainText()
    page.history.revert_button.click()
    qtbot.waitUntil(lambda: page.record is not None and page.record.publisher == before, timeout=MINUTE_MS)
    kinds = [step.operation.kind for step in ask("history", "of_record", record_id)]
    assert kinds[:2] == ["revert_record", "edit_record"]
    page._tabs.setCurrentIndex(MARC)
    qtbot.waitUntil(lambda: page.marc.view is not None, timeout=MINUTE_MS)
    assert page.marc.view is not None
    assert any("红楼梦" in row.content for row in page.marc.view.rows)
    # it did not come in MARC: so it would be exported, or it is given a MARC record, which is a step like any other
    assert "has no MARC record" in page.marc._note.text()
    assert (page.marc._make.isVisible(), page.marc._edit.isVisible()) == (True, False)
    page.marc._make.click()
    qtbot.waitUntil(page.marc._edit.isVisible, timeout=MINUTE_MS)
    assert page.marc.view.has_source
    assert not page.marc._make.isVisible()
    assert ask("history", "of_record", record_id)[0].operation.kind == "edit_marc"
    ready.undo.refresh()
    qtbot.waitUntil(lambda: "MARC" in ready.actions_["undo"].text(), timeout=MINUTE_MS)
    ready.actions_["undo"].trigger()
    qtbot.waitUntil(page.marc._make.isVisible, timeout=MINUTE_MS)
    assert not page.marc.view.has_source
    page._tabs.setCurrentIndex(0)


def test_redo_by_key_does_again_what_was_undone_last_and_nothing_after_another_step(
    qtbot: QtBot, ready: MainWindow, ask: Ask
) -> None:
    undo, redo = ready.actions_["undo"], ready.actions_["redo"]
    n_records = ask("cataloguing", "stats").records
    made = ask("cataloguing", "create", BibliographicRecord("重做甲")).created[0]
    qtbot.waitUntil(lambda: "重做甲" in undo.text(), timeout=MINUTE_MS)
    assert not redo.isEnabled()
    ready.search_page.results.setFocus()
    undo.trigger()
    qtbot.waitUntil(lambda: redo.isEnabled() and "重做甲" in redo.text(), timeout=MINUTE_MS)
    assert ask("cataloguing", "stats").records == n_records

    box = ready.search_page.query_bar.findChild(QLineEdit)
    assert box is not None
    box.setFocus()
    for key, modifiers in ((Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)):
        qtbot.keyClick(box, key, modifiers)  # in a field that is typed in, the keys are the field's
    assert redo.isEnabled()

    ready.search_page.results.setFocus()
    for key, modifiers in ((Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)):
        qtbot.keyClick(ready.focusWidget(), key, modifiers)
        qtbot.waitUntil(lambda: "重做甲" in undo.text(), timeout=MINUTE_MS)
        assert ask("cataloguing", "details", made).record.title == "重做甲"
        assert not redo.isEnabled()
        undo.trigger()
        qtbot.waitUntil(redo.isEnabled, timeout=MINUTE_MS)

    ask("cataloguing", "create", BibliographicRecord("重做乙"))
    qtbot.waitUntil(lambda: "重做乙" in undo.text(), timeout=MINUTE_MS)
    assert not redo.isEnabled()
    undo.trigger()
    qtbot.waitUntil(redo.isEnabled, timeout=MINUTE_MS)


def test_escape_leaves_the_editing_and_asks_where_something_would_be_lost(qtbot: QtBot, ready: MainWindow) -> None:
    page = open_record(qtbot, ready, "西游记")

    def question() -> QMessageBox | None:
        return page.findChild(QMessageBox, "leaving")

    ready.actions_["edit"].trigger()
    qtbot.keyClick(page.form._title, Qt.Key.Key_Escape)
    assert not page.is_editing  # nothing was changed
    ready.actions_["edit"].trigger()
    qtbot.keyClicks(page.form._title, " x")
    qtbot.keyClick(page.form._title, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: question() is not None, timeout=MINUTE_MS)
    asked = question()
    assert asked is not None
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: question() is None, timeout=MINUTE_MS)
    assert page.is_editing
    page._cancel.click()
    qtbot.waitUntil(lambda: question() is not None, timeout=MINUTE_MS)
    asked = question()
    assert asked is not None
    next(each for each in asked.buttons() if each.text() == "Discard").click()
    qtbot.waitUntil(lambda: not page.is_editing, timeout=MINUTE_MS)
    assert page.record is not None
    assert page.record.title == "西游记"
    assert ready.pages.currentWidget() is page
    ready.actions_["new_record"].trigger()
    qtbot.waitUntil(lambda: page.is_editing, timeout=MINUTE_MS)
    qtbot.keyClick(page.form._title, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: ready.pages.currentWidget() is not page, timeout=MINUTE_MS)


def test_leaving_with_unsaved_changes_asks(qtbot: QtBot, ready: MainWindow) -> None:
    page = open_record(qtbot, ready, "红楼梦")
    ready.actions_["edit"].trigger()
    page.form._plain["note"].setText("nicht gespeichert")
    ready.show_page(ready.search_page)
    assert ready.pages.currentWidget() is page
    box = page.findChild(QMessageBox, "leaving")
    assert box is not None
    texts = {button.text(): button for button in box.findChildren(QPushButton)}
    texts["Keep editing"].click()
    assert page.form._plain["note"].text() == "nicht gespeichert"
    box.deleteLater()
    qtbot.waitUntil(lambda: page.findChild(QMessageBox, "leaving") is None, timeout=60_000)
    ready.actions_["search"].trigger()
    box = page.findChild(QMessageBox, "leaving")
    assert box is not None
    {button.text(): button for button in box.findChildren(QPushButton)}["Discard"].click()
    assert ready.pages.currentWidget() is ready.search_page
    assert not page.is_editing


def test_turn_a_cover_and_correct_what_was_read(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    page = open_record(qtbot, ready, "三体")
    cover = page.scans.current
    assert cover is not None
    page.scans._turn.click()
    qtbot.waitUntil(lambda: page.scans.current is not None and page.scans.current.turn == 90, timeout=MINUTE_MS)
    assert page.scans.current is not None
    assert (page.scans.current.width_px, page.scans.current.height_px) == (cover.height_px, cover.width_px)
    qtbot.waitUntil(lambda: "Turn cover" in ready.actions_["undo"].text(), timeout=MINUTE_MS)
    ready.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: page.scans.current is not None and page.scans.current.turn == 0, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: page.ocr.n_lines > 0, timeout=MINUTE_MS)
    page._tabs.setCurrentIndex(TEXT)
    index = page.ocr.model.index(0)
    read = str(index.data(Qt.ItemDataRole.EditRole))
    page.ocr.choose(0)
    assert page.ocr.model.setData(index, "奇珍异宝录")
    qtbot.waitUntil(lambda: "奇珍异宝录" in str(page.ocr.model.index(0).data()), timeout=MINUTE_MS)
    assert read in str(page.ocr.model.index(0).data()), "the reading stands beside the correction"
    assert [(c.before, c.after) for c in ask("cover_editing", "corrections")] == [(read, "奇珍异宝录")]
    page._tabs.setCurrentIndex(0)
    search(qtbot, ready, "奇珍异宝录", "三体")


def test_forms_of_a_name_find_each_other(qtbot: QtBot, ready: MainWindow) -> None:
    page = open_record(qtbot, ready, "三体")
    assert page.record is not None
    author = page.record.authors[0]
    ready.actions_["names"].trigger()
    dialog: NamesDialog = dialog_of(qtbot, ready, NamesDialog)
    assert dialog.chosen == author
    dialog.other.setText("Qin Shihuang Junior")
    dialog.link_typed()
    qtbot.waitUntil(lambda: dialog.agent is not None, timeout=MINUTE_MS)
    assert dialog.agent is not None
    assert dialog.agent.names == (author, "Qin Shihuang Junior")
    dialog.close()
    search(qtbot, ready, "author:Shihuang", "三体")


def test_a_whole_list_is_not_merged_by_mistake(qtbot: QtBot, ready: MainWindow) -> None:
    search(qtbot, ready, "红楼梦", "红楼梦")
    ready.actions_["select_all"].trigger()
    qtbot.waitUntil(lambda: len(ready.search_page.selected_record_ids) > 8, timeout=MINUTE_MS)
    before = len(ready._dialogs)
    with qtbot.waitSignal(ready.records.refused, timeout=MINUTE_MS) as told:
        ready.actions_["merge"].trigger()
    assert "8 at most" in told.args[0]
    assert len(ready._dialogs) == before


def test_merge_two(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    ids = [
        record.id
        for query in ("老人与海", "傲慢与偏见")
        for record in ask("cataloguing", "browse", 0, 1, "title", False, query).records
    ]
    assert len(set(ids)) == 2
    n_items = sum(len(ask("cataloguing", "details", each).record.holdings) for each in ids)
    dialog = MergeDialog(ready.records._context, ids, ready)
    ready._show(dialog)
    qtbot.waitUntil(lambda: dialog.is_ready, timeout=MINUTE_MS)
    dialog.keep_column(0)
    dialog.table.setCurrentCell(0, 0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_2)
    records = [ask("cataloguing", "details", each).record for each in ids]
    assert dialog.chosen_record.title == records[1].title
    with qtbot.waitSignal(dialog.merged, timeout=MINUTE_MS):
        dialog._merge.click()
    merged = ask("cataloguing", "details", ids[0])
    assert merged.record.title == records[1].title
    assert len(merged.record.holdings) == n_items
    assert len(merged.covers) == 2
    ask("cataloguing", "undo")
    assert [ask("cataloguing", "details", each).record.title for each in ids] == [r.title for r in records]


def test_bulk_edit_is_looked_at_applied_and_undone(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    ready.show_page(ready.search_page)
    ready.search_page.query_bar.set_text("")
    ready.actions_["bulk_edit"].trigger()
    dialog: BulkEditDialog = dialog_of(qtbot, ready, BulkEditDialog)
    dialog.scope.setCurrentIndex(dialog.scope.findData("everything"))
    dialog.action.setCurrentIndex(dialog.action.findData("append"))
    dialog.field.setCurrentIndex(dialog.field.findData("note"))
    dialog.text.setText("（二〇二六年清点）")
    dialog.look_button.click()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=MINUTE_MS)
    report = dialog.report
    assert report is not None
    assert report.matched == report.changed == 12
    assert "清点" in dialog.differences.toPlainText()
    assert not any("清点" in r.note for r in ask("cataloguing", "browse", 0, 50).records), "nothing is written yet"
    dialog.apply_button.click()
    qtbot.waitUntil(
        lambda: any(j.kind == "bulk_edit" and j.state == "succeeded" for j in ready.jobs.jobs), timeout=MINUTE_MS
    )
    assert all("清点" in r.note for r in ask("cataloguing", "browse", 0, 50).records)
    ask("cataloguing", "undo")
    assert not any("清点" in r.note for r in ask("cataloguing", "browse", 0, 50).records)


def test_the_history_is_filtered_and_tells_field_by_field(qtbot: QtBot, ready: MainWindow) -> None:
    ready.actions_["history"].trigger()
    dialog: HistoryDialog = dialog_of(qtbot, ready, HistoryDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0, timeout=MINUTE_MS)
    everything = dialog.model.rowCount()
    dialog.kind.setCurrentIndex(dialog.kind.findData("edit_record"))
    dialog.reload()
    qtbot.waitUntil(lambda: 0 < dialog.model.rowCount() < everything, timeout=MINUTE_MS)
    dialog.table.setCurrentIndex(dialog.model.index(0, 0))
    qtbot.waitUntil(lambda: "作家出版社" in dialog.differences.toPlainText(), timeout=MINUTE_MS)
    dialog.words.setText("没有这样的题名")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0, timeout=MINUTE_MS)
    dialog.close()
