"""The words on a cover as evidence: which record's title, names and earlier scans do they repeat?

OCR makes mistakes, breaks titles over lines and reads vertical ones in pieces, so everything is compared by likeness of
compact strings (folded, simplified, without spaces), never by equality. A printed line counts by the area it covers:
a title fills a cover, a slogan does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from core.domain.records import BibliographicRecord
from core.domain.scans import OcrLine, OcrPage
from core.text.match import to_match
from core.text.normalize import fold, to_simplified
from core.text.numbers import parse_isbn
from core.text.query import ParsedQuery, Term
from core.text.segment import is_cjk, units

_LIKE = 0.55
"""Likeness from which on two strings count as related; unrelated ones reach about so much by chance."""
_FULL_TITLE_BITS = 24.0
"""What a title must say to be recognised without doubt: three Chinese characters or eight Latin letters."""
_BITS_CJK, _BITS_LATIN = 8.0, 3.0
_MAX_LINES = 60
_MAX_TEXT = 2000
_MAX_TERMS = 40
_MIN_LINE_CONFIDENCE = 0.5
_CLEAR_CONFIDENCE = 0.75
_NUMBER_SHARE = 0.6
_MISREAD = 0.5
"""What is found to this degree may be the same words, misread; it contradicts nothing."""
_JOINED_LINES = 4
"""A title is looked for in up to so many consecutive lines taken together."""
_BRACKETED = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
_SUBTITLE = re.compile(r"\s*(?::|：|——|--|—)\s*")
_ISBN = re.compile(r"(?:97[89][\s\-–—]?)?(?:\d[\s\-–—]?){9}[\dXx](?!\d)")


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NAMED_NUMBERS = {
    name: number
    for names in (_ORDINALS, _CARDINALS, _NUMERALS, _ROMAN, ("上", "中", "下"))
    for number, name in enumerate(names, 1)
}
_NUMERAL = r"\s*(\d{1,3}|[一二三四五六七八九十]{1,2})\s*"
_PARTS = (
    (
        "edition",
        re.compile(
            rf"第{_NUMERAL}版|\b(\d{{1,2}})\s*(?:st|nd|rd|th)\s+ed(?:ition|n)?\b|\b({'|'.join(_ORDINALS)})\s+edition\b"
        ),
    ),
    (
        "volume",
        re.compile(
            rf"第{_NUMERAL}[卷册部集辑编]|([上中下])[卷册编部]"
            rf"|\b(?:volume|vol|part|book)\s+(\d{{1,3}}|[ivxl]{{1,4}}|{'|'.join(_CARDINALS)})\b"
        ),
    ),
)
"""How volumes and editions are named, in folded simplified text."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a cover made comparable.

    `size` is the height of its letters and `area` its share of all print, 0…1. `is_number`: a price, a call number on a
    sticker; `is_clear`: read with confidence.
    """

    compact: str
    words: tuple[str, ...]
    size: float
    area: float
    is_number: bool = False
    is_clear: bool = True


@dataclass(frozen=True, slots=True)
class CoverWords:
    """What is printed on one cover. `compact` is the whole text, `largest` the height of the largest letters."""

    lines: tuple[PrintedLine, ...]
    compact: str
    largest: float

    @property
    def n_letters(self) -> int:
        """How much was read."""
        return len(self.compact)


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """How the words of a cover agree with one record; all 0…1.

    `title`: how much of a title was found, weighted by how much the title says. `heading`: the same for a title that
    stands as lines of its own, weighted by the size of its letters. `author`: the best name. `explained`: share of the
    print on the cover that the record (or its stored covers) accounts for. `contradicted`: share that was read clearly
    and is nothing of the record's. `repeated`: share of a stored cover's print that was found again, None where no
    stored cover was read. `other_part`: the cover names another volume or edition than the record.
    """

    title: float = 0.0
    heading: float = 0.0
    author: float = 0.0
    explained: float = 0.0
    contradicted: float = 0.0
    repeated: float | None = None
    other_part: bool = False


def compact(text: str) -> str:
    """Folded, simplified and without spaces."""
    return to_simplified(fold(text)).replace(" ", "")


def cover_words(page: OcrPage | None) -> CoverWords:
    """Make the lines of a page comparable; doubtful readings and what exceeds any cover's text are left out."""
    chosen = [line for line in (page.lines if page else ()) if line.confidence >= _MIN_LINE_CONFIDENCE][:_MAX_LINES]
    rows: list[PrintedLine] = []
    for line in chosen:
        simplified = to_simplified(fold(line.text))[:_MAX_TEXT]
        letters = simplified.replace(" ", "")
        if letters:
            size = letter_size(line)
            is_number = sum(map(str.isdigit, letters)) >= _NUMBER_SHARE * len(letters)
            area = size * _width(letters) * size * line.confidence
            is_clear = line.confidence >= _CLEAR_CONFIDENCE
            rows.append(PrintedLine(letters, tuple(units(simplified)), size, area, is_number, is_clear))
    whole = sum(row.area for row in rows) or 1.0
    lines = tuple(replace(row, area=row.area / whole) for row in rows)
    whole_text = "".join(line.compact for line in lines)[:_MAX_TEXT]
    return CoverWords(lines, whole_text, max((row.size for row in rows), default=0.0))


