"""Jobs as the window sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.jobs.job import JobId, JobInfo
from core.jobs.runner import JobRunner


class JobsService:
    """Submit, watch, cancel, retry."""

    def __init__(self, runner: JobRunner) -> None:
        self._runner = runner

    def submit(self, kind: str, params: Mapping[str, Any]) -> JobInfo:
        """Queue a job; progress follows as events."""
        return self._runner.submit(kind, params)

    def list(self) -> tuple[JobInfo, ...]:
        """All jobs, newest first."""
        return self._runner.list()

    def cancel(self, job_id: JobId) -> None:
        """Stop at the next step; what was confirmed stays."""
        self._runner.cancel(job_id)

    def retry(self, job_id: JobId) -> JobInfo:
        """Run again what failed."""
        return self._runner.retry(job_id)

    def clear_finished(self) -> None:
        """Forget ended jobs."""
        self._runner.clear_finished()
