"""What each field of UNIMARC and CNMARC says of a record. One function a field; `HANDLERS` tells which.

Source: UNIMARC Manual, Bibliographic Format (IFLA); 中国机读书目格式 GB/T 33286-2016; and how CALIS, the National
Library of China and vendors fill it. UNIMARC keeps no punctuation between subfields.
"""

from __future__ import annotations

import re
from functools import partial

from core.domain.marc import MarcField
from core.domain.records import Contributor, Subject
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
from core.interchange.crosswalk.roles import roles_of
from core.interchange.crosswalk.standard_numbers import other_number
from core.text.normalize import has_han

UNIFIED_BOOK_NUMBER = "统一书号"
"""Put before the number of field 091, under which Chinese books were sold before ISBN (10019·1234)."""

# Begin and end of what is not filed, in ISO 6630 and as systems translate it; not part of the title.
_NON_FILING = dict.fromkeys((0x88, 0x89, 0x98, 0x9C))
# (美), 〔清〕, [英] before a name.
_ORIGIN = re.compile(r"^[\[［(（〔【][^\])）〕】］]{1,5}[\])）〕】］]\s*")
_BRACKETS = "[［(（〔【"
_TITLE_MARKS = {"a": " ; ", "c": ". ", "e": " : ", "h": ". ", "i": ". "}
_EXTENT_MARKS = {"a": ", ", "c": " : ", "d": " ; ", "e": " + "}
_SERIES_MARKS = {"a": " ; ", "d": " = ", "e": " : ", "f": " / ", "h": ". ", "i": ". ", "v": " ; "}


def title_of(field: MarcField) -> tuple[str, list[str]]:
    """Title proper with its other information and parts, and the parallel titles of $d."""
    title = ""
    parallel: list[str] = []
    before = ""
    for each in field.subfields:
        code = each.code
        if code == "d":
            if text := each.value.strip().removeprefix("=").strip():
                parallel.append(text)
        elif code in _TITLE_MARKS:
            text = each.value.strip()
            if not text:
                continue
            mark = ", " if code == "i" and before == "h" else _TITLE_MARKS[code]
            # What follows $d belongs to the parallel title, unless it goes back to the script of the title proper.
            if parallel and code != "a" and not (has_han(text) and has_han(title) and not has_han(parallel[-1])):
                parallel[-1] += mark + text
            else:
                title += (mark if title else "") + text
            before = code
    if not title.isascii():
        title = title.translate(_NON_FILING)
    return title, parallel


def _title(draft: Draft, field: MarcField) -> None:
    title, parallel = title_of(field)
    if draft.title:
        draft.parallel.append(title)
    else:
        draft.title = title
    draft.parallel += parallel
    draft.statement += [value for value in field.all("fg") if value.strip()]


def _other_title(draft: Draft, field: MarcField) -> None:
    title, parallel = title_of(field)
    draft.parallel += [title, *parallel] if title else parallel


def _linked_title(field: MarcField) -> str:
    """The title in a linking field: $t of the standard technique, or $a of the embedded field 200 or 500."""
    if title := field.first("t"):
        return title.strip()
    embedded = ""
    for each in field.subfields:
        if each.code == "1":
            embedded = each.value[:3]
        elif each.code == "a" and embedded in ("200", "500"):
            return each.value.strip(" .").translate(_NON_FILING)
    return ""


def _original(draft: Draft, field: MarcField) -> None:
    if title := _linked_title(field):
        draft.parallel.append(title)


def _traced_series(draft: Draft, field: MarcField) -> None:
    if title := _linked_title(field):
        number = field.first("v").strip()
        draft.traced_series.append(f"{title} ; {number}" if number else title)


def _agents(default: str, is_person: bool) -> Handler:
    def handle(draft: Draft, field: MarcField) -> None:
        name = further = ""
        for each in field.subfields:
            if each.code == "a" and not name:
                name = each.value.strip(" ,")
            elif each.code == "b":
                text = each.value.strip(" ,")
                if is_person:
                    further = further or text
                elif text and name:
                    name += f". {text}"
        if not name:
            return
        if name[0] in _BRACKETS:
            name = _ORIGIN.sub("", name) or name
        # Chinese practice puts the original form of a foreign name into $b; elsewhere it is the forename.
        if further and further[0] not in "(（" and not has_han(name):
            name = f"{name}, {further}"
        said = tuple(each for each in field.subfields if each.code == "4")
        draft.contributors += [Contributor(line(name), role) for role in roles_of(said, default)]

    return handle


def _coded(draft: Draft, field: MarcField) -> None:
    draft.year = coded_year(field.first("a")[9:13])


