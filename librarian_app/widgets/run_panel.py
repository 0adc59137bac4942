"""One training: where it stands, its curves, and pause, resume, discard, compare."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from core.domain.training import TrainingMetric, TrainingRun
from core.jobs.job import JobInfo
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models import model_words as words
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.curves import TrainingCurves
from librarian_app.widgets.parts import button, chip, label, set_icon, set_property


class RunPanel(Retranslating, QFrame):
    """Shows a run and, while there is one, the job that works on it.

    Signals:
        pause_asked(), resume_asked(), discard_asked(), compare_asked(): Of the run shown.
    """

    pause_asked = Signal()
    resume_asked = Signal()
    discard_asked = Signal()
    compare_asked = Signal()

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.run: TrainingRun | None = None
        self.job: JobInfo | None = None
        self._themes = themes
        self._is_read_only = False
        self._name, self._state = label("heading"), chip()
        self._text = label("soft", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.curves = TrainingCurves(themes)
        self.pause, self.resume = button(primary=True), button(primary=True)
        self.discard, self.compare = button(), button(primary=True)
        for target, signal in (
            (self.pause, self.pause_asked),
            (self.resume, self.resume_asked),
            (self.discard, self.discard_asked),
            (self.compare, self.compare_asked),
        ):
            target.clicked.connect(signal)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._name)
        top.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        for each in (self.discard, self.resume, self.pause, self.compare):
            top.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        column.addWidget(self.curves)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    def show_run(self, run: TrainingRun | None, job: JobInfo | None) -> None:
        """Show another run, or the same one in a new state."""
        if (self.run.run if self.run else "") != (run.run if run else ""):
            self.curves.clear()
        self.run, self.job = run, job
        self.retranslate()

    def add(self, metrics: tuple[TrainingMetric, ...]) -> None:
        """New points of the curves."""
        self.curves.add(metrics)

    def set_read_only(self, is_read_only: bool) -> None:
        """Without the right to change the library nothing can be started."""
        self._is_read_only = is_read_only
        self.retranslate()

    def retranslate(self) -> None:
        self.pause.setText(self.tr("Pause"))
        self.pause.setToolTip(self.tr("Save its state and stop; it goes on later to the same result"))
        self.resume.setText(self.tr("Resume"))
        self.discard.setText(self.tr("Discard"))
        self.discard.setToolTip(self.tr("Stop and delete this training"))
        self.compare.setText(self.tr("Compare with the one in use"))
        run, job = self.run, self.job
        self.setVisible(run is not None or job is not None)
        if run is None and job is None:
            return
        is_working = job is not None
        is_stopping = job is not None and job.state == "cancelling"
        is_finished = run is not None and run.state == "finished" and not is_working
        is_paused = run is not None and run.state == "unfinished" and not is_working
        self._name.setText(run.run if run is not None else job.title if job is not None else "")
        state, tone = self._state_words()
        self._state.setText(state)
        set_property(self._state, "tone", tone)
        self._text.setText(self._sentence())
        self._text.setVisible(bool(self._text.text()))
        self._bar.setVisible(is_working)
        if job is not None:
            self._bar.setRange(0, job.total or 0)
            self._bar.setValue(min(job.done, job.total or 0))
            self._bar.setAccessibleName(self._text.text())
        self.pause.setVisible(is_working)
        self.pause.setEnabled(not is_stopping)
        self.resume.setVisible(is_paused)
        self.compare.setVisible(is_finished)
        for each in (self.resume, self.compare, self.discard):
            each.setEnabled(not self._is_read_only and not is_stopping)

    def _state_words(self) -> tuple[str, str]:
        if self.job is not None:
            tone = "info" if self.job.state == "running" else "fair"
            return wording.job_state(self.job.state), tone
        if self.run is None:
            return "", "info"
        tone = {"finished": "good", "unfinished": "fair"}.get(self.run.state, "bad")
        return words.run_state(self.run.state), tone

    def _sentence(self) -> str:
        run, job = self.run, self.job
        if job is not None:
            if job.state == "queued":
                return self.tr("Waits until the job before it is done. Search goes on meanwhile.")
            parts = [words.step_text(job.message_id, job.values, self._themes.theme.language)]
            if job.total:
                parts.append(f"{wording.number(job.done)} / {wording.number(job.total)}")
            if job.seconds_left is not None and job.state == "running":
                parts.append(wording.time_left(job.seconds_left))
            parts.append(self.tr("search goes on meanwhile"))
            return "  ·  ".join(part for part in parts if part)
        if run is None:
            return ""
        if run.state == "unfinished" and not run.total_steps:
            return self.tr("Paused. It goes on to the same result.")
        if run.state == "unfinished":
            return self.tr("Paused after {done} of {total} steps. It goes on to the same result.").format(
                done=wording.number(run.steps), total=wording.number(run.total_steps)
            )
        if run.result is None:
            return self.tr("This training cannot be read any more. Discard it and start a new one.")
        return self._outcome(run)

    def _outcome(self, run: TrainingRun) -> str:
        result = run.result
        if result is None:
            return ""
        before, after = result.test_before.get("RR"), result.test_after.get("RR")
        took = wording.duration(result.seconds)
        text = self.tr("Steps: {steps}, time: {time}; {why}.").format(
            steps=wording.number(result.steps), time=took, why=words.run_end(result.end)
        )
        if result.share == 0:
            nothing = self.tr("Nothing was gained: the encoder stays as it was before.")
            return f"{text} {nothing}"
        if before is None or after is None:
            return text
        gain = self.tr("On works it never saw: {before} → {after}.").format(
            before=f"{before:.3f}", after=f"{after:.3f}"
        )
        return f"{text} {gain}"

    def _apply_theme(self, theme: Theme) -> None:
        for target, icon in (
            (self.pause, "pause"), (self.resume, "play"), (self.discard, "trash"), (self.compare, "table"),
        ):  # fmt: skip
            set_icon(target, theme, icon)
