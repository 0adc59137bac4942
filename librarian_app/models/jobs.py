"""The jobs of the engine, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core.jobs.job import FINAL_STATES, JobId, JobInfo
from librarian_app import wording

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class JobRole(IntEnum):
    """Roles beyond Qt's own."""

    JOB = Qt.ItemDataRole.UserRole + 1


class JobsModel(QAbstractListModel):
    """A row a job, changed in place by each snapshot.

    Signals:
        activity_changed(): The number of unfinished jobs, or the progress of one, changed.
        finished(JobInfo): A job has just reached one of its ends.
    """

    activity_changed = Signal()
    finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[JobInfo] = []

    @property
    def jobs(self) -> Sequence[JobInfo]:
        return tuple(self._jobs)

    @property
    def active(self) -> list[JobInfo]:
        """Unfinished jobs."""
        return [job for job in self._jobs if job.state not in FINAL_STATES]

    def job(self, job_id: JobId) -> JobInfo | None:
        """One job by its id."""
        return next((job for job in self._jobs if job.id == job_id), None)

    def show_all(self, jobs: Sequence[JobInfo]) -> None:
        """Replace the list, e.g. after the engine started."""
        self.beginResetModel()
        self._jobs = sorted(jobs, key=lambda j: (j.created_at is not None, j.created_at or 0, j.id), reverse=True)
        self.endResetModel()
        self.activity_changed.emit()

    def take(self, job: JobInfo) -> None:
        """Take a new snapshot of a job."""
        for row, known in enumerate(self._jobs):
            if known.id == job.id:
                self._jobs[row] = job
                index = self.index(row)
                self.dataChanged.emit(index, index)
                just_finished = job.state in FINAL_STATES and known.state not in FINAL_STATES
                break
        else:
            self.beginInsertRows(NO_INDEX, 0, 0)
            self._jobs.insert(0, job)
            self.endInsertRows()
            just_finished = job.state in FINAL_STATES
        self.activity_changed.emit()
        if just_finished:
            self.finished.emit(job)

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._jobs):
            return None
        job = self._jobs[index.row()]
        if role == JobRole.JOB:
            return job
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return wording.labelled(wording.job_kind(job.kind), wording.job_state(job.state))
        return None


def progress_text(job: JobInfo) -> str:
    """Done of total, rate and time left, as far as they are known."""
    parts: list[str] = []
    if job.total:
        parts.append(f"{wording.number(job.done)} / {wording.number(job.total)}")
    elif job.done:
        parts.append(wording.number(job.done))
    if job.state == "running":
        if job.rate > 0:
            rate = f"{job.rate:.0f}" if job.rate >= 10 else f"{job.rate:.1f}"
            parts.append(wording.rate(rate))
        if job.seconds_left is not None:
            parts.append(wording.time_left(job.seconds_left))
    return "  ·  ".join(parts)
