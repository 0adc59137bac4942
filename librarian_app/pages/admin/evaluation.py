"""How well search finds what it should: measured on a collection in the background, kept, compared, exported."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from core.domain.evaluation import CollectionFacts, EvaluationRequest, KeptReport
from core.domain.library import EngineState
from core.domain.model_shelf import ModelEntry
from core.jobs.job import FINAL_STATES, JobId, JobInfo
from librarian_app import wording
from librarian_app.models import model_words as words
from librarian_app.models.figures import Cell, Row
from librarian_app.pages.page import Page, PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.figure_table import FigureTable
from librarian_app.widgets.job_strip import JobStrip
from librarian_app.widgets.parts import ScrollingColumn, button, label, number_box, set_icon
from librarian_app.widgets.report_table import ReportTable

PLAIN = ("search", "bm25", "clir", "image-ocr")
TRAINED = ("unified", "clip", "layoutlmv3", "uniter", "scene-text")
CONDITIONS = ("clean", "noisy", "long-tail")
KINDS = ("evaluate", "make_collection")


class EvaluationSection(Page):
    """Choose a collection and systems, run, read; earlier reports below, several side by side."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.reports: tuple[KeptReport, ...] = ()
        self._entries: tuple[ModelEntry, ...] = ()
        self.facts: CollectionFacts | None = None
        self._newest = ""
        self._is_read_only = False
        self._heading, self._intro = label("heading"), label("soft", wrap=True)
        self._folder_label, self._systems_label = label("label"), label("label")
        self._task_label, self._condition_label = label("label"), label("label")
        self.folder = QLineEdit()
        self.folder.editingFinished.connect(self._look)
        self._folder_label.setBuddy(self.folder)
        self._choose, self.own_button = button(), button()
        self._choose.clicked.connect(self._choose_folder)
        self.own_button.clicked.connect(self.make_collection)
        self._facts = label("muted", wrap=True)
        self.systems = {name: QCheckBox() for name in (*PLAIN, *TRAINED)}
        self.systems["search"].setChecked(True)
        for box in self.systems.values():
            box.toggled.connect(lambda _: self._enable())
        self._more = button(quiet=True)
        self._more.setCheckable(True)
        self._more.toggled.connect(self._unfold)
        self._trained, self._trained_text = QWidget(), label("muted", wrap=True)
        self._steps_label, self.steps = label("label"), number_box()
        self.steps.setRange(1, 5000)
        self.steps.setValue(60)
        self.task, self.condition = QComboBox(), QComboBox()
        self._model_label, self.model = label("label"), QComboBox()
        self._model_label.setBuddy(self.model)
        for name in CONDITIONS:
            self.condition.addItem(name, name)
        self.task.addItem("", "")
        self.run_button = button(primary=True)
        self.run_button.clicked.connect(self.run)
        self.strip = JobStrip(KINDS, context.jobs, context.themes)
        self.strip.stop_asked.connect(lambda job: context.bridge.call("jobs", "cancel", JobId(job)))
        self._results_heading = label("heading")
        self._empty = label("muted", wrap=True)
        self.list = FigureTable(context.themes, is_multiple=True)
        self.list.chosen.connect(lambda _: self._show_results())
        self.results = ReportTable(context.themes)
        self._export, self._delete = button(), button()
        self._export.clicked.connect(self._choose_export)
        self._delete.clicked.connect(self.delete)
        self._build()
        context.themes.changed.connect(self._apply_theme)
        self._apply_theme(context.themes.theme)
        self.retranslate()

    def _build(self) -> None:
        area = ScrollingColumn((0, 0, 8, 8), 12)
        column = area.column
        column.addWidget(self._heading)
        column.addWidget(self._intro)
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 12, 16, 14)
        inner.setSpacing(9)
        inner.addLayout(_line(self._folder_label, self.folder, self._choose, self.own_button, stretched=1))
        inner.addWidget(self._facts)
        plain = QGridLayout()
        plain.setHorizontalSpacing(14)
        plain.setColumnStretch(3, 1)
        plain.addWidget(self._systems_label, 0, 0)
        for place, name in enumerate(PLAIN):
            plain.addWidget(self.systems[name], place // 2, 1 + place % 2)
        plain.addWidget(self._more, 1, 3, Qt.AlignmentFlag.AlignLeft)
        inner.addLayout(plain)
        trained = QVBoxLayout(self._trained)
        trained.setContentsMargins(0, 0, 0, 0)
        trained.addLayout(_line(*(self.systems[name] for name in TRAINED)))
        trained.addLayout(_line(self._steps_label, self.steps))
        trained.addWidget(self._trained_text)
        self._trained.hide()
        inner.addWidget(self._trained)
        inner.addLayout(_line(self._task_label, self.task, self._condition_label, self.condition, None))
        inner.addLayout(_line(self._model_label, self.model, None, self.run_button))
        column.addWidget(card)
        column.addWidget(self.strip)
        column.addLayout(_line(self._results_heading, None, self._export, self._delete))
        column.addWidget(self._empty)
        column.addWidget(self.list)
        column.addWidget(self.results)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    # -- what the window tells ---------------------------------------------------------------------------------------

    def engine_started(self) -> None:
        self.context.bridge.call("evaluation_reports", "own_collections", on_result=self._got_own)
        self.refresh()

    def came_to_front(self) -> None:
        self.refresh()

    def show_state(self, state: EngineState) -> None:
        self._is_read_only = state.read_only
        self._enable()

    def job_changed(self, job: JobInfo) -> None:
        if job.kind not in KINDS:
            return
        if job.state == "succeeded" and job.kind == "make_collection" and job.result:
            self.show_collection(str(job.result.get("folder", "")))
        if job.state == "succeeded" and job.kind == "evaluate" and job.result:
            self._newest = str(job.result.get("name", ""))
        if job.state in FINAL_STATES:
            self.refresh()
        self._enable()

    def refresh(self) -> None:
        """Ask for the kept reports."""
        self.context.bridge.call("evaluation_reports", "list", on_result=self._got, on_error=self.failed.emit)
        self.context.bridge.call("model_shelf", "list", on_result=self._got_models, on_error=self.failed.emit)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Evaluation"))
        self._intro.setText(
            self.tr(
                "A collection is a folder of records, questions and the right answers. If you have none, the program "
                "makes one of your own covers and titles, disturbed as photographs and hasty typing disturb them."
            )
        )
        self._folder_label.setText(self.tr("Collection"))
        self.folder.setPlaceholderText(self.tr("Folder with records.jsonl, queries.jsonl and qrels.tsv"))
        self._choose.setText(self.tr("Choose…"))
        self.own_button.setText(self.tr("From our holdings"))
        self.own_button.setToolTip(self.tr("Make test questions of this library's covers and titles"))
        self._systems_label.setText(self.tr("Measure"))
        self._model_label.setText(self.tr("Encoder"))
        for name, box in self.systems.items():
            box.setText(words.system_name(name))
        self._more.setText(self.tr("Fewer") if self._more.isChecked() else self.tr("More…"))
        self._steps_label.setText(self.tr("Training steps"))
        self._trained_text.setText(
            self.tr("These are trained on a part of the collection first and asked the rest; that can take hours.")
        )
        self._task_label.setText(self.tr("Questions"))
        self.task.setItemText(0, self.tr("All kinds"))
        for place in range(1, self.task.count()):
            self.task.setItemText(place, words.task_name(str(self.task.itemData(place))))
        self._condition_label.setText(self.tr("Asked"))
        for place, name in enumerate(CONDITIONS):
            self.condition.setItemText(place, words.condition_name(name))
        self.run_button.setText(self.tr("Measure"))
        self._results_heading.setText(self.tr("Reports"))
        self._empty.setText(self.tr("Nothing was measured yet."))
        self._export.setText(self.tr("Export…"))
        self._delete.setText(self.tr("Delete"))
        self.list.setAccessibleName(self.tr("Reports"))
        for field, caption in (
            (self.folder, self._folder_label),
            (self.steps, self._steps_label),
            (self.task, self._task_label),
            (self.condition, self._condition_label),
            (self.model, self._model_label),
        ):
            field.setAccessibleName(caption.text())
        self._fill_models()
        self._facts.setText(self._facts_words())
        self._show_list()

    # -- what a person does ------------------------------------------------------------------------------------------

    @property
    def request(self) -> EvaluationRequest:
        """What is set."""
        wanted = tuple(name for name, box in self.systems.items() if box.isChecked())
        return EvaluationRequest(
            self.folder.text().strip(),
            wanted,
            str(self.task.currentData() or ""),
            str(self.condition.currentData()),
            self.steps.value(),
            model=str(self.model.currentData() or ""),
        )

    def run(self) -> None:
        """Measure in the background."""
        if self.run_button.isEnabled():
            self.context.submit("evaluate", asdict(self.request))

    def make_collection(self) -> None:
        """Make a collection of the library's own holdings."""
        self.context.submit("make_collection", {})

    def show_collection(self, folder: str) -> None:
        """Take a collection folder and say what is in it."""
        self.folder.setText(folder)
        self._look()

    def delete(self) -> None:
        """Delete the chosen reports."""
        for name in self.list.chosen_keys:
            self.context.bridge.call(
                "evaluation_reports", "delete", name, on_result=lambda _: self.refresh(), on_error=self.failed.emit
            )

    def export_to(self, file: str) -> None:
        """Write the chosen reports as one table."""
        if file and self.list.chosen_keys:
            self.context.bridge.call(
                "evaluation_reports", "export", self.list.chosen_keys, file,
                on_result=self._exported, on_error=self.failed.emit,
            )  # fmt: skip

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Choose a collection folder"))
        if folder:
            self.show_collection(folder)

    def _choose_export(self) -> None:
        file, kind = QFileDialog.getSaveFileName(
            self, self.tr("Export reports"), "report.md", "Markdown (*.md);;CSV (*.csv)"
        )
        if file and not Path(file).suffix:
            file += ".csv" if "csv" in kind else ".md"
        self.export_to(file)

    def _look(self) -> None:
        folder = self.folder.text().strip()
        if folder and (self.facts is None or self.facts.folder != folder):
            self.context.bridge.call(
                "evaluation_reports", "collection", folder, on_result=self._got_facts, on_error=self._no_facts
            )
        elif not folder:
            self._got_facts(None)

    # -- answers -----------------------------------------------------------------------------------------------------

    def _got_own(self, own: tuple[CollectionFacts, ...]) -> None:
        if own and not self.folder.text():
            self.folder.setText(own[0].folder)
            self._got_facts(own[0])

    def _got_facts(self, facts: CollectionFacts | None) -> None:
        if facts is not None and facts.folder != self.folder.text().strip():
            facts = replace(facts, folder=self.folder.text().strip())
        self.facts = facts
        while self.task.count() > 1:
            self.task.removeItem(1)
        for name in facts.tasks if facts is not None else ():
            self.task.addItem(words.task_name(name), name)
        self._facts.setText(self._facts_words())
        self._enable()

    def _no_facts(self, error: object) -> None:
        self._got_facts(None)
        self.failed.emit(error)

    def _got(self, reports: tuple[KeptReport, ...]) -> None:
        self.reports = reports
        self._show_list()

    def _got_models(self, entries: tuple[ModelEntry, ...]) -> None:
        """The encoder in use first; then whatever else is installed and whole."""
        self._entries = tuple(
            each for each in entries if each.role == "text" and each.state != "active" and not each.is_missing
        )
        self._fill_models()

    def _fill_models(self) -> None:
        kept = self.model.currentData()
        self.model.clear()
        self.model.addItem(self.tr("the one in use"), "")
        for each in self._entries:
            self.model.addItem(words.model_title(each), each.key)
        self.model.setCurrentIndex(max(0, self.model.findData(kept)))

    def _exported(self, file: str) -> None:
        self.announced.emit(self.tr("Written to {file}").format(file=file))

    # -- showing -----------------------------------------------------------------------------------------------------

    def _show_list(self) -> None:
        headings = (
            Cell(self.tr("When")), Cell(self.tr("Collection")), Cell(self.tr("Measured")), Cell(self.tr("Asked")),
            Cell(self.tr("Encoder")), Cell(self.tr("Questions"), is_figure=True),
        )  # fmt: skip
        self.list.show_table(headings, [self._row(each) for each in self.reports], stretched=2)
        self.list.fit_height(1, 5)
        self.list.setVisible(bool(self.reports))
        self._empty.setVisible(not self.reports)
        if self._newest and any(each.name == self._newest for each in self.reports):
            self.list.choose(self._newest)
            self._newest = ""
        elif self.reports and not self.list.chosen_keys:
            self.list.choose(self.reports[0].name)
        self._show_results()

    def _row(self, kept: KeptReport) -> Row:
        systems = wording.list_separator().join(words.system_name(name) for name in kept.request.systems)
        asked = max((row.queries for row in kept.report.rows if row.task == "all"), default=0)
        return Row(
            kept.name,
            (
                Cell(wording.moment(kept.made_at)),
                Cell(kept.report.collection, tip=kept.request.collection),
                Cell(systems, tip=systems),
                Cell(words.condition_name(kept.request.condition)),
                Cell(kept.encoder, tip=kept.fingerprint),
                Cell(wording.number(asked), is_figure=True),
            ),
        )

    def _show_results(self) -> None:
        chosen = [each for each in self.reports if each.name in self.list.chosen_keys]
        self.results.show_reports(chosen)
        self._enable()

    def _enable(self) -> None:
        is_busy = any(job.kind in KINDS for job in self.context.jobs.active)
        has_system = any(box.isChecked() for box in self.systems.values())
        self.run_button.setEnabled(self.facts is not None and has_system and not is_busy and not self._is_read_only)
        self.own_button.setEnabled(not is_busy and not self._is_read_only)
        self._export.setEnabled(bool(self.list.chosen_keys))
        self._delete.setEnabled(bool(self.list.chosen_keys) and not self._is_read_only)

    def _facts_words(self) -> str:
        facts = self.facts
        if facts is None:
            return self.tr("No collection chosen.")
        tasks = "  ·  ".join(f"{words.task_name(name)} {wording.number(n)}" for name, n in facts.tasks.items())
        counts = self.tr("{records} records, {queries} questions").format(
            records=wording.number(facts.records), queries=wording.number(facts.queries)
        )
        return f"{counts}:  {tasks}"

    def _unfold(self, is_open: bool) -> None:
        self._trained.setVisible(is_open)
        self.retranslate()

    def _apply_theme(self, theme: Theme) -> None:
        for target, icon in (
            (self._choose, "folder"), (self.own_button, "library"), (self.run_button, "play"),
            (self._export, "export"), (self._delete, "trash"),
        ):  # fmt: skip
            set_icon(target, theme, icon)


def _line(*parts: QWidget | None, stretched: int = -1) -> QHBoxLayout:
    """Widgets in a row; None is what gives way."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for place, part in enumerate(parts):
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if place == stretched else 0)
    if stretched < 0 and not any(part is None for part in parts):
        row.addStretch(1)
    return row
