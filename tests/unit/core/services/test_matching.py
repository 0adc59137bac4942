from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.records import BibliographicRecord, Contributor, Identifier, RecordId
from core.services.matching import IdSet, by_title, has_other_title, name_likeness, part_numbers, title_likeness


def book(title: str, author: str = "", year: int | None = None, isbn: str = "", *parallel: str) -> BibliographicRecord:
    return BibliographicRecord(
        title,
        title_parallel=parallel,
        contributors=(Contributor(author),) if author else (),
        year=year,
        identifiers=(Identifier("isbn", isbn),) if isbn else (),
    )


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("紅樓夢", "红楼梦", 1.0),
        ("The Great Gatsby", "the great gatsby.", 1.0),
        ("三体：地球往事", "三体", 0.95),
        ("Walden; or, Life in the Woods", "Walden, or Life in the Woods", 1.0),
        ("Les Misérables", "Les Miserables", 1.0),
    ],
)
def test_titles_that_are_the_same_book(one: str, other: str, least: float) -> None:
    assert title_likeness(book(one), book(other)) >= least
    assert title_likeness(book(other), book(one)) >= least


@pytest.mark.parametrize(("one", "other"), [("三体", "三国演义"), ("Emma", "Evelina"), ("呐喊", "彷徨")])
def test_titles_of_other_books_are_unlike(one: str, other: str) -> None:
    assert title_likeness(book(one), book(other)) < 0.7
    assert has_other_title(book(one), book(other))


def test_a_parallel_title_counts_as_the_title() -> None:
    assert (
        title_likeness(book("红楼梦", "", None, "", "Dream of the Red Chamber"), book("Dream of the red chamber")) == 1
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rowling, J. K.", "J.K. Rowling"), ("劉慈欣", "刘慈欣"), ("Gabriel García Márquez", "García Márquez, Gabriel")],
)
def test_names_in_another_order_or_script(one: str, other: str) -> None:
    likeness = name_likeness(book("x", one), book("x", other))
    assert likeness is not None
    assert likeness >= 0.85


def test_names_that_sound_alike_are_possibly_one_only_where_a_character_is_shared() -> None:
    likeness = name_likeness(book("x", "钱锺书"), book("x", "钱钟书"))
    assert likeness is not None
    assert 0.7 <= likeness < 0.85
    assert (name_likeness(book("x", "李丽"), book("x", "黎莉")) or 0) < 0.7
    assert (name_likeness(book("x", "王小波"), book("x", "王小明")) or 0) < 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("红楼梦 上", "红楼梦 下"),
        ("资本论 第一卷", "资本论 第二卷"),
        ("History, volume II", "History, volume III"),
        ("C++ 11", "C++ 14"),
    ],
)
def test_volumes_have_other_part_numbers(one: str, other: str) -> None:
    assert part_numbers(one) != part_numbers(other)
    assert by_title(book(one, "某", 2000), book(other, "某", 2000)) is None


def test_all_three_make_certain_and_a_missing_one_only_possible() -> None:
    full = book("围城", "钱钟书", 1947)
    variant = by_title(full, book("圍城", "錢鍾書", 1947))
    assert variant is not None
    assert not variant.is_certain, "钟 and 鍾 are two characters, not two scripts of one"
    same = by_title(full, book("圍城", "錢鐘書", 1947))
    assert same is not None
    assert same.is_certain
    for weaker in (book("围城", "", 1947), book("围城", "钱钟书")):
        match = by_title(full, weaker)
        assert match is not None
        assert not match.is_certain
        assert match.score < same.score


def test_other_year_or_author_is_no_match_and_another_isbn_only_possible() -> None:
    full = book("围城", "钱钟书", 1947, "9787020002207")
    assert by_title(full, book("围城", "钱钟书", 1980)) is None
    assert by_title(full, book("围城", "老舍", 1947)) is None
    binding = by_title(full, book("围城", "钱钟书", 1947, "9787536692930"))
    assert binding is not None
    assert not binding.is_certain


@given(st.lists(st.integers(0, 100_000), max_size=60), st.lists(st.integers(0, 100_000), max_size=20))
def test_a_set_of_ids_holds_exactly_what_was_put_in(inside: list[int], asked: list[int]) -> None:
    ids = IdSet()
    for each in inside:
        ids.add(RecordId(each))
    assert [RecordId(i) in ids for i in (*inside, *asked)] == [i in set(inside) for i in (*inside, *asked)]
