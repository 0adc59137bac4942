"""One job of a dialog, from its submission to its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.errors import LibrarianError
from core.jobs.job import FINAL_STATES, JobId, JobInfo
from librarian_app.models.jobs import JobsModel
from librarian_app.qt_jobs import Bridge


class JobFollower(QObject):
    """Submits a job and tells how it goes. A second submission forgets the first, whose job goes on.

    Signals:
        progressed(JobInfo): A new snapshot of the unfinished job.
        ended(JobInfo): The job reached one of its ends.
        failed(LibrarianError): It could not be submitted.
    """

    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, jobs: JobsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._jobs = jobs
        self._serial = 0
        self._seen: JobInfo | None = None
        self.job_id: JobId | None = None
        jobs.activity_changed.connect(self._look)

    @property
    def is_running(self) -> bool:
        """Whether the job is under way, or about to be."""
        return self._serial > 0 and (self._seen is None or self._seen.state not in FINAL_STATES)

    def submit(self, kind: str, params: Mapping[str, Any]) -> None:
        """Queue a job and follow it."""
        self._serial += 1
        serial = self._serial
        self.job_id = self._seen = None

        def queued(job: JobInfo) -> None:
            if serial != self._serial:
                return
            self.job_id = job.id
            if self._jobs.job(job.id) is None:  # a quick one may have told more by now
                self._jobs.take(job)
            self._look()

        def refused(error: LibrarianError) -> None:
            if serial == self._serial:
                self._serial = 0
                self.failed.emit(error)

        self._bridge.call("jobs", "submit", kind, dict(params), on_result=queued, on_error=refused)

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        if self.job_id is not None and self.is_running:
            self._bridge.call("jobs", "cancel", self.job_id)

    def _look(self) -> None:
        if self.job_id is None:
            return
        job = self._jobs.job(self.job_id)
        if job is None or job == self._seen or (self._seen is not None and self._seen.state in FINAL_STATES):
            return
        self._seen = job
        if job.state in FINAL_STATES:
            self.ended.emit(job)
        else:
            self.progressed.emit(job)
