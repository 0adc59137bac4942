"""Where a query stands in a text as it is printed: across scripts, wordings, width and case, and by pinyin.

Positions are those of the text as shown, in characters; the text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from core.text.match import highlight_terms
from core.text.normalize import HAN, fold, fold_characters, to_simplified, written_forms
from core.text.pinyin import name_readings, run_readings
from core.text.query import ParsedQuery

Span = tuple[int, int]
"""Start and end, end exclusive."""
_Slots = Sequence[Sequence[str]]
_Reader = Callable[[str, _Slots, int], int]

_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN = re.compile(r"[a-z]{2,36}")
_MOST_TERMS = 80
_MOST_TEXT = 4000
_LETTERS = "a-z0-9"


class Highlighter:
    """Marks one query in many texts.

    Args:
        parsed: The query; what was filtered for in it (author:鲁迅) is marked too.
        more: Further words as printed or folded, such as renderings from the dictionary.
    """

    def __init__(self, parsed: ParsedQuery, more: Iterable[str] = ()) -> None:
        filters = parsed.filters
        typed = [
            form for text in (*filters.authors, *filters.titles, *filters.subjects) for form in written_forms(text)
        ]
        terms = dict.fromkeys(_canonical(term).strip() for term in (*highlight_terms(parsed), *typed, *more))
        wanted = sorted((term for term in terms if term), key=len, reverse=True)[:_MOST_TERMS]
        self._pattern = re.compile("|".join(_bounded(term) for term in wanted)) if wanted else None
        words = [term.text for term in parsed.positives] + [*filters.authors, *filters.titles]
        self._latin = tuple(dict.fromkeys(w for text in words for w in fold(text).split() if _LATIN.fullmatch(w)))
        # a phrase of syllables is one spelling: "hong lou meng"
        joined = ["".join(fold(text).split()) for text in words if " " in text.strip()]
        self._joined = tuple(word for word in joined if _LATIN.fullmatch(word))

    def marks(
        self, fields: Mapping[str, str], pinyin: Collection[str] = (), names: Collection[str] = ()
    ) -> dict[str, tuple[Span, ...]]:
        """Field → where the query stands in it, in order, not overlapping; fields without any are left out.

        Args:
            fields: Text by field.
            pinyin: Fields that pinyin finds when the words themselves do not stand anywhere.
            names: Those of them that are names of persons.
        """
        found = {name: spans for name, text in fields.items() if (spans := self._spans(text))}
        if any(re.search(_bounded(word), _canonical(text)) for word in self._latin for text in fields.values()):
            return found  # the Latin words are meant as they stand
        for words in (self._joined, self._latin):
            for read in (_full, _initials):
                by_sound: dict[str, tuple[Span, ...]] = {}
                for name in pinyin:
                    if spans := _by_sound(fields.get(name, ""), words, read, is_name=name in names):
                        by_sound[name] = spans
                if by_sound:
                    return {**found, **{name: _merged([*found.get(name, ()), *by_sound[name]]) for name in by_sound}}
        return found

    def _spans(self, text: str) -> tuple[Span, ...]:
        if self._pattern is None or not text:
            return ()
        canonical, places = _laid_out(text[:_MOST_TEXT])
        spans = [(places[m.start()], places[m.end() - 1] + 1) for m in self._pattern.finditer(canonical) if m.group()]
        return _merged(spans)


def typed_span(typed: str, text: str, *, is_name: bool = False) -> Span | None:
    """Where a text goes on from what was typed: at the beginning of a word, by characters, pinyin or initials."""
    wanted = _canonical(typed).strip()
    if not wanted:
        return None
    canonical, places = _laid_out(text[:_MOST_TEXT])
    start = rf"(?<![{_LETTERS}])" if re.match(rf"[{_LETTERS}]", wanted) else ""
    if found := re.search(start + re.escape(wanted), canonical):
        return places[found.start()], places[found.end() - 1] + 1
    word = "".join(fold(typed).split())
    if not _LATIN.fullmatch(word):
        return None
    for read in (_full, _initials):
        if spans := _by_sound(text, (word,), read, is_name=is_name):
            return spans[0]
    return None


@lru_cache(maxsize=40_000)
def _canonical_character(char: str) -> str:
    return to_simplified(fold_characters(char))


def _canonical(text: str) -> str:
    return "".join(map(_canonical_character, text))


def _laid_out(text: str) -> tuple[str, list[int]]:
    """The text in the form that is compared, and for each of its characters where it comes from."""
    pieces: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        piece = _canonical_character(char)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return "".join(pieces), places


def _bounded(term: str) -> str:
    """A pattern for a term; Latin words and numbers match whole."""
    start = rf"(?<![{_LETTERS}])" if re.match(rf"[{_LETTERS}]", term) else ""
    end = rf"(?![{_LETTERS}])" if re.search(rf"[{_LETTERS}]$", term) else ""
    return start + re.escape(term) + end


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _by_sound(text: str, words: Sequence[str], read: _Reader, *, is_name: bool) -> tuple[Span, ...]:
    spans: list[Span] = []
    for run in _HAN_RUN.finditer(text[:_MOST_TEXT]) if words else ():
        slots = _slots(to_simplified(run[0]), is_name)
        if len(slots) != len(run[0]):
            continue
        for word in words:
            for start in range(len(slots)):
                length = read(word, slots, start)
                if length:
                    spans.append((run.start() + start, run.start() + start + length))
    return _merged(spans)


@lru_cache(maxsize=4096)
def _slots(run: str, is_name: bool) -> tuple[tuple[str, ...], ...]:
    """The possible syllables of each character."""
    slots = [set(slot) for slot in run_readings(run)]
    if is_name:
        for reading in name_readings(run):
            if len(reading) == len(slots):
                for slot, syllable in zip(slots, reading, strict=True):
                    slot.add(syllable)
    return tuple(tuple(sorted(slot, key=len, reverse=True)) for slot in slots)


def _full(word: str, slots: _Slots, start: int) -> int:
    """How many characters from `start` on are spelled by the whole word, the last perhaps only begun; 0 = not."""
    if not word or start >= len(slots):
        return 0
    for syllable in slots[start]:
        if word.startswith(syllable):
            if len(word) == len(syllable):
                return 1
            rest = _full(word[len(syllable) :], slots, start + 1) or _begun(word[len(syllable) :], slots, start + 1)
            if rest:
                return 1 + rest
    return 0


def _begun(rest: str, slots: _Slots, start: int) -> int:
    return int(start < len(slots) and any(syllable.startswith(rest) for syllable in slots[start]))


def _initials(word: str, slots: _Slots, start: int) -> int:
    """As `_full` for first letters: hlm spells 红楼梦."""
    here = slots[start : start + len(word)]
    fits = len(here) == len(word) and all(
        any(syllable[0] == letter for syllable in slot) for letter, slot in zip(word, here, strict=True)
    )
    return len(word) if fits else 0
