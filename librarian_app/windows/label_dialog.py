"""Spine and barcode labels: what, on which sheet, how they look; a preview; PDF or printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFontComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from core.domain.labels import PRESETS, Label, LocationCount, SheetLayout
from core.errors import LibrarianError
from librarian_app.error_dialogs import sentence
from librarian_app.preferences import load_preferences, preferences_file, save_preferences
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.item_chooser import AtHand, ItemChooser
from librarian_app.widgets.label_painter import (
    NARROWEST_MODULE_MM,
    PADDING_MM,
    LabelLook,
    LabelSheets,
    module_width_mm,
)
from librarian_app.widgets.parts import button, decimal_box, label, number_box, set_icon, tool_button
from librarian_app.widgets.way_back import WayBack
from librarian_app.windows.output_dialog import OutputDialog

SYMBOLOGIES = (("code128", "Code 128"), ("code39", "Code 39"), ("ean13", "EAN-13"))
SIZE_FIELDS = ("page_width_mm", "page_height_mm", "label_width_mm", "label_height_mm", "left_mm", "top_mm", "gap_x_mm",
               "gap_y_mm")  # fmt: skip


class LabelDialog(OutputDialog):
    """Labels for items. Layouts that come with the program can be changed and kept under a name of one's own."""

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, at_hand: AtHand, parent: QWidget | None = None) -> None:
        super().__init__(bridge, themes, parent)
        self.setProperty("help_page", "printing")
        self.labels: tuple[Label, ...] = ()
        self._own: tuple[SheetLayout, ...] = ()
        self._layout = PRESETS[0]
        self._is_filling = False
        self.kind_box = QComboBox()
        for kind in ("spine", "barcode"):
            self.kind_box.addItem("", kind)
        self.items = ItemChooser(at_hand, allow_new=True)
        self.layout_box = QComboBox()
        self.keep_button, self.forget_button = tool_button(), tool_button()
        self.way_back = WayBack(themes)
        self.keep_button.clicked.connect(self._ask_name)
        self.forget_button.clicked.connect(self._forget)
        self.first_box = _count(1, 1000)
        self.copies_box = _count(1, 50)
        self.size_boxes = {name: _length() for name in SIZE_FIELDS}
        self.columns_box, self.rows_box = _count(1, 30), _count(1, 60)
        self.roll_box = QCheckBox()
        self.measures_button = button(quiet=True)
        self.measures_button.setCheckable(True)
        self.measures_button.setAutoDefault(False)
        self.symbology_box = QComboBox()
        for value, text in SYMBOLOGIES:
            self.symbology_box.addItem(text, value)
        self.font_box = QFontComboBox()
        self.font_box.setEditable(False)
        self.font_box.setWritingSystem(QFontDatabase.WritingSystem.SimplifiedChinese)
        self.size_box = decimal_box()
        self.size_box.setRange(5, 60)
        self.size_box.setDecimals(1)
        self.size_box.setValue(14)
        self.bold_box, self.title_box, self.number_box, self.frame_box = (QCheckBox() for _ in range(4))
        self.bold_box.setChecked(True)
        self.heading_edit = QLineEdit()
        self._captions: dict[str, QLabel] = {}
        self._build()
        self._connect()
        self._show_layouts(load_preferences(preferences_file()).label_layout)
        families = self.family.split(", ")
        chinese = next((name for name in families if "CJK" in name or name not in ("Inter", "Segoe UI")), "")
        if chinese:
            self.font_box.setCurrentFont(QFont(chinese))
        self._theme_changed(themes.theme)
        self.retranslate()
        self._kind_changed()
        bridge.call("shelf", "locations", on_result=self._got_locations, on_error=self.show_problem)
        bridge.call("shelf", "layouts", on_result=self._got_layouts, on_error=self.show_problem)
        self.load()

    @property
    def look(self) -> LabelLook:
        """How the labels look, as chosen."""
        kind = str(self.kind_box.currentData())
        return LabelLook(
            "barcode" if kind == "barcode" else "spine",
            f"{self.font_box.currentFont().family()}, {self.family}",
            self.size_box.value(),
            self.bold_box.isChecked(),
            self.heading_edit.text().strip(),
            self.title_box.isChecked(),
            self.number_box.isChecked(),
            self.frame_box.isChecked(),
        )

    @property
    def sheet(self) -> SheetLayout:
        """The layout, as it stands in the fields."""
        return self._layout

    def choose_layout(self, name: str) -> None:
        """Choose a layout by its name."""
        self.layout_box.setCurrentIndex(max(0, self.layout_box.findData(name)))

    def keep_layout(self, name: str) -> None:
        """Keep the present measures under a name."""
        self._keep(replace(self._layout, name=name.strip()))

    def _keep(self, layout: SheetLayout) -> None:
        old = next((each for each in self._own if each.name == layout.name), layout)

        def kept(own: Sequence[SheetLayout]) -> None:
            self._got_layouts(own, choose=layout.name)
            if old != layout:
                self.way_back.offer(layout.name, lambda: self._keep(old), deleted=False)

        self.bridge.call("shelf", "save_layout", layout, on_result=kept, on_error=self._layout_refused)

    def load(self) -> None:
        self.serial += 1
        serial = self.serial

        def got(labels: Sequence[Label]) -> None:
            if self.is_current(serial):
                self.labels = tuple(labels)
                self._refresh()

        def failed(error: LibrarianError) -> None:
            if self.is_current(serial):
                self.labels = ()
                self.show_problem(error)

        symbology = str(self.symbology_box.currentData())
        if self.items.kind == "new":
            if not self.items.new_edit.barcode:
                got(())
                return
            self.bridge.call(
                "shelf", "blank_barcodes", self.items.new_edit.barcode, self.items.new_count.value(), symbology,
                on_result=got, on_error=failed,
            )  # fmt: skip
            return
        selection = self.items.selection
        if selection is None:
            got(())
            return
        self.bridge.call("shelf", "labels", selection, self.look.kind, symbology, on_result=got, on_error=failed)

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("Print labels"))
        self.heading.setText(self.tr("Labels"))
        self.kind_box.setItemText(0, self.tr("Spine labels with call numbers"))
        self.kind_box.setItemText(1, self.tr("Barcode labels"))
        texts = {
            "kind": self.tr("Print"),
            "items": self.tr("For"),
            "layout": self.tr("Sheet"),
            "first": self.tr("Begin at label"),
            "copies": self.tr("Copies"),
            "symbology": self.tr("Barcode"),
            "font": self.tr("Font"),
            "size": self.tr("Size"),
            "heading": self.tr("Line at the top"),
            "columns": self.tr("Columns"),
            "rows": self.tr("Rows"),
            "page_width_mm": self.tr("Sheet width"),
            "page_height_mm": self.tr("Sheet height"),
            "label_width_mm": self.tr("Label width"),
            "label_height_mm": self.tr("Label height"),
            "left_mm": self.tr("Left margin"),
            "top_mm": self.tr("Top margin"),
            "gap_x_mm": self.tr("Gap across"),
            "gap_y_mm": self.tr("Gap down"),
        }
        named: dict[str, QWidget] = {
            "kind": self.kind_box, "layout": self.layout_box, "first": self.first_box, "copies": self.copies_box,
            "symbology": self.symbology_box, "font": self.font_box, "size": self.size_box,
            "heading": self.heading_edit, "columns": self.columns_box, "rows": self.rows_box, **self.size_boxes,
        }  # fmt: skip
        for name, text in texts.items():
            self._captions[name].setText(text)
            if name in named:
                named[name].setAccessibleName(text)
        self.heading_edit.setPlaceholderText(self.tr("such as the library's name"))
        self.first_box.setToolTip(self.tr("On a sheet of which some labels are used: the first free one."))
        self.bold_box.setText(self.tr("Bold"))
        self.title_box.setText(self.tr("With the title"))
        self.number_box.setText(self.tr("With the call number"))
        self.frame_box.setText(self.tr("Lines to cut along"))
        self.roll_box.setText(self.tr("Roll: every label is a page"))
        self.measures_button.setText(self.tr("Measures…"))
        self.size_box.setSuffix(self.tr(" pt"))
        for box in self.size_boxes.values():
            box.setSuffix(self.tr(" mm"))
        self._name(self.keep_button, self.tr("Keep this layout under a name"))
        self._name(self.forget_button, self.tr("Forget this layout"))
        for row in range(self.layout_box.count()):
            found = self._layout_named(str(self.layout_box.itemData(row)))
            if found is not None:
                self.layout_box.setItemText(row, self._layout_text(found))
        if self._error is None:
            self._say()

    def file_name(self) -> str:
        return "barcode-labels" if self.look.kind == "barcode" else "spine-labels"

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.layout_box.setMinimumContentsLength(20)
        self.layout_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.font_box.setMinimumContentsLength(8)
        self.font_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for name, content in (
            ("kind", self.kind_box),
            ("items", self.items),
            ("layout", _line(self.layout_box, self.keep_button, self.forget_button)),
            ("first", _line(self.first_box, self._caption("copies"), self.copies_box)),
            ("symbology", self.symbology_box),
            ("font", self.font_box),
            ("size", _line(self.size_box, self.bold_box)),
            ("heading", self.heading_edit),
        ):
            form.addRow(self._caption(name), content)
        checks = QGridLayout()
        checks.setHorizontalSpacing(12)
        checks.addWidget(self.number_box, 0, 0)
        checks.addWidget(self.title_box, 0, 1)
        checks.addWidget(self.frame_box, 1, 0)
        checks.addWidget(self.measures_button, 1, 1)
        self._measures = QWidget()
        grid = QGridLayout(self._measures)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        pairs: list[tuple[str, QWidget]] = [("columns", self.columns_box), ("rows", self.rows_box)]
        pairs += [(name, self.size_boxes[name]) for name in SIZE_FIELDS]
        for position, (name, box) in enumerate(pairs):
            line, side = divmod(position, 2)
            grid.addWidget(self._caption(name), 2 * line, side)
            grid.addWidget(box, 2 * line + 1, side)
        grid.addWidget(self.roll_box, 2 * len(pairs), 0, 1, 2)
        self._measures.hide()
        self.column.addWidget(self.way_back)
        self.column.addLayout(form)
        self.column.addLayout(checks)
        self.column.addWidget(self._measures)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.kind_box.currentIndexChanged.connect(self._kind_changed)
        self.items.changed.connect(self._items_changed)
        self.symbology_box.currentIndexChanged.connect(self.load_soon)
        self.layout_box.currentIndexChanged.connect(self._layout_chosen)
        self.measures_button.toggled.connect(self._measures.setVisible)
        for length in self.size_boxes.values():
            length.valueChanged.connect(self._measures_changed)
        for count in (self.columns_box, self.rows_box):
            count.valueChanged.connect(self._measures_changed)
        self.roll_box.toggled.connect(self._measures_changed)
        for count in (self.first_box, self.copies_box):
            count.valueChanged.connect(self._refresh)
        self.size_box.valueChanged.connect(self._refresh)
        for check in (self.bold_box, self.title_box, self.number_box, self.frame_box):
            check.toggled.connect(self._refresh)
        self.heading_edit.textChanged.connect(self._refresh)
        self.font_box.currentFontChanged.connect(self._refresh)

    def _caption(self, name: str) -> QLabel:
        self._captions[name] = label("label")
        return self._captions[name]

    # -- layouts ---------------------------------------------------------------------------------------------------

    def _got_layouts(self, own: Sequence[SheetLayout], choose: str = "") -> None:
        self._own = tuple(own)
        self._show_layouts(choose or str(self.layout_box.currentData()))

    def _show_layouts(self, chosen: str) -> None:
        self.layout_box.blockSignals(True)
        self.layout_box.clear()
        for each in (*self._own, *PRESETS):
            self.layout_box.addItem(self._layout_text(each), each.name)
        self.layout_box.setCurrentIndex(max(0, self.layout_box.findData(chosen)))
        self.layout_box.blockSignals(False)
        self._layout_chosen()

    def _layout_named(self, name: str) -> SheetLayout | None:
        return next((each for each in (*self._own, *PRESETS) if each.name == name), None)

    def _layout_text(self, layout: SheetLayout) -> str:
        size = f"{layout.label_width_mm:g} × {layout.label_height_mm:g}"
        if layout in self._own:
            return layout.name
        if layout.is_roll:
            return self.tr("Roll") + f" · {size} mm"
        paper = "A4" if layout.page_width_mm == 210 else "Letter"
        return f"{paper} · {layout.columns} × {layout.rows} · {size} mm"

    def _layout_chosen(self) -> None:
        found = self._layout_named(str(self.layout_box.currentData()))
        if found is None:
            return
        self._layout = found
        self._is_filling = True
        self.columns_box.setValue(found.columns)
        self.rows_box.setValue(found.rows)
        for name, box in self.size_boxes.items():
            box.setValue(getattr(found, name))
        self.roll_box.setChecked(found.is_roll)
        self._is_filling = False
        self.forget_button.setEnabled(found in self._own)
        self._allow_fields()
        preferences = load_preferences(preferences_file())
        if preferences.label_layout != found.name:
            save_preferences(preferences_file(), replace(preferences, label_layout=found.name))
        self._refresh()

    def _measures_changed(self) -> None:
        if self._is_filling:
            return
        sizes = {name: box.value() for name, box in self.size_boxes.items()}
        if self.roll_box.isChecked():
            sizes["label_width_mm"], sizes["label_height_mm"] = sizes["page_width_mm"], sizes["page_height_mm"]
        self._layout = SheetLayout(
            self._layout.name,
            columns=self.columns_box.value(),
            rows=self.rows_box.value(),
            is_roll=self.roll_box.isChecked(),
            **sizes,
        )
        self._allow_fields()
        self._refresh()

    def _allow_fields(self) -> None:
        is_roll = self._layout.is_roll
        for name, box in self.size_boxes.items():
            box.setEnabled(not is_roll or name.startswith("page"))
        self.columns_box.setEnabled(not is_roll)
        self.rows_box.setEnabled(not is_roll)
        self.first_box.setEnabled(not is_roll)
        self.first_box.setMaximum(self._layout.per_page)

    def _ask_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.keep_button.toolTip())
        dialog.setLabelText(self.tr("Name of the layout"))
        dialog.setTextValue(self._layout.name if self._layout.name in {each.name for each in self._own} else "")
        dialog.setOkButtonText(self.tr("Keep"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        dialog.textValueSelected.connect(self.keep_layout)
        dialog.open()

    def _forget(self) -> None:
        old = next(each for each in self._own if each.name == str(self.layout_box.currentData()))

        def deleted(own: Sequence[SheetLayout]) -> None:
            self._got_layouts(own)
            self.way_back.offer(old.name, lambda: self._keep(old), deleted=True)

        self.bridge.call("shelf", "delete_layout", old.name, on_result=deleted, on_error=self._layout_refused)

    def _layout_refused(self, error: LibrarianError) -> None:
        self.say(sentence(error.message_id, error.context, self.themes.theme.language), "bad")

    # -- labels ----------------------------------------------------------------------------------------------------

    def _got_locations(self, locations: Sequence[LocationCount]) -> None:
        self.items.show_locations(locations)

    def _kind_changed(self) -> None:
        is_barcode = self.look.kind == "barcode"
        for widgets, is_used in (
            ((self.symbology_box, self.title_box, self.number_box), is_barcode),
            ((self.size_box, self.bold_box), not is_barcode),
        ):
            for widget in widgets:
                widget.setEnabled(is_used)
        self.load_soon()

    def _items_changed(self) -> None:
        if self.items.kind == "new" and self.look.kind != "barcode":
            self.kind_box.setCurrentIndex(1)
        self.load_soon()

    def _refresh(self) -> None:
        """Lay out the labels anew."""
        sheets = LabelSheets(
            self.labels,
            self._layout,
            self.look,
            self.first_box.value(),
            copies=self.copies_box.value(),
            outlines=False,
        )
        preview = LabelSheets(
            self.labels,
            self._layout,
            self.look,
            self.first_box.value(),
            copies=self.copies_box.value(),
            outlines=not self._layout.is_roll,
        )
        self.show_pages(sheets if sheets.labels and self._layout.fits else None)
        self.preview.show_printout(preview)
        self._say()

    def _say(self) -> None:
        language = self.themes.theme.language
        if not self._layout.fits:
            right, bottom = self._layout.overhang_mm
            self.say(sentence("layout.too_large", {"right": right, "bottom": bottom}, language), "bad")
            return
        left_out = [each for each in self.labels if each.problem_id]
        n = len(self.labels) - len(left_out)
        pages = self.printout.n_pages if self.printout else 0
        if not self.labels:
            self.say(self.tr("No items: choose for which ones labels are wanted."))
            return
        parts = [
            self.tr("{labels}, {pages}.").format(
                labels=self.tr("%n label(s)", "", n), pages=self.tr("%n page(s)", "", pages)
            )
        ]
        if left_out:
            reason = sentence(left_out[0].problem_id, left_out[0].problem, language)
            parts.append(self.tr("%n item(s) left out.", "", len(left_out)) + " " + reason)
        bars = max((each.bars for each in self.labels if each.bars), key=len, default="")
        if bars and module_width_mm(bars, self._layout.label_width_mm - 2 * PADDING_MM) < NARROWEST_MODULE_MM:
            parts.append(self.tr("The bars become very narrow: take wider labels, or Code 128."))
        self.say(" ".join(parts), "bad" if not n else "")

    def _theme_changed(self, theme: Theme) -> None:
        super()._theme_changed(theme)
        if hasattr(self, "keep_button"):
            set_icon(self.keep_button, theme, "save", 16)
            set_icon(self.forget_button, theme, "trash", 16)

    @staticmethod
    def _name(target: QWidget, text: str) -> None:
        target.setToolTip(text)
        target.setAccessibleName(text)


def _count(least: int, most: int) -> QSpinBox:
    box = number_box()
    box.setRange(least, most)
    return box


def _length() -> QDoubleSpinBox:
    box = decimal_box()
    box.setRange(0, 500)
    box.setDecimals(2)
    box.setSingleStep(0.5)
    return box


def _line(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for position, widget in enumerate(widgets):
        row.addWidget(widget, 1 if position == 0 else 0)
    return holder
