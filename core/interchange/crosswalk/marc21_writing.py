"""A bibliographic record → the fields of MARC 21, one function for each part of the record.

Source: MARC 21 Format for Bibliographic Data; punctuation after ISBD as the Library of Congress prints it
(leader/18 "i").
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from core.domain.marc import MarcField, Subfield
from core.domain.records import BibliographicRecord, Contributor, Identifier, Subject
from core.interchange.crosswalk import tables
from core.interchange.crosswalk.isbd import closed, ended, split_areas, split_repeated, split_series
from core.interchange.crosswalk.names import is_corporate, is_inverted, statement_of
from core.interchange.crosswalk.roles import role_subfields
from core.text.normalize import has_han

_ISSUED_UNDER = re.compile(r"\(([^()\s]+)\)(\S.*)", re.DOTALL)


def made(tag: str, indicators: str, *subfields: tuple[str, str]) -> MarcField:
    """A data field from (code, value) pairs."""
    return MarcField(tag, "", (indicators[0], indicators[1]), tuple(Subfield(*each) for each in subfields))


def is_serial(record: BibliographicRecord) -> bool:
    """A record with an ISSN and no ISBN counts as one of a serial."""
    schemes = {each.scheme for each in record.identifiers}
    return "issn" in schemes and "isbn" not in schemes


def leader(record: BibliographicRecord) -> str:
    """Text, monograph or serial, UTF-8, ISBD; the container fills in the lengths."""
    return f"00000na{'s' if is_serial(record) else 'm'} a2200000 i 4500"


def control_fields(record: BibliographicRecord) -> list[MarcField]:
    """001, and 003 where the external id names who gave it: "(OCoLC)12345"."""
    if not record.external_id:
        return []
    issued = _ISSUED_UNDER.fullmatch(record.external_id)
    if not issued:
        return [MarcField("001", record.external_id)]
    return [MarcField("001", issued[2]), MarcField("003", issued[1])]


def coded_field(record: BibliographicRecord, entered: datetime.date) -> MarcField:
    """008. What the record does not say is filled with "|", no attempt to code."""
    serial = is_serial(record)
    year = f"{record.year:04}" if record.year is not None and 0 < record.year < 9999 else ""
    dates = (f"c{year}9999" if serial else f"s{year}    ") if year else "nuuuuuuuu"
    place = country_of(record.place)
    country = place.marc21 if place else "xx"
    language = record.language if len(record.language) == 3 else "   "
    return MarcField("008", f"{entered:%y%m%d}{dates}{country:<3}{'|' * 17}{language} d")


def country_of(place: str) -> tables.Country | None:
    """The country of the first place named."""
    known = tables.countries().by_place
    name = place.split(" ; ")[0].strip("[]() ?.").casefold()
    return known.get(name) or known.get(name.partition(",")[0]) or known.get(name.removesuffix("市"))


def identifier_fields(identifiers: Sequence[Identifier]) -> list[MarcField]:
    """020, 022, 024, 035; numbers that are not valid go to $z."""
    fields = []
    for scheme, tag, indicators in (("isbn", "020", "  "), ("issn", "022", "  "), ("external", "024", "8 "),
                                    ("control", "035", "  ")):  # fmt: skip
        for each in identifiers:
            if each.scheme == scheme:
                value = (
                    f"{each.value[:4]}-{each.value[4:]}" if scheme == "issn" and len(each.value) == 8 else each.value
                )
                fields.append(made(tag, indicators, ("a" if each.valid else "z", value)))
    return fields


def class_fields(subjects: Iterable[Subject]) -> list[MarcField]:
    """050, 060, 080, 082, 084."""
    fields = []
    for each in subjects:
        row = tables.schemes().classes.get(each.scheme)
        if row is None:
            continue
        source = [("2", row.source)] if row.source else []
        indicators = {"050": " 4", "060": " 4", "082": "04"}.get(row.marc21, "  ")
        fields.append(made(row.marc21, indicators, ("a", each.term), *source))
    return fields


def title_field(record: BibliographicRecord) -> MarcField:
    """245, other title information cut off at the first " : ", and a statement of responsibility from the agents."""
    has_main_entry = bool(record.contributors) and _is_main(record.contributors[0])
    chinese = has_han(record.title)
    statement = " ; ".join(statement_of(record.contributors, chinese, " ... [等]" if chinese else " [and others]"))
    title, _, rest = record.title.partition(" : ")
    if not title or not rest or title != title.strip() or rest != rest.strip() or " = " in rest:
        title, rest = record.title, ""
    last = f"{rest or title} /" if statement else ended(rest or title)
    subfields = [("a", ended(title, " :")), ("b", last)] if rest else [("a", last)]
    if statement:
        subfields.append(("c", closed(statement)))
    skip = nonfiling(record.title, record.language)
    return made("245", f"{int(has_main_entry)}{skip}", *subfields)


def nonfiling(title: str, language: str) -> int:
    """How many characters of an article at the beginning do not count when titles are filed (245 second indicator)."""
    lowered = title.casefold()
    if len(lowered) != len(title):
        return 0
    return next((len(word) for word in tables.languages().articles.get(language, ()) if lowered.startswith(word)), 0)


def other_title_fields(titles: Iterable[str]) -> list[MarcField]:
    """246: parallel titles, and whatever other titles there are."""
    return [made("246", "31", ("a", ended(title))) for title in titles]


def edition_fields(edition: str) -> list[MarcField]:
    if not edition:
        return []
    statement, mark, by = edition.partition(" / ")
    if mark and by and by == by.strip() and " / " not in by and statement and statement == statement.strip():
        return [made("250", "  ", ("a", ended(statement, " /")), ("b", ended(by)))]
    return [made("250", "  ", ("a", ended(edition)))]


def publication_fields(record: BibliographicRecord) -> list[MarcField]:
    """264 with second indicator 1."""
    year = str(record.year) if record.year is not None else ""
    places = split_repeated(record.place)
    publishers = split_repeated(record.publisher)
    elements = [("a", each) for each in places] + [("b", each) for each in publishers] + ([("c", year)] if year else [])
    subfields = []
    for number, (code, text) in enumerate(elements):
        following = elements[number + 1][0] if number + 1 < len(elements) else ""
        mark = {"a": " ;", "b": " :", "c": ","}.get(following, "")
        subfields.append((code, closed(text) if code == "c" else ended(text, mark)))
    return [made("264", " 1", *subfields)] if subfields else []


def extent_fields(extent: str) -> list[MarcField]:
    if not extent:
        return []
    parts = split_areas(extent, {":": "b", ";": "c", "+": "e"}, "a")
    if any(text.endswith(" +") for _, text in parts):
        return [made("300", "  ", ("a", f"{extent}," if extent.endswith(" +") else ended(extent)))]
    following = [{"b": " :", "c": " ;", "e": " +"}[code] for code, _ in parts[1:]]
    subfields = [(code, ended(text, mark)) for (code, text), mark in zip(parts, [*following, ""], strict=True)]
    return [made("300", "  ", *subfields)]


def series_fields(series: str) -> list[MarcField]:
    """490, not traced; several are divided by "; "."""
    return [
        made("490", "0 ", ("a", ended(title, " ;")), ("v", ended(number)))
        if number
        else made("490", "0 ", ("a", ended(title)))
        for title, number in split_series(series)
    ]


def note_fields(note: str) -> list[MarcField]:
    return paragraph_fields("500", note)


def description_fields(description: str) -> list[MarcField]:
    return paragraph_fields("520", description)


def paragraph_fields(tag: str, text: str) -> list[MarcField]:
    """A field for each line that says something."""
    return [made(tag, "  ", ("a", said)) for line in text.split("\n") if (said := line.strip())]


def heading_parts(term: str) -> list[str]:
    """A heading and its subdivisions: "China--History" in two, unless a part would be empty or lose blanks."""
    parts = term.split("--")
    return parts if all(part and part == part.strip() for part in parts) else [term]


def heading_fields(subjects: Iterable[Subject]) -> list[MarcField]:
    """650 with its thesaurus; free keywords in 653. What kind of heading it is, the catalogue does not store."""
    fields = []
    for each in subjects:
        if each.scheme in tables.schemes().classes:
            continue
        if not each.scheme:
            fields.append(made("653", "  ", ("a", each.term)))
            continue
        indicator = tables.schemes().indicators.get(each.scheme, "7")
        parts = heading_parts(each.term)
        codes = ["a", *"x" * (len(parts) - 1)]
        texts = [ended(part) if part != parts[-1] or number < len(parts) - 1 else closed(part)
                 for number, part in enumerate(parts)]  # fmt: skip
        source = [("2", each.scheme)] if indicator == "7" else []
        fields.append(made("650", f" {indicator}", *zip(codes, texts, strict=True), *source))
    return fields


def agent_fields(contributors: Sequence[Contributor], has_main: bool = True) -> list[MarcField]:
    """100/110 for an author who stands first, 700/710 for the others."""
    fields = []
    for number, each in enumerate(contributors):
        main = has_main and number == 0 and _is_main(each)
        corporate = is_corporate(each.name)
        tag = ("1" if main else "7") + ("10" if corporate else "00")
        first = "2" if corporate else "1" if is_inverted(each.name) or has_han(each.name) else "0"
        roles = role_subfields(each.role, "marc21", in_chinese=False)
        fields.append(
            MarcField(tag, "", (first, " "), (Subfield("a", f"{each.name},"), *roles))
        )  # the comma introduces $e
    return fields


def _is_main(contributor: Contributor) -> bool:
    return contributor.role == "author"
