"""The first rows of a table with a box above each column that says what it is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.library import ImportPreview
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import set_property
from librarian_app.windows.exchange.plan import TABLES

FIELDS = (
    "", "title", "subtitle", "title_parallel", "authors", "author", "statement", "contributors", "translators",
    "editors", "illustrators", "language", "year", "publisher", "place", "edition", "series", "extent", "size", "isbn",
    "issn", "external_id", "control_number", "subjects", "lcsh", "clc", "ddc", "lcc", "description", "note", "barcode",
    "call_number", "location", "holding_status", "holding_note", "status",
)  # fmt: skip
"""What a column may be, in the words of `ImportPreview.mapping`; "" leaves it out."""
_NARROWEST_PX, _WIDEST_PX = 150, 300
_AROUND_NAME_PX, _AROUND_FIELD_PX = 26, 58
"""Beside the words: the padding of a heading; that of a box, with its arrow and the gap to the next."""


class ColumnTable(Retranslating, QWidget):
    """For formats whose fields have their meaning, only the rows.

    Signals:
        mapping_changed(): What a column is was chosen by hand.
    """

    mapping_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: ImportPreview | None = None
        self.combos: list[QComboBox] = []
        self.rows = QTableWidget()
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setShowGrid(False)
        self.rows.setAlternatingRowColors(True)
        self.rows.verticalHeader().hide()
        self.rows.setWordWrap(False)
        self.rows.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.rows.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self._mapping = QWidget()
        self._mapping_row = QHBoxLayout(self._mapping)
        self._mapping_row.setContentsMargins(1, 0, 1, 0)
        self._mapping_row.setSpacing(0)
        self.mapping_area = QScrollArea()
        self.mapping_area.setWidget(self._mapping)
        self.mapping_area.setWidgetResizable(False)
        self.mapping_area.setFixedHeight(42)
        self.mapping_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.mapping_area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.mapping_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.horizontalScrollBar().valueChanged.connect(self.mapping_area.horizontalScrollBar().setValue)
        self.mapping_area.horizontalScrollBar().valueChanged.connect(self.rows.horizontalScrollBar().setValue)
        self.rows.horizontalHeader().sectionResized.connect(self._align)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.mapping_area)
        column.addWidget(self.rows, 1)
        self.retranslate()

    @property
    def mapping(self) -> dict[str, str]:
        """Column → field, as chosen; empty where columns have their meaning."""
        if self._preview is None or not self.combos:
            return {}
        return {
            column: str(combo.currentData()) for column, combo in zip(self._preview.columns, self.combos, strict=True)
        }

    @property
    def has_title(self) -> bool:
        """Whether a column is the title, or need not be."""
        return self._preview is not None and (not self.combos or "title" in self.mapping.values())

    def show_preview(self, preview: ImportPreview, mapping: Mapping[str, str]) -> None:
        """Show the rows; `mapping` says what the columns of a table are."""
        self._preview = preview
        for old in self.combos:
            self._mapping_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.combos = []
        is_table = preview.format in TABLES
        self.mapping_area.setVisible(is_table)
        self.rows.setColumnCount(len(preview.columns))
        self.rows.setRowCount(len(preview.rows))
        for row, values in enumerate(preview.rows):
            for column, value in enumerate(values[: len(preview.columns)]):
                item = QTableWidgetItem(value[:200])
                item.setToolTip(value[:2000])
                self.rows.setItem(row, column, item)
        for position, name in enumerate(preview.columns):
            has_values = any(len(values) > position and values[position] for values in preview.rows)
            self.rows.setColumnHidden(position, not is_table and not has_values)
            if is_table:
                self._add_combo(name, mapping.get(name, ""))
        self._mark()
        self.retranslate()

    def set_mapping(self, mapping: Mapping[str, str]) -> None:
        """Choose what the columns are, as a loaded profile says."""
        for combo, field in zip(self.combos, mapping.values(), strict=False):
            combo.setCurrentIndex(max(0, combo.findData(field)))
        self._mark()
        self._fit_columns()

    def retranslate(self) -> None:
        self.rows.setAccessibleName(self.tr("The first records of the file"))
        preview = self._preview
        if preview is None:
            return
        names = [c if self.combos else wording.field(preview.mapping.get(c, c)) for c in preview.columns]
        for position, name in enumerate(names):
            heading = QTableWidgetItem(" ".join(name.split()))
            heading.setToolTip(name)
            self.rows.setHorizontalHeaderItem(position, heading)
        for combo, column in zip(self.combos, preview.columns, strict=False):
            combo.setAccessibleName(self.tr("Field of column {column}").format(column=column))
            for position in range(combo.count()):
                combo.setItemText(position, self._field_text(str(combo.itemData(position))))
        self._fit_columns()

    def _add_combo(self, column: str, field: str) -> None:
        combo = QComboBox()
        known = FIELDS if field in FIELDS else (*FIELDS, field)
        for name in known:
            combo.addItem(self._field_text(name), name)
        combo.setCurrentIndex(known.index(field))
        combo.activated.connect(self._chosen)
        self._mapping_row.addWidget(combo)
        self.combos.append(combo)

    def _field_text(self, name: str) -> str:
        return wording.field(name) if name else self.tr("(leave out)")

    def _chosen(self) -> None:
        self._mark()
        self._fit_columns()
        self.mapping_changed.emit()

    def _mark(self) -> None:
        for combo in self.combos:
            set_property(combo, "invalid", not self.has_title)

    def _fit_columns(self) -> None:
        """Each column as wide as its name and the field chosen need, within bounds."""
        header = self.rows.horizontalHeader()
        names = header.fontMetrics()
        for position in range(self.rows.columnCount()):
            heading = self.rows.horizontalHeaderItem(position)
            wanted = names.horizontalAdvance(heading.text()) + _AROUND_NAME_PX if heading is not None else 0
            if position < len(self.combos):
                combo = self.combos[position]
                wanted = max(wanted, combo.fontMetrics().horizontalAdvance(combo.currentText()) + _AROUND_FIELD_PX)
            self.rows.setColumnWidth(position, min(_WIDEST_PX, max(_NARROWEST_PX, wanted)))
        self._align()

    def _align(self) -> None:
        """Keep each box above its column."""
        width = 0
        for position, combo in enumerate(self.combos):
            combo.setFixedWidth(max(40, self.rows.columnWidth(position) - 6))
            width += self.rows.columnWidth(position)
        self._mapping_row.setSpacing(6)
        self._mapping.setFixedSize(max(1, width), 40)
