"""From a scan to a record: identify, queue for review, then accept, create or skip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.domain.changes import ChangeSet
from core.domain.library import IntakeItem, IntakeItemId, IntakeState
from core.domain.records import BibliographicRecord, RecordId, RejectedInput
from core.domain.retrieval import Identification
from core.errors import ConflictError, InvalidInputError
from core.protocols import JobContext, NullJobContext
from core.services.cover_intake import PreparedCover
from core.services.covers import expand_images

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.identify import Identifier
    from core.retrieval.models import ModelHost
    from core.services.cataloguing import CataloguingService
    from core.services.cover_intake import CoverIntake
    from core.services.cover_store import CoverStore


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
    ) -> None:
        self._catalogue = catalogue
        self._note = note
        self._identifier = identifier
        self._cataloguing = cataloguing
        self._cover_intake = cover_intake
        self._store = store
        self._models = models
        self._notify = notify

    def identify(self, paths: Sequence[str], ctx: JobContext | None = None) -> tuple[Identification, ...]:
        """Identify images without storing anything. An unreadable one is "rejected" and the rest goes on."""
        context = ctx or NullJobContext()
        images = expand_images(paths)
        outcomes: list[Identification] = []
        for done, path in enumerate(images, start=1):
            outcomes.append(self._identify_one(path))
            context.report(done, len(images), "intake.progress", file=path.name)
        return tuple(outcomes)

    def run(self, paths: Sequence[str], ctx: JobContext | None = None) -> Mapping[str, Any]:
        """Identify images and put them into the review queue, one committed item at a time (the "intake" job)."""
        context = ctx or NullJobContext()
        images = expand_images(paths)
        queued = {
            item.identification.sha256
            for item in self._catalogue.intake_items(("waiting",))
            if item.identification.sha256
        }
        counts = dict.fromkeys(("match", "possible", "new", "rejected", "duplicates"), 0)
        rejected: list[RejectedInput] = []
        for done, path in enumerate(images, start=1):
            outcome = self._identify_one(path)
            if outcome.sha256 in queued and outcome.decision != "rejected":
                counts["duplicates"] += 1
            else:
                self._enqueue(path, outcome)
                if outcome.sha256 is not None:
                    queued.add(outcome.sha256)
                counts[outcome.decision] += 1
            if outcome.decision == "rejected":
                rejected.append(RejectedInput(str(path), "", outcome.error_id or "bug", outcome.error_context))
            context.report(done, len(images), "intake.progress", file=path.name)
        retry = [r.file for r in rejected]
        return {
            **counts,
            "rejected": [{"file": r.file, "reason_id": r.reason_id, "reason": dict(r.reason)} for r in rejected],
            "retry_params": {"paths": retry} if retry else None,
        }

    def queue(self, states: Sequence[IntakeState] = ("waiting",)) -> tuple[IntakeItem, ...]:
        """The review queue, oldest first."""
        return tuple(self._catalogue.intake_items(tuple(states)))

    def accept(self, item_id: IntakeItemId, record_id: RecordId) -> ChangeSet:
        """Attach the scan to a record: "this is the book". A scan the record already has is only marked as done."""
        item = self._waiting(item_id)
        if item.identification.known_cover_of == record_id:
            self._catalogue.set_intake_state(item_id, "accepted", record_id)
            return ChangeSet()
        prepared = self._prepared(item)
        record = self._cataloguing.details(record_id).record
        with self._catalogue.write("attach_scan", record.title) as unit:
            self._cover_intake.attach(unit, record_id, prepared)
            unit.set_intake_state(item_id, "accepted", record_id)
        self._note(self.scan_path(item_id), item.identification, record_id, True)
        self._notify(unit.changes)
        return unit.changes

    def create(self, item_id: IntakeItemId, record: BibliographicRecord) -> ChangeSet:
        """Make a new, confirmed record with this scan as its cover."""
        if not record.title.strip():
            raise InvalidInputError("record.no_title")
        item = self._waiting(item_id)
        prepared = self._prepared(item)
        encoded = self._cataloguing.encode_text([record])
        with self._catalogue.write("intake", record.title) as unit:
            record_id = unit.add_record(replace(record, id=None, status="confirmed"))
            self._cataloguing.put_text_vectors(unit, [record_id], encoded)
            self._cover_intake.attach(unit, record_id, prepared, is_main=True)
            unit.set_intake_state(item_id, "created", record_id)
        self._note(self.scan_path(item_id), item.identification, record_id, False)
        self._notify(unit.changes)
        return unit.changes

    def skip(self, item_id: IntakeItemId) -> None:
        """Leave the scan aside.

        Raises:
            ConflictError: If it was made into a record or attached to one.
            InvalidInputError: If there is no such scan.
        """
        if self._item(item_id).state in ("accepted", "created"):
            raise ConflictError("intake.already_done")
        self._catalogue.set_intake_state(item_id, "skipped", None)

    def reopen(self, item_id: IntakeItemId) -> None:
        """Put an item back into the queue (after an undo or a skip)."""
        is_rejected = self._item(item_id).identification.decision == "rejected"
        self._catalogue.set_intake_state(item_id, "rejected" if is_rejected else "waiting", None)

    def scan_path(self, item_id: IntakeItemId) -> str:
        """The kept copy of the scan, for display; "" when there is none."""
        sha256 = self._item(item_id).identification.sha256
        path = self._store.original(sha256) if sha256 else None
        return str(path) if path is not None and path.is_file() else ""

    def _identify_one(self, path: Path) -> Identification:
        try:
            return self._identifier.identify_file(path)
        except InvalidInputError as exc:
            return Identification(
                image=str(path), decision="rejected", confidence=1.0, error_id=exc.message_id, error_context=exc.context
            )

    def _enqueue(self, path: Path, outcome: Identification) -> None:
        from core.imaging.decode import decode_file
        from core.imaging.thumbnails import make_thumbnail

        if outcome.sha256 is not None and not self._store.original(outcome.sha256).is_file():
            image = decode_file(path)
            self._store.put(image.sha256, path.read_bytes(), make_thumbnail(image.pixels))
        self._catalogue.add_intake_item(str(path), outcome)

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
