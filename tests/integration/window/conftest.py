"""The whole window on a real library with a real engine process and real encoders, for the tests of a librarian's day.

A library of twelve demo works is made once a session; each test module gets a window on a copy of it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.paths import resources_dir
from core.services.vocabulary import VOCABULARY
from librarian_app.i18n import LanguageSwitcher
from librarian_app.main import make_application
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.main_window import MainWindow

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
MINUTE_MS = 60_000
WORKS = (
    "hongloumeng", "hongloumeng-trad", "dream-red-chamber", "xiyouji", "journey-west", "santi", "laoren", "old-man-sea",
    "pride-prejudice", "aoman", "sunzi", "art-of-war",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            for mark in (pytest.mark.gui, pytest.mark.models, pytest.mark.slow):
                item.add_marker(mark)
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str]) -> QApplication:
    return make_application()


@pytest.fixture(scope="session")
def stocked_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of twelve demo works with their covers, made by the command line. Copy it, never open it."""
    folder = tmp_path_factory.mktemp("stocked")
    demo = resources_dir() / "demo"
    source = folder / "works"
    (source / "covers").mkdir(parents=True)
    lines = []
    for line in (demo / "records.jsonl").read_text(encoding="utf-8").splitlines():
        work = json.loads(line)
        if work["id"] in {f"demo-{name}" for name in WORKS}:
            lines.append(line)
            shutil.copy(demo / work["cover"], source / "covers")
    assert len(lines) == len(WORKS)
    (source / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    target = folder / "library"
    command = [sys.executable, "-m", "librarian_app", "--library", str(target), "import", str(source / "records.jsonl")]
    done = subprocess.run(command, check=False, cwd=ROOT, timeout=400, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def window(stocked_library: Path, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window at 1280×720 in English, with its engine, on a copy of the library. Not yet ready; use `ready`."""
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("config"))
    library = tmp_path_factory.mktemp("window") / "图书馆 一号"
    shutil.copytree(stocked_library, library)
    languages, themes = LanguageSwitcher(qapp), ThemeSwitcher(qapp)
    languages.switch_to("en")
    themes.switch_to("light")
    bridge = EngineBridge(library, VOCABULARY)
    made = MainWindow(bridge, languages, themes)
    made.resize(1280, 720)
    made.show()
    bridge.start()
    yield made
    for dialog in list(made._dialogs):
        dialog.close()
    made.close()
    bridge.stop()
    languages.switch_to("en")


@pytest.fixture
def ready(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with warm encoders and no job under way, on the search page."""
    qtbot.waitUntil(lambda: window._state is not None and window._state.encoders == "ready", timeout=3 * MINUTE_MS)
    qtbot.waitUntil(lambda: not window.jobs.active, timeout=3 * MINUTE_MS)
    window.choose_language("en")
    window.show_page(window.search_page)
    return window


@pytest.fixture
def ask(qtbot: QtBot, window: MainWindow) -> Callable[..., Any]:
    """Call a service of the engine and wait for its answer: ``ask("cataloguing", "stats")``."""

    def call(service: str, method: str, *args: object) -> Any:
        answers: list[Any] = []
        errors: list[Any] = []
        window._bridge.call(service, method, *args, on_result=answers.append, on_error=errors.append)
        qtbot.waitUntil(lambda: bool(answers or errors), timeout=MINUTE_MS)
        assert not errors, errors
        return answers[0]

    return call
