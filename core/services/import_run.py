"""One import under way: batch by batch matched, overlaid, encoded and stored, each batch in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from core.domain.changes import ChangeSet, ImportReport, OperationId
from core.domain.importing import ImportEntry, ImportOptions, Outcome, OverlayProfile
from core.domain.marc import MARC_FORMATS, MarcSource
from core.domain.records import BibliographicRecord, RecordId, RejectedInput
from core.errors import InvalidInputError
from core.protocols import JobContext
from core.services.import_files import PiecesFile, ReportFile
from core.services.matching import IdSet, Match, RecordMatcher, edition_keys, has_other_title
from core.services.overlay import differences, overlay

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.interchange.reading import ImportedRecord
    from core.services.cataloguing import CataloguingService
    from core.services.cover_intake import CoverIntake
    from core.services.parallel import CoverPool

MOST_LISTED = 10_000
"""Rejected pieces and entries that the report of a job holds; the report file holds all."""
_MOST_ENTRIES = 500
_COVERS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class ImportTools:
    """What an import works with.

    `notify` is told of each committed batch, `on_begin` of the step of the journal, `on_entry` of every record.
    """

    catalogue: Catalogue
    cataloguing: CataloguingService
    cover_intake: CoverIntake
    cover_pool: CoverPool
    notify: Callable[[ChangeSet], None]
    on_begin: Callable[[OperationId], None] = lambda operation: None
    on_entry: Callable[[ImportEntry], None] | None = None


@dataclass(frozen=True, slots=True)
class ImportSource:
    """One input file: its format, and for tables the header that its rejected rows need."""

    file: Path
    format: str
    header: bytes = b""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done with one entry: `record` is to be stored, and `source` with it unless it is None."""

    entry: ImportedRecord
    outcome: Outcome
    match: Match | None = None
    record: BibliographicRecord | None = None
    source: MarcSource | None = None
    told: ImportEntry | None = None


