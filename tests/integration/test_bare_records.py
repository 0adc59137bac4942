"""Searching a library where some records have a title and an author only, with the real encoders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.application import Application
from core.bench.fusion_fitting import gather_both, neutral_prior
from core.domain.retrieval import SearchRequest
from core.evaluation.collections import load_collection
from core.retrieval.fusion import FEATURES, FusionWeights

pytestmark = [pytest.mark.models, pytest.mark.slow]

Rows = Callable[..., list[dict[str, Any]]]
WriteRows = Callable[[Path, list[dict[str, Any]]], str]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("三体", "bare-santi"), ("紅樓夢", "bare-hongloumeng"), ("The Scarlet Letter", "bare-scarlet")],
)
def test_a_title_finds_the_record_that_has_little_more_than_it(
    library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path, query: str, expected: str
) -> None:
    """A row of a table has no description; its translation, its sequels and books about it do."""
    bare = [
        {"id": "bare-santi", "title": "三体", "authors": ["刘慈欣"], "language": "chi", "year": 2016},
        {"id": "bare-hongloumeng", "title": "红楼梦", "authors": ["曹雪芹"], "language": "chi"},
        {"id": "bare-scarlet", "title": "The scarlet letter", "authors": ["Nathaniel Hawthorne"], "language": "eng"},
    ]
    described = demo_rows("three-body-problem", "jiuzhang", "jane-eyre", "pride-prejudice", "xiyouji", "sicp")
    story = "A woman must wear a scarlet letter in Puritan Boston. Nathaniel Hawthorne tells of sin and guilt."
    described.append({"id": "guide", "title": "Reading The Scarlet Letter", "description": story, "language": "eng"})
    dream = "《紅樓夢》導讀：賈寶玉與林黛玉，大觀園的興衰，石頭的故事。"
    described.append({"id": "guide-zh", "title": "紅樓夢導讀", "description": dream, "language": "chi"})
    library.interchange.import_files([write_rows(tmp_path / "records.jsonl", [*bare, *described])])
    found = library.search.search(SearchRequest(query))
    assert found.results[0].record.external_id == expected
    assert found.results[0].score >= 0.5
    assert not found.no_good_match


def test_fusion_is_fitted_on_a_library_where_some_works_are_bare_too(
    demo_rows: Rows, write_rows: WriteRows, tmp_path: Path
) -> None:
    """By its title, 围城 is one of the works that are bare in the copy, 茶馆 and Jane Eyre are not."""
    asked = [
        ("by title", "title-zh", "围城", ["weicheng"]),
        ("by topic", "topic-zh", "留学生的婚姻", ["weicheng"]),
        ("described", "title-en", "Jane Eyre", ["jane-eyre"]),
        ("either", "title-zh", "围城 茶馆", ["weicheng", "chaguan"]),
    ]
    write_rows(tmp_path / "records.jsonl", demo_rows("weicheng", "chaguan", "jane-eyre", "moby-dick"))
    write_rows(tmp_path / "queries.jsonl", [{"id": name, "task": task, "text": text} for name, task, text, _ in asked])
    grades = [f"{name}\t0\tdemo-{record}\t1\n" for name, _, _, answers in asked for record in answers]
    (tmp_path / "qrels.tsv").write_text("".join(grades), encoding="utf-8")
    data = gather_both(load_collection(tmp_path), neutral_prior(FusionWeights({}, 0.0, "")))
    tasks = [task for _, task, _, _ in asked]
    marks = (" (bare)", " (bare)", " (beside bare)", " (some bare)")
    assert list(data.tasks) == [*tasks, *map("".join, zip(tasks, marks, strict=True))]
    assert data.folds[:4].tolist() == data.folds[4:].tolist()
    weight = data.weight / data.weight[2]
    assert np.allclose(weight, [0.5, 1, 1, 0.5, 0.1, 0, 0.05, 0.01])
    described = data.features[..., FEATURES.index("has_description")]
    assert described[1][data.is_relevant[1]].tolist() == [1.0]
    assert described[5][data.is_relevant[5]].tolist() == [0.0]
