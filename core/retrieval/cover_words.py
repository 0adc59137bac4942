"""The words on a cover as evidence: which record's title, names and earlier scans do they repeat?

OCR makes mistakes, breaks titles over lines and reads vertical ones in pieces, so everything is compared by likeness of
compact strings (folded, simplified, without spaces), never by equality. A printed line counts by the area it covers:
a title fills a cover, a slogan does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
_JOINED_LINES = 4
"""A title is looked for in up to so many consecutive lines taken together."""
_BRACKETED = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
_SUBTITLE = re.compile(r"\s*(?::|：|——|--|—)\s*")
_ISBN = re.compile(r"(?:97[89][\s\-–—]?)?(?:\d[\s\-–—]?){9}[\dXx](?!\d)")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a cover made comparable. `size` is the height of its letters and `area` its share of all print, 0…1."""

    compact: str
    words: tuple[str, ...]
    size: float
    area: float


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
    print on the cover that the record (or its stored covers) accounts for. `repeated`: share of a stored cover's print
    that was found again, None where no stored cover was read.
    """

    title: float = 0.0
    heading: float = 0.0
    author: float = 0.0
    explained: float = 0.0
    repeated: float | None = None


def compact(text: str) -> str:
    """Folded, simplified and without spaces."""
    return to_simplified(fold(text)).replace(" ", "")


def cover_words(page: OcrPage | None) -> CoverWords:
    """Make the lines of a page comparable; doubtful readings and what exceeds any cover's text are left out."""
    chosen = [line for line in (page.lines if page else ()) if line.confidence >= _MIN_LINE_CONFIDENCE][:_MAX_LINES]
    rows: list[tuple[str, tuple[str, ...], float, float]] = []
    for line in chosen:
        simplified = to_simplified(fold(line.text))[:_MAX_TEXT]
        letters = simplified.replace(" ", "")
        if letters:
            size = letter_size(line)
            rows.append((letters, tuple(units(simplified)), size, size * _width(letters) * size * line.confidence))
    whole = sum(area for *_, area in rows) or 1.0
    lines = tuple(PrintedLine(letters, words, size, area / whole) for letters, words, size, area in rows)
    return CoverWords(lines, "".join(line.compact for line in lines)[:_MAX_TEXT], max((r[2] for r in rows), default=0))


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
    titles = title_forms(record)
    title = max((_title(words, form) for form in titles), default=0.0)
    heading = max((_heading(words, form) for form in titles), default=0.0)
    names = tuple(dict.fromkeys(c.name for c in record.contributors))
    author = max((_name(words, name) for name in names), default=0.0)
    own = [
        compact(t)
        for t in (record.title, *record.title_parallel, *names, record.publisher, record.series, record.edition)
    ]
    text = "\n".join([*(part for part in own if part), *(cover.compact for cover in stored)])
    repeated = max((_share_found(cover, words.compact) for cover in stored), default=None)
    return WordEvidence(title, heading, author, _share_found(words, text), repeated)


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
    return title_bits(title) * _ramp(max(inside, _covered(title, words)))


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
    """Share of the print on a cover, by area, that reads like a part of `text`."""
    if not text:
        return 0.0
    return min(1.0, sum(line.area * _found(line.compact, text) for line in words.lines))


def _found(letters: str, text: str) -> float:
    if letters in text:
        return 1.0
    if len(letters) < 2:
        return 0.0
    if len(letters) > len(text):
        return _ramp(fuzz.ratio(letters, text) / 100.0)
    return _ramp(fuzz.partial_ratio(letters, text) / 100.0)


def mean_confidence(lines: Iterable[OcrLine]) -> float:
    """Mean confidence by letters, 0 without text."""
    pairs = [(len(line.text), line.confidence) for line in lines]
    total = sum(n for n, _ in pairs)
    return sum(n * c for n, c in pairs) / total if total else 0.0
