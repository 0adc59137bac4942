from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.lexical import SEPARATOR, pinyin_text
from core.text.pinyin import name_readings, split_syllables, syllables


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("傅雷", "fu lei fulei fl"),
        ("单田芳", "shantianfang dantianfang stf dtf"),
        ("單田芳", "shantianfang dantianfang"),
        ("曾国藩", "zengguofan cengguofan zgf"),
        ("解缙", "xiejin jiejin"),
        ("吕布", "lvbu lubu lyubu"),
        ("尉迟恭", "yuchigong"),
        ("加西亚·马尔克斯", "maerkesi jiaxiyamaerkesi"),
    ],
)
def test_names_have_every_reading(name: str, wanted: str) -> None:
    assert set(wanted.split()) <= set(pinyin_text(name, is_name=True).split())


def test_titles_have_syllables_in_order_and_initials_of_words() -> None:
    laid = pinyin_text("深入浅出设计模式", is_name=False)
    assert laid.split(SEPARATOR)[0].strip() == "shen ru qian chu she ji mo shi"
    assert {"sjms", "shejimoshi", "srqcsjms"} <= set(laid.split())


def test_known_phrases_settle_the_reading() -> None:
    assert "chongqing" in pinyin_text("重庆", is_name=False).split()
    assert "zhongqing" not in pinyin_text("重庆", is_name=False).split()


def test_no_chinese_no_pinyin() -> None:
    assert pinyin_text("Stephen King 2", is_name=True) == ""


def test_splitting_gives_every_likely_reading() -> None:
    assert split_syllables("fulei") == (("fu", "lei"),)
    assert split_syllables("xian") == (("xian",), ("xi", "an"))
    assert split_syllables("kafka") == ()
    assert split_syllables("") == ((),) or split_syllables("") == ()


@given(st.lists(st.sampled_from(sorted(syllables())), min_size=1, max_size=6))
def test_what_is_joined_can_be_split(reading: list[str]) -> None:
    splits = split_syllables("".join(reading), limit=2000)
    assert tuple(reading) in splits


@given(st.text(alphabet="单曾解查仇朴重行乐长和着得", min_size=1, max_size=40))
def test_readings_are_bounded(name: str) -> None:
    assert len(name_readings(name)) <= 12
    assert len(pinyin_text(name, is_name=False).split()) < 60 + 20 * len(name)


@given(st.text())
def test_any_text_has_only_plain_tokens(text: str) -> None:
    for token in [*pinyin_text(text, is_name=True).split(), *pinyin_text(text, is_name=False).split()]:
        assert token == SEPARATOR or (token.isascii() and token.isalpha() and token.islower())
