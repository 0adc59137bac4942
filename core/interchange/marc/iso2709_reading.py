"""Reading ISO 2709 files, the exchange format of MARC 21, UNIMARC and CNMARC."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, cast

from core.domain.marc import MarcFlavour, MarcRecord, MarcSource
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.interchange.marc.checksum import ChecksumPolicy, verified
from core.interchange.marc.detection import CERTAIN, is_telling
from core.interchange.marc.encodings import MIXED, marc_encoding
from core.interchange.marc.entries import Flavour, MarcEntries, MarcEntry, MarcWarning, rejected_piece
from core.interchange.marc.framing import Piece, cut
from core.interchange.marc.record_text import decoded, detected, flavour_of, record_of
from core.interchange.marc.structure import take_apart
from core.interchange.reading import open_source

_HIGH_BYTES: Final = bytes(range(0x80, 0x100))
_MOST_UNDECODABLE: Final = 0.2
_MOST_AHEAD: Final = 256


def read_marc(
    path: Path,
    encoding: str = "auto",
    flavour: Flavour = "auto",
    checksum: ChecksumPolicy = "reject",
) -> MarcEntries:
    """Read a file record by record with bounded memory.

    Every byte of the file is in a record or in a rejected piece, but for blanks, NUL, 1A and a byte order mark between
    records. The bytes of a rejected piece are to be had from `entries.rejected_bytes`.

    Args:
        path: The file.
        encoding: A name, or "auto" to tell it per record from the bytes.
        flavour: "auto" tells it per record from the fields.
        checksum: What becomes of a record whose checksum field says that it is no longer as it was written.

    Returns:
        In the order of the file: entries; and `RejectedInput` with "marc.not_a_record", "marc.truncated",
        "marc.directory_damaged", "marc.undecodable" (most text is not in the encoding asked for) or "marc.checksum".

    Raises:
        InvalidInputError: "file.missing", "file.is_folder", "file.empty", "encoding.unknown", when the first is asked
            for.
        HostFaultError: "file.unreadable".
    """
    wanted = marc_encoding(encoding)
    prior = _encoding_ahead(path, flavour) if wanted == "auto" else ""
    with open_source(path) as source:
        is_settled = bool(prior)
        for number, piece in enumerate(cut(source), 1):
            entry = _entry(path, number, piece, wanted, flavour, checksum, prior)
            # A record in plain ASCII says nothing of its neighbours, whatever encoding it claims, and one with a few
            # other characters little.
            if isinstance(entry, MarcEntry):
                tells = is_telling(entry.source.data)
                if tells or (not is_settled and _is_not_plain(entry.source.data)):
                    prior, is_settled = entry.source.encoding, is_settled or tells
            yield entry


def _encoding_ahead(path: Path, flavour: Flavour) -> str:
    """The encoding of the first record that says for certain; "" where none near the beginning does.

    著 alone is 帝 in another encoding: records with a character or two before that one are taken to be in the same.
    """
    with open_source(path) as source:
        for piece in islice(cut(source), _MOST_AHEAD):
            if piece.data is None or not is_telling(piece.data):
                continue
            try:
                structure = take_apart(piece.data, piece.offset)
            except InvalidInputError:
                continue
            found, _ = detected(structure, flavour_of(structure) if flavour == "auto" else flavour, "")
            if found.score >= CERTAIN and MIXED not in found.encoding:
                return found.encoding
    return ""


def _is_not_plain(data: bytes) -> bool:
    return not data.isascii() or b"\x1b" in data


def _entry(
    path: Path, number: int, piece: Piece, wanted: str, flavour: Flavour, checksum: ChecksumPolicy, prior: str
) -> MarcEntry | RejectedInput:
    if piece.data is None:
        return rejected_piece(path, number, piece.offset, piece.length, "marc.not_a_record")
    try:
        structure = take_apart(piece.data, piece.offset)
    except InvalidInputError as exc:
        return rejected_piece(path, number, piece.offset, piece.length, exc.message_id)
    told = flavour_of(structure) if flavour == "auto" else flavour
    warnings = list(structure.warnings)
    chosen, text = wanted, None
    if wanted == "auto":
        found, doubts = detected(structure, told, prior)
        warnings += doubts
        chosen, text = found.encoding, found.text if found.is_valid else None
    if text is None:
        record, n_undecodable = decoded(structure, told, chosen)
    else:
        record, n_undecodable = record_of(structure, told, text), 0
    if n_undecodable:
        n_high = len(structure.body) - len(structure.body.translate(None, _HIGH_BYTES))
        if wanted != "auto" and n_undecodable > n_high * _MOST_UNDECODABLE:
            return rejected_piece(path, number, piece.offset, piece.length, "marc.undecodable", encoding=chosen)
        warnings.append(MarcWarning("marc.bytes_undecodable", {"n_characters": n_undecodable, "encoding": chosen}))
    record, is_intact = verified(record)
    if not is_intact:
        if checksum == "reject":
            return rejected_piece(path, number, piece.offset, piece.length, "marc.checksum")
        warnings.append(MarcWarning("marc.checksum", {"offset": piece.offset}))
    return MarcEntry(record, MarcSource(told, chosen, piece.data), str(number), piece.offset, tuple(warnings))


def decode_iso2709(source: MarcSource) -> MarcRecord:
    """The record of a source in ISO 2709, the same as the reader gave; its checksum field is left out.

    Raises:
        InvalidInputError: "marc.not_a_record", "marc.truncated", "marc.directory_damaged", "encoding.unknown".
    """
    structure = take_apart(source.data)
    flavour = cast("MarcFlavour", source.format)
    return verified(decoded(structure, flavour, marc_encoding(source.encoding))[0])[0]


def raw_fields(source: MarcSource) -> Iterator[bytes]:
    """The fields of a source in ISO 2709 as they came, in the order of its record, without their terminators."""
    yield from take_apart(source.data).body.split(b"\x1e")[:-1]
