"""Fine-tuning on the library's own holdings: what there is to learn from, one button, curves, and the runs so far."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from core.domain.library import EngineState
from core.domain.pairs import PairSummary
from core.domain.training import (
    DataAdvice,
    TrainingEstimate,
    TrainingMetric,
    TrainingOption,
    TrainingRequest,
    TrainingRun,
)
from core.jobs.job import FINAL_STATES, JobId, JobInfo
from librarian_app import wording
from librarian_app.models import model_words as words
from librarian_app.models.figures import Cell, Row
from librarian_app.pages.page import Page, PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.data_advice import DataAdviceView
from librarian_app.widgets.figure_table import FigureTable
from librarian_app.widgets.parts import ScrollingColumn, button, label, set_icon
from librarian_app.widgets.run_panel import RunPanel
from librarian_app.widgets.training_form import TrainingForm

POLL_MS = 1000
ESTIMATE_MS = 500
_TOP = 2
"""Place of the first card, below heading and introduction."""
KIND = "train"


class FineTuningSection(Page):
    """Starts trainings and follows them. The curves of a running one are read once a second while it is looked at."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.runs: tuple[TrainingRun, ...] = ()
        self.data: PairSummary | None = None
        self._advice: tuple[DataAdvice, ...] = ()
        self._estimate: TrainingEstimate | None = None
        self._extra: dict[str, Any] = {}
        self._shown = ""
        self._to_discard: set[str] = set()
        self._started: set[str] = set()
        self._is_read_only = False
        self._is_asking = False
        self._heading, self._intro = label("heading"), label("soft", wrap=True)
        self.panel = RunPanel(context.themes)
        self.panel.pause_asked.connect(self.pause)
        self.panel.resume_asked.connect(self.resume)
        self.panel.discard_asked.connect(self.discard)
        self.panel.compare_asked.connect(self.compare)
        self._data_heading = label("label")
        self.advice = DataAdviceView()
        self.start_button = button(primary=True)
        self.start_button.clicked.connect(self.start)
        self._time = label("soft", wrap=True)
        self._fold = button(quiet=True)
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._unfold)
        self._reset = button(quiet=True)
        self.form = TrainingForm()
        self.form.setVisible(False)
        self.form.changed.connect(self._estimate_soon)
        self._reset.clicked.connect(self.form.reset)
        self._reset.setVisible(False)
        self._runs_heading = label("heading")
        self._runs_empty = label("muted", wrap=True)
        self.table = FigureTable(context.themes)
        self.table.chosen.connect(self._choose_run)
        self.table.opened.connect(self._choose_run)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._ask_metrics)
        self._estimate_timer = QTimer(self)
        self._estimate_timer.setSingleShot(True)
        self._estimate_timer.setInterval(ESTIMATE_MS)
        self._estimate_timer.timeout.connect(self._ask_estimate)
        self._build()
        context.themes.changed.connect(self._apply_theme)
        self._apply_theme(context.themes.theme)
        self.retranslate()

    def _build(self) -> None:
        area = ScrollingColumn((0, 0, 8, 8), 12)
        column = self._column = area.column
        column.addWidget(self._heading)
        column.addWidget(self._intro)
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 12, 16, 14)
        inner.setSpacing(10)
        inner.addWidget(self._data_heading)
        inner.addWidget(self.advice)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.start_button)
        row.addWidget(self._time, 1)
        inner.addLayout(row)
        fold = QHBoxLayout()
        fold.addWidget(self._fold)
        fold.addWidget(self._reset)
        fold.addStretch(1)
        inner.addLayout(fold)
        inner.addWidget(self.form)
        column.addWidget(card)
        column.addWidget(self.panel)
        column.addWidget(self._runs_heading)
        column.addWidget(self._runs_empty)
        column.addWidget(self.table)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    # -- what the window tells ---------------------------------------------------------------------------------------

    def engine_started(self) -> None:
        call = self.context.bridge.call
        call("fine_tuning", "options", on_result=self._got_options, on_error=self.failed.emit)
        self.refresh()

    def came_to_front(self) -> None:
        self.refresh()

    def show_state(self, state: EngineState) -> None:
        is_ready = state.encoders == "ready"
        if is_ready and (self._estimate is None or self._estimate.basis == "none"):
            self._estimate_soon()
        self._is_read_only = state.read_only
        self.panel.set_read_only(state.read_only)
        self._show_run()

    def job_changed(self, job: JobInfo) -> None:
        if job.kind != KIND:
            return
        run = str(job.params.get("run", ""))
        self._started.add(run)
        if job.state == "queued" and not job.is_resumed:
            self._shown = run
        if job.state in FINAL_STATES:
            self._ask_metrics()
            if run in self._to_discard:
                self._to_discard.discard(run)
                self._delete(run)
            else:
                self._ask_runs()
        elif not any(each.run == run for each in self.runs):
            self._ask_runs()
        self._show_run()

    def refresh(self) -> None:
        """Ask for the data, and for the runs."""
        self.context.bridge.call("fine_tuning", "data", on_result=self._got_data, on_error=self.failed.emit)
        self._ask_runs()

    def show_item(self, item: str) -> None:
        self._choose_run(item)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._poll.stop()

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Improve search on our holdings"))
        self._intro.setText(
            self.tr(
                "The encoder learns from this library's own covers, titles and confirmed searches. Search does not "
                "change until you have compared the outcome and put it into use. Nothing leaves this computer."
            )
        )
        self._data_heading.setText(self._data_words())
        self.start_button.setText(self.tr("Improve search on our holdings"))
        self._fold.setText(self.tr("Hide the settings") if self._fold.isChecked() else self.tr("Settings…"))
        self._reset.setText(self.tr("Back to the defaults"))
        self._time.setText(self._time_words())
        self._runs_heading.setText(self.tr("Trainings so far"))
        self._runs_empty.setText(self.tr("None yet. The first one shows how long this computer takes."))
        self.table.setAccessibleName(self.tr("Trainings so far"))
        self._show_runs()

    # -- what a person does ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Train with the settings of the form."""
        values = {**self.form.values(), **self._extra}
        self.start_button.setEnabled(False)
        self.context.bridge.call(
            "fine_tuning", "prepared", values, on_result=self._prepared, on_error=self._not_prepared
        )

    def set_more(self, **values: Any) -> None:
        """Settings that the form does not offer, by their names in `TrainingConfig`."""
        self._extra = values

    def pause(self) -> None:
        """Save the state and stop; it can be gone on with."""
        job = self._job_of(self._shown)
        if job is not None:
            self.context.bridge.call("jobs", "cancel", JobId(str(job.id)), on_error=self.failed.emit)

    def resume(self) -> None:
        """Go on with the run shown."""
        run = self.shown_run
        if run is not None and run.request is not None:
            self.context.submit(KIND, asdict(replace(run.request, resume=True)))

    def discard(self) -> None:
        """Stop and delete the run shown."""
        run = self._shown
        if not run:
            return
        if self._job_of(run) is not None:
            self._to_discard.add(run)
            self.pause()
        else:
            self._delete(run)

    def compare(self) -> None:
        """Go and compare the outcome of the run shown."""
        run = self.shown_run
        if run is not None and run.result is not None:
            self.section_asked.emit("comparison", run.run)

    @property
    def shown_run(self) -> TrainingRun | None:
        """The run in the panel."""
        return next((run for run in self.runs if run.run == self._shown), None)

    # -- asking and answers ------------------------------------------------------------------------------------------

    def _ask_runs(self) -> None:
        self.context.bridge.call("fine_tuning", "runs", on_result=self._got_runs, on_error=self.failed.emit)

    def _ask_metrics(self) -> None:
        run = self._shown
        if not run or self._is_asking:
            return
        self._is_asking = True
        points = self.panel.curves.points

        def got(metrics: tuple[TrainingMetric, ...]) -> None:
            self._is_asking = False
            if run == self._shown:
                self.panel.add(metrics)

        def none(_: object) -> None:
            self._is_asking = False

        self.context.bridge.call("fine_tuning", "metrics", run, points, on_result=got, on_error=none)

    def _ask_estimate(self) -> None:
        if self.data is None or not self.form.values():
            return
        self.context.bridge.call(
            "fine_tuning", "estimate", {**self.form.values(), **self._extra}, self.data,
            on_result=self._got_estimate, on_error=self.failed.emit,
        )  # fmt: skip

    def _estimate_soon(self) -> None:
        self._estimate_timer.start()

    def _got_options(self, options: tuple[TrainingOption, ...]) -> None:
        self.form.show_options(options)
        self._estimate_soon()

    def _got_data(self, data: PairSummary) -> None:
        if data == self.data:
            return
        self.data = data
        self.context.bridge.call("fine_tuning", "advice", data, on_result=self._got_advice, on_error=self.failed.emit)
        self._estimate_soon()

    def _got_advice(self, advice: tuple[DataAdvice, ...]) -> None:
        self._advice = advice
        self.advice.show_advice(advice)
        self.retranslate()

    def _got_estimate(self, estimate: TrainingEstimate) -> None:
        self._estimate = estimate
        self._time.setText(self._time_words())

    def _got_runs(self, runs: tuple[TrainingRun, ...]) -> None:
        self.runs = runs
        if self._shown and self.shown_run is None and self._job_of(self._shown) is None:
            self._shown = ""
        active = next((job for job in self.context.jobs.active if job.kind == KIND), None)
        if not self._shown and active is not None:
            self._shown = str(active.params.get("run", ""))
        if not self._shown and runs:
            self._shown = runs[0].run
        self._show_runs()

    def _prepared(self, request: TrainingRequest) -> None:
        self._shown = request.run
        self.context.submit(KIND, asdict(request))

    def _not_prepared(self, error: object) -> None:
        self._show_run()
        self.failed.emit(error)

    def _delete(self, run: str) -> None:
        self.context.bridge.call("fine_tuning", "delete", run, on_result=self._deleted, on_error=self._not_deleted)

    def _deleted(self, _: None) -> None:
        self._shown = ""
        self._ask_runs()

    def _not_deleted(self, error: Any) -> None:
        if getattr(error, "message_id", "") != "training.no_run":  # it was stopped before it had begun
            self.failed.emit(error)
        self._deleted(None)

    # -- showing -----------------------------------------------------------------------------------------------------

    def _job_of(self, run: str) -> JobInfo | None:
        jobs = (job for job in self.context.jobs.active if job.kind == KIND and job.params.get("run") == run)
        return next(jobs, None)

    def _choose_run(self, run: str) -> None:
        if run and run != self._shown:
            self._shown = run
            self._show_run()

    def _show_run(self) -> None:
        run, job = self.shown_run, self._job_of(self._shown)
        is_other = (self.panel.run.run if self.panel.run else "") != (run.run if run else "")
        self.panel.show_run(run, job)
        if is_other:
            self._ask_metrics()
        is_training = any(each.kind == KIND for each in self.context.jobs.active)
        self._place_panel(on_top=job is not None or self._shown in self._started)
        can_learn = self.data is None or self.data.count("train") > 0
        self.start_button.setEnabled(not self._is_read_only and not is_training and can_learn)
        self._follow()

    def _place_panel(self, *, on_top: bool) -> None:
        """What was just trained stands first, what was trained long ago below the button."""
        wanted = _TOP if on_top else _TOP + 1
        if self._column.indexOf(self.panel) != wanted:
            self._column.removeWidget(self.panel)
            self._column.insertWidget(wanted, self.panel)

    def _follow(self) -> None:
        is_watched = self.isVisible() and self._job_of(self._shown) is not None
        if not is_watched:
            self._poll.stop()
        elif not self._poll.isActive():  # to start it anew with each snapshot would put it off for ever
            self._poll.start()

    def _show_runs(self) -> None:
        headings = (
            Cell(self.tr("Training")), Cell(self.tr("Started")), Cell(self.tr("State")),
            Cell(self.tr("Steps"), is_figure=True), Cell(self.tr("Before"), is_figure=True),
            Cell(self.tr("After"), is_figure=True), Cell(self.tr("Time"), is_figure=True),
        )  # fmt: skip
        self.table.show_table(headings, [self._row(run) for run in self.runs])
        self.table.fit_height(1, 8)
        self.table.setVisible(bool(self.runs))
        self._runs_empty.setVisible(not self.runs)
        if self._shown:
            self.table.choose(self._shown)
        self._show_run()

    def _row(self, run: TrainingRun) -> Row:
        result, is_active = run.result, self._job_of(run.run) is not None
        state = wording.job_state("running") if is_active else words.run_state(run.state)
        tone = "info" if is_active else {"finished": "good", "unfinished": "fair"}.get(run.state, "bad")
        before = result.test_before.get("RR") if result else None
        after = result.test_after.get("RR") if result else None
        return Row(
            run.run,
            (
                Cell(run.run),
                Cell(wording.moment(run.started_at)),
                Cell(state, tone=tone),
                Cell(f"{wording.number(run.steps)} / {wording.number(run.total_steps)}", is_figure=True),
                Cell(f"{before:.3f}" if before is not None else "–", is_figure=True),
                Cell(f"{after:.3f}" if after is not None else "–", is_figure=True),
                Cell(wording.duration(result.seconds) if result else "–", is_figure=True),
            ),
        )

    def _unfold(self, is_open: bool) -> None:
        self.form.setVisible(is_open)
        self._reset.setVisible(is_open)
        self.retranslate()

    def _data_words(self) -> str:
        if self.data is None:
            return self.tr("Looking at what there is to learn from…")
        return self.tr("What there is to learn from: {pairs} pairs of {works} works").format(
            pairs=wording.number(sum(sum(parts.values()) for parts in self.data.kinds.values())),
            works=wording.number(sum(self.data.works.values())),
        )

    def _time_words(self) -> str:
        told = self._estimate
        if self.data is not None and not self.data.count("train"):
            return self.tr("There is nothing to learn from yet. Add covers, or titles in both languages.")
        if told is None or told.basis == "none":
            return self.tr("How long it takes is measured once the encoders are ready.")
        time, steps = wording.duration(told.seconds), wording.number(told.steps)
        if told.is_cut:
            text = self.tr("Takes about {time} here (the time limit ends it after about {steps} steps).")
        elif told.basis == "runs":
            text = self.tr("Takes about {time} here ({steps} steps, told from earlier trainings).")
        else:
            text = self.tr("Takes about {time} here ({steps} steps, told from the speed of this computer).")
        return text.format(time=time, steps=steps)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.start_button, theme, "meaning")
        set_icon(self._fold, theme, "settings")
        set_icon(self._reset, theme, "undo")
