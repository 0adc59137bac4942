"""Undo: the menu entry that names the last step, and the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.domain.changes import Operation
from core.domain.records import BibliographicRecord
from librarian_app import wording
from librarian_app.actions import Actions
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.history_dialog import HistoryDialog

SUMMARY_LENGTH = 24


class UndoControl(QObject):
    """Owns the commands "undo" and "history".

    Signals:
        failed(LibrarianError): The step could not be undone.
        announced(str): What was undone.
        dialog_made(object): The journal, to be shown.
    """

    failed = Signal(object)
    announced = Signal(str)
    dialog_made = Signal(object)

    def __init__(self, bridge: EngineBridge, themes: ThemeSwitcher, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = bridge
        self._themes = themes
        self._actions = actions
        self._step: Operation | None = None
        self._is_read_only = False
        self.record_in_view: Callable[[], BibliographicRecord | None] = lambda: None
        actions["undo"].triggered.connect(self.undo)
        actions["history"].triggered.connect(self.show_history)
        self.retranslate()

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        self._is_read_only = read_only
        self.retranslate()

    def refresh(self) -> None:
        """Ask which step would be undone next."""
        self._bridge.call("cataloguing", "history", 50, on_result=self._take)

    def undo(self) -> None:
        """Undo the last step that can be undone."""
        step = self._step
        if step is None:
            return
        self._step = None
        self.retranslate()

        def undone(_: object) -> None:
            self.announced.emit(self.tr("Undone: {what}").format(what=name_of(step)))
            self.refresh()

        def refused(error: object) -> None:
            self.failed.emit(error)
            self.refresh()

        self._bridge.call("cataloguing", "undo", step.id, on_result=undone, on_error=refused)

    def show_history(self) -> None:
        """Make the journal."""
        dialog = HistoryDialog(
            self._bridge,
            self._themes,
            read_only=self._is_read_only,
            record=self.record_in_view(),
            parent=self._window,
        )
        dialog.failed.connect(self.failed)
        self.dialog_made.emit(dialog)

    def retranslate(self) -> None:
        """Name the step in the menu."""
        action = self._actions["undo"]
        action.setEnabled(self._step is not None and not self._is_read_only)
        if self._step is not None:
            action.setText(self.tr("&Undo {what}").format(what=name_of(self._step)))
        else:
            action.setText(self.tr("&Undo"))

    def _take(self, steps: Sequence[Operation]) -> None:
        self._step = next((s for s in steps if s.undone_at is None and s.kind != "undo"), None)
        self.retranslate()


def name_of(step: Operation) -> str:
    """A step for the undo entry: what it was, and on what."""
    summary = step.summary if len(step.summary) <= SUMMARY_LENGTH else step.summary[: SUMMARY_LENGTH - 1] + "…"
    name = wording.operation(step.kind)
    return f"{name} “{summary}”" if summary else name
