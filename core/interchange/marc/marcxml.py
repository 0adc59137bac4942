"""MARCXML: the MARC 21 slim schema of the Library of Congress, and MarcXchange (ISO 25577) with the same elements.

Both are used for MARC 21 and UNIMARC. Files are parsed as a stream: what was read of a damaged file stands.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final, cast

from lxml import etree

from core.domain.marc import MarcField, MarcFlavour, MarcRecord, MarcSource, Subfield
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.marc.checksum import ChecksumPolicy, verified
from core.interchange.marc.encodings import marc_encoding
from core.interchange.marc.entries import Flavour, MarcEntries, MarcEntry, MarcWarning
from core.interchange.marc.flavours import flavour_of_record
from core.interchange.reading import open_source

NAMESPACE: Final = "http://www.loc.gov/MARC21/slim"
XML_HEAD: Final = f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'.encode()
"""What stands before the records of a file, and `XML_TAIL` after them; each record on lines of its own."""
XML_TAIL: Final = b"</collection>\n"

_MARC_NAMESPACES: Final = frozenset({"", NAMESPACE, "info:lc/xmlns/marcxchange-v1", "info:lc/xmlns/marcxchange-v2"})
_BLOCK: Final = 1 << 16
_PARTS: Final = frozenset({"leader", "controlfield", "datafield"})


def read_marcxml(
    path: Path, flavour: Flavour = "auto", checksum: ChecksumPolicy = "reject", encoding: str = "auto"
) -> MarcEntries:
    """Read a file record by record with bounded memory. Wrappers, as of SRU and OAI-PMH, are looked through.

    Args:
        path: The file.
        flavour: "auto" takes it from the file where it says so, else from each record's fields.
        checksum: As for `read_marc`.
        encoding: "auto" is what the file declares, UTF-8 without a declaration.

    Returns:
        Entries, whose `offset` is the line; `RejectedInput` "marc.no_fields" for an empty record, "marc.checksum"; and
        one "marc.xml_damaged" with the line where the file stops being XML, at which reading ends. Its bytes are the
        rest of the file from that line.

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty", "encoding.unknown", when the first is asked
            for.
        HostFaultError: "file.unreadable".
    """
    with open_source(path) as source:
        for entry in parse_marcxml(source, str(path), flavour, checksum, encoding):
            if isinstance(entry, RejectedInput) and entry.reason_id == "marc.xml_damaged":
                yield _with_rest(path, entry)
            else:
                yield entry


def _with_rest(path: Path, entry: RejectedInput) -> RejectedInput:
    """The rejected entry with the place of its line in the file, so that the rest can be saved."""
    offset, line, damaged_line = 0, 1, int(entry.reason["line"])
    with open_source(path) as source:
        while line < damaged_line and (text := source.readline(_BLOCK)):
            offset += len(text)
            line += text.endswith(b"\n")
        length = source.seek(0, io.SEEK_END) - offset
    return replace(entry, reason={**entry.reason, "offset": offset, "length": length})


def parse_marcxml(
    stream: BinaryIO,
    name: str,
    flavour: Flavour = "auto",
    checksum: ChecksumPolicy = "reject",
    encoding: str = "auto",
) -> MarcEntries:
    """As `read_marcxml`, of a stream: a file, or the answer of a server. `name` is for what is rejected."""
    parser = _parser(encoding)
    number, damage = 0, None
    while damage is None:
        block = stream.read(_BLOCK)
        try:
            if block:
                parser.feed(block)
            else:
                parser.close()
        except etree.XMLSyntaxError as exc:
            damage = exc
        # What the parser made of the block before the damage counts.
        for element, line in _records(parser):
            number += 1
            yield _entry(element, flavour, checksum, name, number, line)
            _forget(element)
        if not block:
            break
    if damage is not None:
        yield RejectedInput(name, str(number + 1), "marc.xml_damaged", {"line": damage.lineno or 0})


def _parser(encoding: str) -> etree.XMLPullParser[etree._Element]:
    known = marc_encoding(encoding)
    try:
        return etree.XMLPullParser(
            events=("end",),
            encoding=None if known == "auto" else known,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
    except LookupError as exc:  # MARC-8, which no XML has
        raise InvalidInputError("encoding.unknown", encoding=encoding) from exc


def _entry(
    element: etree._Element, flavour: Flavour, checksum: ChecksumPolicy, name: str, number: int, line: int
) -> MarcEntry | RejectedInput:
    read = _record(element, flavour)
    if read is None:
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        return RejectedInput(name, str(number), "marc.no_fields", {"line": line, "record": text})
    if flavour != "auto":
        element.set("format", flavour)  # so that the source says it too
    data = etree.tostring(element, encoding="utf-8", with_tail=False)
    record, is_intact = verified(read)
    warnings: tuple[MarcWarning, ...] = ()
    if not is_intact:
        if checksum == "reject":
            return RejectedInput(name, str(number), "marc.checksum", {"offset": line, "record": data.decode("utf-8")})
        warnings = (MarcWarning("marc.checksum", {"offset": line}),)
    return MarcEntry(record, MarcSource("marcxml", "utf-8", data), str(number), line, warnings)


def _records(parser: etree.XMLPullParser[etree._Element]) -> Iterator[tuple[etree._Element, int]]:
    """The MARC records that ended since the last call; what has a record within is none itself."""
    for _, element in parser.read_events():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element)
        if name.localname != "record":
            # Whatever else a file holds must not pile up; parts of a record are needed until it ends.
            if name.localname not in ("subfield", *_PARTS) and not any(_local(each) == "record" for each in element):
                parent = element.getparent()
                if parent is None or _local(parent) not in ("record", *_PARTS):
                    _forget(element)
            continue
        is_marc = (name.namespace or "") in _MARC_NAMESPACES
        has_parts = any(_local(child) in _PARTS for child in element)
        if has_parts or (is_marc and not len(element)):
            yield element, element.sourceline or 0
        else:  # a wrapper, whose record was read
            _forget(element)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _forget(element: etree._Element) -> None:
    """Free what was read: the element's content and its elder brothers, whose parent would keep them."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _record(element: etree._Element, flavour: Flavour) -> MarcRecord | None:
    leader = ""
    fields: list[MarcField] = []
    for child in element:
        name = _local(child)
        if name == "leader":
            leader = _text(child)
        elif name == "controlfield":
            fields.append(MarcField(child.get("tag", ""), _text(child)))
        elif name == "datafield":
            indicators = (_indicator(child, "ind1"), _indicator(child, "ind2"))
            subfields = tuple(
                Subfield(part.get("code", " ")[:1] or " ", _text(part)) for part in child if _local(part) == "subfield"
            )
            fields.append(MarcField(child.get("tag", ""), "", indicators, subfields))
    if not fields:
        return None
    record = MarcRecord("marc21", f"{leader:24.24}", tuple(fields))
    told = _told_flavour(element) if flavour == "auto" else flavour
    return MarcRecord(told or flavour_of_record(record), record.leader, record.fields)


