"""What narrows the list besides the words: one chip each, which takes it away again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from librarian_app.i18n import Retranslating
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.flow_layout import FlowLayout
from librarian_app.widgets.parts import button, set_icon

LONGEST_CHIP_PX = 260


@dataclass(frozen=True, slots=True)
class Chip:
    """`key` comes back when it is taken away."""

    key: tuple[str, str]
    text: str


class FilterChips(Retranslating, QWidget):
    """Hidden while there is nothing to take away.

    Signals:
        removed(str, str): A chip was taken away: both parts of its key.
        cleared(): All of them.
    """

    removed = Signal(str, str)
    cleared = Signal()

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._chips: tuple[Chip, ...] = ()
        self._buttons: list[QPushButton] = []
        self._clear = button(quiet=True)
        self._clear.setObjectName("chipsClear")
        self._clear.clicked.connect(self.cleared)
        self._row = FlowLayout(self, spacing=6)
        self._row.addWidget(self._clear)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()
        themes.changed.connect(self._apply_theme)
        self.retranslate()

    @property
    def texts(self) -> list[str]:
        """What the chips say."""
        return [chip.text for chip in self._chips]

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show other chips."""
        if tuple(chips) == self._chips:
            return
        self._chips = tuple(chips)
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._row.removeWidget(self._clear)
        self._buttons = [self._button(chip) for chip in self._chips]
        for new in self._buttons:
            self._row.addWidget(new)
            new.show()
        self._row.addWidget(self._clear)
        self._clear.setVisible(len(self._chips) > 1)
        self.setVisible(bool(self._chips))
        self.updateGeometry()

    def retranslate(self) -> None:
        self._clear.setText(self.tr("Clear all filters"))
        for chip, target in zip(self._chips, self._buttons, strict=True):
            self._name(target, chip)

    def _button(self, chip: Chip) -> QPushButton:
        new = QPushButton()
        new.setObjectName("filterChip")
        new.setCursor(Qt.CursorShape.PointingHandCursor)
        new.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross behind the words
        metrics = new.fontMetrics()
        new.setText(metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, LONGEST_CHIP_PX))
        set_icon(new, self._themes.theme, "close", 11)
        new.clicked.connect(lambda: self.removed.emit(*chip.key))
        self._name(new, chip)
        return new

    def _name(self, target: QPushButton, chip: Chip) -> None:
        target.setAccessibleName(self.tr("Remove the filter {filter}").format(filter=chip.text))
        target.setToolTip(self.tr("Remove the filter {filter}").format(filter=chip.text))

    def _apply_theme(self, theme: Theme) -> None:
        for target in self._buttons:
            target.setIcon(theme.icon("close", "accent"))
            target.setIconSize(QSize(11, 11))
