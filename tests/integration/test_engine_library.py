"""The real engine process on a real library: loading, jobs, typed answers, sudden death."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from core.domain.library import EngineState, LibraryStats, RecordPage
from core.domain.retrieval import SearchRequest, SearchResponse
from core.engine.client import EngineClient
from core.engine.messages import (
    CatalogueChanged,
    EngineEvent,
    EngineStarted,
    EngineStateChanged,
    EngineStopped,
    JobChanged,
)
from core.errors import HostFaultError, InvalidInputError
from core.jobs.job import FINAL_STATES, JobInfo
from core.services.vocabulary import VOCABULARY

pytestmark = [pytest.mark.models, pytest.mark.slow]

Rows = Callable[..., list[dict[str, Any]]]
WriteRows = Callable[[Path, list[dict[str, Any]]], str]
Event = TypeVar("Event")
PATIENCE_SECONDS = 180


class Listener:
    """Keeps every event and wakes whoever waits for one."""

    def __init__(self) -> None:
        self.events: list[EngineEvent] = []
        self.condition = threading.Condition()

    def __call__(self, event: EngineEvent) -> None:
        with self.condition:
            self.events.append(event)
            self.condition.notify_all()

    def wait(self, kind: type[Event], fits: Callable[[Event], bool] = lambda event: True, after: int = 0) -> Event:
        """The first event of a kind that fits, among those after the first `after` ones."""

        def found() -> Event | None:
            return next((e for e in self.events[after:] if isinstance(e, kind) and fits(e)), None)

        with self.condition:
            event = self.condition.wait_for(found, PATIENCE_SECONDS)
        assert event is not None, f"no {kind.__name__} came; last: {self.events[-3:]}"
        return event


@pytest.fixture
def engine(library_dir: Path) -> Iterator[tuple[EngineClient, Listener]]:
    listener = Listener()
    client = EngineClient(library_dir, vocabulary=VOCABULARY, on_event=listener)
    client.start()
    listener.wait(EngineStarted)
    yield client, listener
    client.stop()


def ready(listener: Listener) -> EngineState:
    return listener.wait(EngineStateChanged, lambda e: e.state.encoders == "ready").state


def ended(listener: Listener, job: JobInfo) -> JobInfo:
    return listener.wait(JobChanged, lambda e: e.job.id == job.id and e.job.state in FINAL_STATES).job


def ask(client: EngineClient, service: str, method: str, *args: object, **kwargs: object) -> Any:
    return client.call(service, method, *args, **kwargs).result(PATIENCE_SECONDS)


def test_an_engine_warms_up_imports_with_progress_and_answers_typed(
    engine: tuple[EngineClient, Listener], demo_rows: Rows, write_rows: WriteRows, tmp_path: Path
) -> None:
    client, listener = engine
    first = listener.wait(EngineStateChanged).state
    assert (first.encoders, first.records, first.read_only) == ("loading", 0, False)
    rows = demo_rows("hongloumeng", "luotuo", "santi", "moby-dick", "sicp")
    file = write_rows(tmp_path / "书目.jsonl", [*rows, {"id": "bad", "title": ""}])
    job = ask(client, "jobs", "submit", "import", {"paths": [file]})
    assert isinstance(job, JobInfo)
    assert (job.kind, job.title) == ("import", "书目.jsonl")
    done = ended(listener, job)
    assert (done.state, done.failures) == ("succeeded", 1)
    assert done.result is not None
    assert (done.result["created"], done.result["rejected"][0]["reason_id"]) == (5, "record.no_title")
    states = [e.job.state for e in listener.events if isinstance(e, JobChanged)]
    assert states[0] == "queued"
    assert "running" in states
    assert any(isinstance(e, JobChanged) and e.job.done for e in listener.events), "progress was told"
    assert listener.wait(CatalogueChanged).changes.created
    state = ready(listener)
    assert state.device
    assert ask(client, "system", "state").records == 5

    found = ask(client, "search", "search", SearchRequest("白鲸", limit=3))
    assert isinstance(found, SearchResponse)
    assert found.results[0].record.external_id == "demo-moby-dick"
    assert found.results[0].reasons
    assert found.semantic_ready
    assert "红楼梦" in ask(client, "search", "suggest", "hong")
    page = ask(client, "cataloguing", "browse", 0, 2, sort="year")
    assert isinstance(page, RecordPage)
    assert (len(page.records), page.total) == (2, 5)
    assert isinstance(ask(client, "cataloguing", "stats"), LibraryStats)
    with pytest.raises(InvalidInputError) as caught:
        ask(client, "search", "search", SearchRequest(""))
    assert caught.value.message_id == "query.empty"
    with pytest.raises(InvalidInputError):
        ask(client, "jobs", "submit", "dance", {})
    ask(client, "jobs", "clear_finished")
    assert ask(client, "jobs", "list") == ()

    undone = ask(client, "cataloguing", "undo")
    assert len(undone.deleted) == 5
    assert listener.wait(CatalogueChanged, lambda e: len(e.changes.deleted) == 5)


def test_a_job_fails_with_its_reason_and_can_be_tried_again(
    engine: tuple[EngineClient, Listener], write_rows: WriteRows, tmp_path: Path
) -> None:
    client, listener = engine
    missing = tmp_path / "later.jsonl"
    job = ask(client, "jobs", "submit", "import", {"paths": [str(missing)]})
    failed = ended(listener, job)
    assert (failed.state, failed.error_id) == ("failed", "file.missing")
    write_rows(missing, [{"id": "a", "title": "茶馆"}])
    again = ended(listener, ask(client, "jobs", "retry", job.id))
    assert again.state == "succeeded"
    assert {j.state for j in ask(client, "jobs", "list")} == {"failed", "succeeded"}


def test_a_cancelled_import_stops_and_keeps_what_is_there(
    engine: tuple[EngineClient, Listener], write_rows: WriteRows, tmp_path: Path
) -> None:
    client, listener = engine
    file = write_rows(tmp_path / "many.jsonl", [{"id": f"n{n}", "title": f"卷 {n}"} for n in range(1500)])
    job = ask(client, "jobs", "submit", "import", {"paths": [file]})
    listener.wait(CatalogueChanged)
    ask(client, "jobs", "cancel", job.id)
    assert ended(listener, job).state == "cancelled"
    kept = ask(client, "system", "state").records
    assert 0 < kept < 1500
    assert kept % 128 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_an_engine_that_is_killed_during_an_import_is_restarted_and_imports_everything_once(
    engine: tuple[EngineClient, Listener], write_rows: WriteRows, tmp_path: Path
) -> None:
    client, listener = engine
    n_named, n_nameless = 500, 200
    named = write_rows(tmp_path / "named.jsonl", [{"id": f"n{n}", "title": f"卷 {n}"} for n in range(n_named)])
    nameless = write_rows(tmp_path / "nameless.jsonl", [{"title": f"书 {n}"} for n in range(n_nameless)])
    pid = listener.wait(EngineStarted).pid
    job = ask(client, "jobs", "submit", "import", {"paths": [nameless, named]})
    listener.wait(CatalogueChanged)  # the first batch, of the records without ids, is confirmed
    os.kill(pid, signal.SIGKILL)
    stopped = listener.wait(EngineStopped)
    assert (stopped.expected, stopped.restarting, stopped.exit_code) == (False, True, -signal.SIGKILL)
    again = listener.wait(EngineStarted, lambda e: e.pid != pid)
    after = listener.events.index(again)
    running = listener.wait(JobChanged, lambda e: e.job.id == job.id, after).job
    assert running.is_resumed
    done = listener.wait(JobChanged, lambda e: e.job.id == job.id and e.job.state in FINAL_STATES, after).job
    assert done.state == "succeeded", done
    assert done.result is not None
    assert done.result["unchanged"] >= 128, "what was confirmed was kept"
    assert done.result["created"] + done.result["unchanged"] == n_named + n_nameless
    page = ask(client, "cataloguing", "browse", 0, 1000)
    titles = [record.title for record in page.records]
    assert len(titles) == n_named + n_nameless
    assert len(set(titles)) == len(titles)
    assert ask(client, "consistency", "check").findings == ()
    assert ask(client, "search", "search", SearchRequest("卷 499")).results[0].record.title == "卷 499"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_what_was_asked_of_a_killed_engine_fails_and_the_next_question_is_answered(
    engine: tuple[EngineClient, Listener],
) -> None:
    client, listener = engine
    pid = listener.wait(EngineStarted).pid
    os.kill(pid, signal.SIGSTOP)
    waiting = client.call("system", "state")
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(HostFaultError) as caught:
        waiting.result(PATIENCE_SECONDS)
    assert caught.value.message_id == "engine.died"
    listener.wait(EngineStarted, lambda e: e.pid != pid)
    assert isinstance(ask(client, "system", "state"), EngineState)


def test_stopping_leaves_the_library_free_and_jobs_to_be_taken_up(
    engine: tuple[EngineClient, Listener], library_dir: Path, write_rows: WriteRows, tmp_path: Path
) -> None:
    client, listener = engine
    file = write_rows(tmp_path / "many.jsonl", [{"id": f"n{n}", "title": f"卷 {n}"} for n in range(700)])
    job = ask(client, "jobs", "submit", "import", {"paths": [file]})
    listener.wait(CatalogueChanged)
    client.stop()
    assert listener.wait(EngineStopped).expected
    second_listener = Listener()
    second = EngineClient(library_dir, vocabulary=VOCABULARY, on_event=second_listener)
    second.start()
    try:
        assert not second_listener.wait(EngineStateChanged).state.read_only
        done = ended(second_listener, job)
        assert (done.state, done.is_resumed) == ("succeeded", True)
        assert ask(second, "system", "state").records == 700
    finally:
        second.stop()
