"""How far jobs of some kinds have come, and stopping them."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from librarian_app import wording
from librarian_app.error_dialogs import sentence
from librarian_app.i18n import Retranslating
from librarian_app.models.jobs import JobsModel, progress_text
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label, set_icon, tool_button


class JobProgress(Retranslating, QFrame):
    """Shows the unfinished job of some kinds; hidden while there is none.

    Signals:
        stop_asked(str): Stop the job of this id.
    """

    stop_asked = Signal(str)

    def __init__(
        self, kinds: Collection[str], jobs: JobsModel, themes: ThemeSwitcher, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._kinds = frozenset(kinds)
        self._jobs = jobs
        self._themes = themes
        self._text = label("muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = tool_button()
        self._stop.clicked.connect(self._ask_stop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 6, 10)
        row.addLayout(words, 1)
        row.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignTop)
        jobs.activity_changed.connect(self.retranslate)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def is_busy(self) -> bool:
        """Whether a job of these kinds is not over."""
        return any(job.kind in self._kinds for job in self._jobs.active)

    def retranslate(self) -> None:
        self._stop.setToolTip(self.tr("Stop this job; what is confirmed stays"))
        self._stop.setAccessibleName(self.tr("Stop"))
        active = [job for job in self._jobs.active if job.kind in self._kinds]
        self.setVisible(bool(active))
        if not active:
            return
        job = next((each for each in active if each.state == "running"), active[0])
        step = sentence(job.message_id, job.values, self._themes.theme.language) if job.message_id else ""
        state = "" if job.state == "running" else wording.job_state(job.state)
        parts = [wording.job_kind(job.kind), state, step, progress_text(job)]
        self._text.setText("  ·  ".join(part for part in parts if part))
        self._bar.setRange(0, job.total or 0)
        self._bar.setValue(min(job.done, job.total or 0))
        self._bar.setAccessibleName(self._text.text())
        self._stop.setEnabled(job.state != "cancelling")

    def _ask_stop(self) -> None:
        for job in self._jobs.active:
            if job.kind in self._kinds:
                self.stop_asked.emit(str(job.id))

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._stop, theme, "close", 14)