def letter_size(line: OcrLine) -> float:
    """Height of the letters in pixels; of a column its width. A tilted line's box is higher than its letters."""
    across = min(line.box.width, line.box.height)
    letters = compact(line.text)
    along = max(line.box.width, line.box.height)
    return min(across, 2.2 * along / max(1.0, _width(letters))) if letters else across


def _width(letters: str) -> float:
    """Length of a line in letter heights, about: Chinese characters are square, Latin ones half as wide."""
    return sum(1.0 if is_cjk(letter) else 0.5 for letter in letters)


def candidate_match(words: CoverWords) -> str | None:
    """FTS5 expression for records that share any word with the cover, the largest print first; None without words."""
    ordered = sorted(words.lines, key=lambda line: -line.size)
    terms = tuple(
        Term(" ".join(line.words)) for line in ordered[:_MAX_TERMS] if len(line.compact) > 1 or len(ordered) < 4
    )
    return to_match(ParsedQuery("", positives=terms), mode="or") if terms else None


def printed_isbns(page: OcrPage | None) -> tuple[str, ...]:
    """Valid ISBN-13 among the printed words."""
    found: dict[str, None] = {}
    for line in page.lines if page else ():
        for piece in _ISBN.findall(line.text):
            number = parse_isbn(piece)
            if number is not None and number.valid:
                found.setdefault(number.value)
    return tuple(found)


def word_evidence(words: CoverWords, record: BibliographicRecord, stored: Sequence[CoverWords] = ()) -> WordEvidence:
    """Compare a cover with a record and with what was read on the record's stored covers."""
    if not words.lines:
        return WordEvidence(repeated=None if not stored else 0.0)
    names = tuple(dict.fromkeys(c.name for c in record.contributors))
    telling = {form: _telling(form, names) for form in title_forms(record)}
    title = max((title_bits(own) * _title(words, form) for form, own in telling.items()), default=0.0)
    heading = max((_heading(words, form) * _own_share(form, own) for form, own in telling.items()), default=0.0)
    author = max((_name(words, name) for name in names), default=0.0)
    own = [
        compact(t)
        for t in (record.title, *record.title_parallel, *names, record.publisher, record.series, record.edition)
    ]
    text = "\n".join([*(part for part in own if part), *(cover.compact for cover in stored)])
    return WordEvidence(
        title=title,
        heading=heading,
        author=author,
        explained=_share_found(words, text),
        contradicted=_share_contradicted(words, text),
        repeated=max((_share_found(cover, words.compact) for cover in stored), default=None),
        other_part=is_other_part(words, record),
    )


def title_forms(record: BibliographicRecord) -> tuple[str, ...]:
    """The compact forms under which a title may be printed: as given, and without an addition in brackets."""
    return _forms((record.title, *record.title_parallel))


@lru_cache(maxsize=4096)
def _forms(titles: tuple[str, ...]) -> tuple[str, ...]:
    forms: dict[str, None] = {}
    for title in titles[:8]:
        for variant in (title, _BRACKETED.sub("", title)):
            if letters := compact(variant):
                forms.setdefault(letters)
    return tuple(forms)


def _telling(title: str, names: Sequence[str]) -> str:
    """A title without its author's name, which every other cover of that author shows too."""
    rest = title
    for name in names:
        rest = rest.replace(compact(_BRACKETED.sub("", name)) or " ", "")
    return rest or title


def _own_share(title: str, own: str) -> float:
    return 1.0 if own == title else title_bits(own)


def title_bits(letters: str) -> float:
    """How much a title says, as share of what is enough (0…1)."""
    cjk = sum(map(is_cjk, letters))
    return min(1.0, (cjk * _BITS_CJK + (len(letters) - cjk) * _BITS_LATIN) / _FULL_TITLE_BITS)


def _ramp(likeness: float) -> float:
    """0 for what chance gives, 1 for equal strings."""
    return max(0.0, (likeness - _LIKE) / (1.0 - _LIKE))


def _title(words: CoverWords, title: str) -> float:
    """Best of: the title somewhere in the text; its words anywhere (lines may be read in any order)."""
    if len(title) <= len(words.compact):
        inside = fuzz.partial_ratio(title, words.compact) / 100.0
    else:
        inside = fuzz.ratio(title, words.compact) / 100.0
    return _ramp(max(inside, _covered(title, words)))


