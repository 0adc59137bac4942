"""Which printed line of a cover repeats which part of a record, for marking the words on the scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from core.domain.records import BibliographicRecord
from core.domain.scan_evidence import LineKind
from core.domain.scans import OcrLine, OcrPage
from core.retrieval.cover_words import compact, printed_isbns, title_forms
from core.text.normalize import fold, has_han
from core.text.segment import units

_LIKE = 78.0
"""Likeness (0…100) from which on a line counts as a part of a text: one misread character in five is forgiven."""


def line_kinds(page: OcrPage, record: BibliographicRecord) -> tuple[LineKind, ...]:
    """For each line of the page what of the record it repeats."""
    titles = title_forms(record)
    names = [compact(contributor.name) for contributor in record.contributors]
    surnames = [units(fold(c.name))[-1] for c in record.contributors if not has_han(c.name) and fold(c.name)]
    numbers = {n.value for n in record.identifiers} | ({str(record.year)} if record.year is not None else set())
    publisher, series = compact(record.publisher), compact(record.series)
    kinds: list[LineKind] = []
    for line in page.lines:
        letters = compact(line.text)
        if _is_part(letters, titles):
            kinds.append("title")
        elif _holds(letters, names) or any(len(s) > 2 and s in units(fold(line.text)) for s in surnames):
            kinds.append("author")
        elif _holds(letters, [publisher]):
            kinds.append("publisher")
        elif _holds(letters, [series]):
            kinds.append("series")
        elif _numbers(line) & numbers:
            kinds.append("number")
        else:
            kinds.append("other")
    return tuple(kinds)


def _is_part(letters: str, texts: Sequence[str]) -> bool:
    """Whether a line is a piece of one of the texts, or contains one whole."""
    return any(_part_of(letters, text) or _part_of(text, letters) for text in texts if text)


def _part_of(piece: str, text: str) -> bool:
    least = 1 if has_han(piece) and len(text) <= 3 else 2 if has_han(piece) else 4
    if len(piece) < min(least, len(text)) or len(piece) > len(text):
        return False
    return piece in text or (len(piece) > least + 1 and fuzz.partial_ratio(piece, text) >= _LIKE)


def _holds(letters: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts stands in the line, or the line is most of it."""
    for text in texts:
        if len(text) < 2 or len(letters) < 2:
            continue
        if text in letters or (len(letters) >= 0.6 * len(text) and letters in text):
            return True
        longer = max(len(text), len(letters))
        if longer > 3 and len(letters) >= 0.7 * len(text) and fuzz.partial_ratio(text, letters) >= _LIKE:
            return True
    return False


def _numbers(line: OcrLine) -> set[str]:
    page = OcrPage((line,), 1, 1, "")
    years = {part for part in units(fold(line.text)) if len(part) == 4 and part.isdigit()}
    return {*printed_isbns(page), *years}
