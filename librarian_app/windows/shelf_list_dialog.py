"""The shelf list: items in the order in which they stand on the shelf; printed, or as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QWidget

from core.domain.labels import LocationCount, ShelfItem
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.item_chooser import AtHand, ItemChooser
from librarian_app.widgets.list_painter import ListColumn, ListPages
from librarian_app.widgets.parts import button, decimal_box, label, set_icon
from librarian_app.windows.output_dialog import OutputDialog


class ShelfListDialog(OutputDialog):
    """Call number, title, author, year, barcode, status on A4; the same as a workbook or CSV."""

    def __init__(
        self, bridge: Bridge, themes: ThemeSwitcher, at_hand: AtHand, library: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, themes, parent)
        self.setProperty("help_page", "printing")
        self._library = library
        self._items: tuple[ShelfItem, ...] = ()
        self.items = ItemChooser(at_hand)
        self.landscape_box = QCheckBox()
        self.size_box = decimal_box()
        self.size_box.setRange(6, 16)
        self.size_box.setDecimals(1)
        self.size_box.setValue(9)
        self.table_button = button()
        self.table_button.setAutoDefault(False)
        self.table_button.clicked.connect(self._save_table)
        self.extra_buttons.addWidget(self.table_button)
        self._items_caption, self._size_caption = label("label"), label("label")
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._items_caption, self.items)
        form.addRow(self._size_caption, self.size_box)
        self.column.addLayout(form)
        self.column.addWidget(self.landscape_box)
        self.column.addStretch(1)
        self.items.changed.connect(self.load_soon)
        self.landscape_box.toggled.connect(self._refresh)
        self.size_box.valueChanged.connect(self._refresh)
        self._theme_changed(themes.theme)
        self.retranslate()
        bridge.call("shelf", "locations", on_result=self._got_locations, on_error=self.show_problem)
        self.load()

    def load(self) -> None:
        self.serial += 1
        serial = self.serial

        def got(items: Sequence[ShelfItem]) -> None:
            if self.is_current(serial):
                self._items = tuple(items)
                self._refresh()

        def failed(error: LibrarianError) -> None:
            if self.is_current(serial):
                self._items = ()
                self.show_problem(error)

        selection = self.items.selection
        if selection is None:
            got(())
        else:
            self.bridge.call("shelf", "items", selection, on_result=got, on_error=failed)

    def save_table(self, file: str) -> None:
        """Write the list as a workbook or CSV, as the ending says."""
        selection = self.items.selection
        if selection is None:
            return

        def done(n: int) -> None:
            self.announced.emit(self.tr("Saved: {file}").format(file=file))
            self.say(self.tr("Saved: {file}").format(file=file))

        header = [wording.field(name) for name in ("call_number", "title", "author", "year")]
        header += ["ISBN", *(wording.field(name) for name in ("barcode", "location", "holding_status"))]
        self.bridge.call(
            "shelf", "write_shelf_list", selection, file, header, wording.holding_statuses(), self.tr("Shelf list"),
            on_result=done, on_error=self._refused,
        )  # fmt: skip

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("Shelf list"))
        self.heading.setText(self.tr("Shelf list"))
        self._items_caption.setText(self.tr("For"))
        self._size_caption.setText(self.tr("Font size"))
        self.size_box.setAccessibleName(self.tr("Font size"))
        self.size_box.setSuffix(self.tr(" pt"))
        self.landscape_box.setText(self.tr("Landscape"))
        self.table_button.setText(self.tr("Save as table…"))
        if self._error is None:
            self._refresh()

    def file_name(self) -> str:
        return "shelf-list"

    def _save_table(self) -> None:
        file, kind = QFileDialog.getSaveFileName(
            self, self.tr("Save as table"), "shelf-list.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if file:
            ending = ".csv" if "csv" in kind else ".xlsx"
            self.save_table(file if file.lower().endswith((".csv", ".xlsx")) else file + ending)

    def _got_locations(self, locations: Sequence[LocationCount]) -> None:
        self.items.show_locations(locations)

    def _refresh(self) -> None:
        today = QLocale().toString(QDate.currentDate(), QLocale.FormatType.ShortFormat)
        count = self.tr("%n item(s)", "", len(self._items))
        rows = [
            (
                item.holding.call_number,
                item.title,
                item.author,
                str(item.year) if item.year is not None else "",
                item.holding.barcode,
                item.holding.location,
                wording.holding_status(item.holding.status),
            )
            for item in self._items
        ]
        columns = [
            ListColumn(wording.field("call_number"), 19),
            ListColumn(wording.field("title"), 32),
            ListColumn(wording.field("author"), 16),
            ListColumn(wording.field("year"), 8),
            ListColumn(wording.field("barcode"), 15),
            ListColumn(wording.field("location"), 18),
            ListColumn(wording.field("holding_status"), 14),
        ]
        pages = ListPages(
            self.tr("Shelf list"),
            f"{self._library} · {count} · {today}",
            columns,
            rows,
            family=self.family,
            size_pt=self.size_box.value(),
            landscape=self.landscape_box.isChecked(),
        )
        self.show_pages(pages if rows else None)
        self.preview.show_printout(pages)
        self.table_button.setEnabled(bool(rows))
        if rows:
            n_pages = self.tr("%n page(s)", "", pages.n_pages)
            self.say(self.tr("{items}, {pages}, in shelf order.").format(items=count, pages=n_pages))
        else:
            self.say(self.tr("No items: choose which ones are to be listed."))

    def _refused(self, error: LibrarianError) -> None:
        self.say(error_sentence(error, self.themes.theme.language), "bad")

    def _theme_changed(self, theme: Theme) -> None:
        super()._theme_changed(theme)
        if hasattr(self, "table_button"):
            set_icon(self.table_button, theme, "table", 16)
