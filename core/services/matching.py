"""Recognising records that are in the library already: by number, by cover, by title, author and year.

A rule's answer is *certain* (the same edition) or only *possible*; another volume of a set, or another edition, is
neither. Likeness is measured on folded, simplified text: 紅樓夢 meets 红楼梦, and
Rowling, J. K. meets J.K. Rowling.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from core.domain.importing import MATCH_RULES, MatchRule
from core.domain.records import BibliographicRecord, RecordId
from core.text.normalize import fold, has_han, to_simplified
from core.text.pinyin import run_readings

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.interchange.reading import ImportedRecord

_SAME_TITLE = 0.93
_POSSIBLE_TITLE = 0.88
_SAME_NAME = 0.85
_POSSIBLE_NAME = 0.7
_SAME_SOUND = 0.8
"""Chinese names of which some characters are the same and all sound the same: 钱锺书 and 钱钟书 are possibly one."""
_RELATED_TITLE = 0.6
"""Enough beside an equal ISBN: publishers reword titles, but a number reused for another book has another title."""
_OTHER_TITLE = 0.6
_HASHED_BLOCK = 1 << 20
_SUBTITLE = re.compile(r"\s*(?:[:：/=＝]|——|--|—)\s*")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(
    r"第\s*([一二三四五六七八九十百]{1,3}|\d+)\s*[卷册部集辑编版]|[（(\s:：]([上中下])(?:[卷册编部集])?[)）]?$"
)
_ROMAN = re.compile(r"\b(?:volume|vol|part|book|v)\s+([ivx]{1,5})\b")


@dataclass(frozen=True, slots=True)
class Match:
    """A stored record that an imported one was recognised as, by which rule and how surely (`score` 0…1)."""

    record: BibliographicRecord
    rule: MatchRule
    score: float
    is_certain: bool


class IdSet:
    """Record ids as bits: an eighth of a byte for each id up to the largest."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, record_id: RecordId) -> None:
        byte, bit = divmod(record_id, 8)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits) + 1024))
        self._bits[byte] |= 1 << bit

    def __contains__(self, record_id: RecordId) -> bool:
        byte, bit = divmod(record_id, 8)
        return byte < len(self._bits) and bool(self._bits[byte] & (1 << bit))


class RecordMatcher:
    """Looks up batches of imported records. `rules` empty: see `core.domain.importing.ImportOptions.match`."""

    def __init__(self, catalogue: Catalogue, rules: Sequence[MatchRule] = ()) -> None:
        self._catalogue = catalogue
        self._rules = tuple(rules) or MATCH_RULES
        self._is_cautious = not rules

    def find(self, entries: Sequence[ImportedRecord], used: IdSet) -> list[Match | None]:
        """The stored record for each entry, in order, None for a new one.

        Args:
            entries: As read; external ids do not repeat.
            used: Records this import has made or recognised before. By another rule than the external id they are
                only possible again, so that two entries of a file stay two records.
        """
        records = [entry.record for entry in entries]
        known = self._catalogue.by_external([r.external_id for r in records if r.external_id])
        lookup = _Lookup(self._catalogue, [r for r in records if r.external_id not in known], self._rules)
        return [self._find_one(entry, known, lookup, used) for entry in entries]

    def _find_one(
        self,
        entry: ImportedRecord,
        known: Mapping[str, BibliographicRecord],
        lookup: _Lookup,
        used: IdSet,
    ) -> Match | None:
        record = entry.record
        same_id = known.get(record.external_id or "")
        if same_id is not None:
            _use(used, same_id)
            return Match(same_id, "control", 1.0, is_certain=True)
        if not record.external_id and (twin := lookup.twin(record, used)) is not None:
            _use(used, twin)
            return Match(twin, "title", 1.0, is_certain=True)
        best: Match | None = None
        for rule in self._rules:
            if rule == "cover" and (entry.cover_path is None or (self._is_cautious and record.external_id)):
                continue
            for match in lookup.by_rule(rule, entry):
                # Numbers of two sources do not clash: two records. Nor is one stored record two records of one import.
                if (self._is_cautious and record.external_id) or _is_used(used, match.record):
                    match = replace(match, is_certain=False)
                if best is None or (match.is_certain, match.score) > (best.is_certain, best.score):
                    best = match
            if best is not None and best.is_certain:
                break
        if best is not None and best.is_certain:
            _use(used, best.record)
        return best


