"""Backups: making, proving and restoring them, and the schedule."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from core.domain.backups import BackupOverview, BackupPlan, KnownBackup
from core.errors import LibrarianError
from core.jobs.job import FINAL_STATES, JobInfo
from librarian_app import wording
from librarian_app.pages.admin.section_page import SectionPage
from librarian_app.pages.page import PageContext
from librarian_app.widgets.parts import label, number_box, rule
from librarian_app.widgets.plain_table import PlainTable

_JOBS = ("backup", "verify_backup", "drill", "restore")
_EVERY = ("off", "daily", "weekly")


class BackupSection(SectionPage):
    """The list of backups with what was proved about each; what can be done with the chosen one; the schedule."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.overview: BackupOverview | None = None
        self.back_up_button = self.command("save", primary=True)
        self.back_up_button.clicked.connect(lambda: self.context.submit("backup", {}))
        self.elsewhere_button = self.command("folder")
        self.elsewhere_button.clicked.connect(self._back_up_elsewhere)
        self.row(self.back_up_button, self.elsewhere_button)
        self._progress = self.progress(*_JOBS)
        self.table = PlainTable((132, 76, 66, 134, 152, 0), numbers=(1, 2), rows_shown=7)
        self.table.chosen.connect(lambda _: self.enable())
        self.column.addWidget(self.table)
        self._about = label("soft", wrap=True, selectable=True)
        self.column.addWidget(self._about)
        self.verify_button, self.drill_button = self.command("check"), self.command("play")
        self.restore_button = self.command("undo")
        self.forget_button = self.command("close", quiet=True)
        self.verify_button.clicked.connect(lambda: self._submit("verify_backup"))
        self.drill_button.clicked.connect(lambda: self._submit("drill"))
        self.restore_button.clicked.connect(self._ask_restore)
        self.forget_button.clicked.connect(self._forget)
        self.row(self.verify_button, self.drill_button, self.restore_button, self.forget_button)
        self.column.addWidget(rule())
        self._plan_heading = label("heading")
        self.column.addWidget(self._plan_heading)
        self.column.addLayout(self._build_plan())
        self._plan_note = label("muted", wrap=True)
        self.column.addWidget(self._plan_note)
        self.column.addStretch(1)
        self.retranslate()

    def _build_plan(self) -> QHBoxLayout:
        self.every, self.keep = QComboBox(), number_box()
        self.keep.setRange(1, 100)
        for name in _EVERY:
            self.every.addItem("", name)
        self._keep_label, self._folder_label = label(), label("muted", selectable=True)
        self.folder_button = self.command("folder", quiet=True)
        self.every.activated.connect(self._change_plan)
        self.keep.editingFinished.connect(self._change_plan)
        self.folder_button.clicked.connect(self._choose_folder)
        row = QHBoxLayout()
        row.setSpacing(10)
        for widget in (self.every, self._keep_label, self.keep, self.folder_button):
            row.addWidget(widget)
        row.addWidget(self._folder_label, 1)
        return row

    @property
    def chosen(self) -> KnownBackup | None:
        """The selected backup."""
        backups = self.overview.backups if self.overview is not None else ()
        return next((each for each in backups if each.file == self.table.key), None)

    def came_to_front(self) -> None:
        self.refresh()

    def engine_started(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.context.bridge.call("safekeeping", "overview", on_result=self._got, on_error=self._failed)

    def job_changed(self, job: JobInfo) -> None:
        if job.kind in _JOBS and job.state in FINAL_STATES:
            self.refresh()

    def enable(self) -> None:
        chosen, busy = self.chosen, self._progress.is_busy
        is_there = chosen is not None and chosen.is_present
        for target, least in (
            (self.back_up_button, "cataloguer"),
            (self.elsewhere_button, "cataloguer"),
            (self.verify_button, "administrator"),
            (self.drill_button, "administrator"),
            (self.restore_button, "administrator"),
            (self.forget_button, "administrator"),
        ):
            is_about_one = target not in (self.back_up_button, self.elsewhere_button)
            target.setEnabled(self.may_write(least) and not busy and (is_there or not is_about_one))
            target.setToolTip(self.refusal(least))
        is_lost = chosen is not None and not chosen.is_present
        self.forget_button.setVisible(is_lost)
        self.forget_button.setEnabled(is_lost and self.may_write())
        for field in (self.every, self.keep, self.folder_button):
            field.setEnabled(self.may_write() and self.overview is not None)
            field.setToolTip(self.refusal("administrator"))
        self._about.setText(self._facts(chosen) if chosen is not None else "")
        self._about.setVisible(chosen is not None)

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Backup and restore"))
        self.lead.setText(
            self.tr(
                "A backup holds the database, the covers and the settings in one ZIP file. Copy it to another disk."
            )
        )
        self.back_up_button.setText(self.tr("Back up now"))
        self.elsewhere_button.setText(self.tr("Back up to a folder…"))
        self.verify_button.setText(self.tr("Verify again"))
        self.drill_button.setText(self.tr("Try a restore"))
        self.restore_button.setText(self.tr("Restore…"))
        self.forget_button.setText(self.tr("Take off the list"))
        self.table.setAccessibleName(self.tr("Backups"))
        self.table.show_headings(
            [
                self.tr("Made"),
                self.tr("Records"),
                self.tr("MiB"),
                self.tr("Verified"),
                self.tr("Tried"),
                self.tr("File"),
            ]
        )
        self._plan_heading.setText(self.tr("By itself, when the window opens"))
        names = (self.tr("Never"), self.tr("Every day"), self.tr("Every week"))
        for row, text in enumerate(names):
            self.every.setItemText(row, text)
        self.every.setAccessibleName(self._plan_heading.text())
        self._keep_label.setText(self.tr("keep"))
        self.keep.setAccessibleName(self.tr("How many to keep"))
        self.folder_button.setText(self.tr("Choose a folder…"))
        self._plan_note.setText(
            self.tr("Only backups that the schedule made are deleted, and never the last one that was verified.")
        )
        self._show()
        self.enable()

    def _got(self, overview: BackupOverview) -> None:
        self.overview = overview
        self._show()
        self.enable()

    def _failed(self, error: LibrarianError) -> None:
        self.verdict.tell(self.error_words(error), "bad")

    def _show(self) -> None:
        overview = self.overview
        if overview is None:
            return
        self.verdict.tell(*self._verdict(overview))
        self.table.setVisible(bool(overview.backups))
        self.table.show_rows(
            [
                (
                    each.file,
                    [
                        wording.moment(each.created_at),
                        wording.number(each.records),
                        f"{each.size_mib:,.1f}",
                        wording.moment(each.verified_at) if each.verified_at else "–",
                        self._drill_cell(each),
                        Path(each.file).name + ("" if each.is_present else "  ·  " + self.tr("not reachable")),
                    ],
                )
                for each in overview.backups
            ]
        )
        if overview.backups and not self.table.key:
            self.table.choose(overview.backups[0].file)
        self.every.setCurrentIndex(_EVERY.index(overview.plan.every))
        self.keep.setValue(overview.plan.keep)
        self._folder_label.setText(overview.folder)

    def _verdict(self, overview: BackupOverview) -> tuple[str, str]:
        last = overview.last_restore
        if overview.last_at is None:
            if overview.is_old:
                return self.tr("There is no backup of this library. Make one now."), "bad"
            return self.tr("There is nothing to back up yet."), "info"
        when = wording.moment(overview.last_at)
        if overview.is_old:
            return self.tr("The last backup is of {when}. Make a new one.").format(when=when), "fair"
        restored = last is not None and last.is_done and last.at > overview.last_at
        if last is not None and restored:
            text = self.tr("Restored on {when}: {n} records. What was there before is in {folder}.")
            filled = text.format(
                when=wording.moment(last.at), n=wording.number(last.records), folder=Path(last.kept_in).name or "–"
            )
            return filled, "good"
        return self.tr("The last backup is of {when}.").format(when=when), "good"

    def _drill_cell(self, each: KnownBackup) -> str:
        if each.drill is None:
            return "–"
        return f"{'✓' if each.drill.is_good else '✕'} {wording.moment(each.drill.at)}"

    def _facts(self, each: KnownBackup) -> str:
        lines = [each.file]
        if each.is_scheduled:
            lines[0] += "  ·  " + self.tr("made by the schedule")
        drill = each.drill
        if drill is None:
            lines.append(self.tr("Its restore has not been tried yet."))
        elif drill.is_good:
            lines.append(
                self.tr(
                    "Tried on {when}: restored, opened and checked; {records} records and {covers} covers are in it."
                ).format(
                    when=wording.moment(drill.at),
                    records=wording.number(drill.records),
                    covers=wording.number(drill.covers),
                )
            )
        else:
            why = self.said(drill.problem_id, drill.problem_values) if drill.problem_id else ""
            if not why:
                why = self.tr("{found} of {expected} records were found.").format(
                    found=wording.number(drill.records), expected=wording.number(drill.expected)
                )
            lines.append(self.tr("Tried on {when}: it failed.").format(when=wording.moment(drill.at)) + " " + why)
        return "\n".join(lines)

    def _submit(self, kind: str) -> None:
        if self.chosen is not None:
            self.context.submit(kind, {"file": self.chosen.file})

    def _back_up_elsewhere(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Back up to a folder"))
        if folder:
            self.context.submit("backup", {"file": folder})

    def _forget(self) -> None:
        if self.chosen is not None:
            self.context.bridge.call(
                "safekeeping", "forget", self.chosen.file, on_result=self._got, on_error=self.failed.emit
            )

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for scheduled backups"))
        if folder:
            self._change_plan(folder=folder)

    def _change_plan(self, *_: object, folder: str | None = None) -> None:
        if self.overview is None:
            return
        old = self.overview.plan
        every = _EVERY[max(0, self.every.currentIndex())]
        plan = BackupPlan(every, self.keep.value(), old.folder if folder is None else folder)  # type: ignore[arg-type]
        if plan != old:
            self.context.bridge.call("safekeeping", "set_plan", plan, on_result=self._got, on_error=self.failed.emit)

    def _ask_restore(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        details = self.tr(
            "The library will be as it was on {when}, with {n} records. What was changed since is not in it.\n\n"
            "The present state is kept in a folder beside it, the audit log goes on, and accounts stay as they are. "
            "The engine stops and starts again; jobs that are running are stopped."
        ).format(when=wording.moment(chosen.created_at), n=wording.number(chosen.records))
        box = self.ask(self.tr("Restore this backup?"), details, self.tr("Restore"))
        box.accepted.connect(lambda: self._restore(chosen))

    def _restore(self, backup: KnownBackup) -> None:
        self.verdict.tell(self.tr("Verifying the backup before the library is touched…"))
        self.context.bridge.call(
            "safekeeping",
            "request_restore",
            backup.file,
            on_result=lambda _: self.context.bridge.restart(),
            on_error=self._failed,
        )
