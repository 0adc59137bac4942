"""Writing a record as it came, changed only in what was edited, or anew; and telling what a format cannot hold."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from core.domain.library import ExportOptions
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord
from core.errors import InvalidInputError
from core.interchange.writing import MakePiece, Piece

COMPARED: Final = (
    "title", "title_parallel", "contributors", "language", "description", "subjects", "year", "publisher", "place",
    "edition", "series", "extent", "note", "identifiers", "holdings",
)  # fmt: skip
"""The fields that make a record's description; the others belong to the catalogue."""

_SHOWN_CHARACTERS: Final = 20


def changed_fields(before: BibliographicRecord, after: BibliographicRecord) -> frozenset[str]:
    """The names of the fields in which two records differ, the rows of their holdings apart."""
    bare_before, bare_after = _without_rows(before), _without_rows(after)
    return frozenset(name for name in COMPARED if getattr(bare_before, name) != getattr(bare_after, name))


def _without_rows(record: BibliographicRecord) -> BibliographicRecord:
    return replace(record, holdings=tuple(replace(holding, id=None) for holding in record.holdings))


@dataclass(frozen=True, slots=True)
class Notation:
    """A format in which a record is a piece of text that can be taken apart and put together again.

    Attributes:
        format: The `MarcSource.format` of what was read in it.
        read: Text → record. Raises InvalidInputError.
        make: Record → text.
        edit: Text as it came, the record as it is now, the names of the fields that changed → text.
        escape: The codec error handler for characters that the encoding lacks, where the format has a way of its
            own to write them; "" where it has none.
        shape: Text → what stands in the file: line ends, a blank line between.
    """

    format: str
    read: Callable[[str], BibliographicRecord]
    make: Callable[[BibliographicRecord], str]
    edit: Callable[[str, BibliographicRecord, frozenset[str]], str]
    escape: str = ""


def output_codec(name: str) -> tuple[str, bytes]:
    """Python's codec for an encoding to write, and the byte order mark the file begins with.

    Here ``gbk`` is GBK and ``big5`` is Big5, while a reader takes them for their larger successors.

    Raises:
        InvalidInputError: "encoding.unknown".
    """
    try:
        info = codecs.lookup("utf-8" if name == "auto" else name.strip())
    except (LookupError, ValueError) as exc:
        raise InvalidInputError("encoding.unknown", encoding=name) from exc
    if not getattr(info, "_is_text_encoding", True):
        raise InvalidInputError("encoding.unknown", encoding=name)
    if info.name == "utf-8-sig":
        return "utf-8", codecs.BOM_UTF8
    if info.name in ("utf-16", "utf-32"):
        little = f"{info.name}-le"
        return little, "\ufeff".encode(little)
    return info.name, b""


def piece_maker(notation: Notation, options: ExportOptions) -> MakePiece:
    """What makes the pieces of a file in `notation`.

    A record whose source is in the same format is written as it came when it says what the source says; else only
    the fields that differ are put anew. All others are made from the record alone.
    """
    encoding, _ = output_codec(options.encoding)

    def piece(record: BibliographicRecord, source: MarcSource | None, _cover: str | None) -> Piece:
        original = _text_of(source) if source is not None and source.format == notation.format else None
        text = _written(notation, record, original)
        if source is not None and text == original and source.encoding == encoding:
            return Piece(source.data)
        data, missing = _encoded(text, encoding, notation, options, record)
        lost = () if text == original else _lost(notation, text, record)
        if not missing:
            return Piece(data, left_out=lost)
        values = {"title": record.title[:80], "encoding": encoding, "characters": missing}
        return Piece(data, "text.referenced", values, lost)

    return piece


def _text_of(source: MarcSource) -> str | None:
    try:
        return source.data.decode(source.encoding)
    except (UnicodeError, LookupError):
        return None


def _written(notation: Notation, record: BibliographicRecord, original: str | None) -> str:
    if original is not None:
        try:
            changed = changed_fields(notation.read(original), record)
        except InvalidInputError:  # the source was stored by another version that understood it
            changed = None
        if changed is not None:
            return notation.edit(original, record, changed) if changed else original
    return notation.make(record)


def _lost(notation: Notation, text: str, record: BibliographicRecord) -> tuple[str, ...]:
    try:
        return left_out(notation.read(text), record)
    except InvalidInputError:
        return ("title",)


def left_out(held: BibliographicRecord, record: BibliographicRecord) -> tuple[str, ...]:
    """The fields of a record that what was written of it does not say in full."""
    bare_held, bare_record = _without_rows(held), _without_rows(record)
    return tuple(
        name for name in COMPARED if _as_said(getattr(bare_held, name)) != _as_said(getattr(bare_record, name))
    )


def _as_said(value: object) -> object:
    """In which order a format gives its parts is not a loss."""
    return frozenset(value) if isinstance(value, tuple) else value


def _encoded(
    text: str, encoding: str, notation: Notation, options: ExportOptions, record: BibliographicRecord
) -> tuple[bytes, str]:
    """The bytes, and the characters that had to be written as references.

    Raises:
        InvalidInputError: "text.unencodable" where `options` refuse them.
    """
    try:
        return text.encode(encoding, notation.escape or "strict"), ""
    except UnicodeError as exc:
        missing = _missing(text, encoding)
        if options.unencodable == "refuse":
            raise InvalidInputError(
                "text.unencodable", title=record.title[:80], encoding=encoding, characters=missing
            ) from exc
        return text.encode(encoding, "xmlcharrefreplace"), missing


def _missing(text: str, encoding: str) -> str:
    found = []
    for char in dict.fromkeys(text):
        try:
            char.encode(encoding)
        except UnicodeError:
            found.append(char)
    return "".join(found[:_SHOWN_CHARACTERS])
