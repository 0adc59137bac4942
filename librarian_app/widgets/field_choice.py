"""Two records side by side, a field a row, each to be taken over or not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from core.domain.importing import OVERLAY_FIELDS
from core.domain.record_fields import shown_values
from core.domain.records import BibliographicRecord
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.record_wording import shown_value

FIELDS = tuple(name for name in OVERLAY_FIELDS if name != "holdings")
_LONGEST = 400


class FieldChoice(Retranslating, QTableWidget):
    """Fields that the draft lacks are ticked from the start; space ticks and unticks the row.

    Signals:
        choice_changed(): Another set of fields is ticked.
    """

    choice_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._draft = BibliographicRecord("")
        self._other = BibliographicRecord("")
        self._names: list[str] = []
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(0, 132)
        self.itemChanged.connect(lambda _: self.choice_changed.emit())
        self.retranslate()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked fields."""
        ticks = [(name, self.item(row, 0)) for row, name in enumerate(self._names)]
        return tuple(name for name, item in ticks if item is not None and item.checkState() == Qt.CheckState.Checked)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields in which the two differ."""
        return tuple(self._names)

    def show_records(self, draft: BibliographicRecord, other: BibliographicRecord) -> None:
        """Compare; fields that the other leaves empty, or has the same, are not listed."""
        self._draft, self._other = draft, other
        self._names = [
            name for name in FIELDS if (given := shown_values(other, name)) and given != shown_values(draft, name)
        ]
        self._fill({name for name in self._names if not shown_values(draft, name)})

    def tick(self, name: str, *, on: bool = True) -> None:
        """Tick a field as a person would."""
        item = self.item(self._names.index(name), 0) if name in self._names else None
        if item is not None:
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def retranslate(self) -> None:
        headings = (self.tr("Take"), self.tr("In your draft"), self.tr("There"))
        self.setHorizontalHeaderLabels(list(headings))
        self.setAccessibleName(self.tr("Fields that can be taken over"))
        self._fill(set(self.chosen))

    def _fill(self, ticked: set[str]) -> None:
        self.blockSignals(True)
        self.setRowCount(len(self._names))
        for row, name in enumerate(self._names):
            tick = QTableWidgetItem(wording.field(name))
            tick.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            tick.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
            self.setItem(row, 0, tick)
            for column, record in ((1, self._draft), (2, self._other)):
                text = "\n".join(shown_value(name, value) for value in shown_values(record, name))
                item = QTableWidgetItem(text[:_LONGEST] + ("…" if len(text) > _LONGEST else "") or "—")
                item.setToolTip(text[:4000])
                self.setItem(row, column, item)
        self.resizeRowsToContents()
        self.blockSignals(False)
        self.choice_changed.emit()
