"""MODS, the Library of Congress's XML for bibliographic description, versions 3.0 to 3.8.

Source: MODS User Guidelines (loc.gov/standards/mods/userguide). What has no place in a `BibliographicRecord` stays in
the record's source and is written back from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from core.domain.item_states import is_code
from core.domain.library import ExportOptions
from core.domain.records import (
    BibliographicRecord,
    Contributor,
    Holding,
    Identifier,
    IdentifierScheme,
    RejectedInput,
    Subject,
)
from core.errors import InvalidInputError
from core.interchange.crosswalk.dates import year_of
from core.interchange.crosswalk.roles import role_of
from core.interchange.identifiers import isbns_of_cell, issns_of_cell
from core.interchange.reading import ImportedRecord, clean_line, clean_text
from core.interchange.writing import PieceWriter
from core.interchange.xml_pieces import Name
from core.interchange.xml_records import Taken, XmlNotation, read_xml, xml_writer
from core.text.languages import language_code

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAMESPACE: Final = "http://www.loc.gov/mods/v3"
_PARALLEL = frozenset({"alternative", "translated"})
_DATES = ("dateIssued", "copyrightDate", "dateCreated", "dateCaptured")
_CLASSES = frozenset({"ddc", "lcc", "clc"})
_SUBJECT_PARTS = frozenset({"topic", "geographic", "temporal", "genre", "occupation"})
_CONTROL = frozenset({"lccn", "oclc", "local", "control", "nlc", "calis"})


def is_mods(name: Name, _child: Name | None) -> bool:
    """Whether an element is a MODS record, in its namespace or in none."""
    return name[1] == "mods" and (not name[0] or "mods" in name[0])


def read_mods(path: Path, encoding: str = "auto") -> Iterator[ImportedRecord | RejectedInput]:
    """Read the `mods` elements of a file, whatever envelope they are in (SRU, OAI-PMH, METS)."""
    return read_xml(MODS, path, encoding)


def mods_writer(path: Path, options: ExportOptions) -> PieceWriter:
    """Writes a `modsCollection`."""
    return xml_writer(MODS, path, options)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _line(element: Element) -> str:
    return clean_line(_text(element))


def _children(element: Element, *names: str) -> list[Element]:
    return [each for each in element if _local(each) in names]


def take_mods(element: Element) -> Taken:
    """A record from a `mods` element.

    Raises:
        InvalidInputError: "record.no_title".
    """
    owners: dict[str, list[Element]] = {}
    title, parallel = _titles(element, owners)
    if not title:
        raise InvalidInputError("record.no_title")
    issued = _issued(element, owners)
    descriptions = _owned(element, owners, "description", "abstract")
    notes = [each for each in _children(element, "note") if each.get("type") != "statement of responsibility"]
    owners["note"] = notes
    record = BibliographicRecord(
        title=title,
        external_id=_external_id(element),
        title_parallel=tuple(dict.fromkeys(each for each in parallel if each != title)),
        contributors=_contributors(element, owners),
        language=_language(element, owners),
        description=clean_text("\n".join(clean_text(_text(each)) for each in descriptions)),
        subjects=_subjects(element, owners),
        year=cast("int | None", issued["year"]),
        publisher=str(issued["publisher"]),
        place=str(issued["place"]),
        edition=str(issued["edition"]),
        series=_series(element, owners),
        extent=_extent(element, owners),
        note=clean_text("\n".join(clean_text(_text(each)) for each in notes)),
        identifiers=_identifiers(element, owners),
        holdings=_holdings(element, owners),
    )
    return Taken(record, owners, _known_wrong(owners["identifiers"]))


def _owned(element: Element, owners: dict[str, list[Element]], field: str, *names: str) -> list[Element]:
    return owners.setdefault(field, _children(element, *names))


def _titles(element: Element, owners: dict[str, list[Element]]) -> tuple[str, list[str]]:
    proper: list[Element] = []
    parallel: list[Element] = []
    for info in _children(element, "titleInfo"):
        kind = info.get("type")
        if kind in _PARALLEL or (not kind and proper):
            parallel.append(info)
        elif not kind:
            proper.append(info)
    if not proper and parallel:
        proper.append(parallel.pop(0))
    owners["title"], owners["title_parallel"] = proper, parallel
    return _title(proper[0]) if proper else "", [text for each in parallel if (text := _title(each))]


def _title(info: Element) -> str:
    """NonSort title: subTitle. partNumber, partName."""
    parts = {name: "".join(_line(each) for each in _children(info, name)[:1]) for name in
             ("nonSort", "title", "subTitle", "partNumber", "partName")}  # fmt: skip
    start = parts["nonSort"]
    if start and not start.endswith(("'", "’", "-")):
        start += " "
    title = f"{start}{parts['title']}"
    if parts["subTitle"]:
        title += f": {parts['subTitle']}"
    part = ", ".join(filter(None, (parts["partNumber"], parts["partName"])))
    return clean_line(f"{title}. {part}" if part else title)


def _contributors(element: Element, owners: dict[str, list[Element]]) -> tuple[Contributor, ...]:
    found: dict[Contributor, None] = {}
    for each in _owned(element, owners, "contributors", "name"):
        name = _name(each)
        terms = [_line(term) for role in _children(each, "role") for term in _children(role, "roleTerm")]
        roles = list(dict.fromkeys(role_of(term) for term in terms if term))
        if name:
            found.update(dict.fromkeys(Contributor(name, role) for role in roles or ["author"]))
    return tuple(found)


def _name(element: Element) -> str:
    parts: dict[str, list[str]] = {}
    for part in _children(element, "namePart"):
        parts.setdefault(part.get("type") or "", []).append(_line(part))
    if plain := [part for part in parts.get("", []) if part]:
        return clean_line(". ".join(plain))
    family, given = " ".join(parts.get("family", [])), " ".join(parts.get("given", []))
    if any("\u3400" <= char <= "\u9fff" for char in family + given):
        return clean_line(family + given)
    name = ", ".join(filter(None, (family, given)))
    return clean_line(name) or "".join(_line(each) for each in _children(element, "displayForm")[:1])


def _language(element: Element, owners: dict[str, list[Element]]) -> str:
    for each in _owned(element, owners, "language", "language"):
        for term in _children(each, "languageTerm"):
            text = _line(term)
            if text:
                return language_code(text) or text
    return ""


def _issued(element: Element, owners: dict[str, list[Element]]) -> dict[str, str | int | None]:
    """Year, publisher, place and edition, each from the first `originInfo` that has it."""
    found: dict[str, str | int | None] = {"year": None, "publisher": "", "place": "", "edition": ""}
    infos = _children(element, "originInfo")
    dates = [each for info in infos for each in _children(info, *_DATES)]
    dates.sort(key=lambda each: (each.get("keyDate") != "yes", _DATES.index(_local(each)), each.get("point") == "end"))
    for each in dates:
        text = _line(each)
        year = int(text) if text.removeprefix("-").isdecimal() and len(text) <= 5 else year_of(text)
        if year is not None:
            found["year"], owners["year"] = year, dates
            break
    for info in infos:
        for place in _children(info, "place"):
            terms = [term for term in _children(place, "placeTerm") if term.get("type") != "code"]
            if terms and not found["place"] and (text := _line(terms[0])):
                found["place"], owners["place"] = text, [place]
        for name in ("publisher", "edition"):
            for each in _children(info, name):
                if not found[name] and (text := _line(each)):
                    found[name], owners[name] = text, [each]
    return found


def _subjects(element: Element, owners: dict[str, list[Element]]) -> tuple[Subject, ...]:
    found: dict[Subject, None] = {}
    for each in _owned(element, owners, "subjects", "subject", "classification"):
        authority = (each.get("authority") or "").lower()
        if _local(each) == "classification":
            if (term := _line(each)) and authority in _CLASSES:
                found[Subject(term, authority)] = None
            continue
        parts = []
        for part in each:
            local = _local(part)
            if local in _SUBJECT_PARTS:
                parts.append(_line(part))
            elif local == "name":
                parts.append(_name(part))
            elif local == "titleInfo":
                parts.append(_title(part))
        if term := "--".join(part for part in parts if part):
            found[Subject(term, authority if authority == "lcsh" else "")] = None
    return tuple(found)


def _series(element: Element, owners: dict[str, list[Element]]) -> str:
    related = [each for each in _children(element, "relatedItem") if each.get("type") == "series"]
    titles = [text for each in related for info in _children(each, "titleInfo")[:1] if (text := _title(info))]
    owners["series"] = related
    return "; ".join(titles)


def _extent(element: Element, owners: dict[str, list[Element]]) -> str:
    extents = [each for form in _children(element, "physicalDescription") for each in _children(form, "extent")]
    owners["extent"] = extents
    return "; ".join(text for each in extents if (text := _line(each)))


def _identifiers(element: Element, owners: dict[str, list[Element]]) -> tuple[Identifier, ...]:
    found: dict[Identifier, None] = {}
    taken = owners.setdefault("identifiers", [])
    for each in _children(element, "identifier"):
        kind, text = (each.get("type") or "").lower(), _line(each)
        numbers: tuple[Identifier, ...] = ()
        if kind == "isbn":
            numbers = isbns_of_cell(text)
        elif kind == "issn":
            numbers = issns_of_cell(text)
        elif text and kind in _CONTROL:
            numbers = (Identifier("control", text),)
        elif text and kind == "external":
            numbers = (Identifier("external", text),)
        if numbers:
            if each.get("invalid") == "yes":
                numbers = tuple(replace(number, valid=False) for number in numbers)
            taken.append(each)
            found.update(dict.fromkeys(numbers))
    return tuple(found)


def _known_wrong(elements: list[Element]) -> frozenset[Identifier]:
    marked = [_line(each) for each in elements if each.get("invalid") == "yes"]
    return frozenset(replace(i, valid=False) for text in marked for i in (*isbns_of_cell(text), *issns_of_cell(text)))


def _external_id(element: Element) -> str | None:
    for info in _children(element, "recordInfo"):
        for each in _children(info, "recordIdentifier"):
            if text := _line(each):
                return text
    return None


def _holdings(element: Element, owners: dict[str, list[Element]]) -> tuple[Holding, ...]:
    """One for each `copyInformation`; a `location` without is one when it has a shelf mark."""
    found = []
    for location in _children(element, "location"):
        where = " ".join(_line(each) for each in _children(location, "physicalLocation"))
        copies = [c for each in _children(location, "holdingSimple") for c in _children(each, "copyInformation")]
        marks = _children(location, "shelfLocator")
        if not copies and not marks:
            continue
        owners.setdefault("holdings", []).append(location)
        shelf = " ".join(_line(each) for each in marks)
        found += [_copy(each, where, shelf) for each in copies] or [Holding(call_number=shelf, location=where)]
    return tuple(found)


def _copy(element: Element, where: str, shelf: str) -> Holding:
    notes = _children(element, "note")
    state = next((_line(each) for each in notes if each.get("type") == "status"), "")
    return Holding(
        barcode="".join(_line(each) for each in _children(element, "itemIdentifier")[:1]),
        call_number=" ".join(_line(each) for each in _children(element, "shelfLocator")) or shelf,
        location=" ".join(_line(each) for each in _children(element, "subLocation")) or where,
        status=state if is_code(state) else "available",
        note=clean_text("\n".join(clean_text(_text(each)) for each in notes if each.get("type") != "status")),
    )


def build_mods(record: BibliographicRecord) -> Element:
    """A `mods` element of version 3.7 that `take_mods` turns back into the same record."""
    from lxml import etree

    top = etree.Element(f"{{{NAMESPACE}}}mods", {"version": "3.7"}, nsmap={None: NAMESPACE})

    def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
        made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
        if text:
            made.text = clean_text(text)
        return made

    add(add(top, "titleInfo"), "title", record.title)
    for title in record.title_parallel:
        add(add(top, "titleInfo", type="translated"), "title", title)
    for contributor in record.contributors:
        name = add(top, "name")
        add(name, "namePart", contributor.name)
        add(add(name, "role"), "roleTerm", contributor.role, type="text", authority="marcrelator")
    if record.place or record.publisher or record.year is not None or record.edition:
        origin = add(top, "originInfo")
        if record.place:
            add(add(origin, "place"), "placeTerm", record.place, type="text")
        if record.publisher:
            add(origin, "publisher", record.publisher)
        if record.year is not None:
            add(origin, "dateIssued", str(record.year))
        if record.edition:
            add(origin, "edition", record.edition)
    if record.language:
        add(add(top, "language"), "languageTerm", record.language, type="code", authority="iso639-2b")
    if record.extent:
        add(add(top, "physicalDescription"), "extent", record.extent)
    if record.description:
        add(top, "abstract", record.description)
    if record.note:
        add(top, "note", record.note)
    for subject in record.subjects:
        if subject.scheme in _CLASSES:
            add(top, "classification", subject.term, authority=subject.scheme)
        else:
            add(add(top, "subject", **({"authority": subject.scheme} if subject.scheme else {})), "topic", subject.term)
    if record.series:
        add(add(add(top, "relatedItem", type="series"), "titleInfo"), "title", record.series)
    for number in record.identifiers:
        kinds: dict[IdentifierScheme, str] = {"control": "local"}
        invalid = {} if number.valid else {"invalid": "yes"}
        add(top, "identifier", number.value, type=kinds.get(number.scheme, number.scheme), **invalid)
    for holding in record.holdings:
        copy = add(add(add(top, "location"), "holdingSimple"), "copyInformation")
        for part, text in (("subLocation", holding.location), ("shelfLocator", holding.call_number)):
            if text:
                add(copy, part, text)
        if holding.note:
            add(copy, "note", holding.note)
        if holding.status != "available":
            add(copy, "note", holding.status, type="status")
        if holding.barcode:
            add(copy, "itemIdentifier", holding.barcode, type="barcode")
    if record.external_id:
        add(add(top, "recordInfo"), "recordIdentifier", record.external_id)
    return top


MODS: Final = XmlNotation(
    format="mods",
    is_record=is_mods,
    take=take_mods,
    build=build_mods,
    head=f'<modsCollection xmlns="{NAMESPACE}">',
    tail="</modsCollection>",
)
