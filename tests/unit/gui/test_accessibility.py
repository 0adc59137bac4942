"""Nobody is kept out: every control has a name and is reached by Tab, no text is cut, no keys clash; in every language
and at every scale. The window is the real one, without an engine behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMenuBar, QWidget

from librarian_app import actions
from librarian_app.actions import Actions
from librarian_app.i18n import LANGUAGES, LanguageSwitcher
from librarian_app.windows.menus import Menus
from librarian_app.windows.sheets import ShortcutSheet

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scale", "options"),
    [("1", ()), ("1.5", ()), ("2", ()), ("1", ("--text-size", "130", "--languages", "zh_CN,en"))],
    ids=["100 %", "150 %", "200 %", "large text"],
)
def test_every_page_and_dialog_in_every_language(scale: str, options: tuple[str, ...]) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "installer.window_checks", *options]
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=400
    )
    wrong = [line for line in done.stdout.splitlines() if not options or "placeholder" not in line]
    assert wrong == []
    assert done.returncode in (0, 1), done.stderr[-2000:]


def test_every_command_is_in_a_menu(qapp: QApplication, languages: LanguageSwitcher) -> None:
    bar, owner = QMenuBar(), QWidget()
    all_actions = Actions(owner)
    Menus(bar, all_actions, lambda _: None, lambda _: None, owner)
    reached = {action.objectName() for top in bar.actions() for action in _leaves(top)}
    assert {f"action_{command.name}" for command in actions.COMMANDS} - reached == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_in_the_sheet(qapp: QApplication, languages: LanguageSwitcher, language: str) -> None:
    languages.switch_to(language)
    sheet = ShortcutSheet()
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    for command in actions.COMMANDS:
        if command.keys:
            assert command.group, f"{command.name} has keys but no heading in the sheet"
            assert actions.plain_text(command.name) in shown


def test_the_sheet_fits_a_small_screen(qapp: QApplication, languages: LanguageSwitcher) -> None:
    for language in LANGUAGES:
        languages.switch_to(language)
        sheet = ShortcutSheet()
        sheet.adjustSize()
        assert sheet.height() <= 680, language
        assert sheet.width() <= 1240, language


def _leaves(action: QAction) -> list[QAction]:
    menu = action.menu()
    if not isinstance(menu, QMenu):
        return [action]
    return [leaf for inner in menu.actions() for leaf in _leaves(inner)]
