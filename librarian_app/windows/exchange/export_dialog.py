"""Export: which records, how they are written, and what could not be written as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from core.domain.records import RecordId
from librarian_app.models.jobs import JobsModel
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.parts import chain_tabs
from librarian_app.windows.exchange.output_dialog import OutputDialog


@dataclass(frozen=True, slots=True)
class ExportScope:
    """What could be exported: how many there are in all, what a search found, what is selected."""

    total: int
    found: Sequence[RecordId] = ()
    selected: Sequence[RecordId] = ()


class ExportDialog(OutputDialog):
    """The narrowest choice that makes sense is chosen: several selected records, else a search, else all."""

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        jobs: JobsModel,
        scope: ExportScope,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("export", bridge, themes, jobs, parent)
        self._scope = scope
        self.all, self.found, self.selected = QRadioButton(), QRadioButton(), QRadioButton()
        self._scopes = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(18)
        for each in (self.all, self.found, self.selected):
            self._scopes.addButton(each)
            row.addWidget(each)
        row.addStretch(1)
        self.top.addLayout(row)
        chain_tabs((self.all, self.found, self.selected, self.form.format_box))
        self.found.setEnabled(bool(scope.found))
        self.selected.setEnabled(bool(scope.selected))
        chosen = self.selected if len(scope.selected) > 1 else self.found if scope.found else self.all
        chosen.setChecked(True)
        self.retranslate()
        self.propose_file(self.tr("records"))

    def job(self) -> tuple[str, dict[str, Any]]:
        params: dict[str, Any] = {
            "path": self.file.text().strip(), "format": self.form.format, "options": asdict(self.form.options),
        }  # fmt: skip
        if self.found.isChecked():
            params["ids"] = list(self._scope.found)
        elif self.selected.isChecked():
            params["ids"] = list(self._scope.selected)
        return "export", params

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Export records"))
        self._heading.setText(self.tr("Export records"))
        self.start_button.setText(self.tr("Export"))
        self.all.setText(self.tr("All %n record(s)", "", self._scope.total))
        self.found.setText(self.tr("The present search (%n)", "", len(self._scope.found)))
        self.selected.setText(self.tr("The selected (%n)", "", len(self._scope.selected)))
        super().retranslate()
