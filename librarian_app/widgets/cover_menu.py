"""What can be done with the cover shown, as a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from librarian_app.i18n import Retranslating

ENGINE_NAMES = {"rapidocr": "RapidOCR", "tesseract": "Tesseract"}


class CoverMenu(Retranslating, QMenu):
    """Turns, order and reading.

    Signals:
        turn_asked(int): Turn clockwise by so many degrees.
        move_asked(int): Earlier (-1), later (1), or to the front (0).
        read_asked(str): Read again with this engine.
    """

    turn_asked = Signal(int)
    move_asked = Signal(int)
    read_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._turns = [self._action(self.turn_asked, 90, "Ctrl+R"), self._action(self.turn_asked, 270, "Ctrl+Alt+R")]
        self._turns.append(self._action(self.turn_asked, 180))
        self.addSeparator()
        self._moves = [self._action(self.move_asked, by) for by in (0, -1, 1)]
        self.addSeparator()
        self._engines: list[tuple[QAction, str]] = []
        parent.addActions(self._turns)
        self.retranslate()

    def offer_engines(self, names: Sequence[str]) -> None:
        """An entry for each engine."""
        for action, _ in self._engines:
            self.removeAction(action)
            action.deleteLater()
        self._engines = [(self._action(self.read_asked, name), name) for name in names]
        self.retranslate()

    def retranslate(self) -> None:
        turns = (self.tr("Turn right"), self.tr("Turn left"), self.tr("Turn upside down"))
        for action, text in zip(self._turns, turns, strict=True):
            action.setText(text)
        moves = (self.tr("Make it the main cover"), self.tr("Move forward"), self.tr("Move back"))
        for action, text in zip(self._moves, moves, strict=True):
            action.setText(text)
        for action, name in self._engines:
            action.setText(self.tr("Read again with {engine}").format(engine=ENGINE_NAMES.get(name, name)))

    def _action(self, signal: object, value: object, keys: str = "") -> QAction:
        action = QAction(self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: signal.emit(value))  # type: ignore[attr-defined]
        self.addAction(action)
        return action
