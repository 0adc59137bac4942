"""Writing records in ISO 2709, in an encoding of choice, without losing a character."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from core.domain.marc import MarcField, MarcRecord, MarcSource, Subfield
from core.errors import InvalidInputError
from core.interchange.marc.checksum import with_checksum as add_checksum
from core.interchange.marc.encodings import MIXED, encode_text, marc_encoding
from core.interchange.marc.entries import MarcWarning
from core.interchange.marc.iso2709_reading import decode_iso2709, raw_fields
from core.interchange.marc.structure import FIELD_END, LEADER, RECORD_END

_LONGEST_RECORD: Final = 99_999
_LONGEST_FIELD: Final = 9_999
_TAG = re.compile(r"[0-9A-Za-z]{3}", re.ASCII)
_SEPARATOR = re.compile("[\x1d-\x1f]")
_UNICODE_100 = "50  "
_NATIONAL_100: Final = {"gb18030": "0110", "gbk": "0110", "gb2312": "0110"}


@dataclass(frozen=True, slots=True)
class EncodedRecord:
    """A record in ISO 2709, and what could be written only in another way."""

    data: bytes
    warnings: tuple[MarcWarning, ...] = ()


def encode_iso2709(record: MarcRecord, encoding: str = "utf-8", *, source: MarcSource | None = None) -> bytes:
    """The record in ISO 2709; a character that the encoding has not refuses it.

    Args:
        record: What to write.
        encoding: "utf-8", "marc-8", "gb18030", "gbk", "gb2312", "big5" or what else `marc_encoding` knows. Of a mixture
            the first is taken.
        source: Where the record came from. A record that is as it was there, in the same encoding, is returned as it
            came; of another the unchanged fields are copied byte for byte.

    Raises:
        InvalidInputError: "marc.unencodable" with characters and tag; "marc.too_long", "marc.field_too_long";
            "marc.malformed_field" (a tag, indicator or code that is none, or a separator in a text);
            "encoding.unknown".
    """
    return encode_record(record, encoding, source=source).data


def encode_record(
    record: MarcRecord,
    encoding: str = "utf-8",
    *,
    source: MarcSource | None = None,
    unencodable: Literal["refuse", "reference"] = "refuse",
    with_checksum: bool = False,
) -> EncodedRecord:
    """As `encode_iso2709`, with choices.

    MARC 21 gets "a" in leader/09 for UTF-8 and a blank for the rest. UNIMARC keeps its leader/09; 100$a/26-29 is set
    to "50" for UTF-8, or taken from there for another encoding, only where the encoding differs from that of `source`.

    Args:
        record: As above.
        encoding: As above.
        source: As above.
        unencodable: "reference" writes `&#xXXXX;`, which our reader turns back, and warns; never a '?'.
        with_checksum: Add the field by which later damage shows.
    """
    wanted = marc_encoding(encoding)
    if source is not None and source.format != record.flavour:
        source = None
    is_same = source is not None and source.encoding == wanted
    copied: Mapping[MarcField, bytes] = {}
    if source is not None and is_same:
        before = decode_iso2709(source)
        if before == record and not with_checksum:
            return EncodedRecord(source.data)
        if MIXED not in wanted:
            copied = dict(zip(before.fields, raw_fields(source), strict=False)) if _is_bare(source, before) else {}
    wanted = wanted.split(MIXED)[0]
    prepared = record if is_same else _with_encoding_named(record, wanted)
    if with_checksum:
        prepared = add_checksum(prepared)
    warnings: list[MarcWarning] = []
    fields = []
    for field in prepared.fields:
        data = copied.get(field)
        if data is None:
            data = _encode_field(field, wanted, unencodable == "refuse", warnings)
        fields.append(data + FIELD_END)
    return EncodedRecord(_assemble(prepared, wanted, fields), tuple(warnings))


def _is_bare(source: MarcSource, before: MarcRecord) -> bool:
    """Whether no checksum field was taken out, so that raw fields and fields go side by side."""
    return sum(1 for _ in raw_fields(source)) == len(before.fields)


def _with_encoding_named(record: MarcRecord, encoding: str) -> MarcRecord:
    """A UNIMARC record with its 100$a/26-29 set where it has one."""
    if record.flavour != "unimarc":
        return record
    return replace(record, fields=tuple(_named_100(each, encoding) for each in record.fields))


def _named_100(field: MarcField, encoding: str) -> MarcField:
    coded = field.first("a")
    if field.tag != "100" or len(coded) < 30:
        return field
    name = coded[26:30]
    if encoding == "utf-8":
        name = _UNICODE_100
    elif name.startswith("50"):
        name = _NATIONAL_100.get(encoding, "01  ")
    if name == coded[26:30]:
        return field
    changed = Subfield("a", coded[:26] + name + coded[30:])
    first = next(at for at, each in enumerate(field.subfields) if each.code == "a")
    return replace(field, subfields=(*field.subfields[:first], changed, *field.subfields[first + 1 :]))


def _encode_field(field: MarcField, encoding: str, is_refused: bool, warnings: list[MarcWarning]) -> bytes:
    """One field without its terminator."""
    texts = [field.value, *(each.value for each in field.subfields)]
    heads = (*field.indicators, *(each.code for each in field.subfields))
    if (
        _TAG.fullmatch(field.tag) is None
        or any(len(each) != 1 or not " " <= each <= "~" for each in heads)
        or any(_SEPARATOR.search(text) for text in texts)
        or (field.is_control and field.subfields)
    ):
        raise InvalidInputError("marc.malformed_field", tag=field.tag)
    missing = ""
    value, absent = encode_text(field.value, encoding)
    missing += absent
    parts = [value if field.is_control else "".join(field.indicators).encode("ascii") + value]
    for each in field.subfields:
        text, absent = encode_text(each.value, encoding)
        missing += absent
        parts.append(each.code.encode("ascii") + text)
    if missing:
        characters = " ".join(dict.fromkeys(missing))
        if is_refused:
            raise InvalidInputError("marc.unencodable", tag=field.tag, characters=characters, encoding=encoding)
        context = {"tag": field.tag, "characters": characters, "encoding": encoding}
        warnings.append(MarcWarning("marc.unencodable", context))
    return b"\x1f".join(parts)


def _assemble(record: MarcRecord, encoding: str, fields: list[bytes]) -> bytes:
    entries, start = [], 0
    for field, data in zip(record.fields, fields, strict=True):
        if len(data) > _LONGEST_FIELD:
            raise InvalidInputError("marc.field_too_long", tag=field.tag, length=len(data), limit=_LONGEST_FIELD)
        entries.append(f"{field.tag}{len(data):04}{start:05}")
        start += len(data)
    directory = "".join(entries).encode("latin-1") + FIELD_END
    base = LEADER + len(directory)
    length = base + start + 1
    if length > _LONGEST_RECORD:
        raise InvalidInputError("marc.too_long", length=length, limit=_LONGEST_RECORD)
    leader = _leader(record, encoding, length, base)
    return b"".join((leader, directory, *fields, RECORD_END))


def _leader(record: MarcRecord, encoding: str, length: int, base: int) -> bytes:
    """The leader with new lengths; what the record leaves out of it is filled with what the standard has there."""
    given = f"{record.leader:24.24}"
    coding = given[9]
    if record.flavour == "marc21":
        coding = "a" if encoding == "utf-8" else " "
    ending = given[20:24]
    if not ending.startswith("45"):
        ending = "4500" if record.flavour == "marc21" else "450 "
    leader = f"{length:05}{given[5:9]}{coding}22{base:05}{given[17:20]}{ending}"
    return re.sub("[^ -~]", " ", leader).encode("ascii")


__all__ = ["EncodedRecord", "encode_iso2709", "encode_record"]
