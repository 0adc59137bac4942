"""The fields and subfields in which a vendor or library keeps copies in MARC, kept under names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from core.domain.importing import HoldingLayout
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.parts import ScrollingColumn, chain_tabs, label
from librarian_app.widgets.profile_bar import ProfileBar
from librarian_app.widgets.repeat_rows import RepeatRows

PARTS = ("barcode", "call_number", "location", "note", "status")
_FIELD_OF_PART = {"note": "holding_note", "status": "holding_status"}
_FLAVOURS = ("", "marc21", "unimarc")


class HoldingsDialog(Retranslating, QDialog):
    """Edits the layouts of a library; built-in ones can be loaded and kept under another name.

    Signals:
        saved(): The list changed.
    """

    saved = Signal()

    def __init__(
        self, bridge: Bridge, themes: ThemeSwitcher, layouts: Sequence[HoldingLayout], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self.setProperty("help_page", "import-export")
        self._themes = themes
        self._layouts = tuple(layouts)
        self._loaded = ""
        self.banner = Banner(themes)
        self._hint = label("soft", wrap=True)
        self.bar = ProfileBar(themes)
        self.tag = QLineEdit()
        self.tag.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9A-Z]{0,3}"), self.tag))
        self.tag.setFixedWidth(84)
        self.flavour = QComboBox()
        for value in _FLAVOURS:
            self.flavour.addItem("", value)
        self.parts = {name: QLineEdit() for name in PARTS}
        self.ranges = QCheckBox()
        self.words = RepeatRows(
            tuple(wording.holding_statuses()), wording.holding_status, "available", choice_width=220
        )
        self._words_label, self._words_hint = label("label"), label("soft", wrap=True)
        area = ScrollingColumn((0, 0, 8, 0), 0)
        area.column.addWidget(self.words)
        area.column.addStretch(1)
        area.setMinimumHeight(126)
        self._labels: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = {"tag": self.tag, "flavour": self.flavour, **self.parts}
        for line, (name, edit) in enumerate(fields.items()):
            self._labels[name] = label("label")
            self._labels[name].setBuddy(edit)
            grid.addWidget(self._labels[name], line, 0)
            grid.addWidget(edit, line, 1, Qt.AlignmentFlag.AlignLeft if name == "tag" else Qt.AlignmentFlag(0))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        self._close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(12)
        whole.addWidget(self._hint)
        whole.addWidget(self.banner)
        whole.addWidget(self.bar)
        whole.addLayout(grid)
        whole.addWidget(self.ranges)
        whole.addWidget(self._words_label)
        whole.addWidget(self._words_hint)
        whole.addWidget(area, 1)
        whole.addWidget(self._buttons)
        self.bar.chosen.connect(self._load)
        self.bar.save_asked.connect(self._save)
        self.bar.delete_asked.connect(self._delete)
        self.resize(600, 660)
        self._show_names(self._layouts[0].name if self._layouts else "")
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Where copies are in MARC"))
        self._hint.setText(
            self.tr(
                "Subfields are tried in order, separated by commas; “d/e” joins $d and $e with a stroke. "
                "Load a built-in field, change it, and save it under the vendor's name."
            )
        )
        self.bar.set_caption(self.tr("Name"), self.tr("Name of a vendor or library"))
        self._labels["tag"].setText(self.tr("Field"))
        self._labels["flavour"].setText(self.tr("In records of"))
        for name in PARTS:
            self._labels[name].setText(wording.field(_FIELD_OF_PART.get(name, name)))
            self.parts[name].setAccessibleName(self._labels[name].text())
        for position, text in enumerate((self.tr("any kind"), "MARC 21", "CNMARC / UNIMARC")):
            self.flavour.setItemText(position, text)
        self.ranges.setText(self.tr("A range such as 20295403-5408 stands for several copies"))
        self._words_label.setText(self.tr("Words for states"))
        self._words_hint.setText(
            self.tr("What the status subfield says, and what it means here; “7:1” is a 1 in $7 only.")
        )
        self.words.set_names(self.tr("Words for states"))
        self._close.setText(self.tr("Close"))

    @property
    def layout_set(self) -> HoldingLayout:
        """What is typed."""
        patterns = {
            name: tuple(part.strip() for part in edit.text().replace("，", ",").split(",") if part.strip())
            for name, edit in self.parts.items()
        }
        flavour = self.flavour.currentData()
        return HoldingLayout(
            self.bar.name,
            self.tag.text().strip(),
            "marc21" if flavour == "marc21" else "unimarc" if flavour == "unimarc" else "",
            {name: given for name, given in patterns.items() if given},
            dict(self.words.values),
            self.ranges.isChecked(),
            based_on=self._loaded,
            is_own=True,
        )

    def _show_names(self, chosen: str) -> None:
        self.bar.show_names([(each.name, each.name, each.is_own) for each in self._layouts], chosen)
        self._load(chosen)

    def _load(self, name: str) -> None:
        found = next((each for each in self._layouts if each.name == name), None)
        if found is None:
            return
        self._loaded = found.name
        self.tag.setText(found.tag)
        self.flavour.setCurrentIndex(max(0, self.flavour.findData(found.flavour)))
        for part, edit in self.parts.items():
            edit.setText(", ".join(found.patterns.get(part, ())))
        self.ranges.setChecked(found.barcode_ranges)
        self.words.set_values(tuple(found.statuses.items()))
        self.words.set_names(self.tr("Words for states"))
        chain_tabs((self.ranges, *self.words.keyboard_fields, self._close))

    def _save(self, name: str) -> None:
        is_there = any(each.name == name and each.is_own for each in self._layouts)
        self._change("save_holding_layout", self.layout_set, name, is_there)

    def _delete(self, name: str) -> None:
        self._change("delete_holding_layout", name, name, True, deleted=True)

    def _change(self, method: str, argument: object, name: str, has_way_back: bool, *, deleted: bool = False) -> None:
        def done(_: object) -> None:
            self._reload("" if deleted else name)
            if has_way_back:
                self.bar.way_back.offer(
                    name, lambda: self._change("restore_holding_layout", name, name, False), deleted=deleted
                )

        self._bridge.call("import_preparation", method, argument, on_result=done, on_error=self._failed)

    def _reload(self, chosen: str) -> None:
        def got(layouts: Sequence[HoldingLayout]) -> None:
            self._layouts = tuple(layouts)
            self.banner.hide()
            self._show_names(chosen)
            self.saved.emit()

        self._bridge.call("import_preparation", "holding_layouts", on_result=got, on_error=self._failed)

    def _failed(self, error: LibrarianError) -> None:
        self.banner.tell(error_sentence(error, self._themes.theme.language), "bad")
