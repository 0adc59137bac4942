"""Search goes on while the indexes are built anew and while a catalogue is being changed, with real encoders."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.application import Application
from core.domain.retrieval import SearchRequest
from core.index import building
from core.index.graph_index import GraphIndex
from core.protocols import FloatMatrix, IntVector, VectorIndex
from tests.integration.conftest import Rows, WriteRows

pytestmark = [pytest.mark.models, pytest.mark.slow]

QUESTIONS = ("红楼梦", "an old fisherman and a great fish", "三体", "love and marriage", "how to win a war")
KINDS = ("hnsw", "usearch")


@pytest.fixture
def stocked(
    library: Application,
    demo_rows: Rows,
    write_rows: WriteRows,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Application:
    """Forty demo works without covers, every channel searched through the graph index that the test names."""
    monkeypatch.setattr(building, "EXACT_LIMIT", 10)
    monkeypatch.setattr(building, "is_installed", lambda name: name == request.param)
    monkeypatch.setattr(library._vectors, "_exact_limit", 10)
    library.interchange.import_files([write_rows(tmp_path / "works.jsonl", demo_rows()[:40])])
    library.reindexing.complete()
    return library


def meanings(application: Application, text: str) -> dict[int, float]:
    """Record → how near it is by meaning."""
    response = application.search.search(SearchRequest(text, limit=60))
    assert response.semantic_ready
    return {int(r.record.id or 0): r.channels["semantic"] for r in response.results if "semantic" in r.channels}


@contextmanager
def searching(ask: Callable[[], object], n_threads: int = 2) -> Iterator[list[object]]:
    """Several threads that ask without a pause; gives what they were answered, raises what any of them met."""
    answers: list[object] = []
    errors: list[BaseException] = []
    stop = threading.Event()

    def go_on() -> None:
        try:
            while not stop.is_set():
                answers.append(ask())
        except BaseException as exc:  # noqa: BLE001 (told by the thread that waits)
            errors.append(exc)

    threads = [threading.Thread(target=go_on) for _ in range(n_threads)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert errors == []


class LargeIndex:
    """A real index whose filling takes its time, as that of a large library does: `wait` comes before it."""

    def __init__(self, inner: VectorIndex, wait: Callable[[], object]) -> None:
        self._inner = inner
        self._wait = wait

    def add(self, ids: IntVector, vectors: FloatMatrix) -> None:
        self._wait()
        self._inner.add(ids, vectors)

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def __len__(self) -> int:
        return len(self._inner)


def fill_slowly(monkeypatch: pytest.MonkeyPatch, wait: Callable[[], object]) -> None:
    real = building.build_index
    monkeypatch.setattr(building, "build_index", lambda n, dim, kind="auto": LargeIndex(real(n, dim, kind), wait))


@pytest.mark.parametrize("stocked", KINDS, indirect=True)
def test_answers_stay_the_same_while_indexes_are_rebuilt_again_and_again(
    stocked: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = stocked.index_health.report()
    assert {each.kind for each in facts.channels if each.indexed > 10} <= set(KINDS)
    before = {text: meanings(stocked, text) for text in QUESTIONS}
    assert all(len(found) > 10 for found in before.values())

    def ask() -> None:
        for text in QUESTIONS:
            found = meanings(stocked, text)
            assert found.keys() == before[text].keys()
            assert all(abs(found[each] - before[text][each]) < 0.02 for each in found)

    fill_slowly(monkeypatch, lambda: time.sleep(0.3))
    with searching(ask) as answers:
        n_rebuilt = 0
        while n_rebuilt < 2 or len(answers) < 6:  # as long as a busy machine needs for some answers
            assert stocked.index_health.rebuild()["channels"] == 4
            n_rebuilt += 1
    assert stocked.index_health.report().tone == "good"


@pytest.mark.parametrize("stocked", KINDS, indirect=True)
def test_search_does_not_wait_for_an_index_being_built(stocked: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    before = meanings(stocked, QUESTIONS[0])
    held, go = threading.Event(), threading.Event()
    fill_slowly(monkeypatch, lambda: (held.set(), go.wait(60)))
    rebuild = threading.Thread(target=stocked.index_health.rebuild)
    rebuild.start()
    answers: list[dict[int, float]] = []
    try:
        assert held.wait(60), "the rebuild has begun to fill an index"
        asked = threading.Thread(target=lambda: answers.append(meanings(stocked, QUESTIONS[0])))
        asked.start()
        asked.join(20)
        was_answered = not asked.is_alive()
    finally:
        go.set()
        rebuild.join()
        asked.join()
    assert was_answered, "search waited for the rebuild"
    assert answers[0].keys() == before.keys()


@pytest.mark.parametrize("stocked", KINDS, indirect=True)
def test_records_come_and_change_while_indexes_are_rebuilt_and_searched(stocked: Application) -> None:
    record = next(stocked.catalogue.iter_records())
    errors: list[BaseException] = []

    def rebuild() -> None:
        try:
            for _ in range(2):
                stocked.index_health.rebuild()
        except BaseException as exc:  # noqa: BLE001 (told below)
            errors.append(exc)

    worker = threading.Thread(target=rebuild)
    made = []
    with searching(lambda: [meanings(stocked, text) for text in QUESTIONS]):
        worker.start()
        for number in range(5):
            fresh = replace(record, id=None, external_id=None, holdings=(), title=f"潮汐与灯塔 {number}", version=0)
            made.append(stocked.cataloguing.create(fresh).created[0])
        worker.join()
    assert errors == []
    assert set(made) <= meanings(stocked, "潮汐与灯塔").keys()
    report = stocked.index_health.report()
    assert report.tone == "good", report.verdict_id
    assert isinstance(stocked._vectors._state("title", report.channels[0].fingerprint).index, GraphIndex)
