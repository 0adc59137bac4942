"""A small dialog that finds one record of the library: type, choose, Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.domain.records import BibliographicRecord
from core.domain.retrieval import SearchRequest, SearchResponse
from librarian_app import wording
from librarian_app.error_dialogs import error_sentence
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.parts import label

_PAUSE_MS = 250
_SHOWN = 30


class RecordChooser(Retranslating, QDialog):
    """Signals:
    chosen(object): The `BibliographicRecord` that was chosen.
    """

    chosen = Signal(object)

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._themes = themes
        self._serial = 0
        self._message = ""
        self._heading = label("muted", wrap=True)
        self.edit = QLineEdit(text)
        self.edit.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self._status = label("muted", wrap=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.search)
        self.edit.textChanged.connect(lambda _: self._timer.start())
        self.edit.installEventFilter(self)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.list.currentRowChanged.connect(lambda _: self._set_ok())
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        for widget in (self._heading, self.edit, self.list, self._status, self._buttons):
            column.addWidget(widget)
        self.resize(560, 420)
        self.retranslate()
        self._set_ok()
        self.edit.selectAll()
        self.search()

    def search(self) -> None:
        """Ask for what was typed."""
        text = self.edit.text().strip()
        self._serial += 1
        serial = self._serial
        if not text:
            self._show([])
            return

        def got(response: SearchResponse) -> None:
            if serial == self._serial:
                self._show([result.record for result in response.results])

        def failed(error: object) -> None:
            if serial == self._serial:
                self._show([])
                self._status.setText(error_sentence(error, self._themes.theme.language))  # type: ignore[arg-type]

        request = SearchRequest(text, None, _SHOWN, ("identifier", "lexical"))
        self._bridge.call("search", "search", request, on_result=got, on_error=failed)

    def accept(self) -> None:
        """Give back the chosen record."""
        item = self.list.currentItem()
        if item is not None:
            record: BibliographicRecord = item.data(Qt.ItemDataRole.UserRole)
            super().accept()
            self.chosen.emit(record)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Attach to another record"))
        self._heading.setText(self.tr("Title, author, ISBN or pinyin; ↑ and ↓ choose, Enter attaches."))
        self.edit.setAccessibleName(self.tr("Search for a record"))
        self.list.setAccessibleName(self.tr("Records found"))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Attach"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if (
            watched is self.edit
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        ):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
            return True
        return super().eventFilter(watched, event)

    def _show(self, records: list[BibliographicRecord]) -> None:
        self.list.clear()
        for record in records:
            if record.id is None:
                continue
            year = f"  {record.year}" if record.year is not None else ""
            item = QListWidgetItem(f"{record.title}  ·  {wording.authors(record)}{year}")
            item.setData(Qt.ItemDataRole.UserRole, record)
            self.list.addItem(item)
        if records:
            self.list.setCurrentRow(0)
        self._status.setText(self.tr("Nothing was found.") if not records and self.edit.text().strip() else "")
        self._set_ok()

    def _set_ok(self) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.list.currentItem() is not None)