def _covered(title: str, words: CoverWords) -> float:
    """Share of the title's letters that stand in lines which are parts of it."""
    covered = [False] * len(title)
    for line in sorted(words.lines, key=lambda line: -len(line.compact)):
        if 2 <= len(line.compact) <= len(title):
            found = fuzz.partial_ratio_alignment(line.compact, title)
            if found is not None and found.score >= 80.0:
                for at in range(found.dest_start, found.dest_end):
                    covered[at] = True
    return sum(covered) / len(title)


def _heading(words: CoverWords, title: str) -> float:
    best = 0.0
    for start in range(len(words.lines)):
        joined = ""
        smallest = float("inf")
        for line in words.lines[start : start + _JOINED_LINES]:
            joined += line.compact
            smallest = min(smallest, line.size)
            if len(joined) > 2 * len(title) + 2:
                break
            likeness = _ramp(fuzz.ratio(joined, title) / 100.0)
            if likeness > 0.0:
                best = max(best, likeness * min(1.0, smallest / max(words.largest, 1e-6)) ** 0.5)
    return best


def _name(words: CoverWords, name: str) -> float:
    """A Chinese name must stand as a whole; of a Western one the surname alone is worth half."""
    bare = _BRACKETED.sub("", name) or name
    letters = compact(bare)
    if len(letters) < 2:
        return 0.0
    cjk = sum(map(is_cjk, letters))
    whole = _ramp(fuzz.partial_ratio(letters, words.compact) / 100.0) if len(letters) <= len(words.compact) else 0.0
    if cjk:
        return whole if len(letters) > 2 or letters in words.compact else 0.0
    surname = units(fold(bare))[-1]
    is_there = len(surname) > 2 and any(
        fuzz.ratio(surname, word) >= 85.0 for line in words.lines for word in line.words if word.isascii()
    )
    return max(whole, 0.5 if is_there else 0.0)


def _share_found(words: CoverWords, text: str) -> float:
    """Share of the print on a cover, by area, that reads like a part of `text`. Numbers count only where found."""
    found = whole = 0.0
    for line in words.lines:
        share = _found(line.compact, text)
        area = line.area * share if line.is_number else line.area
        found, whole = found + line.area * share, whole + area
    return found / whole if whole > 0.0 else 0.0


def _share_contradicted(words: CoverWords, text: str) -> float:
    """Share of the print, by area, that was read clearly, is no number and reads like nothing in `text`."""
    lettered = [line for line in words.lines if not line.is_number]
    whole = sum(line.area for line in lettered)
    foreign = [line for line in lettered if line.is_clear and len(line.compact) > 1]
    strange = sum(line.area * max(0.0, 1.0 - _found(line.compact, text) / _MISREAD) for line in foreign)
    return strange / whole if whole > 0.0 else 0.0


def _found(letters: str, text: str) -> float:
    if not text:
        return 0.0
    if letters in text:
        return 1.0
    if len(letters) < 2:
        return 0.0
    if len(letters) > len(text):
        return _ramp(fuzz.ratio(letters, text) / 100.0)
    return _ramp(fuzz.partial_ratio(letters, text) / 100.0)


def is_other_part(words: CoverWords, record: BibliographicRecord) -> bool:
    """Whether the cover names another volume or edition than the record, or only one of them names a later one.

    A first volume or edition need not be counted, and an edition statement need not be on the cover.
    """
    shown = _folded_parts(" \n ".join(" ".join(line.words) for line in words.lines))
    titled = _folded_parts(_plain((record.title, *record.title_parallel)))
    own = _folded_parts(_plain((record.title, *record.title_parallel, record.edition, record.series)))
    differs = any(own[kind].isdisjoint(numbers) if kind in own else 1 not in numbers for kind, numbers in shown.items())
    return differs or any(kind not in shown and 1 not in numbers for kind, numbers in titled.items())


def _plain(texts: Sequence[str]) -> str:
    return to_simplified(fold(" ; ".join(texts)))


def numbered_parts(text: str) -> dict[str, set[int]]:
    """The volume and edition numbers that a text names, as "volume" and "edition"."""
    return _folded_parts(_plain((text,)))


def _folded_parts(folded: str) -> dict[str, set[int]]:
    """The same in folded, simplified text."""
    found: dict[str, set[int]] = {}
    for kind, pattern in _PARTS:
        for match in pattern.finditer(folded):
            number = _number(next(group for group in match.groups() if group))
            if number is not None:
                found.setdefault(kind, set()).add(number)
    return found


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    return _NAMED_NUMBERS.get(text) or _NAMED_NUMBERS.get(text.replace("l", "i"))  # OCR takes I for l


def mean_confidence(lines: Iterable[OcrLine]) -> float:
    """Mean confidence by letters, 0 without text."""
    pairs = [(len(line.text), line.confidence) for line in lines]
    total = sum(n for n, _ in pairs)
    return sum(n * c for n, c in pairs) / total if total else 0.0
