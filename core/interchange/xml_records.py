"""What MODS and Dublin Core have in common: reading a file of elements, and changing an element where it was edited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.library import ExportOptions
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, Identifier, RejectedInput
from core.errors import InvalidInputError
from core.interchange.decoding import in_utf8, known_encoding
from core.interchange.identifiers import number_warnings
from core.interchange.keeping import Notation, output_codec, piece_maker
from core.interchange.reading import ImportedRecord, clean_line
from core.interchange.writing import PieceWriter
from core.interchange.xml_pieces import IsRecord, XmlPiece, parse_element, parse_piece, split_records

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OAI_IDENTIFIER = re.compile(rb"<(?:[\w.\-]+:)?identifier>\s*([^<>]{1,2000}?)\s*</(?:[\w.\-]+:)?identifier>")


@dataclass(slots=True)
class Taken:
    """A record read from an element, which elements each of its fields came from, and the numbers it calls wrong."""

    record: BibliographicRecord
    owners: dict[str, list[Element]] = field(default_factory=dict)
    known_wrong: frozenset[Identifier] = frozenset()


Take = Callable[["Element"], Taken]
"""Raises InvalidInputError."""


@dataclass(frozen=True, slots=True)
class XmlNotation:
    """A kind of XML records.

    Attributes:
        format: Its name.
        is_record: Which elements are records.
        take: Element → record.
        build: Record → element.
        head: Beginning of a file, before which comes the XML declaration.
        tail: End of a file.
    """

    format: str
    is_record: IsRecord
    take: Take
    build: Callable[[BibliographicRecord], Element]
    head: str
    tail: str


def read_xml(notation: XmlNotation, path: Path, encoding: str = "auto") -> Iterator[ImportedRecord | RejectedInput]:
    """Read the records of a file; a bad one is a rejected entry and the rest goes on. Positions count from 1.

    Raises:
        InvalidInputError: "encoding.unknown", "xml.no_records" where there is none in the whole file.
    """
    used = encoding if encoding == "auto" else known_encoding(encoding)
    number = 0
    for number, piece in enumerate(split_records(path, notation.is_record, used), start=1):
        try:
            yield _imported(notation, piece, path, str(number))
        except InvalidInputError as exc:
            raw = in_utf8(piece.data, piece.encoding)
            yield RejectedInput(str(path), str(number), exc.message_id, {**exc.context, **piece.place}, raw)
    if not number:
        raise InvalidInputError("xml.no_records", file=path, format=notation.format)


def _imported(notation: XmlNotation, piece: XmlPiece, path: Path, position: str) -> ImportedRecord:
    taken = notation.take(parse_piece(piece))
    record = taken.record
    if not record.external_id and (outer := _header_identifier(piece.before)):
        record = replace(record, external_id=outer)
    warnings = number_warnings(path, position, [i for i in record.identifiers if i not in taken.known_wrong])
    return ImportedRecord(record, position, None, MarcSource(notation.format, piece.encoding, piece.data), warnings)


def _header_identifier(before: bytes) -> str:
    """The identifier in the OAI-PMH header that stands before the record; "" without one."""
    header = before.rpartition(b"header")[0].rpartition(b"header")[2]
    found = _OAI_IDENTIFIER.search(header)
    return clean_line(found[1].decode("utf-8", "replace")) if found else ""


def text_notation(notation: XmlNotation) -> Notation:
    """The notation of single records, as the writer wants it."""
    from lxml import etree

    def read(text: str) -> BibliographicRecord:
        return notation.take(parse_element(text.encode("utf-8", "surrogatepass"), "utf-8")).record

    def make(record: BibliographicRecord) -> str:
        return etree.tostring(notation.build(record), encoding="unicode")

    def edit(text: str, record: BibliographicRecord, changed: frozenset[str]) -> str:
        return _edited(notation, text, record, changed)

    return Notation(notation.format, read, make, edit, escape="xmlcharrefreplace")


def xml_writer(notation: XmlNotation, path: Path, options: ExportOptions) -> PieceWriter:
    """A writer of whole files."""
    encoding, mark = output_codec(options.encoding)
    announced = encoding.removesuffix("-le").upper() if mark else encoding.upper()
    head = f'<?xml version="1.0" encoding="{announced}"?>\n{notation.head}\n'
    return PieceWriter(
        path,
        notation.format,
        piece_maker(text_notation(notation), options),
        mark + head.encode(encoding),
        f"\n{notation.tail}\n".encode(encoding),
        "\n".encode(encoding),
    )


def _edited(notation: XmlNotation, text: str, record: BibliographicRecord, changed: frozenset[str]) -> str:
    """The element with the elements of the changed fields replaced by those of a new one; all others stay."""
    from lxml import etree

    old = parse_element(text.encode("utf-8", "surrogatepass"), "utf-8")
    new = notation.build(record)
    old_owners, new_owners = notation.take(old).owners, notation.take(new).owners
    for name in sorted(changed):
        gone = old_owners.get(name, [])
        parent = gone[0].getparent() if gone else None
        at = parent.index(gone[0]) if parent is not None else 0
        for each in gone:
            _remove(each, old)
        for shift, each in enumerate(new_owners.get(name, [])):
            if parent is not None and _is_within(parent, old):
                copied = deepcopy(each)
                copied.tail = None
                parent.insert(at + shift, copied)
            else:
                _append(each, new, old)
    etree.cleanup_namespaces(old, keep_ns_prefixes=[prefix for prefix in old.nsmap if prefix])
    return etree.tostring(old, encoding="unicode", with_tail=False)


def _is_within(element: Element, top: Element) -> bool:
    return element is top or top in element.iterancestors()


def _remove(element: Element, top: Element) -> None:
    """Take an element out, and with it what around it is empty then. The blanks after it go with it."""
    parent = element.getparent()
    while parent is not None:
        parent.remove(element)
        if parent is top or len(parent) or (parent.text or "").strip():
            return
        element, parent = parent, parent.getparent()


def _append(element: Element, new: Element, old: Element) -> None:
    """Put a copy of an element of `new` where it belongs in `old`: in the same kind of parent."""
    copied = deepcopy(element)
    copied.tail = None
    parent = element.getparent()
    if parent is None or parent is new:
        old.append(copied)
        return
    same = old.find(str(parent.tag))
    if same is None:
        same = old.makeelement(parent.tag, dict(parent.attrib))
        old.append(same)
    same.append(copied)
