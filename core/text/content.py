"""Content tokens: what two texts are compared by when a ranking is refined. Coarser than the full-text index.

Chinese runs give overlapping pairs of characters (a single character stands for itself), Latin runs give words
without a plural s, function words are left out. Both sides of a comparison are cut the same way.
"""

from __future__ import annotations

import re

from core.text.normalize import fold, to_simplified

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_FUNCTION_WORDS = """
the a an of and in on at to for with by from is are was be as or its his her their it who that this into about over
after novel book story
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


def runs(text: str) -> list[str]:
    """Folded, simplified runs of Chinese characters or of letters and digits, in order."""
    return _RUN.findall(to_simplified(fold(text)))


def is_han_run(run: str) -> bool:
    """Whether a run from `runs` is Chinese."""
    return _HAN.match(run) is not None


def stem(word: str) -> str:
    """A Latin word without its plural s."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def content_tokens(text: str) -> list[str]:
    """The tokens of a text in order, repetitions kept."""
    tokens: list[str] = []
    for run in runs(text):
        if is_han_run(run):
            tokens.extend([run[i : i + 2] for i in range(len(run) - 1)] or [run])
        elif run not in FUNCTION_WORDS:
            tokens.append(stem(run))
    return tokens
