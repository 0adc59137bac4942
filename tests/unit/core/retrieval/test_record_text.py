from __future__ import annotations

import pytest

from core.domain.records import BibliographicRecord, Subject
from core.retrieval.record_text import (
    MAX_PASSAGES,
    MAX_TITLES,
    content_hash,
    description_text,
    passage_texts,
    title_texts,
)

RECORD = BibliographicRecord(
    "三体",
    title_parallel=("The Three-Body Problem", "三体", " "),
    description="叶文洁按下按钮。 三体人来了！She waited. No.",
    subjects=(Subject("科幻小说"), Subject("I247.5", "clc"), Subject("Aliens", "lcsh"), Subject("813", "ddc")),
)


def test_each_title_is_encoded_on_its_own_and_once() -> None:
    assert title_texts(RECORD) == ("三体", "The Three-Body Problem")
    many = BibliographicRecord("t", title_parallel=tuple(f"t{n}" for n in range(20)))
    assert len(title_texts(many)) == MAX_TITLES


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("The Two Towers (The Lord of the Rings, #2)", "The Two Towers"),
        ("球状闪电（三体前传，第1部）", "球状闪电"),
        ("Emma (Penguin Classics)", "Emma (Penguin Classics)"),
        ("(#1)", "(#1)"),
        ("Ｃ语言", "Ｃ语言"),
    ],
)
def test_a_series_in_brackets_is_no_part_of_the_title(title: str, bare: str) -> None:
    assert title_texts(BibliographicRecord(title)) == (bare,)


def test_a_description_is_its_words_and_its_subjects_without_class_numbers() -> None:
    assert description_text(RECORD) == "叶文洁按下按钮。 三体人来了！She waited. No.\n科幻小说; Aliens"
    assert description_text(BibliographicRecord("x", subjects=(Subject("813", "ddc"),))) == ""
    assert description_text(BibliographicRecord("x", subjects=(Subject("茶"),))) == "茶"


def test_passages_are_sentences_of_both_languages_and_single_subjects() -> None:
    assert passage_texts(RECORD) == ("叶文洁按下按钮。", "三体人来了！", "She waited.", "科幻小说", "Aliens")
    long = BibliographicRecord("x", description="".join(f"这是第{n}句话。" for n in range(50)))
    assert len(passage_texts(long)) == MAX_PASSAGES
    assert passage_texts(BibliographicRecord("x")) == ()


def test_the_hash_tells_other_texts_and_other_borders_apart() -> None:
    assert content_hash(("a", "b")) == content_hash(("a", "b"))
    texts = [(), ("a",), ("a", "b"), ("ab",), ("b", "a"), ("a", "b", "")]
    assert len({content_hash(each) for each in texts}) == len(texts)
