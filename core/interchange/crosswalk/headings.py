"""Names and subjects as headings, from one flavour to the other with dates, numbers and subdivisions."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.marc import MarcField, Subfield
from core.interchange.crosswalk import tables
from core.interchange.crosswalk.isbd import bare, closed
from core.interchange.crosswalk.roles import role_subfields, roles_of
from core.interchange.crosswalk.romanisation import CnmarcRules
from core.text.normalize import has_han

# MARC 21 → UNIMARC.
_PERSON: Mapping[str, str] = {"a": "a", "b": "d", "c": "c", "d": "f", "q": "g", "u": "p", "0": "3"}
_BODY: Mapping[str, str] = {"a": "a", "b": "b", "n": "d", "d": "f", "c": "e", "u": "p", "0": "3"}
_MEETING: Mapping[str, str] = {**_BODY, "e": "b"}
"""In X11 $e is a subordinate unit; elsewhere it is a relator, which goes into $4."""
_SUBDIVISIONS: Mapping[str, str] = {"x": "x", "z": "y", "y": "z", "v": "j", "2": "2", "0": "3"}
_SUBJECT_TAGS: Mapping[str, str] = {
    "600": "600", "610": "601", "611": "601", "630": "605", "650": "606", "651": "607", "655": "608", "648": "606",
}  # fmt: skip


def _reversed(codes: Mapping[str, str]) -> dict[str, str]:
    back: dict[str, str] = {}
    for marc21, unimarc in codes.items():
        back.setdefault(unimarc, marc21)
    return back


def _name_to_unimarc(field: MarcField, codes: Mapping[str, str], is_person: bool) -> list[Subfield]:
    found = []
    for each in field.subfields:
        if each.code not in codes:
            continue
        text = bare(each.value)
        surname, comma, forename = text.partition(", ")
        if each.code == "a" and is_person and comma and not has_han(surname):
            found += [Subfield("a", surname), Subfield("b", forename)]
        else:
            found.append(Subfield(codes[each.code], text))
    return found


def agent_to_unimarc(field: MarcField, rules: CnmarcRules | None) -> list[MarcField]:
    """1XX and 7XX → 700 to 712. The author's block tells what kind of responsibility it is."""
    meeting, body = field.tag[1:] == "11", field.tag[1:] == "10"
    default = "author" if field.tag[0] == "1" else "contributor"
    if field.first("t"):  # an added entry for a work
        return []
    said = tuple(each for each in field.subfields if each.code in ("4" if meeting else "4e"))
    roles = roles_of(said, default)
    authors = "author" in roles
    level = "2" if not authors else "0" if field.tag[0] == "1" and not rules else "1"
    codes = _MEETING if meeting else _BODY if body else _PERSON
    name = _name_to_unimarc(field, codes, is_person=not (meeting or body))
    in_chinese = rules is not None
    words = [each for role in roles for each in role_subfields(role, "unimarc", in_chinese)]
    if meeting or body:
        return [MarcField(f"71{level}", "", ("1" if meeting else "0", "2"), (*name, *words))]
    inverted = any(each.code == "b" for each in name)
    return [MarcField(f"70{level}", "", (" ", "1" if inverted else "0"), (*name, *words))]


def agent_to_marc21(field: MarcField) -> list[MarcField]:
    """700 to 712 → 100 and 7XX. Only 700 and 710 name the main entry."""
    body = field.tag[1] == "1"
    default = "author" if field.tag[2] in "01" else "contributor"
    meeting = body and field.indicators[0] == "1"
    codes = _reversed(_BODY if body else _PERSON)
    name = _name_to_marc21(field, codes, is_person=not body)
    roles = roles_of(tuple(each for each in field.subfields if each.code == "4"), default)
    relators = [each for role in roles for each in role_subfields(role, "marc21", in_chinese=False)]
    if meeting:
        relators = [each for each in relators if each.code == "4"]
    if name and any(each.code == "e" for each in relators):
        name[-1] = Subfield(name[-1].code, f"{name[-1].value},")
    block = "1" if field.tag[2] == "0" else "7"
    first = "2" if body else "1" if field.indicators[1] == "1" or has_han(field.first("a")) else "0"
    tag = f"{block}{'11' if meeting else '10' if body else '00'}"
    return [MarcField(tag, "", (first, " "), (*name, *relators))]


