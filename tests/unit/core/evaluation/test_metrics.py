from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.evaluation import MEASURE_NAMES
from core.evaluation.metrics import (
    confidence_intervals,
    harmonic_mean,
    means,
    n_relevant,
    per_query,
    relevant_per_query,
)

Scores = dict[str, dict[str, float]]
Grades = dict[str, dict[str, int]]


def ranking(*records: str) -> dict[str, float]:
    return {record: float(100 - place) for place, record in enumerate(records)}


def test_one_relevant_record_in_third_place() -> None:
    values = per_query({"q": ranking("a", "b", "c", "d")}, {"q": {"c": 1}}, ["q"])["q"]
    assert values == pytest.approx(
        {
            "P@1": 0,
            "P@10": 1 / 10,
            "R@1": 0,
            "R@10": 1,
            "R@50": 1,
            "hit@10": 1,
            "AP": 1 / 3,
            "RR": 1 / 3,
            "nDCG@10": 1 / math.log2(4),
            "F1@10": 2 * 0.1 * 1 / 1.1,
        }
    )


def test_three_relevant_records_two_found() -> None:
    """Relevant at ranks 1 and 4 of 5, one never found: computed by hand."""
    values = per_query({"q": ranking("a", "x", "y", "b", "z")}, {"q": {"a": 1, "b": 1, "c": 1, "x": 0}}, ["q"])["q"]
    dcg = 1 / math.log2(2) + 1 / math.log2(5)
    ideal = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert values == pytest.approx(
        {
            "P@1": 1,
            "P@10": 0.2,
            "R@1": 1 / 3,
            "R@10": 2 / 3,
            "R@50": 2 / 3,
            "hit@10": 1,
            "AP": (1 / 1 + 2 / 4) / 3,
            "RR": 1,
            "nDCG@10": dcg / ideal,
            "F1@10": 2 * 0.2 * (2 / 3) / (0.2 + 2 / 3),
        }
    )


def test_grades_are_gains() -> None:
    values = per_query({"q": ranking("low", "high")}, {"q": {"high": 3, "low": 1}}, ["q"])["q"]
    assert values["nDCG@10"] == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))


def test_eleventh_place_is_no_hit() -> None:
    values = per_query({"q": ranking(*"abcdefghijk")}, {"q": {"k": 1}}, ["q"])["q"]
    assert (values["hit@10"], values["R@10"], values["R@50"], values["F1@10"]) == (0, 0, 1, 0)


def test_a_query_without_results_found_nothing() -> None:
    values = per_query({}, {"q": {"a": 1}}, ["q"])
    assert values == {"q": dict.fromkeys(MEASURE_NAMES, 0.0)}
    assert per_query({"q": {}}, {"q": {"a": 1}}, ["q"]) == values


def test_queries_without_relevant_records_are_left_out() -> None:
    assert per_query({"q": ranking("a")}, {"q": {"a": 0}}, ["q"]) == {}
    assert per_query({"q": ranking("a")}, {}, ["q"]) == {}
    assert means({}) == dict.fromkeys(MEASURE_NAMES, 0.0)
    assert confidence_intervals({}) == {}


def test_only_the_queries_asked_for_count() -> None:
    run = {"q": ranking("a"), "other": ranking("a")}
    qrels = {"q": {"a": 1}, "other": {"a": 1}, "third": {"a": 1}}
    assert set(per_query(run, qrels, ["q", "q"])) == {"q"}


def test_counts() -> None:
    qrels = {"q": {"a": 1, "b": 2, "c": 0}, "r": {"a": 1}}
    assert n_relevant(qrels, "q") == 2
    assert n_relevant(qrels, "none") == 0
    assert relevant_per_query(qrels, ["q", "r"]) == 1.5
    assert relevant_per_query(qrels, []) == 0
    assert harmonic_mean(0, 0) == 0


def naive(scores: dict[str, float], grades: dict[str, int]) -> dict[str, float]:
    """Every measure straight from its definition."""
    ranked = [record for record, _ in sorted(scores.items(), key=lambda item: (item[1], item[0]), reverse=True)]
    relevant = {record for record, grade in grades.items() if grade > 0}
    hits = [record in relevant for record in ranked]

    def precision(k: int) -> float:
        return sum(hits[:k]) / k

    def recall(k: int) -> float:
        return sum(hits[:k]) / len(relevant)

    def dcg(gains: list[int]) -> float:
        return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:10], start=1))

    return {
        "P@1": precision(1),
        "P@10": precision(10),
        "R@1": recall(1),
        "R@10": recall(10),
        "R@50": recall(50),
        "hit@10": float(any(hits[:10])),
        "AP": sum(precision(rank) for rank, hit in enumerate(hits, start=1) if hit) / len(relevant),
        "RR": next((1 / rank for rank, hit in enumerate(hits, start=1) if hit), 0.0),
        "nDCG@10": dcg([grades.get(record, 0) for record in ranked])
        / dcg(sorted((grade for grade in grades.values() if grade > 0), reverse=True)),
        "F1@10": harmonic_mean(precision(10), recall(10)),
    }


IDS = st.sampled_from([f"r{number}" for number in range(70)] + ["红楼梦", "a b"])
RUNS = st.dictionaries(IDS, st.sampled_from([-1.0, 0.0, 0.5, 0.5, 1.0, 2.5]) | st.floats(-5, 5, width=16), max_size=70)
GRADES = st.dictionaries(IDS, st.integers(0, 3), min_size=1, max_size=12).filter(lambda grades: any(grades.values()))


@settings(max_examples=150, deadline=None)
@given(scores=RUNS, grades=GRADES)
def test_agrees_with_the_definitions_ties_included(scores: dict[str, float], grades: dict[str, int]) -> None:
    assert per_query({"q": scores}, {"q": grades}, ["q"])["q"] == pytest.approx(naive(scores, grades))


@settings(max_examples=60, deadline=None)
@given(
    runs=st.dictionaries(st.sampled_from("abcd"), RUNS, max_size=4),
    qrels=st.dictionaries(st.sampled_from("abcd"), GRADES, max_size=4),
    seed=st.integers(0, 99),
)
def test_order_does_not_matter(runs: Scores, qrels: Grades, seed: int) -> None:
    def shuffled(table: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        outer = list(table.items())
        random.Random(seed).shuffle(outer)
        return {key: dict(sorted(inner.items(), reverse=True)) for key, inner in outer}

    queries = list("abcd")
    values = per_query(runs, qrels, queries)
    again = per_query(shuffled(runs), shuffled(qrels), queries[::-1])  # type: ignore[arg-type]
    assert values == again
    assert confidence_intervals(values, seed=7) == confidence_intervals(again, seed=7)
    for name, value in means(values).items():
        assert 0 <= value <= 1, name


def test_intervals_hold_the_mean_and_follow_the_seed() -> None:
    run = {f"q{n}": ranking("a", "b") for n in range(40)}
    qrels = {f"q{n}": {("a" if n % 4 else "b"): 1} for n in range(40)}
    values = per_query(run, qrels, list(run))
    intervals = confidence_intervals(values, seed=1)
    low, high = intervals["P@1"]
    assert low < means(values)["P@1"] == 0.75 < high
    # The normal approximation of a proportion: 0.75 ± 1.96 · sqrt(0.75 · 0.25 / 40) = 0.616 … 0.884
    assert (low, high) == pytest.approx((0.616, 0.884), abs=0.03)
    assert intervals == confidence_intervals(values, seed=1)
    assert intervals != confidence_intervals(values, seed=2)
    assert intervals["R@10"] == (1, 1)
