"""A field that may occur several times: a line each, one empty line ready for the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget


class RepeatRows(QWidget):
    """Lines of (text, choice), e.g. a name and its role. Without choices, lines of text only.

    Args:
        choices: Values of the combo box beside each line; empty for none.
        wording: Turns a value into the word shown.
        empty_choice: The choice of the fresh line.

    Signals:
        edited(): Something was changed by hand.
    """

    edited = Signal()

    def __init__(
        self,
        choices: Sequence[str] = (),
        wording: Callable[[str], str] = str,
        empty_choice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self._wording = wording
        self._empty_choice = empty_choice
        self._name = ""
        self._lines: list[tuple[QWidget, QLineEdit, QComboBox | None]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self._add("", empty_choice)

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The filled lines as (text, choice)."""
        return tuple(
            (edit.text().strip(), str(combo.currentData()) if combo else "")
            for _, edit, combo in self._lines
            if edit.text().strip()
        )

    def set_values(self, values: Sequence[tuple[str, str]]) -> None:
        """Replace all lines."""
        for holder, _, _ in self._lines:
            self._column.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        self._lines = []
        for text, choice in values:
            self._add(text, choice)
        self._add("", self._empty_choice)

    def set_names(self, accessible_name: str) -> None:
        """Name the lines for screen readers and set the words of the choices anew."""
        self._name = accessible_name
        for _, edit, combo in self._lines:
            edit.setAccessibleName(accessible_name)
            if combo is not None:
                for position in range(combo.count()):
                    combo.setItemText(position, self._wording(str(combo.itemData(position))))

    def _add(self, text: str, choice: str) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        edit = QLineEdit(text)
        edit.setAccessibleName(self._name)
        edit.setCursorPosition(0)
        edit.textEdited.connect(self._edited)
        row.addWidget(edit, 1)
        combo: QComboBox | None = None
        if self._choices:
            combo = QComboBox()
            known = self._choices if choice in self._choices else (*self._choices, choice)
            for value in known:
                combo.addItem(self._wording(value), value)
            combo.setCurrentIndex(known.index(choice))
            combo.setFixedWidth(116)
            combo.activated.connect(self.edited)
            row.addWidget(combo)
        self._column.addWidget(holder)
        self._lines.append((holder, edit, combo))

    def _edited(self) -> None:
        if self._lines[-1][1].text().strip():
            self._add("", self._empty_choice)
        self.edited.emit()
