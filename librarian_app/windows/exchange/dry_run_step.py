"""Step 4: what would happen, record by record, before anything does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QProgressBar, QSplitter, QTableView, QWidget

from core.domain.changes import ImportReport
from core.domain.importing import EntryPage, ImportEntry
from core.jobs.job import JobInfo
from librarian_app import wording
from librarian_app.error_dialogs import sentence
from librarian_app.models.import_entries import PAGE_ROWS, ImportEntriesModel
from librarian_app.models.job_following import JobFollower
from librarian_app.models.jobs import progress_text
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.count_chooser import CountChooser
from librarian_app.widgets.difference_view import DifferenceView
from librarian_app.widgets.parts import button, label, set_up_rows
from librarian_app.windows.exchange.plan import WizardContext
from librarian_app.windows.exchange.step import Step

LISTS = ("updated", "other_title", "new", "possible", "held", "rejected", "warning", "source", "unchanged")


class DryRunStep(Step):
    """Runs as a job that can be stopped; its lists are fetched as they are scrolled."""

    def __init__(self, context: WizardContext) -> None:
        super().__init__(context)
        self.report: ImportReport | None = None
        self._shown_for: dict[str, Any] | None = None
        self._end: JobInfo | None = None
        self._progress: JobInfo | None = None
        self._is_asking_titles = True
        self._titles_decided = False
        self._counts: dict[str, int] = {}
        self._follower = JobFollower(context.bridge, context.jobs, self)
        self._follower.progressed.connect(self._show_progress)
        self._follower.ended.connect(self._ended)
        self._follower.failed.connect(self.failed)
        self._says = label("soft", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = button()
        self._stop.setAutoDefault(False)
        self._stop.clicked.connect(self._follower.cancel)
        self._again = button()
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self.run)
        self.titles_banner = Banner(context.themes)
        self.counts = CountChooser(LISTS, wording.import_outcome, wording.OUTCOME_TOKENS)
        self.counts.chosen.connect(self._show_list)
        self.model = ImportEntriesModel(self)
        self.model.page_wanted.connect(self._fetch)
        self.model.page_arrived.connect(self._page_arrived)
        self.table = QTableView()
        self.table.setModel(self.model)
        set_up_rows(self.table, 32)
        self.table.setWordWrap(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 84)
        self.table.setColumnWidth(2, 118)
        self.table.selectionModel().currentRowChanged.connect(self._show_entry)
        self.view = DifferenceView(context.themes)
        self._lists: QWidget = QSplitter(Qt.Orientation.Horizontal)
        if isinstance(self._lists, QSplitter):
            self._lists.addWidget(self.table)
            self._lists.addWidget(self.view)
            self._lists.setSizes([440, 480])
            self._lists.setHandleWidth(12)
            self._lists.setChildrenCollapsible(False)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._says, 1)
        top.addWidget(self._again)
        top.addWidget(self._stop)
        self.column.addLayout(top)
        self.column.addWidget(self._bar)
        self.column.addWidget(self.titles_banner)
        self.column.addWidget(self.counts)
        self.column.addWidget(self._lists, 1)
        self.column.addStretch(0)
        self.retranslate()

    @property
    def title(self) -> str:
        return self.tr("Dry run")

    @property
    def is_complete(self) -> bool:
        if self.is_busy or self.report is None:
            return False
        return not self._must_decide_titles

    @property
    def is_busy(self) -> bool:
        return self._follower.is_running

    @property
    def _must_decide_titles(self) -> bool:
        return bool(self._is_asking_titles and self.report and self.report.changed_titles and not self._titles_decided)

    def ask_about_titles(self, asks: bool) -> None:
        """Whether a person decides on records whose title would become a different one."""
        self._is_asking_titles = asks

    def enter(self) -> None:
        if self._shown_for != self.context.plan.params():
            self.run()

    def run(self) -> None:
        """Find out what the import would do."""
        params = self.context.plan.params()
        self._shown_for = params
        self.report = self._end = self._progress = None
        self._titles_decided = False
        self.model.start(0)
        self.view.show_differences("", ())
        self._follower.submit("dry_run", params)
        self._say()

    def stop(self) -> None:
        """Stop; the library was not touched."""
        self._follower.cancel()

    def retranslate(self) -> None:
        self._stop.setText(self.tr("Stop"))
        self._again.setText(self.tr("Run again"))
        self.table.setAccessibleName(self.tr("Records of the chosen kind"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self.counts.retranslate()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 2)
        self._say()
        self._show_entry(self.table.currentIndex())

    # -- the job ---------------------------------------------------------------------------------------------------

    def _show_progress(self, job: JobInfo) -> None:
        self._progress = job
        self._say()

    def _ended(self, job: JobInfo) -> None:
        self._end = job
        if job.state == "succeeded" and job.result is not None:
            self.report = msgspec.convert(job.result, ImportReport, strict=False)
            self._counts = dict(job.result.get("lists", {}))
            self.counts.show_counts(self._counts)
            if self.report.changed_titles:
                self.counts.choose("other_title")
        else:
            self._shown_for = None
        self._say()

    def _say(self) -> None:
        busy, report = self.is_busy, self.report
        job = self._progress
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self._again.setVisible(not busy and report is None)
        self.counts.setVisible(report is not None)
        self._lists.setVisible(report is not None)
        if busy:
            self._bar.setRange(0, (job.total or 0) if job else 0)
            self._bar.setValue(job.done if job else 0)
            details = progress_text(job) if job else ""
            text = self.tr("Reading and comparing; the library is not changed.")
            self._says.setText(f"{text}   {details}".strip())
        elif report is not None:
            self._says.setText(self.tr("This is what the import would do. Nothing has been changed yet."))
        elif self._end is not None and self._end.state == "failed":
            language = self.context.themes.theme.language
            self._says.setText(sentence(self._end.error_id or "bug", self._end.error_context, language))
        else:
            self._says.setText(self.tr("The dry run was stopped; nothing was changed. Run it again to go on."))
        self._tell_titles()
        self.changed.emit()

    def _tell_titles(self) -> None:
        report = self.report
        if report is None or not report.changed_titles or not self._is_asking_titles:
            self.titles_banner.hide()
            return
        text = self.tr("%n record(s) would get a clearly different title.", "", report.changed_titles)
        if self._titles_decided:
            self.titles_banner.tell(text + " " + self.tr("They will be updated."), "info")
            return
        self.titles_banner.tell(
            text + " " + self.tr("What is to become of them?"),
            "fair",
            actions=(
                (self.tr("Update them"), self._accept_titles),
                (self.tr("Hold them back"), self._hold_titles),
            ),
        )

    def _accept_titles(self) -> None:
        self._titles_decided = True
        self._say()

    def _hold_titles(self) -> None:
        plan = self.context.plan
        plan.options = replace(plan.options, hold_changed_titles=True)
        self.run()

    # -- the lists -------------------------------------------------------------------------------------------------

    def _show_list(self, name: str) -> None:
        if self.report is None:
            return
        self.model.start(self._counts.get(name, 0))
        self.view.show_differences("", ())
        self.table.selectRow(0)

    def _fetch(self, number: int) -> None:
        name = self.counts.current

        def got(page: EntryPage) -> None:
            if name == self.counts.current:
                self.model.take(page)

        self.context.bridge.call(
            "import_preparation", "entries", str(self._follower.job_id), name, number * PAGE_ROWS, PAGE_ROWS,
            on_result=got, on_error=self.failed.emit,
        )  # fmt: skip

    def _page_arrived(self, number: int) -> None:
        if self.table.currentIndex().row() // PAGE_ROWS == number:
            self._show_entry(self.table.currentIndex())

    def _show_entry(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row()) if index.isValid() else None
        if entry is None:
            return
        self.view.show_differences(entry.title or self.tr("(no title)"), entry.differences, self._remark(entry))

    def _remark(self, entry: ImportEntry) -> str:
        """Why it was rejected or held, or how it was found."""
        parts = []
        if len(self.context.plan.paths) > 1:
            place = self.tr("Record {position} of {file}.")
            parts.append(place.format(position=entry.position, file=Path(entry.file).name))
        if entry.reason_id:
            parts.append(sentence(entry.reason_id, entry.values, self.context.themes.theme.language))
        if entry.rule:
            found = self.tr("Found by {rule}, {score}.")
            parts.append(found.format(rule=wording.match_rule(entry.rule), score=f"{entry.score:.0%}"))
        if entry.has_other_title:
            parts.append(self.tr("The title would become a different one."))
        if entry.outcome == "source":
            parts.append(self.tr("The description stays as it is; the record in the file is stored as its source."))
        if entry.outcome == "new":
            parts.append(self.tr("Becomes a new record."))
        return " ".join(parts)