def _name_to_marc21(field: MarcField, codes: Mapping[str, str], is_person: bool) -> list[Subfield]:
    found: list[Subfield] = []
    # CNMARC may put country or dynasty before the name.
    for each in sorted(field.subfields, key=lambda each: each.code != "a"):
        text = each.value.strip(" ,")
        if each.code == "b" and is_person:
            name = next((n for n, made in enumerate(found) if made.code == "a"), -1)
            if name >= 0 and text[:1] not in "(（" and not has_han(found[name].value):
                found[name] = Subfield("a", f"{found[name].value}, {text}")
        elif each.code in codes and text:
            if found and codes[each.code] == "d":
                found[-1] = Subfield(found[-1].code, f"{found[-1].value},")
            if found and codes[each.code] == "b" and not is_person:
                found[-1] = Subfield(found[-1].code, f"{found[-1].value}.")
            found.append(Subfield(codes[each.code], text))
    return found


def subject_to_unimarc(field: MarcField) -> MarcField:
    """6XX with its subdivisions and thesaurus."""
    tag = _SUBJECT_TAGS[field.tag]
    name_codes = {"600": _PERSON, "610": _BODY, "611": _MEETING}.get(field.tag, {"a": "a"})
    is_person = field.tag == "600"
    subfields = _name_to_unimarc(field, name_codes, is_person)
    for each in field.subfields:
        if each.code in _SUBDIVISIONS and each.code not in "20":
            subfields.append(Subfield(_SUBDIVISIONS[each.code], bare(each.value)))
    indicator = field.indicators[1]
    scheme = field.first("2") if indicator == "7" else tables.schemes().by_indicator.get(indicator, "")
    if scheme:
        code = tables.schemes().unimarc_codes.get(scheme, scheme)
        subfields.append(Subfield("2", code.upper() if code == "ct" else code))
    first, second = ("0", " ")
    if tag == "600":
        first, second = " ", "1" if any(each.code == "b" for each in subfields) else "0"
    elif tag == "601":
        first, second = "1" if field.tag == "611" else "0", "2"
    return MarcField(tag, "", (first, second), tuple(subfields))


def subject_to_marc21(field: MarcField) -> MarcField:
    """600 to 608 with subdivisions and thesaurus; the last ends with a period."""
    tag = next((marc21 for marc21, unimarc in _SUBJECT_TAGS.items() if unimarc == field.tag), "650")
    if field.tag == "601" and field.indicators[0] == "1":
        tag = "611"
    codes = _reversed({"600": _PERSON, "601": _BODY}.get(field.tag, {"a": "a"}))
    subfields = [each for each in _name_to_marc21(field, codes, field.tag == "600") if each.code != "0"]
    back = _reversed(_SUBDIVISIONS)
    subdivisions = [each for each in field.subfields if each.code in "xyzj" and each.value.strip()]
    subfields += [Subfield(back[each.code], each.value.strip()) for each in subdivisions]
    if subfields:
        subfields[-1] = Subfield(subfields[-1].code, closed(subfields[-1].value))
    source = field.first("2").strip().lower()
    scheme = tables.schemes().unimarc_sources.get(source, source)
    indicator = tables.schemes().indicators.get(scheme, "7") if scheme else "4"
    if indicator == "7":
        subfields.append(Subfield("2", scheme))
    first = {"600": "1", "610": "2", "611": "2", "630": "0"}.get(tag, " ")
    return MarcField(tag, "", (first, indicator), tuple(subfields))
