"""A hundred thousand records in the window: nothing that a person does holds it up.

A watchdog looks at the event loop every few milliseconds. The longest time that the window's own thread worked in one
piece is held below a limit; what the machine took for others in between is printed beside it (`pytest -s`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.bench.large_library import make_large_library
from core.services.vocabulary import VOCABULARY
from librarian_app.i18n import LanguageSwitcher
from librarian_app.models.results import Column
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.main_window import MainWindow

N_RECORDS = 100_000
MINUTE_MS = 60_000
TICK_MS = 4
MOST_MS = 100.0
"""Own work in one piece. About 40 ms are measured; the rest is for slower and busier machines."""


class Watchdog(QObject):
    """Looks at the event loop every few milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: dict[str, tuple[float, float]] = {}
        self._step = ""
        self._at = self._worked = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, step: str) -> None:
        """What happens from now on is called so."""
        self._step = step
        self.steps[step] = (0.0, 0.0)
        self._at, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        gap, own = 1000 * (now - self._at), 1000 * (worked - self._worked)
        worst = self.steps[self._step]
        self.steps[self._step] = (max(worst[0], gap), max(worst[1], own))
        self._at, self._worked = now, worked


@pytest.fixture(scope="module")
def large_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = os.environ.get("WENYUAN_LARGE_LIBRARY")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("large") / "library"
    if not (folder / "catalogue.sqlite3").exists():
        make_large_library(folder, N_RECORDS)
    return folder


@pytest.fixture(scope="module")
def window(large_library: Path, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("config"))
    languages, themes = LanguageSwitcher(qapp), ThemeSwitcher(qapp)
    languages.switch_to("en")
    themes.switch_to("light")
    bridge = EngineBridge(large_library, VOCABULARY)
    made = MainWindow(bridge, languages, themes)
    made.resize(1280, 720)
    made.show()
    bridge.start()
    yield made
    made.close()
    bridge.stop()


def test_nothing_holds_the_window_up(qtbot: QtBot, window: MainWindow) -> None:
    page = window.search_page
    model, results = page.model, page.results
    qtbot.waitUntil(lambda: window._state is not None and window._state.encoders != "loading", timeout=3 * MINUTE_MS)
    qtbot.waitUntil(lambda: model.rowCount() == N_RECORDS, timeout=MINUTE_MS)
    window.actions_["filters"].setChecked(True)
    watchdog = Watchdog()

    def run(name: str, act: Callable[[], None], done: Callable[[], bool]) -> None:
        qtbot.wait(150)
        watchdog.begin(name)
        act()
        qtbot.waitUntil(done, timeout=MINUTE_MS)
        qtbot.wait(120)
        watchdog.end()

    def is_here(place: int) -> bool:
        return model.row_at(place) is not None

    def scroll(bar_of: str) -> None:
        bar = getattr(results, bar_of).verticalScrollBar()
        for step in range(1, 41):
            bar.setValue(bar.maximum() * step // 40)
            qtbot.wait(12)

    edit = page.query_bar.findChild(QLineEdit)
    assert edit is not None
    last = N_RECORDS - 1
    run("scroll the covers to the end", lambda: scroll("covers"), lambda: is_here(last))
    run("jump to the top", results.covers.scrollToTop, lambda: is_here(0))
    run("show as a table", window.actions_["as_table"].trigger, lambda: is_here(0))
    run("scroll the table to the end", lambda: scroll("table"), lambda: is_here(last))

    def sort_by_author() -> None:
        results.table.sortByColumn(Column.AUTHOR, Qt.SortOrder.DescendingOrder)

    def is_by_author() -> bool:
        row = model.row_at(0)
        return row is not None and row.record.authors[0].startswith("周")

    before = model.ids
    run("sort by author", sort_by_author, lambda: model.ids != before and is_here(0))
    assert is_by_author() or model.row_at(0) is not None
    run("choose a language", lambda: page._toggle("language", "chi"), lambda: model.rowCount() == 69_963)
    run("choose a class", lambda: page._toggle("class", "I"), lambda: model.rowCount() < 20_000)
    run("no filters", page.start_over, lambda: model.rowCount() == N_RECORDS)

    def type_words() -> None:
        for letter in "river garden":
            qtbot.keyClick(edit, letter)
            qtbot.wait(60)

    run("type a query", type_words, lambda: page.session.question.text == "river garden" and model.rowCount() < 5_000)
    run("start over", page.start_over, lambda: model.rowCount() == N_RECORDS)
    run("select all", lambda: page._select_all(), lambda: len(page.selected_record_ids) == N_RECORDS)
    run("covers again", window.actions_["as_covers"].trigger, lambda: not results.is_table)
    run("refresh after a change", lambda: page.catalogue_changed(), lambda: True)
    run("make the window wider", lambda: window.resize(1400, 800), lambda: True)
    for name, (gap, own) in watchdog.steps.items():
        print(f"{name:32} longest gap {gap:6.1f} ms, own work in one piece {own:6.1f} ms")  # noqa: T201
    worst = max(own for _, own in watchdog.steps.values())
    print(f"worst: {worst:.1f} ms of own work, {max(g for g, _ in watchdog.steps.values()):.1f} ms in all")  # noqa: T201
    assert worst < MOST_MS, watchdog.steps
