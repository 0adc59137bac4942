"""Stocktaking: walk along a location with a scanner, and see what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.labels import InventoryReport, LocationCount, ScanVerdict, ShelfItem
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.barcode_edit import BarcodeEdit
from librarian_app.widgets.parts import button, label, set_icon, set_property
from librarian_app.widgets.scan_list import TONES, ScanList

OUTCOMES = ("missing", "misplaced", "unexpected", "unknown", "seen", "elsewhere")


class InventoryDialog(Retranslating, QDialog):
    """Choose a location, scan what stands there; the report says what was found, is missing, or stands in a wrong
    place. Nothing in the catalogue is changed.

    Signals:
        record_asked(int): Open this record.
        announced(str): What was written.
    """

    record_asked = Signal(int)
    announced = Signal(str)

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "barcodes")
        self._bridge = bridge
        self._themes = themes
        self._locations: tuple[LocationCount, ...] = ()
        self.report: InventoryReport | None = None
        self._heading, self._hint = label("title"), label("soft", wrap=True)
        self._location_label, self._scan_label = label("label"), label("label")
        self.location_box = QComboBox()
        self.edit = BarcodeEdit()
        self.answer = label("soft", wrap=True)
        self.scans = ScanList()
        self.missing = ScanList()
        self._tabs = QTabWidget()
        self._tabs.addTab(self.scans, "")
        self._tabs.addTab(self.missing, "")
        self._counts: QLabel = label("muted", wrap=True)
        self.report_button = button(primary=True)
        self.report_button.setAutoDefault(False)
        self.clear_button = button()
        self.clear_button.setAutoDefault(False)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self._buttons.rejected.connect(self.reject)
        self._build()
        self.edit.scanned.connect(self.take)
        self.location_box.currentIndexChanged.connect(self._location_chosen)
        self.report_button.clicked.connect(self._save)
        self.clear_button.clicked.connect(self.clear)
        for each in (self.scans, self.missing):
            each.record_asked.connect(self._go)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.resize(900, 600)
        self.edit.setFocus()
        self.retranslate()
        bridge.call("shelf", "locations", on_result=self._got_locations, on_error=self._failed)

    @property
    def location(self) -> str:
        """Where one is."""
        return str(self.location_box.currentData() or "")

    @property
    def barcodes(self) -> list[str]:
        """What was scanned, in the order of scanning."""
        return [verdict.barcode for verdict in reversed(self.scans.verdicts)]

    def take(self, barcode: str) -> None:
        """Take one scan."""

        def got(verdict: ScanVerdict) -> None:
            again = any(v.barcode == verdict.barcode for v in self.scans.verdicts)
            self.scans.add(verdict)
            self.edit.show_verdict(TONES[verdict.verdict])
            title = verdict.items[0].title if verdict.items else verdict.barcode
            text = wording.labelled(wording.scan_outcome(verdict.verdict), title)
            if again:
                text += "  " + self.tr("(scanned before)")
            set_property(self.answer, "kind", TONES[verdict.verdict])
            self.answer.setText(text)
            self._ask_report()

        self._bridge.call("shelf", "look_up", barcode, self.location, on_result=got, on_error=self._failed)

    def clear(self) -> None:
        """Begin anew."""
        self.scans.show_all(())
        self.answer.clear()
        self._ask_report()
        self.edit.setFocus()

    def save_report(self, file: str) -> None:
        """Write the report as a workbook or CSV, as the ending says."""

        def done(_: int) -> None:
            self.answer.setText(self.tr("Saved: {file}").format(file=file))
            self.announced.emit(self.tr("Saved: {file}").format(file=file))

        names = ("call_number", "title", "barcode", "location", "holding_status")
        header = [self.tr("Outcome"), *(wording.field(name) for name in names)]
        words = [wording.scan_outcome(name) for name in OUTCOMES]
        self._bridge.call(
            "shelf", "write_inventory", self.location, self.barcodes, file, header, words,
            wording.holding_statuses(), self.tr("Stocktaking"), on_result=done, on_error=self._failed,
        )  # fmt: skip

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Stocktaking"))
        self._heading.setText(self.tr("Stocktaking"))
        self._hint.setText(
            self.tr(
                "Choose a location and scan every item on its shelves. The report says what is missing and what stands "
                "in the wrong place. The catalogue is not changed."
            )
        )
        self._location_label.setText(wording.field("location"))
        self.location_box.setAccessibleName(wording.field("location"))
        for row, each in enumerate(self._locations):
            name = each.location or self.tr("(no location)")
            self.location_box.setItemText(row, f"{name}  ({each.n_items:,})")
        self._scan_label.setText(wording.field("barcode"))
        self.edit.setAccessibleName(wording.field("barcode"))
        self.edit.setPlaceholderText(self.tr("Scan here"))
        self.report_button.setText(self.tr("Save the report…"))
        self.clear_button.setText(self.tr("Begin anew"))
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self._tell()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._location_label)
        top.addWidget(self.location_box, 1)
        top.addSpacing(12)
        top.addWidget(self._scan_label)
        top.addWidget(self.edit, 2)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.clear_button)
        foot.addStretch(1)
        foot.addWidget(self.report_button)
        foot.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(10)
        whole.addWidget(self._heading)
        whole.addWidget(self._hint)
        whole.addLayout(top)
        whole.addWidget(self.answer)
        whole.addWidget(self._tabs, 1)
        whole.addWidget(self._counts)
        whole.addLayout(foot)

    def _got_locations(self, locations: Sequence[LocationCount]) -> None:
        self._locations = tuple(locations)
        self.location_box.blockSignals(True)
        self.location_box.clear()
        for each in self._locations:
            self.location_box.addItem("", each.location)
        self.location_box.blockSignals(False)
        self.retranslate()
        self._ask_report()

    def _location_chosen(self) -> None:
        def got(verdicts: Sequence[ScanVerdict]) -> None:
            self.scans.show_all(tuple(reversed(verdicts)))
            self._ask_report()

        self._bridge.call("shelf", "look_up_all", self.barcodes, self.location, on_result=got, on_error=self._failed)
        self.edit.setFocus()

    def _ask_report(self) -> None:
        self._bridge.call(
            "shelf", "inventory", self.location, self.barcodes, on_result=self._got_report, on_error=self._failed
        )

    def _got_report(self, report: InventoryReport) -> None:
        self.report = report
        self.missing.show_all([_as_missing(item) for item in report.missing])
        self._tell()

    def _tell(self) -> None:
        report = self.report
        n_missing = len(report.missing) if report else 0
        self._tabs.setTabText(0, self.tr("Scanned") + f" ({len(self.scans.verdicts)})")
        self._tabs.setTabText(1, self.tr("Not seen yet") + f" ({n_missing})")
        self.report_button.setEnabled(bool(self.scans.verdicts))
        self.clear_button.setEnabled(bool(self.scans.verdicts))
        if report is None:
            self._counts.clear()
            return
        counts = (
            ("seen", len(report.seen)),
            ("missing", n_missing),
            ("misplaced", len(report.misplaced)),
            ("unexpected", len(report.unexpected)),
            ("unknown", len(report.unknown)),
            ("elsewhere", len(report.elsewhere)),
        )
        self._counts.setText("   ".join(wording.labelled(wording.scan_outcome(name), f"{n:,}") for name, n in counts))

    def _save(self) -> None:
        file, kind = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), "stocktaking.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if file:
            ending = ".csv" if "csv" in kind else ".xlsx"
            self.save_report(file if file.lower().endswith((".csv", ".xlsx")) else file + ending)

    def _failed(self, error: LibrarianError) -> None:
        set_property(self.answer, "kind", "bad")
        self.answer.setText(error_sentence(error, self._themes.theme.language))

    def _go(self, record_id: int) -> None:
        self.record_asked.emit(record_id)
        self.accept()

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.report_button, theme, "save", 16)
        set_icon(self.clear_button, theme, "refresh", 16)
        colours = {tone: theme.colour(tone) for tone in ("good", "fair", "bad")}
        self.scans.use_colours(colours)


def _as_missing(item: ShelfItem) -> ScanVerdict:
    return ScanVerdict(item.holding.barcode, "missing", (item,), (item.record_id,))
