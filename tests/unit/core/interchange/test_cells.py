from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.records import Contributor
from core.interchange.cells import (
    join_list,
    names_of_statement,
    neutralise_formula,
    parse_year,
    restore_formula,
    split_comma_list,
    split_list,
)
from core.interchange.reading import clean_line


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "＝1", " =1", "'=1", "''=1", '=HYPERLINK("x")'])
def test_dangerous_beginnings_are_neutralised(text: str) -> None:
    assert neutralise_formula(text) == "'" + text


@given(st.text(alphabet=st.sampled_from("'=+-@ \t\rx红"), max_size=8) | st.text())
def test_neutralising_can_be_undone(text: str) -> None:
    safe = neutralise_formula(text)
    assert restore_formula(safe) == text
    assert not safe.lstrip().startswith(("=", "+", "-", "@"))


@given(st.lists(st.text(max_size=12).map(clean_line).filter(bool), max_size=5))
def test_lists_survive_one_cell(entries: list[str]) -> None:
    assert split_list(join_list(entries)) == entries
    assert split_comma_list(join_list(entries)) == entries


@given(st.lists(st.text(max_size=12).map(clean_line), min_size=1, max_size=5).filter(any))
def test_lists_with_gaps_survive_one_cell(entries: list[str]) -> None:
    assert split_list(join_list(entries, keep_empty=True), keep_empty=True) == entries


def test_commas_separate_names_unless_semicolons_do() -> None:
    assert split_comma_list("J.K. Rowling, Mary GrandPré") == ["J.K. Rowling", "Mary GrandPré"]
    assert split_comma_list("鲁迅、茅盾，巴金") == ["鲁迅", "茅盾", "巴金"]
    assert split_comma_list("King, Stephen; Straub, Peter") == ["King, Stephen", "Straub, Peter"]


@pytest.mark.parametrize(
    ("cell", "year", "note"),
    [
        ("1990", 1990, ""),
        ("1990.0", 1990, ""),
        ("1990年", 1990, ""),
        ("-720.0", -720, ""),
        ("800", 800, ""),
        ("c1998", 1998, ""),
        ("[2001]", 2001, ""),
        ("2001-05-03", 2001, ""),
        ("1998, 2003", 1998, "1998, 2003"),
        ("民国25年", 1936, "民国25年"),
        ("201005", 2010, ""),
        ("20100501", 2010, ""),
        ("201013", None, "201013"),
        ("清光绪三十年", 1904, "清光绪三十年"),
        ("昭和50年", 1975, "昭和50年"),
        ("二〇〇〇年", 2000, ""),
        ("一九八五", 1985, ""),
        ("清光绪年间", None, "清光绪年间"),
        ("", None, ""),
    ],
)
def test_years(cell: str, year: int | None, note: str) -> None:
    assert parse_year(cell) == (year, note)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("鲁迅", [("鲁迅", "author")]),
        ("鲁迅著", [("鲁迅", "author")]),
        ("[哥伦比亚] 加西亚·马尔克斯 著；范晔 译", [("加西亚·马尔克斯", "author"), ("范晔", "translator")]),
        ("(清)曹雪芹著；(清)高鹗续", [("曹雪芹", "author"), ("高鹗续", "author")]),
        ("王力主编", [("王力", "editor")]),
        ("张三，李四 编著", [("张三", "author"), ("李四", "author")]),
        ("曹雪芹 著；高鹗 续", [("曹雪芹", "author"), ("高鹗", "author")]),
        ("孙子 著, 曹操 注", [("孙子", "author"), ("曹操", "annotator")]),
        ("永续", [("永续", "author")]),
        ("鲁迅[著]", [("鲁迅", "author")]),
        ("王蒙主编 张三副主编", [("王蒙", "editor"), ("张三", "editor")]),
        ("张三 等编著", [("张三", "author")]),
        ("司马迁撰；裴骃集解；张三摄影", [("司马迁", "author"), ("裴骃", "annotator"), ("张三", "photographer")]),
        ("海明威 (Hemingway, E.) 著", [("海明威 (Hemingway, E.)", "author")]),
        ("鲁迅 (美)海明威 著", [("鲁迅", "author"), ("海明威", "author")]),
        ("张三 李四 译", [("张三", "translator"), ("李四", "translator")]),
        ("King, Stephen", [("King, Stephen", "author")]),
        ("贾平凹", [("贾平凹", "author")]),
        ("王编", [("王编", "author")]),
        ("", []),
    ],
)
def test_statements_of_responsibility(cell: str, names: list[tuple[str, str]]) -> None:
    assert names_of_statement(cell) == [Contributor(*each) for each in names]


@given(st.text(max_size=60))
def test_any_cell_is_accepted(cell: str) -> None:
    names_of_statement(cell)
    parse_year(cell)
    split_comma_list(cell)
