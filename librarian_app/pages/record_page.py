"""One record: its description, covers with what was read on them, and holdings; to read and to edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMessageBox,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.changes import ChangeSet
from core.domain.checking import HoldingWords
from core.domain.library import RecordDetails
from core.domain.records import BibliographicRecord, RecordId
from core.errors import LibrarianError
from librarian_app import actions as commands
from librarian_app import wording
from librarian_app.actions import Actions
from librarian_app.i18n import Retranslating
from librarian_app.models.records import HoldingsModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.models.unsaved import UnsavedEdit
from librarian_app.pages.record_covers import RecordCovers
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.form_checks import FormChecks
from librarian_app.widgets.holdings_table import HoldingsTable
from librarian_app.widgets.marc_pane import MarcPane
from librarian_app.widgets.ocr_pane import OcrPane
from librarian_app.widgets.parts import ScrollingColumn, button, chip, label, set_icon, tool_button
from librarian_app.widgets.query_bar import image_path_in
from librarian_app.widgets.record_facts import RecordFacts
from librarian_app.widgets.record_form import RecordForm
from librarian_app.widgets.record_history import RecordHistory
from librarian_app.widgets.scan_pane import ScanPane

DESCRIPTION, HOLDINGS, TEXT, MARC, HISTORY = range(5)


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
        self._after_saving: Callable[[], object] | None = None
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
        self.form = RecordForm(language=lambda: themes.theme.language)
        self.holdings_model = HoldingsModel(self)
        self.holdings = HoldingsTable(self.holdings_model, themes)
        self.ocr = OcrPane()
        self.marc = MarcPane(bridge, themes)
        self.history = RecordHistory(bridge, themes)
        self.covers = RecordCovers(bridge, self.scans, self.ocr, self)
        self.checks = FormChecks(self.form, bridge, lambda: self.holdings_model.holdings, self)
        self._tabs = QTabWidget()
        self._build()
        self._edit.clicked.connect(actions["edit"].trigger)
        self._save.clicked.connect(actions["save"].trigger)
        self._delete.clicked.connect(actions["delete"].trigger)
        actions["edit"].triggered.connect(self.start_editing)
        actions["save"].triggered.connect(self.save)
        actions["delete"].triggered.connect(self.ask_delete)
        self._cancel.clicked.connect(self.cancel)
        self._confirm.clicked.connect(self._confirm_draft)
        self.scans.line_clicked.connect(self._show_line)
        self.covers.page_shown.connect(self.retranslate)
        self.holdings_model.edited.connect(self.checks.soon)
        self.checks.checked.connect(self.holdings.show_warnings)
        self._tabs.currentChanged.connect(self._came_to_tab)
        self.marc.saved.connect(self._reload)
        for part in (self.covers, self.marc, self.history):
            part.failed.connect(self.failed)
        for speaker in (self.covers, self.history):
            speaker.announced.connect(self.announced)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    # -- what the main window calls --------------------------------------------------------------------------------

    @property
    def record(self) -> BibliographicRecord | None:
        return self._details.record if self._details else None

    @property
    def is_editing(self) -> bool:
        return self._is_editing or self.marc.is_editing

    @property
    def lines(self) -> QListView:
        """The lines read on the cover shown."""
        return self.ocr.view

    @property
    def has_changes(self) -> bool:
        """Whether something was entered that is not stored yet."""
        record = self.record
        holdings_changed = record is not None and self.holdings_model.holdings != record.holdings
        return self.marc.has_changes or (self._is_editing and (self.form.has_changes or holdings_changed))

    @property
    def unsaved(self) -> UnsavedEdit | None:
        """What would be lost if the program ended now."""
        record = self.record
        if record is None or not self.has_changes:
            return None
        if self.marc.has_changes:
            return UnsavedEdit(record, record, rows=self.marc.rows)
        typed = replace(self.form.record(), holdings=self.holdings_model.holdings)
        return UnsavedEdit(typed, replace(self.form.baseline, holdings=record.holdings), self.form.year_text)

    def go_on(self, edit: UnsavedEdit) -> None:
        """Take up on the record shown what was typed before the program ended."""
        if edit.rows:
            self.marc.go_on(edit.rows)
            self._tabs.setCurrentIndex(MARC)
            return
        self.start_editing()
        if self.record is not None and self._is_editing:
            laid = edit.laid_over(self.record)
            self.holdings_model.show_all(laid.holdings)
            self.form.enter(laid, edit.year_text)

    def asks_before_leaving(self, then: Callable[[], object]) -> bool:
        """Whether unsaved changes stand in the way of leaving: then the person is asked, and `then` may follow."""
        if not self.has_changes:
            self._give_up()
            return False
        box = QMessageBox(self)
        box.setObjectName("leaving")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Unsaved changes"))
        box.setText(self.tr("This record has changes that are not saved."))
        save = box.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Keep editing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(stay)

        def answered() -> None:
            if box.clickedButton() is save:
                self._after_saving = then
                self.marc.save() if self.marc.has_changes else self.save()
            elif box.clickedButton() is discard:
                self._give_up()
                then()

        box.finished.connect(answered)
        box.open()
        return True

    def _give_up(self) -> None:
        """Forget what is not stored, without going anywhere."""
        if self.marc.is_editing:
            self.marc.stop_editing()
        if self._is_editing:
            self._set_editing(False)
            if self._details is not None and self._details.record.id is not None:
                self.show_details(self._details)
            else:
                self._details = None

    def open_record(self, record_id: RecordId) -> None:
        """Show a stored record."""
        self._serial += 1
        serial = self._serial

        def got(details: RecordDetails) -> None:
            # an answer that was under way when editing began must not take the form away
            if serial == self._serial and not self.is_editing:
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
        self.holdings.show_warnings(())
        self.covers.show_covers(details.record.id, details.covers)
        self.marc.show_record(details.record.id)
        self.history.show_record(details.record.id)
        if is_other:
            self._tabs.setCurrentIndex(0)
            self.scans.view.setFocus()
        self.retranslate()

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        self._is_read_only = read_only
        self.scans.set_read_only(read_only)
        self.ocr.set_editable(not read_only)
        self.marc.set_read_only(read_only)
        self.history.set_read_only(read_only)
        self._set_editing(self._is_editing and not read_only)

    def catalogue_changed(self, changes: ChangeSet) -> None:
        """Reload when the record shown was changed; leave the page when it was deleted."""
        record = self.record
        if record is None or record.id is None or self.is_editing:
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
        self._bridge.call("checking", "holding_words", on_result=self._offer_words, on_error=lambda error: None)
        self.checks.check_now()
        if self._tabs.currentIndex() != HOLDINGS:
            self._tabs.setCurrentIndex(DESCRIPTION)
            self.form.setFocus()

    def stop_editing(self) -> None:
        """Forget what was changed in the form."""
        if self.record is not None and self.record.id is None:
            self._details = None
            self._set_editing(False)
            self.back_asked.emit()
        elif self._details is not None:
            self.show_details(self._details)

    def cancel(self) -> None:
        """Leave the editing, after a question where something would be lost."""
        is_new = self.record is not None and self.record.id is None

        def leave() -> None:
            if is_new:
                self.back_asked.emit()

        if not self.asks_before_leaving(leave):
            leave()

    def save(self) -> None:
        """Store the form, after a last look at it."""
        if self.marc.is_editing:
            self.marc.save()
        elif self._is_editing and self.form.check():
            self.checks.check_now(self._save_checked)

    def _save_checked(self) -> None:
        if not self._is_editing or not self.form.check():
            return
        if any(warning.severity == "error" for warning in self.holdings.remarks.warnings):
            self._tabs.setCurrentIndex(HOLDINGS)
            return
        record = replace(self.form.record(), holdings=self.holdings_model.holdings)
        is_new = record.id is None

        def stored(changes: ChangeSet) -> None:
            self._set_editing(False)
            self.announced.emit(self.tr("Saved “{title}”.").format(title=record.title))
            touched = changes.created if is_new else changes.updated
            then, self._after_saving = self._after_saving, None
            if then is not None:
                self._details = None
                then()
            elif touched:
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
        holdings_column.addWidget(self.holdings)
        for tab in (self._description, holdings_tab, self.ocr, self.marc, self.history):
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
        n_lines = self.ocr.n_lines
        self._tabs.setTabText(DESCRIPTION, self.tr("Description"))
        self._tabs.setTabText(HOLDINGS, self.tr("Holdings") + (f"  {n_items}" if n_items else ""))
        self._tabs.setTabText(TEXT, self.tr("Text on the cover") + (f"  {n_lines}" if n_lines else ""))
        self._tabs.setTabText(MARC, "MARC")
        self._tabs.setTabText(HISTORY, self.tr("History"))
        if record is not None:
            self._title.setText(record.title or self.tr("New record"))
            parts = [*record.title_parallel[:3], wording.authors(record)]
            self._subtitle.setText("  ·  ".join(p for p in parts if p))
            self._subtitle.setVisible(bool(self._subtitle.text()))

    # -- covers ------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if image_path_in(event.mimeData()) and self.record is not None and not self._is_read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if path := image_path_in(event.mimeData()):
            event.acceptProposedAction()
            self.covers.add(path)

    def _show_line(self, number: int) -> None:
        self._tabs.setCurrentIndex(TEXT)
        self.ocr.choose(number)

    # -- states ----------------------------------------------------------------------------------------------------

    def _confirm_draft(self) -> None:
        if self.record is not None and self.record.id is not None:
            self._bridge.call("cataloguing", "confirm", [self.record.id], on_error=self.failed.emit)

    def _reload(self) -> None:
        """After a change that the record page made itself."""
        then, self._after_saving = self._after_saving, None
        if then is not None:
            then()
        elif self.record is not None and self.record.id is not None:
            self.open_record(self.record.id)

    def _offer_words(self, words: HoldingWords) -> None:
        self.holdings.offer_locations(words.locations)

    def _came_to_tab(self, place: int) -> None:
        if place == MARC and self.marc.view is None:
            self.marc.reload()
        elif place == HISTORY:
            self.history.reload()

    def _gone(self, error: LibrarianError) -> None:
        self.failed.emit(error)
        if self._details is None:
            self.back_asked.emit()

    def _set_editing(self, editing: bool) -> None:
        self._is_editing = editing
        self._description.setCurrentIndex(1 if editing else 0)
        self.holdings.set_editable(editing)
        self._tabs.setTabEnabled(MARC, not editing)
        self._tabs.setTabEnabled(HISTORY, not editing)
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
