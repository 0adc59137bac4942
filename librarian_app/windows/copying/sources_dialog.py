"""The catalogues that can be asked, in a table that can be edited, and a test of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.copy_sources import CopyQuery, CopySource
from core.errors import LibrarianError
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.parts import button, label, set_icon, set_up_rows

COLUMNS = ("name", "title", "protocol", "address", "schemas", "indexes")
_TRIAL = CopyQuery(title="library")


class SourcesDialog(Retranslating, QDialog):
    """Saved as `copy_sources.toml` of the library.

    Signals:
        saved(): The list changed.
        failed(LibrarianError): A call failed.
    """

    saved = Signal()
    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        sources: Sequence[CopySource],
        is_offline: bool,
        query: CopyQuery,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._themes = themes
        self._is_offline = is_offline
        self._query = query if query.terms() else _TRIAL
        self._known = list(sources)
        self._hint = label("soft", wrap=True)
        self.banner = Banner(themes)
        self.table = QTableWidget(0, len(COLUMNS))
        set_up_rows(self.table, 34)
        self.table.setWordWrap(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        for column, width in enumerate((100, 190, 80, 260, 150)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        self.add_button, self.remove_button, self.up_button = button(), button(), button()
        self.test_button, self.save_button, self.close_button = button(), button(primary=True), button()
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self._remove)
        self.up_button.clicked.connect(self._up)
        self.test_button.clicked.connect(self.test)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (self.add_button, self.remove_button, self.up_button, self.test_button):
            each.setAutoDefault(False)
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.save_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.setSpacing(10)
        whole.addWidget(self._hint)
        whole.addWidget(self.banner)
        whole.addWidget(self.table, 1)
        whole.addLayout(row)
        self.resize(1020, 480)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self._show()
        self.retranslate()

    @property
    def sources(self) -> tuple[CopySource, ...]:
        """What the table says; rows without a name are left out."""
        return tuple(source for row in range(self.table.rowCount()) if (source := self._source(row)).name)

    def add(self) -> None:
        """A new row, with what most SRU servers take."""
        indexes = {"isbn": "bath.isbn", "title": "dc.title", "author": "dc.creator"}
        self._known = [*self.sources, CopySource("", "", "sru", "https://", "1.1", ("marcxml=marcxml",), indexes)]
        self._show()
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        if (item := self.table.item(self.table.rowCount() - 1, 0)) is not None:
            self.table.editItem(item)

    def test(self) -> None:
        """Ask the selected catalogue for one record, as the table has it now."""
        row = max(0, self.table.currentRow())
        if row >= self.table.rowCount():
            return
        source = self._source(row)
        self.banner.tell(self.tr("Asking {source}…").format(source=source.title or source.name), "info")
        self.test_button.setEnabled(False)

        def answered(total: int) -> None:
            self.test_button.setEnabled(True)
            self.banner.tell(self.tr("It answers: %n record(s) found.", "", total), "good")

        def failed(error: LibrarianError) -> None:
            self.test_button.setEnabled(True)
            self.banner.tell(error_sentence(error, self._themes.theme.language), "bad")

        self._bridge.call("copy_cataloguing", "test_source", source, self._query, on_result=answered, on_error=failed)

    def save(self) -> None:
        """Write the list."""

        def kept(_: object) -> None:
            self.saved.emit()
            self.accept()

        def refused(error: LibrarianError) -> None:
            self.banner.tell(error_sentence(error, self._themes.theme.language), "bad")

        self._bridge.call("copy_cataloguing", "save_sources", self.sources, on_result=kept, on_error=refused)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Catalogues to ask"))
        self._hint.setText(
            self.tr(
                "The first is asked unless others are ticked. Schemas: the server's name = our format. "
                "Indexes: field = index (SRU) or attribute (Z39.50)."
            )
        )
        headings = (
            self.tr("Short name"), self.tr("Catalogue"), self.tr("Protocol"), self.tr("Address"),
            self.tr("Schemas"), self.tr("Indexes"),
        )  # fmt: skip
        self.table.setHorizontalHeaderLabels(list(headings))
        self.table.setAccessibleName(self.windowTitle())
        self.add_button.setText(self.tr("Add"))
        self.remove_button.setText(self.tr("Remove"))
        self.up_button.setText(self.tr("Move up"))
        self.test_button.setText(self.tr("Test"))
        self.test_button.setEnabled(not self._is_offline)
        self.save_button.setText(self.tr("Save"))
        self.close_button.setText(self.tr("Cancel"))
        if self._is_offline:
            self.banner.tell(
                self.tr("This library is set to contact nobody (offline), so nothing can be tested."), "info"
            )

    def _show(self) -> None:
        self.table.setRowCount(len(self._known))
        for row, source in enumerate(self._known):
            pairs = ", ".join(f"{field}={index}" for field, index in source.indexes.items())
            cells = (source.name, source.title, source.protocol, source.address, ", ".join(source.schemas), pairs)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)

    def _source(self, row: int) -> CopySource:
        """The row, with what the table does not show as it was."""
        cells = [self.table.item(row, column) for column in range(len(COLUMNS))]
        name, title, protocol, address, schemas, indexes = (item.text().strip() if item else "" for item in cells)
        old = self._known[row] if row < len(self._known) else CopySource("", "", "sru", "")
        pairs = (part.partition("=") for part in indexes.replace("，", ",").split(",") if "=" in part)
        return replace(
            old,
            name=name,
            title=title or name,
            protocol="z3950" if protocol.lower().replace(".", "").startswith("z39") else "sru",
            address=address,
            schemas=tuple(part.strip() for part in schemas.replace("，", ",").split(",") if part.strip()),
            indexes={field.strip(): index.strip() for field, _, index in pairs},
        )

    def _remove(self) -> None:
        row = self.table.currentRow()
        if row >= 0:
            rows = [self._source(each) for each in range(self.table.rowCount())]
            del rows[row]
            self._known = rows
            self._show()

    def _up(self) -> None:
        row = self.table.currentRow()
        if row > 0:
            rows = [self._source(each) for each in range(self.table.rowCount())]
            rows[row - 1], rows[row] = rows[row], rows[row - 1]
            self._known = rows
            self._show()
            self.table.selectRow(row - 1)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.add_button, theme, "plus", 16)
        set_icon(self.remove_button, theme, "close", 14)
        set_icon(self.test_button, theme, "check", 16)