def _languages(draft: Draft, field: MarcField) -> None:
    if not draft.language:
        draft.language = language_of_code(field.first("a").strip()[:3])


def _unified_book_number(draft: Draft, field: MarcField) -> None:
    if number := line(field.first("a")):
        draft.identifiers += filter(None, [other_number("control", UNIFIED_BOOK_NUMBER + number)])


def _edition(draft: Draft, field: MarcField) -> None:
    if not draft.edition:
        draft.edition = ", ".join(text for value in field.all("ab") if (text := value.strip()))
        if draft.edition and (by := field.first("f").strip()):
            draft.edition += f" / {by}"


def _publication(draft: Draft, field: MarcField) -> None:
    places, publishers = [], []
    for each in field.subfields:
        if each.code == "a":
            places.append(each.value.strip())
        elif each.code == "c":
            publishers.append(each.value.strip())
        elif each.code == "d" and not draft.year_text:
            draft.year_text = each.value
    if not (draft.place or draft.publisher):
        draft.place = " ; ".join(filter(None, map(named, places)))
        draft.publisher = " ; ".join(filter(None, map(named, publishers)))


def _joined(field: MarcField, marks: dict[str, str]) -> str:
    text = before = ""
    for each in field.subfields:
        mark = marks.get(each.code)
        value = each.value.strip() if mark else ""
        value = value.removeprefix("=").strip() if mark == " = " else value
        if mark and value:
            mark = ", " if each.code == "i" and before == "h" else mark
            text += (mark if text else "") + value
            before = each.code
    return text


def _extent(draft: Draft, field: MarcField) -> None:
    draft.extent = draft.extent or _joined(field, _EXTENT_MARKS)


def _series(draft: Draft, field: MarcField) -> None:
    if text := _joined(field, _SERIES_MARKS):
        draft.series.append(text)


def _heading(draft: Draft, field: MarcField) -> None:
    term = source = ""
    for each in field.subfields:
        code, text = each.code, each.value.strip()
        if code == "2":
            source = text.lower()
        elif not text:
            continue
        elif code in "xyzj" and term:
            term += f"--{text}"
        elif code == "a":
            term = text
        elif code == "b" and term and field.tag != "600":
            term += f". {text}"
        elif code == "b" and term and not has_han(term) and text[0] not in "(（":
            term += f", {text}"
    if term := line(term):
        draft.headings.append(Subject(term, tables.schemes().unimarc_sources.get(source, source)))


def _class_number(scheme: str) -> Handler:
    def handle(draft: Draft, field: MarcField) -> None:
        draft.classes += [Subject(text, scheme) for value in field.all("a") if (text := line(value))]

    return handle


def _other_class_number(draft: Draft, field: MarcField) -> None:
    source = field.first("2").strip().lower()
    known = tables.schemes().classes
    scheme = next((row.scheme for row in known.values() if source and source in (row.scheme, row.source)), "")
    if scheme:
        draft.classes += [Subject(text, scheme) for value in field.all("a") if (text := line(value))]


_NOTES = [str(tag) for tag in range(300, 346) if tag not in (329, 330, 331)]

HANDLERS: dict[str, Handler] = {
    "001": control_number,
    "010": isbn,
    "011": issn,
    "017": standard_number,
    "035": numbers("az", partial(other_number, "control")),
    "091": _unified_book_number,
    "100": _coded,
    "101": _languages,
    "200": _title,
    "205": _edition,
    "210": _publication,
    "214": _publication,
    "215": _extent,
    "225": _series,
    **dict.fromkeys(_NOTES, note),
    "330": summary,
    **dict.fromkeys(("410", "461", "462"), _traced_series),
    "454": _original,
    **dict.fromkeys(
        ("500", "510", "512", "513", "514", "515", "516", "517", "518", "520", "530", "532", "540", "541"), _other_title
    ),
    **dict.fromkeys(("600", "601", "602", "604", "605", "606", "607", "608"), _heading),
    "610": keywords,
    "675": _class_number("udc"),
    "676": _class_number("ddc"),
    "680": _class_number("lcc"),
    "681": _class_number("ncsclt"),
    "686": _other_class_number,
    "690": _class_number("clc"),
    "692": _class_number("casc"),
    **dict.fromkeys(("700", "701"), _agents("author", is_person=True)),
    **dict.fromkeys(("702", "720", "721", "722"), _agents("contributor", is_person=True)),
    **dict.fromkeys(("710", "711"), _agents("author", is_person=False)),
    "712": _agents("contributor", is_person=False),
}
