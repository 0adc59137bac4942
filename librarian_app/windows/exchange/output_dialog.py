"""What the dialogs have in common that write a file: where to, how it goes, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from core.domain.importing import HoldingLayout
from core.domain.records import RejectedInput
from core.errors import LibrarianError
from core.jobs.job import JobInfo
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence, sentence
from librarian_app.i18n import Retranslating
from librarian_app.models.job_following import JobFollower
from librarian_app.models.jobs import JobsModel, progress_text
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.parts import button, label, set_icon
from librarian_app.windows.exchange.output_form import OutputForm, memory
from librarian_app.windows.file_choices import FORMAT_NAMES, file_and_format, folder_url, suffix_of

_SHOWN_WARNINGS = 500


class OutputWords(QObject):
    """Sentences with numbers: `tr` looks for these under the object's own class only, never under a base class."""

    def outcome(self, n_written: int, file_name: str, n_warnings: int) -> str:
        """What became of a file."""
        text = self.tr("%n record(s) written to {file}.", "", n_written).format(file=file_name)
        if n_warnings:
            text += " " + self.tr("%n remark(s) below.", "", n_warnings)
        return text


class OutputDialog(Retranslating, QDialog):
    """A form above, progress and outcome below; closing it leaves the job to the jobs panel.

    Signals:
        failed(LibrarianError): A call failed.
        announced(str): A sentence about what was just done.
    """

    failed = Signal(object)
    announced = Signal(str)

    def __init__(
        self, group: str, bridge: Bridge, themes: ThemeSwitcher, jobs: JobsModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.themes = themes
        self._group = group
        self._end: JobInfo | None = None
        self._follower = JobFollower(bridge, jobs, self)
        self._follower.progressed.connect(self._show_progress)
        self._follower.ended.connect(self._ended)
        self._follower.failed.connect(self._refused)
        self.form = OutputForm(group)
        self._heading = label("title")
        self._file_label = label("label")
        self.file = QLineEdit()
        self._file_label.setBuddy(self.file)
        self._browse = button()
        self._says = label("soft", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.banner = Banner(themes)
        self.warnings = QPlainTextEdit()
        self.warnings.setReadOnly(True)
        self.warnings.setTabChangesFocus(True)
        self.warnings.hide()
        self.start_button, self.close_button, self.stop_button = button(primary=True), button(), button()
        for each in (self._browse, self.close_button, self.stop_button):
            each.setAutoDefault(False)
        self.start_button.setDefault(True)
        self._browse.clicked.connect(self._choose)
        self.start_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self._follower.cancel)
        self.close_button.clicked.connect(self.close)
        self.file.textChanged.connect(self._enable)
        self.form.format_changed.connect(self._fit_suffix)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self._file_label)
        where.addWidget(self.file, 1)
        where.addWidget(self._browse)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._says, 1)
        foot.addWidget(self.stop_button)
        foot.addWidget(self.close_button)
        foot.addWidget(self.start_button)
        self.top = QVBoxLayout()
        self.top.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(14)
        whole.addWidget(self._heading)
        whole.addLayout(self.top)
        whole.addWidget(self.form)
        whole.addLayout(where)
        whole.addWidget(self._bar)
        whole.addWidget(self.banner)
        whole.addWidget(self.warnings, 1)
        whole.addStretch(0)
        whole.addLayout(foot)
        self.resize(820, 480)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.bridge.call(
            "import_preparation", "holding_layouts", on_result=self._show_layouts, on_error=self.failed.emit
        )

    # What a dialog says of itself

    def job(self) -> tuple[str, dict[str, Any]]:
        """Kind and parameters of the job."""
        raise NotImplementedError

    @property
    def is_ready(self) -> bool:
        """Whether everything is chosen."""
        return bool(self.file.text().strip())

    # Common

    def start(self) -> None:
        """Write the file."""
        if not self.is_ready or self._follower.is_running:
            return
        self.form.remember()
        memory().setValue(f"{self._group}/folder", str(Path(self.file.text()).parent))
        self._end = None
        self.banner.hide()
        self.warnings.hide()
        kind, params = self.job()
        self._follower.submit(kind, params)
        self._enable()

    def retranslate(self) -> None:
        self._file_label.setText(self.tr("File"))
        self.file.setAccessibleName(self.tr("File"))
        self._browse.setText(self.tr("Choose…"))
        self.stop_button.setText(self.tr("Stop"))
        self.close_button.setText(self.tr("Close"))
        self.warnings.setAccessibleName(self.tr("What was written otherwise"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._tell()
        self._enable()

    def propose_file(self, stem: str) -> None:
        """A name beside where the last file went."""
        folder = Path(str(memory().value(f"{self._group}/folder", "")) or Path.home())
        self.file.setText(str((folder if folder.is_dir() else Path.home()) / (stem + suffix_of(self.form.format))))

    def _choose(self) -> None:
        kinds = {f"{title} (*{suffix_of(name)})": name for name, title in FORMAT_NAMES.items()}
        chosen = next((kind for kind, name in kinds.items() if name == self.form.format), "")
        file, kind = QFileDialog.getSaveFileName(
            self, self.windowTitle(), self.file.text(), ";;".join(kinds), chosen,
            options=QFileDialog.Option.DontConfirmOverwrite if self.file.text() == "" else QFileDialog.Option(0),
        )  # fmt: skip
        if file:
            path, name = file_and_format(file, kinds.get(kind, self.form.format))
            self.file.setText(path)
            self.form.choose_format(name)

    def _fit_suffix(self, name: str) -> None:
        """Another format: another ending, unless the person typed one that is none of ours."""
        text = self.file.text().strip()
        if text:
            self.file.setText(str(Path(text).with_suffix(suffix_of(name))))
        self._enable()

    def _show_layouts(self, layouts: Sequence[HoldingLayout]) -> None:
        self.form.show_layouts(layouts)

    def _enable(self) -> None:
        busy = self._follower.is_running
        self.form.setEnabled(not busy)
        self.file.setEnabled(not busy)
        self._browse.setEnabled(not busy)
        self.start_button.setEnabled(self.is_ready and not busy)
        self.stop_button.setVisible(busy)
        self._bar.setVisible(busy)
        if busy and self._end is None and not self._says.text():
            self._says.setText(self.tr("Writing…"))
        if not busy:
            self._says.setText("")

    def _show_progress(self, job: JobInfo) -> None:
        self._bar.setRange(0, job.total or 0)
        self._bar.setValue(job.done)
        self._says.setText(progress_text(job))

    def _refused(self, error: LibrarianError) -> None:
        self.banner.tell(error_sentence(error, self.themes.theme.language), "bad")
        self._enable()

    def _ended(self, job: JobInfo) -> None:
        self._end = job
        self._tell()
        self._enable()
        self.start_button.setFocus()

    def _tell(self) -> None:
        job = self._end
        language = self.themes.theme.language
        if job is None:
            return
        if job.state == "succeeded" and job.result is not None:
            warnings = msgspec.convert(job.result.get("warnings", ()), tuple[RejectedInput, ...], strict=False)
            self.banner.tell(
                self._outcome(job.result, len(warnings)),
                "fair" if warnings or job.result.get("n_rejected") else "good",
                actions=((self.tr("Show in folder"), self.show_in_folder),),
            )
            self._list(warnings, language)
        elif job.state == "cancelled":
            self.banner.tell(self.tr("Stopped; no file was written."), "info")
        else:
            self.banner.tell(sentence(job.error_id or "bug", job.error_context, language), "bad")

    def _outcome(self, result: Any, n_warnings: int) -> str:
        name = Path(str(result.get("path", ""))).name
        return OutputWords().outcome(int(result.get("written", 0)), name, n_warnings)

    def _list(self, warnings: Sequence[RejectedInput], language: str) -> None:
        lines = [
            f"{each.position}  {sentence(each.reason_id, each.reason, language)}".strip()
            for each in warnings[:_SHOWN_WARNINGS]
        ]
        if len(warnings) > _SHOWN_WARNINGS:
            lines.append(wording.and_more(len(warnings) - _SHOWN_WARNINGS))
        self.warnings.setPlainText("\n".join(lines))
        self.warnings.setVisible(bool(lines))

    def show_in_folder(self) -> None:
        """Have the desktop show the folder of the file."""
        if self._end is not None and self._end.result is not None:
            QDesktopServices.openUrl(folder_url(str(self._end.result.get("path", ""))))

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._browse, theme, "folder", 16)
        set_icon(self.start_button, theme, "export", 16)
