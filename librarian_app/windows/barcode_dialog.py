"""Find by barcode: scan, and the record opens; or scan on, and a list of what was scanned grows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from core.domain.labels import ScanVerdict
from core.errors import LibrarianError
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.barcode_edit import BarcodeEdit
from librarian_app.widgets.parts import label, set_property
from librarian_app.widgets.scan_list import ScanList


class BarcodeDialog(Retranslating, QDialog):
    """A field for a scanner. An item's barcode or an ISBN leads to the record.

    Signals:
        record_asked(int): Open this record.
    """

    record_asked = Signal(int)

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "barcodes")
        self._bridge = bridge
        self._themes = themes
        self._verdict: ScanVerdict | None = None
        self._heading = label("title")
        self._hint = label("soft", wrap=True)
        self.edit = BarcodeEdit()
        self.at_once = QCheckBox()
        self.at_once.setChecked(True)
        self.answer = label("soft", wrap=True)
        self.answer.setMinimumHeight(44)
        self.scans = ScanList()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._open = self._buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._open.setAutoDefault(False)
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self._open.clicked.connect(self._open_chosen)
        self._buttons.rejected.connect(self.reject)
        self.edit.scanned.connect(self.look_up)
        self.at_once.toggled.connect(lambda on: self.scans.setVisible(not on))
        self.scans.record_asked.connect(self._go)
        self.scans.chosen_changed.connect(self._allow)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(10)
        whole.addWidget(self._heading)
        whole.addWidget(self._hint)
        whole.addWidget(self.edit)
        whole.addWidget(self.answer)
        whole.addWidget(self.scans, 1)
        whole.addWidget(self.at_once)
        whole.addWidget(self._buttons)
        self.scans.hide()
        self.resize(620, 300)
        self.edit.setFocus()
        self.retranslate()
        self._allow()

    def look_up(self, barcode: str) -> None:
        """Ask what a barcode is."""

        def failed(error: LibrarianError) -> None:
            self._say(error_sentence(error, self._themes.theme.language), "bad")

        self._bridge.call("shelf", "look_up", barcode, on_result=self._got, on_error=failed)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Find by barcode"))
        self._heading.setText(self.tr("Find by barcode"))
        self._hint.setText(self.tr("Scan or type the barcode of an item, or an ISBN, and press Enter."))
        self.edit.setAccessibleName(self.tr("Barcode or ISBN"))
        self.edit.setPlaceholderText(self.tr("Barcode or ISBN"))
        self.at_once.setText(self.tr("Open the record at once"))
        self.at_once.setToolTip(self.tr("Switched off, what is scanned is listed here."))
        self._open.setText(self.tr("Open record"))
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self._tell()

    def _got(self, verdict: ScanVerdict) -> None:
        self._verdict = verdict
        self.scans.add(verdict)
        self.edit.show_verdict("bad" if verdict.verdict == "unknown" else "good")
        self._tell()
        self._allow()
        if self.at_once.isChecked() and verdict.record_ids:
            self._go(int(verdict.record_ids[0]))
        elif not self.at_once.isChecked() and self.height() < 480:
            self.resize(self.width(), 520)

    def _tell(self) -> None:
        verdict = self._verdict
        if verdict is None:
            self._say("", "")
        elif not verdict.record_ids:
            self._say(
                self.tr("{barcode} is not known: no item has this barcode and no record this ISBN.").format(
                    barcode=verdict.barcode
                ),
                "bad",
            )
        elif verdict.items:
            item = verdict.items[0]
            parts = (item.title, item.author, item.holding.call_number, item.holding.location)
            self._say(" · ".join(part for part in parts if part), "good")
        else:
            self._say(self.tr("A record has this ISBN, but no items yet."), "good")

    def _say(self, text: str, tone: str) -> None:
        set_property(self.answer, "kind", tone if tone in ("bad", "good") else "soft")
        self.answer.setText(text)

    def _allow(self) -> None:
        self._open.setEnabled(self.scans.chosen_record is not None)

    def _open_chosen(self) -> None:
        if self.scans.chosen_record is not None:
            self._go(self.scans.chosen_record)

    def _go(self, record_id: int) -> None:
        self.record_asked.emit(record_id)
        self.accept()
