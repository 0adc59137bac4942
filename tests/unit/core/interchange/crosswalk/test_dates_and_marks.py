"""Years as cataloguers write them, and ISBD marks taken off and put back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.interchange.crosswalk.dates import coded_year, year_of
from core.interchange.crosswalk.isbd import bare, closed, ended, split_areas
from core.interchange.crosswalk.romanisation import pinyin_of


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("c1998.", 1998), ("[1998?]", 1998), ("2001.5", 2001), ("1998-2003", 1998), ("[19--]", None), ("[197-]", None),
        ("民国25年", 1936), ("民國二十五年", 1936), ("民国元年", 1912), ("民国廿五年", 1936), ("[民国37 (1948)]", 1948),
        ("清光绪二十年", 1894), ("明萬曆十年刻本", 1582), ("乾隆54年", 1789), ("昭和50 [1975]", 1975),
        ("平成3年", 1991), ("二〇〇一年三月", 2001), ("一九八五", 1985), ("一二三四五", None),
        ("MDCCLXXVI", 1776), ("M. DCC. LXXVI.", None), ("n.d.", None), ("", None), ("Vol. I", None),
    ],
)  # fmt: skip
def test_years(text: str, year: int | None) -> None:
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("code", "year"), [("1998", 1998), ("19uu", None), ("    ", None), ("9999", None), ("0000", None), ("0868", 868)]
)
def test_coded_years(code: str, year: int | None) -> None:
    assert coded_year(code) == year


@pytest.mark.parametrize(
    ("printed", "element"),
    [
        ("journeyman to master /", "journeyman to master"),
        ("Reading, Mass. :", "Reading, Mass."),
        ("Computer programming.", "Computer programming"),
        ("Wait...", "Wait..."),
        ("Tolkien, J. R. R.", "Tolkien, J. R. R."),
        ("Smith & Co.", "Smith & Co."),
        ("第2版.", "第2版"),
        ("曹雪芹，", "曹雪芹"),
        ("C++", "C++"),
        ("", ""),
    ],
)
def test_one_mark_is_taken_off(printed: str, element: str) -> None:
    assert bare(printed) == element


@given(st.text(alphabet="ab红./:;=, ", min_size=1).map(str.strip).filter(bool), st.sampled_from(["", " :", ",", " /"]))
def test_marks_come_off_as_they_were_put_on(text: str, mark: str) -> None:
    assert bare(ended(text, mark)) == text
    assert bare(closed(text)) == text


def test_areas_are_cut_only_in_their_order() -> None:
    codes = {":": "b", ";": "c", "+": "e"}
    assert split_areas("435 p. : ill. ; 24 cm", codes, "a") == [("a", "435 p."), ("b", "ill."), ("c", "24 cm")]
    assert split_areas("24 cm ; a : b", codes, "a") == [("a", "24 cm ; a : b")]


@pytest.mark.parametrize(
    ("text", "rules", "expected"),
    [
        ("红楼梦", "nlc", "hong lou meng"),
        ("红楼梦", "calis", "Hong Lou Meng"),
        ("紅樓夢", "nlc", "hong lou meng"),
        ("Python 3.1 程序设计", "nlc", "PYTHON 3.1 cheng xu she ji"),
        ("重庆", "nlc", "chong qing"),
        ("Emma", "nlc", ""),
    ],
)
def test_pinyin_by_rule(text: str, rules: str, expected: str) -> None:
    assert pinyin_of(text, "nlc" if rules == "nlc" else "calis") == expected


def test_surnames_have_their_own_reading() -> None:
    assert pinyin_of("曾国藩", "nlc", is_name=True) == "zeng guo fan"
    assert pinyin_of("单田芳", "calis", is_name=True) == "Shan Tian Fang"
