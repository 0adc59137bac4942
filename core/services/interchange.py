"""Import and export: batches that form one undoable step, unchanged records recognised, nothing rejected silently."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from core.domain.changes import ChangeSet, ImportReport, OperationId
from core.domain.importing import ImportEntry, ImportOptions, OverlayProfile
from core.domain.library import ConversionReport, ConversionRequest, ExportOptions, ExportReport, ImportPreview
from core.domain.records import BibliographicRecord, RecordId, RejectedInput
from core.errors import LibrarianError
from core.protocols import JobContext, NullJobContext
from core.services.conversion import convert_file, holding_profile
from core.services.import_files import check_outputs
from core.services.import_resumption import UnfinishedImport
from core.services.import_run import ImportRun, ImportSource, ImportTools
from core.services.item_states import in_known_states, require_known
from core.services.overlay import ProfileShelf

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.domain.item_states import ItemState
    from core.interchange.crosswalk.holdings import HoldingProfile
    from core.interchange.formats import ImportedRecord
    from core.services.cataloguing import CataloguingService
    from core.services.cover_intake import CoverIntake
    from core.services.parallel import CoverPool

log = logging.getLogger(__name__)

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
        self._profiles = ProfileShelf(catalogue)

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
        options: ImportOptions | None = None,
    ) -> ImportReport:
        """Import files as one undoable operation, a batch a transaction.

        A record that is in the library already is updated as the overlay profile allows, or left alone when nothing
        would change. A cancel or a kill keeps whole batches; importing the same files again goes on where it stopped,
        because what is there is recognised, and in the same step of the journal unless something else was done since.
        Where the encoders cannot be had, words are imported and the report says that meaning is still to be indexed.

        Raises:
            InvalidInputError: If a file cannot be read at all (each bad record is only reported); "overlay.unknown";
                "folder.missing", "file.is_folder" or "import.same_file" for the files that `options` name.
            HostFaultError: "disk.full", "file.unwritable", "file.unreadable".
        """
        reading = Reading(format, encoding, mapping)
        return self._import(paths, reading, options or ImportOptions(), ctx or NullJobContext())

    def dry_run(
        self,
        paths: Sequence[str],
        format: str = "auto",
        encoding: str = "auto",
        mapping: Mapping[str, str] | None = None,
        options: ImportOptions | None = None,
        ctx: JobContext | None = None,
    ) -> ImportReport:
        """What `import_files` would do, with counts and differences; the library is not changed."""
        return self.import_files(
            paths, format, encoding, mapping, ctx, replace(options or ImportOptions(), dry_run=True)
        )

    def preview_import(
        self,
        paths: Sequence[str],
        format: str,
        encoding: str,
        mapping: Mapping[str, str] | None,
        options: ImportOptions,
        ctx: JobContext,
        on_entry: Callable[[ImportEntry], None],
    ) -> ImportReport:
        """As `dry_run`, and `on_entry` is told what would become of each record."""
        reading = Reading(format, encoding, mapping)
        return self._import(paths, reading, replace(options, dry_run=True), ctx, on_entry=on_entry)

    def run_job(
        self, params: Mapping[str, Any], ctx: JobContext, on_begin: Callable[[OperationId], None]
    ) -> ImportReport:
        """The job "import". Started again after a crash, it goes on in the same step of the journal.

        Args:
            params: `paths`, and as wanted `format`, `encoding`, `mapping`, `options` (an `ImportOptions` as JSON) and
                `operation`, the step that an interrupted run had begun.
            ctx: Progress and cancel.
            on_begin: Told the step as soon as there is one, to be kept with the parameters.
        """
        reading = Reading(params.get("format", "auto"), params.get("encoding", "auto"), params.get("mapping"))
        options = msgspec.convert(params.get("options") or {}, ImportOptions)
        begun = params.get("operation")
        operation = OperationId(begun) if isinstance(begun, int) else None
        found = self._catalogue.operation(operation) if operation is not None else None
        if found is None or found.undone_at is not None or found.kind != "import":
            operation = None
        return self._import(params["paths"], reading, options, ctx, operation, on_begin)

    def holding_profiles(self) -> tuple[str, ...]:
        """The names of the mappings of holdings fields: the built-in ones and the library's own."""
        from core.interchange.crosswalk.holdings import load_profiles

        return tuple(sorted(load_profiles(self._catalogue.paths.holding_profiles)))

    def keep_holding_profile(self, file: str) -> str:
        """Keep the mapping of holdings fields of a TOML file with the library. Returns its name.

        Raises:
            InvalidInputError: "profile.invalid".
            HostFaultError: "file.unreadable", "file.unwritable".
        """
        from core.interchange.crosswalk.holdings import load_profile, save_profile

        profile = load_profile(Path(file))
        require_known(profile.statuses.values(), self._catalogue.item_states(), file)
        save_profile(profile, self._catalogue.paths.holding_profiles)
        return profile.name

    def convert(self, request: ConversionRequest, ctx: JobContext | None = None) -> ConversionReport:
        """Write the records of one file to another; the library is not touched. As `convert_file`."""
        return convert_file(request, ctx)

    def overlay_profiles(self) -> tuple[OverlayProfile, ...]:
        """The overlay profiles, the built-in ones first."""
        return self._profiles.all()

    def save_overlay_profile(self, profile: OverlayProfile) -> None:
        """Keep an overlay profile with the library.

        Raises:
            InvalidInputError: "overlay.bad_name", "overlay.unknown_field".
        """
        self._profiles.save(profile)

    def delete_overlay_profile(self, name: str) -> None:
        """Forget one of the library's own overlay profiles."""
        self._profiles.delete(name)

    def _import(
        self,
        paths: Sequence[str],
        reading: Reading,
        options: ImportOptions,
        context: JobContext,
        operation: OperationId | None = None,
        on_begin: Callable[[OperationId], None] = lambda operation: None,
        on_entry: Callable[[ImportEntry], None] | None = None,
    ) -> ImportReport:
        files = [Path(p) for p in paths]
        check_outputs(options, files)
        profile = options.policies or self._profiles.get(options.overlay)
        holdings = self._holding_profile(options.holdings)
        states = self._catalogue.item_states()
        if holdings is not None:
            require_known(holdings.statuses.values(), states, options.holdings)
        opened = [(reading.source(file), reading.open(file, holdings, states)) for file in files]
        unfinished = UnfinishedImport(self._catalogue, files, reading, options, profile)

        def begun(step: OperationId) -> None:
            unfinished.begun(step)
            on_begin(step)

        tools = ImportTools(
            self._catalogue, self._cataloguing, self._cover_intake, self._cover_pool, self._notify, begun, on_entry
        )
        summary = ", ".join(f.name for f in files)
        notices = [] if options.dry_run or self._has_models() else ["import.words_only"]
        if operation is None and not options.dry_run and (operation := unfinished.step()) is not None:
            notices.append("import.continued")
            on_begin(operation)
        with ImportRun(tools, options, profile, summary, context, reading.total(files), operation) as run:
            run.notices.extend(notices)
            for source, reader in opened:
                for batch in _batched(reader, BATCH):
                    run.take(source, batch)
            run.finish_covers()
        if not options.dry_run:
            unfinished.finished()
        return run.report()

    def _holding_profile(self, name: str) -> HoldingProfile | None:
        return holding_profile(name, self._catalogue.paths.holding_profiles)

    def _has_models(self) -> bool:
        """Whether the encoders are there, after waiting for them to load."""
        try:
            self._wait_for_models()
        except LibrarianError as exc:
            log.warning("importing without encoders: %s", exc)
            return False
        return True

    def export(
        self,
        path: str,
        format: str = "auto",
        query: str = "",
        options: ExportOptions | None = None,
        ctx: JobContext | None = None,
        ids: Sequence[RecordId] | None = None,
    ) -> ExportReport:
        """Write all records, those that `query` finds, or those of `ids` in their order, to a file.

        The file appears only when it is complete.

        Raises:
            InvalidInputError: "marc.unencodable" where `options` refuse what the encoding lacks; "file.is_folder",
                "folder.missing", "format.unknown", "xlsx.…".
            HostFaultError: "disk.full", "file.unwritable".
        """
        from core.interchange.crosswalk.holdings import load_profiles
        from core.interchange.formats import open_writer

        context = ctx or NullJobContext()
        if ids is None and query.strip():
            ids = self._select(query)
        total = len(ids) if ids is not None else self._catalogue.count()
        written = 0
        profile = self._holding_profile(options.profile if options is not None else "")
        known = tuple(load_profiles(self._catalogue.paths.holding_profiles).values())
        with open_writer(Path(path), format, options, profile, known) as writer:
            for records in self._batches(ids):
                sources = self._catalogue.marc_sources([r.id for r in records if r.id is not None])
                for record in records:
                    writer.write(record, source=sources.get(record.id) if record.id is not None else None)
                written += len(records)
                context.report(written, total, "export.progress", file=Path(path).name)
        detail: dict[str, str | int | float] = {
            "written": writer.written,
            "folder": str(Path(path).parent),
            "query": query,
        }
        self._catalogue.audit_log.note("export", Path(path).name, detail)
        return ExportReport(writer.written, tuple(writer.warnings))

    def _batches(self, ids: Sequence[RecordId] | None) -> Iterator[Sequence[BibliographicRecord]]:
        if ids is None:
            yield from _batched(self._catalogue.iter_records(), 500)
        else:
            for start in range(0, len(ids), 500):
                yield self._catalogue.get(ids[start : start + 500])


@dataclass(frozen=True, slots=True)
class Reading:
    """How the files of one import are to be read."""

    format: str = "auto"
    encoding: str = "auto"
    mapping: Mapping[str, str] | None = None

    def open(
        self, file: Path, profile: HoldingProfile | None = None, states: Sequence[ItemState] = ()
    ) -> Iterator[ImportedRecord | RejectedInput]:
        """The entries of a file, items in states of the library; raises when it cannot be read at all."""
        from core.interchange.formats import open_reader

        reader = open_reader(file, self.format, self.encoding, self.mapping, profile, keeps_repeats=True)
        return in_known_states(reader, states)

    def source(self, file: Path) -> ImportSource:
        """The format of a file, for what is written beside the library. Raises as `open`."""
        from core.interchange.formats import format_of_file, table_header

        name = format_of_file(file, self.format)
        return ImportSource(file, name, table_header(file, name, self.encoding, self.mapping))

    def total(self, files: Sequence[Path]) -> int | None:
        """About how many records the files hold; None when one of them does not tell."""
        from core.interchange.formats import estimate_records

        counts = [estimate_records(file, self.format) for file in files]
        return None if None in counts else sum(count for count in counts if count is not None)


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
