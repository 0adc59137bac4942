"""The jobs panel: every job with progress, rate, time left, what came of it, and cancel or retry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from core.jobs.job import FINAL_STATES, JobId, JobInfo
from librarian_app import wording
from librarian_app.error_dialogs import sentence
from librarian_app.i18n import Retranslating
from librarian_app.models.jobs import JobsModel, progress_text
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import ScrollingColumn, button, label, rule, set_icon, tool_button

MAX_REJECTED_SHOWN = 8
STATE_ICONS = {
    "queued": ("history", "ink_muted"),
    "running": ("jobs", "info"),
    "cancelling": ("jobs", "fair"),
    "succeeded": ("match", "good"),
    "failed": ("error", "bad"),
    "cancelled": ("rejected", "ink_muted"),
}


class JobRow(Retranslating, QFrame):
    """One job.

    Signals:
        cancel_asked(str), retry_asked(str): With the job's id.
    """

    cancel_asked = Signal(str)
    retry_asked = Signal(str)

    def __init__(self, job: JobInfo, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._themes = themes
        self._icon = QLabel()
        self._title = label("heading")
        self._detail = label("muted", wrap=True)
        self._outcome = label("soft", wrap=True, selectable=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = tool_button()
        self._cancel.clicked.connect(lambda: self.cancel_asked.emit(str(self._job.id)))
        self._retry = button(quiet=True)
        self._retry.clicked.connect(lambda: self.retry_asked.emit(str(self._job.id)))
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self._bar)
        words.addWidget(self._detail)
        words.addWidget(self._outcome)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 6, 4, 6)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)
        themes.changed.connect(self.retranslate)
        self.retranslate()

    def show_job(self, job: JobInfo) -> None:
        """Show a new snapshot."""
        self._job = job
        self.retranslate()

    def retranslate(self) -> None:
        job, theme = self._job, self._themes.theme
        name, token = STATE_ICONS[job.state]
        self._icon.setPixmap(theme.icon(name, token).pixmap(QSize(20, 20)))
        set_icon(self._cancel, theme, "close", 14)
        set_icon(self._retry, theme, "retry", 14)
        title = wording.job_kind(job.kind)
        self._title.setText(wording.labelled(title, PurePath(job.title).name) if job.title else title)
        is_over = job.state in FINAL_STATES
        self._bar.setVisible(job.state in ("running", "cancelling"))
        self._bar.setRange(0, job.total or 0)
        self._bar.setValue(min(job.done, job.total or 0))
        parts = [wording.job_state(job.state)] if job.state != "running" else []
        if not is_over and (progress := progress_text(job)):
            parts.append(progress)
        if is_over and job.finished_at:
            parts.append(wording.moment(job.finished_at))
        if job.is_resumed and not is_over:
            parts.append(self.tr("taken up again"))
        self._detail.setText("  ·  ".join(parts) or self.tr("Starting…"))
        self._outcome.setText(outcome_text(job, theme.language))
        self._outcome.setVisible(bool(self._outcome.text()))
        self._cancel.setVisible(not is_over)
        self._cancel.setEnabled(job.state != "cancelling")
        self._cancel.setToolTip(self.tr("Stop this job; what is confirmed stays"))
        self._cancel.setAccessibleName(self.tr("Stop"))
        can_retry = job.state in ("failed", "cancelled") or bool(job.result and job.result.get("retry_params"))
        self._retry.setVisible(is_over and can_retry)
        self._retry.setText(self.tr("Try again"))
        self.setAccessibleName(f"{self._title.text()}, {self._detail.text()}")


def outcome_text(job: JobInfo, language: str) -> str:
    """Counts, the error, and the first rejected pieces, a line each."""
    lines: list[str] = []
    if job.error_id:
        lines.append(sentence(job.error_id, job.error_context, language))
    result: Mapping[str, Any] = job.result or {}
    counts = [
        f"{wording.result_count(name)} {wording.number(int(value))}"
        for name, value in result.items()
        if isinstance(value, int) and not isinstance(value, bool) and wording.result_count(name) and value
    ]
    if counts:
        lines.append("  ·  ".join(counts))
    rejected = result.get("rejected")
    if isinstance(rejected, list | tuple) and rejected:
        lines.extend(
            _rejected_line(piece, language) for piece in rejected[:MAX_REJECTED_SHOWN] if isinstance(piece, Mapping)
        )
        if len(rejected) > MAX_REJECTED_SHOWN:
            lines.append(wording.and_more(len(rejected) - MAX_REJECTED_SHOWN))
    if isinstance(result.get("file"), str) and job.kind == "backup":
        lines.append(str(result["file"]))
    if isinstance(result.get("path"), str) and job.kind == "export":
        lines.append(str(result["path"]))
    findings = result.get("findings")
    if isinstance(findings, list | tuple):
        lines.extend(
            sentence(str(f.get("message_id", "")), f.get("values") or {}, language)
            for f in findings[:MAX_REJECTED_SHOWN]
            if isinstance(f, Mapping)
        )
        if not findings and job.kind == "check":
            lines.append(wording.all_sound())
    return "\n".join(lines)


def _rejected_line(piece: Mapping[str, Any], language: str) -> str:
    where = PurePath(str(piece.get("file", ""))).name
    if piece.get("position"):
        where = f"{where} [{piece['position']}]"
    reason = sentence(str(piece.get("reason_id", "")), piece.get("reason") or {}, language)
    return f"✕ {reason}" if where in reason else f"✕ {wording.labelled(where, reason)}"


class JobTray(Retranslating, QFrame):
    """A panel over the window's lower left corner.

    Signals:
        cancel_asked(str), retry_asked(str): With the job's id.
        clear_asked(): Forget ended jobs.
    """

    cancel_asked = Signal(str)
    retry_asked = Signal(str)
    clear_asked = Signal()

    def __init__(self, model: JobsModel, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self._model = model
        self._themes = themes
        self._rows: dict[JobId, JobRow] = {}
        self._heading = label("heading")
        self._clear = button(quiet=True)
        self._clear.clicked.connect(self.clear_asked)
        self._close = tool_button()
        self._close.clicked.connect(self.hide)
        self._none = label("muted")
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 8, 6)
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self._clear)
        top.addWidget(self._close)
        area = ScrollingColumn((12, 4, 12, 8), 2)
        self._column = area.column
        self._column.addWidget(self._none, 0, Qt.AlignmentFlag.AlignCenter)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 6)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(rule())
        whole.addWidget(area, 1)
        model.modelReset.connect(self._rebuild)
        model.rowsInserted.connect(self._rebuild)
        model.dataChanged.connect(self._refresh)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Jobs"))
        self._clear.setText(self.tr("Clear finished"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.setAccessibleName(self.tr("Close"))
        self._none.setText(self.tr("Imports, identification and backups show up here."))
        self.setAccessibleName(self.tr("Jobs"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self.hide()
            return True
        return super().event(event)

    def _rebuild(self) -> None:
        jobs = self._model.jobs
        wanted = {job.id for job in jobs}
        for gone in [job_id for job_id in self._rows if job_id not in wanted]:
            row = self._rows.pop(gone)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, job in enumerate(jobs):
            known = self._rows.get(job.id)
            if known is None:
                known = JobRow(job, self._themes)
                known.cancel_asked.connect(self.cancel_asked)
                known.retry_asked.connect(self.retry_asked)
                self._rows[job.id] = known
            else:
                known.show_job(job)
            self._column.removeWidget(known)
            self._column.insertWidget(place, known)
        self._none.setVisible(not jobs)
        self._clear.setEnabled(any(job.state in FINAL_STATES for job in jobs))

    def _refresh(self) -> None:
        for job in self._model.jobs:
            row = self._rows.get(job.id)
            if row is not None:
                row.show_job(job)
        self._clear.setEnabled(any(job.state in FINAL_STATES for job in self._model.jobs))

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._close, theme, "close", 14)
