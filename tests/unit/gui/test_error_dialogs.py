"""Failures are told as sentences; a bug does not end the program."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.errors import ConflictError, HostFaultError, InvalidInputError, StoreMismatchError
from librarian_app.error_dialogs import CrashReporter, heading, show_error


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield window
    for box in boxes():
        box.close()


def boxes() -> list[QMessageBox]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def test_each_family_has_its_heading() -> None:
    families = (HostFaultError, InvalidInputError, ConflictError, StoreMismatchError)
    assert len({heading(family("disk.full", path="/")) for family in families}) == 4


def test_error_says_what_happened_without_blocking(window: QWidget) -> None:
    show_error(window, HostFaultError("disk.full", path="/mnt/书库"), "zh_CN")
    assert len(boxes()) == 1
    assert "/mnt/书库" in boxes()[0].informativeText()


def test_bug_is_logged_and_shown_once(
    window: QWidget, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    reporter = CrashReporter(window)
    reporter.install()
    assert sys.excepthook is reporter
    with caplog.at_level(logging.CRITICAL):
        for _ in range(2):
            error = ZeroDivisionError("of 零")
            reporter(ZeroDivisionError, error, None)
    assert len(boxes()) == 1
    assert "of 零" in boxes()[0].detailedText()
    assert len([r for r in caplog.records if r.levelno == logging.CRITICAL]) == 2
