"""What every MARC reader yields, and how to get at the bytes of what it rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from core.domain.marc import MarcRecord, MarcSource
from core.domain.records import RejectedInput
from core.interchange.reading import open_source

Flavour = Literal["auto", "marc21", "unimarc"]

_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class MarcWarning:
    """Something odd about a record that was read or written all the same; `message_id` is a message's."""

    message_id: str
    context: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarcEntry:
    """One record as read.

    Attributes:
        record: Leader and fields, decoded.
        source: The record byte for byte, with the format and encoding that `sources.decode_source` needs.
        position: Its number in the file from 1, rejected pieces counted too.
        offset: Where it begins in the file, in bytes.
        warnings: What was repaired or is doubtful.
    """

    record: MarcRecord
    source: MarcSource
    position: str
    offset: int = 0
    warnings: tuple[MarcWarning, ...] = ()


MarcEntries = Iterator[MarcEntry | RejectedInput]


def rejected_piece(
    path: Path, number: int, offset: int, length: int, reason_id: str, **reason: str | int | float
) -> RejectedInput:
    """The rejected entry for the bytes from `offset`; its reason carries "offset" and "length"."""
    return RejectedInput(str(path), str(number), reason_id, {"offset": offset, "length": length, **reason})


def rejected_bytes(rejected: RejectedInput) -> Iterator[bytes]:
    """The bytes of a rejected piece, block by block, to be saved for repair; nothing where it names no bytes.

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty".
        HostFaultError: "file.unreadable".
    """
    offset, length = rejected.reason.get("offset"), rejected.reason.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        return
    with open_source(Path(rejected.file)) as source:
        source.seek(offset)
        while length > 0 and (block := source.read(min(_BLOCK, length))):
            length -= len(block)
            yield block
