"""Remarks beside a field while it is typed, with what to enter instead where that is certain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.domain.checking import FieldWarning
from librarian_app.error_dialogs import sentence
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import button, label

Fix = Callable[[FieldWarning], None]


class Remarks(Retranslating, QWidget):
    """The remarks on one field, below it; takes no room without any.

    Args:
        language: Tells the language of the interface.
        fix: Called with the remark whose proposal the person takes.
    """

    def __init__(self, language: Callable[[], str], fix: Fix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._fix = fix
        self._warnings: tuple[FieldWarning, ...] = ()
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 1, 0, 1)
        self._column.setSpacing(1)
        self.hide()

    @property
    def warnings(self) -> tuple[FieldWarning, ...]:
        return self._warnings

    @property
    def text(self) -> str:
        """All sentences, for screen readers and tests."""
        return " ".join(sentence(each.message_id, each.values, self._language()) for each in self._warnings)

    def show_warnings(self, warnings: Sequence[FieldWarning]) -> None:
        """Replace the remarks."""
        if tuple(warnings) != self._warnings:
            self._warnings = tuple(warnings)
            self.retranslate()

    def take_fix(self) -> bool:
        """Take the first proposal, as its button does."""
        first = next((each for each in self._warnings if each.fix is not None), None)
        if first is not None:
            self._fix(first)
        return first is not None

    def retranslate(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(warning) for warning in self._warnings]
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(self._lines))

    def _line(self, warning: FieldWarning) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = label(f"remark-{warning.severity}", wrap=True)
        words.setText(sentence(warning.message_id, warning.values, self._language()))
        row.addWidget(words, 1)
        if warning.fix is not None:
            take = button(quiet=True)
            take.setText(self.tr("Enter {value}").format(value=warning.fix))
            take.setAutoDefault(False)
            take.clicked.connect(lambda: self._fix(warning))
            row.addWidget(take)
        return line
