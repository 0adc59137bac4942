"""Fusion of parts, reranking, derived tasks, outcomes and the layout of the paper's tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.domain.checkpoints import CheckpointInfo
from core.domain.records import BibliographicRecord
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.encoders.unified.inputs import UnifiedInput
from core.evaluation.collections import Collection, CollectionQuery, CollectionRecord
from core.evaluation.late_fusion import fit_weights, standardise
from core.evaluation.outcomes import ask, load_outcome, rows_of, save_outcome
from core.evaluation.pictures import PictureReader
from core.evaluation.plots import plot
from core.evaluation.report import write_tables
from core.evaluation.systems.bm25 import Bm25System
from core.evaluation.systems.reranking import RerankingSystem
from core.evaluation.systems.vectors import VectorSystem, named_weights, weights_of
from core.evaluation.tables import Table, comparison, csv_text, markdown
from core.evaluation.tasks import (
    IMAGE_TO_OCR,
    JOINT_TO_RECORD,
    OCR_TO_RECORD,
    image_to_ocr,
    joint_to_record,
    ocr_to_record,
)
from core.protocols import NullJobContext, PageImage

CTX = NullJobContext()


class CountingOcr:
    """Reads the brightness of a picture; counts how often it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def recognise(self, image: PageImage, languages: Sequence[str] = ()) -> OcrPage:
        self.asked += 1
        text = f"word{int(image.pixels.mean()) // 50}"
        line = OcrLine(text, BoundingBox(1, 1, 30, 10), 0.9)
        return OcrPage((line,), image.width_px, image.height_px, self.name)


class LetterEncoder:
    """Counts letters: enough for likeness, with nothing learnt."""

    info = CheckpointInfo("letters", "0" * 16, 26, ("text",), "CPU")

    def encode(self, inputs: Sequence[UnifiedInput]) -> np.ndarray:
        rows = np.zeros((len(inputs), 26), dtype=np.float32)
        for row, one in enumerate(inputs):
            for letter in one.text.lower():
                if "a" <= letter <= "z":
                    rows[row, ord(letter) - ord("a")] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


class LastLetterScorer:
    """Prefers the record whose text ends as the query does."""

    info = LetterEncoder.info

    def score(self, queries: Sequence[UnifiedInput], documents: Sequence[UnifiedInput]) -> np.ndarray:
        same = [float(q.text[-1] == d.text[-1]) for q, d in zip(queries, documents, strict=True)]
        return np.array(same, dtype=np.float32)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    from PIL import Image

    records, queries, qrels = [], [], {}
    for number, title in enumerate(("Moby", "Emma", "Dracula", "Ulysses")):
        cover = tmp_path / f"封面 {number}.png"
        Image.new("RGB", (64, 80), (number * 60 + 10,) * 3).save(cover)
        records.append(CollectionRecord(f"r{number}", BibliographicRecord(title=title), cover))
        queries.append(CollectionQuery(f"t{number}", "title", title[:-1]))
        queries.append(CollectionQuery(f"p{number}", "photo", image=cover))
        qrels |= {f"t{number}": {f"r{number}": 1}, f"p{number}": {f"r{number}": 1}}
    return Collection("c", tmp_path, tuple(records), tuple(queries), qrels)


def test_pictures_are_read_once_and_kept(collection: Collection, tmp_path: Path) -> None:
    engine = CountingOcr()
    covers = [record.cover for record in collection.records if record.cover]
    first = [PictureReader(engine, tmp_path / "pages").page(cover).text for cover in covers]
    assert engine.asked == 4
    again = PictureReader(engine, tmp_path / "pages")
    assert [again.page(cover).text for cover in covers] == first
    assert engine.asked == 4
    for kept in (tmp_path / "pages").rglob("*.json"):
        kept.write_text("{broken", encoding="utf-8")
    assert [PictureReader(engine, tmp_path / "pages").page(cover).text for cover in covers] == first
    assert engine.asked == 8


def test_derived_tasks_have_words_alone_as_documents(collection: Collection, tmp_path: Path) -> None:
    reader = PictureReader(CountingOcr(), tmp_path / "pages")
    to_ocr, to_record = image_to_ocr(collection, reader, CTX), ocr_to_record(collection, reader, CTX)
    assert {query.task for query in to_ocr.queries} == {IMAGE_TO_OCR}
    assert [query.id for query in to_ocr.queries] == ["p0", "p1", "p2", "p3"]
    assert all(each.cover is None and each.ocr is not None and not each.record.title for each in to_ocr.records)
    assert {query.task for query in to_record.queries} == {OCR_TO_RECORD}
    assert all(query.image is None and query.ocr is not None and query.text for query in to_record.queries)
    assert all(each.cover is None and each.record.title for each in to_record.records)
    assert to_record.qrels["p2"] == {"r2": 1}


def test_the_joint_task_without_covers_asks_only_queries_of_both_kinds(collection: Collection) -> None:
    cover = collection.records[2].cover
    both = CollectionQuery("j2", "joint", "Drac", image=cover)
    asked = joint_to_record(replace(collection, queries=(*collection.queries, both)))
    assert [(query.id, query.task, query.image) for query in asked.queries] == [("j2", JOINT_TO_RECORD, cover)]
    assert all(each.cover is None and each.record.title for each in asked.records)
    assert not joint_to_record(collection).queries


def test_standardise_by_hand() -> None:
    rows = np.array([[1.0, 3.0, np.nan], [2.0, 2.0, 2.0]], dtype=np.float32)
    np.testing.assert_allclose(standardise(rows), [[-1, 1, 0], [0, 0, 0]])


