"""Dublin Core in XML: the fifteen elements and the DCMI terms, in OAI-PMH, SRU, RDF or any other envelope.

Sources: "DCMI Metadata Terms" (dublincore.org/specifications/dublin-core/dcmi-terms) and "Guidelines for implementing
Dublin Core in XML" (dublincore.org/specifications/dublin-core/dc-xml-guidelines). Dublin Core has no place for
editions' statements, places, copies and most roles; what an export leaves out is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.domain.library import ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Identifier, RejectedInput, Subject
from core.errors import InvalidInputError
from core.interchange.cells import parse_year
from core.interchange.crosswalk import tables
from core.interchange.crosswalk.roles import role_of
from core.interchange.identifiers import isbns_of_cell, issns_of_cell
from core.interchange.reading import ImportedRecord, clean_line, clean_text
from core.interchange.writing import PieceWriter
from core.interchange.xml_pieces import Name
from core.interchange.xml_records import Taken, XmlNotation, read_xml, xml_writer
from core.text.languages import language_code
from core.text.numbers import parse_isbn

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ELEMENTS: Final = "http://purl.org/dc/elements/1.1/"
TERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_CONTAINERS = frozenset({"dc", "qualifieddc"})
_NAMES = frozenset({
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
})  # fmt: skip
_SCHEMES = {"LCSH": "lcsh", "DDC": "ddc", "LCC": "lcc", "CLC": "clc"}
_ROLE = re.compile(r"(.+?)\s*[\[(（［]([^\[\]()（）［］]+)[\])）］]")
_ISBN = re.compile(r"^(?:urn:)?isbn[:：\s]*", re.IGNORECASE)
_ISSN = re.compile(r"^(?:urn:)?issn[:：\s]*", re.IGNORECASE)
_CONTROL = "control:"
_SERIES_TERMS = frozenset({"isPartOf"})


def is_dublin_core(name: Name, child: Name | None) -> bool:
    """Whether an element is a record: a `dc` container, or whatever begins with an element of Dublin Core."""
    if name[0] in (ELEMENTS, TERMS) and name[1] not in _CONTAINERS:
        return False
    if child is not None and child[0] in (ELEMENTS, TERMS):
        return True
    return name[1] in _CONTAINERS and (child is None or child[1] in _NAMES)


def read_dublin_core(path: Path, encoding: str = "auto") -> Iterator[ImportedRecord | RejectedInput]:
    """Read the Dublin Core records of a file, whatever envelope they are in."""
    return read_xml(DUBLIN_CORE, path, encoding)


def dublin_core_writer(path: Path, options: ExportOptions) -> PieceWriter:
    """Writes one `metadata` element a record, with dc and dcterms inside."""
    return xml_writer(DUBLIN_CORE, path, options)


def take_dublin_core(element: Element) -> Taken:
    """A record from the children of an element.

    Raises:
        InvalidInputError: "record.no_title".
    """
    taken = _Taking()
    own = str(element.tag).rpartition("}")[0]
    for child in element:
        if isinstance(child.tag, str):
            namespace, _, name = child.tag.rpartition("}")
            # Some servers leave the namespace out, or put everything into that of the container.
            if namespace.removeprefix("{") in (ELEMENTS, TERMS) or namespace in ("", own):
                taken.see(name, child)
    return taken.finish()


class _Taking:
    """Goes through the elements and gathers what they say."""

    def __init__(self) -> None:
        self.owners: dict[str, list[Element]] = {}
        self.title = ""
        self.parallel: list[str] = []
        self.contributors: dict[Contributor, None] = {}
        self.subjects: dict[Subject, None] = {}
        self.identifiers: dict[Identifier, None] = {}
        self.descriptions: list[str] = []
        self.single: dict[str, str] = {}
        self.year: int | None = None
        self.external_id = ""

    def see(self, name: str, element: Element) -> None:
        text = clean_text("".join(element.itertext()))
        if text and (field := self._field(name, element, text)):
            self.owners.setdefault(field, []).append(element)

    def _field(self, name: str, element: Element, text: str) -> str:
        """Take one element. Returns the field it went into, "" for none."""
        line = clean_line(text)
        kind = (element.get(f"{{{_XSI}}}type") or "").rpartition(":")[2]
        if name in ("title", "alternative"):
            if name == "title" and not self.title:
                self.title = line
                return "title"
            self.parallel.append(line)
            return "title_parallel"
        if name in ("creator", "contributor"):
            self.contributors[_contributor(line, name)] = None
            return "contributors"
        if name == "subject":
            self.subjects[Subject(line, _SCHEMES.get(kind.upper(), ""))] = None
            return "subjects"
        if name in ("description", "abstract"):
            self.descriptions.append(text)
            return "description"
        if name == "identifier":
            return self._identifier(line, kind)
        if name in ("date", "issued", "created", "available", "dateCopyrighted"):
            year, _ = parse_year(line)
            if year is None or self.year is not None:
                return ""
            self.year = year
            return "year"
        if name in _SERIES_TERMS:
            name = "series"
        if name in ("publisher", "language", "extent", "series") and name not in self.single:
            self.single[name] = line
            return name
        return ""

    def _identifier(self, line: str, kind: str) -> str:
        numbers: tuple[Identifier, ...] = ()
        if kind.upper() == "ISBN" or _ISBN.match(line):
            numbers = isbns_of_cell(_ISBN.sub("", line))
        elif kind.upper() == "ISSN" or _ISSN.match(line):
            numbers = issns_of_cell(_ISSN.sub("", line))
        elif line.startswith(_CONTROL):
            numbers = (Identifier("control", clean_line(line.removeprefix(_CONTROL))),)
        elif (bare := parse_isbn(line)) is not None and bare.valid:
            numbers = (bare,)
        if not numbers:
            self.external_id = self.external_id or line
            return ""
        self.identifiers.update(dict.fromkeys(numbers))
        return "identifiers"

    def finish(self) -> Taken:
        if not self.title:
            raise InvalidInputError("record.no_title")
        language = self.single.get("language", "")
        record = BibliographicRecord(
            title=self.title,
            external_id=self.external_id or None,
            title_parallel=tuple(dict.fromkeys(each for each in self.parallel if each != self.title)),
            contributors=tuple(self.contributors),
            language=language_code(language) or language,
            description="\n".join(self.descriptions),
            subjects=tuple(self.subjects),
            year=self.year,
            publisher=self.single.get("publisher", ""),
            series=self.single.get("series", ""),
            extent=self.single.get("extent", ""),
            identifiers=tuple(self.identifiers),
        )
        return Taken(record, self.owners)


def _contributor(line: str, element: str) -> Contributor:
    """``Zhang San [translator]`` and ``鲁迅（译）`` say their role; brackets that say anything else are of the name."""
    found = _ROLE.fullmatch(line)
    if found and (role := role_of(found[2])) in tables.roles().by_term:
        return Contributor(found[1], role)
    return Contributor(line, "author" if element == "creator" else "contributor")


def build_dublin_core(record: BibliographicRecord) -> Element:
    """A `metadata` element that `take_dublin_core` turns back into as much of the record as Dublin Core holds."""
    from lxml import etree

    top = etree.Element("metadata", nsmap={"dc": ELEMENTS, "dcterms": TERMS, "xsi": _XSI})

    def add(name: str, text: str, kind: str = "", namespace: str = ELEMENTS) -> None:
        made = etree.SubElement(top, f"{{{namespace}}}{name}", {f"{{{_XSI}}}type": kind} if kind else {})
        made.text = clean_text(text)

    add("title", record.title)
    for title in record.title_parallel:
        add("alternative", title, namespace=TERMS)
    for contributor in record.contributors:
        if contributor.role == "author":
            add("creator", contributor.name)
        else:
            is_said = contributor.role != "contributor" and contributor.role in tables.roles().by_term
            add("contributor", f"{contributor.name} [{contributor.role}]" if is_said else contributor.name)
    for subject in record.subjects:
        kind = f"dcterms:{subject.scheme.upper()}" if subject.scheme.upper() in _SCHEMES else ""
        add("subject", subject.term, kind)
    singles = (("description", record.description), ("publisher", record.publisher), ("language", record.language))
    for name, text in singles:
        if text:
            add(name, text)
    if record.year is not None:
        add("date", str(record.year))
    for name, text in (("extent", record.extent), ("isPartOf", record.series)):
        if text:
            add(name, text, namespace=TERMS)
    if record.external_id:
        add("identifier", record.external_id)
    for number in record.identifiers:
        prefix = _CONTROL if number.scheme == "control" else f"{number.scheme.upper()} "
        if number.scheme != "external":
            add("identifier", f"{prefix}{number.value}")
    return top


DUBLIN_CORE: Final = XmlNotation(
    format="dc",
    is_record=is_dublin_core,
    take=take_dublin_core,
    build=build_dublin_core,
    head="<records>",
    tail="</records>",
)
