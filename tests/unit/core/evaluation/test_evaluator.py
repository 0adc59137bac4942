from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from core.domain.evaluation import MEASURE_NAMES, EvaluationReport
from core.errors import HostFaultError
from core.evaluation.collections import CollectionQuery, load_collection
from core.evaluation.evaluator import evaluate_run
from core.evaluation.report import csv_table, markdown, per_query_table, write_report
from core.evaluation.systems.bm25 import Bm25System
from core.evaluation.systems.clir import ClirSystem
from core.evaluation.systems.ranking import System, best
from core.protocols import NullJobContext


def test_rows_by_task_and_all(collection_folder: Path) -> None:
    collection = load_collection(collection_folder)
    run = {"q1": {"hlm": 2.0, "se": 1.0}, "q2": {"hlm": 2.0, "se": 1.0}, "q3": {"pp": 1.0}}
    rows = evaluate_run(run, collection.qrels, collection.queries, "toy", "noisy")
    assert [(row.system, row.task, row.condition, row.queries) for row in rows] == [
        ("toy", "title-zh", "noisy", 2),
        ("toy", "title-en", "noisy", 2),
        ("toy", "photo", "noisy", 1),
        ("toy", "all", "noisy", 5),
    ]
    assert tuple(rows[0].measures) == MEASURE_NAMES
    assert [row.measures["P@1"] for row in rows] == [0.5, 0.5, 0, 0.4]
    assert [row.measures["RR"] for row in rows] == [0.75, 0.5, 0, 0.5]
    assert all(row.relevant_per_query == 1 for row in rows)


def test_no_queries_at_all() -> None:
    [row] = evaluate_run({}, {}, (), "toy")
    assert (row.task, row.queries, row.measures["AP"], row.intervals) == ("all", 0, 0, {})


def test_bm25_finds_words_in_either_script(collection_folder: Path) -> None:
    collection = load_collection(collection_folder)
    system = Bm25System()
    assert isinstance(system, System)
    asked = [query for query in collection.queries if system.accepts(query)]
    assert [query.id for query in asked] == ["q1", "q2", "q3", "q5"]
    run = system.run(collection, asked, NullJobContext())
    assert [next(iter(run[name]), None) for name in ("q1", "q2", "q3", "q5")] == ["hlm", "se", "pp", None]
    assert all(score > 0 for scores in run.values() for score in scores.values())


def test_best_keeps_order_among_equals() -> None:
    import numpy as np

    assert list(best(["a", "b", "c", "d"], np.array([1.0, 3.0, 3.0, 2.0]), depth=3)) == ["b", "c", "d"]


def test_reports(collection_folder: Path, tmp_path: Path) -> None:
    collection = load_collection(collection_folder)
    run = {"q1": {"hlm": 2.0}, "q2": {"hlm": 2.0, "se": 1.0}}
    asked = collection.of_task("title-zh")
    rows = tuple(evaluate_run(run, collection.qrels, asked, "a|b"))
    folder = tmp_path / "reports" / "新"
    files = write_report(folder, EvaluationReport("x", rows, records=4))
    assert [path.name for path in files] == ["report.md", "report.csv"]
    text = files[0].read_text(encoding="utf-8")
    assert text.startswith("# x: 4 records\n")
    assert "| a\\|b | title-zh | clean | 2 | 1.00 | 0.500 [" in text
    assert files[1].read_bytes().startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(csv_table(rows))))
    assert [float(row["RR"]) for row in table] == [0.75, 0.75]
    assert float(table[0]["RR low"]) == 0.5
    single = list(csv.DictReader(io.StringIO(per_query_table(run, collection.qrels, asked, "s", "clean"))))
    assert [(row["query"], float(row["RR"]), row["relevant"]) for row in single] == [("q1", 1, "1"), ("q2", 0.5, "1")]


def test_report_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(HostFaultError):
        write_report(tmp_path / "taken", EvaluationReport("x", ()))


def test_markdown_of_nothing() -> None:
    assert markdown((), "empty").count("\n") == 6


@pytest.mark.data
def test_bm25_on_the_development_covers(dev_data: Path) -> None:
    """Exact words find Chinese titles by Chinese words, and hardly ever across languages."""
    collection = load_collection(dev_data / "covers-dev")
    system = Bm25System()
    asked = [*collection.of_task("title-zh-zh"), *collection.of_task("title-zh")]
    rows = {
        row.task: row
        for row in evaluate_run(system.run(collection, asked, NullJobContext()), collection.qrels, asked, "bm25")
    }
    assert rows["title-zh-zh"].measures["hit@10"] > 0.97
    assert rows["title-zh"].measures["hit@10"] < 0.5


@pytest.mark.models
def test_meaning_crosses_languages(collection_folder: Path) -> None:
    from core.encoders.loading import load_text_encoder
    from core.encoders.presets import load_preset

    system = ClirSystem(load_text_encoder(load_preset("compact"), "cpu"))
    collection = load_collection(collection_folder)
    asked = [
        CollectionQuery("a", "t", "傲慢与偏见", language="chi"),
        CollectionQuery("b", "t", "software engineering", language="eng"),
        CollectionQuery("c", "t", "黑豹队的防守丢了多少分？", language="chi"),
        CollectionQuery("d", "t", "", image=Path("a.jpg")),
    ]
    run = system.run(collection, asked, NullJobContext())
    assert {query: next(iter(scores)) for query, scores in run.items()} == {"a": "pp", "b": "se", "c": "para"}
    assert all(len(scores) == 4 for scores in run.values())
