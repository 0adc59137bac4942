"""How nearly a query is the title of a record: what the order of results adds for it.

Words, meaning and translations score a book and its translation nearly alike, and small chances decide. Somebody who
types a title means the book that bears it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from core.text.content import content_tokens
from core.text.lexical import exact_script_match
from core.text.normalize import fold, simplified_forms

SAME = 3.0
"""The record's own title as it stands there; in units of the linear score of `core.retrieval.fusion`."""
OTHER_SCRIPT = 2.5
"""Its own title in the other Chinese script, or in the words of the other side of the strait."""
TELLING_WORDS = 2.0
"""Its own title, or what comes before the subtitle, less articles and the like."""
PARALLEL = 0.75
PARALLEL_WORDS = 0.5
EXACT_SCRIPT = 0.25
"""Its own title has the words that were typed, in the script they were typed in."""
_SUBTITLE = re.compile(r"\s*(?:[;:；：]|——|--|\s[=/]\s).*", re.DOTALL)


def title_bonus(query: str, title: str, parallel: Sequence[str] = ()) -> float:
    """The most that applies: own title before parallel ones, as typed before the other script, whole before part."""
    if not (typed := fold(query)):
        return 0.0
    if typed == fold(title):
        return SAME
    forms, telling = _forms(typed), _telling(query)
    if forms & _forms(fold(title)):
        return OTHER_SCRIPT
    if telling and telling in {_telling(title), _telling(_SUBTITLE.sub("", title))}:
        return TELLING_WORDS
    if any(forms & _forms(fold(other)) for other in parallel):
        return PARALLEL
    if telling and any(telling == _telling(other) for other in parallel):
        return PARALLEL_WORDS
    return EXACT_SCRIPT if exact_script_match(query, title) else 0.0


@lru_cache(maxsize=4096)
def _forms(folded: str) -> frozenset[str]:
    return frozenset(simplified_forms(folded))


@lru_cache(maxsize=4096)
def _telling(title: str) -> tuple[str, ...]:
    return tuple(content_tokens(title))
