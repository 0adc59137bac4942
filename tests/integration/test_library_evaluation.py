"""`evaluate` on a collection of a dozen records, every system on its real path."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.application import Application
from core.domain.evaluation import MEASURE_NAMES, EvaluationRow
from core.domain.retrieval import SearchRequest
from core.errors import InvalidInputError, JobCancelledError
from core.evaluation.trec_files import read_qrels, read_run
from core.protocols import NullJobContext

pytestmark = [pytest.mark.models, pytest.mark.slow]

Rows = Callable[..., list[dict[str, Any]]]
WriteRows = Callable[[Path, list[dict[str, Any]]], str]
QUERIES = {
    # id: (task, text, language, relevant records)
    "q 1": ("title-zh", "白鲸", "chi", ["demo-moby-dick"]),
    "q 2": ("title-zh", "战争与和平", "chi", ["demo-war-and-peace"]),
    "q 3": ("title-en", "Camel Xiangzi", "eng", ["demo-luotuo"]),
    "q 4": ("title-en", "The Three-Body Problem", "eng", ["demo-santi"]),
    "q 5": ("topic-en", "whale", "eng", ["demo-moby-dick"]),
    "q 6": ("topic-en", "nobody judged this one", "eng", []),
}
NAMES = ("hongloumeng", "luotuo", "santi", "weicheng", "moby-dick", "war-and-peace", "frankenstein", "jane-eyre")


@pytest.fixture
def collection(demo_rows: Rows, write_rows: WriteRows, tmp_path: Path) -> Path:
    folder = tmp_path / "小集 tiny"
    write_rows(folder / "records.jsonl", demo_rows(*NAMES))
    queries = [
        {"id": name, "task": task, "text": text, "image": None, "language": language}
        for name, (task, text, language, _) in QUERIES.items()
    ]
    write_rows(folder / "queries.jsonl", queries)
    lines = [f"{name}\t0\t{record}\t1" for name, (*_, relevant) in QUERIES.items() for record in relevant]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def by_task(rows: tuple[EvaluationRow, ...]) -> dict[tuple[str, str], EvaluationRow]:
    return {(row.system, row.task): row for row in rows}


def test_systems_are_measured_side_by_side_and_written_as_trec_files(
    library: Application, collection: Path, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path
) -> None:
    extra = write_rows(tmp_path / "distractors.jsonl", demo_rows("sicp", "opticks", "walden", "xiyouji"))
    report = library.evaluation.evaluate(
        str(collection),
        [extra],
        ("bm25", "clir", "search", "search"),
        run_dir=str(tmp_path / "runs"),
        report_dir=str(tmp_path / "report"),
    )
    assert (report.collection, report.records) == ("小集 tiny", 12)
    rows = by_task(report.rows)
    assert {system for system, _ in rows} == {"bm25", "clir", "search"}
    assert {task for _, task in rows} == {"title-zh", "title-en", "topic-en", "all"}
    for row in report.rows:
        assert row.condition == "clean"
        assert set(row.measures) == set(MEASURE_NAMES)
        assert all(0 <= value <= 1 for value in row.measures.values())
    assert rows["search", "all"].queries == 5, "a query without any relevant record is not counted"
    for task in ("title-zh", "title-en", "topic-en"):
        assert rows["search", task].measures["R@1"] == 1.0, task
        assert rows["search", task].measures["RR"] == 1.0
    assert rows["clir", "title-zh"].measures["R@10"] == 1.0
    assert rows["search", "all"].measures["RR"] >= rows["bm25", "all"].measures["RR"]

    qrels = read_qrels(tmp_path / "runs" / "小集 tiny.qrels")
    assert qrels["q 1"] == {"demo-moby-dick": 1}
    for system in ("bm25", "clir", "search"):
        run = read_run(tmp_path / "runs" / f"小集 tiny.{system}.clean.run")
        best = max(run["q 4"], key=lambda record: run["q 4"][record])
        assert best == "demo-santi", system
    assert all(Path(file).is_file() for file in report.files)
    assert {Path(file).suffix for file in report.files} >= {".run", ".qrels", ".md", ".csv"}
    assert library.catalogue.count() == 0, "the open library is left alone"


def test_search_is_also_measured_without_the_dictionary(library: Application, collection: Path) -> None:
    systems = ("search", "search-no-dictionary")
    library.fill([str(collection / "records.jsonl")], NullJobContext())
    report = library.evaluation.evaluate(str(collection), systems=systems, task="title-zh")
    assert {system for system, _ in by_task(report.rows)} == set(systems)
    found = [library.answer(SearchRequest("白鲸"), use_dictionary=use) for use in (True, False)]
    reasons = [{reason.message_id for result in each.results for reason in result.reasons} for each in found]
    assert "why.translation" in reasons[0] - reasons[1]


def test_a_library_that_holds_the_collection_is_searched_itself(library: Application, collection: Path) -> None:
    library.fill([str(collection / "records.jsonl")], NullJobContext())
    n_steps = len(library.cataloguing.history())
    report = library.evaluation.evaluate(str(collection), task="title-en")
    assert {(row.system, row.queries) for row in report.rows} == {("search", 2)}
    assert by_task(report.rows)["search", "title-en"].measures["hit@10"] == 1.0
    assert report.files == ()
    assert len(library.cataloguing.history()) == n_steps


def test_what_makes_no_sense_is_refused(library: Application, collection: Path, tmp_path: Path) -> None:
    cases: list[tuple[str, dict[str, Any]]] = [
        ("evaluate.system", {"systems": ("bm25", "magic")}),
        ("evaluate.condition", {"condition": "rain"}),
        ("collection.unknown_task", {"task": "smell"}),
    ]
    for message_id, arguments in cases:
        with pytest.raises(InvalidInputError) as caught:
            library.evaluation.evaluate(str(collection), **arguments)
        assert caught.value.message_id == message_id
    with pytest.raises(InvalidInputError):
        library.evaluation.evaluate(str(tmp_path / "nowhere"))
    (collection / "queries.jsonl").write_text(json.dumps(["no object"]), encoding="utf-8")
    with pytest.raises(InvalidInputError):
        library.evaluation.evaluate(str(collection))


def test_a_cancelled_evaluation_leaves_no_library_behind(library: Application, collection: Path) -> None:
    class Cancelled(NullJobContext):
        def report(
            self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float
        ) -> None:
            raise JobCancelledError

    with pytest.raises(JobCancelledError):
        library.evaluation.evaluate(str(collection), ctx=Cancelled())
    assert library.catalogue.count() == 0
