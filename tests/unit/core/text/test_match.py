from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.lexical import SEPARATOR, exact_script_match, index_text, index_texts
from core.text.match import exclusion_match, filter_match, highlight_terms, prefix_match, to_match
from core.text.query import parse, semantic_text

Shelf = Any

_QUERY_PARTS = st.sampled_from(
    ["NOT", "AND", "红楼梦", "軟體", "fulei", '"', "“", "”", "「", "」", "-", "－", "author:", "作者：",
     "year:", "1990..2005",
     "NEAR(", "*", "^", "{title}", ":", "(", ")", "+", "'", "C++", "9787020002207",
     " ", "\u3000", "\x00", "の", "데", "𠮷", "हिन्दी"]
)  # fmt: skip
ANY_QUERY = st.one_of(st.text(max_size=80), st.lists(_QUERY_PARTS, max_size=12).map("".join))


@settings(max_examples=400, deadline=None)
@given(query=ANY_QUERY)
def test_whatever_is_typed_runs(shelf: Shelf, query: str) -> None:
    parsed = parse(query)
    for expression in (
        to_match(parsed, "and"),
        to_match(parsed, "or"),
        filter_match(parsed.filters),
        exclusion_match(parsed),
        prefix_match(query),
    ):
        shelf.match(expression)
    highlight_terms(parsed)
    semantic_text(parsed)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
def test_indexed_tokens_are_plain(text: str) -> None:
    for token in index_text(text).split(" "):
        assert token == SEPARATOR or token == "" or (token.replace(SEPARATOR, "") == token and not token.isupper())


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("红楼梦", {"红楼梦", "紅樓夢研究"}),
        ("紅樓夢", {"红楼梦", "紅樓夢研究"}),
        ("红楼", {"红楼梦", "紅樓夢研究"}),
        ("楼梦", {"红楼梦", "紅樓夢研究"}),
        ("软件", {"軟體工程", "软件工程导论"}),
        ("軟體", {"軟體工程", "软件工程导论"}),
        ("软体", {"軟體工程", "软件工程导论"}),
        ("軟體工程", {"軟體工程", "软件工程导论"}),
        ('"软件工程"', {"軟體工程", "软件工程导论"}),
        ("“軟體工程”", {"軟體工程", "软件工程导论"}),
        ('"工程软件"', set()),
        ("猫", {"猫"}),
        ("貓", {"猫"}),
        ("傅雷", {"傅雷家书"}),
        ("fulei", {"傅雷家书"}),
        ("FuLei", {"傅雷家书"}),
        ("fl", {"傅雷家书"}),
        ("honglou", {"红楼梦", "紅樓夢研究"}),
        ("hlm", {"红楼梦", "紅樓夢研究"}),
        ("shan tianfang", {"軟體工程"}),
        ("zengguofan", {"硬件工程"}),
        ("cengguofan", {"硬件工程"}),
        ("xiejin", {"C#入门"}),
        ("lvbu", {"Python3编程"}),
        ("lubu", {"Python3编程"}),
        ("马尔克斯", {"百年孤独"}),
        ("maerkesi", {"百年孤独"}),
        ("C++", {"C++ Primer"}),
        ("c＋＋", {"C++ Primer"}),
        ("C#", {"C#入门"}),
        ("C", {"C程序设计"}),
        ("book", {"Harry's Books"}),
        ("harry", {"Harry's Books"}),
        ("spiderman", {"The Amazing Spider-Man"}),
        ("spider man", {"The Amazing Spider-Man"}),
        ("jk rowling", {"Harry's Books"}),
        ("python", {"Python3编程"}),
        ("Python 3", {"Python3编程"}),
        ("miserables", {"Les Misérables"}),
        ("工程 -软件", {"硬件工程"}),
        ("工程 －軟體", {"硬件工程"}),
        ("工程 -「软件工程」", {"硬件工程"}),
        ("工程 -author:曾国藩", {"軟體工程", "软件工程导论"}),
        ("women -我们", {"Women in Love"}),
        ("AND", set()),
        ("后来", {"后来的事"}),
        ("后", {"后来的事", "皇后传"}),
    ],
)
def test_every_word_must_occur(shelf: Shelf, query: str, titles: set[str]) -> None:
    assert set(shelf.find(query)) == titles


