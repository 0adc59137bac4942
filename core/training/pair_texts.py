"""The texts that stand on either side of a pair: what of a record a cover, an OCR page or a query is paired with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from core.domain.marc import MarcField, MarcRecord
from core.domain.records import BibliographicRecord
from core.retrieval.record_text import description_text, title_texts
from core.text.normalize import fold, language_of

MIN_DESCRIPTION = 8
"""Characters below which a paragraph is a remark, not a description."""
_PARAGRAPH = re.compile(r"\n+|(?<=[。！？])\s*(?=[A-Z][a-z])|(?<=[.!?])\s+(?=[\u4e00-\u9fff])")
_ROMAN_OTHER = frozenset({"", "und", "mul", "eng", "chi"})
"""Languages of a record whose title in Latin letters may be taken for English."""
# MARC 21: 245 title, 246 varying form, 880 the same in another script. UNIMARC: 200 $a title, $d parallel title
# proper, 510 parallel, 500 uniform, 541 translated title supplied by the cataloguer.
_MARC21_TITLES = (("245", "a"), ("246", "a"), ("240", "a"))
_UNIMARC_TITLES = (("200", "ad"), ("510", "a"), ("500", "a"), ("541", "a"))
_TITLE_LINKS = frozenset({"245", "246", "240", "130"})
_ISBD_TAIL = re.compile(r"\s*[/:;,=.]\s*$")


@dataclass(frozen=True, slots=True)
class BilingualTexts:
    """The same thing in Chinese and in English."""

    chinese: str
    english: str
    origin: str


def whole_text(record: BibliographicRecord) -> str:
    """Titles, names and description in one text: what a cover as a whole is about."""
    head = " / ".join(title_texts(record))
    names = "; ".join(record.authors)
    return "\n".join(
        part for part in (f"{head}. {names}" if head and names else head, description_text(record)) if part
    )


def answer_text(record: BibliographicRecord, task: str) -> str:
    """What of a record answers a text query of a task: its title where the task is about titles, else its description.

    A record without the one answers with the other.
    """
    titles = " / ".join(title_texts(record))
    description = description_text(record)
    return (titles or description) if "title" in task.lower() else (description or titles)


def text_language(text: str, record: BibliographicRecord | None = None) -> str:
    """Chinese or English by script; a title in Latin letters of a French record is neither."""
    found = language_of(text)
    if found == "eng" and record is not None and record.language not in _ROMAN_OTHER:
        return record.language
    return found


def parallel_titles(record: BibliographicRecord, marc: MarcRecord | None = None) -> Iterator[BilingualTexts]:
    """Every Chinese title of a record with every English one, from its titles and from its MARC source."""
    titles = dict.fromkeys(title_texts(record))
    if marc is not None:
        titles.update(dict.fromkeys(marc_titles(marc)))
    own = record.title
    by_language: dict[str, list[str]] = {"chi": [], "eng": []}
    for title in titles:
        language = text_language(title, record if title in (own, *title_texts(record)[:1]) else None)
        if language in by_language:
            by_language[language].append(title)
    for chinese, english in product(by_language["chi"], by_language["eng"]):
        if not is_contained(english, chinese):
            yield BilingualTexts(chinese, english, "parallel_title")


def is_contained(english: str, chinese: str) -> bool:
    """Whether the Latin words stand in the Chinese title as they are: "Docker" teaches nothing of 《Docker 入门》."""
    folded = fold(english)
    return bool(folded) and folded in fold(chinese)


def marc_titles(marc: MarcRecord) -> Iterator[str]:
    """Titles proper, parallel and in other scripts, without the punctuation of ISBD at their ends."""
    fields = _MARC21_TITLES if marc.flavour == "marc21" else _UNIMARC_TITLES
    for tag, codes in fields:
        for each in marc.tagged(tag):
            yield from _titles_of(each, codes)
    if marc.flavour == "marc21":
        for each in marc.tagged("880"):
            if each.first("6")[:3] in _TITLE_LINKS:
                yield from _titles_of(each, "a")


def _titles_of(each: MarcField, codes: str) -> Iterator[str]:
    for value in each.all(codes):
        bare = _ISBD_TAIL.sub("", value).strip()
        if bare:
            yield bare


def bilingual_description(record: BibliographicRecord) -> BilingualTexts | None:
    """The Chinese and the English part of a description that has both, each as one text; None for one language."""
    parts: dict[str, list[str]] = {"chi": [], "eng": []}
    for paragraph in _PARAGRAPH.split(record.description):
        text = paragraph.strip()
        language = language_of(text)
        if language in parts and len(text) >= MIN_DESCRIPTION:
            parts[language].append(text)
    chinese, english = ("\n".join(parts[each]) for each in ("chi", "eng"))
    return BilingualTexts(chinese, english, "description") if chinese and english else None


def translated_texts(one: BibliographicRecord, other: BibliographicRecord) -> Iterator[BilingualTexts]:
    """Titles and descriptions of a Chinese and an English edition of one work."""
    by_language = {text_language(each.title or each.description, each): each for each in (one, other)}
    chinese, english = by_language.get("chi"), by_language.get("eng")
    if chinese is None or english is None:
        return
    for a, b in product(title_texts(chinese)[:1], title_texts(english)[:1]):
        if not is_contained(b, a):
            yield BilingualTexts(a, b, "edition_title")
    left, right = description_text(chinese), description_text(english)
    if language_of(left) == "chi" and language_of(right) == "eng":
        yield BilingualTexts(left, right, "edition_description")
