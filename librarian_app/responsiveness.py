"""How long the window keeps a person waiting: the longest time its event loop does not turn, action by action.

    python -m librarian_app.responsiveness LIBRARY [--json]

Opens the real window with its engine on the library and does what a librarian does. A timer of five milliseconds
notices every pause of the event loop; beside it stands the processor time that the window's thread spent in that pause,
since on a busy machine others take its turn. Nothing in the library is changed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

if TYPE_CHECKING:
    from librarian_app.windows.main_window import MainWindow

_TICK_MS = 5
_QUIET_MS = 700
"""After an action: longer than the pauses after which the box searches, and for answers to come in."""
_LOADING_S = 120.0


@dataclass(frozen=True, slots=True)
class Pause:
    """The longest pause of the event loop while something was done, and the processor time in the busiest, in ms."""

    action: str
    pause_ms: float
    cpu_ms: float


class Heartbeat(QObject):
    """Notices how long the event loop of this thread does not come round."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._beat)
        self._last = (0.0, 0.0)
        self._pause = self._cpu = 0.0

    def start(self) -> None:
        """Forget what was and watch from now on."""
        self._last = (time.perf_counter(), time.thread_time())
        self._pause = self._cpu = 0.0
        self._timer.start()

    def stop(self, action: str) -> Pause:
        """The longest pause since `start`."""
        self._beat()
        self._timer.stop()
        return Pause(action, round(max(0.0, self._pause * 1000 - _TICK_MS), 1), round(self._cpu * 1000, 1))

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self._pause = max(self._pause, now[0] - self._last[0])
        self._cpu = max(self._cpu, now[1] - self._last[1])
        self._last = now


def measure(window: MainWindow, repeats: int = 3) -> list[Pause]:
    """Do everything some times over in a window that is shown; of each action the median of its longest pauses."""
    heartbeat = Heartbeat()
    found: dict[str, list[Pause]] = {}
    for _ in range(repeats):
        for action, do in actions_of(window):
            heartbeat.start()
            QTimer.singleShot(0, do)
            wait(_QUIET_MS)
            # What was asked last may take the engine a while; its answer is part of the action.
            wait_until(lambda: not window.search_page.session.is_waiting, _LOADING_S)
            wait(_QUIET_MS // 2)
            found.setdefault(action, []).append(heartbeat.stop(action))
    return [_median(action, pauses) for action, pauses in found.items()]


def actions_of(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a librarian does, in an order in which each step finds what it needs."""
    page = window.search_page
    view = page.results

    def type_letters(text: str) -> Callable[[], None]:
        def go() -> None:
            page.query_bar.edit.setFocus()
            page.query_bar.edit.clear()
            for number, letter in enumerate(text):
                QTimer.singleShot(60 * number, partial(page.query_bar.edit.insert, letter))

        return go

    def scroll(share: float) -> Callable[[], None]:
        def go() -> None:
            bar = (view.table if view.is_table else view.covers).verticalScrollBar()
            bar.setValue(int(bar.maximum() * share))

        return go

    def open_first() -> None:
        if page.model.ids:
            window.open_record(page.model.ids[0])

    yield "show the whole library", page.start_over
    for order in ("title", "author", "year", "call_number"):
        yield f"order by {order}", partial(page.model.order_wanted.emit, order, False)
    for table in (False, True):
        name = "table" if table else "covers"
        yield f"show as {name}", partial(page.show_as, table=table)
        yield f"scroll {name} to the middle", scroll(0.5)
        yield f"scroll {name} to the end", scroll(1.0)
        yield f"select all in the {name}", (view.table if table else view.covers).selectAll
        yield f"select none in the {name}", view.covers.clearSelection
    yield "records changed elsewhere", page.catalogue_changed
    yield "type a search", type_letters("红楼研究")
    yield "search by words", lambda: page.query_bar.set_text("garden of memory")
    yield "filter by language", lambda: page.query_bar.set_text("lang:chi")
    yield "filter by year", lambda: page.query_bar.set_text("year:1950..1990")
    yield "select the first", lambda: view.select(0)
    yield "open a record", open_first
    yield "go back", window.go_back
    yield "empty the box", lambda: page.query_bar.set_text("")
    for name in ("intake", "duplicates", "admin", "search"):
        yield f"page {name}", window.actions_[name].trigger
    yield "dark", lambda: window.choose_theme("dark")
    yield "Chinese", lambda: window.choose_language("zh_CN")
    yield "English", lambda: window.choose_language("en")
    yield "light", lambda: window.choose_theme("light")


def wait(milliseconds: int) -> None:
    """Let the event loop turn for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(is_done: Callable[[], bool], seconds: float) -> bool:
    """Let the event loop turn until something is the case; False when it took too long."""
    until = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > until:
            return False
        wait(20)
    return True


def _median(action: str, pauses: Sequence[Pause]) -> Pause:
    def middle(values: list[float]) -> float:
        return sorted(values)[len(values) // 2]

    return Pause(action, middle([p.pause_ms for p in pauses]), middle([p.cpu_ms for p in pauses]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the library named on the command line."""
    from core.services.vocabulary import VOCABULARY
    from librarian_app.i18n import LanguageSwitcher
    from librarian_app.main import make_application
    from librarian_app.qt_jobs import EngineBridge
    from librarian_app.theme import ThemeSwitcher
    from librarian_app.windows.main_window import MainWindow

    parser = argparse.ArgumentParser(prog="python -m librarian_app.responsiveness")
    parser.add_argument("library", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args(arguments)
    application = make_application()
    languages, themes = LanguageSwitcher(application), ThemeSwitcher(application)
    languages.switch_to("en")
    themes.switch_to("light")
    bridge = EngineBridge(options.library, VOCABULARY)
    heartbeat = Heartbeat()
    heartbeat.start()
    window = MainWindow(bridge, languages, themes)
    window.resize(1280, 720)
    window.show()
    bridge.start()
    try:
        if not wait_until(lambda: window.search_page.model.rowCount() > 0, _LOADING_S):
            sys.stderr.write("The library did not open, or is empty.\n")
            return 1
        opening = heartbeat.stop("open the window")
        wait_until(lambda: not window.search_page.session.is_waiting, _LOADING_S)
        pauses = [opening, *measure(window, options.repeats)]
        n_records = window.search_page.model.rowCount()
    finally:
        window.close()
        bridge.stop()
    if options.json:
        sys.stdout.write(json.dumps({"records": n_records, "pauses": [asdict(pause) for pause in pauses]}) + "\n")
    else:
        sys.stdout.write(f"{n_records:,} records\n")
        for pause in pauses:
            sys.stdout.write(f"{pause.action:32} {pause.pause_ms:8.1f} ms, processor {pause.cpu_ms:8.1f} ms\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
