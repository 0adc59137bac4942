"""How the titles of a file look in each encoding, side by side, one to be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from core.domain.library import DecodingChoice
from librarian_app.i18n import Retranslating
from librarian_app.widgets.parts import chip, label, set_property

CARD_WIDTH_PX = 212
HEIGHT_PX = 196
_TITLES_SHOWN = 3
_GOOD, _FAIR = 0.6, 0.2


class _Card(Retranslating, QFrame):
    """One alternative; a click anywhere chooses it."""

    def __init__(self, choice: DecodingChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choice")
        self.choice = choice
        self.setFixedWidth(CARD_WIDTH_PX)
        self.radio = QRadioButton()
        self._recommended = chip("good")
        self._why = label("muted", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.radio, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(self._recommended, 0, Qt.AlignmentFlag.AlignLeft)
        for title in choice.titles[:_TITLES_SHOWN]:
            shown = label(text=self._cut(title))
            shown.setToolTip(title)
            column.addWidget(shown)
        column.addStretch(1)
        column.addWidget(self._why)
        self._recommended.setVisible(choice.is_recommended)
        self.retranslate()

    def retranslate(self) -> None:
        choice = self.choice
        name = self.tr("Each by itself") if choice.encoding == "auto" else choice.encoding.upper()
        self.radio.setText(name)
        self._recommended.setText(self.tr("Recommended"))
        self._why.setText(self._reason())
        self.radio.setAccessibleName(name)
        self.radio.setAccessibleDescription(f"{self._reason()} {' | '.join(choice.titles[:_TITLES_SHOWN])}")

    def _reason(self) -> str:
        choice = self.choice
        if not choice.titles:
            return self.tr("Cannot be read in this encoding.")
        if choice.encoding == "auto" and choice.is_recommended:
            return self.tr("The records differ: the encoding of each is told from its own bytes.")
        percent = f"{max(0.0, min(1.0, choice.score)):.0%}"
        if choice.score >= _GOOD:
            return self.tr("Reads like a language: {percent}").format(percent=percent)
        if choice.score >= _FAIR:
            return self.tr("Rare characters: only {percent} plausible").format(percent=percent)
        return self.tr("Garbled: {percent} plausible").format(percent=percent)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.radio.setChecked(True)
        self.radio.setFocus()
        super().mouseReleaseEvent(event)

    @staticmethod
    def _cut(title: str) -> str:
        return title if len(title) <= 26 else title[:25] + "…"


class DecodingCards(Retranslating, QScrollArea):
    """A row of alternatives, the recommended one first and chosen.

    Signals:
        chosen(str): The name of the encoding that was chosen by hand.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._toggled)
        self._cards: list[_Card] = []
        content = QWidget()
        self._row = QHBoxLayout(content)
        self._row.setContentsMargins(0, 0, 0, 4)
        self._row.setSpacing(10)
        self._row.addStretch(1)
        self.setWidget(content)
        self.retranslate()

    @property
    def encoding(self) -> str:
        """The chosen encoding; "auto" without cards."""
        return next((card.choice.encoding for card in self._cards if card.radio.isChecked()), "auto")

    @property
    def cards(self) -> Sequence[_Card]:
        return tuple(self._cards)

    def show_choices(self, choices: Sequence[DecodingChoice], chosen: str) -> None:
        """Show the alternatives; choose one, or else the recommended one."""
        self._group.blockSignals(True)
        for card in self._cards:
            self._group.removeButton(card.radio)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [_Card(choice) for choice in choices]
        for place, card in enumerate(self._cards):
            self._row.insertWidget(place, card)
            self._group.addButton(card.radio)
        wanted = [card for card in self._cards if card.choice.encoding == chosen]
        wanted = wanted or [card for card in self._cards if card.choice.is_recommended]
        for card in wanted[:1]:
            card.radio.setChecked(True)
        self._mark()
        self._group.blockSignals(False)
        self.setVisible(bool(choices))

    def choose(self, encoding: str) -> None:
        """Choose as a person would."""
        for card in self._cards:
            if card.choice.encoding == encoding:
                card.radio.setChecked(True)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Encodings"))

    def _toggled(self, _: object, checked: bool) -> None:
        if checked:
            self._mark()
            self.chosen.emit(self.encoding)

    def _mark(self) -> None:
        for card in self._cards:
            set_property(card, "chosen", card.radio.isChecked())
            if card.radio.isChecked():
                self.ensureWidgetVisible(card)
