"""Text files cut into the pieces of their records, with the bytes of each: line ends and encodings stay as they are."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import InvalidInputError
from core.interchange.decoding import detect_encoding, in_utf8, known_encoding, with_byte_order
from core.interchange.identifiers import number_warnings
from core.interchange.reading import ImportedRecord, open_source

LARGEST_RECORD: Final = 4 << 20
_WIDE = ("utf-16", "utf-32")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its end. `offset` is where it begins in the file, in bytes; `number` counts from 1."""

    number: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class TextPiece:
    """The lines of one record. `is_too_large` when there were more than is reasonable; then only the first are here."""

    line: int
    offset: int
    length: int
    data: bytes
    is_too_large: bool = False


Split = Callable[[Iterable[Line], str], Iterator[TextPiece]]
"""Lines and the codec in which they are → pieces."""

Read = Callable[[str], "tuple[BibliographicRecord, str] | None"]
"""Text of a piece → the record and what must stand before the piece for it to be understood alone; None for no record.

Raises InvalidInputError.
"""


def joined(lines: list[Line], end: int) -> TextPiece:
    """The piece made of these lines, which ends at the offset `end`."""
    data = b"".join(line.data for line in lines)
    length = end - lines[0].offset
    return TextPiece(lines[0].number, lines[0].offset, length, data, is_too_large=length > len(data))


def byte_lines(path: Path, encoding: str) -> Iterator[Line]:
    """The lines of a file; UTF-16 and UTF-32 are recoded to UTF-8, and offsets are then those of the recoded text.

    Lines end at LF, CRLF or CR; one is cut at 4 MiB. A byte order mark at the beginning is left out.
    """
    is_wide = encoding.startswith(_WIDE)
    source = open_source(path)
    encoding = with_byte_order(encoding, source.peek(4)[:4])
    # In every other encoding that a person meets, the bytes of line ends are nothing else: Latin-1 keeps them all.
    with io.TextIOWrapper(source, encoding=encoding if is_wide else "latin-1", errors="replace", newline="") as text:
        offset = number = 0
        while line := text.readline(LARGEST_RECORD):
            number += 1
            data = line.encode("utf-8" if is_wide else "latin-1", "replace")
            if number == 1:
                bare = data.removeprefix(_BOM)
                offset = len(data) - len(bare)
                data = bare
            yield Line(number, offset, data)
            offset += len(data)


def read_pieces(
    path: Path, encoding: str, format: str, split: Split, read: Read
) -> Iterator[ImportedRecord | RejectedInput]:
    """Read the records of a text file; a bad one is a rejected entry and the rest goes on. Positions are line numbers.

    Args:
        path: The file.
        encoding: Its name, or "auto".
        format: The format of the sources.
        split: Lines → pieces.
        read: What reads a piece.

    Raises:
        InvalidInputError: "encoding.unknown", "text.no_records" where there is none in the whole file.
    """
    used = detect_encoding(path) if encoding == "auto" else known_encoding(encoding)
    is_wide = used.startswith(_WIDE)
    codec = "utf-8" if is_wide or used == "utf-8-sig" else used
    n_found = 0
    for piece in split(byte_lines(path, used), codec):
        place = {} if is_wide else {"offset": piece.offset, "length": piece.length}
        try:
            found = read(_decoded(piece, codec))
        except InvalidInputError as exc:
            n_found += 1
            raw = b"" if piece.is_too_large else in_utf8(piece.data, codec)
            yield RejectedInput(str(path), str(piece.line), exc.message_id, {**exc.context, **place}, raw)
            continue
        if found is not None:
            n_found += 1
            record, preface = found
            data = preface.encode(codec) + piece.data
            warnings = number_warnings(path, piece.line, record.identifiers)
            yield ImportedRecord(record, str(piece.line), None, MarcSource(format, codec, data), warnings)
    if not n_found:
        raise InvalidInputError("text.no_records", file=path, format=format)


def _decoded(piece: TextPiece, codec: str) -> str:
    if piece.is_too_large:
        raise InvalidInputError("text.record_too_large", limit_mib=LARGEST_RECORD >> 20)
    try:
        return piece.data.decode(codec)
    except UnicodeError as exc:
        raise InvalidInputError("text.undecodable", encoding=codec) from exc
