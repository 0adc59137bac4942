"""A query is found in what is printed, whatever the script, and by pinyin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.highlight import Highlighter, typed_span
from core.text.query import parse


def marked(query: str, **fields: str) -> dict[str, list[str]]:
    found = Highlighter(parse(query)).marks(fields, pinyin=("title", "names"), names=("names",))
    return {name: [fields[name][start:end] for start, end in spans] for name, spans in found.items()}


@pytest.mark.parametrize(
    ("query", "title", "expected"),
    [
        ("红楼梦", "紅樓夢：校注本", ["紅樓夢"]),
        ("紅樓夢", "说《红楼梦》", ["红楼梦"]),
        ("軟體", "软件工程", ["软件"]),
        ("软件", "軟體工程導論", ["軟體"]),
        ("hongloumeng", "论紅樓夢", ["紅樓夢"]),
        ("hong lou meng", "红楼梦", ["红楼梦"]),
        ("hlm", "评点红楼梦", ["红楼梦"]),
        ("honglou", "红楼梦", ["红楼"]),
        ("ＨＡＭＬＥＴ", "Hamlet, prince", ["Hamlet"]),
        ("zurich", "Zürich von oben", ["Zürich"]),
        ("dream chambers", "Dream of the Red Chamber", ["Dream", "Chamber"]),
        ("“of the red”", "Dream of the Red Chamber", ["of the Red"]),
        ("art", "Start of an art", ["art"]),
        ("title:三體", "三体", ["三体"]),
        ("-红楼梦", "红楼梦", []),
        ("年份：1990", "红楼梦", []),
    ],
)
def test_titles(query: str, title: str, expected: list[str]) -> None:
    assert marked(query, title=title).get("title", []) == expected


def test_pinyin_marks_names_with_rare_readings() -> None:
    assert marked("zeng", names="曾国藩", title="家书") == {"names": ["曾"]}
    assert marked("laoshe", names="老舍", title="茶馆") == {"names": ["老舍"]}


def test_pinyin_is_not_tried_where_the_words_stand() -> None:
    assert marked("an", title="安徒生 An Anthology") == {}
    assert marked("art", title="阿特 Art") == {"title": ["Art"]}


def test_words_from_elsewhere_are_marked_too() -> None:
    found = Highlighter(parse("红楼梦"), ["chamber"]).marks({"title": "Red Chamber"})
    assert found == {"title": ((4, 11),)}


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("红楼", "紅樓夢", "紅樓"),
        ("hongl", "红楼梦", "红楼"),
        ("hl", "论红楼梦", "红楼"),
        ("drea", "The Dream", "Drea"),
    ],
)
def test_what_was_typed_so_far(typed: str, text: str, expected: str) -> None:
    span = typed_span(typed, text)
    assert span is not None
    assert text[span[0] : span[1]] == expected
    assert typed_span("zz", text) is None


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_text_is_answered_with_spans_inside_it(query: str, text: str) -> None:
    for spans in Highlighter(parse(query)).marks({"title": text}, pinyin=("title",)).values():
        ends = [0]
        for start, end in spans:
            assert ends[-1] <= start < end <= len(text)
            ends.append(end)
