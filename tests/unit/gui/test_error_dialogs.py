"""Failures are told as sentences; a bug does not end the program."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.errors import ConflictError, HostFaultError, InvalidInputError, LibrarianError, StoreMismatchError
from librarian_app.error_dialogs import (
    CrashReporter,
    ErrorBox,
    breakable,
    error_sentence,
    heading,
    log_tail,
    show_error,
    what_is_safe,
)
from librarian_app.i18n import LanguageSwitcher


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


@pytest.mark.parametrize("family", [HostFaultError, InvalidInputError, ConflictError, StoreMismatchError])
@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_every_family_says_what_is_safe(
    window: QWidget, languages: LanguageSwitcher, family: type[LibrarianError], language: str
) -> None:
    languages.switch_to(language)
    error = family("disk.full", path="/mnt/书库")
    show_error(window, error, language)
    box = boxes()[0]
    what_happened, _, safe = box.informativeText().partition("\n\n")
    assert what_happened == error_sentence(error, language)
    assert safe == what_is_safe(error)
    assert any("\u4e00" <= c <= "\u9fff" for c in safe) == (language != "en")


def test_details_can_be_copied_and_the_box_stays(window: QWidget) -> None:
    show_error(window, HostFaultError("disk.full", path="/"), "en")
    box = boxes()[0]
    assert isinstance(box, ErrorBox)
    box.copy_button.click()
    assert box.isVisible()
    copied = QApplication.clipboard().text()
    assert copied.startswith("disk.full")
    assert "Python" in copied


def test_the_log_leaves_without_what_it_quotes(
    window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("librarian_app.error_dialogs.log_dir", lambda: tmp_path)
    (tmp_path / "window.log").write_text(
        "\n".join(f"line {n} title='秘密' and “书名” and \"x y\"" for n in range(50)), encoding="utf-8"
    )
    tail = log_tail()
    assert len(tail) == 30
    assert tail[-1] == "line 49 title='…' and “…” and \"…\""


def test_long_words_may_be_broken() -> None:
    path = "/mnt/" + "very-long-folder/" * 8 + "标签.pdf"
    assert "\u200b" in breakable(f"cannot write {path}")
    assert breakable("short /mnt/x") == "short /mnt/x"


def test_a_long_text_wraps_within_the_screen(window: QWidget) -> None:
    show_error(window, HostFaultError("disk.full", path="/mnt/" + "a-long-folder/" * 40), "en")
    box = boxes()[0]
    assert box.width() <= 700
    assert box.height() <= 620
