"""Fields that point elsewhere: 880 of MARC 21 (the same in another script), 4XX of UNIMARC (another record)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.domain.marc import MarcField, Subfield

# Fields whose original script stands in the record's place of the romanised one. Subjects keep their heading as the
# thesaurus has it.
_PREFERRED = frozenset(
    [
        "100", "110", "111", "245", "246", "240", "130", "247", "250", "260", "264", "300", "440", "490", "500",
        "501", "502", "504", "505", "508", "511", "515", "518", "520", "530", "534", "538", "546", "547", "550",
        "580", "700", "710", "711", "740", "800", "810", "811", "830",
    ]
)  # fmt: skip
# Embedded field of UNIMARC and its subfields → the subfields of the standard technique. "7" stands for every name.
_EMBEDDED: Final = {
    "010": {"a": "y"},
    "011": {"a": "x"},
    "200": {"a": "t", "d": "l", "e": "o", "f": "f", "h": "h", "i": "i", "v": "v"},
    "205": {"a": "e"},
    "210": {"a": "c", "c": "n", "d": "d"},
    "215": {"a": "p"},
    "500": {"a": "t", "h": "h", "i": "i"},
    "7": {"a": "a"},
    "856": {"u": "u"},
}
TITLES: Final = frozenset({"130", "240", "245", "246", "247", "740"})


def linkage(field: MarcField) -> tuple[str, str]:
    """Tag and occurrence number in $6 ("880-01" → ("880", "01")); ("", "") without one."""
    if field.subfields and field.subfields[0].code == "6":
        value = field.subfields[0].value
        return value[:3], value[4:6]
    value = field.first("6")
    return (value[:3], value[4:6]) if value else ("", "")


def linked_pairs(fields: Sequence[MarcField]) -> dict[int, int]:
    """Place of a field → place of the 880 that is linked with it."""
    originals: dict[tuple[str, str], int] = {}
    for place, field in enumerate(fields):
        if field.tag == "880":
            tag, occurrence = linkage(field)
            if occurrence != "00":
                originals.setdefault((tag, occurrence), place)
    pairs: dict[int, int] = {}
    if originals:
        for place, field in enumerate(fields):
            if field.tag != "880" and (key := linkage(field))[0] == "880":
                partner = originals.get((field.tag, key[1]))
                if partner is not None:
                    pairs[place] = partner
    return pairs


def as_described(fields: Sequence[MarcField]) -> list[tuple[MarcField, tuple[int, ...]]]:
    """The fields as the description takes them, each with the places it came from.

    A field with an 880 gives the 880 under its own tag; a romanised title follows as a further title. An 880 without a
    partner counts as the field that it names. The roles of an agent are taken from the field that has them.
    """
    pairs = linked_pairs(fields)
    used = set(pairs.values())
    found: list[tuple[MarcField, tuple[int, ...]]] = []
    for place, field in enumerate(fields):
        if field.tag == "880":
            tag, _ = linkage(field)
            if place not in used and tag in _PREFERRED:
                found.append((MarcField(tag, "", field.indicators, field.subfields), (place,)))
        elif place in pairs and field.tag in _PREFERRED:
            original = fields[pairs[place]]
            subfields = original.subfields
            if field.tag[0] in "17" and not any(each.code in "4e" for each in subfields):
                subfields += tuple(each for each in field.subfields if each.code in "4e")
            found.append((MarcField(field.tag, "", field.indicators, subfields), (place, pairs[place])))
            if field.tag in TITLES:
                tag = "246" if field.tag == "245" else field.tag
                found.append((MarcField(tag, "", ("3", "1"), field.subfields), (place, pairs[place])))
        else:
            found.append((field, (place,)))
    return found


def as_standard_link(field: MarcField) -> MarcField:
    """A 4XX of UNIMARC whose fields are embedded ($12001 $a…) in the subfields of the standard technique ($t…).

    What that has no subfield for keeps its code.
    """
    if not any(each.code == "1" for each in field.subfields):
        return field
    codes: dict[str, str] = {}
    found: list[Subfield] = []
    for each in field.subfields:
        tag = each.value[:3]
        if each.code != "1":
            found.append(Subfield(codes.get(each.code, each.code), each.value))
        elif tag == "001":
            found.append(Subfield("3", each.value[3:].strip()))
        else:
            codes = _EMBEDDED.get(tag, _EMBEDDED["7"] if tag.startswith("7") else {})
    return MarcField(field.tag, field.value, field.indicators, tuple(found))
