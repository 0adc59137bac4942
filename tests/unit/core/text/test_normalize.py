from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.languages import language_code
from core.text.normalize import (
    fold,
    language_of,
    simplified_forms,
    to_mainland_words,
    to_simplified,
    written_forms,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ｈａｒｒｙ　Ｐｏｔｔｅｒ", "harry potter"),
        ("Les Misérables — L’Étranger", "les miserables l etranger"),
        ("《红楼梦》（全二册）", "红楼梦 全二册"),
        ("紅樓夢", "紅樓夢"),
        ("Straße Øre Łódź", "strasse ore lodz"),
        ("C++ Primer", "cpp primer"),
        ("Ｃ＋＋程序设计", "cpp程序设计"),
        ("C# in Depth; F#", "csharp in depth fsharp"),
        ("ASP.NET and .NET", "asp dotnet and dotnet"),
        ("Don't, don’t", "dont dont"),
        ("O'Brien’s", "obrien s"),
        ("がぎ", "がぎ"),
        ("a\x00b\ud800c", "a b c"),
        ("", ""),
        ("…！？", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_accepts_anything_and_settles(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert "  " not in once
    once.encode("utf-8")


def test_traditional_to_simplified_keeps_words_and_mainland_words_change_them() -> None:
    assert to_simplified("軟體") == "软体"
    assert to_mainland_words("軟體") == to_mainland_words("软体") == to_mainland_words("软件") == "软件"
    assert simplified_forms("紅樓夢") == ("红楼梦",)
    assert simplified_forms("網路") == ("网路", "网络")


def test_mainland_words_leave_other_meanings_alone() -> None:
    assert to_mainland_words("软体动物") == "软体动物"


def test_written_forms_hold_both_scripts() -> None:
    assert {"软件", "軟件", "軟體"} <= set(written_forms("软件"))
    assert written_forms("plain") == ("plain",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("红楼梦", "chi"),
        ("深入理解Java虚拟机", "chi"),
        ("Python编程", "chi"),
        ("鲜の每日生活", "chi"),
        ("ノルウェイの森", "jpn"),
        ("데미안", "kor"),
        ("The 道 of programming", "eng"),
        ("Les Misérables", "eng"),
        ("1984", "und"),
        ("", "und"),
    ],
)
def test_language_is_told_by_script(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("en-US", "eng"), ("en", "eng"), ("eng", "eng"), ("English", "eng"), ("zh", "chi"), ("zh_Hant_TW", "chi"),
        ("中文", "chi"), ("繁體中文", "chi"), ("zho", "chi"), ("Français", "fre"), ("fra", "fre"), ("日語", "jpn"),
        ("gla", "gla"), ("", None), ("？", None), ("Klingonese", None),
    ],
)  # fmt: skip
def test_language_codes(name: str, code: str | None) -> None:
    assert language_code(name) == code
