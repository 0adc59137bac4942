"""From a scan to a record: identify, queue for review, then accept, create or skip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.domain.changes import ChangeSet, OperationId, OperationKind
from core.domain.library import IntakeItem, IntakeItemId, IntakeState
from core.domain.records import BibliographicRecord, RecordId, RejectedInput
from core.domain.retrieval import Identification
from core.domain.scan_evidence import ScanEvidence
from core.errors import ConflictError, InvalidInputError
from core.protocols import JobContext, NullJobContext
from core.retrieval.scan_evidence import EvidenceFinder
from core.services.cover_intake import PreparedCover
from core.services.intake_sources import LeftOut, Scan, count_scans, expand_scans, open_scans

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.catalogue.unit_of_work import UnitOfWork
    from core.retrieval.identify import Identifier
    from core.retrieval.models import ModelHost
    from core.services.cataloguing import CataloguingService
    from core.services.cover_intake import CoverIntake
    from core.services.cover_store import CoverStore

_COVERS_COMPARED = 3


class IntakeService:
    """The review queue. Scans are kept in the library, so the queue survives when the dropped files go away."""

    def __init__(
        self,
        catalogue: Catalogue,
        identifier: Identifier,
        cataloguing: CataloguingService,
        cover_intake: CoverIntake,
        store: CoverStore,
        models: ModelHost,
        notify: Callable[[ChangeSet], None],
        note: Callable[[str, Identification, RecordId | None, bool], None] = lambda *outcome: None,
        note_correction: Callable[[RecordId, str, str, str], None] = lambda *correction: None,
    ) -> None:
        self._catalogue = catalogue
        self._note = note
        self._note_correction = note_correction
        self._identifier = identifier
        self._cataloguing = cataloguing
        self._cover_intake = cover_intake
        self._store = store
        self._models = models
        self._notify = notify
        self._evidence = EvidenceFinder(store.thumbnail)

    def identify(self, paths: Sequence[str], ctx: JobContext | None = None) -> tuple[Identification, ...]:
        """Identify images without storing anything. An unreadable one is "rejected" and the rest goes on."""
        context = ctx or NullJobContext()
        files = expand_scans(paths)
        total = count_scans(files)
        outcomes: list[Identification] = []
        n_done = 0
        for file in files:
            for scan in open_scans(file):
                n_done += 1
                if isinstance(scan, Scan):
                    outcomes.append(self._identify_one(scan))
                context.report(n_done, max(total, n_done), "intake.progress", file=Path(scan.label).name)
        return tuple(outcomes)

    def run(self, paths: Sequence[str], ctx: JobContext | None = None) -> Mapping[str, Any]:
        """Identify scans and put them into the review queue, one committed item at a time (the "intake" job).

        Images, folders and PDFs are taken; of a PDF the pages that look like covers ("left_out" counts the others).
        """
        context = ctx or NullJobContext()
        files = expand_scans(paths)
        total = count_scans(files)
        queued = self._waiting_scans()
        counts = dict.fromkeys(("match", "possible", "new", "rejected", "duplicates", "left_out"), 0)
        rejected: list[RejectedInput] = []
        n_done = 0
        for file in files:
            for scan in open_scans(file):
                n_done += 1
                if isinstance(scan, LeftOut):
                    counts["left_out"] += 1
                elif scan.image is not None and scan.image.sha256 in queued:
                    counts["duplicates"] += 1
                else:
                    outcome = self._identify_one(scan)
                    self._enqueue(scan, outcome)
                    if scan.image is not None:
                        queued.add(scan.image.sha256)
                    counts[outcome.decision] += 1
                    if outcome.decision == "rejected":
                        reason = outcome.error_id or "bug"
                        rejected.append(RejectedInput(scan.label, "", reason, outcome.error_context))
                context.report(n_done, max(total, n_done), "intake.progress", file=Path(scan.label).name)
        retry = [r.file for r in rejected]
        return {
            **counts,
            "rejected": [{"file": r.file, "reason_id": r.reason_id, "reason": dict(r.reason)} for r in rejected],
            "retry_params": {"paths": retry} if retry else None,
        }

    def _waiting_scans(self) -> set[str]:
        waiting = self._catalogue.intake_items(("waiting",))
        return {item.identification.sha256 for item in waiting if item.identification.sha256}

    def queue(self, states: Sequence[IntakeState] = ("waiting",)) -> tuple[IntakeItem, ...]:
        """The review queue, oldest first."""
        return tuple(self._catalogue.intake_items(tuple(states)))

    def accept(self, item_id: IntakeItemId, record_id: RecordId, operation: OperationId | None = None) -> ChangeSet:
        """Attach the scan to a record: "this is the book". A scan the record already has is only marked as done.

        `operation`: add to this step of the journal instead of making one, here and in `create` and `skip`.
        """
        item = self._waiting(item_id)
        if item.identification.known_cover_of == record_id:
            return self._settle(item_id, "accepted", record_id, operation)
        prepared = self._prepared(item)
        record = self._cataloguing.details(record_id).record
        with self._writing("attach_scan", record.title, operation) as unit:
            self._cover_intake.attach(unit, record_id, prepared)
            unit.set_intake_state(item_id, "accepted", record_id)
        self._note(self.scan_path(item_id), item.identification, record_id, True)
        self._notify(unit.changes)
        return unit.changes

    def create(
        self, item_id: IntakeItemId, record: BibliographicRecord, operation: OperationId | None = None
    ) -> ChangeSet:
        """Make a new, confirmed record with this scan as its cover."""
        if not record.title.strip():
            raise InvalidInputError("record.no_title")
        item = self._waiting(item_id)
        prepared = self._prepared(item)
        encoded = self._cataloguing.encode_text([record])
        with self._writing("intake", record.title, operation) as unit:
            record_id = unit.add_record(replace(record, id=None, status="confirmed"))
            self._cataloguing.put_text_vectors(unit, [record_id], encoded)
            self._cover_intake.attach(unit, record_id, prepared, is_main=True)
            unit.set_intake_state(item_id, "created", record_id)
        self._note(self.scan_path(item_id), item.identification, record_id, False)
        draft = item.identification.draft
        if draft is not None and draft.title.strip():
            self._note_correction(record_id, draft.title, record.title, self.scan_path(item_id))
        self._notify(unit.changes)
        return unit.changes

    def skip(self, item_id: IntakeItemId, operation: OperationId | None = None) -> ChangeSet:
        """Leave the scan aside.

        Raises:
            ConflictError: If it was made into a record or attached to one.
            InvalidInputError: If there is no such scan.
        """
        if self._item(item_id).state in ("accepted", "created"):
            raise ConflictError("intake.already_done")
        return self._settle(item_id, "skipped", None, operation)

    def reopen(self, item_id: IntakeItemId) -> None:
        """Put an item back into the queue (after an undo or a skip)."""
        is_rejected = self._item(item_id).identification.decision == "rejected"
        self._catalogue.set_intake_state(item_id, "rejected" if is_rejected else "waiting", None)

    def evidence(self, item_id: IntakeItemId, record_id: RecordId | None = None) -> ScanEvidence:
        """What a scan and a record have in common, for drawing; None = the scan's own draft.

        Raises:
            InvalidInputError: If there is no such scan or record, or the kept scan cannot be read.
        """
        from core.imaging.decode import decode_file

        item = self._item(item_id)
        sha256 = item.identification.sha256
        if sha256 is None:
            return ScanEvidence(item_id, record_id)
        record: BibliographicRecord | None = None
        covers: tuple[str, ...] = ()
        if record_id is not None:
            details = self._cataloguing.details(record_id)
            record = details.record
            covers = tuple(scan.sha256 for scan in details.covers[:_COVERS_COMPARED])
        scan = decode_file(self._store.original(sha256))
        return self._evidence.find(item, scan.pixels, record, covers)

    def scan_path(self, item_id: IntakeItemId) -> str:
        """The kept copy of the scan, for display; "" when there is none."""
        sha256 = self._item(item_id).identification.sha256
        path = self._store.original(sha256) if sha256 else None
        return str(path) if path is not None and path.is_file() else ""

    def _identify_one(self, scan: Scan) -> Identification:
        problem = scan.problem
        if scan.image is not None:
            try:
                found = self._identifier.identify_image(scan.image)
                return replace(found, image=scan.label, took_ms=found.took_ms + scan.opened_ms)
            except InvalidInputError as exc:
                problem = exc
        return Identification(
            image=scan.label,
            decision="rejected",
            confidence=1.0,
            error_id=problem.message_id if problem else "bug",
            error_context=problem.context if problem else {},
        )

    def _enqueue(self, scan: Scan, outcome: Identification) -> None:
        from core.imaging.thumbnails import make_thumbnail

        if scan.image is not None and not self._store.original(scan.image.sha256).is_file():
            self._store.put(scan.image.sha256, scan.original, make_thumbnail(scan.image.pixels))
        self._catalogue.add_intake_item(scan.label, outcome)

    def _settle(
        self, item_id: IntakeItemId, state: IntakeState, record_id: RecordId | None, operation: OperationId | None
    ) -> ChangeSet:
        """Close an item without changing a record: part of a batch's step, else outside the journal."""
        if operation is None:
            self._catalogue.set_intake_state(item_id, state, record_id)
            return ChangeSet()
        with self._catalogue.write(operation=operation) as unit:
            unit.set_intake_state(item_id, state, record_id)
        return unit.changes

    def _writing(
        self, kind: OperationKind, summary: str, operation: OperationId | None
    ) -> AbstractContextManager[UnitOfWork]:
        if operation is not None:
            return self._catalogue.write(operation=operation)
        return self._catalogue.write(kind, summary)

    def _prepared(self, item: IntakeItem) -> PreparedCover:
        """The scan as a cover; what was read when it was identified is not read again."""
        from core.imaging.decode import decode_file

        sha256 = item.identification.sha256
        if sha256 is None:
            raise InvalidInputError("intake.no_scan")
        image = decode_file(self._store.original(sha256))
        visual = self._models.get().visual
        return PreparedCover(
            sha256,
            Path(item.path).name,
            image.width_px,
            image.height_px,
            item.identification.ocr,
            visual.encode([image.pixels]),
            visual.info.fingerprint,
        )

    def _waiting(self, item_id: IntakeItemId) -> IntakeItem:
        item = self._item(item_id)
        if item.state not in ("waiting", "skipped"):
            raise ConflictError("intake.already_done")
        return item

    def _item(self, item_id: IntakeItemId) -> IntakeItem:
        found = self._catalogue.intake_item(item_id)
        if found is None:
            raise InvalidInputError("intake.unknown")
        return found
