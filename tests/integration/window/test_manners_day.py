"""Labels, lists, scanners, help, first steps and settings on a real library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from core.domain.labels import ItemSelection, ShelfItem
from core.domain.records import BibliographicRecord, Holding
from core.text.call_numbers import shelf_key
from installer.window_checks import clipped, unnamed, unreachable
from librarian_app import wording
from librarian_app.pages.record_page import RecordPage
from librarian_app.preferences import load_preferences, preferences_file
from librarian_app.windows.barcode_dialog import BarcodeDialog
from librarian_app.windows.inventory_dialog import InventoryDialog
from librarian_app.windows.item_states_dialog import ItemStatesDialog
from librarian_app.windows.label_dialog import LabelDialog
from librarian_app.windows.main_window import MainWindow
from librarian_app.windows.settings_dialog import SettingsDialog
from librarian_app.windows.shelf_list_dialog import ShelfListDialog

Ask = Callable[..., Any]


def dialog_of(window: MainWindow, command: str) -> QDialog:
    window.actions_[command].trigger()
    return window._dialogs[-1]


def items_of(ask: Ask) -> tuple[ShelfItem, ...]:
    found: tuple[ShelfItem, ...] = ask("shelf", "items", ItemSelection())
    return found


def looks_right(root: QDialog | MainWindow) -> None:
    assert [*unnamed(root), *unreachable(root), *clipped(root)] == []


def test_barcode_labels_come_out_as_a_pdf_that_scanners_read(
    qtbot: QtBot, ready: MainWindow, ask: Ask, tmp_path: Path
) -> None:
    barcodes = {item.holding.barcode for item in items_of(ask)}
    assert len(barcodes) > 10
    dialog = dialog_of(ready, "labels")
    assert isinstance(dialog, LabelDialog)
    dialog.items.choose("all")
    dialog.kind_box.setCurrentIndex(1)
    dialog.choose_layout("a4-3x8")
    dialog.first_box.setValue(2)
    qtbot.waitUntil(lambda: len(dialog.labels) == len(barcodes) and bool(dialog.labels[0].bars), timeout=60_000)
    looks_right(dialog)
    file = tmp_path / "条码 标签.pdf"
    dialog.write_pdf(str(file))
    pages = pypdfium2.PdfDocument(file)
    assert len(pages) == dialog.sheet.n_pages(len(barcodes), first=2)
    read = set()
    for page in pages:
        image = page.render(scale=300 / 72, grayscale=True).to_numpy().squeeze()
        read |= {found.text for found in zxingcpp.read_barcodes(image)}
    assert read == barcodes
    dialog.close()


def test_a_layout_of_ones_own_is_kept(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    dialog = dialog_of(ready, "labels")
    assert isinstance(dialog, LabelDialog)
    dialog.choose_layout("a4-5x13")
    dialog.measures_button.setChecked(True)
    dialog.size_boxes["gap_y_mm"].setValue(0.5)
    assert dialog.sheet.gap_y_mm == 0.5
    dialog.keep_layout("书标 小")
    qtbot.waitUntil(lambda: dialog.layout_box.currentText() == "书标 小", timeout=60_000)
    (kept,) = ask("shelf", "layouts")
    assert (kept.name, kept.gap_y_mm) == ("书标 小", 0.5)
    dialog.size_boxes["gap_y_mm"].setValue(0.25)
    dialog.keep_layout("书标 小")
    qtbot.waitUntil(dialog.way_back.isVisible, timeout=60_000)
    dialog.way_back.go_back()
    qtbot.waitUntil(lambda: dialog.sheet.gap_y_mm == 0.5, timeout=60_000)
    dialog.forget_button.click()
    qtbot.waitUntil(lambda: dialog.way_back.text == "“书标 小” is deleted.", timeout=60_000)
    assert ask("shelf", "layouts") == ()
    dialog.way_back.go_back()
    qtbot.waitUntil(lambda: dialog.layout_box.currentText() == "书标 小", timeout=60_000)
    assert ask("shelf", "layouts") == (kept,)
    dialog.rows_box.setValue(40)
    assert not dialog.save_button.isEnabled()
    assert "mm" in dialog.summary.text()
    dialog.close()


def test_new_barcodes_are_never_given_twice(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    taken = items_of(ask)[0].holding.barcode
    dialog = dialog_of(ready, "labels")
    assert isinstance(dialog, LabelDialog)
    dialog.items.choose("new")
    assert dialog.look.kind == "barcode"
    dialog.items.new_edit.setText("NEW001")
    qtbot.waitUntil(lambda: [label.text for label in dialog.labels[:2]] == ["NEW001", "NEW002"], timeout=60_000)
    dialog.items.new_edit.setText(taken)
    qtbot.waitUntil(lambda: taken in dialog.summary.text(), timeout=60_000)
    assert not dialog.print_button.isEnabled()
    dialog.close()


def test_the_shelf_list_stands_in_shelf_order(qtbot: QtBot, ready: MainWindow, tmp_path: Path) -> None:
    dialog = dialog_of(ready, "shelf_list")
    assert isinstance(dialog, ShelfListDialog)
    dialog.items.choose("all")
    qtbot.waitUntil(lambda: len(dialog._items) > 10, timeout=60_000)
    looks_right(dialog)
    pdf, book = tmp_path / "目录.pdf", tmp_path / "目录.xlsx"
    dialog.write_pdf(str(pdf))
    assert len(pypdfium2.PdfDocument(pdf)) >= 1
    n = len(dialog._items)
    dialog.save_table(str(book))
    qtbot.waitUntil(book.is_file, timeout=60_000)
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None
    numbers = [str(row[0].value or "") for row in sheet.iter_rows(min_row=2)]
    assert len(numbers) == n
    assert numbers == sorted(numbers, key=shelf_key)
    dialog.close()


def test_a_scanned_barcode_opens_its_record(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    item = items_of(ask)[0]
    dialog = dialog_of(ready, "find_barcode")
    assert isinstance(dialog, BarcodeDialog)
    QTest.keyClicks(dialog.edit, "NOBODY1")
    QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.edit.property("verdict") == "bad", timeout=60_000)
    assert "NOBODY1" in dialog.answer.text()
    QTest.keyClicks(dialog.edit, item.holding.barcode)
    QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
    page = ready.record_page
    qtbot.waitUntil(lambda: ready.pages.currentWidget() is page, timeout=60_000)
    assert isinstance(page, RecordPage)
    qtbot.waitUntil(lambda: page.record is not None and page.record.id == item.record_id, timeout=60_000)
    labels = dialog_of(ready, "labels")
    assert isinstance(labels, LabelDialog)
    assert labels.items.kind == "record"
    labels.close()


def test_stocktaking_tells_what_is_missing(qtbot: QtBot, ready: MainWindow, ask: Ask, tmp_path: Path) -> None:
    dialog = dialog_of(ready, "inventory")
    assert isinstance(dialog, InventoryDialog)
    qtbot.waitUntil(lambda: dialog.report is not None and dialog.location_box.count() > 0, timeout=60_000)
    here = [i for i in items_of(ask) if i.holding.location == dialog.location]
    elsewhere = next(i for i in items_of(ask) if i.holding.location != dialog.location)
    for barcode in (here[0].holding.barcode, elsewhere.holding.barcode, "NOBODY1"):
        QTest.keyClicks(dialog.edit, barcode)
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda barcode=barcode: barcode in dialog.barcodes, timeout=60_000)  # type: ignore[misc]
    qtbot.waitUntil(lambda: dialog.report is not None and dialog.report.unknown == ("NOBODY1",), timeout=60_000)
    report = dialog.report
    assert report is not None
    assert [i.holding.barcode for i in report.misplaced] == [elsewhere.holding.barcode]
    assert len(report.missing) + len(report.seen) + len(report.unexpected) + len(report.elsewhere) == len(here)
    looks_right(dialog)
    file = tmp_path / "清点.xlsx"
    dialog.save_report(str(file))
    qtbot.waitUntil(file.is_file, timeout=60_000)
    dialog.close()


def test_f1_opens_the_page_for_where_one_is(qtbot: QtBot, ready: MainWindow) -> None:
    ready.actions_["intake"].trigger()
    ready.actions_["help"].trigger()
    window = ready.help.window
    assert window is not None
    assert window.page == "intake"
    dialog = dialog_of(ready, "shelf_list")
    assert ready.actions_["help"] in dialog.actions()
    ready.help.show_help()
    assert window.page == "printing"
    dialog.close()
    ready.choose_language("zh_TW")
    qtbot.waitUntil(lambda: window.text.toPlainText().startswith("標籤"), timeout=60_000)
    looks_right(window)  # type: ignore[arg-type]
    window.close()


def test_first_steps_lead_through_the_window(qtbot: QtBot, ready: MainWindow) -> None:
    ready.actions_["guide"].trigger()
    guide = ready.guide
    assert guide.isVisible()
    guide._actions.search("红楼梦")
    model = ready.search_page.model
    qtbot.waitUntil(lambda: not model.is_browsing and model.rowCount() > 0, timeout=30_000)
    assert guide.isVisible()
    guide.finish()
    assert load_preferences(preferences_file()).guide_seen
    ready.search_page.query_bar.clear()


def test_settings_take_effect_at_once(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    dialog = dialog_of(ready, "settings")
    assert isinstance(dialog, SettingsDialog)
    qtbot.waitUntil(dialog.record_language_box.isEnabled, timeout=60_000)
    looks_right(dialog)
    dialog.record_language_box.setCurrentIndex(dialog.record_language_box.findData("chi"))
    dialog.record_language_box.activated.emit(dialog.record_language_box.currentIndex())
    dialog.size_box.setCurrentIndex(dialog.size_box.findData(115))
    dialog.size_box.activated.emit(dialog.size_box.currentIndex())
    qtbot.waitUntil(lambda: ask("settings", "get").default_language == "chi", timeout=60_000)
    assert QApplication.font().pixelSize() == 16
    dialog.close()
    ready.settings.choose_text_size(100)
    assert QApplication.font().pixelSize() == 14
    ready.actions_["new_record"].trigger()
    qtbot.waitUntil(lambda: ready.record_page.is_editing, timeout=60_000)
    assert ready.record_page.form.record().language == "chi"
    ready.record_page.stop_editing()
    ready.show_page(ready.search_page)


def test_a_name_for_the_history_and_states_of_items_of_our_own(qtbot: QtBot, ready: MainWindow, ask: Ask) -> None:
    dialog = dialog_of(ready, "settings")
    assert isinstance(dialog, SettingsDialog)
    qtbot.waitUntil(dialog.name_edit.isEnabled, timeout=60_000)
    dialog.name_edit.setFocus()
    qtbot.keyClicks(dialog.name_edit, "Wang Fang")
    qtbot.keyClick(dialog.name_edit, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: ask("settings", "get").actor == "Wang Fang", timeout=60_000)
    dialog.states_button.setFocus()
    qtbot.keyClick(dialog.states_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.findChild(ItemStatesDialog) is not None, timeout=60_000)
    states = dialog.findChild(ItemStatesDialog)
    qtbot.keyClick(states.add_button, Qt.Key.Key_Space)
    for column, name in enumerate(("保存本", "Kept copy")):
        states.table.item(0, column).setText(name)
    states.table.item(0, 2).setCheckState(Qt.CheckState.Unchecked)
    looks_right(states)
    states.save()
    qtbot.waitUntil(lambda: bool(ask("item_states", "own")), timeout=60_000)
    assert wording.holding_status("kept_copy") == "Kept copy"
    assert wording.holding_choice("kept_copy") == "Kept copy · not lent"
    states.close()
    dialog.close()
    ready.choose_language("zh_CN")
    assert wording.holding_status("kept_copy") == "保存本"
    bulk = dialog_of(ready, "bulk_edit")
    assert bulk.status.findData("kept_copy") >= 0
    assert bulk.status.itemText(bulk.status.findData("kept_copy")) == "保存本 · 不外借"
    bulk.close()
    ready.choose_language("en")
    made = ask("cataloguing", "create", BibliographicRecord("署名", holdings=(Holding(status="kept_copy"),))).created
    assert ask("cataloguing", "history", 1)[0].actor == "Wang Fang"
    assert ask("cataloguing", "details", made[0]).record.holdings[0].status == "kept_copy"
    ask("cataloguing", "undo")
    history = dialog_of(ready, "history")
    qtbot.waitUntil(lambda: history.model.rowCount() > 0, timeout=60_000)
    steps = [history.model.operation(row) for row in range(history.model.rowCount())]
    row = next(row for row, step in enumerate(steps) if step.kind == "item_states")
    history.table.selectRow(row)
    qtbot.waitUntil(lambda: "保存本 / Kept copy · not lent" in history.differences.toPlainText(), timeout=60_000)
    looks_right(history)
    history.undo_button.click()
    qtbot.waitUntil(lambda: wording.holding_status("kept_copy") == "kept_copy", timeout=60_000)
    assert ask("item_states", "own") == ()
    history.close()
    # The record that was undone first can be redone too until the window has heard of the second undo.
    redo = ready.actions_["redo"]
    qtbot.waitUntil(lambda: redo.isEnabled() and wording.operation("item_states") in redo.text(), timeout=60_000)
    redo.trigger()
    qtbot.waitUntil(lambda: wording.holding_status("kept_copy") == "Kept copy", timeout=60_000)
