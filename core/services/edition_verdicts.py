"""What two descriptions are to each other: one scan, one edition, editions of one work, a translation, or strangers.

Titles are compared folded, in one script and by their pinyin; names across scripts by their pinyin. What one side does
not say speaks neither for nor against: it only makes the verdict less sure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from core.domain.duplicates import Evidence, EvidenceKind, PairVerdict, Verdict
from core.domain.records import BibliographicRecord
from core.retrieval.cover_words import numbered_parts, title_bits
from core.services.matching import name_likeness, part_numbers, title_likeness
from core.text.normalize import fold, has_han, to_simplified
from core.text.pinyin import name_readings, run_readings
from core.text.segment import is_han, units

SAME_TITLE = 0.88
"""Likeness from which on two titles are one, misprints and a left-out subtitle forgiven."""
RELATED_TITLE = 0.6
"""Enough beside an equal ISBN or scan: publishers and cataloguers reword titles."""
SAME_PINYIN = 0.92
_SAME_NAME = 0.7
_SAME_NAME_PINYIN = 0.88
_SAME_PUBLISHER = 0.6
SAME_COVER = 0.85
"""Cosine of the picture vectors from which on two covers show the same design."""
_OTHER_COVER = 0.45
_CHINESE = frozenset({"chi", "zho", "lzh", "yue"})
_EDITION = re.compile(
    r"第\s*[一二三四五六七八九十\d]{1,3}\s*版|\b\d{1,2}\s*(?:st|nd|rd|th)\s+ed(?:ition|n)?\b|\b\w+\s+edition\b"
)
_LAST_ROMAN = re.compile(r"\s(i{2,3}|iv|vi{0,3}|ix|x)\s*$")
_BRACKETED = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
_SUBTITLE = re.compile(r"\s*(?:[:：/=＝]|——|--|—)\s*")


def compare(
    one: BibliographicRecord, other: BibliographicRecord, *, same_scan: bool = False, cosine: float | None = None
) -> PairVerdict:
    """Judge two descriptions.

    Args:
        one: A record, or the draft of a scan.
        other: The record it is held against.
        same_scan: Whether the very same image is a cover of both.
        cosine: Of the picture vectors of their covers, where both have one.
    """
    title = max(title_likeness(one, other), _pinyin_likeness(one, other))
    facts = (
        _title(one, other, title),
        _author(one, other),
        _isbn(one, other),
        _year(one, other),
        _edition(one, other),
        _volume(one, other),
        _publisher(one, other),
        _language(one, other),
        Evidence("scan", True) if same_scan else None,
        _cover(cosine),
    )
    evidence = tuple(fact for fact in facts if fact is not None)
    said: dict[EvidenceKind, bool | None] = {fact.kind: fact.agrees for fact in evidence}
    verdict, score = _judge(one, said, title)
    return PairVerdict(verdict, round(score, 3), evidence)


def _judge(one: BibliographicRecord, said: dict[EvidenceKind, bool | None], title: float) -> tuple[Verdict, float]:
    if said.get("volume") is False:
        return "different", 0.9
    if said.get("scan"):
        return "same_scan", 0.99 if title >= RELATED_TITLE or said.get("author") else 0.7
    if said.get("isbn") and title >= RELATED_TITLE and said.get("edition") is not False:
        return "same_edition", 0.97
    if title < SAME_TITLE or said.get("author") is False:
        return "different", 0.9
    known = (
        0.5 * _says_enough(one)
        - 1.5 * (1.0 - title)
        + (0.25 if said.get("author") else 0.0)
        + (0.03 if said.get("cover") else 0.0)
    )
    if said.get("language") is False:
        return "translation", min(0.97, 0.4 + known)
    if any(said.get(kind) is False for kind in ("year", "edition", "publisher", "isbn")):
        return "other_edition", min(0.97, 0.35 + known)
    known += 0.15 if said.get("year") else 0.0
    known += 0.12 if said.get("cover") else 0.0
    return "same_edition", min(0.96, 0.07 + known)


def _says_enough(record: BibliographicRecord) -> float:
    """How much the title says, 0…1: 选集 alone proves nothing."""
    return title_bits(compact_title(record.title))


@lru_cache(maxsize=8192)
def compact_title(title: str) -> str:
    """A title without subtitle and bracketed addition, folded, simplified, without blanks."""
    bare = _SUBTITLE.split(_BRACKETED.sub("", title) or title, maxsplit=1)[0]
    return fold(to_simplified(bare)).replace(" ", "")


@lru_cache(maxsize=8192)
def pinyin_title(title: str) -> str:
    """The same with Chinese written in pinyin, so that a romanised title meets the original.

    >>> pinyin_title("红楼梦"), pinyin_title("Hong lou meng")
    ('hongloumeng', 'hongloumeng')
    """
    return _romanised(compact_title(title))


def _romanised(compact: str) -> str:
    if not has_han(compact):
        return compact
    parts: list[str] = []
    for unit in units(compact):
        if is_han(unit):
            readings = zip(unit, run_readings(unit), strict=True)
            parts.extend(found[0] if found else char for char, found in readings)
        else:
            parts.append(unit)
    return "".join(parts).replace(" ", "")


def _pinyin_likeness(one: BibliographicRecord, other: BibliographicRecord) -> float:
    """Likeness of the main titles in pinyin where one is Chinese and the other is not, else 0."""
    if has_han(one.title) == has_han(other.title):
        return 0.0
    likeness = fuzz.ratio(pinyin_title(one.title), pinyin_title(other.title)) / 100
    return likeness if likeness >= SAME_PINYIN else 0.0


def _title(one: BibliographicRecord, other: BibliographicRecord, likeness: float) -> Evidence:
    return Evidence("title", likeness >= SAME_TITLE, one.title, other.title)


def _author(one: BibliographicRecord, other: BibliographicRecord) -> Evidence | None:
    mine, theirs = one.authors, other.authors
    if not mine and not theirs:
        return None
    return Evidence("author", _authors_agree(one, other), "; ".join(mine[:3]), "; ".join(theirs[:3]))


def _authors_agree(one: BibliographicRecord, other: BibliographicRecord) -> bool | None:
    likeness = name_likeness(one, other)
    if likeness is None:
        return None
    if likeness >= _SAME_NAME:
        return True
    across = [
        (mine, theirs) for mine in one.authors[:4] for theirs in other.authors[:4] if has_han(mine) != has_han(theirs)
    ]
    if any(_same_across_scripts(mine, theirs) for mine, theirs in across):
        return True
    # 海明威 and Hemingway: a transliteration shows no likeness, so nothing is known.
    return None if across else False


def _same_across_scripts(one: str, other: str) -> bool:
    chinese, latin = (one, other) if has_han(one) else (other, one)
    letters = sorted(fold(latin).replace(" ", ""))
    return any(fuzz.ratio(sorted(reading), letters) >= 100 * _SAME_NAME_PINYIN for reading in _readings(chinese))


@lru_cache(maxsize=4096)
def _readings(name: str) -> tuple[str, ...]:
    han = "".join(char for char in to_simplified(name) if has_han(char))
    return tuple("".join(reading) for reading in name_readings(han)) if han else ()


def _isbn(one: BibliographicRecord, other: BibliographicRecord) -> Evidence | None:
    mine, theirs = isbns(one), isbns(other)
    if not mine and not theirs:
        return None
    agrees = None if not mine or not theirs else bool(set(mine) & set(theirs))
    return Evidence("isbn", agrees, "; ".join(mine[:2]), "; ".join(theirs[:2]))


def isbns(record: BibliographicRecord) -> tuple[str, ...]:
    """The valid ISBN-13 of a record."""
    return tuple(number.value for number in record.identifiers if number.scheme == "isbn" and number.valid)


def _year(one: BibliographicRecord, other: BibliographicRecord) -> Evidence | None:
    if one.year is None and other.year is None:
        return None
    agrees = None if one.year is None or other.year is None else one.year == other.year
    return Evidence("year", agrees, _text(one.year), _text(other.year))


def _text(year: int | None) -> str:
    return "" if year is None else str(year)


def _edition(one: BibliographicRecord, other: BibliographicRecord) -> Evidence | None:
    mine, theirs = _edition_numbers(one), _edition_numbers(other)
    if not mine and not theirs and not one.edition and not other.edition:
        return None
    agrees: bool | None = None
    if mine and theirs:
        agrees = not mine.isdisjoint(theirs)
    elif one.edition and other.edition:
        agrees = fuzz.ratio(compact_title(one.edition), compact_title(other.edition)) >= 80.0
    return Evidence("edition", agrees, one.edition, other.edition)


def _edition_numbers(record: BibliographicRecord) -> set[int]:
    return set(numbered_parts(f"{record.title} ; {record.edition}").get("edition", ()))


def _volume(one: BibliographicRecord, other: BibliographicRecord) -> Evidence | None:
    mine, theirs = _volume_numbers(one.title), _volume_numbers(other.title)
    if mine == theirs:
        return Evidence("volume", True, ", ".join(sorted(mine)), ", ".join(sorted(theirs))) if mine else None
    # A first volume need not be counted.
    agrees = (mine or theirs) == {"1"} and not (mine and theirs)
    return Evidence("volume", agrees or False, ", ".join(sorted(mine)), ", ".join(sorted(theirs)))


@lru_cache(maxsize=8192)
def _volume_numbers(title: str) -> frozenset[str]:
    """The numbers in a title that name a part (第二卷, Vol. II, Richard III), without those of editions."""
    folded = _EDITION.sub(" ", to_simplified(title).casefold())
    named = numbered_parts(folded).get("volume", ())
    if named:
        return frozenset(map(str, named))
    last = _LAST_ROMAN.search(_SUBTITLE.split(_BRACKETED.sub("", folded) or folded, maxsplit=1)[0])
    return part_numbers(folded) | ({last[1]} if last else set())


def _publisher(one: BibliographicRecord, other: BibliographicRecord) -> Evidence | None:
    mine, theirs = compact_title(one.publisher), compact_title(other.publisher)
    if not mine and not theirs:
        return None
    agrees = None if not mine or not theirs else fuzz.partial_ratio(mine, theirs) >= 100 * _SAME_PUBLISHER
    if agrees is False and has_han(mine) != has_han(theirs):
        agrees = None
    return Evidence("publisher", agrees, one.publisher, other.publisher)


def _language(one: BibliographicRecord, other: BibliographicRecord) -> Evidence | None:
    mine, theirs = _language_of(one), _language_of(other)
    if not mine and not theirs:
        return None
    return Evidence("language", None if not mine or not theirs else mine == theirs, mine, theirs)


def _language_of(record: BibliographicRecord) -> str:
    code = record.language
    if code in _CHINESE or (not code and has_han(record.title)):
        return "chi"
    return code  # "" stays unknown: a title in Latin letters may be Chinese in pinyin


def _cover(cosine: float | None) -> Evidence | None:
    if cosine is None or _OTHER_COVER < cosine < SAME_COVER:
        return None
    return Evidence("cover", cosine >= SAME_COVER)
