"""The query language: what a person typed, taken apart. Nothing typed is ever an error.

    words "a phrase" -not author:鲁迅 title: subject: isbn: year:1990..2005 lang: call:

Field names work in Chinese too, with half-width or full-width colons, and quotes in any of “” 「」 『』 《》 "".
What does not make sense as a filter is searched as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from core.domain.filters import SearchFilters
from core.domain.records import Identifier
from core.text.languages import language_code
from core.text.normalize import fold
from core.text.numbers import bare_number, parse_isbn

Field = Literal["author", "title", "subject", "isbn", "year", "lang", "call"]

_FIELD_NAMES: dict[Field, str] = {
    "author": "author 作者 著者 责任者 責任者",
    "title": "title 题名 題名 书名 書名",
    "subject": "subject 主题 主題",
    "isbn": "isbn",
    "year": "year 年 年份 出版年",
    "lang": "lang language 语种 語種 语言 語言",
    "call": "call 索书号 索書號",
}
_FIELD_OF = {alias: name for name, names in _FIELD_NAMES.items() for alias in names.split()}
_FIELD = re.compile(rf"({'|'.join(sorted(_FIELD_OF, key=len, reverse=True))})\s*[:：]\s*", re.IGNORECASE)
_QUOTES = {'"': '"', "＂": "＂", "“": "”", "”": "”", "„": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "«": "»"}
_OPENING = "".join(_QUOTES)
_MINUS = "-－−–"
_BARE = re.compile(rf"[^\s{re.escape(_OPENING)}]+")
_YEARS = re.compile(r"(-?\d{1,4})?\s*(?:\.\.+|…|~|～|—|–|-|至|到)\s*(\d{1,4})?", re.ASCII)
_YEAR = re.compile(r"\d{1,4}", re.ASCII)
_NUMBER_PIECE = re.compile(r"[\dXxＸｘ０-９][\dXxＸｘ０-９\-‐‑‒–—－]*")
_MAX_QUERY = 4000


@dataclass(frozen=True, slots=True)
class Term:
    """Words as typed. A phrase must stand together; `within` "" means anywhere."""

    text: str
    is_phrase: bool = False
    within: Literal["", "author", "title", "subject"] = ""


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query taken apart.

    `positives` and `negations` are in the order typed. `identifiers` are standard numbers recognised in the words;
    those with a right check digit are not repeated among the words.
    """

    raw: str
    positives: tuple[Term, ...] = ()
    negations: tuple[Term, ...] = ()
    filters: SearchFilters = field(default_factory=SearchFilters)
    identifiers: tuple[Identifier, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """The plain words."""
        return tuple(term.text for term in self.positives if not term.is_phrase)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The quoted phrases."""
        return tuple(term.text for term in self.positives if term.is_phrase)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to search by words."""
        return any(fold(term.text) for term in self.positives)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is asked."""
        return not (self.has_words or self.identifiers or self.filters != SearchFilters())


class _Collector:
    """Gathers the pieces of one query while it is read."""

    def __init__(self) -> None:
        self.positives: list[Term] = []
        self.negations: list[Term] = []
        self.texts: dict[str, list[str]] = {name: [] for name in ("author", "title", "subject")}
        self.languages: list[str] = []
        self.isbns: list[str] = []
        self.call_number = ""
        self.year_from: int | None = None
        self.year_to: int | None = None

    def add_words(self, text: str, is_phrase: bool, is_negative: bool) -> None:
        if fold(text):
            (self.negations if is_negative else self.positives).append(Term(text, is_phrase))

    def add_filter(self, name: Field, value: str, is_phrase: bool, is_negative: bool) -> bool:
        """Take a filter; False when its value makes no sense."""
        if name in ("author", "title", "subject"):
            if not fold(value):
                return False
            if is_negative:
                self.negations.append(Term(value, is_phrase, name))
            else:
                self.texts[name].append(value)
            return True
        return not is_negative and self._add_fact(name, value)

    def _add_fact(self, name: Field, value: str) -> bool:
        if name == "year":
            return self._add_years(value)
        if name == "lang":
            code = language_code(value)
            if code is not None:
                self.languages.append(code)
            return code is not None
        if name == "isbn":
            identifier = parse_isbn(value)
            number = identifier.value if identifier else bare_number(value)
            if number.isascii() and number.isalnum():
                self.isbns.append(number)
                return True
            return False
        if name == "call" and fold(value):
            self.call_number = value
            return True
        return False

    def _add_years(self, value: str) -> bool:
        text = value.translate({0xFF10 + digit: str(digit) for digit in range(10)}).strip().removesuffix("年")
        if _YEAR.fullmatch(text):
            self.year_from = self.year_to = int(text)
            return True
        if (found := _YEARS.fullmatch(text)) and (found[1] or found[2]):
            first = int(found[1]) if found[1] else None
            last = int(found[2]) if found[2] else None
            if first is not None and last is not None and first > last:
                first, last = last, first
            self.year_from, self.year_to = first, last
            return True
        return False


def parse(text: str) -> ParsedQuery:
    """Take a query apart. Any string is accepted; only its first 4,000 characters count."""
    query = text[:_MAX_QUERY].replace("\0", " ")
    whole = _whole_number(query)
    if whole is not None and whole.valid:
        return ParsedQuery(raw=text, identifiers=(whole,))
    collector = _Collector()
    _read(query, collector)
    identifiers, positives = _take_numbers(collector.positives)
    if whole is not None and whole not in identifiers:
        identifiers.append(whole)
    return ParsedQuery(
        raw=text,
        positives=tuple(positives),
        negations=tuple(collector.negations),
        filters=SearchFilters(
            authors=tuple(collector.texts["author"]),
            titles=tuple(collector.texts["title"]),
            subjects=tuple(collector.texts["subject"]),
            year_from=collector.year_from,
            year_to=collector.year_to,
            languages=tuple(dict.fromkeys(collector.languages)),
            isbn=tuple(dict.fromkeys(collector.isbns)),
            call_number_prefix=collector.call_number,
        ),
        identifiers=tuple(identifiers),
    )


def _read(query: str, collector: _Collector) -> None:
    position = 0
    while position < len(query):
        char = query[position]
        if char.isspace():
            position += 1
            continue
        start = position
        starts_piece = position == 0 or query[position - 1].isspace()
        following = query[position + 1 : position + 2]
        is_negative = starts_piece and char in _MINUS and bool(following) and not following.isspace()
        if is_negative:
            position += 1
        field_found = _FIELD.match(query, position) if starts_piece else None
        if field_found:
            value, is_phrase, end = _read_value(query, field_found.end())
            name = _FIELD_OF[field_found[1].lower()]
            if value and collector.add_filter(name, value, is_phrase, is_negative):
                position = end
                continue
            end = max(end, field_found.end())
            collector.add_words(query[start:end], is_phrase=False, is_negative=False)
            position = end
            continue
        value, is_phrase, end = _read_value(query, position)
        if value:
            collector.add_words(value, is_phrase, is_negative)
        position = max(end, position + 1)


def _read_value(query: str, position: int) -> tuple[str, bool, int]:
    """A quoted phrase or a bare word at `position`, whether it was quoted, and where it ends."""
    if position >= len(query):
        return "", False, position
    if (closing := _QUOTES.get(query[position])) is not None:
        end = query.find(closing, position + 1)
        if end > position:
            return query[position + 1 : end], True, end + 1
        position += 1  # an opening quote that never closes is no quote
    found = _BARE.match(query, position)
    return (found[0], False, found.end()) if found else ("", False, position)


def _whole_number(query: str) -> Identifier | None:
    """The standard number that the whole query is, spaces allowed inside."""
    stripped = query.strip()
    if len(stripped) > 24 or not all(_NUMBER_PIECE.fullmatch(piece) for piece in stripped.split()):
        return None
    return parse_isbn(stripped) if stripped else None


def _take_numbers(terms: list[Term]) -> tuple[list[Identifier], list[Term]]:
    identifiers: list[Identifier] = []
    rest: list[Term] = []
    for term in terms:
        found = parse_isbn(term.text) if _NUMBER_PIECE.fullmatch(term.text) else None
        if found is not None and found not in identifiers:
            identifiers.append(found)
        if found is None or not found.valid:
            rest.append(term)
    return identifiers, rest


def semantic_text(parsed: ParsedQuery) -> str:
    """What is left for a text encoder: words and phrases in the order typed, and the titles and subjects asked for."""
    pieces = [*parsed.filters.titles, *parsed.filters.subjects, *(term.text for term in parsed.positives)]
    return " ".join(pieces).strip()
