"""Batches of decisions: started from the bar under the queue, run as a job, with failures to try again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.changes import OperationId
from core.domain.library import IntakeItem, IntakeItemId
from core.jobs.job import JobId, JobInfo
from librarian_app.models.jobs import JobsModel
from librarian_app.pages.intake_decisions import Decisions
from librarian_app.qt_jobs import Bridge
from librarian_app.widgets.batch_bar import BatchBar


class Batches(QObject):
    """Runs one batch at a time.

    Signals:
        failed(LibrarianError): The job could not be queued.
        announced(str): What a batch did.
        finished(): The queue has changed.
    """

    failed = Signal(object)
    announced = Signal(str)
    finished = Signal()

    def __init__(self, bridge: Bridge, jobs: JobsModel, bar: BatchBar, decisions: Decisions, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._jobs = jobs
        self._bar = bar
        self._decisions = decisions
        self._job: JobId | None = None
        self._retry: JobId | None = None
        self._errors: dict[IntakeItemId, tuple[str, Mapping[str, Any]]] = {}
        jobs.finished.connect(self._finished)
        bar.retry_asked.connect(self.retry)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def error_of(self, item_id: IntakeItemId) -> tuple[str, Mapping[str, Any]] | None:
        """Why a scan could not be decided in the last batch: message id and values."""
        return self._errors.get(item_id)

    def start(self, decision: str, items: Sequence[IntakeItem], least: float) -> None:
        """Decide scans; those that the decision does not fit are left in the queue."""
        if self.is_running or not items:
            return
        self._submit("submit", "review", {"decision": decision, "items": [item.id for item in items], "least": least})

    def retry(self) -> None:
        """Try again what failed in the last batch."""
        if self._retry is not None and not self.is_running:
            self._submit("retry", self._retry)

    def _submit(self, method: str, *arguments: object) -> None:
        self._job = JobId("")  # none yet, but under way

        def queued(job: JobInfo) -> None:
            self._job = job.id
            known = self._jobs.job(job.id)
            if known is not None and known.finished_at is not None:
                self._finished(known)  # it was quicker than its own answer
            else:
                self._jobs.take(job)

        def refused(error: object) -> None:
            self._job = None
            self._bar.set_ready(True)
            self.failed.emit(error)

        self._bar.set_ready(False)
        self._bridge.call("jobs", method, *arguments, on_result=queued, on_error=refused)

    def _finished(self, job: JobInfo) -> None:
        if job.kind != "review" or job.id != self._job:
            return
        self._job = None
        self._bar.set_ready(True)
        result = job.result or {}
        failures = result.get("rejected", [])
        self._retry = job.id if failures else None
        self._errors = {IntakeItemId(each["item"]): (each["reason_id"], each.get("reason", {})) for each in failures}
        self._bar.show_failures(len(failures))
        decided = int(result.get("decided", 0))
        operation = result.get("operation") or job.params.get("operation")
        if operation is not None and (decided or job.state != "succeeded"):
            items = tuple(IntakeItemId(i) for i in job.params.get("items", ()))
            self._decisions.note_batch(items, OperationId(operation))
        if job.state == "succeeded":
            parts = [self.tr("%n scan(s) decided", "", decided)]
            if result.get("left"):
                parts.append(self.tr("%n left in the queue", "", int(result["left"])))
            if failures:
                parts.append(self.tr("%n failed", "", len(failures)))
            if decided:
                parts.append(self.tr("U takes it back"))
            self.announced.emit("  ·  ".join(parts))
        self.finished.emit()
