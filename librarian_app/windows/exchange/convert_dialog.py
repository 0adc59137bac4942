"""A file of records written in another format; the library is not touched."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from core.domain.library import ConversionRequest
from librarian_app.models.jobs import JobsModel
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, chain_tabs, label, set_icon
from librarian_app.windows.exchange.output_dialog import OutputDialog
from librarian_app.windows.file_choices import record_filter, suffix_of


class ConvertDialog(OutputDialog):
    """Rejected records go into a file beside the new one, as they came."""

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, jobs: JobsModel, parent: QWidget | None = None) -> None:
        super().__init__("convert", bridge, themes, jobs, parent)
        self._source_label = label("label")
        self.source = QLineEdit()
        self._source_label.setBuddy(self.source)
        self._open = button()
        self._open.setAutoDefault(False)
        self._open.clicked.connect(self._choose_source)
        self.source.textChanged.connect(self._source_changed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._source_label)
        row.addWidget(self.source, 1)
        row.addWidget(self._open)
        self.top.addLayout(row)
        chain_tabs((self.source, self._open, self.form.format_box))
        self.source.setFocus()
        themes.changed.connect(self._draw_open)
        self._draw_open(themes.theme)
        self.retranslate()

    @property
    def is_ready(self) -> bool:
        source, target = self.source.text().strip(), self.file.text().strip()
        return bool(source and target) and Path(source) != Path(target)

    def job(self) -> tuple[str, dict[str, Any]]:
        source, target = Path(self.source.text().strip()), Path(self.file.text().strip())
        rejects = target.with_name(f"{target.stem}-rejects{source.suffix}")
        request = ConversionRequest(
            str(source), str(target), target_format=self.form.format, rejects_file=str(rejects),
            options=self.form.options,
        )  # fmt: skip
        return "convert", {"request": asdict(request)}

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Convert a file"))
        self._heading.setText(self.tr("Convert a file"))
        self.start_button.setText(self.tr("Convert"))
        self._source_label.setText(self.tr("From"))
        self.source.setAccessibleName(self.tr("From"))
        self._open.setText(self.tr("Choose…"))
        super().retranslate()
        self._file_label.setText(self.tr("To"))

    def _outcome(self, result: Any, n_warnings: int) -> str:
        text = super()._outcome(result, n_warnings)
        if rejected := int(result.get("n_rejected", 0)):
            names = ", ".join(Path(str(file)).name for file in result.get("rejects_files", ()))
            text += " " + self.tr("%n rejected, kept in {files}.", "", rejected).format(files=names)
        return text

    def _choose_source(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), self.source.text(), record_filter())
        if file:
            self.source.setText(file)

    def _source_changed(self, text: str) -> None:
        source = Path(text.strip())
        if text.strip():
            suffix = suffix_of(self.form.format)
            stem = source.stem if source.suffix.lower() != suffix else f"{source.stem}-2"
            self.file.setText(str(source.with_name(stem + suffix)))
        self._enable()

    def _draw_open(self, theme: Theme) -> None:
        set_icon(self._open, theme, "folder", 16)
