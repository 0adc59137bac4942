"""The journal: what was done, by whom, and undoing it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from librarian_app.i18n import Retranslating
from librarian_app.models.records import HistoryModel
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon


class HistoryDialog(Retranslating, QDialog):
    """Lists the operations, newest first.

    Signals:
        failed(LibrarianError): A call failed; the main window says so.
    """

    failed = Signal(object)

    def __init__(
        self, bridge: Bridge, themes: ThemeSwitcher, *, read_only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_read_only = read_only
        self.model = HistoryModel(self)
        self._heading, self._hint = label("title"), label("muted", wrap=True)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(34)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 140), (1, 170), (3, 110), (4, 64)):
            self.table.setColumnWidth(column, width)
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
        whole.addWidget(self.table, 1)
        whole.addLayout(row)
        self.resize(820, 520)
        self.table.selectionModel().currentChanged.connect(self._enable)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()
        self.reload()

    def reload(self) -> None:
        """Ask for the journal."""
        self._bridge.call("cataloguing", "history", 200, on_result=self.model.show_all, on_error=self.failed.emit)

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
