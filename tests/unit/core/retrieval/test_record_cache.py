from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, RecordId
from core.retrieval.record_cache import RecordCache

Add = Callable[..., list[RecordId]]


@pytest.fixture
def add(catalogue: Catalogue) -> Add:
    def store(*titles: str) -> list[RecordId]:
        with catalogue.write("create_record", "test") as unit:
            return unit.add_records(BibliographicRecord(title) for title in titles)

    return store


def titles(cache: RecordCache, ids: list[RecordId]) -> list[str]:
    return [record.title for record in cache.get(ids)]


def test_records_come_in_the_order_asked_for_without_those_that_are_gone(catalogue: Catalogue, add: Add) -> None:
    a, b, c = add("红楼梦", "西游记", "水浒传")
    cache = RecordCache(catalogue)
    assert titles(cache, [c, a, RecordId(999), b]) == ["水浒传", "红楼梦", "西游记"]
    assert titles(cache, [b, b]) == ["西游记", "西游记"]
    assert titles(cache, []) == []


def test_what_did_not_change_is_not_read_again(catalogue: Catalogue, add: Add) -> None:
    a, b = add("红楼梦", "西游记")
    cache = RecordCache(catalogue)
    (before,) = cache.get([a])
    with catalogue.write("edit_record", "") as unit:
        unit.update_record(replace(catalogue.get([b])[0], title="西遊記"))
    assert cache.get([a])[0] is before
    assert titles(cache, [b]) == ["西遊記"]


def test_edits_deletions_and_undos_are_seen_at_once(catalogue: Catalogue, add: Add) -> None:
    (a,) = add("红楼梦")
    cache = RecordCache(catalogue)
    assert titles(cache, [a]) == ["红楼梦"]
    with catalogue.write("edit_record", "") as unit:
        unit.update_record(replace(catalogue.get([a])[0], title="石头记"))
    assert titles(cache, [a]) == ["石头记"]
    with catalogue.write("delete_record", "") as unit:
        unit.delete_record(a)
    assert titles(cache, [a]) == []
    catalogue.undo()
    assert titles(cache, [a]) == ["石头记"]
    catalogue.undo(catalogue.operations(10)[-2].id)
    assert titles(cache, [a]) == ["红楼梦"]


def test_more_records_than_fit_are_given_and_the_oldest_forgotten(catalogue: Catalogue, add: Add) -> None:
    ids = add(*(f"book {n}" for n in range(6)))
    cache = RecordCache(catalogue, size=2)
    assert titles(cache, ids) == [f"book {n}" for n in range(6)]
    kept = cache.get(ids[-1:])[0]
    assert cache.get(ids[-1:])[0] is kept
    first = cache.get(ids[:1])[0]
    cache.get(ids[1:4])
    assert cache.get(ids[:1])[0] is not first
    assert cache.get(ids[:1])[0] == first
