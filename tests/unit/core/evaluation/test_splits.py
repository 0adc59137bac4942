from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.collections import load_collection
from core.evaluation.splits import (
    Shares,
    fold_of,
    held_out,
    join_works,
    split_of,
    work_of_query,
    works_of_collection,
    works_of_qrels,
)


def test_sets_that_share_an_id_are_one_work() -> None:
    works = join_works(["a", "b", "c", "d", "e"], [["b", "c"], ["c", "a"], ["e"]])
    assert works == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "e"}


@given(st.lists(st.sets(st.sampled_from("abcdefghij"), min_size=1, max_size=4), max_size=8))
def test_works_are_the_connected_components(sets: list[set[str]]) -> None:
    works = join_works("abcdefghij", sets)
    reachable = {each: {each} for each in "abcdefghij"}
    for _ in range(10):  # as many rounds as there are ids reach the fixed point
        for members in sets:
            union = set().union(*(reachable[m] for m in members))
            for member in union:
                reachable[member] = reachable[member] | union
    for each in "abcdefghij":
        assert {other for other in works if works[other] == works[each]} == reachable[each]
        assert works[each] == min(reachable[each])


def test_only_answers_connect_records() -> None:
    qrels = {"q": {"mate": 3, "related": 2, "other": 0}, "r": {"related": 3, "edition": 3}}
    assert works_of_qrels(["mate", "related", "other", "edition"], qrels, least_grade=3) == {
        "mate": "mate",
        "related": "edition",
        "other": "other",
        "edition": "edition",
    }


def test_the_shares_are_kept_and_the_seed_decides() -> None:
    works = [f"work-{i}" for i in range(4000)]
    counts = Counter(split_of(work, seed=1) for work in works)
    assert counts["test"] / 4000 == pytest.approx(0.25, abs=0.03)
    assert counts["dev"] / 4000 == pytest.approx(0.15, abs=0.03)
    assert [split_of(work, seed=1) for work in works] == [split_of(work, seed=1) for work in works]
    assert [split_of(work, seed=1) for work in works] != [split_of(work, seed=2) for work in works]
    assert {split_of(work, shares=Shares(0, 0)) for work in works} == {"train"}
    folds = Counter(fold_of(work, 5) for work in works)
    assert sorted(folds) == [0, 1, 2, 3, 4]
    assert min(folds.values()) > 700


@pytest.mark.parametrize(("dev", "test"), [(-0.1, 0.2), (0.6, 0.6)])
def test_impossible_shares(dev: float, test: float) -> None:
    with pytest.raises(ValueError, match="shares"):
        Shares(dev, test)


def test_one_fold_is_no_validation() -> None:
    with pytest.raises(ValueError, match="two folds"):
        fold_of("a", 1)


@pytest.mark.data
def test_no_work_of_real_covers_is_on_two_sides(dev_data: Path) -> None:
    collection = load_collection(dev_data / "covers-dev")
    works = works_of_collection(collection)
    assert len(set(works.values())) < len(collection.records)  # there are translations
    of_query = work_of_query(collection, works)
    parts = {}
    for split in ("train", "dev", "test"):
        parts[split] = held_out(collection, lambda work, split=split: split_of(work) == split, works)
    assert sum(len(part.queries) for part in parts.values()) == len(collection.queries)
    for split, part in parts.items():
        assert len(part.records) == len(collection.records)
        for query in part.queries:
            relevant = {works[r] for r in part.qrels[query.id] if r in works}
            assert relevant == {of_query[query.id]}
            assert split_of(of_query[query.id]) == split


@pytest.mark.data
def test_paragraphs_of_an_article_stay_together(dev_data: Path) -> None:
    collection = load_collection(dev_data / "xquad-zh-en-dev")
    works = works_of_collection(collection, group_of=lambda each: each.split("-")[0])
    assert len(set(works.values())) == 24
