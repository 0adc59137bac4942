"""The parent's side, against real child processes that behave well and badly."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from core.errors import ConflictError, HostFaultError, InvalidInputError, JobCancelledError, StoreMismatchError
from core.jobs.child_process import ChildProcess, error_message, worker_command
from core.protocols import NullJobContext

PREAMBLE = """
import json, sys, time
def say(**message):
    print(json.dumps(message), flush=True)
request = json.loads(sys.stdin.readline())
"""


class Recording:
    """A context that notes progress and is cancelled after `patience` reports or checks."""

    def __init__(self, patience: int = 10**9) -> None:
        self.seen: list[tuple[int, int | None, str, Mapping[str, Any]]] = []
        self._patience = patience

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        self.seen.append((done, total, message_id, values))
        self.check_cancelled()

    def check_cancelled(self) -> None:
        self._patience -= 1
        if self._patience < 0:
            raise JobCancelledError


def child(tmp_path: Path, program: str, grace_seconds: float = 5.0) -> ChildProcess:
    command = [sys.executable, "-c", PREAMBLE + program]
    return ChildProcess(command, tmp_path / "日志" / "worker.log", grace_seconds=grace_seconds)


def test_progress_messages_and_result(tmp_path: Path) -> None:
    program = """
say(type="progress", done=1, total=3, message_id="training.step", values={"title": "红楼梦"})
say(type="metric", loss=.5)
print("not a message", flush=True)
say(type="result", answer=request["question"] + 1)
"""
    ctx, told = Recording(), list[Mapping[str, Any]]()
    result = child(tmp_path, program).run({"question": 41}, ctx, told.append)
    assert result["answer"] == 42
    assert ctx.seen == [(1, 3, "training.step", {"title": "红楼梦"})]
    assert told == [{"type": "metric", "loss": 0.5}]


@pytest.mark.parametrize(
    "error",
    [
        HostFaultError("disk.full", path="盘"),
        InvalidInputError("training.no_pairs"),
        ConflictError("training.folder_used", folder="f"),
        StoreMismatchError("training.state_damaged", folder="f"),
    ],
)
def test_an_expected_failure_arrives_as_what_it_was(
    tmp_path: Path, error: HostFaultError | InvalidInputError | ConflictError | StoreMismatchError
) -> None:
    program = f"say(**{error_message(error)!r})"
    with pytest.raises(type(error)) as caught:
        child(tmp_path, program).run({}, NullJobContext())
    assert (caught.value.message_id, caught.value.context) == (error.message_id, error.context)


def test_a_child_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    program = "print('CUDA driver fault', file=sys.stderr, flush=True)\nimport os\nos._exit(7)"
    with pytest.raises(HostFaultError) as caught:
        child(tmp_path, program).run({}, NullJobContext())
    assert caught.value.message_id == "worker.died"
    assert caught.value.context["code"] == 7
    assert "CUDA driver fault" in str(caught.value.context["detail"])


def test_a_cancel_is_polite_first(tmp_path: Path) -> None:
    program = f"""
say(type="progress", done=1, total=9)
order = json.loads(sys.stdin.readline())
open({str(tmp_path / "told")!r}, "w").write(order["type"])
say(type="error", message_id="cancelled")
"""
    with pytest.raises(JobCancelledError):
        child(tmp_path, program).run({}, Recording(patience=0))
    assert (tmp_path / "told").read_text() == "cancel"


def test_a_child_that_does_not_listen_is_ended_by_force(tmp_path: Path) -> None:
    program = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
say(type="progress", done=1, total=9)
time.sleep(600)
"""
    begun = time.monotonic()
    with pytest.raises(JobCancelledError):
        child(tmp_path, program, grace_seconds=0.4).run({}, Recording(patience=0))
    assert time.monotonic() - begun < 30


def test_a_child_is_not_left_behind_when_the_parent_fails(tmp_path: Path) -> None:
    program = """
say(type="metric")
sys.stdin.read()
open(request["mark"], "w").write("ended")
"""
    mark = tmp_path / "mark"

    def fail(message: Mapping[str, Any]) -> None:
        raise RuntimeError("in the parent")

    with pytest.raises(RuntimeError):
        child(tmp_path, program).run({"mark": str(mark)}, NullJobContext(), fail)
    assert mark.read_text() == "ended"


def test_what_cannot_be_started_is_said(tmp_path: Path) -> None:
    with pytest.raises(HostFaultError) as caught:
        ChildProcess([str(tmp_path / "没有")], tmp_path / "log").run({}, NullJobContext())
    assert caught.value.message_id == "worker.not_started"


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert worker_command("core.training.worker")[1:] == ["-m", "core.training.worker"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker_command("core.training.worker") == [sys.executable, "--worker", "core.training.worker"]
