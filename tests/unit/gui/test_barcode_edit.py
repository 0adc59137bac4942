"""A field for hand scanners stays plain whatever the input method does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.barcode_edit import BarcodeEdit


@pytest.fixture
def edit(qtbot: QtBot, themes: ThemeSwitcher) -> BarcodeEdit:
    made = BarcodeEdit()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_input_method_is_off(edit: BarcodeEdit) -> None:
    assert not edit.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert edit.inputMethodHints() & Qt.InputMethodHint.ImhLatinOnly


def test_what_an_input_method_commits_all_the_same_is_folded(edit: BarcodeEdit) -> None:
    QApplication.sendEvent(edit, QInputMethodEvent("ｗ", []))
    assert edit.text() == ""
    event = QInputMethodEvent()
    event.setCommitString("ＷＹ　００１２")
    QApplication.sendEvent(edit, event)
    assert edit.text() == "WY0012"


def test_full_width_typing_is_folded_as_it_comes(edit: BarcodeEdit) -> None:
    for digit in "１２":
        QApplication.sendEvent(edit, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, digit))
    QTest.keyClicks(edit, "3")
    assert edit.text() == "123"
    assert edit.cursorPosition() == 3


def test_enter_ends_a_scan_and_the_next_replaces_it(edit: BarcodeEdit) -> None:
    scans: list[str] = []
    edit.scanned.connect(scans.append)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    for text in ("WY1", "WY2"):
        QTest.keyClicks(edit, text)
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert scans == ["WY1", "WY2"]


def test_the_verdict_goes_with_the_next_scan(edit: BarcodeEdit) -> None:
    edit.show_verdict("bad")
    assert edit.property("verdict") == "bad"
    QTest.keyClicks(edit, "1")
    assert edit.property("verdict") == ""
