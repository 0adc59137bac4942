"""A field that may occur several times: a line each, one empty line ready for the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.domain.checking import FieldWarning
from librarian_app.widgets.parts import chain_tabs
from librarian_app.widgets.remarks import Fix, Remarks


@dataclass(frozen=True, slots=True)
class _Line:
    holder: QWidget
    edit: QLineEdit
    combo: QComboBox | None
    remarks: Remarks

    @property
    def text(self) -> str:
        return self.edit.text().strip()


class RepeatRows(QWidget):
    """Lines of (text, choice), e.g. a name and its role. Without choices, lines of text only.

    Args:
        choices: Values of the combo box beside each line; empty for none.
        wording: Turns a value into the word shown.
        empty_choice: The choice of the fresh line.
        choice_width: Of the combo boxes, in logical pixels.
        language: Tells the language of the interface, for remarks.
        fix: Called with a remark whose proposal the person takes.

    Signals:
        edited(): Something was changed by hand.
        typed(QLineEdit): This line was typed into.
    """

    edited = Signal()
    typed = Signal(object)

    def __init__(
        self,
        choices: Sequence[str] = (),
        wording: Callable[[str], str] = str,
        empty_choice: str = "",
        parent: QWidget | None = None,
        *,
        choice_width: int = 116,
        language: Callable[[], str] = lambda: "en",
        fix: Fix = lambda warning: None,
    ) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self._wording = wording
        self._empty_choice = empty_choice
        self._choice_width = choice_width
        self._language = language
        self._fix = fix
        self._name = ""
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self._add("", empty_choice)

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The filled lines as (text, choice)."""
        return tuple(
            (line.text, str(line.combo.currentData()) if line.combo else "") for line in self._lines if line.text
        )

    @property
    def edits(self) -> tuple[QLineEdit, ...]:
        """The lines, the empty one at the end included."""
        return tuple(line.edit for line in self._lines)

    @property
    def keyboard_fields(self) -> tuple[QWidget, ...]:
        """What Tab goes through, line by line."""
        return tuple(field for line in self._lines for field in (line.edit, line.combo) if field is not None)

    def set_values(self, values: Sequence[tuple[str, str]]) -> None:
        """Replace all lines."""
        for line in self._lines:
            self._column.removeWidget(line.holder)
            line.holder.hide()
            line.holder.deleteLater()
        self._lines = []
        for text, choice in values:
            self._add(text, choice)
        self._add("", self._empty_choice)

    def set_text(self, row: int, text: str) -> None:
        """Enter another text into a filled line, as if by hand."""
        filled = [line for line in self._lines if line.text]
        if 0 <= row < len(filled):
            filled[row].edit.setText(text)
            self._edited(filled[row].edit)

    def show_warnings(self, warnings: Sequence[FieldWarning]) -> None:
        """Show remarks below the lines they are about; rows count the filled lines."""
        filled = [line for line in self._lines if line.text]
        for row, line in enumerate(filled):
            line.remarks.show_warnings([each for each in warnings if each.row == row])
        for line in self._lines:
            if not line.text:
                line.remarks.show_warnings(())

    @property
    def remarks(self) -> tuple[Remarks, ...]:
        """The remarks of the filled lines."""
        return tuple(line.remarks for line in self._lines if line.text)

    def set_names(self, accessible_name: str) -> None:
        """Name the lines for screen readers and set the words of the choices anew."""
        self._name = accessible_name
        for line in self._lines:
            line.edit.setAccessibleName(accessible_name)
            if line.combo is not None:
                line.combo.setAccessibleName(accessible_name)
                for position in range(line.combo.count()):
                    line.combo.setItemText(position, self._wording(str(line.combo.itemData(position))))

    def _add(self, text: str, choice: str) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(6)
        edit = QLineEdit(text)
        edit.setAccessibleName(self._name)
        edit.setCursorPosition(0)
        edit.setInputMethodHints(self.inputMethodHints() or Qt.InputMethodHint.ImhNone)
        edit.textEdited.connect(lambda: self._edited(edit))
        row.addWidget(edit, 1)
        combo: QComboBox | None = None
        if self._choices:
            combo = QComboBox()
            known = self._choices if choice in self._choices else (*self._choices, choice)
            for value in known:
                combo.addItem(self._wording(value), value)
            combo.setCurrentIndex(known.index(choice))
            combo.setAccessibleName(self._name)
            combo.setFixedWidth(self._choice_width)
            combo.activated.connect(self.edited)
            row.addWidget(combo)
        remarks = Remarks(self._language, self._fix)
        column.addLayout(row)
        column.addWidget(remarks)
        self._column.addWidget(holder)
        last = self.keyboard_fields[-1:]
        self._lines.append(_Line(holder, edit, combo, remarks))
        chain_tabs((*last, edit, *((combo,) if combo is not None else ())))

    def _edited(self, edit: QLineEdit) -> None:
        if self._lines[-1].text:
            self._add("", self._empty_choice)
        self.typed.emit(edit)
        self.edited.emit()