class _Lookup:
    """What the catalogue has for one batch, asked for in a few statements."""

    def __init__(
        self, catalogue: Catalogue, records: Sequence[BibliographicRecord], rules: Sequence[MatchRule]
    ) -> None:
        self._catalogue = catalogue
        self._controls: dict[str, tuple[RecordId, ...]] = {}
        self._isbns: dict[str, tuple[RecordId, ...]] = {}
        self._titles: dict[int, tuple[RecordId, ...]] = {}
        if "control" in rules and (controls := {v for r in records for v in _controls(r)}):
            self._controls = dict(catalogue.find_identifier("control", controls))
            for value, record_id in catalogue.resolve_external(controls).items():
                self._controls[value] = (*self._controls.get(value, ()), record_id)
        if "isbn" in rules and (isbns := {v for r in records for v in _isbns(r)}):
            self._isbns = catalogue.find_identifier("isbn", isbns)
        like = [r for r in records if "title" in rules or not r.external_id]
        for record, ids in zip(like, catalogue.similar_titles(like), strict=True):
            self._titles[id(record)] = ids
        groups = (self._controls, self._isbns, self._titles)
        wanted = {i for group in groups for found in group.values() for i in found}
        self._stored = {r.id: r for r in catalogue.get(list(wanted))}

    def twin(self, record: BibliographicRecord, used: IdSet) -> BibliographicRecord | None:
        """A stored record without external id that says exactly the same."""
        wanted = content_digest(record)
        for stored in self._records(self._titles.get(id(record), ())):
            if not stored.external_id and not _is_used(used, stored) and content_digest(stored) == wanted:
                return stored
        return None

    def by_rule(self, rule: MatchRule, entry: ImportedRecord) -> list[Match]:
        """The matches by one rule."""
        record = entry.record
        if rule == "control":
            ids = [i for value in _controls(record) for i in self._controls.get(value, ())]
            return [_by_number("control", record, stored) for stored in self._records(ids)]
        if rule == "isbn":
            ids = [i for value in _isbns(record) for i in self._isbns.get(value, ())]
            return [_by_number("isbn", record, stored) for stored in self._records(ids)]
        if rule == "title":
            stored_ones = self._records(self._titles.get(id(record), ()))
            return [match for stored in stored_ones if (match := by_title(record, stored)) is not None]
        return self._by_cover(entry)

    def _by_cover(self, entry: ImportedRecord) -> list[Match]:
        sha256 = _sha256(entry.cover_path)
        cover = self._catalogue.cover_by_sha(sha256) if sha256 else None
        if cover is None or cover.record_id is None:
            return []
        matches: list[Match] = []
        for stored in self._catalogue.get([RecordId(cover.record_id)]):
            likeness = title_likeness(entry.record, stored)
            matches.append(Match(stored, "cover", max(0.5, likeness), is_certain=likeness >= 0.5))
        return matches

    def _records(self, ids: Sequence[RecordId]) -> list[BibliographicRecord]:
        return [self._stored[i] for i in dict.fromkeys(ids) if i in self._stored]


def _is_used(used: IdSet, record: BibliographicRecord) -> bool:
    return record.id is not None and record.id in used


def _use(used: IdSet, record: BibliographicRecord) -> None:
    if record.id is not None:
        used.add(record.id)


def _controls(record: BibliographicRecord) -> tuple[str, ...]:
    own = (record.external_id,) if record.external_id else ()
    return tuple(dict.fromkeys((*own, *(i.value for i in record.identifiers if i.scheme == "control"))))


def _isbns(record: BibliographicRecord) -> tuple[str, ...]:
    return tuple(i.value for i in record.identifiers if i.scheme == "isbn" and i.valid)


def _by_number(rule: MatchRule, record: BibliographicRecord, stored: BibliographicRecord) -> Match:
    likeness = title_likeness(record, stored)
    is_same_part = part_numbers(record.title) == part_numbers(stored.title)
    return Match(stored, rule, 0.5 + likeness / 2, is_certain=likeness >= _RELATED_TITLE and is_same_part)


def by_title(record: BibliographicRecord, stored: BibliographicRecord) -> Match | None:
    """What title, author and year say together.

    Certain: all three given and the same. Possible: a like title where the author or year is missing on one side, or
    the ISBNs differ though all else is the same (another binding). A different year is another edition, a different
    volume number another volume: None.
    """
    title = title_likeness(record, stored)
    if title < _POSSIBLE_TITLE or part_numbers(record.title) != part_numbers(stored.title):
        return None
    if record.year is not None and stored.year is not None and record.year != stored.year:
        return None
    name = name_likeness(record, stored)
    if name is not None and name < _POSSIBLE_NAME:
        return None
    has_year = record.year is not None and stored.year is not None
    mine, theirs = set(_isbns(record)), set(_isbns(stored))
    has_other_isbn = bool(mine and theirs) and not mine & theirs
    is_certain = title >= _SAME_TITLE and name is not None and name >= _SAME_NAME and has_year and not has_other_isbn
    score = 0.6 * title + 0.25 * (0.5 if name is None else name) + 0.15 * (1.0 if has_year else 0.5)
    return Match(stored, "title", round(score if not has_other_isbn else 0.8 * score, 4), is_certain)


