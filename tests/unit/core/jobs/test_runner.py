"""The lanes: progress, cancel, failure, resume."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from core.errors import InvalidInputError
from core.jobs.job import JobId, JobInfo
from core.jobs.progress import ProgressMeter
from core.jobs.runner import JobKind, JobRunner
from core.protocols import JobContext

Params = Mapping[str, Any]


class MemoryStore:
    def __init__(self) -> None:
        self.jobs: dict[JobId, JobInfo] = {}

    def save_job(self, job: JobInfo) -> None:
        self.jobs[job.id] = job

    def load_jobs(self) -> Sequence[JobInfo]:
        return tuple(self.jobs.values())

    def delete_jobs(self, ids: Sequence[JobId]) -> None:
        for job_id in ids:
            del self.jobs[job_id]


def count_to(params: Params, ctx: JobContext) -> dict[str, Any]:
    for i in range(params["n"]):
        ctx.report(i + 1, params["n"], "counting")
    return {"counted": params["n"]}


def fail(params: Params, ctx: JobContext) -> dict[str, Any]:
    raise InvalidInputError("image.truncated", file="a.jpg")


def crash(params: Params, ctx: JobContext) -> dict[str, Any]:
    raise ZeroDivisionError("x")


class Gate:
    """A job that waits, reporting, until it is let go or cancelled."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.go = threading.Event()

    def run(self, params: Params, ctx: JobContext) -> dict[str, Any]:
        self.started.set()
        while not self.go.wait(0.01):
            ctx.report(0, 1)
        return {}


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def seen() -> list[JobInfo]:
    return []


@pytest.fixture
def runner(gate: Gate, store: MemoryStore, seen: list[JobInfo]) -> Iterator[JobRunner]:
    made = make_runner(gate, store, seen)
    yield made
    made.close()


def make_runner(gate: Gate, store: MemoryStore, seen: list[JobInfo]) -> JobRunner:
    kinds = [
        JobKind("count", "io", count_to, lambda p: f"to {p['n']}"),
        JobKind("fail", "io", fail, lambda p: "fail"),
        JobKind("crash", "io", crash, lambda p: "crash"),
        JobKind("gate", "catalogue", gate.run, lambda p: "gate"),
        JobKind("once", "catalogue", gate.run, lambda p: "once", is_resumable=False),
    ]
    return JobRunner(kinds, store, seen.append)


def test_a_job_runs_and_tells_its_result(runner: JobRunner, seen: list[JobInfo]) -> None:
    job = runner.wait(runner.submit("count", {"n": 1000}).id, 10)
    assert job.state == "succeeded"
    assert job.result == {"counted": 1000}
    assert (job.done, job.total) == (1000, 1000)
    running = [j for j in seen if j.state == "running"]
    assert len(running) < 60, "a thousand reports must be throttled"


def test_an_expected_failure_keeps_its_sentence_and_a_bug_is_called_one(runner: JobRunner) -> None:
    failed = runner.wait(runner.submit("fail", {}).id, 10)
    assert (failed.state, failed.error_id, failed.error_context) == ("failed", "image.truncated", {"file": "a.jpg"})
    crashed = runner.wait(runner.submit("crash", {}).id, 10)
    assert (crashed.state, crashed.error_id) == ("failed", "bug")
    assert runner.wait(runner.submit("count", {"n": 1}).id, 10).state == "succeeded", "the lane goes on"


def test_a_running_job_is_cancelled_at_its_next_report(runner: JobRunner, gate: Gate) -> None:
    job = runner.submit("gate", {})
    assert gate.started.wait(5)
    runner.cancel(job.id)
    assert runner.wait(job.id, 5).state == "cancelled"


def test_a_queued_job_is_cancelled_before_it_starts(runner: JobRunner, gate: Gate) -> None:
    first = runner.submit("gate", {})
    second = runner.submit("gate", {})
    assert gate.started.wait(5)
    runner.cancel(second.id)
    assert runner.get(second.id).state == "cancelled"
    gate.go.set()
    assert runner.wait(first.id, 5).state == "succeeded"
    assert runner.get(second.id).state == "cancelled"


def test_closing_leaves_a_running_job_to_be_resumed(store: MemoryStore) -> None:
    gate = Gate()
    first = make_runner(gate, store, [])
    job = first.submit("gate", {})
    assert gate.started.wait(5)
    first.close()
    assert store.jobs[job.id].state == "running"

    again = Gate()
    again.go.set()
    second = make_runner(again, store, [])
    assert [j.id for j in second.resume_interrupted()] == [job.id]
    ended = second.wait(job.id, 5)
    assert ended.state == "succeeded"
    assert ended.is_resumed
    second.close()


def test_a_job_that_cannot_be_resumed_is_failed_with_a_reason(store: MemoryStore, gate: Gate) -> None:
    store.save_job(JobInfo(id=JobId("x"), kind="once", lane="catalogue", state="running"))
    runner = make_runner(gate, store, [])
    assert runner.resume_interrupted() == ()
    assert runner.get(JobId("x")).error_id == "job.interrupted"
    runner.close()


def test_retry_and_clear(runner: JobRunner, store: MemoryStore) -> None:
    job = runner.wait(runner.submit("fail", {}).id, 10)
    again = runner.wait(runner.retry(job.id).id, 10)
    assert again.state == "failed"
    runner.clear_finished()
    assert runner.list() == ()
    assert store.jobs == {}
    with pytest.raises(InvalidInputError):
        runner.get(job.id)
    with pytest.raises(InvalidInputError):
        runner.submit("nonsense", {})


def test_meter_rate_and_time_left() -> None:
    now = [0.0]
    meter = ProgressMeter(lambda: now[0])
    assert meter.update(0, 100)
    assert meter.seconds_left is None
    now[0] = 0.05
    assert not meter.update(5, None)
    now[0] = 1.0
    assert meter.update(10, None)
    assert meter.rate == pytest.approx(10.0)
    assert meter.seconds_left == pytest.approx(9.0)
    now[0] = 1.01
    assert meter.update(100, None), "the last step is always shown"
