"""The two questions of a review: to which other record, and whether to make a record that is there already."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.domain.duplicates import Alternative
from core.domain.library import IntakeItem
from core.domain.records import BibliographicRecord, RecordId
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.duplicate_warning import DuplicateWarning
from librarian_app.widgets.record_chooser import RecordChooser


class Choices(QObject):
    """Opens the dialogs.

    Signals:
        attach_asked(IntakeItem, RecordId): Attach the scan to this record.
        create_asked(IntakeItem, BibliographicRecord): Make this record.
        failed(LibrarianError): The library could not be asked.
    """

    attach_asked = Signal(object, object)
    create_asked = Signal(object, object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, pictures: PictureLoader, page: QWidget) -> None:
        super().__init__(page)
        self._bridge = bridge
        self._themes = themes
        self._pictures = pictures
        self._page = page
        self._is_asking = False

    def choose_record(self, item: IntakeItem) -> None:
        """Look for the record that a scan belongs to."""
        draft = item.identification.draft
        chooser = RecordChooser(self._bridge, self._themes, draft.title if draft else "", self._page)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.chosen.connect(lambda record: self.attach_asked.emit(item, record.id))
        chooser.open()

    def create(self, item: IntakeItem, record: BibliographicRecord) -> None:
        """Make a record, unless the library seems to have it: then the person says what to do."""
        if self._is_asking:
            return
        self._is_asking = True

        def got(alternatives: Sequence[Alternative]) -> None:
            self._is_asking = False
            if any(found.verdict.is_duplicate for found in alternatives):
                self._warn(item, record, alternatives)
            else:
                self.create_asked.emit(item, record)

        def refused(error: object) -> None:
            self._is_asking = False
            self.failed.emit(error)

        self._bridge.call("duplicates", "alternatives", record, item.id, on_result=got, on_error=refused)

    def _warn(self, item: IntakeItem, record: BibliographicRecord, alternatives: Sequence[Alternative]) -> None:
        warning = DuplicateWarning(alternatives, record.title, self._pictures, self._page)
        warning.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        warning.attach_asked.connect(lambda record_id: self.attach_asked.emit(item, RecordId(record_id)))
        warning.create_asked.connect(lambda: self.create_asked.emit(item, record))
        warning.open()