def title_likeness(one: BibliographicRecord, other: BibliographicRecord) -> float:
    """How alike the titles are, 0…1: the best of title and parallel titles on either side, subtitles forgiven."""
    return max(
        _likeness(mine, theirs)
        for mine in (one.title, *one.title_parallel[:4])
        for theirs in (other.title, *other.title_parallel[:4])
    )


def has_other_title(before: BibliographicRecord, after: BibliographicRecord) -> bool:
    """Whether a change gives the record a title that is not the old one reworded: a person should look."""
    return _likeness(before.title, after.title) < _OTHER_TITLE


def name_likeness(one: BibliographicRecord, other: BibliographicRecord) -> float | None:
    """How alike the likest two authors are, 0…1; None where either side names none."""
    if not one.authors or not other.authors:
        return None
    return max(_name_likeness(mine, theirs) for mine in one.authors[:4] for theirs in other.authors[:4])


def part_numbers(title: str) -> frozenset[str]:
    """The numbers in a title that tell volumes and editions apart: digits, 第三卷, 上册, Volume IV."""
    folded = to_simplified(title)
    found = {str(int(number)) for number in _DIGITS.findall(folded)}
    found |= {(named[0] or named[1]).strip() for named in _NUMBERED.findall(folded)}
    found |= set(_ROMAN.findall(fold(title)))
    return frozenset(found)


def edition_keys(record: BibliographicRecord) -> tuple[str, ...]:
    """What two records of one edition share: their ISBNs, or without any title, first author and year."""
    isbns = _isbns(record)
    if isbns:
        return isbns
    author = _name_form(record.authors[0]) if record.authors else ""
    return (f"{_compact(record.title)}|{author}|{record.year or ''}",)


def content_digest(record: BibliographicRecord) -> bytes:
    """A print of what a record says, without what the catalogue adds to it."""
    holdings = tuple(replace(holding, id=None) for holding in record.holdings)
    bare = replace(record, id=None, external_id=None, version=0, status="confirmed", holdings=holdings)
    return hashlib.sha256(repr(bare).encode("utf-8", "surrogatepass")).digest()


def _likeness(one: str, other: str) -> float:
    whole_one, main_one = _title_forms(one)
    whole_other, main_other = _title_forms(other)
    if not whole_one or not whole_other:
        return 0.0
    whole = fuzz.ratio(whole_one, whole_other) / 100
    if main_one == main_other and main_one and (whole_one == main_one or whole_other == main_other):
        return max(whole, 0.95)  # one of them leaves the subtitle out
    return whole


@lru_cache(maxsize=4096)
def _title_forms(title: str) -> tuple[str, str]:
    """The whole title and the part before the subtitle, compact: folded, simplified, without blanks."""
    return _compact(title), _compact(_SUBTITLE.split(title, maxsplit=1)[0])


def _compact(text: str) -> str:
    return fold(to_simplified(text)).replace(" ", "")


@lru_cache(maxsize=4096)
def _name_form(name: str) -> str:
    folded = fold(to_simplified(name))
    return folded.replace(" ", "") if has_han(folded) else folded


@lru_cache(maxsize=4096)
def _sound(name: str) -> tuple[str, ...]:
    return tuple(readings[0] if readings else "" for readings in run_readings(name))


def _name_likeness(one: str, other: str) -> float:
    first, second = _name_form(one), _name_form(other)
    if has_han(first) or has_han(second):
        likeness = fuzz.ratio(first, second) / 100
        if likeness and len(first) == len(second) and likeness < _SAME_SOUND and _sound(first) == _sound(second):
            return _SAME_SOUND
        return likeness
    return max(fuzz.token_sort_ratio(first, second), fuzz.token_set_ratio(first, second)) / 100


def _sha256(path: Path | None) -> str | None:
    """The digest of a cover file; None when it is not there (the import reports that by itself)."""
    if path is None:
        return None
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_HASHED_BLOCK):
                digest.update(block)
    except (OSError, ValueError):
        return None
    return digest.hexdigest()
