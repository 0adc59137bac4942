"""A line that offers to take back what just happened to something kept under a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from librarian_app.i18n import Retranslating
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.banner import Banner


class WayBack(Retranslating, Banner):
    """Hidden until something is deleted or replaced, and again once that is undone."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._name, self._was_deleted = "", False
        self._undo: Callable[[], object] | None = None

    def offer(self, name: str, undo: Callable[[], object], *, deleted: bool) -> None:
        """Say that what has this name was deleted or replaced; `undo` brings back what it was."""
        self._name, self._undo, self._was_deleted = name, undo, deleted
        self.retranslate()

    def retranslate(self) -> None:
        if self._undo is None:
            return
        told = self.tr("“{name}” is deleted.") if self._was_deleted else self.tr("“{name}” is replaced.")
        self.tell(told.format(name=self._name), actions=((self.tr("Undo"), self.go_back),), closable=True)

    def go_back(self) -> None:
        """Undo, once."""
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()
