"""Undo and redo: the menu entries that name the steps they act on, and the journal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from core.domain.changes import NextSteps, Operation
from core.domain.records import BibliographicRecord
from librarian_app import wording
from librarian_app.actions import Actions
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.history_dialog import HistoryDialog

SUMMARY_LENGTH = 24


class UndoControl(QObject):
    """Owns the commands "undo", "redo" and "history".

    Signals:
        failed(LibrarianError): The step could not be undone, or not be done again.
        announced(str): What was undone, or done again.
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
        self._next = NextSteps()
        self._is_outdated = False
        self._is_read_only = False
        self.record_in_view: Callable[[], BibliographicRecord | None] = lambda: None
        actions["undo"].triggered.connect(self.undo)
        actions["redo"].triggered.connect(self.redo)
        actions["history"].triggered.connect(self.show_history)
        bridge.catalogue_changed.connect(self._outdate)
        parent.installEventFilter(self)
        self.retranslate()

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        self._is_read_only = read_only
        self.retranslate()

    def refresh(self) -> None:
        """Ask which steps would be undone and done again next."""
        self._bridge.call("cataloguing", "next_steps", on_result=self._take)

    def undo(self) -> None:
        """Undo the last step that can be undone."""
        self._with_next(self._undo)

    def redo(self) -> None:
        """Do again what was undone last; the engine refuses where something else was done since."""
        self._with_next(self._redo)

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
        """Name the steps in the menu."""
        undo, redo = self._next.undo, self._next.redo
        self._actions["undo"].setEnabled(undo is not None and not self._is_read_only)
        self._actions["undo"].setText(
            self.tr("&Undo") if undo is None else self.tr("&Undo {what}").format(what=name_of(undo))
        )
        self._actions["redo"].setEnabled(redo is not None and not self._is_read_only)
        self._actions["redo"].setText(
            self.tr("&Redo") if redo is None else self.tr("&Redo {what}").format(what=name_of(redo))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        # Where the desktop's own redo is Ctrl+Shift+Z alone, a field being typed in leaves Ctrl+Y to the window.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_typing():
            is_redo = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if is_redo:
                event.accept()
        return super().eventFilter(watched, event)

    def _with_next(self, act: Callable[[], None]) -> None:
        if not self._is_outdated:
            act()
            return

        def answered(steps: NextSteps) -> None:
            self._take(steps)
            act()

        self._bridge.call("cataloguing", "next_steps", on_result=answered)

    def _undo(self) -> None:
        if (step := self._next.undo) is not None:
            self._act("undo", step, self.tr("Undone: {what}").format(what=name_of(step)))

    def _redo(self) -> None:
        if (step := self._next.redo) is not None:
            self._act("redo", step, self.tr("Done again: {what}").format(what=name_of(step)))

    def _act(self, method: str, step: Operation, told: str) -> None:
        self._take(NextSteps())

        def done(_: object) -> None:
            self.announced.emit(told)
            self.refresh()

        def refused(error: object) -> None:
            self.failed.emit(error)
            self.refresh()

        self._bridge.call("cataloguing", method, step.id, on_result=done, on_error=refused)

    def _outdate(self, _: object) -> None:
        """Who undoes before the next `refresh` means the change that was told just now, not the one before."""
        self._is_outdated = True

    def _take(self, steps: NextSteps) -> None:
        self._next = steps
        self._is_outdated = False
        self.retranslate()


def name_of(step: Operation) -> str:
    """A step for the undo entry: what it was, and on what."""
    summary = step.summary if len(step.summary) <= SUMMARY_LENGTH else step.summary[: SUMMARY_LENGTH - 1] + "…"
    name = wording.operation(step.kind)
    return f"{name} “{summary}”" if summary else name


def _is_typing() -> bool:
    field = QApplication.focusWidget()
    return isinstance(field, (QLineEdit, QPlainTextEdit, QTextEdit)) and not field.isReadOnly()
