"""Copy cataloguing: other catalogues, what is asked of them, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.domain.importing import FieldDifference
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RecordId

Protocol = Literal["sru", "z3950"]
SearchField = Literal["isbn", "issn", "title", "author"]
SEARCH_FIELDS: tuple[SearchField, ...] = ("isbn", "issn", "title", "author")


@dataclass(frozen=True, slots=True)
class CopySource:
    """A catalogue that can be asked.

    Attributes:
        name: Short, for the command line.
        title: As people know it.
        protocol: "sru" or "z3950".
        address: SRU: the base URL. Z39.50: host:port/database.
        version: SRU only: "1.1", "1.2" or "2.0".
        schemas: SRU: record schemas by the server's names, the best first, each with the format it is in here
            ("marcxml=marcxml", "MARC21-xml=marcxml", "mods", "dc"). Z39.50: the record syntax, "usmarc" or "unimarc".
        indexes: What to search by: SRU a CQL index, Z39.50 a Bib-1 use attribute, for each `SearchField` it has.
        language: Where it is, roughly: ISO 639-2 of its catalogue, for sorting the list.
    """

    name: str
    title: str
    protocol: Protocol
    address: str
    version: str = "1.1"
    schemas: tuple[str, ...] = ("marcxml",)
    indexes: Mapping[str, str] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class CopyQuery:
    """What to look for; all that is given must fit. `start` counts from 1."""

    isbn: str = ""
    issn: str = ""
    title: str = ""
    author: str = ""
    start: int = 1
    limit: int = 10

    def terms(self) -> dict[str, str]:
        """The `SearchField`s that are given."""
        values = {
            "isbn": self.isbn.strip(), "issn": self.issn.strip(), "title": self.title.strip(),
            "author": self.author.strip(),
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as it came. `format` is a name of the formats that can be imported: marcxml, mods, dc, marc."""

    data: bytes
    format: str
    position: int


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """One page of an answer. `total` is what the server says it has; `next_start` is None at the end.

    `problems`: (message id, values) of what was wrong with single records.
    """

    records: tuple[RawRecord, ...]
    total: int
    next_start: int | None = None
    problems: tuple[tuple[str, Mapping[str, str | int | float]], ...] = ()


@dataclass(frozen=True, slots=True)
class FetchedRecord:
    """A record of another catalogue, ready to be taken over.

    `known` is the stored record it is or may be (`is_certain`), with what taking it over would change.
    """

    source: str
    record: BibliographicRecord
    original: MarcSource | None = None
    known: RecordId | None = None
    is_certain: bool = False
    differences: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Why a catalogue gave no, or not all, records."""

    source: str
    message_id: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FetchAnswer:
    """What all the catalogues that were asked had. `totals`: source → how many there are in all."""

    records: tuple[FetchedRecord, ...]
    totals: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[SourceProblem, ...] = ()
