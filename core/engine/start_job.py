"""What the engine does before it serves, told to the window as a job: restoring a backup that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from core.jobs.job import JobId, JobInfo
from core.jobs.progress import ProgressMeter
from core.paths import LibraryPaths
from core.services.restoring import carry_out, take_request


class _Context:
    """Reports to the window; cannot be cancelled: half a restore is none."""

    def __init__(self, job: JobInfo, tell: Callable[[JobInfo], None]) -> None:
        self._job = job
        self._tell = tell
        self._meter = ProgressMeter()

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        if self._meter.update(done, total):
            self._job = replace(self._job, done=done, total=total, message_id=message_id, values=dict(values))
            self._tell(self._job)

    def check_cancelled(self) -> None:
        """Never."""


def restore_if_asked(paths: LibraryPaths, tell: Callable[[JobInfo], None]) -> None:
    """Carry out a restore that the window asked for; how it ended is kept in the notes on backups."""
    request = take_request(paths)
    if request is None:
        return
    job = JobInfo(
        id=JobId("restore-at-start"),
        kind="restore",
        lane="io",
        state="running",
        title=Path(request.file).name,
        created_at=datetime.now(UTC),
        actor=request.actor,
        role=request.role,
    )
    tell(job)
    outcome = carry_out(request, paths, _Context(job, tell))
    tell(
        replace(
            job,
            state="succeeded" if outcome.is_done else "failed",
            finished_at=datetime.now(UTC),
            error_id=outcome.problem_id,
            error_context=dict(outcome.problem_values),
            result={"records": outcome.records, "file": outcome.file} if outcome.is_done else None,
        )
    )
