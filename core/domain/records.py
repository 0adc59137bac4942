"""Bibliographic records, agents, identifiers and holdings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

RecordId = NewType("RecordId", int)
HoldingId = NewType("HoldingId", int)

IdentifierScheme = Literal["isbn", "issn", "control", "external"]
RecordStatus = Literal["confirmed", "draft"]
HOLDING_STATUSES = ("available", "on_loan", "reading_room", "in_process", "lost", "withdrawn")
"""The states of items that every library has; more in `core.domain.item_states`."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """An agent in a role. `role` is a MARC relator term in English: author, translator, editor, illustrator…"""

    name: str
    role: str = "author"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject heading or class number. `scheme`: "" (free keyword), "lcsh", "clc" (中图法), "ddc", "lcc"."""

    term: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that names the record. `value` is normalised (ISBN-13 or ISSN without hyphens).

    `valid` is False when the check digit is wrong; such a number is kept as printed, never dropped.
    """

    scheme: IdentifierScheme
    value: str
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Holding:
    """One physical copy (item). `status` is one of `HOLDING_STATUSES` or the code of a state of the library's own."""

    id: HoldingId | None = None
    barcode: str = ""
    call_number: str = ""
    location: str = ""
    status: str = "available"
    note: str = ""


@dataclass(frozen=True, slots=True)
class BibliographicRecord:
    """The description of one edition.

    `id` is None until stored. `external_id` is the identifier under which the record was imported; unique where
    present. `version` grows with each stored change. `language` is ISO 639-2 (bibliographic), "" when unknown.
    """

    title: str
    id: RecordId | None = None
    external_id: str | None = None
    title_parallel: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    language: str = ""
    description: str = ""
    subjects: tuple[Subject, ...] = ()
    year: int | None = None
    publisher: str = ""
    place: str = ""
    edition: str = ""
    series: str = ""
    extent: str = ""
    note: str = ""
    identifiers: tuple[Identifier, ...] = ()
    holdings: tuple[Holding, ...] = ()
    status: RecordStatus = "confirmed"
    version: int = 0

    @property
    def authors(self) -> tuple[str, ...]:
        """Names in the role of author, or every name when no author is given."""
        authors = tuple(c.name for c in self.contributors if c.role == "author")
        return authors or tuple(c.name for c in self.contributors)

    @property
    def isbn(self) -> str | None:
        """The first valid ISBN-13, else the first ISBN as printed, else None."""
        found = [i for i in self.identifiers if i.scheme == "isbn"]
        return next((i.value for i in found if i.valid), found[0].value if found else None)


@dataclass(frozen=True, slots=True)
class RejectedInput:
    """One rejected piece of an input. `position`: record number, line number or byte offset, as the format counts.

    `raw` is the piece as it came, where the reader has it at hand; an import writes it to the rejects file and then
    drops it, so it is empty in every report.
    """

    file: str
    position: str
    reason_id: str
    reason: Mapping[str, str | int | float] = field(default_factory=dict)
    raw: bytes = field(default=b"", compare=False, repr=False)