def _indicator(field: etree._Element, name: str) -> str:
    return field.get(name, " ")[:1] or " "


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _told_flavour(element: etree._Element) -> MarcFlavour | None:
    """The flavour that MarcXchange names in an attribute."""
    name = element.get("format", "").lower().replace(" ", "")
    if "unimarc" in name or "cnmarc" in name:
        return "unimarc"
    return "marc21" if name in ("marc21", "usmarc") else None


def to_marcxml(record: MarcRecord) -> bytes:
    """One `record` element in the MARC 21 slim namespace, UTF-8, without XML declaration, ended by a line end.

    Text that ISO 2709 had between indicators and first subfield becomes a subfield with a blank for its code.

    Raises:
        InvalidInputError: "marc.malformed_field" for a character that XML does not allow.
    """
    element = etree.Element("record", nsmap=cast("dict[str, str]", {None: NAMESPACE}))
    try:
        etree.SubElement(element, "leader").text = f"{record.leader:24.24}"
    except ValueError as exc:
        raise InvalidInputError("marc.malformed_field", tag="leader") from exc
    for field in record.fields:
        try:
            _append(element, field)
        except ValueError as exc:
            raise InvalidInputError("marc.malformed_field", tag=field.tag) from exc
    return etree.tostring(element, encoding="utf-8") + b"\n"


def _append(element: etree._Element, field: MarcField) -> None:
    if field.is_control and not field.subfields:
        etree.SubElement(element, "controlfield", tag=field.tag).text = field.value
        return
    first, second = field.indicators
    made = etree.SubElement(element, "datafield", tag=field.tag, ind1=first, ind2=second)
    odd = (Subfield(" ", field.value),) if field.value else ()
    for each in (*odd, *field.subfields):
        etree.SubElement(made, "subfield", code=each.code).text = each.value


def from_marcxml(data: bytes, flavour: Flavour = "auto") -> MarcRecord:
    """The first record in a piece of XML.

    Raises:
        InvalidInputError: "marc.xml_damaged", "marc.no_fields" with the line.
    """
    for entry in parse_marcxml(io.BytesIO(data), "", flavour, "warn"):
        if isinstance(entry, MarcEntry):
            return entry.record
        raise InvalidInputError(entry.reason_id, **entry.reason)
    raise InvalidInputError("marc.no_fields", line=1)
