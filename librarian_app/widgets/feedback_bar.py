"""“This is it” and “Not this” for the selected result: two quiet buttons, and what was said with a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from librarian_app.actions import Actions, plain_text
from librarian_app.i18n import Retranslating
from librarian_app.models.results import Row
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon


class FeedbackBar(Retranslating, QFrame):
    """Runs the commands "this_is_it", "not_this" and "take_back"; hidden where no feedback can be given."""

    def __init__(self, themes: ThemeSwitcher, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._row: Row | None = None
        self.this_is_it, self.not_this, self.take_back = (button(quiet=True) for _ in range(3))
        self._said = label("soft", wrap=True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(4)
        buttons.addWidget(self.this_is_it)
        buttons.addWidget(self.not_this)
        buttons.addStretch(1)
        said = QHBoxLayout()
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(6)
        said.addWidget(self._said, 1)
        said.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 4, 14, 0)
        whole.setSpacing(2)
        whole.addLayout(said)
        whole.addLayout(buttons)
        for target, name in self._commands():
            target.clicked.connect(actions[name].trigger)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.hide()
        self.retranslate()

    def show_row(self, row: Row | None, *, can_say: bool) -> None:
        """Show what was said about a result, and what can be said."""
        self._row = row
        verdict = row.result.verdict if row is not None and row.result is not None else ""
        is_offered = can_say and row is not None and row.result is not None
        self.setVisible(is_offered)
        self._actions["this_is_it"].setEnabled(is_offered and verdict != "this_is_it")
        self._actions["not_this"].setEnabled(is_offered and verdict != "not_this")
        self._actions["take_back"].setEnabled(is_offered and bool(verdict))
        self.this_is_it.setVisible(verdict != "this_is_it")
        self.not_this.setVisible(verdict != "not_this")
        self.take_back.setVisible(bool(verdict))
        self._said.setVisible(bool(verdict))
        self._said.setText(
            self.tr("You said: this is it. It stands first in this search.")
            if verdict == "this_is_it"
            else self.tr("You said: not this. It stands last in this search.")
        )

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Is this what you were looking for?"))
        for target, name in self._commands():
            target.setText(plain_text(name))
            target.setToolTip(self._actions[name].toolTip())
            target.setAccessibleName(plain_text(name))
        self.show_row(self._row, can_say=not self.isHidden())

    def _commands(self) -> tuple[tuple[QPushButton, str], ...]:
        return (
            (self.this_is_it, "this_is_it"),
            (self.not_this, "not_this"),
            (self.take_back, "take_back"),
        )

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.this_is_it, theme, "check", 15)
        set_icon(self.not_this, theme, "close", 15)
        set_icon(self.take_back, theme, "undo", 15)
