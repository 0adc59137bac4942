"""A field that tells later whether a record is still as it was written.

An export to an encoding that lacks characters, or a program that garbles them, leaves records that look whole. The
checksum is taken over the text, not the bytes, so a sound conversion to another encoding does not disturb it, and a
'?' in place of a character does. The field is local: `989 ## $2 wenyuan-checksum $a <32 hexadecimal digits>`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace
from typing import Final, Literal

from core.domain.marc import MarcField, MarcRecord, Subfield

ChecksumPolicy = Literal["reject", "warn"]
"""What becomes of a record whose checksum does not agree."""

CHECKSUM_TAG: Final = "989"
_NAME: Final = "wenyuan-checksum"
_DIGITS: Final = 32


def checksum_of(record: MarcRecord) -> str:
    """The checksum of a record's text, whatever the order of its fields.

    Left out is what programs change on the way: leader but for 06-07, field 005, and where the encoding is named
    (UNIMARC 100$a/26-29). Texts count in NFC.
    """
    lines = sorted(_line(record, each) for each in record.fields if each.tag != "005" and not is_checksum(each))
    text = "\x1e".join([record.flavour, record.leader[6:8], *lines])
    digest = hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:_DIGITS]


def _line(record: MarcRecord, field: MarcField) -> str:
    parts = [f"{each.code}{each.value}" for each in field.subfields]
    if record.flavour == "unimarc" and field.tag == "100":
        parts = [part[:27] + part[31:] if part.startswith("a") else part for part in parts]
    head = field.value if field.is_control else f"{''.join(field.indicators)}{field.value}"
    return "\x1f".join([field.tag, head, *parts])


def is_checksum(field: MarcField) -> bool:
    """Whether a field is one of ours."""
    return field.tag == CHECKSUM_TAG and field.first("2") == _NAME


def with_checksum(record: MarcRecord) -> MarcRecord:
    """The record with a new checksum field at its end."""
    kept = tuple(each for each in record.fields if not is_checksum(each))
    subfields = (Subfield("2", _NAME), Subfield("a", checksum_of(record)))
    return replace(record, fields=(*kept, MarcField(CHECKSUM_TAG, subfields=subfields)))


def verified(record: MarcRecord) -> tuple[MarcRecord, bool]:
    """The record without its checksum field, and whether the checksum agrees (it does where there is none)."""
    found = [each for each in record.tagged(CHECKSUM_TAG) if is_checksum(each)]
    if not found:
        return record, True
    bare = replace(record, fields=tuple(each for each in record.fields if not is_checksum(each)))
    wanted = checksum_of(bare)
    return bare, all(each.first("a") == wanted for each in found)
