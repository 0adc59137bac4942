"""Import and export: batches that form one undoable step, unchanged records recognised, nothing rejected silently."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from core.domain.changes import ChangeSet, ImportReport, OperationId
from core.domain.library import ExportOptions, ExportReport, ImportPreview
from core.domain.records import BibliographicRecord, Holding, RecordId, RejectedInput
from core.errors import InvalidInputError
from core.protocols import JobContext, NullJobContext

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.interchange.formats import ImportedRecord
    from core.services.cataloguing import CataloguingService
    from core.services.cover_intake import CoverIntake
    from core.services.parallel import CoverPool

BATCH = 128
T = TypeVar("T")


class InterchangeService:
    """Reads and writes files of records."""

    def __init__(
        self,
        catalogue: Catalogue,
        cataloguing: CataloguingService,
        cover_intake: CoverIntake,
        cover_pool: CoverPool,
        select: Callable[[str], Sequence[RecordId]],
        wait_for_models: Callable[[], None],
        notify: Callable[[ChangeSet], None],
    ) -> None:
        self._catalogue = catalogue
        self._cataloguing = cataloguing
        self._cover_intake = cover_intake
        self._cover_pool = cover_pool
        self._select = select
        self._wait_for_models = wait_for_models
        self._notify = notify

    def preview(self, path: str, format: str = "auto", encoding: str = "auto") -> ImportPreview:
        """The first rows of a table file and the mapping that is proposed for its columns."""
        from core.interchange.formats import preview

        return preview(Path(path), format, encoding)

    def import_files(
        self,
        paths: Sequence[str],
        format: str = "auto",
        encoding: str = "auto",
        mapping: Mapping[str, str] | None = None,
        ctx: JobContext | None = None,
    ) -> ImportReport:
        """Import files as one undoable operation, a batch a transaction.

        A record whose external id is already in the library is updated, or left alone when it says the same; one
        without an id is left alone when the library has one without an id that says the same. A cancel or a kill
        keeps whole batches; importing the same files again goes on where it stopped, because what is there is
        unchanged.

        Raises:
            InvalidInputError: If a file cannot be read at all (each bad record is only reported).
        """
        from core.interchange.formats import open_reader

        context = ctx or NullJobContext()
        files = [Path(p) for p in paths]
        readers = [(file, open_reader(file, format, encoding, mapping)) for file in files]
        self._wait_for_models()
        run = _ImportRun(self, ", ".join(f.name for f in files), context)
        for file, reader in readers:
            for batch in _batched(reader, BATCH):
                run.take(file, batch)
        run.finish_covers()
        return run.report()

    def export(
        self,
        path: str,
        format: str = "auto",
        query: str = "",
        options: ExportOptions | None = None,
        ctx: JobContext | None = None,
    ) -> ExportReport:
        """Write all records, or those that `query` finds, to a file, which appears only when it is complete.

        Raises:
            InvalidInputError: "marc.unencodable" where `options` refuse what the encoding lacks; "file.is_folder",
                "folder.missing", "format.unknown", "xlsx.…".
            HostFaultError: "disk.full", "file.unwritable".
        """
        from core.interchange.formats import open_writer

        context = ctx or NullJobContext()
        ids = self._select(query) if query.strip() else None
        total = len(ids) if ids is not None else self._catalogue.count()
        written = 0
        with open_writer(Path(path), format, options) as writer:
            for records in self._batches(ids):
                sources = self._catalogue.marc_sources([r.id for r in records if r.id is not None])
                for record in records:
                    writer.write(record, source=sources.get(record.id) if record.id is not None else None)
                written += len(records)
                context.report(written, total, "export.progress", file=Path(path).name)
        return ExportReport(writer.written, tuple(writer.warnings))

    def _batches(self, ids: Sequence[RecordId] | None) -> Iterator[Sequence[BibliographicRecord]]:
        if ids is None:
            yield from _batched(self._catalogue.iter_records(), 500)
        else:
            for start in range(0, len(ids), 500):
                yield self._catalogue.get(ids[start : start + 500])


class _ImportRun:
    """The state of one import: its operation, its counts, the covers still to be read."""

    def __init__(self, service: InterchangeService, summary: str, context: JobContext) -> None:
        self._service = service
        self._summary = summary
        self._context = context
        self._operation: OperationId | None = None
        self._seen: set[str] = set()
        self._nameless: dict[bytes, list[RecordId]] | None = None
        self._covers: list[tuple[RecordId, Path, str]] = []
        self.created = self.updated = self.unchanged = 0
        self.rejected: list[RejectedInput] = []

    def take(self, file: Path, batch: Sequence[ImportedRecord | RejectedInput]) -> None:
        """Store one batch in one transaction."""
        catalogue = self._service._catalogue
        wanted: list[ImportedRecord] = []
        for entry in batch:
            if isinstance(entry, RejectedInput):
                self.rejected.append(entry)
            elif self._is_repeated(entry):
                self.rejected.append(
                    RejectedInput(
                        str(file), entry.position, "import.duplicate_id", {"id": entry.record.external_id or ""}
                    )
                )
            else:
                wanted.append(entry)
        present = catalogue.by_external([e.record.external_id for e in wanted if e.record.external_id])
        new: list[ImportedRecord] = []
        changed: list[tuple[RecordId, BibliographicRecord]] = []
        for entry in wanted:
            old = present.get(entry.record.external_id or "")
            if old is None and (same := self._same_without_id(entry.record)) is not None:
                self.unchanged += 1
                self._note_cover(same, entry)
                continue
            if old is None:
                new.append(entry)
                continue
            merged = merge_imported(old, entry.record)
            if old.id is not None and merged != old:
                changed.append((old.id, merged))
            else:
                self.unchanged += 1
            self._note_cover(old.id, entry)
        if new or changed:
            self._store(new, changed)
        self._context.report(
            self.created + self.updated + self.unchanged + len(self.rejected), None, "import.progress", file=file.name
        )

    def finish_covers(self) -> None:
        """Read and store the covers that the imported records name, a few at a time."""
        catalogue, intake = self._service._catalogue, self._service._cover_intake
        known = catalogue.covers_of([record_id for record_id, _, _ in self._covers])
        names = {record_id: {cover.file_name for cover in covers} for record_id, covers in known.items()}
        todo = [(r, path, position) for r, path, position in self._covers if path.name not in names.get(r, ())]
        prepared = self._service._cover_pool.prepare([path for _, path, _ in todo])
        for done, ((record_id, path, position), outcome) in enumerate(zip(todo, prepared, strict=True), start=1):
            if isinstance(outcome, InvalidInputError):
                self.rejected.append(RejectedInput(str(path), position, outcome.message_id, outcome.context))
            else:
                with catalogue.write(operation=self._begin()) as unit:
                    intake.attach(unit, record_id, outcome)
                self._service._notify(unit.changes)
            self._context.report(done, len(todo), "import.covers", file=path.name)

    def report(self) -> ImportReport:
        return ImportReport(self.created, self.updated, self.unchanged, tuple(self.rejected), self._operation)

    def _store(self, new: Sequence[ImportedRecord], changed: Sequence[tuple[RecordId, BibliographicRecord]]) -> None:
        service = self._service
        encoded = service._cataloguing.encode_text([*(e.record for e in new), *(r for _, r in changed)])
        with service._catalogue.write(operation=self._begin()) as unit:
            ids = unit.add_records([entry.record for entry in new])
            for _, record in changed:
                unit.update_record(record)
            service._cataloguing.put_text_vectors(unit, [*ids, *(i for i, _ in changed)], encoded)
        self.created += len(new)
        self.updated += len(changed)
        for record_id, entry in zip(ids, new, strict=True):
            self._note_cover(record_id, entry)
        service._notify(unit.changes)

    def _begin(self) -> OperationId:
        if self._operation is None:
            self._operation = self._service._catalogue.begin_operation("import", self._summary)
        return self._operation

    def _is_repeated(self, entry: ImportedRecord) -> bool:
        external = entry.record.external_id
        if not external:
            return False
        if external in self._seen:
            return True
        self._seen.add(external)
        return False

    def _same_without_id(self, record: BibliographicRecord) -> RecordId | None:
        """A stored record without external id that says the same; each is given out once a run."""
        if record.external_id:
            return None
        if self._nameless is None:
            self._nameless = {}
            for stored in self._service._catalogue.iter_records():
                if stored.id is not None and not stored.external_id:
                    self._nameless.setdefault(_content_digest(stored), []).append(stored.id)
        same = self._nameless.get(_content_digest(record))
        return same.pop(0) if same else None

    def _note_cover(self, record_id: RecordId | None, entry: ImportedRecord) -> None:
        if entry.cover_path is not None and record_id is not None:
            self._covers.append((record_id, entry.cover_path, entry.position))


def merge_imported(old: BibliographicRecord, new: BibliographicRecord) -> BibliographicRecord:
    """The stored record as the file would have it: what the file gives replaces, what it leaves out stays."""
    kept = {
        name: getattr(old, name)
        for name in BibliographicRecord.__dataclass_fields__
        if getattr(new, name) in ("", (), None) or name in ("id", "version", "status")
    }
    holdings = kept.get("holdings", _with_ids(old, new))
    return replace(new, **{**kept, "holdings": holdings})


def _with_ids(old: BibliographicRecord, new: BibliographicRecord) -> tuple[Holding, ...]:
    """Imported holdings keep the row of the stored copy with the same barcode, or else of one that says the same."""
    left = list(old.holdings)
    matched: list[Holding] = []
    for holding in new.holdings:
        same = next(
            (h for h in left if (h.barcode == holding.barcode if holding.barcode else replace(h, id=None) == holding)),
            None,
        )
        if same is not None:
            left.remove(same)
        matched.append(replace(holding, id=same.id if same is not None else None))
    return tuple(matched)


def _content_digest(record: BibliographicRecord) -> bytes:
    """A print of what a record says, without what the catalogue adds to it."""
    holdings = tuple(replace(holding, id=None) for holding in record.holdings)
    bare = replace(record, id=None, external_id=None, version=0, status="confirmed", holdings=holdings)
    return hashlib.sha256(repr(bare).encode("utf-8", "surrogatepass")).digest()


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
