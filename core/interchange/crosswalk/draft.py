"""What is gathered from the fields of one MARC record before it becomes a BibliographicRecord."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, Subject
from core.interchange.cells import names_of_statement
from core.interchange.reading import clean_line, clean_text
from core.text.normalize import has_han

_T = TypeVar("_T")
_FEW: Final = 2

# Anything that `clean_line` would change: controls, unpaired surrogates, blanks other than single spaces inside.
_UNCLEAN = re.compile(r"[\x00-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]|\s\s|[^\S ]|^\s|\s\Z")
_UNCLEAN_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
# One name and nothing else: several, or other roles, are for a person to take apart.
_WRITTEN_BY = re.compile(r"(?:written\s+)?by\s+((?!.*(?:,| and | by |;|&)).+)", re.IGNORECASE)


def line(text: str) -> str:
    """`clean_line`, told first whether there is anything to clean."""
    # Quicker than the pattern, and nearly always enough: no control, no surrogate, no blank but a space is printable.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return clean_line(text) if _UNCLEAN.search(text) else text


class Draft:
    """The parts of a record in the order in which its fields give them."""

    __slots__ = (
        "classes", "contributors", "control_number", "descriptions", "edition", "extent", "headings", "holdings",
        "identifiers", "issuer", "language", "notes", "parallel", "place", "publisher", "series", "statement", "title",
        "traced_series", "year", "year_text",
    )  # fmt: skip

    def __init__(self) -> None:
        self.title = ""
        self.parallel: list[str] = []
        self.contributors: list[Contributor] = []
        self.control_number = ""
        self.issuer = ""
        self.language = ""
        self.descriptions: list[str] = []
        self.headings: list[Subject] = []
        self.classes: list[Subject] = []
        self.year: int | None = None
        self.year_text = ""
        self.publisher = ""
        self.place = ""
        self.edition = ""
        self.series: list[str] = []
        self.traced_series: list[str] = []
        self.extent = ""
        self.notes: list[str] = []
        self.identifiers: list[Identifier] = []
        self.holdings: list[Holding] = []
        self.statement: list[str] = []

    def record(self) -> BibliographicRecord:
        """The record. Without a field for agents, those of the statement of responsibility are taken."""
        title = line(self.title)
        external = f"({self.issuer}){self.control_number}" if self.issuer else self.control_number
        series = self.series or self.traced_series
        contributors = self.contributors
        if not contributors and self.statement:
            contributors = self.stated()
        return BibliographicRecord(
            title=title,
            external_id=line(external) or None if self.control_number else None,
            title_parallel=_distinct(self.parallel, title),
            contributors=_once(contributors),
            language=self.language,
            description=_text(self.descriptions),
            subjects=_once([*self.headings, *self.classes]),
            year=self.year,
            publisher=self.publisher and line(self.publisher),
            place=self.place and line(self.place),
            edition=self.edition and line(self.edition),
            series=line("; ".join(dict.fromkeys(series))) if series else "",
            extent=self.extent and line(self.extent),
            note=_text(self.notes),
            identifiers=_once(self.identifiers),
            holdings=tuple(self.holdings),
        )

    def stated(self) -> list[Contributor]:
        """The agents in the statement of responsibility, where it is Chinese or plainly "by somebody"."""
        text = " ; ".join(self.statement)
        if has_han(text):
            return names_of_statement(text)
        written_by = _WRITTEN_BY.fullmatch(text)
        return [Contributor(line(written_by[1]))] if written_by else []


def _once(values: list[_T]) -> tuple[_T, ...]:
    """The values without repetitions; hashing a dataclass costs more than looking at their number."""
    return tuple(values) if len(values) < _FEW else tuple(dict.fromkeys(values))


def _distinct(titles: list[str], title: str) -> tuple[str, ...]:
    if not titles:
        return ()
    return tuple(dict.fromkeys(each for each in map(line, titles) if each and each != title))


def _text(paragraphs: list[str]) -> str:
    if not paragraphs:
        return ""
    cleaned = [
        each.strip() if each.isprintable() or not _UNCLEAN_TEXT.search(each) else clean_text(each)
        for each in paragraphs
    ]
    return cleaned[0] if len(cleaned) == 1 else "\n".join(filter(None, cleaned))
