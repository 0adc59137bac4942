"""A bibliographic record → the fields of UNIMARC, or of CNMARC as CALIS or the National Library of China write it.

Source: UNIMARC Manual, Bibliographic Format (IFLA); GB/T 33286-2016. What the two Chinese rules differ in here:

======================  ===========================================  ================================================
                        National Library of China ("nlc")            CALIS ("calis")
======================  ===========================================  ================================================
pinyin                  $9, lower case: 200, 5XX but 510, 7XX         $A, capitals: also 225 and 6XX
200 $b                  专著 or 连续出版物                               not written
100 $a/26-29            0110 (ISO 646 and GB 2312)                   50 (Unicode)
more than three names   张三[等]著                                     张三…[等]著
======================  ===========================================  ================================================

Without rules it is plain UNIMARC: codes instead of Chinese words in $4, 700 for the first author.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from core.domain.marc import MarcField, Subfield
from core.domain.records import BibliographicRecord, Contributor, Identifier, Subject
from core.interchange.crosswalk import tables
from core.interchange.crosswalk.isbd import split_areas, split_repeated, split_series
from core.interchange.crosswalk.marc21_writing import country_of, heading_parts, is_serial, made, paragraph_fields
from core.interchange.crosswalk.names import is_corporate, is_inverted, statement_of
from core.interchange.crosswalk.roles import role_subfields
from core.interchange.crosswalk.romanisation import CnmarcRules
from core.interchange.crosswalk.unimarc_reading import UNIFIED_BOOK_NUMBER
from core.text.normalize import has_han, language_of


def leader(record: BibliographicRecord) -> str:
    """Text, monograph or serial, no hierarchy; the container fills in the lengths."""
    return f"00000na{'s' if is_serial(record) else 'm'}0 2200000   450 "


def control_fields(record: BibliographicRecord) -> list[MarcField]:
    return [MarcField("001", record.external_id)] if record.external_id else []


def identifier_fields(identifiers: Sequence[Identifier]) -> list[MarcField]:
    """010, 011, 017, 035, and 091 for a Chinese unified book number."""
    fields = []
    for scheme, tag in (("isbn", "010"), ("issn", "011"), ("external", "017"), ("control", "035")):
        for each in identifiers:
            if each.scheme != scheme:
                continue
            value = each.value
            if scheme == "issn" and len(value) == 8:
                value = f"{value[:4]}-{value[4:]}"
            if each.valid and value.startswith(UNIFIED_BOOK_NUMBER) and value != UNIFIED_BOOK_NUMBER:
                fields.append(made("091", "  ", ("a", value.removeprefix(UNIFIED_BOOK_NUMBER))))
            else:
                fields.append(made(tag, "8 " if tag == "017" else "  ", ("a" if each.valid else "z", value)))
    return fields


def coded_field(record: BibliographicRecord, entered: datetime.date, rules: CnmarcRules | None) -> MarcField:
    """100: dates, language of cataloguing, character set and script of the title."""
    year = f"{record.year:04}" if record.year is not None and 0 < record.year < 9999 else ""
    dates = (f"a{year}9999" if is_serial(record) else f"d{year}    ") if year else f"u{' ' * 8}"
    characters = {"nlc": "0110", "calis": "50  ", None: "50  "}[rules]
    language = record.language or language_of(record.title)
    script = tables.languages().scripts.get(language, "ea" if has_han(record.title) else "ba")
    cataloguing = "chi" if rules else language if len(language) == 3 and language != "und" else "eng"
    return made("100", "  ", ("a", f"{entered:%Y%m%d}{dates}u  y0{cataloguing}y{characters}    {script}"))


def language_fields(record: BibliographicRecord) -> list[MarcField]:
    return [made("101", "0 ", ("a", record.language))] if len(record.language) == 3 else []


def country_fields(record: BibliographicRecord, rules: CnmarcRules | None) -> list[MarcField]:
    country = country_of(record.place)
    if country is None:
        return []
    region = [("b", country.region)] if rules and country.region else []
    return [made("102", "  ", ("a", country.iso), *region)]


def title_field(record: BibliographicRecord, rules: CnmarcRules | None) -> MarcField:
    """200 with other title information in $e, and statements of responsibility from the agents in $f and $g."""
    parts = record.title.split(" : ")
    if not all(part and part == part.strip() for part in parts):
        parts = [record.title]
    material = "连续出版物" if is_serial(record) else "专著"
    chinese = has_han(record.title)
    others = {"nlc": "[等]", "calis": "…[等]", None: " ... [等]"}[rules] if chinese else " [and others]"
    statements = statement_of(record.contributors, chinese, others)
    return made(
        "200",
        "1 ",
        ("a", parts[0]),
        *([("b", material)] if rules == "nlc" else []),
        *(("e", part) for part in parts[1:]),
        *((("f", "g")[number > 0], statement) for number, statement in enumerate(statements)),
    )


def other_title_fields(titles: Iterable[str], title: str) -> list[MarcField]:
    """510 for a title in another script than the title proper, 517 for any other."""
    return [made("510" if has_han(each) != has_han(title) else "517", "1 ", ("a", each)) for each in titles]


def edition_fields(edition: str) -> list[MarcField]:
    return [made("205", "  ", ("a", edition))] if edition else []


def publication_fields(record: BibliographicRecord) -> list[MarcField]:
    subfields = [("a", each) for each in split_repeated(record.place)] + [
        ("c", each) for each in split_repeated(record.publisher)
    ]
    if record.year is not None:
        subfields.append(("d", str(record.year)))
    return [made("210", "  ", *subfields)] if subfields else []


def extent_fields(extent: str) -> list[MarcField]:
    parts = split_areas(extent, {":": "c", ";": "d", "+": "e"}, "a") if extent else []
    return [made("215", "  ", *parts)] if parts else []


def series_fields(series: str) -> list[MarcField]:
    """225; several are divided by "; "."""
    marks = {":": "e", "/": "f"}
    return [
        made("225", "2 ", *split_areas(title, marks, "a"), *([("v", number)] if number else []))
        for title, number in split_series(series)
    ]


def note_fields(note: str) -> list[MarcField]:
    return paragraph_fields("300", note)


def description_fields(description: str) -> list[MarcField]:
    return paragraph_fields("330", description)


def heading_fields(subjects: Iterable[Subject]) -> list[MarcField]:
    """606 with its thesaurus in $2; free keywords in 610."""
    fields = []
    for each in subjects:
        if each.scheme in tables.schemes().classes:
            continue
        if not each.scheme:
            fields.append(made("610", "0 ", ("a", each.term)))
            continue
        code = tables.schemes().unimarc_codes.get(each.scheme, each.scheme)
        parts = heading_parts(each.term)
        topics = [("a", parts[0]), *(("x", part) for part in parts[1:])]
        fields.append(made("606", "0 ", *topics, ("2", code.upper() if code == "ct" else code)))
    return fields


def class_fields(subjects: Iterable[Subject]) -> list[MarcField]:
    """675, 676, 680, 681, 686, 690, 692."""
    fields = []
    for each in subjects:
        row = tables.schemes().classes.get(each.scheme)
        if row is not None:
            source = [("2", row.source or row.scheme)] if row.unimarc == "686" else []
            fields.append(made(row.unimarc, "  ", ("a", each.term), *source))
    return fields


def agent_fields(
    contributors: Sequence[Contributor], rules: CnmarcRules | None, in_chinese: bool, has_main: bool = True
) -> list[MarcField]:
    """701/711 for authors, 702/712 for others; without Chinese rules the first author has 700/710."""
    fields = []
    for number, each in enumerate(contributors):
        corporate = is_corporate(each.name)
        level = "0" if has_main and number == 0 and not rules else "1"
        level = level if each.role == "author" else "2"
        roles = role_subfields(each.role, "unimarc", in_chinese or rules is not None)
        if corporate:
            fields.append(MarcField(f"71{level}", "", ("0", "2"), (Subfield("a", each.name), *roles)))
            continue
        surname, comma, forename = each.name.partition(", ")
        if comma and surname and forename and not has_han(surname) and _survives(surname, forename):
            name = [Subfield("a", surname), Subfield("b", forename)]
        else:
            name = [Subfield("a", each.name)]
        second = "1" if is_inverted(each.name) else "0"
        fields.append(MarcField(f"70{level}", "", (" ", second), (*name, *roles)))
    return fields


def _survives(surname: str, forename: str) -> bool:
    return surname == surname.strip(" ,") and forename == forename.strip(" ,") and forename[0] not in "(（"


def origin_fields(agency: str, entered: datetime.date) -> list[MarcField]:
    """801: who made the record; without a name of the agency only when."""
    agency_parts = [("b", agency)] if agency else []
    return [made("801", " 0", ("a", "CN"), *agency_parts, ("c", f"{entered:%Y%m%d}"))]
