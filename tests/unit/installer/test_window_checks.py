"""The checks of a window find what they are for; without that their silence would mean nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from installer.window_checks import clashing_shortcuts, clipped, unnamed, unreachable

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support", extend=True)]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    made.resize(300, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def put(window: QWidget, widget: QWidget) -> QWidget:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()
    layout.activate()
    return widget


def test_a_field_without_a_name(window: QWidget) -> None:
    edit = put(window, QLineEdit())
    assert len(unnamed(window)) == 1
    edit.setAccessibleName("Title")
    put(window, QPushButton("Save"))
    put(window, QPushButton())
    assert len(unnamed(window)) == 1


def test_a_button_that_tab_does_not_reach(window: QWidget) -> None:
    put(window, QLineEdit())
    button = put(window, QPushButton("Save"))
    assert unreachable(window) == []
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert len(unreachable(window)) == 1
    button.setEnabled(False)
    assert unreachable(window) == []


def test_text_that_is_cut(window: QWidget) -> None:
    label = put(window, QLabel("A sentence that has no room here"))
    assert clipped(window) == []
    label.setFixedWidth(60)
    assert "cut" in clipped(window)[0]
    label.setText("A sentence…")
    label.setFixedWidth(40)
    assert clipped(window) == []


def test_wrapped_lines_buttons_and_boxes_that_are_cut(window: QWidget) -> None:
    wrapped = QLabel("many words " * 12)
    wrapped.setWordWrap(True)
    put(window, wrapped).setFixedSize(100, 20)
    put(window, QPushButton("A long caption")).setFixedWidth(50)
    box = QComboBox()
    box.addItem("A long entry that is chosen")
    put(window, box).setFixedWidth(80)
    assert len([problem for problem in clipped(window) if "cut" in problem]) == 3


def test_a_widget_over_the_edge(window: QWidget) -> None:
    button = QPushButton("x", window)
    button.setGeometry(280, 10, 60, 20)
    button.show()
    assert any("edge" in problem for problem in clipped(window))


def test_two_commands_with_one_key(window: QWidget) -> None:
    for name in ("one", "two"):
        action = QAction(name, window)
        action.setShortcut(QKeySequence("Ctrl+K"))
        window.addAction(action)
    assert len(clashing_shortcuts(window)) == 1


def test_one_key_in_two_places_is_no_clash(window: QWidget) -> None:
    for name in ("one", "two"):
        place = put(window, QWidget())
        place.setObjectName(name)
        other = type(name, (QWidget,), {})()
        put(window, other)
        QShortcut(QKeySequence("A"), other, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
    assert clashing_shortcuts(window) == []
