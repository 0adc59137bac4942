"""MARC files to and from the catalogue's records: containers and encodings on one side, the crosswalk on the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from core.domain.library import ExportOptions
from core.domain.marc import MarcFlavour, MarcRecord, MarcSource
from core.domain.records import BibliographicRecord, RejectedInput
from core.errors import InvalidInputError
from core.interchange.crosswalk import apply_edit, convert_flavour, from_bibliographic, to_bibliographic
from core.interchange.crosswalk.holdings import HoldingProfile, profile_of_copies
from core.interchange.crosswalk.romanisation import rules_of, with_pinyin
from core.interchange.crosswalk.standard_numbers import isbn_of, issn_of
from core.interchange.decoding import in_utf8
from core.interchange.identifiers import number_warnings
from core.interchange.keeping import changed_fields, left_out, output_codec
from core.interchange.marc.checksum import with_checksum
from core.interchange.marc.encodings import MARC8
from core.interchange.marc.entries import Flavour, MarcEntries, MarcEntry, MarcWarning
from core.interchange.marc.iso2709 import encode_record, read_marc
from core.interchange.marc.marcjson import read_marcjson, to_marcjson
from core.interchange.marc.marcxml import NAMESPACE as MARCXML
from core.interchange.marc.marcxml import XML_TAIL, from_marcxml, to_marcxml
from core.interchange.marc.sources import decode_source
from core.interchange.reading import ImportedRecord
from core.interchange.writing import Piece, PieceWriter
from core.interchange.xml_pieces import Name, XmlPiece, split_records

Container = Literal["marc", "unimarc", "marcxml", "marcjson"]
_CONTAINER_OF: Final = {"marc21": "iso2709", "unimarc": "iso2709", "marcxml": "marcxml", "marcjson": "marcjson"}
_PARTS: Final = frozenset({"leader", "controlfield", "datafield"})


def read_marc_records(
    container: Container, path: Path, encoding: str = "auto", profile: HoldingProfile | None = None
) -> Iterator[ImportedRecord | RejectedInput]:
    """Read a file of MARC records; a bad one is a rejected entry and the rest goes on. Positions count from 1.

    Args:
        container: "marc" tells the flavour of each record, "unimarc" takes every one for UNIMARC.
        path: The file.
        encoding: For ISO 2709 and MARCXML; "auto" tells it for each record.
        profile: How copies are written; None takes the built-in profile whose field a record has.
    """
    warnings: tuple[RejectedInput, ...]
    for entry in _entries(container, path, encoding):
        if isinstance(entry, RejectedInput):
            yield entry
            continue
        record = to_bibliographic(entry.record, profile)
        if not record.title:
            yield RejectedInput(str(path), entry.position, "record.no_title", {}, entry.source.data)
            continue
        warnings = ()
        if entry.warnings:
            warnings = tuple(_as_rejected(path, entry.position, each) for each in entry.warnings)
        for number in record.identifiers:
            if not number.valid:
                warnings += _wrong_numbers(path, entry)
                break
        yield ImportedRecord(record, entry.position, None, entry.source, warnings)


def _entries(container: Container, path: Path, encoding: str) -> MarcEntries:
    if container == "marcxml":
        return read_marcxml_pieces(path, encoding)
    if container == "marcjson":
        return read_marcjson(path)
    return read_marc(path, encoding, "unimarc" if container == "unimarc" else "auto")


def _as_rejected(path: Path, position: str, warning: MarcWarning) -> RejectedInput:
    return RejectedInput(str(path), position, warning.message_id, warning.context)


def _wrong_numbers(path: Path, entry: MarcEntry) -> tuple[RejectedInput, ...]:
    """Of $a alone: a number in $y or $z is called wrong or cancelled by the record itself."""
    isbn, issn = ("010", "011") if entry.record.flavour == "unimarc" else ("020", "022")
    numbers = [
        *(isbn_of(text) for field in entry.record.tagged(isbn) for text in field.all("a")),
        *(issn_of(text) for field in entry.record.tagged(issn) for text in field.all("a")),
    ]
    return number_warnings(path, entry.position, filter(None, numbers))


def is_marc_record(name: Name, child: Name | None) -> bool:
    """Whether an element is a MARCXML (or MarcXchange) record."""
    if name[1] != "record":
        return False
    return child[1] in _PARTS if child is not None else name[0] == MARCXML or "marcxchange" in name[0]


def read_marcxml_pieces(path: Path, encoding: str = "auto", flavour: Flavour = "auto") -> MarcEntries:
    """The records of a MARCXML file, cut out before they are parsed: damage costs one record, and bytes are kept."""
    number = 0
    for number, piece in enumerate(split_records(path, is_marc_record, encoding), start=1):
        try:
            record, data = _marcxml_record(piece, flavour)
        except InvalidInputError as exc:
            reason = {**exc.context, **piece.place}
            yield RejectedInput(str(path), str(number), exc.message_id, reason, in_utf8(piece.data, piece.encoding))
            continue
        yield MarcEntry(record, MarcSource("marcxml", "utf-8", data), str(number), piece.offset)
    if not number:
        raise InvalidInputError("xml.no_records", file=path, format="marcxml")


def _marcxml_record(piece: XmlPiece, flavour: Flavour) -> tuple[MarcRecord, bytes]:
    if piece.fault_id:
        raise InvalidInputError(piece.fault_id, limit_mib=len(piece.data) >> 20)
    data = piece.data
    if piece.encoding != "utf-8":
        try:
            data = data.decode(piece.encoding).encode("utf-8")
        except UnicodeError as exc:
            raise InvalidInputError("text.undecodable", encoding=piece.encoding) from exc
    return from_marcxml(data, flavour), data


class _MarcPieces:
    """Makes the pieces of one file."""

    def __init__(
        self,
        container: Container,
        options: ExportOptions,
        profile: HoldingProfile | None,
        known: Sequence[HoldingProfile],
    ) -> None:
        self._container = container
        self._options = options
        self._profile = profile
        self._known = known
        self._flavour: MarcFlavour | None = "unimarc" if container == "unimarc" else options.flavour or None

    def piece(self, record: BibliographicRecord, source: MarcSource | None, _cover: str | None) -> Piece:
        """The piece of one record; one that cannot be written is left out with a warning where that is allowed."""
        try:
            return self._piece(record, source)
        except InvalidInputError as exc:
            if exc.message_id == "marc.unencodable":  # which names the field, and a person needs the record
                exc = InvalidInputError("text.unencodable", **{**exc.context, "title": record.title[:80]})
            if self._options.unencodable == "refuse":
                raise exc from None
            return Piece(b"", exc.message_id, {**exc.context, "title": record.title[:80]})

    def _piece(self, record: BibliographicRecord, source: MarcSource | None) -> Piece:
        if source is None or source.format not in _CONTAINER_OF:
            return self._encoded(record, self._made(record), None, self._profile)
        marc = decode_source(source)
        profile = self._profile or profile_of_copies(marc, record.holdings, self._known)
        before = to_bibliographic(marc, profile)
        changed = changed_fields(before, record)
        if changed:
            # What names the record in the catalogue is not its control number: that stays as its maker gave it.
            marc = apply_edit(marc, before, replace(record, external_id=before.external_id), profile)
        if self._flavour is not None and marc.flavour != self._flavour:
            converted = convert_flavour(marc, self._flavour, self._options.rules or None, profile)
            lost = tuple(each.name for each in converted.lost)
            return self._encoded(record, converted.record, source, profile, lost)
        ruled = self._in_rules(marc)
        if not changed and ruled == marc and self._is_kept(source):
            return Piece(source.data)
        return self._encoded(record, ruled, source, profile)

    def _in_rules(self, marc: MarcRecord) -> MarcRecord:
        """CNMARC with its pinyin where the chosen rules have it."""
        rules = self._options.rules
        if not rules or marc.flavour != "unimarc":
            return marc
        return replace(marc, fields=tuple(f if rules_of(f) == rules else with_pinyin(f, rules) for f in marc.fields))

    def _made(self, record: BibliographicRecord) -> MarcRecord:
        flavour = self._flavour or ("unimarc" if self._options.rules else "marc21")
        return from_bibliographic(record, flavour, self._options.rules or None, self._profile)

    def _is_kept(self, source: MarcSource) -> bool:
        """Whether an unedited record can be written as it came."""
        container = _CONTAINER_OF[source.format]
        if self._options.checksum or container != self._file_container:
            return False
        return container != "iso2709" or self._options.encoding in ("auto", source.encoding)

    @property
    def _file_container(self) -> str:
        return self._container if self._container in ("marcxml", "marcjson") else "iso2709"

    def _encoded(
        self,
        record: BibliographicRecord,
        marc: MarcRecord,
        source: MarcSource | None,
        profile: HoldingProfile | None,
        lost_fields: tuple[str, ...] = (),
    ) -> Piece:
        lost = tuple(dict.fromkeys((*left_out(to_bibliographic(marc, profile), record), *lost_fields)))
        checksum = self._options.checksum
        if self._container == "marcxml":
            encoding, _ = output_codec(self._options.encoding)
            text = to_marcxml(with_checksum(marc) if checksum else marc).decode("utf-8").strip()
            return Piece(text.encode(encoding, "xmlcharrefreplace"), left_out=lost)
        if self._container == "marcjson":
            return Piece(to_marcjson(with_checksum(marc) if checksum else marc), left_out=lost)
        kept = source if source is not None and _CONTAINER_OF[source.format] == "iso2709" else None
        encoding = self._options.encoding
        if encoding == "auto":
            encoding = kept.encoding if kept is not None and _fits(kept.encoding, kept.format, marc) else "utf-8"
        made = encode_record(
            marc,
            encoding,
            source=kept,
            unencodable="refuse" if self._options.unencodable == "refuse" else "reference",
            with_checksum=checksum,
        )
        if not made.warnings:
            return Piece(made.data, left_out=lost)
        missing = "".join(dict.fromkeys("".join(str(each.context["characters"]) for each in made.warnings)))
        values = {"title": record.title[:80], "encoding": encoding, "characters": missing.replace(" ", "")}
        return Piece(made.data, "text.referenced", values, lost)


def _fits(encoding: str, flavour: str, marc: MarcRecord) -> bool:
    """Whether a record may keep its encoding. MARC 21 knows UTF-8 and MARC-8 alone, and UNIMARC has no MARC-8.

    A record that did not change its flavour keeps what it had, right or wrong.
    """
    if flavour == marc.flavour:
        return True
    return encoding == "utf-8" or (encoding == MARC8) == (marc.flavour == "marc21")


def marc_writer(
    container: Container,
    path: Path,
    options: ExportOptions,
    profile: HoldingProfile | None = None,
    known: Sequence[HoldingProfile] = (),
) -> PieceWriter:
    """A writer of MARC files.

    A record imported from MARC is written from its source: as it came when it was not edited, changed only in what was
    edited else. All others are made from what the catalogue says, as MARC 21 unless the options ask for UNIMARC.

    Args:
        container: "marc" keeps the flavour of each source, "unimarc" writes UNIMARC throughout.
        path: The file.
        options: Encoding, flavour, rules, checksum, what to do with characters that the encoding lacks.
        profile: How copies are written; None leaves those of a source in its fields, others get the usual ones.
        known: A library's profiles, by one of which the copies of a source may have been read.

    Raises:
        InvalidInputError: "encoding.unknown".
    """
    pieces = _MarcPieces(container, options, profile, known)
    if container == "marcxml":
        encoding, mark = output_codec(options.encoding)
        announced = encoding.removesuffix("-le").upper() if mark else encoding.upper()
        head = f'<?xml version="1.0" encoding="{announced}"?>\n<collection xmlns="{MARCXML}">\n'
        tail = ("\n" + XML_TAIL.decode("ascii")).encode(encoding)
        return PieceWriter(path, container, pieces.piece, mark + head.encode(encoding), tail, "\n".encode(encoding))
    return PieceWriter(path, container, pieces.piece, between=b"\n" if container == "marcjson" else b"")
