"""What each field of MARC 21 says of a record. One function a field; `HANDLERS` tells which.

Source: MARC 21 Format for Bibliographic Data, Library of Congress.
"""

from __future__ import annotations

from collections.abc import Callable

from core.domain.marc import MarcField
from core.domain.records import Contributor, Identifier, Subject
from core.interchange.crosswalk import tables
from core.interchange.crosswalk.dates import coded_year
from core.interchange.crosswalk.draft import Draft, line
from core.interchange.crosswalk.field_reading import (
    Handler,
    control_number,
    isbn,
    issn,
    keywords,
    language_of_code,
    named,
    note,
    numbers,
    standard_number,
    summary,
)
from core.interchange.crosswalk.isbd import bare
from core.interchange.crosswalk.roles import roles_of
from core.interchange.crosswalk.standard_numbers import other_number

_UNKNOWN_LANGUAGES = frozenset({"", "und", "|||", "zxx", "mul"})
_TITLE_MARKS = {"b": " : ", "n": ". ", "p": ". ", "k": ". ", "f": ", ", "s": ". "}
_EXTENT_MARKS = {"a": ", ", "b": " : ", "c": " ; ", "e": " + "}


def title_of(field: MarcField) -> tuple[str, str]:
    """Title with its other information and parts, and the parallel title that "=" announces."""
    title = parallel = ""
    mark = before = ""
    for each in field.subfields:
        code, value = each.code, each.value
        if code not in "abnpkfs":
            mark = value.rstrip()[-1:] if code == "h" else mark
            continue
        text = bare(value)
        if not text:
            continue
        if code == "a":
            title = f"{title} ; {text}" if title else text
        elif code == "b" and (mark == "=" or parallel):
            parallel = f"{parallel} : {text}" if parallel else text
        elif code == "b":
            text, _, parallel = text.partition(" = ")
            title += f" {mark} {text}" if mark == ";" else f" : {text}" if title else text
        elif parallel:
            parallel += (", " if before == "n" else ". ") + text
        else:
            separator = ", " if code == "p" and before == "n" else _TITLE_MARKS.get(code, " ")
            title += (separator if title else "") + text
        before = code
        mark = value.rstrip()[-1:]
    return title, parallel


def _title(draft: Draft, field: MarcField) -> None:
    title, parallel = title_of(field)
    if draft.title:
        draft.parallel.append(title)
    else:
        draft.title = title
    if parallel:
        draft.parallel.append(parallel)
    draft.statement += [bare(each.value) for each in field.subfields if each.code == "c"]


def _other_title(draft: Draft, field: MarcField) -> None:
    if title := title_of(field)[0]:
        draft.parallel.append(title)


def _original(draft: Draft, field: MarcField) -> None:
    if title := bare(field.first("t")):
        draft.parallel.append(title)


def personal_name(field: MarcField) -> str:
    """$a with numeration and titles; dates and fuller forms belong to the heading, not to the name."""
    name = ""
    for each in field.subfields:
        code = each.code
        if code == "a":
            name = bare(each.value)
        elif code == "b" and name:
            name += f" {bare(each.value)}"
        elif code == "c" and name and each.value.lstrip()[:1] not in ("(", "（"):
            name += f", {bare(each.value)}"
    return name


def _corporate_name(field: MarcField) -> str:
    return ". ".join(bare(each.value) for each in field.subfields if each.code in "ab" and each.value.strip())


def _meeting_name(field: MarcField) -> str:
    name = ""
    details = []
    for each in field.subfields:
        if each.code == "a":
            name = bare(each.value)
        elif each.code in "ndc":
            details.append(each.value.strip("() :;,."))
        elif each.code == "e" and name:
            name += f". {bare(each.value)}"
    return f"{name} ({' : '.join(details)})" if details else name


def _agents(name_of: Callable[[MarcField], str], default: str, role_codes: str = "4e") -> Handler:
    def handle(draft: Draft, field: MarcField) -> None:
        subfields = field.subfields
        for each in subfields:
            if each.code == "t":
                return  # an added entry for a work, not for an agent of this one
        if name := line(name_of(field)):
            said = subfields if role_codes == "4e" else tuple(s for s in subfields if s.code == "4")
            draft.contributors += [Contributor(name, role) for role in roles_of(said, default)]

    return handle


def _issuer(draft: Draft, field: MarcField) -> None:
    draft.issuer = field.value.strip()


def _coded(draft: Draft, field: MarcField) -> None:
    value = field.value
    if len(value) > 10 and value[6] != "b":
        draft.year = coded_year(value[7:11])
    draft.language = language_of_code(value[35:38])


def _languages(draft: Draft, field: MarcField) -> None:
    if draft.language in _UNKNOWN_LANGUAGES:
        draft.language = language_of_code(field.first("a")[:3]) or draft.language


def _system_number(value: str, is_valid: bool) -> Identifier | None:
    if value.startswith("(DLC)"):
        value = "".join(value.split())
    return other_number("control", value, is_valid)


def _lccn(draft: Draft, field: MarcField) -> None:
    if number := "".join(field.first("a").split()):
        draft.identifiers += filter(None, [other_number("control", f"(DLC){number}")])


