"""One record: its description, covers with what was read on them, and holdings; to read and to edit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListView,
    QMessageBox,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.changes import ChangeSet
from core.domain.library import RecordDetails
from core.domain.records import BibliographicRecord, RecordId
from core.domain.scans import CoverScan, OcrPage
from core.errors import LibrarianError
from librarian_app import actions as commands
from librarian_app import wording
from librarian_app.actions import Actions
from librarian_app.i18n import Retranslating
from librarian_app.models.records import HoldingsModel, OcrLinesModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.holdings_table import HoldingsTable
from librarian_app.widgets.parts import ScrollingColumn, button, chip, label, set_icon, tool_button
from librarian_app.widgets.query_bar import image_path_in
from librarian_app.widgets.record_facts import RecordFacts
from librarian_app.widgets.record_form import RecordForm
from librarian_app.widgets.scan_pane import ScanPane


class RecordPage(Retranslating, QWidget):
    """Shows a stored record, or a new one that is stored on save.

    Signals:
        back_asked(): Go back to where the person came from.
        failed(LibrarianError): A call failed; the main window says so.
        announced(str): A sentence about what was just done.
    """

    back_asked = Signal()
    failed = Signal(object)
    announced = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        pictures: PictureLoader,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._default_language = ""
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._bridge = bridge
        self._details: RecordDetails | None = None
        self._is_editing = False
        self._is_read_only = False
        self._serial = 0
        self._back = tool_button()
        self._back.clicked.connect(self.back_asked)
        self._title = label("display", selectable=True)
        self._title.setWordWrap(True)
        self._subtitle = label("muted", selectable=True, wrap=True)
        self._draft = chip("fair")
        self._edit, self._save, self._cancel = button(), button(primary=True), button()
        self._confirm, self._delete = button(primary=True), button()
        self.scans = ScanPane(themes, pictures)
        self.facts = RecordFacts()
        self.form = RecordForm()
        self.holdings_model = HoldingsModel(self)
        self._holdings = HoldingsTable(self.holdings_model, themes)
        self._lines_model = OcrLinesModel(self)
        self.lines = QListView()
        self.lines.setObjectName("lines")
        self.lines.setWordWrap(True)
        self.lines.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.lines.setModel(self._lines_model)
        self._lines_note = label("muted", wrap=True)
        self._tabs = QTabWidget()
        self._build()
        self._edit.clicked.connect(actions["edit"].trigger)
        self._save.clicked.connect(actions["save"].trigger)
        self._delete.clicked.connect(actions["delete"].trigger)
        actions["edit"].triggered.connect(self.start_editing)
        actions["save"].triggered.connect(self.save)
        actions["delete"].triggered.connect(self.ask_delete)
        self._cancel.clicked.connect(self.stop_editing)
        self._confirm.clicked.connect(self._confirm_draft)
        self.scans.cover_chosen.connect(self._fetch_page)
        self.scans.add_asked.connect(self._choose_cover)
        self.scans.remove_asked.connect(self._remove_cover)
        self.scans.line_clicked.connect(self._show_line)
        self.lines.selectionModel().currentChanged.connect(lambda index: self.scans.view.select_line(index.row()))
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    # -- what the main window calls --------------------------------------------------------------------------------

    @property
    def record(self) -> BibliographicRecord | None:
        return self._details.record if self._details else None

    @property
    def is_editing(self) -> bool:
        return self._is_editing

    def open_record(self, record_id: RecordId) -> None:
        """Show a stored record."""
        self._serial += 1
        serial = self._serial

        def got(details: RecordDetails) -> None:
            if serial == self._serial:
                self.show_details(details)

        self._bridge.call("cataloguing", "details", record_id, on_result=got, on_error=self._gone)

    def use_language(self, code: str) -> None:
        """New records begin with this language."""
        self._default_language = code

    def start_new(self) -> None:
        """Start a record from nothing."""
        self._serial += 1
        self.show_details(RecordDetails(BibliographicRecord(title="", language=self._default_language)))
        self.start_editing()

    def show_details(self, details: RecordDetails) -> None:
        """Show a record."""
        is_other = self._details is None or self._details.record.id != details.record.id
        self._details = details
        self._set_editing(False)
        self.facts.show_record(details.record)
        self.holdings_model.show_all(details.record.holdings)
        self._show_page(None)
        self.scans.show_covers(details.covers)
        if is_other:
            self._tabs.setCurrentIndex(0)
            self.scans.view.setFocus()
        self.retranslate()

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        self._is_read_only = read_only
        self.scans.set_read_only(read_only)
        self._set_editing(self._is_editing and not read_only)

    def catalogue_changed(self, changes: ChangeSet) -> None:
        """Reload when the record shown was changed; leave the page when it was deleted."""
        record = self.record
        if record is None or record.id is None or self._is_editing:
            return
        if record.id in changes.deleted:
            self.back_asked.emit()
        elif record.id in changes.updated:
            self.open_record(record.id)

    def start_editing(self) -> None:
        """Turn the description and the holdings into a form."""
        if self.record is None or self._is_read_only or not self.isVisibleTo(self.window()):
            return
        self.form.show_record(self.record)
        self._set_editing(True)
        self._tabs.setCurrentIndex(0)
        self.form.setFocus()

    def stop_editing(self) -> None:
        """Forget what was changed in the form."""
        if self.record is not None and self.record.id is None:
            self._details = None
            self._set_editing(False)
            self.back_asked.emit()
        elif self._details is not None:
            self.show_details(self._details)

    def save(self) -> None:
        """Store the form."""
        if not self._is_editing or not self.form.check():
            return
        record = replace(self.form.record(), holdings=self.holdings_model.holdings)
        is_new = record.id is None

        def stored(changes: ChangeSet) -> None:
            self._set_editing(False)
            self.announced.emit(self.tr("Saved “{title}”.").format(title=record.title))
            touched = changes.created if is_new else changes.updated
            if touched:
                self.open_record(touched[0])
            elif record.id is not None:
                self.open_record(record.id)

        self._bridge.call(
            "cataloguing", "create" if is_new else "update", record, on_result=stored, on_error=self.failed.emit
        )

    def ask_delete(self) -> None:
        """Delete the record after asking; it can be undone all the same."""
        record = self.record
        if record is None or record.id is None or self._is_read_only:
            return
        record_id = record.id
        box = QMessageBox(self)
        box.setWindowTitle(commands.plain_text("delete"))
        box.setText(self.tr("Delete “{title}” with its items and covers?").format(title=record.title))
        box.setInformativeText(self.tr("You can undo this from the Edit menu."))
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)

        def answered() -> None:
            if box.clickedButton() is delete:
                self._bridge.call("cataloguing", "delete", [record_id], on_error=self.failed.emit)

        box.finished.connect(answered)
        box.open()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        for target in (self._draft, self._delete, self._edit, self._cancel, self._confirm, self._save):
            top.addWidget(target, 0, Qt.AlignmentFlag.AlignTop)
        facts_area = ScrollingColumn((2, 14, 14, 14), 0)
        facts_column = facts_area.column
        facts_column.addWidget(self.facts)
        facts_column.addStretch(1)
        form_area = ScrollingColumn((2, 14, 14, 14), 0)
        form_column = form_area.column
        form_column.addWidget(self.form)
        form_column.addStretch(1)
        self._description = QStackedWidget()
        self._description.addWidget(facts_area)
        self._description.addWidget(form_area)
        holdings_tab = QWidget()
        holdings_column = QVBoxLayout(holdings_tab)
        holdings_column.setContentsMargins(0, 14, 0, 8)
        holdings_column.addWidget(self._holdings)
        text_tab = QWidget()
        text_column = QVBoxLayout(text_tab)
        text_column.setContentsMargins(0, 14, 0, 8)
        text_column.setSpacing(8)
        text_column.addWidget(self._lines_note)
        text_column.addWidget(self.lines, 1)
        for tab in (self._description, holdings_tab, text_tab):
            self._tabs.addTab(tab, "")
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.tabBar().setExpanding(False)
        self.scans.setFixedWidth(386)
        body = QHBoxLayout()
        body.setSpacing(26)
        body.addWidget(self.scans)
        body.addWidget(self._tabs, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 24, 16)
        whole.setSpacing(14)
        whole.addLayout(top)
        whole.addLayout(body, 1)

    def retranslate(self) -> None:
        record = self.record
        self._back.setToolTip(commands.tooltip("back"))
        self._back.setAccessibleName(commands.plain_text("back"))
        for target, name in ((self._edit, "edit"), (self._save, "save"), (self._delete, "delete")):
            target.setToolTip(commands.tooltip(name))
        self._edit.setText(self.tr("Edit"))
        self._save.setText(self.tr("Save"))
        self._delete.setText(self.tr("Delete"))
        self._cancel.setText(self.tr("Cancel"))
        self._confirm.setText(self.tr("Confirm draft"))
        self._draft.setText(wording.draft_word())
        n_items = len(record.holdings) if record else 0
        self._tabs.setTabText(0, self.tr("Description"))
        self._tabs.setTabText(1, self.tr("Holdings") + (f"  {n_items}" if n_items else ""))
        n_lines = self._lines_model.rowCount()
        self._tabs.setTabText(2, self.tr("Text on the cover") + (f"  {n_lines}" if n_lines else ""))
        self.lines.setAccessibleName(self.tr("Text on the cover"))
        self._lines_note.setText(
            self.tr("In reading order. Choose a line to see where it stands; click a box to find its line.")
            if n_lines
            else self.tr("Nothing was read on this cover.")
        )
        if record is not None:
            self._title.setText(record.title or self.tr("New record"))
            parts = [*record.title_parallel[:3], wording.authors(record)]
            self._subtitle.setText("  ·  ".join(p for p in parts if p))
            self._subtitle.setVisible(bool(self._subtitle.text()))

    # -- covers and text -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if image_path_in(event.mimeData()) and self.record is not None and not self._is_read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if path := image_path_in(event.mimeData()):
            event.acceptProposedAction()
            self._add_cover(path)

    def _fetch_page(self, cover: CoverScan) -> None:
        def got(page: OcrPage | None) -> None:
            if self.scans.current is not None and self.scans.current.id == cover.id:
                self._show_page(page)

        self._bridge.call("cataloguing", "ocr_page", cover.id, on_result=got, on_error=self.failed.emit)

    def _show_page(self, page: OcrPage | None) -> None:
        self.scans.show_page(page)
        self._lines_model.show_page(page)
        self.retranslate()

    def _show_line(self, number: int) -> None:
        self._tabs.setCurrentIndex(2)
        self.lines.setCurrentIndex(self._lines_model.index(number))

    def _choose_cover(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add a cover"), "", self.tr("Images") + " (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp)"
        )
        if file:
            self._add_cover(file)

    def _add_cover(self, path: str) -> None:
        record = self.record
        if record is None or record.id is None:
            return
        self.announced.emit(self.tr("Reading {file}…").format(file=Path(path).name))
        self._bridge.call("cataloguing", "add_cover", record.id, path, on_error=self.failed.emit)

    def _remove_cover(self, cover: CoverScan) -> None:
        self._bridge.call("cataloguing", "remove_cover", cover.id, on_error=self.failed.emit)

    # -- states ----------------------------------------------------------------------------------------------------

    def _confirm_draft(self) -> None:
        if self.record is not None and self.record.id is not None:
            self._bridge.call("cataloguing", "confirm", [self.record.id], on_error=self.failed.emit)

    def _gone(self, error: LibrarianError) -> None:
        self.failed.emit(error)
        if self._details is None:
            self.back_asked.emit()

    def _set_editing(self, editing: bool) -> None:
        self._is_editing = editing
        self._description.setCurrentIndex(1 if editing else 0)
        self._holdings.set_editable(editing)
        can_change = not self._is_read_only and self.record is not None
        is_draft = self.record is not None and self.record.status == "draft"
        self._draft.setVisible(is_draft)
        self._edit.setVisible(can_change and not editing)
        self._delete.setVisible(can_change and not editing)
        self._confirm.setVisible(can_change and not editing and is_draft)
        self._save.setVisible(editing)
        self._cancel.setVisible(editing)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self._back, theme, "back", 20)
        for target, name in (
            (self._edit, "edit"),
            (self._save, "save"),
            (self._delete, "trash"),
            (self._confirm, "check"),
        ):
            set_icon(target, theme, name, 16)