def test_two_words_side_by_side_do_not_make_a_phrase(shelf: Shelf) -> None:
    """The last character of one stream and the first of the next must not meet."""
    assert shelf.find('"程软"') == []
    assert shelf.find('"梦红"') == []


def test_phrases_stay_within_one_value() -> None:
    indexed = index_texts(["红楼梦", "", "红岩"])
    assert f"梦 {SEPARATOR}" in indexed
    assert "梦 红" not in indexed


def test_a_whole_word_ranks_above_a_chance_neighbour(shelf: Shelf) -> None:
    assert shelf.find("和服") == ["和服文化", "产品和服务"]


def test_a_sentence_is_answered_by_its_telling_words(shelf: Shelf) -> None:
    assert shelf.find("关于红楼梦的书") == []
    assert set(shelf.find("关于红楼梦的书", "or")) == {"红楼梦", "紅樓夢研究"}
    assert shelf.find("a book about spider-man and his friends", "or")[0] == "The Amazing Spider-Man"


def test_phrases_and_minus_words_bind_in_sentences_too(shelf: Shelf) -> None:
    assert set(shelf.find('导论 红楼梦 "软件工程"', "or")) == {"軟體工程", "软件工程导论"}
    assert set(shelf.find("导论 红楼梦 -软件", "or")) == {"红楼梦", "紅樓夢研究"}


def test_english_sentences_do_not_wake_pinyin(shelf: Shelf) -> None:
    assert "我们" in shelf.find("women", "or")
    assert "我们" not in shelf.find("stories of women in the south", "or")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("author:傅雷", {"傅雷家书"}),
        ("作者：傅雷", {"傅雷家书"}),
        ("作者：fulei", {"傅雷家书"}),
        ("著者:shantianfang", {"軟體工程"}),
        ('author:"stan lee"', {"The Amazing Spider-Man"}),
        ("author:Stan", {"The Amazing Spider-Man"}),
        ("title:工程", {"軟體工程", "软件工程导论", "硬件工程"}),
        ("题名:工程 作者:张海藩", {"软件工程导论"}),
        ("書名：軟體", {"軟體工程", "软件工程导论"}),
        ("title:傅雷家书 author:曹雪芹", set()),
        ("author:傅雷 author:曹雪芹", {"傅雷家书", "红楼梦"}),
        ("subject:Hugo", set()),
    ],
)
def test_text_filters(shelf: Shelf, query: str, titles: set[str]) -> None:
    assert set(shelf.filtered(query)) == titles


def test_only_minus_words() -> None:
    parsed = parse("-软件")
    assert to_match(parsed) is None
    assert exclusion_match(parsed) is not None


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("红", "红楼梦"),
        ("hong", "红楼梦"),
        ("hongl", "红楼梦"),
        ("spi", "The Amazing Spider-Man"),
        ("the ama", "The Amazing Spider-Man"),
        ("軟", "軟體工程"),
    ],
)
def test_suggestions_while_typing(shelf: Shelf, typed: str, title: str) -> None:
    assert title in shelf.match(prefix_match(typed))


def test_exact_script_is_told_apart() -> None:
    assert exact_script_match("红楼梦", "《红楼梦》校注")
    assert not exact_script_match("紅樓夢", "红楼梦")
    assert not exact_script_match("著", "看着")
    assert exact_script_match("皇后", "皇后传")
    assert not exact_script_match("後", "后来")
    assert not exact_script_match("系", "關係")
    assert exact_script_match("harry potter", "Potter, Harry")
    assert not exact_script_match("fulei", "傅雷")


def test_highlights_come_in_both_scripts() -> None:
    terms = highlight_terms(parse('软件 "红楼梦" books -硬件 作者:鲁迅'))
    assert {"软件", "軟體", "軟件", "红楼梦", "紅樓夢", "books", "book"} <= set(terms)
    assert "硬件" not in terms


def test_very_long_queries_stay_within_the_limits_of_fts5(shelf: Shelf) -> None:
    sentence = "人工智能与机器学习 the quick brown fox 軟體 " * 200
    for mode in ("and", "or"):
        shelf.find(sentence, mode)
    shelf.find('"' + "红楼梦" * 500 + '"')
    shelf.find(" ".join(f"-word{n}" for n in range(500)) + " 工程")
    shelf.find(" ".join('"a b"' for _ in range(500)))
