"""A record's MARC source to look at and to edit; unedited fields stay byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.domain.changes import ChangeSet
from core.domain.marc import MARC_FORMATS, MarcFlavour, MarcRecord, MarcSource
from core.domain.marc_view import MarcRemark, MarcRow, MarcView
from core.domain.records import BibliographicRecord, RecordId
from core.errors import ConflictError, InvalidInputError
from core.services.marc_rows import field_of, row_of, row_remarks

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.services.cataloguing import CataloguingService


class MarcService:
    """The MARC record behind a catalogued one, or the one it would be written as."""

    def __init__(
        self, catalogue: Catalogue, cataloguing: CataloguingService, notify: Callable[[ChangeSet], None]
    ) -> None:
        self._catalogue = catalogue
        self._cataloguing = cataloguing
        self._notify = notify

    def view(self, record_id: RecordId, flavour: MarcFlavour | None = None) -> MarcView:
        """The MARC record, with what was changed in the catalogue since; without a source, how it would be written.

        Args:
            record_id: The record.
            flavour: How to write a record without a source; None is as the newest record that came in MARC, in a
                library without any MARC 21. A source keeps its own.

        Raises:
            InvalidInputError: "record.unknown", "marc.source_damaged".
        """
        record = self._one(record_id)
        source = self._source(record_id)
        if source is None:
            return self.preview(record, flavour or self._usual_flavour())
        marc, said = self._present(record, source)
        return MarcView(
            marc.flavour,
            marc.leader,
            tuple(map(row_of, marc.fields)),
            True,
            source.format,
            source.encoding,
            record.version,
            said != marc,
        )

    def preview(self, record: BibliographicRecord, flavour: MarcFlavour = "marc21") -> MarcView:
        """How a record would be written in a flavour."""
        from core.interchange.crosswalk import from_bibliographic

        marc = from_bibliographic(record, flavour)
        return MarcView(flavour, marc.leader, tuple(map(row_of, marc.fields)), False, version=record.version)

    def make(self, record_id: RecordId, version: int, flavour: MarcFlavour) -> ChangeSet:
        """Make the MARC record of a record that did not come in MARC, so that it can be edited; it stays as it is.

        Raises:
            InvalidInputError: "record.unknown".
            ConflictError: "record.changed", also where it has a MARC record by now.
        """
        from core.interchange.crosswalk import from_bibliographic
        from core.interchange.marc.iso2709 import encode_record

        record = self._one(record_id)
        if record.version != version or self._source(record_id) is not None:
            raise ConflictError("record.changed", record_id=record_id)
        made = encode_record(from_bibliographic(record, flavour))
        with self._catalogue.write("edit_marc", record.title) as unit:
            unit.put_marc_source(record_id, MarcSource(flavour, "utf-8", made.data))
        self._notify(unit.changes)
        return unit.changes

    def check(self, leader: str, rows: Sequence[MarcRow], flavour: MarcFlavour) -> tuple[MarcRemark, ...]:
        """What is wrong with a record under edit, by row."""
        return tuple(row_remarks(leader, rows, flavour))

    def save(self, record_id: RecordId, version: int, leader: str, rows: Sequence[MarcRow]) -> ChangeSet:
        """Store an edited MARC record: as the source, and what it says now in the fields of the catalogue's record.

        Fields that were not edited keep their bytes; fields of the catalogue's record that MARC does not touch stay.

        Raises:
            InvalidInputError: "marc.no_source", "record.unknown", "record.no_title"; the remark's message for a row
                that is no field; "marc.unencodable" for characters that the source's encoding lacks.
            ConflictError: "record.changed".
        """
        from core.interchange.crosswalk import to_bibliographic

        record = self._one(record_id)
        source = self._source(record_id)
        if source is None:
            raise InvalidInputError("marc.no_source")
        if record.version != version:
            raise ConflictError("record.changed", record_id=record_id)
        shown, _ = self._present(record, source)
        for remark in row_remarks(leader, rows, shown.flavour):
            if remark.is_error:
                raise InvalidInputError(remark.message_id, **remark.values)
        edited = MarcRecord(shown.flavour, leader, _fields(shown, rows))
        before, after = to_bibliographic(shown), to_bibliographic(edited)
        changes: dict[str, Any] = {
            name: getattr(after, name) for name in _COMPARED if getattr(before, name) != getattr(after, name)
        }
        if "holdings" in changes:  # copies keep their rows where they stay in place
            changes["holdings"] = tuple(
                replace(copy, id=record.holdings[place].id if place < len(record.holdings) else None)
                for place, copy in enumerate(after.holdings)
            )
        wanted = replace(record, **changes)
        if not wanted.title.strip():
            raise InvalidInputError("record.no_title")
        new_source = _encoded(edited, source)
        encoded = self._cataloguing.encode_text([wanted])
        with self._catalogue.write("edit_marc", wanted.title) as unit:
            unit.update_record(wanted)
            unit.put_marc_source(record_id, new_source)
            self._cataloguing.put_text_vectors(unit, [record_id], encoded)
        self._notify(unit.changes)
        return unit.changes

    def _present(self, record: BibliographicRecord, source: MarcSource) -> tuple[MarcRecord, MarcRecord]:
        """(The MARC record as it would be exported now, as it came.)"""
        from core.interchange.crosswalk import apply_edit, to_bibliographic
        from core.interchange.keeping import changed_fields
        from core.interchange.marc.sources import decode_source

        came = decode_source(source)
        before = to_bibliographic(came)
        if not changed_fields(before, record):
            return came, came
        return apply_edit(came, before, replace(record, external_id=before.external_id)), came

    def _source(self, record_id: RecordId) -> MarcSource | None:
        source = self._catalogue.marc_source(record_id)
        return source if source is not None and source.format in MARC_FORMATS else None

    def _usual_flavour(self) -> MarcFlavour:
        from core.interchange.marc.sources import decode_source

        newest = self._catalogue.latest_marc_source(MARC_FORMATS)
        return decode_source(newest).flavour if newest is not None else "marc21"

    def _one(self, record_id: RecordId) -> BibliographicRecord:
        found = self._catalogue.get([record_id])
        if not found:
            raise InvalidInputError("record.unknown", record=record_id)
        return found[0]


_COMPARED = (
    "title", "title_parallel", "contributors", "language", "description", "subjects", "year", "publisher", "place",
    "edition", "series", "extent", "note", "identifiers", "holdings",
)  # fmt: skip


def _fields(shown: MarcRecord, rows: Sequence[MarcRow]) -> tuple[Any, ...]:
    """The rows as fields; one that says what a shown field says is that field itself."""
    known = {row_of(field): field for field in shown.fields}
    return tuple(known.get(row) or field_of(row) for row in rows)


def _encoded(marc: MarcRecord, source: MarcSource) -> MarcSource:
    from core.interchange.marc.iso2709 import encode_record
    from core.interchange.marc.marcjson import to_marcjson
    from core.interchange.marc.marcxml import to_marcxml

    if source.format == "marcxml":
        return replace(source, data=to_marcxml(marc))
    if source.format == "marcjson":
        return replace(source, data=to_marcjson(marc))
    return replace(source, data=encode_record(marc, source.encoding, source=source).data)
