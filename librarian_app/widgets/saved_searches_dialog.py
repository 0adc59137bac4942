"""The saved searches: rename them, delete them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.domain.saved_searches import SavedSearch
from librarian_app.i18n import Retranslating
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.parts import button, label
from librarian_app.widgets.way_back import WayBack

_ID, _NAME = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class SavedSearchesDialog(Retranslating, QDialog):
    """A list whose names are edited in place (F2); Delete forgets the chosen one.

    Signals:
        rename_asked(int, str): Another name for the saved search with this id.
        delete_asked(int, str): Forget the one with this id and name; tell `way_back` when it is done.
    """

    rename_asked = Signal(int, str)
    delete_asked = Signal(int, str)

    def __init__(self, themes: ThemeSwitcher, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way_back = WayBack(themes)
        self.setMinimumSize(420, 340)
        self._hint = label("muted", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("lines")
        self.list.itemChanged.connect(self._edited)
        self._rename, self._delete, self._close = button(), button(), button(primary=True)
        self._rename.clicked.connect(lambda: self.list.editItem(self.list.currentItem()))
        self._delete.clicked.connect(self._delete_current)
        self._close.clicked.connect(self.accept)
        self._is_read_only = read_only
        row = QHBoxLayout()
        row.addWidget(self._rename)
        row.addWidget(self._delete)
        row.addStretch(1)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._hint)
        column.addWidget(self.way_back)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.list.currentRowChanged.connect(self._choose)
        self.retranslate()
        self._choose(-1)

    def show_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Show these; the present place is kept."""
        place = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for search in searches:
            item = QListWidgetItem(search.name)
            item.setData(_ID, int(search.id or 0))
            item.setData(_NAME, search.name)
            if not self._is_read_only:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(max(place, 0), self.list.count() - 1))
        self._choose(self.list.currentRow())

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Saved searches"))
        self._hint.setText(self.tr("Rename with F2 or a double click."))
        self.list.setAccessibleName(self.tr("Saved searches"))
        self._rename.setText(self.tr("Rename"))
        self._delete.setText(self.tr("Delete"))
        self._close.setText(self.tr("Close"))

    def _choose(self, row: int) -> None:
        for target in (self._rename, self._delete):
            target.setEnabled(row >= 0 and not self._is_read_only)

    def _edited(self, item: QListWidgetItem) -> None:
        name = item.text().strip()
        if name and name != item.data(_NAME):
            self.rename_asked.emit(item.data(_ID), name)
        elif not name:
            item.setText(str(item.data(_NAME)))

    def _delete_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.delete_asked.emit(item.data(_ID), str(item.data(_NAME)))
