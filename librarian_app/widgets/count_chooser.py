"""Counts in a row, each a button that shows the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from librarian_app import wording
from librarian_app.widgets.parts import set_property


class CountChooser(QWidget):
    """One button a list; those with nothing in it are not there.

    Signals:
        chosen(str): The list of this name was chosen.
    """

    chosen = Signal(str)

    def __init__(
        self,
        names: Sequence[str],
        words: Callable[[str], str],
        tones: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._counts: dict[str, int] = {}
        self.buttons = {name: QPushButton() for name in names}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name, each in self.buttons.items():
            each.setCheckable(True)
            each.setAutoDefault(False)
            set_property(each, "count", tones.get(name, "plain"))
            each.clicked.connect(self._clicked)
            self._group.addButton(each)
            row.addWidget(each)
        row.addStretch(1)

    @property
    def current(self) -> str:
        """The chosen list, "" without one."""
        return next((name for name, each in self.buttons.items() if each.isChecked()), "")

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show the counts and choose the first list that has something in it."""
        self._counts = dict(counts)
        for name, each in self.buttons.items():
            each.setVisible(self._counts.get(name, 0) > 0)
        self.retranslate()
        first = next((name for name in self.buttons if self._counts.get(name, 0)), "")
        if first:
            self.choose(first)

    def choose(self, name: str) -> None:
        """Choose a list."""
        if self._counts.get(name, 0):
            self.buttons[name].setChecked(True)
            self.chosen.emit(name)

    def retranslate(self) -> None:
        """Set the words anew; its owner calls this."""
        for name, each in self.buttons.items():
            each.setText(f"{self._words(name)}  {wording.number(self._counts.get(name, 0))}")

    def _clicked(self) -> None:
        self.chosen.emit(self.current)