def _class_number(scheme: str) -> Handler:
    def handle(draft: Draft, field: MarcField) -> None:
        for each in field.subfields:
            if each.code == "a":
                text = line(each.value.replace("/", "") if scheme == "ddc" else each.value)
                if text := text.strip("[]"):
                    draft.classes.append(Subject(text, scheme))

    return handle


def _other_class_number(draft: Draft, field: MarcField) -> None:
    source = field.first("2").strip().lower()
    for row in tables.schemes().classes.values():
        if row.marc21 == "084" and row.source == source:
            draft.classes += [Subject(text, row.scheme) for value in field.all("a") if (text := line(value))]


def _edition(draft: Draft, field: MarcField) -> None:
    if not draft.edition:
        draft.edition = " / ".join(text for value in field.all("ab") if (text := bare(value)))


def _publication(draft: Draft, field: MarcField) -> None:
    if field.tag == "264" and field.indicators[1] == "4":
        draft.year_text = draft.year_text or field.first("c")
        return
    if draft.place or draft.publisher:
        return
    places, publishers = [], []
    for each in field.subfields:
        if each.code == "a":
            places.append(each.value)
        elif each.code == "b":
            publishers.append(each.value)
        elif each.code == "c" and not draft.year_text:
            draft.year_text = each.value
    draft.place = " ; ".join(filter(None, map(named, map(bare, places))))
    draft.publisher = " ; ".join(filter(None, map(named, map(bare, publishers))))


def _extent(draft: Draft, field: MarcField) -> None:
    if draft.extent:
        return
    text = ""
    for each in field.subfields:
        if mark := _EXTENT_MARKS.get(each.code):
            value = each.value.rstrip()
            value = value[:-2].rstrip() if value.endswith(" +") else bare(value)
            if value:
                text += (mark if text else "") + value.strip()
    draft.extent = text


def _series(draft: Draft, field: MarcField) -> None:
    if text := series_of(field, "a"):
        draft.series.append(text)


def _traced_series(draft: Draft, field: MarcField) -> None:
    if text := series_of(field, "a" if field.tag == "830" else "t"):
        draft.traced_series.append(text)


def series_of(field: MarcField, title_code: str) -> str:
    """Series and number: "Penguin classics ; no. 5"."""
    text = ""
    for each in field.subfields:
        value = bare(each.value) if each.code in "anptv" else ""
        if not value:
            continue
        if each.code == title_code:
            text = f"{text} = {value}" if text else value
        elif text and each.code == "v":
            text += f" ; {value}"
        elif text and each.code in "np":
            text += f". {value}"
    return text


def _heading(draft: Draft, field: MarcField) -> None:
    term = ""
    source = ""
    before = ""
    is_name = field.tag in ("600", "610", "611")
    for each in field.subfields:
        code = each.code
        if code in "vxyz":
            if text := bare(each.value):
                term += f"--{text}" if term else text
        elif code == "2":
            source = each.value.strip().lower()
        elif code in "abcdnpqt" and not (code == "d" and is_name) and (text := bare(each.value)):
            mark = ". " if code == "t" or before == "t" or field.tag == "610" else " "
            term += (mark if term else "") + text
        before = code
    if term:
        indicator = field.indicators[1]
        scheme = source if indicator == "7" else tables.schemes().by_indicator.get(indicator, "")
        draft.headings.append(Subject(line(term), scheme))


_NOTES = [
    "500", "501", "502", "504", "505", "506", "507", "508", "511", "513", "515", "516", "518", "521", "522", "524",
    "525", "530", "532", "533", "534", "535", "536", "538", "540", "541", "544", "545", "546", "547", "550", "552",
    "555", "556", "561", "562", "563", "565", "567", "580", "581", "585", "586", "588",
]  # fmt: skip

HANDLERS: dict[str, Handler] = {
    "001": control_number,
    "003": _issuer,
    "008": _coded,
    "010": _lccn,
    "020": isbn,
    "022": issn,
    "024": standard_number,
    "035": numbers("az", _system_number),
    "041": _languages,
    "050": _class_number("lcc"),
    "060": _class_number("nlm"),
    "080": _class_number("udc"),
    "082": _class_number("ddc"),
    "084": _other_class_number,
    "093": _class_number("clc"),
    "100": _agents(personal_name, "author"),
    "110": _agents(_corporate_name, "author"),
    "111": _agents(_meeting_name, "author", "4"),
    "130": _other_title,
    "240": _other_title,
    "245": _title,
    "246": _other_title,
    "247": _other_title,
    "250": _edition,
    "260": _publication,
    "264": _publication,
    "300": _extent,
    "440": _series,
    "490": _series,
    "520": summary,
    **dict.fromkeys(_NOTES, note),
    **dict.fromkeys(("600", "610", "611", "630", "647", "648", "650", "651", "655"), _heading),
    "653": keywords,
    "700": _agents(personal_name, "contributor"),
    "710": _agents(_corporate_name, "contributor"),
    "711": _agents(_meeting_name, "contributor", "4"),
    "740": _other_title,
    "765": _original,
    **dict.fromkeys(("800", "810", "811", "830"), _traced_series),
}
