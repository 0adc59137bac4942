"""Content, media and carrier types: MARC 21 336, 337, 338 ↔ UNIMARC 181, 182, 183.

MARC 21 writes a term and RDA's code; CNMARC that code with its source, or ISBD's own codes, which are only read.
Source: MARC 21 Format for Bibliographic Data, 336-338; UNIMARC Manual, updates of 181-183.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from core.domain.marc import MarcField, MarcFlavour
from core.interchange.crosswalk import tables
from core.interchange.crosswalk.losses import LostPart
from core.interchange.crosswalk.marc21_writing import made


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the three: its tags, the source of its codes, the subfield of UNIMARC that has RDA's code."""

    name: str
    marc21: str
    unimarc: str
    source: str
    code: str


_KINDS: Final = (
    _Kind("content", "336", "181", "rdacontent", "c"),
    _Kind("media", "337", "182", "rdamedia", "c"),
    _Kind("carrier", "338", "183", "rdacarrier", "a"),
)


def type_fields(field: MarcField, to: MarcFlavour, lost: list[LostPart]) -> list[MarcField] | None:
    """The fields that a type becomes, one for each code; None when the field is no such type.

    Args:
        field: A field of the other flavour.
        to: The flavour to make.
        lost: Takes what has no place.
    """
    for kind in _KINDS:
        if field.tag == kind.marc21 and to == "unimarc":
            return _to_unimarc(field, kind, lost)
        if field.tag == kind.unimarc and to == "marc21":
            return _to_marc21(field, kind, lost)
    return None


def without_repeats(fields: list[MarcField]) -> list[MarcField]:
    """Each type once: CNMARC may say the same with ISBD's code and with RDA's."""
    tags = {kind.marc21 for kind in _KINDS}
    return [each for place, each in enumerate(fields) if each.tag not in tags or each not in fields[:place]]


def _to_unimarc(field: MarcField, kind: _Kind, lost: list[LostPart]) -> list[MarcField]:
    terms: Mapping[str, str] = tables.carriers()[kind.name]
    codes = [each.strip() for each in field.all("b") if each.strip()]
    for term in field.all("a"):
        code = next((code for code, name in terms.items() if name == term.strip(" .").lower()), "")
        if code and code not in codes:
            codes.append(code)
        elif not code and not field.first("b"):  # a term in another language says what the code beside it says
            lost.append(LostPart(field.tag, "a", term))
    lost += [LostPart(field.tag, each.code, each.value) for each in field.subfields if each.code not in "ab268"]
    source = field.first("2").strip() or kind.source
    return [made(kind.unimarc, "  ", (kind.code, code), ("2", source)) for code in codes]


def _to_marc21(field: MarcField, kind: _Kind, lost: list[LostPart]) -> list[MarcField]:
    terms: Mapping[str, str] = tables.carriers()[kind.name]
    source = field.first("2").strip()
    coded = [text for each in field.all(kind.code) if (text := each.strip()) and (source or text in terms)]
    found = list(_isbd_codes(field, kind))
    codes = coded or [code for _, code in found if code]
    told = {kind.code if coded else "", *(each for each, code in found if code in codes), "2", "6", "7"}
    lost += [LostPart(field.tag, each.code, each.value) for each in field.subfields if each.code not in told]
    return [
        made(
            kind.marc21,
            "  ",
            *([("a", terms[code])] if code in terms else []),
            ("b", code),
            ("2", source or kind.source),
        )
        for code in dict.fromkeys(codes)
    ]


def _isbd_codes(field: MarcField, kind: _Kind) -> Iterator[tuple[str, str]]:
    """Subfields of ISBD's codes, each with the code of RDA that they say; "" where it has none."""
    patterns = tables.carriers()["isbd"].get(kind.name, ())
    for each in field.all("a") if patterns else ():
        key = each[:1] + field.first("b") if kind.name == "content" else each.strip()
        code = next((code for pattern, code in patterns if re.match(pattern, key)), "")
        yield from (("a", code), ("b", code)) if kind.name == "content" else (("a", code),)
