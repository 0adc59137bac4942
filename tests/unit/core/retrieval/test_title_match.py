"""Whose title was typed."""

from __future__ import annotations

import pytest

from core.retrieval.title_match import (
    EXACT_SCRIPT,
    OTHER_SCRIPT,
    PARALLEL,
    PARALLEL_WORDS,
    SAME,
    TELLING_WORDS,
    title_bonus,
)


@pytest.mark.parametrize(
    ("query", "title", "parallel", "expected"),
    [
        ("傲慢与偏见", "傲慢与偏见", ("Pride and Prejudice",), SAME),
        ("《傲慢与偏见》", "傲慢与偏见", (), SAME),
        ("PRIDE and prejudice", "Pride and Prejudice", ("傲慢与偏见",), SAME),
        ("傲慢與偏見", "傲慢与偏见", ("Pride and Prejudice",), OTHER_SCRIPT),
        ("紅樓夢", "红楼梦", (), OTHER_SCRIPT),
        ("软件工程", "軟體工程", (), OTHER_SCRIPT),
        ("傲慢與偏見", "Pride and Prejudice", ("傲慢与偏见",), PARALLEL),
        ("old man sea", "The Old Man and the Sea", ("老人與海",), TELLING_WORDS),
        ("the old man and sea", "老人與海", ("The Old Man and the Sea",), PARALLEL_WORDS),
        ("origin species", "On the Origin of Species", (), TELLING_WORDS),
        ("moby dick", "Moby-Dick; or, The Whale", (), TELLING_WORDS),
        ("三体", "三体：地球往事", (), TELLING_WORDS),
        ("三体", "三体II：黑暗森林", (), EXACT_SCRIPT),
        ("三體", "三体II：黑暗森林", (), 0.0),
        ("sea", "The Old Man and the Sea", (), EXACT_SCRIPT),
        ("sea old man", "The Old Man and the Sea", (), EXACT_SCRIPT),
        ("the", "The Story", (), EXACT_SCRIPT),
        ("of", "The Story", (), 0.0),
        ("", "红楼梦", ("",), 0.0),
        ("？！", "……", (), 0.0),
        ("whale", "", (), 0.0),
    ],
)
def test_bonus(query: str, title: str, parallel: tuple[str, ...], expected: float) -> None:
    assert title_bonus(query, title, parallel) == expected


def test_the_record_that_bears_the_title_goes_before_the_one_that_names_it() -> None:
    assert SAME > OTHER_SCRIPT > TELLING_WORDS > PARALLEL > PARALLEL_WORDS > EXACT_SCRIPT > 0
