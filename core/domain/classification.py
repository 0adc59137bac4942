"""Classes, what the nearest holdings propose for a record, and call numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import Identification

ReservationId = NewType("ReservationId", int)

BookNumberStyle = Literal["initials", "phonetic", "running"]
"""Second line of a call number: initials of the author (CXQ), an author number (C26), or a running number (种次号)."""

ProposedField = Literal["class", "subject", "publisher", "place", "series", "language"]


@dataclass(frozen=True, slots=True)
class ClassNode:
    """One class of a browse tree. `n_records` counts the holdings in it and below; names are "" below the table."""

    notation: str
    name_zh: str
    name_en: str
    n_records: int
    has_children: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stored record that speaks for a proposal, with its share of the vote (0…1)."""

    record_id: RecordId
    title: str
    weight: float


@dataclass(frozen=True, slots=True)
class FieldProposal:
    """A value proposed for a field, never taken over without a person.

    `confidence` is the estimated probability that a cataloguer would choose it. `scheme` is that of the class or
    subject. `reason_id` says where it comes from: "propose.neighbours", "propose.printed", "propose.isbn_publisher" or
    "propose.isbn_group". `is_broader` marks a class that is right as far as it goes: the neighbours agree on it, but
    not on what is below.
    """

    field: ProposedField
    value: str
    confidence: float
    reason_id: str
    scheme: str = ""
    evidence: tuple[Evidence, ...] = ()
    is_broader: bool = False


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the holdings propose for one record, the likeliest first within each field.

    `words_only`: the encoders were not ready, so that only words were compared.
    """

    proposals: tuple[FieldProposal, ...]
    words_only: bool = False

    def of(self, field: ProposedField, scheme: str | None = None) -> tuple[FieldProposal, ...]:
        """The proposals for one field."""
        return tuple(p for p in self.proposals if p.field == field and (scheme is None or p.scheme == scheme))


@dataclass(frozen=True, slots=True)
class CoverDraft:
    """A record drafted from a scan: what the cover says, and what the nearest holdings add to it."""

    identification: Identification
    record: BibliographicRecord
    proposals: Proposals


@dataclass(frozen=True, slots=True)
class AuthorNumber:
    """One way to write an author as a book number, and the reading it follows ("" for Latin names)."""

    value: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class CallNumberProposal:
    """A call number for a record.

    Attributes:
        value: The whole in one line: class / book number, and a third part where wanted.
        lines: The same as it stands on a label.
        style: How the book number was made.
        alternatives: Other book numbers, where the author's name has several readings: a person chooses.
        clashes: Stored records that have this call number; empty for a proposal, but not for a number to be checked.
        reservation: Set when the number was reserved.
    """

    value: str
    lines: tuple[str, ...]
    style: BookNumberStyle
    alternatives: tuple[AuthorNumber, ...] = ()
    clashes: tuple[RecordId, ...] = ()
    reservation: ReservationId | None = None
