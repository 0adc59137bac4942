"""ISO 2709 files in and out. (Being built: the signatures stand.)"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.domain.marc import MarcRecord, MarcSource
from core.interchange.marc.entries import Flavour, MarcEntries, MarcWarning


@dataclass(frozen=True, slots=True)
class EncodedRecord:
    """A record in ISO 2709, and what could be written only in another way."""

    data: bytes
    warnings: tuple[MarcWarning, ...] = ()


def read_marc(
    path: Path,
    encoding: str = "auto",
    flavour: Flavour = "auto",
    checksum: Literal["reject", "warn"] = "reject",
) -> MarcEntries:
    """Read a file record by record with bounded memory."""
    raise NotImplementedError


def encode_record(
    record: MarcRecord,
    encoding: str = "utf-8",
    *,
    source: MarcSource | None = None,
    unencodable: Literal["refuse", "reference"] = "refuse",
    with_checksum: bool = False,
) -> EncodedRecord:
    """As `encode_iso2709`, with the warnings."""
    raise NotImplementedError


def encode_iso2709(record: MarcRecord, encoding: str = "utf-8", *, source: MarcSource | None = None) -> bytes:
    """The record in ISO 2709.

    Args:
        record: What to write.
        encoding: "utf-8", "marc-8", "gb18030", "gbk", "big5"; leader/09 or 100$a/26-29 are set to it where it differs
            from the encoding of `source`.
        source: Where the record came from: fields that are as they were there are copied byte for byte, and a record
            that is as it was there altogether is returned as it came.

    Raises:
        InvalidInputError: "marc.unencodable", "marc.too_long", "marc.field_too_long", "marc.malformed_field".
    """
    raise NotImplementedError
