"""The copies of a record in a table, to read or to edit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.domain.checking import FieldWarning
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models.records import HOLDING_FIELDS, HoldingsModel
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.barcode_edit import BarcodeEdit
from librarian_app.widgets.parts import button, label, set_icon, set_up_rows
from librarian_app.widgets.remarks import Remarks

Index = QModelIndex | QPersistentModelIndex


class _StatusDelegate(QStyledItemDelegate):
    """Offers the known states in a combo box."""

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        combo = QComboBox(parent)
        for value in wording.holding_statuses():
            combo.addItem(wording.holding_choice(value), value)
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        if isinstance(editor, QComboBox):
            code = str(index.data(Qt.ItemDataRole.EditRole))
            if editor.findData(code) < 0:  # of another library, or removed since
                editor.addItem(code, code)
            editor.setCurrentIndex(editor.findData(code))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())


class _BarcodeDelegate(QStyledItemDelegate):
    """A field for hand scanners."""

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        return BarcodeEdit(parent)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        if isinstance(editor, BarcodeEdit):
            model.setData(index, editor.barcode)


class _WordsDelegate(QStyledItemDelegate):
    """Offers the words that the library uses already; others may be typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words: tuple[str, ...] = ()

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        combo = QComboBox(parent)
        combo.setEditable(True)
        combo.addItems(list(self.words))
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        if isinstance(editor, QComboBox):
            editor.setEditText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())


class HoldingsTable(Retranslating, QWidget):
    """The table with add, copy and remove below it while editing, each with a key."""

    def __init__(self, model: HoldingsModel, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.remarks = Remarks(lambda: themes.theme.language, self._take_fix)
        self._model = model
        self._table = QTableView()
        self._table.setModel(model)
        set_up_rows(self._table, 38)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.setItemDelegateForColumn(HOLDING_FIELDS.index("status"), _StatusDelegate(self._table))
        self._locations = _WordsDelegate(self._table)
        self._table.setItemDelegateForColumn(HOLDING_FIELDS.index("location"), self._locations)
        self._table.setItemDelegateForColumn(HOLDING_FIELDS.index("barcode"), _BarcodeDelegate(self._table))
        self._is_editable = False
        self._none = label("muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._add = button()
        self._add.clicked.connect(self._add_copy)
        self._copy = button()
        self._copy.clicked.connect(self._duplicate)
        self._remove = button()
        self._remove.clicked.connect(lambda: model.remove(self._table.currentIndex().row()))
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._add)
        row.addWidget(self._copy)
        row.addWidget(self._remove)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._table, 1)
        whole.addWidget(self._none, 1)
        whole.addWidget(self.remarks)
        whole.addWidget(self._buttons)
        for target, keys in ((self._add, "Ctrl+Ins"), (self._copy, "Ctrl+D"), (self._remove, "Ctrl+Shift+Del")):
            target.setShortcut(QKeySequence(keys))
        for change in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            change.connect(self._show_or_hide)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.set_editable(False)
        self.retranslate()

    def set_editable(self, editable: bool) -> None:
        """Allow or forbid changes by hand."""
        self._model.set_editable(editable)
        self._buttons.setVisible(editable)
        self._is_editable = editable
        self._say_none()

    def retranslate(self) -> None:
        self._add.setText(self.tr("Add item"))
        self._copy.setText(self.tr("Duplicate"))
        for target, keys in ((self._add, "Ctrl+Ins"), (self._copy, "Ctrl+D"), (self._remove, "Ctrl+Shift+Del")):
            target.setShortcut(QKeySequence(keys))  # setting the text takes the shortcut away
            target.setToolTip(keys)
        self._remove.setText(self.tr("Remove item"))
        self._say_none()
        self._table.setAccessibleName(wording.field("holdings"))
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HOLDING_FIELDS) - 1)

    def _say_none(self) -> None:
        if self._is_editable:
            self._none.setText(self.tr("No items yet. Add one with its call number, barcode and location."))
        else:
            self._none.setText(self.tr("No items yet. Edit the record to add call number, barcode and location."))

    def _add_copy(self) -> None:
        self._model.add()
        index = self._model.index(self._model.rowCount() - 1, HOLDING_FIELDS.index("barcode"))
        self._table.setCurrentIndex(index)
        self._table.edit(index)

    def offer_locations(self, words: Sequence[str]) -> None:
        """Locations to choose from while editing."""
        self._locations.words = tuple(words)

    def show_warnings(self, warnings: Sequence[FieldWarning]) -> None:
        """Show what was found about the items."""
        self.remarks.show_warnings([each for each in warnings if each.field == "holdings"])

    def _take_fix(self, warning: FieldWarning) -> None:
        column = HOLDING_FIELDS.index(warning.part) if warning.part in HOLDING_FIELDS else -1
        if warning.fix is not None and column >= 0:
            self._model.setData(self._model.index(warning.row, column), warning.fix)

    def _duplicate(self) -> None:
        row = self._model.duplicate(self._table.currentIndex().row())
        if row >= 0:
            index = self._model.index(row, HOLDING_FIELDS.index("barcode"))
            self._table.setCurrentIndex(index)
            self._table.edit(index)

    def _show_or_hide(self) -> None:
        has_rows = self._model.rowCount() > 0
        self._table.setVisible(has_rows)
        self._none.setVisible(not has_rows)
        self._remove.setEnabled(has_rows)
        self._copy.setEnabled(has_rows)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._add, theme, "plus", 16)
        set_icon(self._copy, theme, "paste", 16)
        set_icon(self._remove, theme, "trash", 16)
