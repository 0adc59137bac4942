"""Step 5: the import itself, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QVBoxLayout

from core.domain.changes import ImportReport, OperationId
from core.domain.importing import ImportOptions
from core.domain.records import BibliographicRecord
from core.errors import LibrarianError
from core.jobs.job import JobInfo
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence, sentence
from librarian_app.models.job_following import JobFollower
from librarian_app.models.jobs import progress_text
from librarian_app.theme import Theme
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.parts import button, label, set_icon
from librarian_app.windows.exchange.plan import WizardContext
from librarian_app.windows.exchange.step import Step
from librarian_app.windows.file_choices import folder_url

FILES = ("rejects", "duplicates", "report")
_SHOWN_REASONS = 3


class ReportStep(Step):
    """Starts the import when it is entered.

    Signals:
        record_asked(int): Show this record.
        undone(): The import was taken back.
    """

    record_asked = Signal(int)
    undone = Signal()

    def __init__(self, context: WizardContext) -> None:
        super().__init__(context)
        self.report: ImportReport | None = None
        self.operation: OperationId | None = None
        self._end: JobInfo | None = None
        self._progress: JobInfo | None = None
        self._is_undone = False
        self._is_started = False
        self._error: LibrarianError | None = None
        self._kept: tuple[str, ...] = ()
        self._follower = JobFollower(context.bridge, context.jobs, self)
        self._follower.progressed.connect(self._show_progress)
        self._follower.ended.connect(self._ended)
        self._follower.failed.connect(self._refused)
        self._heading = label("title", wrap=True)
        self._says = label("soft", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.stop_button = button()
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self.stop)
        self.banner = Banner(context.themes)
        self._counts = label(wrap=True, selectable=True)
        self._notes = label("muted", wrap=True, selectable=True)
        self.file_buttons = {name: button() for name in FILES}
        for name, each in self.file_buttons.items():
            each.setAutoDefault(False)
            each.clicked.connect(lambda _=False, name=name: self.ask_where(name))
        self.undo_button, self.show_button = button(), button(quiet=True)
        for each in (self.undo_button, self.show_button):
            each.setAutoDefault(False)
        self.undo_button.clicked.connect(self.undo)
        self.show_button.clicked.connect(self._show_in_folder)
        self._first_label = label("heading")
        self.first = QListWidget()
        self.first.setObjectName("lines")
        self.first.itemActivated.connect(self._open)
        self._build()
        context.themes.changed.connect(self._apply_theme)
        self._apply_theme(context.themes.theme)
        self.retranslate()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self.stop_button)
        files = QHBoxLayout()
        files.setSpacing(8)
        for each in self.file_buttons.values():
            files.addWidget(each)
        files.addWidget(self.show_button)
        files.addStretch(1)
        files.addWidget(self.undo_button)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._says)
        words.addWidget(self._counts)
        words.addWidget(self._notes)
        self.column.addLayout(top)
        self.column.addWidget(self._bar)
        self.column.addWidget(self.banner)
        self.column.addLayout(words)
        self.column.addLayout(files)
        self.column.addWidget(self._first_label)
        self.column.addWidget(self.first, 1)
        self.column.addStretch(0)

    @property
    def title(self) -> str:
        return self.tr("Import")

    @property
    def is_busy(self) -> bool:
        return self._follower.is_running

    @property
    def is_done(self) -> bool:
        """Whether the import came to one of its ends."""
        return self._end is not None

    def enter(self) -> None:
        """Run the import: the files it writes beside the library go into a folder of this run."""
        if self._is_started:
            return
        self._is_started = True
        self.context.bridge.call("import_preparation", "run_folder", on_result=self._start, on_error=self._refused)
        self._say()

    def stop(self) -> None:
        """Stop at the next step; what was stored stays whole."""
        self.stop_button.setEnabled(False)
        self._follower.cancel()

    def undo(self) -> None:
        """Take the whole import back."""
        if self.operation is None:
            return
        self.undo_button.setEnabled(False)

        def done(_: object) -> None:
            self._is_undone = True
            self.first.clear()
            self._say()
            self.undone.emit()

        def refused(error: LibrarianError) -> None:
            self.undo_button.setEnabled(True)
            self._error = error
            self._say()

        self.context.bridge.call("cataloguing", "undo", self.operation, on_result=done, on_error=refused)

    def ask_where(self, name: str) -> None:
        """Ask for a place for one of the files that the import wrote."""
        files = self.report.written.get(name, ()) if self.report is not None else ()
        if not files:
            return
        first = Path(self.context.plan.paths[0])
        proposed = first.with_name(f"{first.stem}-{name}{Path(files[0]).suffix}")
        target, _ = QFileDialog.getSaveFileName(self, self.file_buttons[name].text(), str(proposed))
        if target:
            self.keep(name, target)

    def keep(self, name: str, target: str) -> None:
        """Save one of the files that the import wrote."""
        files = self.report.written.get(name, ()) if self.report is not None else ()

        def kept(paths: Sequence[str]) -> None:
            self._kept = tuple(paths)
            self._say()

        self.context.bridge.call(
            "import_preparation", "keep_copy", list(files), target, on_result=kept, on_error=self.failed.emit
        )

    def retranslate(self) -> None:
        self.stop_button.setText(self.tr("Stop"))
        captions = (self.tr("Save the rejected…"), self.tr("Save the duplicates…"), self.tr("Save the report…"))
        for each, caption in zip(self.file_buttons.values(), captions, strict=True):
            each.setText(caption)
        self.file_buttons["rejects"].setToolTip(
            self.tr("A file with the rejected records as they came, to be mended and imported again")
        )
        self.undo_button.setText(self.tr("Undo this import"))
        self.show_button.setText(self.tr("Show in folder"))
        self._first_label.setText(self.tr("The first records"))
        self.first.setAccessibleName(self._first_label.text())
        self._bar.setAccessibleName(self.tr("Progress"))
        self._say()

    # -- the job ---------------------------------------------------------------------------------------------------

    def _start(self, folder: str) -> None:
        plan = self.context.plan
        suffix = Path(plan.paths[0]).suffix
        options: ImportOptions = replace(
            plan.options,
            dry_run=False,
            report_file=str(Path(folder) / "report.csv"),
            rejects_file=str(Path(folder) / f"rejected{suffix}"),
            duplicates_file=str(Path(folder) / f"duplicates{suffix}"),
        )
        self._follower.submit("import", plan.params(options))
        self._say()

    def _show_progress(self, job: JobInfo) -> None:
        self._progress = job
        self._say()

    def _refused(self, error: LibrarianError) -> None:
        self._error = error
        self._is_started = False
        self._say()

    def _ended(self, job: JobInfo) -> None:
        self._end = job
        if job.result is not None:
            self.report = msgspec.convert(job.result, ImportReport, strict=False)
            self.operation = self.report.operation_id
        elif isinstance(begun := job.params.get("operation"), int):
            self.operation = OperationId(begun)  # stopped or failed half-way: whole batches are there
        if self.operation is not None:
            self.context.bridge.call(
                "import_preparation", "touched_records", self.operation, on_result=self._show_first,
                on_error=self.failed.emit,
            )  # fmt: skip
        self._say()

    def _show_first(self, records: Sequence[BibliographicRecord]) -> None:
        self.first.clear()
        for record in records:
            parts = (record.title, wording.authors(record), str(record.year or ""))
            item = QListWidgetItem("  ·  ".join(part for part in parts if part))
            item.setData(Qt.ItemDataRole.UserRole, record.id)
            self.first.addItem(item)
        self._say()

    # -- words -----------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        busy, report, end, job = self.is_busy, self.report, self._end, self._progress
        language = self.context.themes.theme.language
        self._bar.setVisible(busy)
        self.stop_button.setVisible(busy)
        if busy:
            self._bar.setRange(0, (job.total or 0) if job else 0)
            self._bar.setValue(job.done if job else 0)
        self._heading.setText(self._heading_text())
        says = ""
        if busy:
            stopping = not self.stop_button.isEnabled()
            says = self.tr("Stopping…") if stopping else progress_text(job) if job else ""
        elif end is not None and end.state == "cancelled":
            says = self.tr(
                "Stopped after {n} record(s). What was stored is whole, in batches; you can keep it, undo it in one "
                "step, or import the same files again: it goes on where it stopped."
            ).format(n=wording.number(end.done))
        elif end is not None and end.state == "failed":
            says = sentence(end.error_id or "bug", end.error_context, language)
        self._says.setText(says)
        self._says.setVisible(bool(says))
        self._counts.setText(self._count_text(report) if report is not None else "")
        self._counts.setVisible(report is not None)
        notes = self._notes_text(report, language) if report is not None else ""
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))
        for name, each in self.file_buttons.items():
            each.setVisible(report is not None and bool(report.written.get(name)))
        self.undo_button.setVisible(not busy and self.operation is not None and not self._is_undone)
        self.show_button.setVisible(bool(self._kept))
        self._first_label.setVisible(self.first.count() > 0)
        self.first.setVisible(self.first.count() > 0)
        self._tell(language)
        self.changed.emit()

    def _heading_text(self) -> str:
        if self._is_undone:
            return self.tr("The import was undone")
        if self._error is not None and self._end is None:
            return self.tr("The import could not be started")
        if self._end is None:
            return self.tr("Importing…")
        if self._end.state == "succeeded":
            return self.tr("The import is done")
        return self.tr("The import was stopped") if self._end.state == "cancelled" else self.tr("The import failed")

    def _count_text(self, report: ImportReport) -> str:
        counts = (
            ("new", report.created), ("updated", report.updated), ("unchanged", report.unchanged - report.sources),
            ("source", report.sources), ("copy", report.copies),
            ("held", report.held), ("possible", report.possible), ("rejected", report.n_rejected),
            ("warning", report.n_warnings),
        )  # fmt: skip
        return "     ".join(
            f"{wording.import_outcome(name)} {wording.number(n)}"
            for name, n in counts
            if n or name in ("new", "updated", "unchanged")
        )

    def _notes_text(self, report: ImportReport, language: str) -> str:
        lines = [sentence(notice, {}, language) for notice in report.notices]
        for told, n_told in ((report.rejected, report.n_rejected), (report.warnings, report.n_warnings)):
            for each in told[:_SHOWN_REASONS]:
                place = self.tr("Record {position}").format(position=each.position)
                if len(self.context.plan.paths) > 1:
                    place = f"{Path(each.file).name} · {place}"
                lines.append(wording.labelled(place, sentence(each.reason_id, each.reason, language)))
            if n_told > _SHOWN_REASONS:
                lines.append(wording.and_more(n_told - _SHOWN_REASONS))
        return "\n".join(lines)

    def _tell(self, language: str) -> None:
        if self._error is not None:
            self.banner.tell(error_sentence(self._error, language), "bad")
        elif self._kept:
            names = ", ".join(Path(path).name for path in self._kept)
            self.banner.tell(self.tr("Saved {files}.").format(files=names), "good")
        else:
            self.banner.hide()

    def _open(self, item: QListWidgetItem) -> None:
        self.record_asked.emit(int(item.data(Qt.ItemDataRole.UserRole)))

    def _show_in_folder(self) -> None:
        if self._kept:
            QDesktopServices.openUrl(folder_url(self._kept[0]))

    def _apply_theme(self, theme: Theme) -> None:
        for each in self.file_buttons.values():
            set_icon(each, theme, "save", 16)
        set_icon(self.undo_button, theme, "undo", 16)
        set_icon(self.show_button, theme, "folder", 16)
