"""Step 1: which files, and what they are taken for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from core.domain.importing import FileFacts
from librarian_app import wording
from librarian_app.error_dialogs import sentence
from librarian_app.theme import Theme
from librarian_app.widgets.parts import button, label, set_icon, set_up_rows
from librarian_app.windows.exchange.plan import WizardContext
from librarian_app.windows.exchange.step import Step
from librarian_app.windows.file_choices import FORMAT_NAMES, record_filter

_MIB, _KIB = 1 << 20, 1 << 10


class FilesStep(Step):
    """A row a file; files can be dropped on the step."""

    def __init__(self, context: WizardContext) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self._facts: dict[str, FileFacts] = {}
        self._serial = 0
        self._hint = label("soft", wrap=True)
        self._problem = label(wrap=True)
        self._problem.setProperty("tone", "bad")
        self.table = QTableWidget(0, 4)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        set_up_rows(self.table, 34)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 210), (2, 150), (3, 110)):
            self.table.setColumnWidth(column, width)
        self._add, self._remove = button(), button()
        self._format_label = label("label")
        self._format = QComboBox()
        self._format.addItem("", "auto")
        for name, shown in FORMAT_NAMES.items():
            self._format.addItem(shown, name)
        self._format_label.setBuddy(self._format)
        self._add.clicked.connect(self._choose)
        self._remove.clicked.connect(self._remove_selected)
        self._format.activated.connect(self._format_chosen)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._add)
        row.addWidget(self._remove)
        row.addStretch(1)
        row.addWidget(self._format_label)
        row.addWidget(self._format)
        self.column.addWidget(self._hint)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._problem)
        self.column.addLayout(row)
        context.themes.changed.connect(self._apply_theme)
        self._apply_theme(context.themes.theme)
        self.retranslate()

    @property
    def title(self) -> str:
        return self.tr("Files")

    @property
    def is_complete(self) -> bool:
        plan = self.context.plan
        facts = [self._facts.get(path) for path in plan.paths]
        return bool(facts) and all(each is not None and not each.problem_id for each in facts)

    def enter(self) -> None:
        self._recognise()

    def add(self, paths: Sequence[str]) -> None:
        """Take further files in."""
        plan = self.context.plan
        plan.paths += [path for path in dict.fromkeys(paths) if path not in plan.paths and Path(path).is_file()]
        self._recognise()

    def retranslate(self) -> None:
        self._hint.setText(
            self.tr(
                "Each file's format is told from its content. Drop further files here; all are one undoable import."
            )
        )
        self._add.setText(self.tr("Add files…"))
        self._remove.setText(self.tr("Remove"))
        self._format_label.setText(self.tr("Read as"))
        self._format.setItemText(0, self.tr("As recognised"))
        self._format.setAccessibleName(self.tr("Read as"))
        headings = (self.tr("File"), self.tr("Format"), self.tr("Records"), self.tr("Size"))
        self.table.setHorizontalHeaderLabels(list(headings))
        self.table.setAccessibleName(self.tr("Files"))
        self._show()

    def _recognise(self) -> None:
        """Ask what the files are; each answer is of their beginnings only."""
        self._serial += 1
        serial = self._serial
        plan = self.context.plan
        self._facts = {}
        self._show()

        def got(facts: Sequence[FileFacts]) -> None:
            if serial == self._serial:
                self._facts = {each.file: each for each in facts}
                plan.formats = {each.file: each.format for each in facts if each.format}
                self._show()

        if plan.paths:
            self.context.bridge.call(
                "import_preparation", "recognise", plan.paths, plan.format, on_result=got, on_error=self.failed.emit
            )

    def _show(self) -> None:
        paths = self.context.plan.paths
        self.table.setRowCount(len(paths))
        for row, path in enumerate(paths):
            facts = self._facts.get(path)
            cells = (Path(path).name, self._format_text(facts), self._count(facts), _size(facts))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(path if column == 0 else text)
                self.table.setItem(row, column, item)
        problems = [each for each in self._facts.values() if each.problem_id]
        language = self.context.themes.theme.language
        self._problem.setVisible(bool(problems))
        if problems:
            told = sentence(problems[0].problem_id, problems[0].problem, language)
            self._problem.setText(told + " " + self.tr("Remove the file from the list to go on."))
        self._remove.setEnabled(bool(paths))
        self.changed.emit()

    def _format_text(self, facts: FileFacts | None) -> str:
        if facts is None:
            return self.tr("Reading…")
        if facts.problem_id:
            return self.tr("Cannot be read")
        if facts.format in ("marc", "unimarc"):
            return "MARC (ISO 2709)"  # MARC 21 or CNMARC: that is told of each record
        return FORMAT_NAMES.get(facts.format, facts.format.upper())

    def _count(self, facts: FileFacts | None) -> str:
        if facts is None or facts.problem_id:
            return ""
        if facts.n_records is None:
            return self.tr("not known yet")
        return self.tr("about {n}").format(n=wording.number(facts.n_records))

    def _choose(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, self.tr("Add files"), "", record_filter())
        self.add(files)

    def _remove_selected(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()}) or [self.table.rowCount() - 1]
        paths = self.context.plan.paths
        self.context.plan.paths[:] = [path for row, path in enumerate(paths) if row not in rows]
        self._recognise()

    def _format_chosen(self) -> None:
        self.context.plan.format = str(self._format.currentData())
        self._recognise()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        self.add([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._add, theme, "plus", 16)
        set_icon(self._remove, theme, "close", 14)


def _size(facts: FileFacts | None) -> str:
    if facts is None or not facts.size_bytes:
        return ""
    if facts.size_bytes >= _MIB:
        return f"{facts.size_bytes / _MIB:.1f} MiB"
    return f"{max(1, round(facts.size_bytes / _KIB))} KiB"
