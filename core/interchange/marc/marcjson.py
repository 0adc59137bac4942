"""MARC-in-JSON, in the shape that pymarc, ruby-marc and marc4j share, in and out.

Source: R. Singer, "A proposal to serialize MARC in JSON", 2010:
{"leader": "…", "fields": [{"001": "…"}, {"245": {"ind1": "1", "ind2": "0", "subfields": [{"a": "…"}]}}]}.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.domain.marc import MarcField, MarcRecord, MarcSource, Subfield
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.marc.checksum import ChecksumPolicy, verified
from core.interchange.marc.entries import Flavour, MarcEntries, MarcEntry, MarcWarning, rejected_piece
from core.interchange.marc.flavours import flavour_of_record
from core.interchange.marc.json_framing import JsonPiece, cut_objects, parse_json
from core.interchange.reading import open_source


def read_marcjson(path: Path, flavour: Flavour = "auto", checksum: ChecksumPolicy = "reject") -> MarcEntries:
    """Read an array of records, or records one after the other (JSON lines), with bounded memory.

    Returns:
        In the order of the file: entries, with the bytes of the object as their source; and `RejectedInput` with
        "marc.json_damaged", "marc.json_not_record" or "marc.checksum".

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty", when the first is asked for.
        HostFaultError: "file.unreadable".
    """
    with open_source(path) as source:
        for number, piece in enumerate(cut_objects(source), 1):
            yield _entry(path, number, piece, flavour, checksum)


def _entry(
    path: Path, number: int, piece: JsonPiece, flavour: Flavour, checksum: ChecksumPolicy
) -> MarcEntry | RejectedInput:
    if piece.data is None:
        return rejected_piece(path, number, piece.offset, piece.length, "marc.json_damaged")
    try:
        record, is_intact = verified(_told(_record(piece.value), flavour))
    except InvalidInputError as exc:
        return rejected_piece(path, number, piece.offset, piece.length, exc.message_id)
    if not is_intact and checksum == "reject":
        return rejected_piece(path, number, piece.offset, piece.length, "marc.checksum")
    warnings = () if is_intact else (MarcWarning("marc.checksum", {"offset": piece.offset}),)
    return MarcEntry(record, MarcSource("marcjson", "utf-8", piece.data), str(number), piece.offset, warnings)


def from_marcjson(data: bytes, flavour: Flavour = "auto") -> MarcRecord:
    """The record in one JSON object; its checksum field is left out.

    Raises:
        InvalidInputError: "marc.json_damaged", "marc.json_not_record".
    """
    given = parse_json(data)
    if given is None:
        raise InvalidInputError("marc.json_damaged", offset=0)
    return verified(_told(_record(given), flavour))[0]


def _told(record: MarcRecord, flavour: Flavour) -> MarcRecord:
    return replace(record, flavour=flavour_of_record(record) if flavour == "auto" else flavour)


def _not_record() -> InvalidInputError:
    return InvalidInputError("marc.json_not_record", offset=0)


def _record(given: Any) -> MarcRecord:
    if not isinstance(given, dict) or not isinstance(given.get("fields"), list):
        raise _not_record()
    leader = given.get("leader", "")
    if not isinstance(leader, str):
        raise _not_record()
    fields = [
        _field(tag, value) for each in given["fields"] for tag, value in (each.items() if _is_object(each) else ())
    ]
    if not fields:
        raise _not_record()
    return MarcRecord("marc21", f"{leader:24.24}", tuple(fields))


def _is_object(value: object) -> bool:
    if not isinstance(value, dict):
        raise _not_record()
    return True


def _field(tag: str, value: Any) -> MarcField:
    if isinstance(value, str):
        return MarcField(tag, value)
    if not isinstance(value, dict) or not isinstance(value.get("subfields"), list):
        raise _not_record()
    indicators = [value.get(name, " ") for name in ("ind1", "ind2")]
    subfields = [pair for each in value["subfields"] for pair in (each.items() if _is_object(each) else ())]
    if not all(isinstance(text, str) for text in (*indicators, *(text for _, text in subfields))):
        raise _not_record()
    first, second = (text[:1] or " " for text in indicators)
    return MarcField(tag, "", (first, second), tuple(Subfield(code[:1] or " ", text) for code, text in subfields))


def to_marcjson(record: MarcRecord) -> bytes:
    """One JSON object on one line, UTF-8, without a line end.

    Text that ISO 2709 had between indicators and first subfield becomes a subfield with a blank for its code.
    """
    made = {"leader": f"{record.leader:24.24}", "fields": [{each.tag: _value(each)} for each in record.fields]}
    try:
        return json.dumps(made, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # an unpaired surrogate, which JSON can escape
        return json.dumps(made).encode("ascii")


def _value(field: MarcField) -> str | dict[str, Any]:
    if field.is_control and not field.subfields:
        return field.value
    odd = (Subfield(" ", field.value),) if field.value else ()
    subfields = [{each.code: each.value} for each in (*odd, *field.subfields)]
    return {"ind1": field.indicators[0], "ind2": field.indicators[1], "subfields": subfields}
