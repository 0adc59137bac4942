"""A day that ends badly: the window is killed, or its engine, while somebody types. Nothing that was typed is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.services.vocabulary import VOCABULARY
from librarian_app.i18n import LanguageSwitcher
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[3]
MINUTE_MS = 60_000
TYPING = """
import sys, time
from pathlib import Path
from PySide6.QtTest import QTest
from core.services.vocabulary import VOCABULARY
from librarian_app.i18n import LanguageSwitcher
from librarian_app.main import make_application
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.main_window import MainWindow

def until(done):
    end = time.monotonic() + 100
    while not done():
        assert time.monotonic() < end
        QTest.qWait(20)

application = make_application()
bridge = EngineBridge(Path(sys.argv[1]), VOCABULARY)
window = MainWindow(bridge, LanguageSwitcher(application), ThemeSwitcher(application))
window.show()
bridge.start()
until(lambda: window._state is not None)
page = window.record_page
if sys.argv[2] == "new":
    window.actions_["new_record"].trigger()
    until(lambda: page.is_editing)
    page.form._title.setText("")
    QTest.keyClicks(page.form._title, "Half a title")
else:
    window.open_record(1)
    until(lambda: page.record is not None and page.record.id == 1)
    window.actions_["edit"].trigger()
    until(lambda: page.is_editing)
    page.form._plain["note"].clear()
    QTest.keyClicks(page.form._plain["note"], "typed before the crash")
    page.holdings_model.add()
until(lambda: window.unsaved._store._kept)
print("typed", flush=True)
QTest.qWait(100_000)
"""


def type_and_be_killed(library: Path, config: Path, what: str) -> None:
    """Edit in a window of a process of its own, and kill it once the look of each second has gone by."""
    environment = os.environ | {"XDG_CONFIG_HOME": str(config), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", TYPING, str(library), what]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as window:
        assert window.stdout is not None
        assert window.stderr is not None
        if window.stdout.readline() != "typed\n":
            window.kill()
            pytest.fail(window.stderr.read())
        end = time.monotonic() + 30
        while not list(config.rglob("unsaved/*/*.json")):
            assert time.monotonic() < end
            time.sleep(0.02)
        window.kill()


@pytest.fixture
def config() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"])


@pytest.fixture
def library(stocked_library: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stocked_library, tmp_path / "图书馆 二号"))


@pytest.fixture
def opened(
    qtbot: QtBot, qapp: QApplication, library: Path, config: Path, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """The window that is opened after the other one was killed (`request.param`: while editing what, if anything)."""
    if request.param:
        type_and_be_killed(library, config, request.param)
    languages, themes = LanguageSwitcher(qapp), ThemeSwitcher(qapp)
    languages.switch_to("en")
    bridge = EngineBridge(library, VOCABULARY)
    window = MainWindow(bridge, languages, themes)
    window.resize(1280, 720)
    window.show()
    bridge.start()
    qtbot.waitUntil(lambda: window._state is not None, timeout=MINUTE_MS)
    yield window
    window.record_page._give_up()
    window.close()
    bridge.stop()
    shutil.rmtree(config / "Wenyuan" / "unsaved", ignore_errors=True)


def press(window: MainWindow, text: str) -> None:
    buttons = {button.text(): button for button in window.notices.unsaved.findChildren(QPushButton)}
    buttons[text].click()


@pytest.mark.parametrize("opened", ["old"], indirect=True)
def test_typing_in_a_record_survives_a_killed_window(qtbot: QtBot, opened: MainWindow, config: Path) -> None:
    banner, page = opened.notices.unsaved, opened.record_page
    qtbot.waitUntil(banner.isVisible, timeout=MINUTE_MS)
    press(opened, "Go on")
    qtbot.waitUntil(lambda: page.is_editing, timeout=MINUTE_MS)
    assert page.record is not None
    assert f"“{page.record.title}”" in banner.text
    assert page.form._plain["note"].text() == "typed before the crash"
    n_items = len(page.record.holdings)
    assert len(page.holdings_model.holdings) == n_items + 1
    assert page.has_changes
    assert banner.isHidden()
    qtbot.waitUntil(lambda: len(list(config.rglob("unsaved/*/*.json"))) == 1, timeout=MINUTE_MS)  # now this window's
    opened.actions_["save"].trigger()
    qtbot.waitUntil(lambda: not page.is_editing and page.record is not None, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: page.record is not None and page.record.note == "typed before the crash", timeout=MINUTE_MS)
    assert page.record is not None
    assert len(page.record.holdings) == n_items + 1
    qtbot.waitUntil(lambda: not list(config.rglob("unsaved/*/*.json")), timeout=MINUTE_MS)


@pytest.mark.parametrize("opened", ["new"], indirect=True)
def test_a_new_record_comes_back_and_can_be_discarded(qtbot: QtBot, opened: MainWindow, config: Path) -> None:
    banner = opened.notices.unsaved
    qtbot.waitUntil(banner.isVisible, timeout=MINUTE_MS)
    assert "“Half a title”" in banner.text
    opened.choose_language("zh_CN")
    qtbot.waitUntil(lambda: "You were" not in banner.text, timeout=MINUTE_MS)
    assert "“Half a title”" in banner.text
    opened.choose_language("en")
    qtbot.waitUntil(lambda: "You were" in banner.text, timeout=MINUTE_MS)  # widgets are told with the next events
    press(opened, "Go on")
    assert opened.record_page.form.title == "Half a title"
    assert opened.record_page.is_editing
    opened.record_page.stop_editing()
    opened.unsaved.look()
    qtbot.waitUntil(lambda: not list(config.rglob("unsaved/*/*.json")), timeout=MINUTE_MS)


@pytest.mark.parametrize("opened", [""], indirect=True)
def test_typing_survives_a_killed_engine(qtbot: QtBot, opened: MainWindow) -> None:
    page = opened.record_page
    opened.open_record(1)
    qtbot.waitUntil(lambda: page.record is not None and page.record.id == 1, timeout=MINUTE_MS)
    opened.actions_["edit"].trigger()
    page.form._plain["note"].setText("typed while the engine died")
    opened.unsaved.look()
    engine = opened._bridge._client._process
    assert engine is not None
    with qtbot.waitSignal(opened._bridge.started, timeout=MINUTE_MS):
        engine.kill()
    assert page.is_editing
    assert page.form._plain["note"].text() == "typed while the engine died"
    assert opened.notices.unsaved.isHidden(), "what is still in the window is not offered"
    opened.actions_["save"].trigger()
    qtbot.waitUntil(
        lambda: page.record is not None and page.record.note == "typed while the engine died", timeout=MINUTE_MS
    )
