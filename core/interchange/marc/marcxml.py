"""MARCXML: the MARC 21 slim schema of the Library of Congress, and MarcXchange (ISO 25577) with the same elements.

Both are used for MARC 21 and UNIMARC. Here is one record at a time; `core.interchange.xml_pieces` cuts files into them.
"""

from __future__ import annotations

from typing import Final, cast

from lxml import etree

from core.domain.marc import MarcField, MarcFlavour, MarcRecord, Subfield
from core.errors import InvalidInputError
from core.interchange.marc.checksum import ChecksumPolicy, verified
from core.interchange.marc.entries import Flavour
from core.interchange.marc.flavours import flavour_of_record

NAMESPACE: Final = "http://www.loc.gov/MARC21/slim"
XML_TAIL: Final = b"</collection>\n"
"""What stands after the records of a file."""

_PARTS: Final = frozenset({"leader", "controlfield", "datafield"})


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


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


def from_marcxml(data: bytes, flavour: Flavour = "auto", checksum: ChecksumPolicy = "reject") -> MarcRecord:
    """The first record in a piece of XML, without its checksum field; wrappers, as of SRU, are looked through.

    Args:
        data: An XML document in the encoding that it declares.
        flavour: "auto" takes it from the record where it says so, else from its fields.
        checksum: "reject" refuses a record whose checksum field does not agree.

    Raises:
        InvalidInputError: "marc.xml_damaged" and "marc.no_fields" with the line, "marc.checksum".
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        raise InvalidInputError("marc.xml_damaged", line=exc.lineno or 0) from exc
    found = (_record(each, flavour) for each in root.iter("{*}record"))
    read = next((each for each in found if each is not None), None)
    if read is None:
        raise InvalidInputError("marc.no_fields", line=1)
    record, is_intact = verified(read)
    if not is_intact and checksum == "reject":
        raise InvalidInputError("marc.checksum", offset=0)
    return record
