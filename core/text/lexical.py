"""Text for the full-text index, laid out so that phrase queries work on Chinese.

One indexed text is several *streams*, each a row of tokens in reading order, with `SEPARATOR` between them so that no
phrase crosses a border:

1. the text itself: each Chinese character (simplified, OpenCC t2s) a token, each Latin word and number a token;
2. the pieces that read differently in mainland wording (tw2sp: 軟體 → 软件), with a neighbour on each side;
3. words: the Chinese words of jieba's search mode as whole tokens, compounds joined (spider-man → spiderman).

So any run of Chinese characters is found by a phrase of single characters, from one character up, wherever words
begin; stream 3 only lifts what matches as a whole word (和服 above 产品和服务).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from core.text import pinyin
from core.text.normalize import CJK, fold, fold_characters, to_mainland_words, to_simplified
from core.text.segment import is_han, search_words, units, words

SEPARATOR = "\ue000"
"""A private-use character: `unicode61` takes it for a token, `fold` never lets one through from any text."""

_COMPOUND = re.compile(rf"[^\W_{CJK}]+(?:[-'./&][^\W_{CJK}]+){{1,3}}")
_POSSESSIVE = re.compile(r"'s\b")
_LONGEST_COMPOUND = 32
_LONGEST_JOINED = 12
_WORDS_IN_SPAN = 4
_MAX_OTHER_READINGS = 8


def stream(folded: str) -> list[str]:
    """Tokens of folded, simplified text in reading order: single CJK characters, words, numbers."""
    tokens: list[str] = []
    for unit in units(folded):
        if is_han(unit):
            tokens.extend(unit)
        else:
            tokens.append(unit)
    return tokens


def compounds(text: str) -> list[str]:
    """Joined forms of hyphenated and dotted words: spider-man → spiderman, Node.js → nodejs, J.K. → jk."""
    if not ("-" in text or "." in text or "'" in text or "’" in text or "/" in text or "&" in text):
        return []
    found = _COMPOUND.findall(_POSSESSIVE.sub("", fold_characters(text)))
    joined = ("".join(re.split(r"[-'./&]", compound)) for compound in found)
    return [word for word in joined if len(word) <= _LONGEST_COMPOUND and not word.isdigit()]


def _mainland_stream(folded: str, simplified: str) -> list[str]:
    mainland = to_mainland_words(folded)
    if mainland == simplified:
        return []
    old, new = simplified.split(), mainland.split()
    if len(old) != len(new):
        return [SEPARATOR, *stream(mainland)]
    changed = [place for place, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    tokens: list[str] = []
    last = -2
    for place in sorted({near for at in changed for near in (at - 1, at, at + 1) if 0 <= near < len(new)}):
        if place != last + 1:
            tokens.append(SEPARATOR)
        tokens.extend(stream(new[place]))
        last = place
    return tokens


def index_text(text: str) -> str:
    """The tokens under which a field is indexed, space-separated; see the module for the layout.

    Any string is accepted. Tokens are lower-case letters, digits, CJK characters and `SEPARATOR`.
    """
    folded = fold(text)
    if not folded:
        return ""
    simplified = to_simplified(folded)
    tokens = stream(simplified)
    extra = _mainland_stream(folded, simplified)
    tokens.extend(extra)
    whole = dict.fromkeys(
        word for unit in units(simplified) if is_han(unit) and len(unit) > 1 for word in search_words(unit)
    )
    joined = [word for word in whole if len(word) > 1]
    if extra:
        runs = [unit for unit in units(to_mainland_words(folded)) if is_han(unit) and len(unit) > 1]
        joined.extend(word for run in runs for word in search_words(run) if len(word) > 1 and word not in whole)
    joined.extend(compounds(text))
    if joined:
        tokens.append(SEPARATOR)
        tokens.extend(joined)
    return " ".join(tokens)


def index_texts(texts: Iterable[str]) -> str:
    """Several values of one field, such that no phrase reaches from one into the next."""
    return f" {SEPARATOR} ".join(indexed for text in texts if (indexed := index_text(text)))


def pinyin_text(text: str, is_name: bool) -> str:
    """The pinyin under which a title or a name is indexed; "" where there is no Chinese.

    Syllables in order (so a phrase of syllables finds any part), then full spellings and initials as single tokens:
    傅雷 → ``fu lei`` ⟂ ``fulei fl``. Names carry every likely reading (单 shan, dan), at most 12.
    """
    runs = [unit for unit in units(to_simplified(fold(text))) if is_han(unit)]
    if not runs:
        return ""
    return _name_pinyin(runs) if is_name else _title_pinyin(runs)


def _layout(streams: list[pinyin.Reading], tokens: dict[str, None]) -> str:
    laid: list[str] = []
    for reading in dict.fromkeys(streams):
        laid.extend((*reading, SEPARATOR))
    for syllable in {syllable for reading in streams for syllable in reading}:
        tokens.pop(syllable, None)
    return " ".join((*laid, *tokens))


def _name_pinyin(runs: list[str]) -> str:
    streams: list[pinyin.Reading] = []
    tokens: dict[str, None] = {}
    first_readings: list[pinyin.Reading] = []
    for run in runs:
        readings = pinyin.name_readings(run)
        streams.extend(readings)
        first_readings.extend(readings[:1])
        for reading in readings:
            if len(reading) <= _LONGEST_JOINED:
                tokens["".join(reading)] = None
                tokens[pinyin.initials(reading)] = None
    if len(first_readings) > 1:
        whole = tuple(syllable for reading in first_readings for syllable in reading)
        streams.insert(0, whole)
        if len(whole) <= _LONGEST_JOINED:
            tokens["".join(whole)] = None
            tokens[pinyin.initials(whole)] = None
    return _layout([reading for reading in streams if reading], tokens)


def _title_pinyin(runs: list[str]) -> str:
    main: list[str] = []
    streams: list[pinyin.Reading] = []
    tokens: dict[str, None] = {}
    for run in runs:
        slots = pinyin.run_readings(run)
        main.extend(slot[0] for slot in slots if slot)
        primary = [slot[0] if slot else "" for slot in slots]
        bounds = [0]
        for word in words(run):
            bounds.append(bounds[-1] + len(word))
        spans = [
            (bounds[left], bounds[right])
            for left in range(len(bounds) - 1)
            for right in range(left + 1, min(left + _WORDS_IN_SPAN, len(bounds) - 1) + 1)
            if 2 <= bounds[right] - bounds[left] <= _LONGEST_JOINED
        ]
        if 2 <= len(run) <= _LONGEST_JOINED:
            spans.append((0, len(run)))
        single = set(pairwise(bounds)) | {(0, len(run))}
        for start, end in dict.fromkeys(spans):
            reading = tuple(syllable for syllable in primary[start:end] if syllable)
            if len(reading) > 1:
                tokens[pinyin.initials(reading)] = None
                if (start, end) in single:
                    tokens["".join(reading)] = None
        streams.extend(_other_readings(slots, primary))
    return _layout([tuple(main), *streams[:_MAX_OTHER_READINGS]] if main else [], tokens)


def _other_readings(slots: list[tuple[str, ...]], primary: list[str]) -> list[pinyin.Reading]:
    """One character at a time read otherwise, with three neighbours on each side, so that the count stays linear."""
    found: list[pinyin.Reading] = []
    for place, slot in enumerate(slots):
        for other in slot[1:]:
            window = [*primary[max(0, place - 3) : place], other, *primary[place + 1 : place + 4]]
            found.append(tuple(syllable for syllable in window if syllable))
    return found


def exact_script_match(query: str, text: str) -> bool:
    """Whether the words of `query` stand in `text` in the very script they were typed in.

    Compares folded text without converting between traditional and simplified: 皇后 is an exact match of 皇后, and
    著 is not one of 着. Spacing and word order do not matter.
    """
    wanted = [word for unit in units(fold(query)) for word in (words(unit) if is_han(unit) else [unit])]
    folded = fold(text)
    present = set(units(folded))
    return all(word in folded if is_han(word) else word in present for word in wanted)
