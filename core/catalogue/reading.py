"""Everything that only reads the catalogue. Thread-safe; the writer never blocks it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import bindparam, func, select

from core.catalogue import (
    browsing,
    columns,
    covers,
    embeddings,
    fulltext,
    inspection,
    intake_queue,
    item_states,
    items,
    job_store,
    journal,
    marc_sources,
    meta,
    model_registry,
    record_rows,
    saved_searches,
    shelf,
    title_lookup,
)
from core.catalogue.browsing import SortOrder
from core.catalogue.counters import GENERATION, read_counter
from core.catalogue.engine import as_list, is_among
from core.catalogue.record_work_reading import RecordWorkReader
from core.catalogue.suspects import SuspectReader
from core.catalogue.tables import HoldingRow, IdentifierRow, RecordRow
from core.catalogue.watched_files import WatchedFileReader
from core.domain.changes import NextSteps, Operation, OperationId
from core.domain.checkpoints import CheckpointInfo, CheckpointState
from core.domain.filters import SearchFilters
from core.domain.item_states import ItemState
from core.domain.library import IntakeItem, IntakeItemId, IntakeState, LibraryStats
from core.domain.marc import MarcSource
from core.domain.promotion import KnownModel, ModelSwitch
from core.domain.records import BibliographicRecord, IdentifierScheme, RecordId
from core.domain.saved_searches import SavedSearch
from core.domain.scans import CoverId, CoverScan
from core.jobs.job import JobInfo
from core.protocols import EmbeddingChannel, LexicalHit, StoredVectors

_BY_IDENTIFIER = (
    select(IdentifierRow.value, IdentifierRow.record_id)
    .where(IdentifierRow.scheme == bindparam("scheme"), is_among(IdentifierRow.value, "values"))
    .distinct()
    .order_by(IdentifierRow.record_id)
)
_BY_BARCODE = (
    select(HoldingRow.barcode, HoldingRow.record_id)
    .where(HoldingRow.barcode != "", is_among(HoldingRow.barcode, "values"))
    .distinct()
    .order_by(HoldingRow.record_id)
)


class CatalogueReader(RecordWorkReader, SuspectReader, WatchedFileReader):
    """The reading half of `Catalogue`. Each call sees one committed state; two calls may see two.

    Any call may raise `StoreMismatchError("catalogue.corrupt")`, `HostFaultError("library.unwritable")` when the file
    has gone, or `ConflictError("catalogue.busy")` when another program keeps it locked.
    """

    # Records

    def get(self, record_ids: Collection[RecordId]) -> list[BibliographicRecord]:
        """Records in the order asked for; missing ones are left out."""
        with self._reading() as connection:
            found = record_rows.load_records(connection, record_ids)
        return [found[record_id] for record_id in record_ids if record_id in found]

    def by_external(self, external_ids: Collection[str]) -> dict[str, BibliographicRecord]:
        """External id → record, for those that are known."""
        with self._reading() as connection:
            ids = record_rows.resolve_external(connection, external_ids)
            found = record_rows.load_records(connection, list(ids.values()))
        return {external_id: found[record_id] for external_id, record_id in ids.items()}

    def resolve_external(self, external_ids: Collection[str]) -> dict[str, RecordId]:
        """External id → record id, for those that are known."""
        with self._reading() as connection:
            return record_rows.resolve_external(connection, external_ids)

    def find_identifier(self, scheme: IdentifierScheme, values: Collection[str]) -> dict[str, tuple[RecordId, ...]]:
        """Normalised number → the records that carry it, for those that are found."""
        found: dict[str, tuple[RecordId, ...]] = {}
        if scheme == "external":  # the record's own number first, then those of records that were merged into others
            found = {external: (record_id,) for external, record_id in self.resolve_external(values).items()}
        with self._reading() as connection:
            for value, record_id in connection.execute(_BY_IDENTIFIER, {"scheme": scheme, "values": as_list(values)}):
                found[value] = tuple(dict.fromkeys((*found.get(value, ()), RecordId(record_id))))
        return found

    def similar_titles(self, records: Sequence[BibliographicRecord]) -> list[tuple[RecordId, ...]]:
        """For each record the stored ones with a like title, likeliest first, few; see `title_lookup`."""
        with self._reading() as connection:
            return title_lookup.similar_titles(connection, records)

    def find_barcodes(self, barcodes: Collection[str]) -> dict[str, tuple[RecordId, ...]]:
        """Barcode of a holding → the records it belongs to (more than one only by mistake)."""
        found: dict[str, tuple[RecordId, ...]] = {}
        with self._reading() as connection:
            for barcode, record_id in connection.execute(_BY_BARCODE, {"values": as_list(barcodes)}):
                found[barcode] = (*found.get(barcode, ()), RecordId(record_id))
        return found

    def record_of_barcode(self, barcode: str) -> RecordId | None:
        """The record of the holding with this barcode; of several the first."""
        return next(iter(self.find_barcodes([barcode]).get(barcode, ())), None)

    def browse(
        self,
        offset: int = 0,
        limit: int = 50,
        sort: SortOrder = "title",
        descending: bool = False,
        filters: SearchFilters | None = None,
        ids: Collection[int] | None = None,
    ) -> tuple[list[BibliographicRecord], int]:
        """One page of a sorted list, and how long the whole list is.

        Args:
            offset: 0-based.
            limit: Length of the page.
            sort: Titles and authors are ordered by their folded form, Chinese by pinyin.
            descending: Turn the order round; records without a year or author stay last.
            filters: Only the exact filters are looked at.
            ids: Only these records, e.g. what a search found.
        """
        with self._reading() as connection:
            page, total = browsing.browse_ids(
                connection, offset, limit, sort, is_descending=descending, filters=filters, ids=ids
            )
            found = record_rows.load_records(connection, page)
        return [found[record_id] for record_id in page], total

    def filter_ids(self, filters: SearchFilters) -> set[RecordId] | None:
        """The records that pass the exact filters; None when there is no such filter."""
        with self._reading() as connection:
            return browsing.filter_ids(connection, filters)

    def columns(self, record_ids: Collection[RecordId] | None = None) -> columns.ColumnRows:
        """What lists are sorted and counted by, of some records or of all."""
        with self._reading() as connection:
            return columns.load_columns(connection, record_ids)

    def iter_records(self, batch: int = 500) -> Iterator[BibliographicRecord]:
        """Every record by ascending id. Records added meanwhile appear, deleted ones do not."""
        last = 0
        while True:
            with self._reading() as connection:
                ids = record_rows.record_ids_after(connection, last, batch)
                found = record_rows.load_records(connection, ids)
            if not ids:
                return
            for record_id in ids:
                yield found[record_id]
            last = ids[-1]

    def count(self) -> int:
        """Number of records."""
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(RecordRow)).scalar_one())

    def marc_sources(self, record_ids: Collection[RecordId]) -> dict[RecordId, MarcSource]:
        """The records that these were imported from, byte for byte; those without one are left out."""
        with self._reading() as connection:
            return marc_sources.load(connection, record_ids)

    def marc_source(self, record_id: RecordId) -> MarcSource | None:
        """The MARC record this one was imported from, byte for byte."""
        with self._reading() as connection:
            return marc_sources.load(connection, [record_id]).get(record_id)

    def latest_marc_source(self, formats: Collection[str]) -> MarcSource | None:
        """The source of the newest record that came in any of these formats."""
        with self._reading() as connection:
            return marc_sources.load_latest(connection, formats)

    # Shelf

    def class_counts(self, scheme: str) -> dict[str, int]:
        """Class notation → records that carry exactly it."""
        with self._reading() as connection:
            return shelf.class_counts(connection, scheme)

    def records_in_class(self, scheme: str, notation: str) -> set[RecordId]:
        """Records whose class begins with a notation."""
        with self._reading() as connection:
            return shelf.records_in_class(connection, scheme, notation)

    def call_numbers_in_class(self, class_number: str) -> list[tuple[str, RecordId]]:
        """The call numbers of the copies in a class, with their records."""
        with self._reading() as connection:
            return shelf.call_numbers_in_class(connection, class_number)

    def call_numbers_from(self, stem: str, n: int = 500) -> list[tuple[str, RecordId]]:
        """The first call numbers that begin with a notation, at most `n`."""
        with self._reading() as connection:
            return shelf.call_numbers_from(connection, stem, n)

    def call_number_holders(self, call_numbers: Sequence[str]) -> dict[str, tuple[RecordId, ...]]:
        """Call number → the records with copies that have exactly it."""
        with self._reading() as connection:
            return shelf.holders(connection, call_numbers)

    def series_names(self) -> dict[str, int]:
        """Every series and how many records belong to it."""
        with self._reading() as connection:
            return shelf.series_names(connection)

    def publishers_by_isbn(self, prefix: str, n: int = 50) -> list[tuple[RecordId, str, str, str]]:
        """Records whose ISBN-13 begins with a prefix: id, title, publisher, place; at most `n`."""
        with self._reading() as connection:
            return shelf.publishers_by_isbn(connection, prefix, n)

    def items(
        self,
        *,
        location: str | None = None,
        record_ids: Collection[RecordId] | None = None,
        barcodes: Collection[str] | None = None,
    ) -> list[items.Item]:
        """The items that meet all that is given, with their records; without anything, every item."""
        with self._reading() as connection:
            return items.items(connection, location=location, record_ids=record_ids, barcodes=barcodes)

    def locations(self) -> list[tuple[str, int]]:
        """Every location of items and how many there are."""
        with self._reading() as connection:
            return items.locations(connection)

    # Covers

    def covers_of(self, record_ids: Collection[RecordId]) -> dict[RecordId, tuple[CoverScan, ...]]:
        """The covers of each record that has any, the main one first."""
        with self._reading() as connection:
            return covers.covers_of(connection, record_ids)

    def cover(self, cover_id: CoverId) -> CoverScan | None:
        """One cover."""
        with self._reading() as connection:
            return covers.load_covers(connection, [cover_id]).get(cover_id)

    def cover_by_sha(self, sha256: str) -> CoverScan | None:
        """The cover whose file has this content; of several the oldest that belongs to a record."""
        with self._reading() as connection:
            return covers.cover_by_sha(connection, sha256)

    def iter_covers(self) -> Iterator[CoverScan]:
        """Every cover by ascending id."""
        with self._reading() as connection:
            found = covers.all_covers(connection)
        yield from found

    def covers_without_vector(self, fingerprint: str) -> list[CoverScan]:
        """Covers of records whose picture this encoder has not seen."""
        with self._reading() as connection:
            return covers.covers_without_vector(connection, fingerprint)

    def covers_without_text(self) -> list[CoverScan]:
        """Covers of records that were never read by OCR."""
        with self._reading() as connection:
            return covers.covers_without_text(connection)

    def cover_texts(self) -> Iterator[tuple[RecordId, str]]:
        """The text on every cover that belongs to a record, as (record, text), one entry a cover."""
        with self._reading() as connection:
            found = covers.cover_texts(connection)
        yield from found

    def journalled_cover_shas(self) -> set[str]:
        """Contents that no cover may name now but an undo, the review queue or a saved search still needs."""
        with self._reading() as connection:
            found = journal.journalled_shas(connection) | intake_queue.scans_in_queue(connection)
            return found | saved_searches.cover_shas(connection)

    # Vectors

    def vectors(self, channel: EmbeddingChannel, fingerprint: str) -> StoredVectors:
        """Every vector of a channel by one encoder. In the channel "cover" the vector ids are cover ids.

        To follow later changes, ask `generation()` first, then this; afterwards `touched_since` and `vectors_of`.

        Raises:
            StoreMismatchError: "vectors.dimension" when they differ in length.
        """
        with self._reading() as connection:
            return embeddings.load_vectors(connection, channel, fingerprint)

    def vectors_of(self, channel: EmbeddingChannel, fingerprint: str, record_ids: Collection[int]) -> StoredVectors:
        """The vectors of some records; none for those that do not exist or have none."""
        with self._reading() as connection:
            return embeddings.load_vectors(connection, channel, fingerprint, record_ids)

    def content_hashes(
        self, channel: EmbeddingChannel, fingerprint: str, record_ids: Collection[int] | None = None
    ) -> dict[RecordId, tuple[str, ...]]:
        """What each record's vectors were made from, of all or of some; for covers the sha256 of their files."""
        with self._reading() as connection:
            return embeddings.load_content_hashes(connection, channel, fingerprint, record_ids)

    def generation(self) -> int:
        """A number that rises with every commit that changes a record, a cover or a vector."""
        with self._reading() as connection:
            return read_counter(connection, GENERATION)

    def touched_since(self, generation: int) -> set[RecordId]:
        """Records that changed after `generation` in themselves, their covers or vectors; deleted ones included."""
        with self._reading() as connection:
            return journal.touched_since(connection, generation)

    def models(self) -> list[tuple[str, CheckpointState, CheckpointInfo]]:
        """The encoders that were used here, as (role, state, identity), the newest first."""
        with self._reading() as connection:
            return model_registry.load(connection)

    def known_models(self, role: str) -> tuple[KnownModel, ...]:
        """The encoders of a role that are registered here, the newest first."""
        with self._reading() as connection:
            return model_registry.known(connection, role)

    def active_model(self, role: str) -> KnownModel | None:
        """The registered encoder that is in use; None where none was ever switched to."""
        return next((each for each in self.known_models(role) if each.state == "active"), None)

    def vector_counts(self) -> dict[str, int]:
        """Fingerprint of an encoder → how many vectors of records and covers are stored for it."""
        with self._reading() as connection:
            return model_registry.vector_counts(connection)

    def model_switches(self, role: str) -> tuple[ModelSwitch, ...]:
        """Every change of the encoder in use, the oldest first."""
        with self._reading() as connection:
            return model_registry.switches(connection, role)

    # Full text

    def search_text(
        self,
        match: str,
        limit: int,
        filter_ids: Collection[int] | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> list[LexicalHit]:
        """The best records for an FTS5 expression, best first.

        Args:
            match: Made by `core.text.match`; column names are those of `fulltext.FIELD_WEIGHTS`.
            limit: At most so many.
            filter_ids: Only among these records.
            weights: BM25 weights by field, in place of the usual ones.

        Returns:
            Hits with the fields and the folded words that matched. `exact_script` is always False: only who knows the
            query as typed can tell.

        Raises:
            InvalidInputError: "search.expression".
        """
        with self._reading() as connection:
            return fulltext.hits(connection, match, limit, filter_ids, weights)

    def rank_text(
        self,
        match: str,
        limit: int,
        filter_ids: Collection[int] | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> list[tuple[RecordId, float]]:
        """As `search_text`, ids and scores only: several times faster, for candidates that nobody explains.

        Raises:
            InvalidInputError: "search.expression".
        """
        with self._reading() as connection:
            found = fulltext.search(connection, match, limit, filter_ids, weights)
            return [(RecordId(record_id), score) for record_id, score in found]

    def match_ids(self, match: str) -> set[RecordId]:
        """Every record an FTS5 expression matches, without ranking.

        Raises:
            InvalidInputError: "search.expression".
        """
        with self._reading() as connection:
            return {RecordId(record_id) for record_id in fulltext.match_ids(connection, match)}

    def document_frequencies(self, words: Collection[str]) -> dict[str, int]:
        """How many records hold each word, as the full text is cut; words that none holds are left out.

        A word of several Chinese characters counts wherever they stand together, at a word border or not.
        """
        with self._reading() as connection:
            return fulltext.document_frequencies(connection, words)

    def record_languages(self, among: Collection[int] | None = None) -> dict[RecordId, tuple[str, str]]:
        """Language code ("" where unknown) and title of all records, or of some, for what is done by language."""
        query = select(RecordRow.id, RecordRow.language, RecordRow.title)
        if among is not None:
            query = query.where(is_among(RecordRow.id, "ids"))
        with self._reading() as connection:
            rows = connection.execute(query, {} if among is None else {"ids": as_list(among)})
            return {RecordId(row[0]): (row[1], row[2]) for row in rows}

    def item_states(self) -> tuple[ItemState, ...]:
        """The states of items that the library made for itself, in the order in which they are offered."""
        with self._reading() as connection:
            return item_states.load(connection).states

    def full_text_mismatches(self) -> int:
        """Records whose words are missing from the full text or were cut by other rules, and strays in it."""
        with self._reading() as connection:
            if not fulltext.is_cut_as_today(connection):
                return int(connection.execute(select(func.count()).select_from(RecordRow)).scalar_one())
            return inspection.full_text_mismatches(connection)

    # Journal, queue, jobs, whole

    def operations(self, limit: int = 100) -> tuple[Operation, ...]:
        """The undoable steps, newest first."""
        with self._reading() as connection:
            return journal.load_operations(connection, limit)

    def next_steps(self) -> NextSteps:
        """What undo and redo would act on now."""
        with self._reading() as connection:
            return journal.next_steps(connection)

    def operation(self, operation_id: OperationId) -> Operation | None:
        """One step, whether or not it has changed anything yet."""
        with self._reading() as connection:
            return journal.find_operation(connection, operation_id)

    def records_of_operation(self, operation_id: OperationId, limit: int = 50) -> list[RecordId]:
        """The first records that a step touched."""
        with self._reading() as connection:
            return journal.records_of_operation(connection, operation_id, limit)

    def record_history(self, record_id: RecordId) -> tuple[Operation, ...]:
        """The steps that changed one record, newest first."""
        with self._reading() as connection:
            return journal.load_record_history(connection, record_id)

    def intake_items(self, states: Sequence[IntakeState] = ("waiting",)) -> tuple[IntakeItem, ...]:
        """The review queue, oldest first."""
        with self._reading() as connection:
            return intake_queue.load_items(connection, states)

    def intake_item(self, item_id: IntakeItemId) -> IntakeItem | None:
        """One item of the review queue."""
        with self._reading() as connection:
            return intake_queue.load_item(connection, item_id)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """The searches saved under a name, by name."""
        with self._reading() as connection:
            return saved_searches.load_all(connection)

    def load_jobs(self) -> tuple[JobInfo, ...]:
        """The stored jobs, oldest first."""
        with self._reading() as connection:
            return job_store.load(connection)

    def get_meta(self, key: str) -> str | None:
        """A value kept with the library under a name."""
        with self._reading() as connection:
            return meta.load(connection, key)

    def stats(self) -> LibraryStats:
        """Counts for people."""
        with self._reading() as connection:
            return inspection.collect_stats(connection, self._paths, self._store.schema_version)

    def integrity_check(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file, in its own words; empty when it is sound. Reads everything."""
        with self._reading() as connection:
            return tuple(inspection.find_problems(connection))
