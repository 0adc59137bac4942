"""Records by hand: look, create, edit, delete, covers, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.domain.changes import ChangeSet, NextSteps, Operation, OperationId
from core.domain.library import LibraryStats, RecordDetails, RecordPage
from core.domain.merging import MergeProposal
from core.domain.records import BibliographicRecord, RecordId
from core.domain.scans import CoverId, OcrPage
from core.errors import InvalidInputError
from core.services.merging import merge_records, propose_merge
from core.services.record_checking import RecordChecker, with_judged_numbers
from core.services.vectorising import EncodedTexts, encode_records

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.catalogue.unit_of_work import UnitOfWork
    from core.retrieval.models import ModelHost
    from core.services.cover_intake import CoverIntake
    from core.services.cover_store import CoverStore

_ENCODED_AT_ONCE = 128
BrowseOrder = Literal["title", "year", "added", "author"]


class CataloguingService:
    """What a cataloguer does to records. Every mutation is one undoable operation and returns its `ChangeSet`."""

    def __init__(
        self,
        catalogue: Catalogue,
        store: CoverStore,
        models: ModelHost,
        cover_intake: CoverIntake,
        select: Callable[[str], Sequence[RecordId]],
        notify: Callable[[ChangeSet], None],
        reindex_later: Callable[[], None] = lambda: None,
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self._models = models
        self._cover_intake = cover_intake
        self._select = select
        self._notify = notify
        self._reindex_later = reindex_later
        self._checker = RecordChecker(catalogue)

    def details(self, record_id: RecordId) -> RecordDetails:
        """A record and its covers.

        Raises:
            InvalidInputError: If there is no such record (any more).
        """
        record = self._one(record_id)
        return RecordDetails(record, self._catalogue.covers_of([record_id]).get(record_id, ()))

    def browse(
        self, offset: int, limit: int, sort: BrowseOrder = "title", descending: bool = False, query: str = ""
    ) -> RecordPage:
        """A page of the whole catalogue, or of the records that contain all the words of `query`."""
        if query.strip():
            ids = self._select(query)
            wanted = ids[offset : offset + limit]
            records, total = self._catalogue.get(wanted), len(ids)
        else:
            records, total = self._catalogue.browse(offset, limit, sort, descending)
        covers = self._catalogue.covers_of([r.id for r in records if r.id is not None])
        main = tuple(
            next((c.picture for c in covers.get(r.id, ()) if c.is_main), None) if r.id else None for r in records
        )
        return RecordPage(tuple(records), main, offset, total)

    def create(self, record: BibliographicRecord) -> ChangeSet:
        """Store a new record with its vectors. Numbers are normalised, their check digits judged.

        Raises:
            ConflictError: "holding.barcode_taken".
            InvalidInputError: If it has no title.
        """
        self._require_title(record)
        record = replace(record, identifiers=with_judged_numbers(record))
        self._checker.refuse_taken_barcodes(record, None)
        encoded = self.encode_text([record])
        with self._catalogue.write("create_record", record.title) as unit:
            self.put_text_vectors(unit, [unit.add_record(replace(record, id=None))], encoded)
        return self._announce(unit.changes)

    def update(self, record: BibliographicRecord) -> ChangeSet:
        """Store an edited record. `record.version` must be the one that was read. Numbers as in `create`.

        Raises:
            ConflictError: If somebody changed it meanwhile; "holding.barcode_taken" for a new barcode of another item.
            InvalidInputError: If it has no title or is not stored.
        """
        self._require_title(record)
        if record.id is None:
            raise InvalidInputError("record.unknown", record="-")
        record_id = record.id
        record = replace(record, identifiers=with_judged_numbers(record))
        self._checker.refuse_taken_barcodes(record, next(iter(self._catalogue.get([record_id])), None))
        encoded = self.encode_text([record])
        with self._catalogue.write("edit_record", record.title) as unit:
            unit.update_record(record)
            self.put_text_vectors(unit, [record_id], encoded)
        return self._announce(unit.changes)

    def confirm(self, record_ids: Sequence[RecordId]) -> ChangeSet:
        """Turn drafts into confirmed records."""
        drafts = [r for r in self._catalogue.get(record_ids) if r.status == "draft"]
        with self._catalogue.write("confirm_draft", drafts[0].title if drafts else "") as unit:
            for record in drafts:
                unit.update_record(replace(record, status="confirmed"))
        return self._announce(unit.changes)

    def delete(self, record_ids: Sequence[RecordId]) -> ChangeSet:
        """Delete records with their holdings and covers; undo brings all of it back."""
        records = self._catalogue.get(record_ids)
        with self._catalogue.write("delete_record", records[0].title if records else "") as unit:
            for record in records:
                if record.id is not None:
                    unit.delete_record(record.id)
        return self._announce(unit.changes)

    def propose_merge(self, record_ids: Sequence[RecordId]) -> MergeProposal:
        """What merging these records would give: which one stays, and the richest value of each field.

        Raises:
            InvalidInputError: "merge.too_few" with fewer than two records that exist.
        """
        return propose_merge(self._catalogue, record_ids)

    def merge(self, keep: RecordId, others: Sequence[RecordId], record: BibliographicRecord) -> ChangeSet:
        """Make one record of several: `record` is stored under `keep`, the others go; one undoable step.

        Items, covers and numbers of the others move to the one that stays, also those that `record` does not name.
        Its MARC source stays.

        Raises:
            InvalidInputError: "merge.too_few", "record.unknown", "record.no_title".
            ConflictError: "record.changed" when `keep` was changed since `record` was read.
        """
        changes = merge_records(self._catalogue, keep, others, record, self.encode_text, self.put_text_vectors)
        return self._announce(changes)

    def add_cover(self, record_id: RecordId, path: str) -> ChangeSet:
        """Add a cover scan from a file to a record: stored, read and encoded in one operation."""
        record = self._one(record_id)
        prepared = self._cover_intake.prepare_file(Path(path))
        with self._catalogue.write("add_cover", record.title) as unit:
            self._cover_intake.attach(unit, record_id, prepared)
        return self._announce(unit.changes)

    def remove_cover(self, cover_id: CoverId) -> ChangeSet:
        """Take a cover off its record; undo brings it back (its file is kept until `check --repair`)."""
        with self._catalogue.write("remove_cover", "") as unit:
            unit.remove_cover(cover_id)
        return self._announce(unit.changes)

    def ocr_page(self, cover_id: CoverId) -> OcrPage | None:
        """What was read on a cover, or None when it was not read yet."""
        return self._catalogue.ocr_page(cover_id)

    def undo(self, operation_id: OperationId | None = None) -> ChangeSet:
        """Undo an operation, by default the last one that can be undone. Undoing an undo does it again.

        Vectors are no part of the journal: those of edited records are made again here, up to a batch of them; for
        more, as after the undo of a larger import, the job "reindex" is queued.

        Raises:
            ConflictError: If what it changed was changed again since.
        """
        return self._announce_undo(self._catalogue.undo(operation_id))

    def redo(self, operation_id: OperationId | None = None) -> ChangeSet:
        """Do again what was undone last. Vectors are made as by `undo`.

        Args:
            operation_id: The step that is meant; None for whichever was undone last.

        Raises:
            ConflictError: "redo.nothing" when another step was done or undone since, and as `undo`.
        """
        return self._announce_undo(self._catalogue.redo(operation_id))

    def next_steps(self) -> NextSteps:
        """What undo and redo would act on now."""
        return self._catalogue.next_steps()

    def history(self, limit: int = 100) -> tuple[Operation, ...]:
        """The journal, newest first."""
        return tuple(self._catalogue.operations(limit))

    def stats(self) -> LibraryStats:
        """Counts of what the library holds."""
        return self._catalogue.stats()

    def thumbnail_path(self, sha256: str) -> str:
        """Where the picture of a cover is, for display; "" when its file is missing."""
        path = self._store.thumbnail(sha256)
        return str(path) if path.is_file() else ""

    def original_path(self, sha256: str) -> str:
        """Where the original scan is; "" when its file is missing."""
        path = self._store.original(sha256)
        return str(path) if path.is_file() else ""

    def encode_text(self, records: Sequence[BibliographicRecord]) -> EncodedTexts | None:
        """The text vectors of records, made before a transaction is opened; None while there are no encoders."""
        models = self._models.ready
        if models is None:
            return None
        return EncodedTexts(models.text.info.fingerprint, encode_records(records, models.text))

    def _announce_undo(self, changes: ChangeSet) -> ChangeSet:
        if len(changes.updated) > _ENCODED_AT_ONCE:
            self._reindex_later()
        else:
            self._encode_again(changes.updated)
        return self._announce(changes)

    def _encode_again(self, record_ids: Sequence[RecordId]) -> None:
        records = self._catalogue.get(record_ids)
        encoded = self.encode_text(records) if records else None
        if encoded is not None:
            with self._catalogue.maintain() as unit:
                self.put_text_vectors(unit, [r.id for r in records if r.id is not None], encoded)

    @staticmethod
    def put_text_vectors(unit: UnitOfWork, record_ids: Sequence[RecordId], encoded: EncodedTexts | None) -> None:
        """Store text vectors in the transaction of their records; without encoders they are made later."""
        if encoded is None:
            return
        for record_id, channels in zip(record_ids, encoded.by_record, strict=True):
            for of_channel in channels:
                unit.put_vectors(
                    record_id, of_channel.channel, encoded.fingerprint, of_channel.vectors, of_channel.content_hash
                )

    def _one(self, record_id: RecordId) -> BibliographicRecord:
        found = self._catalogue.get([record_id])
        if not found:
            raise InvalidInputError("record.unknown", record=record_id)
        return found[0]

    @staticmethod
    def _require_title(record: BibliographicRecord) -> None:
        if not record.title.strip():
            raise InvalidInputError("record.no_title")

    def _announce(self, changes: ChangeSet) -> ChangeSet:
        self._notify(changes)
        return changes
