"""From a parsed query to an FTS5 MATCH string over text laid out by `core.text.lexical`.

Every leaf of the query is widened in place to an OR of its spellings (traditional and simplified, words of Taiwan and
the mainland, plural, pinyin), so that NOT, AND and phrases keep their meaning. Every token is quoted, so that nothing
typed can act as FTS5 syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from core.domain.filters import SearchFilters
from core.text.lexical import stream
from core.text.normalize import fold, simplified_forms, written_forms
from core.text.pinyin import split_syllables
from core.text.query import ParsedQuery, Term
from core.text.segment import is_cjk, is_han, units, words

Mode = Literal["and", "or"]

TEXT_COLUMNS = ("title", "title_parallel", "names", "subjects", "description", "imprint", "cover_text")
PINYIN_COLUMNS = ("pinyin_title", "pinyin_names")
COLUMNS = TEXT_COLUMNS + PINYIN_COLUMNS
"""The columns of the full-text table, in order."""

_FIELD_COLUMNS: dict[str, tuple[str, ...]] = {
    "author": ("names", "pinyin_names"),
    "title": ("title", "title_parallel", "pinyin_title"),
    "subject": ("subjects",),
}
# What joins letters into one word; anything else in between makes two words.
_PIECE = re.compile(r"[^\s,;:!?()\[\]{}<>|，。；：！？、（）【】·…—]+")
_MAX_UNITS = 48
_MAX_PHRASE = 64
_FUNCTION_WORDS = (
    "a an the of and or in on to for with by from at is are was were be been it its this that these those as into "
    "about what which who whom how when where why i me my we our you your he she they them his her their do does did "
    "can could would should has have had not no looking want please "
    "的 了 是 在 和 与 及 或 关于 有 我 你 他 她 它 我们 想 要 找 一 本 一本 书 的书 那 这 个 一个 那个 这个 那本 这本 "
    "什么 怎么 怎样 如何 哪 哪本 哪些 讲 讲述 介绍 请 吗 呢 吧 都 也 就 被 把 对 从 到 为 以 中 之 其 等 里 上 下"
)
_STOP_WORDS = frozenset(_FUNCTION_WORDS.split())


def _quote(tokens: Iterable[str]) -> str:
    return '"' + " ".join(token.replace('"', "") for token in tokens) + '"'


def _any_of(expressions: Sequence[str]) -> str:
    distinct = tuple(dict.fromkeys(expressions))
    return distinct[0] if len(distinct) == 1 else "(" + " OR ".join(distinct) + ")"


def _all_of(expressions: Sequence[str]) -> str:
    distinct = tuple(dict.fromkeys(expressions))
    return distinct[0] if len(distinct) == 1 else "(" + " AND ".join(distinct) + ")"


def _within(columns: Sequence[str], expression: str) -> str:
    return f"{{{' '.join(columns)}}} : ({expression})"


def _plural_forms(word: str) -> list[str]:
    """The word, and its simple English plural or singular."""
    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return [word]
    if word.endswith("ies") and len(word) > 4:
        return [word, word[:-3] + "y"]
    if word.endswith(("sses", "shes", "ches", "xes")):
        return [word, word[:-2]]
    if word.endswith("s"):
        return [word] if word.endswith(("ss", "us", "is")) or len(word) < 4 else [word, word[:-1]]
    if word.endswith("y") and word[-2] not in "aeiou":
        return [word, word[:-1] + "ies"]
    return [word, word + ("es" if word.endswith(("x", "ch", "sh")) else "s")]


def _latin_leaf(run: Sequence[str], try_pinyin: bool) -> str:
    """A Latin word, a number, or several joined by hyphens, dots or nothing (python3)."""
    joined = "".join(run)
    if len(run) > 1:
        spellings = [_quote(run)]
        if not joined.isdigit():
            spellings.append(_quote([joined]))
        return _within(TEXT_COLUMNS, _any_of(spellings)) if len(spellings) > 1 else spellings[0]
    word = run[0]
    spellings = [_quote([form]) for form in _plural_forms(word)]
    if 2 <= len(word) <= 3 and word.isascii() and word.isalpha():
        spellings.append(_quote(word))  # JK is written J. K. too
    text = _within(TEXT_COLUMNS, _any_of(spellings))
    if not (try_pinyin and word.isascii() and word.isalpha() and len(word) > 1):
        return text
    readings = [_quote([word]), *(_quote(reading) for reading in split_syllables(word) if len(reading) > 1)]
    return f"({text} OR {_within(PINYIN_COLUMNS, _any_of(readings))})"


def _han_leaf(word: str) -> str:
    characters = _quote(word[:_MAX_PHRASE])
    return characters if len(word) == 1 else _any_of([characters, _quote([word])])


def _leaves(simplified: str, mode: Mode, try_pinyin: bool) -> dict[str, str]:
    """Word → leaf, in order, of one piece of folded text in one script form."""
    leaves: dict[str, str] = {}
    latin: list[str] = []
    other: list[str] = []

    def flush() -> None:
        if latin:
            leaves["".join(latin)] = _latin_leaf(latin[:_MAX_PHRASE], try_pinyin)
            latin.clear()
        if other:
            text = "".join(other)
            width = len(text) if mode == "and" or len(text) <= 4 else 2
            for start in range(0, max(1, len(text) - width + 1)):
                part = text[start : start + width]
                leaves[part] = _quote(part[:_MAX_PHRASE])
            other.clear()

    for unit in units(simplified):
        if is_han(unit):
            flush()
            leaves.update((word, _han_leaf(word)) for word in words(unit))
        elif is_cjk(unit):
            if latin:
                flush()
            other.append(unit)
        else:
            if other:
                flush()
            latin.append(unit)
    flush()
    return leaves


def _phrase(text: str) -> str | None:
    """The phrase in each script form; pinyin syllables in quotes find Chinese too."""
    spellings = [_quote(tokens[:_MAX_PHRASE]) for form in simplified_forms(fold(text)) if (tokens := stream(form))]
    return _any_of(spellings) if spellings else None


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PIECE.findall(text) if fold(piece)]


def _piece_all(piece: str, try_pinyin: bool) -> str | None:
    """All the words of a piece, in any of its script forms; where they stand together, the score is higher."""
    alternatives: list[str] = []
    for form in simplified_forms(fold(piece)):
        leaves = list(_leaves(form, "and", try_pinyin).values())[:_MAX_UNITS]
        if not leaves:
            continue
        together = _quote(stream(form)[:_MAX_PHRASE])
        every = _all_of(leaves)
        alternatives.append(every if len(leaves) == 1 else f"({together} OR {every})")
    return _any_of(alternatives) if alternatives else None


def _may_be_pinyin(terms: Sequence[Term]) -> bool:
    """Whether every Latin word of the query reads as pinyin or as initials: then it is probably meant so."""
    latin = [unit for term in terms for unit in units(fold(term.text)) if unit.isascii() and unit.isalpha()]
    return len(latin) == 1 or (
        2 <= len(latin) <= 6 and all(split_syllables(word) or not set(word) & set("aeiou") for word in latin)
    )


def _exclusion(term: Term) -> str | None:
    found = _phrase(term.text)
    if found is None:
        return None
    return _within(_FIELD_COLUMNS[term.within] if term.within else TEXT_COLUMNS, found)


def exclusion_match(parsed: ParsedQuery) -> str | None:
    """MATCH string of the records that the minus words exclude; None when there are none."""
    excluded = [found for term in parsed.negations[:_MAX_UNITS] if (found := _exclusion(term))]
    return _any_of(excluded) if excluded else None


def filter_match(filters: SearchFilters) -> str | None:
    """MATCH string of the `author:`, `title:` and `subject:` conditions; None without any.

    Each field that is given must match one of its values, all words of it.
    """
    conditions: list[str] = []
    for field, texts in (("author", filters.authors), ("title", filters.titles), ("subject", filters.subjects)):
        alternatives: list[str] = []
        for text in texts[:_MAX_UNITS]:
            pieces = _pieces(text)[:_MAX_UNITS]
            found = [leaf for piece in pieces if (leaf := _piece_all(piece, try_pinyin=field != "subject"))]
            if found:
                alternatives.append(_all_of(found))
        if alternatives:
            conditions.append(_within(_FIELD_COLUMNS[field], _any_of(alternatives)))
    return _all_of(conditions) if conditions else None


def to_match(parsed: ParsedQuery, mode: Mode = "and") -> str | None:
    """The MATCH string of the words, phrases and minus words; None when there is no word to look for.

    Args:
        parsed: The query. Its `filters` are not part of the result; see `filter_match`.
        mode: "and": every word must occur. "or": any word may, the commonest words are left out, BM25 ranks;
            phrases must occur in both modes. For long queries in sentences.

    Minus words without any positive word cannot be expressed; see `exclusion_match`.
    """
    phrases = [found for term in parsed.positives if term.is_phrase and (found := _phrase(term.text))][:_MAX_UNITS]
    terms = [term for term in parsed.positives if not term.is_phrase]
    wanted = _every_word(terms) if mode == "and" else _any_word(terms)
    if mode == "and":
        positive = _all_of([*phrases, *wanted]) if phrases or wanted else None
    elif phrases:
        required = _all_of(phrases)
        positive = f"({required} AND {_any_of([required, *wanted])})" if wanted else required
    else:
        positive = _any_of(wanted) if wanted else None
    if positive is None:
        return None
    excluded = exclusion_match(parsed)
    return f"({positive}) NOT ({excluded})" if excluded else positive


def _every_word(terms: Sequence[Term]) -> list[str]:
    pieces = [piece for term in terms for piece in _pieces(term.text)]
    return [found for piece in pieces[:_MAX_UNITS] if (found := _piece_all(piece, try_pinyin=True))]


def _any_word(terms: Sequence[Term]) -> list[str]:
    try_pinyin = _may_be_pinyin(terms)
    leaves: dict[str, str] = {}
    for term in terms:
        for piece in _pieces(term.text):
            for form in simplified_forms(fold(piece)):
                leaves.update(_leaves(form, "or", try_pinyin))
    telling = {word: leaf for word, leaf in leaves.items() if word not in _STOP_WORDS} or leaves
    return list(telling.values())[:_MAX_UNITS]


def prefix_match(text: str) -> str | None:
    """MATCH string for suggestions while typing: whole words before, the beginning of a word last.

    Chinese and pinyin syllables count as soon as they are typed. None when nothing is typed yet.
    """
    typed = units(fold(text))
    if not typed:
        return None
    forms = [_quote(tokens[:_MAX_PHRASE]) for form in simplified_forms(fold(text)) if (tokens := stream(form))]
    alternatives = [f"{form} *" if not is_cjk(typed[-1]) else form for form in forms]
    if len(typed) == 1 and typed[0].isascii() and typed[0].isalpha():
        for length in range(len(typed[0]), 0, -1):
            if readings := split_syllables(typed[0][:length], 2):
                rest = typed[0][length:]
                alternatives += [
                    _within(PINYIN_COLUMNS, _quote((*reading, rest) if rest else reading) + " *")
                    for reading in readings
                ]
                break
    return _any_of(alternatives)


def highlight_terms(parsed: ParsedQuery) -> tuple[str, ...]:
    """The words and phrases to mark in a result, each in every script it may be printed in, longest first."""
    found: dict[str, None] = {}
    for term in parsed.positives:
        for form in written_forms(term.text.strip()):
            if term.is_phrase:
                found[form] = None
                continue
            for unit in units(fold(form)):
                for word in words(unit) if is_han(unit) else _plural_forms(unit):
                    if word not in _STOP_WORDS:
                        found[word] = None
    return tuple(sorted(found, key=len, reverse=True))
