"""The bridge over a real engine process: everything arrives on the main thread, and death is survived."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from core.errors import InvalidInputError, LibrarianError
from librarian_app.qt_jobs import EngineBridge

ROOT = Path(__file__).resolve().parents[3]
SERVICE = textwrap.dedent(
    """
    import os, time
    from core.errors import InvalidInputError

    class Echo:
        def say(self, text: str) -> str:
            if text == "die":
                os._exit(7)
            if text == "bad":
                raise InvalidInputError("image.truncated", file="坏.jpg")
            if text == "slow":
                time.sleep(0.4)
            return text
    """
)
PROGRAM = textwrap.dedent(
    """
    import sys
    sys.path[:0] = [{root!r}, {here!r}]
    from core.domain.changes import ChangeSet
    from core.domain.library import EngineState
    from core.engine.messages import CatalogueChanged, EngineStateChanged, JobChanged
    from core.engine.server import EngineServer, claim_standard_output
    from core.jobs.job import JobInfo
    from echo_service import Echo
    server = EngineServer(sys.stdin.buffer, claim_standard_output())
    server.send_event(EngineStateChanged(EngineState("loading", records=3)))
    server.send_event(JobChanged(JobInfo("1", "import", "catalogue", "running")))
    server.send_event(CatalogueChanged(ChangeSet(updated=(1,))))
    server.serve({{"echo": Echo()}})
    """
)


@pytest.fixture
def bridge(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[EngineBridge]:
    (tmp_path / "echo_service.py").write_text(SERVICE, encoding="utf-8")
    program = tmp_path / "engine.py"
    program.write_text(PROGRAM.format(root=str(ROOT), here=str(tmp_path)), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    from importlib import import_module

    vocabulary = {"echo": import_module("echo_service").Echo}
    bridge = EngineBridge(tmp_path / "图书馆", vocabulary, command=[sys.executable, str(program)])
    yield bridge
    bridge.stop()
    sys.modules.pop("echo_service", None)


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []
        self.threads: set[bool] = set()

    def hear(self, value: object = None) -> None:
        self.heard.append(value)
        self.threads.add(QThread.currentThread() is self.thread() or QThread.currentThread() == self.thread())


def test_answers_and_events_arrive_on_the_main_thread(qtbot: QtBot, bridge: EngineBridge) -> None:
    listener = Listener()
    for signal in (bridge.state_changed, bridge.job_changed, bridge.catalogue_changed):
        signal.connect(listener.hear)
    with qtbot.waitSignal(bridge.started, timeout=60_000):
        bridge.start()
    bridge.call("echo", "say", "红楼梦", on_result=listener.hear)
    qtbot.waitUntil(lambda: "红楼梦" in listener.heard, timeout=10_000)
    assert [type(value).__name__ for value in listener.heard] == ["EngineState", "JobInfo", "ChangeSet", "str"]
    assert listener.threads == {True}


def test_calls_made_before_the_engine_is_up_are_answered(qtbot: QtBot, bridge: EngineBridge) -> None:
    listener = Listener()
    bridge.start()
    bridge.call("echo", "say", "早", on_result=listener.hear)
    qtbot.waitUntil(lambda: listener.heard == ["早"], timeout=60_000)


def test_errors_go_to_their_caller_or_to_the_window(qtbot: QtBot, bridge: EngineBridge) -> None:
    errors: list[LibrarianError] = []
    bridge.start()
    bridge.call("echo", "say", "bad", on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=60_000)
    assert isinstance(errors[0], InvalidInputError)
    assert errors[0].context == {"file": "坏.jpg"}
    with qtbot.waitSignal(bridge.failed, timeout=10_000) as heard:
        bridge.call("echo", "say", "bad")
    assert heard.args is not None
    assert heard.args[0].message_id == "image.truncated"


def test_dead_engine_is_told_and_started_again(qtbot: QtBot, bridge: EngineBridge) -> None:
    errors: list[LibrarianError] = []
    with qtbot.waitSignal(bridge.started, timeout=60_000):
        bridge.start()
    with qtbot.waitSignal(bridge.stopped, timeout=60_000) as stopped:
        bridge.call("echo", "say", "die", on_error=errors.append)
    assert stopped.args is not None
    assert stopped.args[0].restarting
    assert stopped.args[0].exit_code == 7
    qtbot.waitUntil(lambda: bool(errors), timeout=10_000)
    assert errors[0].message_id == "engine.died"
    answers: list[str] = []

    def is_back() -> bool:
        bridge.call("echo", "say", "还在", on_result=answers.append, on_error=errors.append)
        qtbot.wait(100)
        return bool(answers)

    qtbot.waitUntil(is_back, timeout=60_000)


def test_answers_for_what_is_gone_are_dropped(qtbot: QtBot, bridge: EngineBridge) -> None:
    gone, stays = Listener(), Listener()
    bridge.start()
    bridge.call("echo", "say", "slow", on_result=gone.hear)
    shiboken6.delete(gone)
    bridge.call("echo", "say", "slow", on_result=stays.hear)
    qtbot.waitUntil(lambda: stays.heard == ["slow"], timeout=60_000)
    assert gone.heard == []


class Asker(Listener):
    """Asks with a function of its own."""

    def ask(self, bridge: EngineBridge) -> None:
        def answered(text: str) -> None:
            self.hear(text)

        bridge.call("echo", "say", "slow", on_result=answered)


def test_answers_for_functions_made_in_what_is_gone_are_dropped(qtbot: QtBot, bridge: EngineBridge) -> None:
    gone, stays = Asker(), Asker()
    bridge.start()
    gone.ask(bridge)
    shiboken6.delete(gone)
    stays.ask(bridge)
    qtbot.waitUntil(lambda: stays.heard == ["slow"], timeout=60_000)
    assert gone.heard == []


def test_nothing_is_delivered_after_stop(qtbot: QtBot, bridge: EngineBridge) -> None:
    listener = Listener()
    with qtbot.waitSignal(bridge.started, timeout=60_000):
        bridge.start()
    bridge.call("echo", "say", "slow", on_result=listener.hear)
    bridge.stop()
    qtbot.wait(50)
    assert listener.heard == []
