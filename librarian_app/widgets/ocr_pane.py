"""What was read on a cover, line by line, to look at and to correct."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from core.domain.scans import OcrPage
from librarian_app.i18n import Retranslating
from librarian_app.models.records import OcrLinesModel
from librarian_app.widgets.parts import label


class OcrPane(Retranslating, QWidget):
    """The lines in reading order. F2, a double click or typing corrects one.

    Signals:
        line_chosen(int): This line is the current one.
        corrected(int, str): A line says this in truth.
    """

    line_chosen = Signal(int)
    corrected = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = OcrLinesModel(self)
        self.model.corrected.connect(self.corrected)
        self.view = QListView()
        self.view.setObjectName("lines")
        self.view.setWordWrap(True)
        self.view.setModel(self.model)
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self._note = label("muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 8)
        column.setSpacing(8)
        column.addWidget(self._note)
        column.addWidget(self.view, 1)
        self.set_editable(True)
        self.retranslate()

    @property
    def n_lines(self) -> int:
        return self.model.rowCount()

    def show_page(self, page: OcrPage | None) -> None:
        """Show another cover's lines; the current line stays where it was read again."""
        row = self.view.currentIndex().row()
        self.model.show_page(page)
        if 0 <= row < self.n_lines:
            self.view.setCurrentIndex(self.model.index(row))
        self.retranslate()

    def choose(self, line: int) -> None:
        """Make a line the current one."""
        self.view.setCurrentIndex(self.model.index(line))
        self.view.setFocus()

    def set_editable(self, editable: bool) -> None:
        """Allow or forbid corrections."""
        self.model.set_editable(editable)
        triggers = QListView.EditTrigger
        self.view.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
            if editable
            else triggers.NoEditTriggers
        )
        self.retranslate()

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Text on the cover"))
        if not self.n_lines:
            self._note.setText(self.tr("Nothing was read on this cover."))
        elif self.model.is_editable:
            self._note.setText(
                self.tr(
                    "In reading order; the box of the chosen line is marked on the cover. Press F2 or double-click to "
                    "correct a line. What was read is kept beside your correction."
                )
            )
        else:
            self._note.setText(
                self.tr("In reading order. Choose a line to see where it stands; click a box to find its line.")
            )

    def _chosen(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.line_chosen.emit(index.row() if index.isValid() else -1)
