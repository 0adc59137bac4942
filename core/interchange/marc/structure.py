"""The structure of one ISO 2709 record: leader, directory, fields; and what can be put right when a length is wrong.

Source: ISO 2709:2008, clause 4. The first 24 bytes are the leader (length of the record in 0-4, base address of the
data in 12-16), then twelve bytes a field (tag, length, start), then the fields, each ended by 1E, then 1D.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from core.errors import InvalidInputError
from core.interchange.marc.entries import MarcWarning

LEADER: Final = 24
ENTRY: Final = 12
FIELD_END: Final = b"\x1e"
RECORD_END: Final = b"\x1d"

_ENTRIES = re.compile(rb"(?:[0-9A-Za-z]{3}[0-9]{9})+")
_FIRST_ENTRY = re.compile(rb"[0-9A-Za-z]{3}[0-9]{9}")


class RecordStructure(NamedTuple):
    """A record taken apart, not decoded.

    Attributes:
        leader: 24 characters, a byte each.
        tags: Of each field, in the order of the directory.
        body: The fields in the same order, each ended by 1E.
        warnings: What was put right.
    """

    leader: str
    tags: tuple[str, ...]
    body: bytes
    warnings: tuple[MarcWarning, ...] = ()


def looks_like_record(data: bytes, at: int = 0) -> bool:
    """Whether a directory entry stands where one has to."""
    return _FIRST_ENTRY.match(data, at + LEADER) is not None


def take_apart(data: bytes, offset: int = 0) -> RecordStructure:
    """The structure of a record.

    Lengths that are wrong are found again where the terminators leave no doubt, with a warning.

    Args:
        data: The record.
        offset: Where it is in its file, for the error.

    Raises:
        InvalidInputError: "marc.not_a_record", "marc.truncated", "marc.directory_damaged".
    """
    exact = take_apart_exactly(data)
    return _repaired(data, offset) if exact is None else exact


def take_apart_exactly(data: bytes) -> RecordStructure | None:
    """The structure of a record in which every length is right and the fields follow each other; else None."""
    if data[-1:] != RECORD_END:
        return None
    base = data.find(FIELD_END, LEADER) + 1
    directory = data[LEADER : base - 1]
    fields = data[base:-1].split(FIELD_END)
    if not base or len(directory) != ENTRY * (len(fields) - 1) or fields[-1] or len(fields) < 2:
        return None
    try:
        if int(data[12:17]) != base or int(data[:5]) != len(data):
            return None
        told = [int(directory[at : at + 9]) for at in range(3, len(directory), ENTRY)]
    except ValueError:
        return None
    start = 0
    for field, each in zip(fields, told, strict=False):
        size = len(field) + 1
        if each != size * 100_000 + start:
            return None
        start += size
    head = data[: base - 1].decode("latin-1")
    tags = tuple([head[at : at + 3] for at in range(LEADER, base - 1, ENTRY)])
    return RecordStructure(head[:LEADER], tags, data[base:-1])


def _repaired(data: bytes, offset: int) -> RecordStructure:
    if len(data) < LEADER or not looks_like_record(data):
        raise InvalidInputError("marc.not_a_record", offset=offset)
    warnings = []
    is_ended = data.endswith(RECORD_END)
    content = data.removesuffix(RECORD_END)
    end = content.find(FIELD_END, LEADER)
    if end < 0:
        raise InvalidInputError("marc.truncated", offset=offset)
    directory = content[LEADER:end]
    if _ENTRIES.fullmatch(directory) is None or len(directory) % ENTRY:
        raise InvalidInputError("marc.directory_damaged", offset=offset)
    entries = [
        (directory[at : at + 3].decode("ascii"), int(directory[at + 3 : at + 7]), int(directory[at + 7 : at + ENTRY]))
        for at in range(0, len(directory), ENTRY)
    ]
    if not _says(data[:5], len(data)):
        warnings.append(MarcWarning("marc.length_wrong"))
    if not is_ended:
        warnings.append(MarcWarning("marc.terminator_missing"))
    fields = _by_directory(content[end + 1 :], entries)
    if fields is None:
        fields = _by_terminators(content[end + 1 :], entries, offset)
        warnings.append(MarcWarning("marc.directory_wrong"))
    else:
        if not _says(data[12:17], end + 1):
            warnings.append(MarcWarning("marc.directory_wrong"))
        n_unlisted = len(content) - end - 1 - sum(len(field) + 1 for field in fields)
        if n_unlisted:
            warnings.append(MarcWarning("marc.unlisted_data", {"n_bytes": n_unlisted}))
    tags = tuple(tag for tag, _, _ in entries)
    body = b"".join(field + FIELD_END for field in fields)
    return RecordStructure(data[:LEADER].decode("latin-1"), tags, body, tuple(warnings))


def _says(digits: bytes, length: int) -> bool:
    return digits.isdigit() and int(digits) == length


def _by_directory(area: bytes, entries: list[tuple[str, int, int]]) -> list[bytes] | None:
    """The fields where the directory says they are, in any order; None where one does not end there."""
    fields = []
    for _, length, start in entries:
        field = area[start : start + length]
        if len(field) != length or field[-1:] != FIELD_END or field.find(FIELD_END) != length - 1:
            return None
        if start and area[start - 1 : start] != FIELD_END:
            return None
        fields.append(field[:-1])
    # Two entries for one place would repeat a field and lose another.
    return fields if len({start for _, _, start in entries}) == len(entries) else None


def _by_terminators(area: bytes, entries: list[tuple[str, int, int]], offset: int) -> list[bytes]:
    """The fields by their terminators, where there are as many as entries.

    Raises:
        InvalidInputError: "marc.truncated" where fields are missing at the end, else "marc.directory_damaged".
    """
    fields = area.split(FIELD_END)
    if all(field.startswith((b"\r", b"\n")) for field in fields):  # a program broke the record into lines
        fields = [field.lstrip(b"\r\n") for field in fields]
    rest = fields.pop()
    if len(fields) == len(entries) - 1 and rest:  # only the last terminator is missing
        _, length, _ = entries[-1]
        if len(rest) in (length, length - 1):
            return [*fields, rest]
    if len(fields) < len(entries):
        raise InvalidInputError("marc.truncated", offset=offset)
    if len(fields) > len(entries) or rest:
        raise InvalidInputError("marc.directory_damaged", offset=offset)
    starts = [start for _, _, start in entries]
    if starts == sorted(starts) or len(set(starts)) < len(starts):
        return fields
    order = sorted(range(len(entries)), key=lambda each: starts[each])
    placed: list[bytes] = [b""] * len(entries)
    for field, index in zip(fields, order, strict=True):
        placed[index] = field
    return placed
