"""Cutting text into tokens: Chinese words and characters, Latin words, numbers."""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from core.text.normalize import CJK, HAN, fold, simplified_forms

_UNIT = re.compile(rf"[{HAN}]+|[{CJK}]|\d+|[^\W\d_{CJK}]+")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_CJK_CHAR = re.compile(rf"[{CJK}]")
_MAX_WORD_RUN = 400
_loading = threading.Lock()


@cache
def _load_tokenizer() -> Any:
    """The segmenter with its own dictionary, built in memory.

    jieba would keep a cache of it in the system's temporary folder and log to stderr; both are avoided.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and pkg_resources in jieba 0.42.1
        import jieba
    for handler in list(jieba.default_logger.handlers):
        jieba.default_logger.removeHandler(handler)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def _tokenizer() -> Any:
    with _loading:
        return _load_tokenizer()


def warm_up() -> None:
    """Load the dictionaries now (about a second) instead of at the first text."""
    _tokenizer()
    simplified_forms("字")


def units(folded: str) -> list[str]:
    """Cut folded text into runs of Han, single other CJK characters, numbers and words, in order.

    Letters and digits part company (``python3`` → python, 3), so that both are found in either spelling.
    """
    return _UNIT.findall(folded)


def is_han(unit: str) -> bool:
    """Whether a unit made by `units` is a run of Han."""
    return _HAN_RUN.match(unit) is not None


def is_cjk(unit: str) -> bool:
    """Whether a unit made by `units` is of a script searched by characters."""
    return _CJK_CHAR.match(unit) is not None


def words(run: str) -> list[str]:
    """Cut a run of Han into words that cover it without overlap."""
    if len(run) == 1:
        return [run]
    tokenizer = _tokenizer()
    pieces = (run[start : start + _MAX_WORD_RUN] for start in range(0, len(run), _MAX_WORD_RUN))
    return [word for piece in pieces for word in tokenizer.cut(piece)]


def search_words(run: str) -> list[str]:
    """The search mode of jieba: the words of `words`, and the shorter dictionary words inside long ones."""
    if len(run) == 1:
        return [run]
    tokenizer = _tokenizer()
    pieces = (run[start : start + _MAX_WORD_RUN] for start in range(0, len(run), _MAX_WORD_RUN))
    return [word for piece in pieces for word in tokenizer.cut_for_search(piece)]


def _run_tokens(run: str) -> Iterator[str]:
    yield from run
    if len(run) > 1:
        pairs = [run[start : start + 2] for start in range(len(run) - 1)]
        yield from pairs
        known = set(pairs)
        yield from (word for word in search_words(run) if len(word) > 1 and word not in known)


def tokens(text: str) -> list[str]:
    """Bag of tokens for ranking: characters ∪ overlapping pairs ∪ words of Chinese in simplified script; Latin words.

    For engines that match single tokens (the BM25 baseline); the catalogue's full text uses `core.text.lexical`.
    """
    found: list[str] = []
    for unit in units(fold(simplified_forms(text)[-1])):
        if is_han(unit):
            found.extend(_run_tokens(unit))
        else:
            found.append(unit)
    return found
