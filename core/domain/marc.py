"""MARC records as data: leader, fields, subfields, and the source that a catalogued record came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

MarcFlavour = Literal["marc21", "unimarc"]
"""CNMARC is the Chinese edition of UNIMARC and goes under its name; its local fields are told by tag."""

SourceFormat = Literal["marc21", "unimarc", "marcxml", "marcjson", "mods", "dc", "ris", "bibtex"]

MARC_FORMATS: Final = frozenset({"marc21", "unimarc", "marcxml", "marcjson"})
"""Formats of sources that hold a whole MARC record."""

MARC_FILES: Final = frozenset({"marc", "unimarc", "marcxml", "marcjson"})
"""Formats of files whose records are MARC records."""


@dataclass(frozen=True, slots=True)
class Subfield:
    """`code` is one character; `value` is text as decoded, never normalised."""

    code: str
    value: str


@dataclass(frozen=True, slots=True)
class MarcField:
    """A control field has `value` and no subfields, a data field subfields and two indicators (blank is a space)."""

    tag: str
    value: str = ""
    indicators: tuple[str, str] = (" ", " ")
    subfields: tuple[Subfield, ...] = ()

    @property
    def is_control(self) -> bool:
        return self.tag < "010" and self.tag.isdigit()

    def all(self, codes: str) -> Iterator[str]:
        """Values of the subfields whose code is among `codes`, in the order of the record."""
        return (each.value for each in self.subfields if each.code in codes)

    def first(self, codes: str) -> str:
        """The first such value, or "" without one."""
        return next(self.all(codes), "")


@dataclass(frozen=True, slots=True)
class MarcRecord:
    """One record. `leader` has 24 characters; `fields` stand in the order of the record."""

    flavour: MarcFlavour
    leader: str
    fields: tuple[MarcField, ...] = field(default_factory=tuple)

    def tagged(self, *tags: str) -> Iterator[MarcField]:
        """The fields with any of these tags, in the order of the record."""
        return (each for each in self.fields if each.tag in tags)

    def first(self, tag: str, codes: str = "") -> str:
        """The first value of a control field, or of the subfields `codes` of a data field; "" without one."""
        for each in self.tagged(tag):
            value = each.first(codes) if codes else each.value
            if value:
                return value
        return ""


@dataclass(frozen=True, slots=True)
class MarcSource:
    """The record that a catalogued record was imported from, byte for byte. `encoding` is the one detected."""

    format: str
    encoding: str
    data: bytes
