"""An edited record → its MARC source with just those fields changed.

Every change is tried from the smallest to the largest: other text in the same subfield, other subfields in the same
field, other fields. The first that reads back as what was wanted, and as nothing else, is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from core.domain.marc import MarcField, MarcRecord, Subfield
from core.domain.records import BibliographicRecord
from core.interchange.crosswalk import marc21_writing, unimarc_writing
from core.interchange.crosswalk.field_surgery import Fields, inserted, merged, replaced, rewritten, without
from core.interchange.crosswalk.holdings import HoldingProfile, default_profile, profile_for
from core.interchange.crosswalk.linking import linkage
from core.interchange.crosswalk.list_editing import LISTS, edited_lists, entries, new_fields
from core.interchange.crosswalk.reading import to_bibliographic
from core.interchange.crosswalk.writing import held_part

_PARTS: Final = (
    "external_id", "identifiers", "language", "title", "title_parallel", "contributors", "edition", "place",
    "publisher", "year", "extent", "series", "note", "description", "subjects", "holdings",
)  # fmt: skip
# The subfields that a text of a record is written into; what else a field has stays when they are written anew.
_OWNED = {
    "245": ("abnp",), "200": ("aehi", "adehi"), "250": ("ab",), "205": ("abf",), "300": ("abce",), "215": ("acde",),
    "490": ("anpv",), "225": ("aehiv",),
}  # fmt: skip
_PLACE_CODES = {"marc21": {"place": "a", "publisher": "b"}, "unimarc": {"place": "a", "publisher": "c"}}
_DATE_CODE = {"marc21": "c", "unimarc": "d"}
_CODED = {"marc21": ("008", 7, 35), "unimarc": ("100", 9, -1)}


def apply_edit(
    source: MarcRecord,
    before: BibliographicRecord,
    after: BibliographicRecord,
    profile: HoldingProfile | None = None,
) -> MarcRecord:
    """The source with the fields changed whose values differ between `before` and `after`.

    Everything else stays as it is: local fields, order, indicators, order of subfields. Without a difference that MARC
    can hold, the source itself is returned. What cannot be written exactly (a value the flavour has no place for) is
    written as nearly as it can be.

    Args:
        source: The record as it was imported.
        before: What was in the catalogue; normally `to_bibliographic(source)`.
        after: What is in the catalogue now.
        profile: How copies are written; None takes the one that the source uses.
    """
    old, new = held_part(before, source.flavour), held_part(after, source.flavour)
    changed = [part for part in _PARTS if getattr(old, part) != getattr(new, part)]
    used = profile or profile_for(source) or default_profile(source.flavour)
    current = source
    for part in changed:
        said = held_part(to_bibliographic(current, used), source.flavour)
        wanted = held_part(replace(said, **{part: getattr(new, part)}), source.flavour)
        if said != wanted:
            current = _edited(current, said, wanted, part, used)
    return current


def _edited(
    marc: MarcRecord, said: BibliographicRecord, wanted: BibliographicRecord, part: str, profile: HoldingProfile
) -> MarcRecord:
    """The first candidate that says what is wanted; else the last that gets the part itself right; else the last."""
    nearest: MarcRecord | None = None
    last = marc
    for fields in _candidates(marc, said, wanted, part, profile):
        last = replace(marc, fields=fields)
        reads = held_part(to_bibliographic(last, profile), marc.flavour)
        if reads == wanted:
            return last
        if getattr(reads, part) == getattr(wanted, part):
            nearest = last
    return nearest or last


def _candidates(
    marc: MarcRecord, said: BibliographicRecord, wanted: BibliographicRecord, part: str, profile: HoldingProfile
) -> Iterator[Fields]:
    if part == "external_id":
        yield from _with_control_number(marc, wanted)
    elif part == "language":
        yield from _with_language(marc, said.language, wanted.language)
    elif part == "year":
        yield from _with_year(marc, said.year, wanted)
    elif part in LISTS:
        yield from edited_lists(marc, said, wanted, part, profile)
    else:
        yield from _with_text(marc, getattr(said, part), wanted, part)


def _with_control_number(marc: MarcRecord, wanted: BibliographicRecord) -> Iterator[Fields]:
    write = marc21_writing if marc.flavour == "marc21" else unimarc_writing
    tags = ("001", "003") if marc.flavour == "marc21" else ("001",)
    places = [place for place, field in enumerate(marc.fields) if field.tag in tags]
    new = write.control_fields(wanted)
    if places and new:
        yield replaced(marc.fields, {places[0]: new, **dict.fromkeys(places[1:], ())})
    yield (*new, *without(marc.fields, places))


def _with_coded(marc: MarcRecord, start: int, text: str) -> tuple[Fields, bool]:
    """The fields with `text` at a position of 008 or 100 $a, and whether there was room for it."""
    tag = _CODED[marc.flavour][0]
    for place, field in enumerate(marc.fields):
        if field.tag == tag and start >= 0:
            value = field.value if field.is_control else field.first("a")
            if len(value) < start + len(text):
                return marc.fields, False
            value = value[:start] + text + value[start + len(text) :]
            if field.is_control:
                return replaced(marc.fields, {place: (MarcField(tag, value),)}), True
            subfields = [replace(each, value=value) if each.code == "a" else each for each in field.subfields]
            return replaced(marc.fields, {place: (replace(field, subfields=tuple(subfields)),)}), True
    return marc.fields, False


def _with_language(marc: MarcRecord, old: str, new: str) -> Iterator[Fields]:
    fields, was_coded = _with_coded(marc, _CODED[marc.flavour][2], new or "   ")
    tag = "041" if marc.flavour == "marc21" else "101"
    for place, field in enumerate(fields):
        if field.tag == tag:
            subfields = list(field.subfields)
            at = next((n for n, each in enumerate(subfields) if each.code == "a"), -1)
            if at >= 0 and not new:
                del subfields[at]
            elif at >= 0:
                subfields[at] = replace(subfields[at], value=new)
            else:
                subfields.insert(0, Subfield("a", new))
            changed = (replace(field, subfields=tuple(subfields)),) if subfields else ()
            yield replaced(fields, {place: changed})
            break
    if was_coded:
        yield fields
    if new:
        yield inserted(fields, [marc21_writing.made(tag, "0 ", ("a", new))])


def _with_year(marc: MarcRecord, old: int | None, wanted: BibliographicRecord) -> Iterator[Fields]:
    year = wanted.year
    fields, _ = _with_coded(marc, _CODED[marc.flavour][1], f"{year:04}" if year is not None else "    ")
    code = _DATE_CODE[marc.flavour]
    text = str(year) if year is not None else ""
    tags = ("260", "264") if marc.flavour == "marc21" else ("210", "214")
    dated = [(n, each) for n, each in enumerate(fields) if _described_tag(each) in tags and each.first(code)]
    if old is not None and text:
        changes = {}
        for place, field in dated:
            printed = re.compile(rf"(?<!\d){old}(?!\d)")
            subfields = tuple(
                replace(each, value=printed.sub(text, each.value, count=1)) if each.code == code else each
                for each in field.subfields
            )
            changes[place] = (replace(field, subfields=subfields),)
        if any(fields[place] != new for place, (new,) in changes.items()):
            yield replaced(fields, changes)
    if not dated:
        published = [(place, field) for place, field in enumerate(fields) if field.tag in tags]
        for place, field in published[:1]:
            added = (*field.subfields, Subfield(code, text)) if text else field.subfields
            yield replaced(fields, {place: (replace(field, subfields=added),)})
        yield fields
        write = marc21_writing if marc.flavour == "marc21" else unimarc_writing
        yield inserted(fields, write.publication_fields(replace(wanted, place="", publisher="")))
        return
    changed: dict[int, tuple[MarcField, ...]] = {}
    for place, field in dated:
        new = [replace(each, value=text) if each.code == code else each for each in field.subfields]
        kept = tuple(each for each in new if each.code != code or text)
        changed[place] = (replace(field, subfields=kept),) if kept else ()
    yield replaced(fields, changed)
    yield fields


def _described_tag(field: MarcField) -> str:
    """The tag, or for an 880 the tag of the field that it gives in another script."""
    return linkage(field)[0] if field.tag == "880" else field.tag


def _with_text(marc: MarcRecord, old: str, wanted: BibliographicRecord, part: str) -> Iterator[Fields]:
    """Title, edition, place, publisher, extent, series."""
    found = [(places, text) for places, text in entries(marc, part) if text]
    new = getattr(wanted, part)
    same_text = []
    for places, text in found:
        for place in reversed(places):
            if new and text == old and (field := rewritten(marc.fields[place], text, new)):
                same_text.append(replaced(marc.fields, {place: (_with_filing(field, wanted, part),)}))
    # "Title" made "Title : subtitle" belongs into two subfields, though it could be put into one.
    is_simple = new.count(" : ") == old.count(" : ") and new.count(" ; ") == old.count(" ; ")
    if is_simple:
        yield from same_text
    written = new_fields(marc, part, wanted)
    codes = _PLACE_CODES[marc.flavour].get(part, "")
    for places, _ in found:
        place = places[-1]
        field = marc.fields[place]
        if len(written) == 1 and len(found) == 1 and not codes:
            fresh = _without_statement(written[0])
            for owned in _OWNED.get(written[0].tag, ()):
                made = merged(field, fresh, owned)
                if made.subfields:
                    yield replaced(marc.fields, {place: (_with_filing(made, wanted, part),)})
    yield from same_text
    if codes:
        yield from _with_publication(marc, wanted, found, codes)
        return
    origins = {place for places, _ in found for place in places}
    yield inserted(without(marc.fields, origins), written)
    if found:
        first = min(origins)
        yield replaced(marc.fields, {**dict.fromkeys(origins, ()), first: written})


def _with_publication(
    marc: MarcRecord, wanted: BibliographicRecord, found: list[tuple[tuple[int, ...], str]], codes: str
) -> Iterator[Fields]:
    """Place or publisher written anew among the other subfields of the publication field, with their punctuation."""
    tags = ("260", "264") if marc.flavour == "marc21" else ("210", "214")
    places = [found[0][0][-1]] if found else [n for n, each in enumerate(marc.fields) if each.tag in tags][:1]
    written = new_fields(marc, "place", wanted)
    for place in places:
        field = marc.fields[place]
        both = "".join(_PLACE_CODES[marc.flavour].values())
        date = _DATE_CODE[marc.flavour]
        fresh = tuple(each for each in (written[0].subfields if written else ()) if each.code != date)
        if fresh or any(each.code not in both for each in field.subfields):
            made = merged(field, MarcField(field.tag, "", field.indicators, fresh), both)
            yield replaced(marc.fields, {place: (made,)})
        else:
            yield without(marc.fields, {place})
    yield inserted(without(marc.fields, set(places)), written)


def _with_filing(field: MarcField, wanted: BibliographicRecord, part: str) -> MarcField:
    """245 with the number of characters not filed, which another title may change."""
    if part != "title" or field.tag != "245":
        return field
    skip = marc21_writing.nonfiling(wanted.title, wanted.language)
    return replace(field, indicators=(field.indicators[0], str(skip)))


def _without_statement(field: MarcField) -> MarcField:
    codes = {"245": "c", "200": "fgb9A"}.get(field.tag, "")
    return replace(field, subfields=tuple(each for each in field.subfields if each.code not in codes))
