"""The journal: what was done, by whom, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.domain.changes import OperationKind
from core.domain.history import HistoryStep, JournalFilter, JournalPage
from core.domain.records import BibliographicRecord
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models.records import HistoryModel
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.difference_view import DifferenceView
from librarian_app.widgets.parts import button, label, set_icon, set_up_rows


class HistoryDialog(Retranslating, QDialog):
    """Lists the operations, newest first, by person, kind and words; below, what the chosen one changed.

    Signals:
        failed(LibrarianError): A call failed; the main window says so.
    """

    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        *,
        read_only: bool,
        record: BibliographicRecord | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_read_only = read_only
        self._record = record if record is not None and record.id is not None else None
        self.model = HistoryModel(self)
        self._heading, self._hint = label("title"), label("muted", wrap=True)
        self.table = QTableView()
        self.table.setModel(self.model)
        set_up_rows(self.table, 34)
        self.table.setWordWrap(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 140), (1, 170), (3, 110), (4, 64)):
            self.table.setColumnWidth(column, width)
        self.person, self.kind, self.words = QComboBox(), QComboBox(), QLineEdit()
        for kind in ("", *get_args(OperationKind)):
            self.kind.addItem("", kind)
        self.person.addItem("", "")
        self.person.activated.connect(lambda: self.reload())
        self.kind.activated.connect(lambda: self.reload())
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(250)
        self._typing.timeout.connect(self.reload)
        self.words.textChanged.connect(lambda: self._typing.start())
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.words, 2)
        filters.addWidget(self.person, 1)
        filters.addWidget(self.kind, 1)
        self.only = QCheckBox()
        self.only.setVisible(self._record is not None)
        self.only.toggled.connect(lambda: self.reload())
        filters.addWidget(self.only)
        self.records = QListWidget()
        self.records.setObjectName("lines")
        self.records.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # long titles end in dots
        self.records.currentRowChanged.connect(self._show_record)
        self.differences = DifferenceView(themes)
        self._step: HistoryStep | None = None
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self.records)
        below.addWidget(self.differences)
        below.setStretchFactor(0, 2)
        below.setStretchFactor(1, 3)
        below.setChildrenCollapsible(False)
        self.undo_button = button()
        self.undo_button.clicked.connect(self._undo)
        self.undo_button.setEnabled(False)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.undo_button)
        row.addStretch(1)
        row.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(10)
        whole.addWidget(self._heading)
        whole.addWidget(self._hint)
        whole.addLayout(filters)
        whole.addWidget(self.table, 3)
        whole.addWidget(below, 2)
        whole.addLayout(row)
        self.resize(900, 640)
        self.table.selectionModel().currentChanged.connect(self._choose)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()
        self.reload()

    def reload(self) -> None:
        """Ask for the steps that fit the filters."""
        wanted = JournalFilter(
            str(self.person.currentData() or ""),
            next((kind for kind in get_args(OperationKind) if kind == self.kind.currentData()), None),
            self._record.id if self._record is not None and self.only.isChecked() else None,
            self.words.text(),
        )

        def got(page: JournalPage) -> None:
            self.model.show_all(page.operations)
            self._offer(page.actors)
            self._show_step(None)
            self.table.selectRow(0)
            self._enable()

        self._bridge.call("history", "journal", wanted, 300, on_result=got, on_error=self.failed.emit)

    def _offer(self, actors: Sequence[str]) -> None:
        chosen = self.person.currentData()
        while self.person.count() > 1:
            self.person.removeItem(1)
        for name in actors:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))

    def _choose(self) -> None:
        """Another step: ask what it changed."""
        self._enable()
        step = self.model.operation(self.table.currentIndex().row())
        self._show_step(None)
        if step is None:
            return

        def got(found: HistoryStep) -> None:
            now = self.model.operation(self.table.currentIndex().row())
            if now is not None and now.id == found.operation.id:
                self._show_step(found)

        self._bridge.call("history", "step", step.id, on_result=got, on_error=self.failed.emit)

    def _show_step(self, step: HistoryStep | None) -> None:
        self._step = step
        self.records.clear()
        for change in step.changes if step is not None else ():
            self.records.addItem(change.title or "–")
        if step is not None and step.n_records > len(step.changes):
            self.records.addItem(wording.and_more(step.n_records - len(step.changes)))
        if self.records.count():
            self.records.setCurrentRow(0)
        self._show_record(self.records.currentRow())

    def _show_record(self, row: int) -> None:
        captions = (self.tr("Before"), self.tr("After"))
        changes = self._step.changes if self._step is not None else ()
        if 0 <= row < len(changes):
            self.differences.show_differences(changes[row].title, changes[row].differences, captions=captions)
        else:
            self.differences.show_differences("", (), captions=captions)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("History"))
        self._heading.setText(self.tr("History"))
        self._hint.setText(
            self.tr(
                "Every change to the catalogue is one step here and can be taken back, "
                "as long as nothing later changed the same records."
            )
        )
        self.undo_button.setText(self.tr("Undo this step"))
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self.table.setAccessibleName(self.tr("History"))
        self.words.setPlaceholderText(self.tr("Words in the details"))
        self.words.setAccessibleName(self.tr("Words in the details"))
        self.person.setAccessibleName(self.tr("Who"))
        self.kind.setAccessibleName(self.tr("What"))
        self.only.setText(self.tr("Only the record shown"))
        self.person.setItemText(0, self.tr("Everybody"))
        for place in range(self.kind.count()):
            kind = str(self.kind.itemData(place))
            self.kind.setItemText(place, wording.operation(kind) if kind else self.tr("Everything"))
        self.records.setAccessibleName(self.tr("Records"))
        self._show_record(self.records.currentRow())

    def _enable(self) -> None:
        step = self.model.operation(self.table.currentIndex().row())
        self.undo_button.setEnabled(step is not None and step.undone_at is None and not self._is_read_only)

    def _undo(self) -> None:
        step = self.model.operation(self.table.currentIndex().row())
        if step is not None:
            self._bridge.call(
                "cataloguing", "undo", step.id, on_result=lambda _: self.reload(), on_error=self.failed.emit
            )

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.undo_button, theme, "undo", 16)
