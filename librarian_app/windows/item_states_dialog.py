"""States of items of a library's own: their names, whether they are lent, whether they stand on the shelf."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.item_states import ItemState
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.parts import button, label, set_icon, set_up_rows

_ZH, _EN, _LENT, _SHELF = range(4)


class _NameDelegate(QStyledItemDelegate):
    """Says to a screen reader which column is being typed in."""

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = super().createEditor(parent, option, index)
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(heading))
        return editor


class ItemStatesDialog(Retranslating, QDialog):
    """A table that is edited and saved as a whole.

    Signals:
        saved(): The library has other states now; `wording` knows them.
    """

    saved = Signal()

    def __init__(
        self, bridge: Bridge, themes: ThemeSwitcher, *, read_only: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help_page", "records")
        self._bridge = bridge
        self._themes = themes
        self._heading, self._hint = label("title"), label("soft", wrap=True)
        self.banner = Banner(themes)
        self.table = QTableWidget(0, 4)
        self.table.setItemDelegate(_NameDelegate(self.table))
        set_up_rows(self.table, 36)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        for column in (_ZH, _EN):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column in (_LENT, _SHELF):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.add_button, self.remove_button = button(), button()
        self.save_button, self.close_button = button(primary=True), button()
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (self.add_button, self.remove_button):
            each.setAutoDefault(False)
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.save_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.setSpacing(10)
        for widget in (self._heading, self._hint, self.banner):
            whole.addWidget(widget)
        whole.addWidget(self.table, 1)
        whole.addLayout(row)
        for target in (self.add_button, self.remove_button, self.save_button, self.table):
            target.setEnabled(not read_only)
        self.resize(640, 420)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()
        bridge.call("item_states", "own", on_result=self._show, on_error=self._failed)

    @property
    def states(self) -> tuple[ItemState, ...]:
        """What the table says; rows without any name are left out."""
        found = (self._state(row) for row in range(self.table.rowCount()))
        return tuple(each for each in found if each.name_zh or each.name_en)

    def add(self) -> None:
        """A new row, its first name being typed."""
        self._append(ItemState("", "", ""))
        row = self.table.rowCount() - 1
        self.table.setCurrentCell(row, _ZH)
        if (item := self.table.item(row, _ZH)) is not None:
            self.table.setFocus()
            self.table.editItem(item)

    def remove(self) -> None:
        """Take the selected row away; refused at saving while items are in that state."""
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())

    def save(self) -> None:
        """Store the table."""
        self.save_button.setFocus()  # an editor that is open gives up what was typed

        def done(states: Sequence[ItemState]) -> None:
            wording.use_item_states(states)
            self.saved.emit()
            self._show(states)
            self.banner.tell(self.tr("Saved."), "good")

        self._bridge.call("item_states", "change", self.states, on_result=done, on_error=self._failed)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("States of items"))
        self._heading.setText(self.tr("States of items"))
        self._hint.setText(
            self.tr(
                "Beside {shipped} this library can have states of its own. They are offered in records, bulk edits and "
                "stocktaking, and imports know them by either name."
            ).format(shipped=wording.list_separator().join(wording.holding_statuses(own=False).values()))
        )
        self.table.setHorizontalHeaderLabels(
            [self.tr("In Chinese"), self.tr("In English"), self.tr("Is lent"), self.tr("Stands on the shelf")]
        )
        self.table.setAccessibleName(self.tr("States of items"))
        self.add_button.setText(self.tr("Add"))
        self.remove_button.setText(self.tr("Remove"))
        self.save_button.setText(self.tr("Save"))
        self.close_button.setText(self.tr("Close"))

    def _show(self, states: Sequence[ItemState]) -> None:
        self.table.setRowCount(0)
        for state in states:
            self._append(state)

    def _append(self, state: ItemState) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in ((_ZH, state.name_zh), (_EN, state.name_en)):
            self.table.setItem(row, column, QTableWidgetItem(text))
        for column, is_so in ((_LENT, state.is_lendable), (_SHELF, state.is_on_shelf)):
            box = QTableWidgetItem()
            box.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            box.setCheckState(Qt.CheckState.Checked if is_so else Qt.CheckState.Unchecked)
            self.table.setItem(row, column, box)
        if (first := self.table.item(row, _ZH)) is not None:
            first.setData(Qt.ItemDataRole.UserRole, state.code)

    def _state(self, row: int) -> ItemState:
        def text(column: int) -> str:
            item = self.table.item(row, column)
            return item.text().strip() if item is not None else ""

        def is_so(column: int) -> bool:
            item = self.table.item(row, column)
            return item is not None and item.checkState() == Qt.CheckState.Checked

        first = self.table.item(row, _ZH)
        code = str(first.data(Qt.ItemDataRole.UserRole) or "") if first is not None else ""
        zh, en = text(_ZH), text(_EN)
        return ItemState(code, zh or en, en or zh, is_so(_LENT), is_so(_SHELF))

    def _failed(self, error: LibrarianError) -> None:
        self.banner.tell(error_sentence(error, self._themes.theme.language), "bad")

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.add_button, theme, "plus", 16)
        set_icon(self.remove_button, theme, "trash", 16)
        set_icon(self.save_button, theme, "save", 16)
