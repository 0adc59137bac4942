"""Keeps what is being typed against a crash, and offers what an earlier window left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.domain.library import EngineState, RecordDetails
from core.domain.records import BibliographicRecord
from core.errors import LibrarianError
from librarian_app.models.unsaved import UnsavedEdit, UnsavedStore
from librarian_app.pages.intake_page import IntakePage
from librarian_app.pages.record_page import RecordPage
from librarian_app.qt_jobs import EngineBridge
from librarian_app.windows.notices import Notices

LOOK_MS = 1000


class UnsavedControl(QObject):
    """Looks once a second at what is under edit. Made before the pages hear of the engine, so that it still sees what
    somebody typed who is being signed out.

    Args:
        show_page: Goes to a page.

    Signals:
        failed(LibrarianError): What was left behind cannot be taken up now.
    """

    failed = Signal(object)

    def __init__(
        self,
        bridge: EngineBridge,
        notices: Notices,
        record: RecordPage,
        intake: IntakePage,
        show_page: Callable[[QWidget], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._notices = notices
        self._record = record
        self._intake = intake
        self._show_page = show_page
        self._store = UnsavedStore(bridge.library)
        self._is_known = self._can_edit = False
        self._left: dict[Path, UnsavedEdit] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        bridge.state_changed.connect(self._state_changed)

    def look(self) -> None:
        """Keep what is under edit now; what was saved or given up goes."""
        typed = (self._record.unsaved, *self._intake.unsaved)
        self._store.keep([edit for edit in typed if edit is not None])

    def close(self) -> None:
        """The window closes: a last look."""
        self._timer.stop()
        self.look()
        self._store.close()

    def retranslate(self) -> None:
        """Say anew what was left behind."""
        banner = self._notices.unsaved
        if not self._left or not self._can_edit:
            banner.hide()
            return
        file, edit = next(iter(self._left.items()))
        when = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(edit.at)), QLocale.FormatType.ShortFormat)
        banner.tell(
            self.tr("You were editing “{title}” when the program ended ({when}). What you typed was kept.").format(
                title=edit.title or self.tr("New record"), when=when
            ),
            "fair",
            actions=(
                (self.tr("Go on"), lambda: self._go_on(file, edit)),
                (self.tr("Discard"), lambda: self._settled(file)),
            ),
            closable=True,
        )

    def _state_changed(self, state: EngineState) -> None:
        is_other = self._store.use_person(state.person)
        may_edit = not state.read_only
        if is_other or not self._is_known or may_edit != self._can_edit:
            self._is_known, self._can_edit = True, may_edit
            self._left = dict(self._store.left_behind())
            self.retranslate()

    def _go_on(self, file: Path, edit: UnsavedEdit) -> None:
        if self._record.asks_before_leaving(lambda: self._go_on(file, edit)):
            return

        def got(details: RecordDetails) -> None:
            self._show_page(self._record)
            self._record.show_details(details)
            self._record.go_on(edit)
            if details.record.version != edit.base.version:
                self._notices.tell(
                    self.tr("“{title}” was changed since then. Look it over before you save.").format(title=edit.title),
                    "fair",
                )
            self._settled(file)

        def gone(error: LibrarianError) -> None:
            if error.message_id != "record.unknown":
                self.failed.emit(error)  # what was typed stays on disk
                return
            self._as_new(edit)
            self._settled(file)

        if edit.scan is not None:
            self._show_page(self._intake)
            if not self._intake.go_on(edit):
                self._as_new(edit)
            self._settled(file)
        elif edit.record_id is not None:
            self._bridge.call("cataloguing", "details", edit.record_id, on_result=got, on_error=gone)
        else:
            self._as_new(edit)
            self._settled(file)

    def _as_new(self, edit: UnsavedEdit) -> None:
        """What was edited is there no more, or never was: a new record with all that was typed."""
        typed = replace(edit.typed, holdings=tuple(replace(holding, id=None) for holding in edit.typed.holdings))
        self._show_page(self._record)
        self._record.start_new()
        self._record.go_on(replace(edit, typed=typed, base=BibliographicRecord(""), rows=()))

    def _settled(self, file: Path) -> None:
        self.look()  # first have it on disk under its new name
        self._store.forget(file)
        self._left.pop(file, None)
        self.retranslate()
