"""What was scanned, the newest at the top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from core.domain.labels import ScanVerdict
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import set_up_rows

_FIELDS = ("barcode", "title", "call_number", "location")
TONES = {"in_place": "good", "misplaced": "fair", "unexpected": "fair", "unknown": "bad", "missing": "fair"}


class ScanList(Retranslating, QTableWidget):
    """One row a scan: the outcome, then barcode, title, call number and location of the item.

    Signals:
        record_asked(int): Enter or a double click on a row.
        chosen_changed(): Another row.
    """

    record_asked = Signal(int)
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_FIELDS) + 1, parent)
        self.verdicts: list[ScanVerdict] = []
        self._colours: dict[str, QColor] = {}
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        set_up_rows(self, 34)
        self.setWordWrap(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.itemSelectionChanged.connect(self.chosen_changed)
        self.itemDoubleClicked.connect(lambda _: self._ask())
        self.retranslate()

    @property
    def chosen_record(self) -> int | None:
        """The record of the chosen row; without a choice, of the newest scan."""
        row = max(0, self.currentRow()) if self.verdicts else -1
        ids = self.verdicts[row].record_ids if row >= 0 else ()
        return int(ids[0]) if ids else None

    def use_colours(self, colours: dict[str, QColor]) -> None:
        """Colours of the outcomes by tone."""
        self._colours = colours
        self._fill()

    def add(self, verdict: ScanVerdict) -> None:
        """Put a scan on top; a barcode that was scanned before moves there."""
        self.verdicts = [verdict, *(v for v in self.verdicts if v.barcode != verdict.barcode)]
        self._fill()
        self.selectRow(0)

    def show_all(self, verdicts: Sequence[ScanVerdict]) -> None:
        """Replace everything."""
        self.verdicts = list(verdicts)
        self._fill()

    def retranslate(self) -> None:
        self.setHorizontalHeaderLabels([self.tr("Outcome"), *(wording.field(name) for name in _FIELDS)])
        self.setAccessibleName(self.tr("Scanned barcodes"))
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        if self.chosen_record is not None:
            self.record_asked.emit(self.chosen_record)

    def _fill(self) -> None:
        self.setRowCount(len(self.verdicts))
        for row, verdict in enumerate(self.verdicts):
            item = verdict.items[0] if verdict.items else None
            texts = [wording.scan_outcome(verdict.verdict), verdict.barcode]
            texts += [item.title, item.holding.call_number, item.holding.location] if item else ["", "", ""]
            for column, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                colour = self._colours.get(TONES[verdict.verdict])
                if column == 0 and colour is not None:
                    cell.setForeground(colour)
                self.setItem(row, column, cell)
