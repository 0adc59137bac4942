"""How records are written: format, and what MARC needs beside it. Remembers what was chosen last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QWidget

from core.domain.importing import HoldingLayout
from core.domain.library import ExportOptions
from core.domain.marc import MARC_FILES
from core.paths import config_dir
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import label
from librarian_app.windows.file_choices import FORMAT_NAMES

ENCODED = ("marc", "unimarc", "ris", "bibtex")
ENCODINGS = ("auto", "utf-8", "gb18030", "big5", "marc-8")
_FLAVOURS = ("", "marc21", "unimarc")
_RULES = ("", "calis", "nlc")
_REFUSALS = ("refuse", "warn")


def memory() -> QSettings:
    """What was chosen last, of this person."""
    return QSettings(str(config_dir() / "exchange.ini"), QSettings.Format.IniFormat)


class OutputForm(Retranslating, QWidget):
    """A grid of choices; those that the format has no use for are disabled.

    Args:
        group: Under which name the choices are remembered.

    Signals:
        format_changed(str): Another format was chosen.
    """

    format_changed = Signal(str)

    def __init__(self, group: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self.format_box, self.encoding_box = QComboBox(), QComboBox()
        self.flavour_box, self.rules_box = QComboBox(), QComboBox()
        self.holdings_box, self.refusal_box = QComboBox(), QComboBox()
        self.checksum_box = QCheckBox()
        for name, shown in FORMAT_NAMES.items():
            self.format_box.addItem("MARC (ISO 2709)" if name == "marc" else shown, name)
        for box, values in (
            (self.encoding_box, ENCODINGS),
            (self.flavour_box, _FLAVOURS),
            (self.rules_box, _RULES),
            (self.refusal_box, _REFUSALS),
        ):
            for value in values:
                box.addItem(value.upper(), value)
        self.holdings_box.addItem("", "")
        self._labels: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        places: dict[str, tuple[QWidget, int, int]] = {
            "format": (self.format_box, 0, 0), "encoding": (self.encoding_box, 0, 2),
            "flavour": (self.flavour_box, 1, 0), "rules": (self.rules_box, 1, 2),
            "holdings": (self.holdings_box, 2, 0), "refusal": (self.refusal_box, 2, 2),
        }  # fmt: skip
        for name, (choice, line, column) in places.items():
            self._labels[name] = label("label")
            self._labels[name].setBuddy(choice)
            grid.addWidget(self._labels[name], line, column)
            grid.addWidget(choice, line, column + 1)
        grid.addWidget(self.checksum_box, 3, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.format_box.currentIndexChanged.connect(self._format_changed)
        self._recall()
        self.retranslate()

    @property
    def format(self) -> str:
        """The name of the format."""
        return str(self.format_box.currentData())

    @property
    def options(self) -> ExportOptions:
        """What was chosen, without what the format has no use for."""
        is_marc = self.format in MARC_FILES
        flavour: Literal["", "marc21", "unimarc"] = ""
        if is_marc and self.format != "unimarc":
            chosen = self.flavour_box.currentData()
            flavour = "marc21" if chosen == "marc21" else "unimarc" if chosen == "unimarc" else ""
        rules = self.rules_box.currentData() if is_marc else ""
        return ExportOptions(
            encoding=str(self.encoding_box.currentData()) if self.format in ENCODED else "auto",
            flavour=flavour,
            rules="calis" if rules == "calis" else "nlc" if rules == "nlc" else "",
            profile=str(self.holdings_box.currentData() or "") if is_marc else "",
            checksum=is_marc and self.checksum_box.isChecked(),
            unencodable="warn" if self.refusal_box.currentData() == "warn" else "refuse",
        )

    def choose_format(self, name: str) -> None:
        """Choose a format, as the ending of a file name says."""
        self.format_box.setCurrentIndex(max(0, self.format_box.findData(name)))

    def show_layouts(self, layouts: Sequence[HoldingLayout]) -> None:
        """Offer the mappings of holdings fields."""
        kept = str(self.holdings_box.currentData() or memory().value(f"{self._group}/holdings", ""))
        while self.holdings_box.count() > 1:
            self.holdings_box.removeItem(1)
        for each in layouts:
            self.holdings_box.addItem(each.name if each.name == each.tag else f"{each.name} ({each.tag})", each.name)
        self.holdings_box.setCurrentIndex(max(0, self.holdings_box.findData(kept)))

    def remember(self) -> None:
        """Keep the choices for the next time."""
        kept = memory()
        for name, box in self._boxes.items():
            kept.setValue(f"{self._group}/{name}", box.currentData())
        kept.setValue(f"{self._group}/checksum", self.checksum_box.isChecked())

    def retranslate(self) -> None:
        captions = {
            "format": self.tr("Format"), "encoding": self.tr("Encoding"), "flavour": self.tr("Kind of MARC"),
            "rules": self.tr("Rules of CNMARC"), "holdings": self.tr("Copies go into"),
            "refusal": self.tr("A character the encoding lacks"),
        }  # fmt: skip
        for name, caption in captions.items():
            self._labels[name].setText(caption)
            self._boxes[name].setAccessibleName(caption)
        self.encoding_box.setItemText(0, self.tr("as the source, else UTF-8"))
        for position, text in enumerate((self.tr("as the source, else MARC 21"), "MARC 21", "CNMARC / UNIMARC")):
            self.flavour_box.setItemText(position, text)
        for position, text in enumerate(
            (self.tr("as the source"), self.tr("CALIS"), self.tr("National Library (NLC)"))
        ):
            self.rules_box.setItemText(position, text)
        self.holdings_box.setItemText(0, self.tr("the usual field (852 or 905)"))
        self.refusal_box.setItemText(0, self.tr("stops the export: no file"))
        self.refusal_box.setItemText(1, self.tr("is written as &#x…; and listed"))
        self.checksum_box.setText(self.tr("Add a field by which a later import notices damage on the way"))

    @property
    def _boxes(self) -> dict[str, QComboBox]:
        return {
            "format": self.format_box, "encoding": self.encoding_box, "flavour": self.flavour_box,
            "rules": self.rules_box, "holdings": self.holdings_box, "refusal": self.refusal_box,
        }  # fmt: skip

    def _recall(self) -> None:
        kept = memory()
        for name, box in self._boxes.items():
            position = box.findData(kept.value(f"{self._group}/{name}", ""))
            box.setCurrentIndex(max(0, position))
        self.checksum_box.setChecked(str(kept.value(f"{self._group}/checksum", "false")).lower() == "true")
        self._format_changed()

    def _format_changed(self) -> None:
        is_marc = self.format in MARC_FILES
        for box in (self.rules_box, self.holdings_box, self.checksum_box):
            box.setEnabled(is_marc)
        self.flavour_box.setEnabled(is_marc and self.format != "unimarc")
        self.encoding_box.setEnabled(self.format in ENCODED)
        self.refusal_box.setEnabled(self.format in ENCODED)
        self.format_changed.emit(self.format)
