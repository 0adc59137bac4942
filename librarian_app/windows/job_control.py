"""Jobs as the window handles them: queued and told of, listed in the tray, cancelled, retried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.jobs.job import JobId, JobInfo
from librarian_app import wording
from librarian_app.error_dialogs import sentence
from librarian_app.models.jobs import JobsModel
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.job_tray import JobTray
from librarian_app.windows.notices import Notices

TRAY_SIZE = (460, 420)


class JobControl(QObject):
    """Owns the jobs tray of a window.

    Args:
        finished: Called when a job ended, to show what it changed.
    """

    def __init__(
        self,
        bridge: EngineBridge,
        jobs: JobsModel,
        themes: ThemeSwitcher,
        notices: Notices,
        finished: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._jobs = jobs
        self._themes = themes
        self._notices = notices
        self._finished = finished
        self.tray = JobTray(jobs, themes, parent)
        self.tray.cancel_asked.connect(lambda job: bridge.call("jobs", "cancel", JobId(job)))
        self.tray.retry_asked.connect(lambda job: bridge.call("jobs", "retry", JobId(job), on_result=jobs.take))
        self.tray.clear_asked.connect(self._clear)
        jobs.finished.connect(self._job_finished)

    def submit(self, kind: str, params: dict[str, Any]) -> None:
        """Queue a job and say so."""

        def queued(job: JobInfo) -> None:
            self._jobs.take(job)
            self._notices.tell(self.tr("{job}: under way").format(job=wording.job_kind(kind)))

        self._bridge.call("jobs", "submit", kind, params, on_result=queued)

    def reload(self) -> None:
        """Ask for all jobs."""
        self._bridge.call("jobs", "list", on_result=self._jobs.show_all)

    def toggle(self) -> None:
        """Show or hide the tray."""
        self.tray.setVisible(not self.tray.isVisible())
        if self.tray.isVisible():
            self.tray.raise_()
            self.tray.setFocus()

    def show_tray(self) -> None:
        """Show the tray."""
        if not self.tray.isVisible():
            self.toggle()

    def place(self, left: int, bottom: int, width: int, height: int) -> None:
        """Keep the tray at the lower left of an area, and within it."""
        width, height = min(TRAY_SIZE[0], width - 40), min(TRAY_SIZE[1], height - 40)
        self.tray.setGeometry(left + 12, bottom - height - 12, width, height)

    def _job_finished(self, job: JobInfo) -> None:
        name = wording.job_kind(job.kind)
        show = ((self.tr("Show"), self.show_tray),)
        if job.state == "failed":
            reason = sentence(job.error_id or "bug", job.error_context, self._themes.theme.language)
            self._notices.tell(wording.labelled(name, reason), "bad", actions=show)
        elif job.state == "succeeded":
            self._notices.tell(self.tr("{job}: done").format(job=name), actions=show)
        self._finished()

    def _clear(self) -> None:
        self._bridge.call("jobs", "clear_finished", on_result=lambda _: self.reload())