def test_fitted_weights_follow_the_channel_that_knows() -> None:
    rng = np.random.default_rng(0)
    relevant = np.eye(30, dtype=bool)
    knows = standardise((relevant + 0.3 * rng.normal(size=(30, 30))).astype(np.float32))
    noise = standardise(rng.normal(size=(30, 30)).astype(np.float32))
    features = np.stack([knows, noise], axis=2)
    weights = fit_weights(features, relevant, np.ones(2))
    assert weights[0] > 1.5
    assert weights[1] < 0.5
    assert (weights >= 0).all()
    np.testing.assert_allclose(fit_weights(features, np.zeros((30, 30), dtype=bool), np.ones(2)), 1.0)


def test_vector_system_ranks_and_keeps_its_weights(collection: Collection, tmp_path: Path) -> None:
    reader = PictureReader(CountingOcr(), tmp_path / "pages")
    system = VectorSystem("letters", LetterEncoder(), frozenset({"text"}), reader)
    assert [system.accepts(query) for query in collection.queries[:2]] == [True, False]
    system.tune(collection, collection.queries, collection.qrels, CTX)
    run = system.run(collection, collection.queries, CTX)
    assert {query: next(iter(found)) for query, found in run.items()} == {f"t{n}": f"r{n}" for n in range(4)}
    np.testing.assert_allclose(weights_of(named_weights(system.weights)), system.weights)


def test_reranking_mixes_two_stages_and_leaves_the_rest_below(collection: Collection, tmp_path: Path) -> None:
    reader = PictureReader(CountingOcr(), tmp_path / "pages")
    first = VectorSystem("letters", LetterEncoder(), frozenset({"text"}), reader)
    query = CollectionQuery("q", "title", "em a")  # ends as Emma and Dracula do
    texts = frozenset({"text"})
    alone = RerankingSystem("uniter", first, LastLetterScorer(), texts, reader, depth=4)
    ranking = list(alone.run(collection, [query], CTX)["q"])
    assert set(ranking[:2]) == {"r1", "r2"}
    none = RerankingSystem("uniter", first, LastLetterScorer(), texts, reader, depth=4, share=0.0)
    assert list(none.run(collection, [query], CTX)["q"]) == list(first.run(collection, [query], CTX)["q"])
    short = RerankingSystem("uniter", first, LastLetterScorer(), texts, reader, depth=1)
    assert list(short.run(collection, [query], CTX)["q"]) == list(first.run(collection, [query], CTX)["q"])
    misleading = CollectionQuery("q", "title", "emm s")  # Emma is meant; Ulysses ends so
    alone.tune(collection, [misleading], {"q": {"r1": 1}}, CTX)
    assert alone.share < 1.0, "the first stage is right where the second is misled"


def outcomes_of(collection: Collection) -> list:
    found = [ask(Bm25System(), [collection], "clean", CTX, name="bm25", identity="i").outcome]
    for seed, gain in ((1, 0.1), (2, 0.3)):
        tasks = {"title": {f"t{n}": dict.fromkeys(found[0].tasks["title"]["t0"], 0.5 + gain) for n in range(4)}}
        found.append(type(found[0])("unified", seed, "clean", "i", tasks, {"title": 1.0}))
    return found


def test_outcomes_are_kept_under_their_identity(collection: Collection, tmp_path: Path) -> None:
    outcome = outcomes_of(collection)[0]
    assert set(outcome.tasks) == {"title"}, "pictures are not put to it"
    save_outcome(tmp_path / "runs" / "bm25" / "clean.json", outcome)
    assert load_outcome(tmp_path / "runs" / "bm25" / "clean.json", "i") == outcome
    assert load_outcome(tmp_path / "runs" / "bm25" / "clean.json", "other data") is None
    assert load_outcome(tmp_path / "nothing.json", "i") is None
    assert [(row.task, row.queries) for row in rows_of([outcome])] == [("title", 4), ("all", 4)]


def test_tables_state_seeds_and_paired_differences(collection: Collection, tmp_path: Path) -> None:
    labels = {"bm25": "bm25", "unified": "unified"}
    lines = comparison(outcomes_of(collection), labels, "unified", {}, tasks=["title"], conditions=["clean"])
    assert [line.label for line in lines] == ["bm25", "unified"]
    plain, trained = lines
    assert trained.means["RR"] == pytest.approx(0.7)
    assert trained.deviations["RR"] == pytest.approx(0.1414, abs=1e-4)
    assert trained.difference is None
    assert plain.deviations == {}
    assert plain.difference == pytest.approx(0.7 - plain.means["nDCG@10"])
    assert plain.interval is not None
    assert plain.interval.low <= plain.difference <= plain.interval.high
    table = Table(2, "Systems by task", "unified", lines)
    assert "0.700 ± 0.141" in markdown(table, "note")
    rows = list(csv.DictReader(io.StringIO(csv_text(table))))
    assert [float(row["RR"]) for row in rows] == pytest.approx([plain.means["RR"], 0.7])
    files = write_tables(tmp_path / "报告", "小集", [(table, "note")])
    assert [file.name for file in files] == ["tables.md", "table-2.csv", "table-2.png"]
    assert files[2].read_bytes().startswith(b"\x89PNG")


def test_a_plot_of_nothing(tmp_path: Path) -> None:
    plot(tmp_path / "empty.png", Table(3, "空", "unified", ()))
    assert (tmp_path / "empty.png").stat().st_size > 500
