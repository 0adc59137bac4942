from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.filters import SearchFilters
from core.domain.records import Identifier
from core.text.query import parse, semantic_text


def test_words_phrases_and_minus() -> None:
    parsed = parse('红楼梦 "Lu Xun" -硬件 －「软件工程」 C++')
    assert parsed.terms == ("红楼梦", "C++")
    assert parsed.phrases == ("Lu Xun",)
    assert [(n.text, n.is_phrase) for n in parsed.negations] == [("硬件", False), ("软件工程", True)]
    assert semantic_text(parsed) == "红楼梦 Lu Xun C++"


@pytest.mark.parametrize("quoted", ["“红楼梦”", "「红楼梦」", "『红楼梦』", "《红楼梦》", '"红楼梦"', "＂红楼梦＂"])
def test_all_kinds_of_quotes(quoted: str) -> None:
    assert parse(quoted).phrases == ("红楼梦",)


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("author:鲁迅", SearchFilters(authors=("鲁迅",))),
        ("作者：鲁迅", SearchFilters(authors=("鲁迅",))),
        ("AUTHOR: 鲁迅", SearchFilters(authors=("鲁迅",))),
        ('title:"old man"', SearchFilters(titles=("old man",))),
        ("题名:「老人」", SearchFilters(titles=("老人",))),
        ("主题:历史", SearchFilters(subjects=("历史",))),
        ("year:1990..2005", SearchFilters(year_from=1990, year_to=2005)),
        ("year:2005..1990", SearchFilters(year_from=1990, year_to=2005)),
        ("年：1990-2005", SearchFilters(year_from=1990, year_to=2005)),
        ("year:１９９０", SearchFilters(year_from=1990, year_to=1990)),
        ("年:1990年", SearchFilters(year_from=1990, year_to=1990)),
        ("year:..2005", SearchFilters(year_to=2005)),
        ("year:1990..", SearchFilters(year_from=1990)),
        ("lang:zh", SearchFilters(languages=("chi",))),
        ("语种:英文 lang:chi", SearchFilters(languages=("eng", "chi"))),
        ("isbn:7-02-000220-X", SearchFilters(isbn=("9787020002207",))),
        ("call:I242.4", SearchFilters(call_number_prefix="I242.4")),
        ("索书号：I242/1", SearchFilters(call_number_prefix="I242/1")),
    ],
)
def test_filters(query: str, filters: SearchFilters) -> None:
    parsed = parse(query)
    assert parsed.filters == filters
    assert not parsed.has_words
    assert not parsed.is_empty


@pytest.mark.parametrize(
    "query", ["year:soon", "lang:elvish", "isbn:？", "-year:1990", "author:", "author:？", "year:.."]
)
def test_nonsense_filters_are_words(query: str) -> None:
    parsed = parse(query)
    assert parsed.filters == SearchFilters()
    assert parsed.terms


@pytest.mark.parametrize(
    "query",
    [
        "9787020002207",
        "978-7-02-000220-7",
        "978 7 02 000220 7",
        "7-02-000220-X",
        "702000220x",
        "９７８７０２０００２２０７",
    ],
)
def test_a_bare_isbn_is_a_number_not_words(query: str) -> None:
    parsed = parse(query)
    assert parsed.identifiers == (Identifier("isbn", "9787020002207"),)
    assert not parsed.has_words


def test_an_isbn_among_words() -> None:
    parsed = parse("红楼梦 978-7-02-000220-7")
    assert parsed.identifiers == (Identifier("isbn", "9787020002207"),)
    assert parsed.terms == ("红楼梦",)


def test_a_wrong_check_digit_is_both() -> None:
    parsed = parse("9787020002208")
    assert parsed.identifiers == (Identifier("isbn", "9787020002208", valid=False),)
    assert parsed.terms == ("9787020002208",)


def test_dashes_inside_words_are_not_minus() -> None:
    parsed = parse("spider-man 软件－测试 - -- x")
    assert parsed.negations == ()
    assert parsed.terms[0] == "spider-man"


def test_an_unclosed_quote_is_no_quote() -> None:
    parsed = parse('"红楼梦 曹雪芹')
    assert parsed.phrases == ()
    assert parsed.terms == ("红楼梦", "曹雪芹")


def test_empty() -> None:
    for query in ("", "  ", "？！", '""', "-"):
        assert parse(query).is_empty, query


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_words_are_never_lost(text: str) -> None:
    """What is typed ends up somewhere: among words, phrases, exclusions, filters or numbers."""
    parsed = parse("红楼梦 " + text.replace('"', ""))
    assert any("红楼梦" in term.text for term in parsed.positives)
