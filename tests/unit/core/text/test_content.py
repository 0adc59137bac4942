from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.content import FUNCTION_WORDS, content_tokens, is_han_run, runs, stem
from core.text.normalize import to_simplified


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("红楼梦", ["红楼", "楼梦"]),
        ("紅樓夢", ["红楼", "楼梦"]),
        ("茶", ["茶"]),
        ("论语 The Analects", ["论语", "analect"]),
        ("The Story of the Stone", ["stone"]),
        ("Cats and Dogs", ["cat", "dog"]),
        ("Les Misérables", ["les", "miserable"]),
        ("1984年", ["1984", "年"]),
        ("C++ 入门", ["cpp", "入门"]),
        ("", []),
        ("…—！？", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    found = content_tokens(text)
    assert found == tokens


def test_runs_keep_the_order_of_scripts() -> None:
    assert runs("三体Ⅱ The Dark 森林") == ["三体", "ii", "the", "dark", "森林"]
    assert [is_han_run(run) for run in runs("三体 Dark")] == [True, False]


@pytest.mark.parametrize(("word", "stemmed"), [("books", "book"), ("gas", "gas"), ("maps", "map"), ("sea", "sea")])
def test_the_plural_s_goes_where_a_word_is_left(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@given(st.text(alphabet=st.sampled_from("红樓夢系統后後茶 the books,.-9aÉ"), max_size=30))
def test_script_and_case_make_no_difference(text: str) -> None:
    assert content_tokens(text) == content_tokens(text.upper())
    assert content_tokens(to_simplified(text)) == content_tokens(text)


@given(st.text(max_size=60))
def test_any_text_is_cut_into_words_that_say_something(text: str) -> None:
    for token in content_tokens(text):
        assert token
        assert token not in FUNCTION_WORDS
        assert " " not in token
