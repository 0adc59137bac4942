from __future__ import annotations

import pytest

from core.domain.filters import SearchFilters
from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier


@pytest.fixture
def shelf(catalogue, add) -> list[int]:
    ids = add(
        BibliographicRecord(
            "The Stranger",
            year=1942,
            language="eng",
            contributors=(Contributor("Camus"),),
            identifiers=(Identifier("isbn", "9780679720201"),),
        ),
        BibliographicRecord(
            "活着",
            year=1993,
            language="chi",
            contributors=(Contributor("余华"),),
            holdings=(Holding(call_number="I247.5/100%_1"),),
        ),
        BibliographicRecord("红楼梦", language="chi", status="draft", contributors=(Contributor("曹雪芹"),)),
        BibliographicRecord("An atlas", year=1993, language="eng", holdings=(Holding(call_number="K99/1"),)),
    )
    with catalogue.write("add_cover", "x") as unit:
        unit.add_cover(ids[1], "a" * 64, "a.jpg", 1, 1)
    return ids


@pytest.mark.parametrize(
    ("sort", "descending", "order"),
    [
        ("title", False, [3, 2, 1, 0]),
        ("title", True, [0, 1, 2, 3]),
        ("year", False, [0, 1, 3, 2]),
        ("year", True, [1, 3, 0, 2]),
        ("added", False, [0, 1, 2, 3]),
        ("added", True, [3, 2, 1, 0]),
        ("author", False, [0, 2, 1, 3]),
        ("author", True, [1, 2, 0, 3]),
    ],
)
def test_lists_are_sorted_and_what_has_no_key_comes_last(catalogue, shelf, sort, descending, order):
    records, total = catalogue.browse(0, 10, sort, descending)
    assert [r.id for r in records] == [shelf[i] for i in order]
    assert total == 4


def test_pages_are_cut_from_the_whole_list(catalogue, shelf):
    records, total = catalogue.browse(1, 2, "added")
    assert ([r.id for r in records], total) == (shelf[1:3], 4)
    assert catalogue.browse(10, 2) == ([], 4)
    assert catalogue.browse(-5, 0) == ([], 4)
    records, total = catalogue.browse(0, 10, "added", ids={shelf[2], shelf[0], 99})
    assert ([r.id for r in records], total) == ([shelf[0], shelf[2]], 2)


@pytest.mark.parametrize(
    ("filters", "passing"),
    [
        (SearchFilters(year_from=1943), [1, 3]),
        (SearchFilters(year_to=1992), [0]),
        (SearchFilters(year_from=1993, year_to=1993), [1, 3]),
        (SearchFilters(languages=("chi", "jpn")), [1, 2]),
        (SearchFilters(isbn=("0-679-72020-0",)), [0]),
        (SearchFilters(isbn=("9780679720201", "1")), [0]),
        (SearchFilters(isbn=("no number",)), []),
        (SearchFilters(call_number_prefix="i247.5/100%_"), [1]),
        (SearchFilters(call_number_prefix="i247.5/1000"), []),
        (SearchFilters(status="draft"), [2]),
        (SearchFilters(has_cover=True), [1]),
        (SearchFilters(has_cover=False, languages=("eng",)), [0, 3]),
        (SearchFilters(year_from=0, authors=("nobody",)), [0, 1, 3]),
    ],
)
def test_exact_filters(catalogue, shelf, filters, passing):
    assert catalogue.filter_ids(filters) == {shelf[i] for i in passing}
    records, total = catalogue.browse(0, 10, "added", filters=filters)
    assert ([r.id for r in records], total) == ([shelf[i] for i in passing], len(passing))


def test_text_filters_alone_are_no_exact_filter(catalogue, shelf):
    assert catalogue.filter_ids(SearchFilters(titles=("x",), authors=("y",), subjects=("z",))) is None


def test_counts_for_people(catalogue, shelf):
    stats = catalogue.stats()
    assert (stats.records, stats.drafts, stats.covers, stats.holdings) == (4, 1, 1, 2)
    assert stats.languages == {"chi": 2, "eng": 2}
    assert stats.library == str(catalogue.paths.root)
    assert stats.size_mib > 0
