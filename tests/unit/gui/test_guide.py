"""The first steps lead on, can be skipped, and never stand in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from librarian_app.i18n import LANGUAGES, LanguageSwitcher
from librarian_app.preferences import load_preferences, preferences_file
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.guide_panel import STEPS, GuideActions, GuidePanel


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def guide(
    qtbot: QtBot, themes: ThemeSwitcher, done: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[GuidePanel]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    made = GuidePanel(
        themes,
        GuideActions(
            lambda code: done.append(f"language {code}"),
            lambda code: done.append(f"theme {code}"),
            lambda words: done.append(f"search {words}"),
            lambda name: done.append(name),
            lambda: done.append("own"),
            lambda: done.append("help"),
        ),
        window,
    )
    window.show()
    made.begin()
    yield made
    window.close()


def test_five_steps_from_the_keyboard(guide: GuidePanel) -> None:
    seen = [guide.step]
    for _ in range(4):
        QTest.keyClick(guide.next_button, Qt.Key.Key_Space)
        seen.append(guide.step)
    assert tuple(seen) == STEPS
    QTest.keyClick(guide.next_button, Qt.Key.Key_Space)
    assert guide.isHidden()
    assert load_preferences(preferences_file()).guide_seen


def test_it_can_be_skipped_and_called_again(guide: GuidePanel) -> None:
    guide.show_step(3)
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    assert guide.isHidden()
    guide.begin()
    assert guide.step == "welcome"


def test_each_step_can_be_tried(guide: GuidePanel, done: list[str]) -> None:
    for step in range(len(STEPS)):
        guide.show_step(step)
        row = guide._doing_row
        for button in [row.itemAt(position).widget() for position in range(row.count())]:
            if isinstance(button, QPushButton):
                button.click()
    assert done == [
        "own", "import", "search 红楼梦", "search ocean adventure", "search hlm", "intake", "history", "help"
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_fits_the_smallest_window(guide: GuidePanel, languages: LanguageSwitcher, language: str) -> None:
    languages.switch_to(language)
    window = guide.parentWidget()
    assert window is not None
    window.resize(1000, 620)
    for step in range(len(STEPS)):
        guide.show_step(step)
        assert window.rect().contains(guide.geometry())
        assert guide._doing.sizeHint().width() <= guide.width() - 38
