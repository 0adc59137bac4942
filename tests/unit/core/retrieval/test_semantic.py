from __future__ import annotations

import numpy as np
import pytest

from core.retrieval.semantic import SemanticScores
from core.retrieval.vector_store import RecordScores


def scored(**by_id: float) -> RecordScores:
    """Records from 5 on are in Chinese."""
    ids = sorted(int(name[1:]) for name in by_id)
    values = [by_id[f"r{i}"] for i in ids]
    ids_column = np.array(ids, dtype=np.int64)
    return RecordScores(ids_column, np.array(values, dtype=np.float32), ids_column >= 5)


SCORES = SemanticScores(
    title=scored(r1=0.2, r2=0.9, r3=0.1),
    description=scored(r1=0.6, r3=0.5),
    passage=scored(r1=0.8, r4=0.7),
)


def test_a_description_is_the_mean_of_its_whole_and_its_best_sentence() -> None:
    columns = SCORES.columns(np.array([1, 2, 3], dtype=np.int64))
    assert columns["title"] == pytest.approx([0.2, 0.9, 0.1])
    assert columns["description"] == pytest.approx([0.7, 0.0, 0.5])
    assert columns["semantic_best"] == pytest.approx([0.7, 0.9, 0.5])
    assert columns["has_description"].tolist() == [1.0, 0.0, 1.0]


def test_candidates_are_the_best_of_each_channel_that_the_filter_admits() -> None:
    assert SCORES.top(1, None) == [2, 1]
    assert SCORES.top(9, None) == [2, 1, 3, 4]
    assert SCORES.top(9, {3, 4}) == [3, 4]
    assert SCORES.top(9, set()) == []


def test_candidates_in_the_other_script_are_not_crowded_out() -> None:
    crowded = scored(r1=0.9, r2=0.8, r3=0.7, r5=0.3, r6=0.2)
    scores = SemanticScores(crowded, scored(), scored())
    assert scores.top(2, None) == [5, 6, 1, 2]
    assert scores.top(2, {1, 2, 3, 6}) == [6, 1, 2]


def test_a_record_that_was_never_encoded_scores_nothing() -> None:
    columns = SCORES.columns(np.array([77], dtype=np.int64))
    assert {name: values.tolist() for name, values in columns.items()} == {
        "title": [0.0],
        "description": [0.0],
        "semantic_best": [0.0],
        "has_description": [0.0],
    }


def test_the_better_of_two_scripts_counts_for_each_record() -> None:
    other = SemanticScores(title=scored(r1=0.7, r2=0.1), description=scored(r1=0.1, r5=0.4), passage=scored())
    best = SCORES.or_better(other)
    assert best.title.lookup(np.array([1, 2, 3], dtype=np.int64)) == pytest.approx([0.7, 0.9, 0.1])
    assert best.description.record_ids.tolist() == [1, 3, 5]
    assert best.description.scores == pytest.approx([0.6, 0.5, 0.4])
    assert best.passage.record_ids.tolist() == SCORES.passage.record_ids.tolist()
