"""The commands that help with a record being catalogued, and the form that their dialogs fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.domain.changes import ChangeSet
from core.domain.records import BibliographicRecord
from librarian_app.actions import Actions
from librarian_app.models.jobs import JobsModel
from librarian_app.pages.intake_page import IntakePage
from librarian_app.pages.record_page import RecordPage
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.form_aids import FormAids
from librarian_app.windows.copying.class_dialog import ClassDialog
from librarian_app.windows.copying.copy_dialog import CopyDialog

Take = Callable[[BibliographicRecord], None]


class CopyingControl(QObject):
    """Finds the form that is open; without one, a new record is started with what was taken.

    Args:
        start_new: Goes to the record page with an empty form.

    Signals:
        dialog_made(object): A dialog to be shown.
        record_asked(int): Show this record.
        announced(str): A sentence about what was just done.
        failed(LibrarianError): A call failed.
    """

    dialog_made = Signal(object)
    record_asked = Signal(int)
    announced = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        jobs: JobsModel,
        actions: Actions,
        record_page: RecordPage,
        intake_page: IntakePage,
        start_new: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = bridge
        self._themes = themes
        self._jobs = jobs
        self._record_page = record_page
        self._intake_page = intake_page
        self._start_new = start_new
        actions["copy_record"].triggered.connect(self.copy_record)
        actions["class_number"].triggered.connect(self.class_number)
        for form in (record_page.form, intake_page.form):
            aids = FormAids()
            aids.copy_asked.connect(self.copy_record)
            aids.class_asked.connect(self.class_number)
            form.extra.insertWidget(0, aids)

    def copy_record(self) -> None:
        """Look for a record to copy: on the cover, in other catalogues."""
        draft, _ = self._at_hand()
        page, item = self._record_page, self._intake_page.current
        if self._intake_page.isVisible() and item is not None:
            self._open_copy(draft, item.path)
        elif page.isVisible() and page.scans.current is not None:
            sha256 = page.scans.current.sha256
            self._bridge.call(
                "cataloguing", "original_path", sha256,
                on_result=lambda path: self._open_copy(draft, str(path or "")), on_error=self.failed.emit,
            )  # fmt: skip
        else:
            self._open_copy(draft, "")

    def class_number(self) -> None:
        """Propose a class, and build a call number."""
        draft, _ = self._at_hand()
        dialog = ClassDialog(self._bridge, self._themes, draft, self._window)
        dialog.filled.connect(self._fill)
        dialog.failed.connect(self.failed)
        self.dialog_made.emit(dialog)

    def _open_copy(self, draft: BibliographicRecord, cover: str) -> None:
        dialog = CopyDialog(self._bridge, self._themes, self._jobs, draft, cover, self._window)
        dialog.filled.connect(self._fill)
        dialog.stored.connect(self._stored)
        dialog.failed.connect(self.failed)
        self.dialog_made.emit(dialog)

    def _at_hand(self) -> tuple[BibliographicRecord, Take | None]:
        """The record of the open form and how to fill it, else the record that is shown, else an empty one."""
        page, intake = self._record_page, self._intake_page
        if intake.isVisible() and intake.is_correcting:
            return intake.form.record(), self._fill_intake
        if page.isVisible() and page.is_editing:
            return replace(page.form.record(), holdings=page.holdings_model.holdings), self._fill_record_page
        if intake.isVisible() and intake.current is not None and intake.current.identification.draft is not None:
            return intake.current.identification.draft, None
        if page.isVisible() and page.record is not None:
            return page.record, None
        return BibliographicRecord(""), None

    def _fill(self, record: BibliographicRecord) -> None:
        """Into the open form; else the page at hand opens its form, or a new record is started."""
        _, take = self._at_hand()
        page, intake = self._record_page, self._intake_page
        if take is None and intake.isVisible() and intake.current is not None:
            intake.correct()
        elif take is None and page.isVisible() and page.record is not None:
            page.start_editing()
        elif take is None:
            self._start_new()
        _, take = self._at_hand()
        if take is not None:
            take(record)
            self.announced.emit(self.tr("The form is filled. Look it through and save it."))

    def _fill_record_page(self, record: BibliographicRecord) -> None:
        self._record_page.form.take(record)
        self._record_page.holdings_model.show_all(record.holdings)

    def _fill_intake(self, record: BibliographicRecord) -> None:
        self._intake_page.form.show_record(record)  # with its copy, which holds the call number
        self._intake_page.form.edited.emit()

    def _stored(self, changes: ChangeSet) -> None:
        touched = (*changes.created, *changes.updated)
        if touched:
            self.record_asked.emit(touched[0])
