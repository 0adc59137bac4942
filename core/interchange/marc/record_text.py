"""From the structure of an ISO 2709 record to its text: which encoding, which flavour, and the fields decoded."""

from __future__ import annotations

import re
from typing import Final

from core.domain.marc import MarcField, MarcFlavour, MarcRecord, Subfield
from core.interchange.marc.detection import Detection, detect, encoding_of_part
from core.interchange.marc.encodings import MARC8, MIXED, SEPARATOR, UNDECODABLE, decode_body
from core.interchange.marc.entries import MarcWarning
from core.interchange.marc.flavours import detect_flavour
from core.interchange.marc.structure import RecordStructure

_DOUBTFUL: Final = 0.1
_CODED_100 = re.compile(rb"[^\x1f]{0,2}\x1fa[0-9 |]{8}[a-z |]")
_INDICATORS: dict[str, tuple[str, str]] = {}
_MOST_INDICATORS: Final = 4096
_SHARED: dict[tuple[str, str], MarcField] = {}
_MOST_SHARED: Final = 4096
_LONGEST_SHARED: Final = 24


def flavour_of(structure: RecordStructure) -> MarcFlavour:
    """The flavour that the record's fields speak for."""
    coded = False
    if "100" in structure.tags:
        field = structure.body.split(b"\x1e", structure.tags.index("100") + 1)[-2]
        coded = _CODED_100.match(field) is not None
    return detect_flavour(structure.leader, structure.tags, coded)


def claimed_encoding(structure: RecordStructure, flavour: MarcFlavour) -> str:
    """What the record says of its encoding: MARC 21 in leader/09, UNIMARC in 100$a/26-29; "" where it says nothing.

    Source: UNIMARC Manual, field 100: "50" is ISO 10646. CNMARC writes "01" with GB 2312 beside it, or anything.
    """
    if flavour == "marc21":
        return "utf-8" if structure.leader[9:10] == "a" else MARC8
    if "100" not in structure.tags:
        return ""
    field = structure.body.split(b"\x1e", structure.tags.index("100") + 1)[-2]
    begin = field.find(b"\x1fa")
    return "utf-8" if begin >= 0 and field[begin + 28 : begin + 30] == b"50" else ""


def detected(structure: RecordStructure, flavour: MarcFlavour, prior: str) -> tuple[Detection, list[MarcWarning]]:
    """The encoding of a record, and what is to be said about it.

    A record in plain ASCII has the encoding that it claims, else that of the record before, else UTF-8.
    """
    claimed = claimed_encoding(structure, flavour)
    found = detect(structure.body, claimed, prior)
    if found is None:
        return Detection(claimed or prior.split(MIXED)[0] or "utf-8", 0.0), []
    warnings = []
    if MIXED in found.encoding:
        warnings.append(MarcWarning("marc.mixed_encodings", {"encoding": found.encoding}))
    elif found.score < _DOUBTFUL:
        warnings.append(MarcWarning("marc.doubtful_encoding", {"encoding": found.encoding}))
    if flavour == "marc21" and claimed not in found.encoding.split(MIXED):
        warnings.append(MarcWarning("marc.leader_wrong", {"claimed": claimed, "encoding": found.encoding}))
    return found, warnings


def decoded(structure: RecordStructure, flavour: MarcFlavour, encoding: str) -> tuple[MarcRecord, int]:
    """The record in an encoding, and how many characters could not be decoded (each U+FFFD in its text)."""
    if MIXED in encoding:
        parts = [decode_body(each, encoding_of_part(each, encoding)) for each in SEPARATOR.split(structure.body)]
        text, is_valid = "".join(each for each, _ in parts), all(is_valid for _, is_valid in parts)
    else:
        text, is_valid = decode_body(structure.body, encoding)
    return record_of(structure, flavour, text), 0 if is_valid else text.count(UNDECODABLE)


def record_of(structure: RecordStructure, flavour: MarcFlavour, text: str) -> MarcRecord:
    """The record from its fields decoded, with their separators."""
    made = []
    for key in zip(structure.tags, text.split("\x1e"), strict=False):
        # Short ones come again and again (language, place, carrier) and are made once.
        if len(key[1]) > _LONGEST_SHARED:
            made.append(_field(*key))
        elif known := _SHARED.get(key):
            made.append(known)
        else:
            made.append(_shared_field(*key))
    return MarcRecord(flavour, structure.leader, tuple(made))


# A record has a hundred of these, and the constructor of a frozen dataclass is the slowest part of reading it. Setting
# the slots themselves does the same, and nothing else sees the object before they are set.
_new = object.__new__
_set_code = Subfield.__dict__["code"].__set__
_set_value = Subfield.__dict__["value"].__set__
_set_tag, _set_text, _set_indicators, _set_subfields = (
    MarcField.__dict__[name].__set__ for name in ("tag", "value", "indicators", "subfields")
)


def _shared_field(tag: str, chunk: str) -> MarcField:
    made = _field(tag, chunk)
    if len(_SHARED) < _MOST_SHARED:
        _SHARED[tag, chunk] = made
    return made


def _subfields(parts: list[str]) -> tuple[Subfield, ...]:
    found = []
    for part in parts:
        if part:
            made = _new(Subfield)
            _set_code(made, part[0])
            _set_value(made, part[1:])
            found.append(made)
    return tuple(found)


def _field(tag: str, chunk: str) -> MarcField:
    if tag < "010" and tag.isdigit():
        return MarcField(tag, chunk)
    head, *parts = chunk.split("\x1f")
    indicators = _INDICATORS.get(head)
    if indicators is None:
        return _odd_field(tag, head, parts)
    made = _new(MarcField)
    _set_tag(made, tag)
    _set_text(made, "")
    _set_indicators(made, indicators)
    _set_subfields(made, _subfields(parts))
    return made


def _odd_field(tag: str, head: str, parts: list[str]) -> MarcField:
    """A field whose indicators were not met before, or are not two: more than two are kept as the field's value."""
    indicators = (f"{head[:1]:1}", f"{head[1:2]:1}")
    if len(head) == 2 and len(_INDICATORS) < _MOST_INDICATORS:
        _INDICATORS[head] = indicators
    return MarcField(tag, head[2:], indicators, _subfields(parts))
