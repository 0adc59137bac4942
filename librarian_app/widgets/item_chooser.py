"""Which items are meant: this record, the results, a search, a location, a range of barcodes, or all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from core.domain.labels import ItemSelection, LocationCount
from core.domain.records import RecordId
from librarian_app.i18n import Retranslating
from librarian_app.widgets.barcode_edit import BarcodeEdit
from librarian_app.widgets.parts import label, number_box

KINDS = ("record", "results", "query", "location", "barcodes", "all", "new")
MOST_NEW = 1000


@dataclass(frozen=True, slots=True)
class AtHand:
    """What is in view: `record` on the record page, `results` of the search, and what was searched for."""

    record: RecordId | None = None
    record_title: str = ""
    results: tuple[RecordId, ...] = ()
    query: str = ""


class ItemChooser(Retranslating, QWidget):
    """A choice and its details. "new" counts barcodes that no item has yet; it is only there when allowed.

    Signals:
        changed(): Another selection.
    """

    changed = Signal()

    def __init__(self, at_hand: AtHand, *, allow_new: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at_hand = at_hand
        self._allow_new = allow_new
        self._locations: tuple[LocationCount, ...] = ()
        self.kind_box = QComboBox()
        for kind in KINDS:
            if self._is_offered(kind):
                self.kind_box.addItem("", kind)
        self.query_edit = QLineEdit(at_hand.query)
        self.location_box = QComboBox()
        self.first_edit, self.last_edit = BarcodeEdit(), BarcodeEdit()
        self.new_edit = BarcodeEdit()
        self.new_count = number_box()
        self.new_count.setRange(1, MOST_NEW)
        self.new_count.setValue(24)
        self._to, self._count_label = label("label"), label("label")
        self._details = QStackedWidget()
        self._pages: dict[str, int] = {}
        for kind, widgets in (
            ("", ()),
            ("query", (self.query_edit,)),
            ("location", (self.location_box,)),
            ("barcodes", (self.first_edit, self._to, self.last_edit)),
            ("new", (self.new_edit, self._count_label, self.new_count)),
        ):
            self._pages[kind] = self._details.addWidget(_row(widgets))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.kind_box)
        whole.addWidget(self._details)
        self.kind_box.currentIndexChanged.connect(self._kind_changed)
        for edit in (self.query_edit, self.first_edit, self.last_edit, self.new_edit):
            edit.textChanged.connect(self.changed)
        self.location_box.currentIndexChanged.connect(self.changed)
        self.new_count.valueChanged.connect(self.changed)
        self._kind_changed()
        self.retranslate()

    @property
    def kind(self) -> str:
        """Which of `KINDS` is chosen."""
        return str(self.kind_box.currentData())

    @property
    def selection(self) -> ItemSelection | None:
        """The choice; None while it is not complete, and for "new"."""
        match self.kind:
            case "record":
                return ItemSelection("records", record_ids=(self._at_hand.record or RecordId(0),))
            case "results":
                return ItemSelection("records", record_ids=self._at_hand.results)
            case "query":
                return ItemSelection("query", query=self.query_edit.text()) if self.query_edit.text().strip() else None
            case "location":
                return ItemSelection("location", location=str(self.location_box.currentData() or ""))
            case "barcodes":
                first, last = self.first_edit.barcode, self.last_edit.barcode
                return ItemSelection("barcodes", first_barcode=first, last_barcode=last) if first else None
            case "all":
                return ItemSelection()
        return None

    def choose(self, kind: str) -> None:
        """Choose a kind that is offered."""
        position = self.kind_box.findData(kind)
        if position >= 0:
            self.kind_box.setCurrentIndex(position)

    def show_locations(self, locations: Sequence[LocationCount]) -> None:
        """Offer these locations."""
        self._locations = tuple(locations)
        chosen = self.location_box.currentData()
        self.location_box.blockSignals(True)
        self.location_box.clear()
        for each in self._locations:
            self.location_box.addItem("", each.location)
        self.location_box.setCurrentIndex(max(0, self.location_box.findData(chosen)))
        self.location_box.blockSignals(False)
        self.retranslate()
        if self.kind == "location":
            self.changed.emit()

    def retranslate(self) -> None:
        texts = {
            "record": self.tr("This record: {title}").format(title=_short(self._at_hand.record_title)),
            "results": self.tr("The %n record(s) in view", "", len(self._at_hand.results)),
            "query": self.tr("What a search finds"),
            "location": self.tr("A location"),
            "barcodes": self.tr("A range of barcodes"),
            "all": self.tr("All items"),
            "new": self.tr("New barcodes, not yet used"),
        }
        for row in range(self.kind_box.count()):
            self.kind_box.setItemText(row, texts[str(self.kind_box.itemData(row))])
        for row, each in enumerate(self._locations):
            name = each.location or self.tr("(no location)")
            self.location_box.setItemText(row, f"{name}  ({each.n_items:,})")
        self.kind_box.setAccessibleName(self.tr("Which items"))
        self.query_edit.setAccessibleName(self.tr("Search for"))
        self.query_edit.setPlaceholderText(self.tr("Search for"))
        self.location_box.setAccessibleName(self.tr("A location"))
        for edit, name in (
            (self.first_edit, self.tr("First barcode")),
            (self.last_edit, self.tr("Last barcode")),
            (self.new_edit, self.tr("First new barcode")),
        ):
            edit.setAccessibleName(name)
            edit.setPlaceholderText(name)
        self._to.setText(self.tr("to"))
        self._count_label.setText(self.tr("How many"))
        self.new_count.setAccessibleName(self.tr("How many"))

    def _is_offered(self, kind: str) -> bool:
        if kind == "record":
            return self._at_hand.record is not None
        if kind == "results":
            return bool(self._at_hand.results)
        return kind != "new" or self._allow_new

    def _kind_changed(self) -> None:
        self._details.setCurrentIndex(self._pages.get(self.kind, 0))
        self._details.setVisible(self.kind in self._pages)
        self.changed.emit()


def _row(widgets: Sequence[QWidget]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 0 if widget.inherits("QLabel") or widget.inherits("QSpinBox") else 1)
    return holder


def _short(text: str) -> str:
    return text if len(text) <= 28 else text[:27] + "…"
