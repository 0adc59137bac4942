"""How far a job of some kinds has come, in a line with a bar and a way to stop it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from core.jobs.job import JobInfo
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models.jobs import JobsModel, progress_text
from librarian_app.models.model_words import step_text
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label, set_icon, tool_button


class JobStrip(Retranslating, QFrame):
    """Shows the first unfinished job of its kinds; hidden while there is none.

    Signals:
        stop_asked(str): Stop the job of this id.
    """

    stop_asked = Signal(str)

    def __init__(
        self, kinds: Collection[str], jobs: JobsModel, themes: ThemeSwitcher, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sunken")
        self._kinds = frozenset(kinds)
        self._jobs = jobs
        self._themes = themes
        self._title = label()
        self._detail = label("muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = tool_button()
        self._stop.clicked.connect(self._ask_stop)
        words = QVBoxLayout()
        words.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self._title)
        line.addStretch(1)
        line.addWidget(self._detail)
        words.addLayout(line)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 6, 10)
        row.addLayout(words, 1)
        row.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignVCenter)
        jobs.activity_changed.connect(self.retranslate)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def job(self) -> JobInfo | None:
        """The job that is shown: the running one, else the first that waits."""
        active = [job for job in self._jobs.active if job.kind in self._kinds]
        return next((job for job in active if job.state == "running"), active[-1] if active else None)

    def retranslate(self) -> None:
        self._stop.setToolTip(self.tr("Stop this job"))
        self._stop.setAccessibleName(self.tr("Stop"))
        job = self.job
        self.setVisible(job is not None)
        if job is None:
            return
        name = wording.job_kind(job.kind)
        title = wording.labelled(name, job.title) if job.title and job.kind != "rollback" else name
        doing = step_text(job.message_id, job.values, self._themes.theme.language) if job.state == "running" else ""
        if job.state != "running":
            doing = wording.job_state(job.state)
        self._title.setText("  ·  ".join(part for part in (title, doing) if part))
        self._detail.setText(progress_text(job))
        self._bar.setRange(0, job.total or 0)
        self._bar.setValue(min(job.done, job.total or 0))
        self._stop.setEnabled(job.state != "cancelling")
        self.setAccessibleName(f"{self._title.text()} {self._detail.text()}")

    def _ask_stop(self) -> None:
        if self.job is not None:
            self.stop_asked.emit(str(self.job.id))

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._stop, theme, "close", 14)