class ImportRun:
    """The state of one import. Use as a context manager: the files beside the library are completed at its end.

    Args:
        tools: The library.
        options: What the person wants.
        profile: The overlay profile that the options name.
        summary: Names the step in the journal.
        context: Progress and cancel.
        operation: The step to continue, after an interruption.
    """

    def __init__(
        self,
        tools: ImportTools,
        options: ImportOptions,
        profile: OverlayProfile,
        summary: str,
        context: JobContext,
        total: int | None = None,
        operation: OperationId | None = None,
    ) -> None:
        from core.interchange.reading import SeenIds, SeenPlaces

        self._tools = tools
        self._options = options
        self._profile = profile
        self._summary = summary
        self._context = context
        self._total = total
        self._operation = operation
        self._has_changed = False
        self._matcher = RecordMatcher(tools.catalogue, options.match)
        self._used = IdSet()
        self._seen = SeenIds()
        self._editions = SeenPlaces()
        self._covers: list[tuple[RecordId, Path, str]] = []
        self._counts: Counter[str] = Counter()
        self._done = 0
        self._rejected: list[RejectedInput] = []
        self._entries: list[ImportEntry] = []
        self._warnings: list[RejectedInput] = []
        self._files = ExitStack()
        self._report: ReportFile | None = None
        self._rejects: PiecesFile | None = None
        self._duplicates: PiecesFile | None = None
        self.notices: list[str] = []

    def __enter__(self) -> Self:
        options = self._options
        if options.report_file:
            self._report = self._files.enter_context(ReportFile(Path(options.report_file)))
        if options.rejects_file:
            self._rejects = self._files.enter_context(PiecesFile(Path(options.rejects_file)))
        if options.duplicates_file:
            self._duplicates = self._files.enter_context(PiecesFile(Path(options.duplicates_file)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._files.close()

    def take(self, source: ImportSource, batch: Sequence[ImportedRecord | RejectedInput]) -> None:
        """Store one batch in one transaction, or in a dry run only tell what would be done."""
        wanted: list[ImportedRecord] = []
        for entry in batch:
            if isinstance(entry, RejectedInput):
                self._reject(source, entry)
            elif (repeated := self._seen.add(entry, source.file)) is not None:
                self._reject(source, repeated, entry)
            else:
                wanted.append(entry)
        plans = self._plan(source, wanted)
        fresh = {} if self._options.dry_run else self._store(plans)
        for plan in plans:
            self._note(source, plan, fresh.get(plan.entry.position))
        self._done += len(batch)
        self._context.report(self._done, self._estimate(), "import.progress", file=source.file.name)
        if len(self._covers) >= _COVERS_AT_ONCE:
            self.finish_covers()

    def finish_covers(self) -> None:
        """Read and store the covers that the imported records name, a few at a time."""
        catalogue = self._tools.catalogue
        covers, self._covers = self._covers, []
        known = catalogue.covers_of([record_id for record_id, _, _ in covers])
        names = {record_id: {cover.file_name for cover in of_record} for record_id, of_record in known.items()}
        todo = [(r, path, position) for r, path, position in covers if path.name not in names.get(r, ())]
        prepared = self._tools.cover_pool.prepare([path for _, path, _ in todo])
        for done, ((record_id, path, position), outcome) in enumerate(zip(todo, prepared, strict=True), start=1):
            if isinstance(outcome, InvalidInputError):
                self._reject(None, RejectedInput(str(path), position, outcome.message_id, outcome.context))
            else:
                with catalogue.write(operation=self._begin()) as unit:
                    self._tools.cover_intake.attach(unit, record_id, outcome)
                self._has_changed = True
                self._tools.notify(unit.changes)
            self._context.report(done, len(todo), "import.covers", file=path.name)

    def report(self) -> ImportReport:
        """The counts; after the block, so that the files are complete."""
        counts = self._counts
        written = {
            "report": (self._options.report_file,) if self._report else (),
            "rejects": self._rejects.paths if self._rejects else (),
            "duplicates": self._duplicates.paths if self._duplicates else (),
        }
        if self._rejects is not None and self._rejects.missed:
            self.notices.append("import.rejects_incomplete")
        return ImportReport(
            created=counts["new"] + counts["possible"],
            updated=counts["updated"],
            unchanged=counts["unchanged"] + counts["source"],
            rejected=tuple(self._rejected),
            operation_id=self._operation if self._has_changed else None,
            held=counts["held"],
            possible=counts["is_possible"],
            changed_titles=counts["other_title"],
            n_rejected=counts["rejected"],
            entries=tuple(self._entries),
            warnings=tuple(self._warnings),
            n_warnings=counts["warning"],
            notices=tuple(self.notices),
            written={kind: paths for kind, paths in written.items() if paths},
            is_dry_run=self._options.dry_run,
            sources=counts["source"],
            copies=counts["copy"],
        )

    # Deciding

    def _plan(self, source: ImportSource, entries: Sequence[ImportedRecord]) -> list[_Plan]:
        matches = self._matcher.find(entries, self._used)
        known = [m.record.id for m in matches if m is not None and m.is_certain and m.record.id is not None]
        sources = self._tools.catalogue.marc_sources(known) if known else {}
        plans = []
        for entry, match in zip(entries, matches, strict=True):
            first = self._first_place(source, entry)
            if match is None and first is not None:
                plans.append(self._plan_repeated(source, entry, first))
            else:
                plans.append(self._plan_one(source, entry, match, sources))
        return plans

    def _first_place(self, source: ImportSource, entry: ImportedRecord) -> Mapping[str, str | int | float] | None:
        """Where a record that may be the same edition came before in the files of this import."""
        places = [self._editions.add(key, source.file, entry.position) for key in edition_keys(entry.record)]
        return next(filter(None, places), None)

    def _plan_repeated(
        self, source: ImportSource, entry: ImportedRecord, first: Mapping[str, str | int | float]
    ) -> _Plan:
        outcome: Outcome = "held" if self._options.hold in ("possible", "all") else "possible"
        told = replace(
            self._entry(source, entry, outcome, None), reason_id="import.repeated_edition", values=dict(first)
        )
        if outcome == "held":
            return _Plan(entry, "held", told=told)
        return _Plan(entry, "possible", None, entry.record, entry.source, told)

    def _plan_one(
        self,
        source: ImportSource,
        entry: ImportedRecord,
        match: Match | None,
        sources: Mapping[RecordId, MarcSource],
    ) -> _Plan:
        if match is None:
            return _Plan(entry, "new", None, entry.record, entry.source)
        if not match.is_certain:
            if self._options.hold in ("possible", "all"):
                return self._held(source, entry, match, "import.held_possible")
            told = self._entry(source, entry, "possible", match)
            return _Plan(entry, "possible", match, entry.record, entry.source, told)
        if self._options.hold == "all":
            return self._held(source, entry, match, "import.held_present")
        old = match.record
        merged = overlay(old, entry.record, self._profile)
        is_other_title = merged.title != old.title and has_other_title(old, merged)
        if is_other_title and self._options.hold_changed_titles:
            return self._held(source, entry, match, "import.held_title", title=merged.title)
        stored = sources.get(old.id) if old.id is not None else None
        kept = self._source_to_keep(entry, stored)
        if merged == old and (kept is None or stored is None):  # another source in place of one is an update
            return _Plan(entry, "unchanged" if kept is None else "source", match, source=kept)
        told = replace(
            self._entry(source, entry, "updated", match),
            differences=differences(old, merged),
            has_other_title=is_other_title,
        )
        return _Plan(entry, "updated", match, merged, kept, told)

    def _held(self, source: ImportSource, entry: ImportedRecord, match: Match, reason_id: str, **values: str) -> _Plan:
        merged = overlay(match.record, entry.record, self._profile)
        told = replace(
            self._entry(source, entry, "held", match),
            differences=differences(match.record, merged),
            has_other_title=has_other_title(match.record, entry.record),
            reason_id=reason_id,
            values={"record": match.record.title, "id": int(match.record.id or 0), **values},
        )
        return _Plan(entry, "held", match, told=told)

    def _source_to_keep(self, entry: ImportedRecord, stored: MarcSource | None) -> MarcSource | None:
        """The source to store with an updated record: the new one where the file may say what the title is.

        Another profile only borrows from the file; then the record stays what it came from, and an export changes in
        that what was borrowed. So it does where the file is a list of references and the record came as MARC, which
        says more than any list.
        """
        policy = self._profile.policy("title")
        may_replace = policy == "replace" or (stored is None and policy != "keep")
        if stored is not None and entry.source is not None:
            may_replace &= entry.source.format in MARC_FORMATS or stored.format not in MARC_FORMATS
        return entry.source if may_replace and entry.source is not None and entry.source != stored else None

    # Storing

    def _store(self, plans: Sequence[_Plan]) -> dict[str, RecordId]:
        """Store a batch. Returns the new records by their position in the file."""
        new = [p for p in plans if p.outcome in ("new", "possible")]
        changed = [p for p in plans if p.outcome == "updated"]
        sourced = [p for p in plans if p.outcome == "source"]
        if not new and not changed and not sourced:
            return {}
        tools = self._tools
        records = [p.record for p in (*new, *changed) if p.record is not None]
        encoded = tools.cataloguing.encode_text(records)
        with tools.catalogue.write(operation=self._begin()) as unit:
            fresh = unit.add_records(records[: len(new)])
            for record in records[len(new) :]:
                unit.update_record(record)
            ids = [*fresh, *(r.id for r in records[len(new) :] if r.id is not None)]
            for record_id, plan in zip(ids, (*new, *changed), strict=True):
                if plan.source is not None:
                    unit.put_marc_source(record_id, plan.source)
            for plan in sourced:
                if plan.match is not None and plan.match.record.id is not None:
                    unit.put_marc_source(plan.match.record.id, plan.source)
            tools.cataloguing.put_text_vectors(unit, ids, encoded)
        self._has_changed = True
        for record_id, plan in zip(fresh, new, strict=True):
            self._used.add(record_id)
            self._note_cover(record_id, plan.entry)
        tools.notify(unit.changes)
        return {plan.entry.position: record_id for record_id, plan in zip(fresh, new, strict=True)}

    def _begin(self) -> OperationId:
        if self._operation is None:
            self._operation = self._tools.catalogue.begin_operation("import", self._summary)
            self._tools.on_begin(self._operation)
        return self._operation

    # Telling

    def _note(self, source: ImportSource, plan: _Plan, fresh: RecordId | None) -> None:
        self._counts[plan.outcome] += 1
        self._counts["copy"] += plan.entry.n_rows - 1
        is_possible = plan.outcome in ("possible", "held") and not (plan.match and plan.match.is_certain)
        self._counts["is_possible"] += is_possible
        if plan.told is not None:
            self._counts["other_title"] += plan.told.has_other_title
            if len(self._entries) < _MOST_ENTRIES:
                self._entries.append(plan.told)
        if self._is_told_of_all:
            told = plan.told or self._entry(source, plan.entry, plan.outcome, plan.match)
            self._tell(replace(told, record_id=fresh) if told.record_id is None else told)
        self._note_warnings(plan)
        if self._duplicates is not None and (is_possible or plan.outcome == "held"):
            self._duplicates.put_record(plan.entry, source.format, source.header)
        if plan.outcome in ("updated", "unchanged", "source") and plan.match is not None and not self._options.dry_run:
            self._note_cover(plan.match.record.id, plan.entry)

    def _note_warnings(self, plan: _Plan) -> None:
        """What was repaired in reading a record, or is doubtful about it."""
        for warning in plan.entry.warnings:
            self._counts["warning"] += 1
            if len(self._warnings) < _MOST_ENTRIES:
                self._warnings.append(replace(warning, raw=b""))
            if self._is_told_of_all:
                title, values = plan.entry.record.title, warning.reason
                self._tell(
                    ImportEntry(
                        warning.file, warning.position, "warning", title, reason_id=warning.reason_id, values=values
                    )
                )

    def _reject(self, source: ImportSource | None, piece: RejectedInput, entry: ImportedRecord | None = None) -> None:
        self._counts["rejected"] += 1
        if len(self._rejected) < MOST_LISTED:
            self._rejected.append(replace(piece, raw=b""))
        if self._is_told_of_all:
            self._tell(
                ImportEntry(
                    piece.file,
                    piece.position,
                    "rejected",
                    entry.record.title if entry else "",
                    reason_id=piece.reason_id,
                    values=piece.reason,
                )
            )
        if self._rejects is not None and source is not None:
            if entry is not None:
                self._rejects.put_record(entry, source.format, source.header)
            else:
                self._rejects.put_rejected(piece, source.format, source.header)

    @property
    def _is_told_of_all(self) -> bool:
        return self._report is not None or self._tools.on_entry is not None

    def _tell(self, entry: ImportEntry) -> None:
        if self._report is not None:
            self._report.put(entry)
        if self._tools.on_entry is not None:
            self._tools.on_entry(entry)

    @staticmethod
    def _entry(source: ImportSource, entry: ImportedRecord, outcome: Outcome, match: Match | None) -> ImportEntry:
        return ImportEntry(
            str(source.file),
            entry.position,
            outcome,
            entry.record.title,
            match.record.id if match else None,
            match.rule if match else "",
            match.score if match else 0.0,
        )

    def _note_cover(self, record_id: RecordId | None, entry: ImportedRecord) -> None:
        if entry.cover_path is not None and record_id is not None:
            self._covers.append((record_id, entry.cover_path, entry.position))

    def _estimate(self) -> int | None:
        """The estimate is judged by a sample; it grows when more was read than it said."""
        return None if self._total is None else max(self._total, self._done)
