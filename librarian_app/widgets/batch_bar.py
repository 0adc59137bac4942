"""What can be done with many scans at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from librarian_app.i18n import Retranslating
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon

LIMITS = (0.85, 0.9, 0.95, 0.99)
"""Probabilities from which on matches can be accepted unseen. A match needs .85 in any case."""


class BatchBar(Retranslating, QFrame):
    """Stands under the queue. It speaks of the selected scans, or of all that are listed while only one is selected.

    Signals:
        asked(str, float): Do "accept", "create" or "skip", with the limit chosen.
        retry_asked(): Try again what failed.
    """

    asked = Signal(str, float)
    retry_asked = Signal()

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._n_selected = self._n_listed = self._n_failed = 0
        self._text = label("muted", wrap=True)
        self.limit = QComboBox()
        for limit in LIMITS:
            self.limit.addItem("", limit)
        self.limit.setCurrentIndex(1)
        self.accept_all, self.create_all, self.skip_all, self.retry_failed = (button() for _ in range(4))
        for name, target in (("accept", self.accept_all), ("create", self.create_all), ("skip", self.skip_all)):
            target.clicked.connect(lambda _=False, name=name: self._ask(name))
        self.retry_failed.clicked.connect(self.retry_asked)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.accept_all, 1)
        first.addWidget(self.limit)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self.create_all, 1)
        second.addWidget(self.skip_all, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        column.addWidget(self._text)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.retry_failed)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    def show_counts(self, n_selected: int, n_listed: int) -> None:
        """Say what the buttons are about: scans that wait, among those selected and among all listed."""
        self._n_selected, self._n_listed = n_selected, n_listed
        self.setVisible(n_listed > 1 or self._n_failed > 0)
        self.retranslate()

    def show_failures(self, n: int) -> None:
        """Offer to try again what failed in the last batch."""
        self._n_failed = n
        self.setVisible(self._n_listed > 1 or n > 0)
        self.retranslate()

    def set_ready(self, ready: bool) -> None:
        """Whether a batch can be started now."""
        for target in (self.accept_all, self.create_all, self.skip_all, self.retry_failed, self.limit):
            target.setEnabled(ready)

    def retranslate(self) -> None:
        if self._n_selected > 1:
            self._text.setText(self.tr("%n selected", "", self._n_selected))
        else:
            self._text.setText(self.tr("All %n in the list (select some with Shift or Ctrl)", "", self._n_listed))
        self.accept_all.setText(self.tr("Accept matches from"))
        self.accept_all.setToolTip(self.tr("Attach every scan whose match is at least this sure (Shift+A)"))
        self.create_all.setText(self.tr("Create all"))
        self.create_all.setToolTip(self.tr("Make a record of every draft that is not in the library yet (Shift+N)"))
        self.skip_all.setText(self.tr("Skip all"))
        self.skip_all.setToolTip(self.tr("Leave all of them aside (Shift+S)"))
        self.retry_failed.setText(self.tr("Try %n failed again", "", self._n_failed))
        self.retry_failed.setVisible(self._n_failed > 0)
        self.limit.setAccessibleName(self.tr("Least certainty"))
        for row, limit in enumerate(LIMITS):
            self.limit.setItemText(row, f"{limit:.0%}")

    def _ask(self, name: str) -> None:
        self.asked.emit(name, float(self.limit.currentData()))

    def _apply_theme(self, theme: Theme) -> None:
        for target, icon in (
            (self.accept_all, "check"),
            (self.create_all, "plus"),
            (self.skip_all, "skip"),
            (self.retry_failed, "retry"),
        ):
            set_icon(target, theme, icon, 15)
