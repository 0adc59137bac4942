"""The engine process over real pipes: typed answers, errors as errors, death and restart."""

from __future__ import annotations

import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.domain.records import BibliographicRecord, Contributor
from core.engine.client import MAX_RESTARTS, EngineClient
from core.engine.messages import (
    EngineEvent,
    EngineStarted,
    EngineStopped,
    error_from_wire,
    error_to_wire,
    from_wire,
    read_line,
    to_wire,
    write_line,
)
from core.errors import HostFaultError, InvalidInputError, LibrarianError, StoreMismatchError

ROOT = Path(__file__).resolve().parents[4]

PROGRAM = textwrap.dedent(
    """
    import os, sys
    sys.path.insert(0, {root!r})
    sys.path.insert(0, {here!r})
    from core.engine.server import EngineServer, claim_standard_output
    from core.errors import StoreMismatchError
    from engine_under_test import Library
    server = EngineServer(sys.stdin.buffer, claim_standard_output())
    if "fatal" in sys.argv:
        server.send_fatal(StoreMismatchError("catalogue.newer", version="9"))
        sys.exit(3)
    print("a native library chatters on standard output")
    server.serve({{"library": Library()}})
    """
)
SERVICE = textwrap.dedent(
    """
    from __future__ import annotations
    import os
    from core.domain.records import BibliographicRecord, Contributor, RecordId
    from core.errors import InvalidInputError
    from core.protocols import JobContext

    class Library:
        def echo(self, record: BibliographicRecord, times: int = 1) -> tuple[BibliographicRecord, ...]:
            return (record,) * times
        def pid(self) -> int:
            return os.getpid()
        def refuse(self, file: str) -> None:
            raise InvalidInputError("image.truncated", file=file, byte=7)
        def divide(self) -> float:
            return 1 / 0
        def die(self) -> None:
            os._exit(9)
        def _secret(self) -> int:
            return 1
    """
)


@dataclass
class Listener:
    events: list[EngineEvent]
    condition: threading.Condition

    def __call__(self, event: EngineEvent) -> None:
        with self.condition:
            self.events.append(event)
            self.condition.notify_all()

    def wait_for(self, kind: type, count: int = 1) -> EngineEvent:
        with self.condition:
            assert self.condition.wait_for(lambda: sum(isinstance(e, kind) for e in self.events) >= count, 20)
            return [e for e in self.events if isinstance(e, kind)][count - 1]


@pytest.fixture
def library_class(tmp_path: Path) -> type:
    (tmp_path / "engine_under_test.py").write_text(SERVICE, encoding="utf-8")
    (tmp_path / "program.py").write_text(PROGRAM.format(root=str(ROOT), here=str(tmp_path)), encoding="utf-8")
    namespace: dict[str, object] = {"__name__": "engine_under_test"}
    sys.modules.pop("engine_under_test", None)
    exec(compile(SERVICE, "engine_under_test", "exec", dont_inherit=True), namespace)  # the same class on this side
    found = namespace["Library"]
    assert isinstance(found, type)
    return found


def make(tmp_path: Path, library_class: type, *arguments: str) -> tuple[EngineClient, Listener]:
    listener = Listener([], threading.Condition())
    client = EngineClient(
        tmp_path / "图书馆",
        vocabulary={"library": library_class},
        on_event=listener,
        command=[sys.executable, str(tmp_path / "program.py"), *arguments],
    )
    return client, listener


@pytest.fixture
def running(tmp_path: Path, library_class: type) -> Iterator[tuple[EngineClient, Listener]]:
    client, listener = make(tmp_path, library_class)
    client.start()
    listener.wait_for(EngineStarted)
    yield client, listener
    client.stop()


def test_answers_are_typed_and_chinese_survives(running: tuple[EngineClient, Listener]) -> None:
    client, _ = running
    record = BibliographicRecord("红楼梦", contributors=(Contributor("曹雪芹"),), year=1791)
    assert client.call("library", "echo", record, times=2).result(10) == (record, record)


def test_an_expected_failure_arrives_as_itself_and_a_bug_as_a_bug(running: tuple[EngineClient, Listener]) -> None:
    client, _ = running
    with pytest.raises(InvalidInputError) as caught:
        client.call("library", "refuse", "封面.jpg").result(10)
    assert caught.value.context == {"file": "封面.jpg", "byte": 7}
    with pytest.raises(HostFaultError) as bug:
        client.call("library", "divide").result(10)
    assert bug.value.message_id == "bug"
    assert "ZeroDivisionError" in str(bug.value.context["detail"])
    with pytest.raises(LibrarianError):
        client.call("library", "_secret").result(10)


def test_a_dead_engine_fails_what_was_asked_and_is_started_again(running: tuple[EngineClient, Listener]) -> None:
    client, listener = running
    first = client.call("library", "pid").result(10)
    with pytest.raises(HostFaultError) as caught:
        client.call("library", "die").result(10)
    assert caught.value.message_id == "engine.died"
    stopped = listener.wait_for(EngineStopped)
    assert isinstance(stopped, EngineStopped)
    assert (stopped.expected, stopped.exit_code, stopped.restarting) == (False, 9, True)
    listener.wait_for(EngineStarted, 2)
    assert client.call("library", "pid").result(10) != first


def test_an_engine_that_keeps_dying_is_given_up(running: tuple[EngineClient, Listener]) -> None:
    client, listener = running
    for n in range(1, MAX_RESTARTS + 2):
        listener.wait_for(EngineStarted, n)
        with pytest.raises(HostFaultError):
            client.call("library", "die").result(10)
        stopped = listener.wait_for(EngineStopped, n)
        assert isinstance(stopped, EngineStopped)
        assert stopped.restarting == (n <= MAX_RESTARTS)
    with pytest.raises(HostFaultError):
        client.call("library", "pid").result(10)


def test_a_library_that_cannot_be_opened_says_why_and_is_not_retried(tmp_path: Path, library_class: type) -> None:
    client, listener = make(tmp_path, library_class, "fatal")
    client.start()
    stopped = listener.wait_for(EngineStopped)
    assert isinstance(stopped, EngineStopped)
    assert (stopped.error_id, stopped.restarting) == ("catalogue.newer", False)
    with pytest.raises(StoreMismatchError):
        client.call("library", "pid").result(10)
    client.stop()


def test_stopping_is_expected_and_final(running: tuple[EngineClient, Listener]) -> None:
    client, listener = running
    client.stop()
    stopped = listener.wait_for(EngineStopped)
    assert isinstance(stopped, EngineStopped)
    assert stopped.expected
    assert not client.is_running


def test_garbled_lines_and_wrong_types_are_named() -> None:
    with pytest.raises(StoreMismatchError):
        read_line(b"\xff not json\n")
    with pytest.raises(StoreMismatchError):
        from_wire({"title": 7}, BibliographicRecord)
    assert read_line(write_line({"a": "文"})) == {"a": "文"}
    error = HostFaultError("disk.full", path="D:\\书")
    again = error_from_wire(error_to_wire(error))
    assert (type(again), again.message_id, again.context) == (HostFaultError, "disk.full", {"path": "D:\\书"})
    record = BibliographicRecord("x")
    assert from_wire(to_wire(record), BibliographicRecord) == record
