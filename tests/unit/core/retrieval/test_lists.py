"""Lists: ranked ones first, then all that hold the words; filtered, ordered, counted, loosened. Without encoders."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.filters import SearchFilters
from core.domain.listing import ListOrder, ListRequest, ResultList
from core.domain.records import BibliographicRecord, Contributor, RecordId, Subject
from core.domain.retrieval import Likeness, SearchRequest
from core.errors import HostFaultError
from core.retrieval.likeness import LikenessFinder
from core.retrieval.lists import ListMaker
from core.retrieval.models import LoadedModels, ModelHost
from core.retrieval.searcher import Searcher
from core.retrieval.vector_store import VectorStore

WORKS = (
    ("红楼梦", "曹雪芹", "chi", 1791, "I"),
    ("紅樓夢", "曹雪芹", "chi", 1954, "I"),
    ("红楼梦魇", "张爱玲", "chi", 1977, "I"),
    ("红楼梦与数学", "王伟", "chi", 2001, "O"),
    ("Dream of the Red Chamber", "Cao Xueqin", "eng", 1973, "I"),
    ("数学史", "李强", "chi", 1999, "O"),
)


def no_models() -> LoadedModels:
    raise HostFaultError("models.missing")


@pytest.fixture
def lists(catalogue: Catalogue, tmp_path: Path) -> ListMaker:
    with catalogue.write("import") as unit:
        unit.add_records(
            BibliographicRecord(
                title, contributors=(Contributor(author),), language=language, year=year,
                subjects=(Subject(f"{letter}1", "clc"),),
            )
            for title, author, language, year, letter in WORKS
        )  # fmt: skip
    vectors, models = VectorStore(catalogue, tmp_path / "vectors"), ModelHost(no_models)
    searcher = Searcher(catalogue, vectors, models, use_dictionary=False)
    return ListMaker(catalogue, searcher, LikenessFinder(catalogue, vectors, models), searcher.search)


def ask(
    lists: ListMaker,
    text: str = "",
    *,
    limit: int = 20,
    filters: SearchFilters | None = None,
    order: ListOrder = "relevance",
    descending: bool = False,
) -> ResultList:
    return lists.make(ListRequest(SearchRequest(text, None, limit, (), filters or SearchFilters()), order, descending))


def titles(lists: ListMaker, found: ResultList) -> list[str]:
    return [row.record.title for row in lists.rows(found.ids)]


def facet(found: ResultList, name: str) -> dict[str, int]:
    return next({v.value: v.count for v in each.values} for each in found.facets if each.name == name)


def test_browsing_lists_the_library_by_title(lists: ListMaker) -> None:
    found = ask(lists)
    assert found.answer is None
    assert titles(lists, found) == [
        "Dream of the Red Chamber",
        "红楼梦",
        "紅樓夢",
        "红楼梦魇",
        "红楼梦与数学",
        "数学史",
    ]
    assert facet(found, "language") == {"chi": 5, "eng": 1}
    assert titles(lists, ask(lists, filters=SearchFilters(languages=("eng",)))) == ["Dream of the Red Chamber"]


def test_ranked_records_come_first_then_all_that_hold_the_words(lists: ListMaker) -> None:
    found = ask(lists, "红楼梦", limit=2)
    assert found.answer is not None
    assert len(found.answer.results) == 2
    assert titles(lists, found)[0] == "红楼梦", "what was typed exactly"
    assert sorted(found.ids) == [1, 2, 3, 4]
    assert facet(found, "class") == {"I": 3, "O": 1}


def test_any_order_holds_for_the_whole_list(lists: ListMaker) -> None:
    newest = ask(lists, "红楼梦", limit=2, order="year", descending=True)
    assert [row.record.year for row in lists.rows(newest.ids)] == [2001, 1977, 1954, 1791]


def test_facets_combine_with_the_words_and_with_what_was_typed(lists: ListMaker) -> None:
    narrowed = ask(lists, "红楼梦", filters=SearchFilters(classes=("O",)))
    assert titles(lists, narrowed) == ["红楼梦与数学"]
    assert facet(narrowed, "class") == {"I": 3, "O": 1}, "the other class can still be added"
    assert facet(narrowed, "decade") == {"2000": 1}
    both = ask(lists, "红楼梦 year:1950..1980", filters=SearchFilters(classes=("O", "I")))
    assert sorted(titles(lists, both)) == ["紅樓夢", "红楼梦魇"]


def test_filters_alone_are_a_list_without_a_ranking(lists: ListMaker) -> None:
    found = ask(lists, "author:曹雪芹", order="year")
    assert found.answer is None
    assert titles(lists, found) == ["红楼梦", "紅樓夢"]


def test_nothing_found_says_what_to_leave_out(lists: ListMaker) -> None:
    found = ask(lists, "红楼梦", filters=SearchFilters(languages=("eng",), classes=("I",)))
    assert found.ids == ()
    assert [(each.kind, each.facet, each.value, each.count) for each in found.loosenings] == [
        ("filter", "language", "eng", 3)
    ], "without the language there are three; without the class there is still nothing"
    both = ask(lists, "数学史", filters=SearchFilters(languages=("eng",), classes=("I",)))
    assert [(each.kind, each.count) for each in both.loosenings] == [("filters", 1)]
    words = ask(lists, "红楼梦 数学 大象")
    assert ("word", "大象", 1, "红楼梦 数学") in [(e.kind, e.value, e.count, e.text) for e in words.loosenings]


def test_marks_are_told_for_ranked_and_other_records(lists: ListMaker) -> None:
    found = ask(lists, "hongloumeng", limit=1)
    assert found.answer is not None
    assert found.answer.results[0].marks["title"] == ((0, 3),)
    (other,) = lists.rows([RecordId(2)], "红楼梦")
    assert other.marks == {"title": ((0, 3),)}


def test_changes_are_seen_though_lists_are_kept(lists: ListMaker, catalogue: Catalogue) -> None:
    assert len(ask(lists, "红楼梦").ids) == 4
    with catalogue.write("create_record") as unit:
        unit.add_record(BibliographicRecord("红楼梦辞典"))
    assert len(ask(lists, "红楼梦").ids) == 5


def test_likeness_without_encoders_says_so(lists: ListMaker) -> None:
    found = lists.make(ListRequest(SearchRequest(like=Likeness(RecordId(1), "meaning"))))
    assert found.answer is not None
    assert found.answer.notice_id == "search.words_only"
    assert found.ids == ()
