"""A line across the page that tells of a state: warming up, restarting, the demo library, a failure."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon, set_property, tool_button

TONE_ICONS = {"info": "info", "good": "check", "fair": "warning", "bad": "error"}


class Banner(QFrame):
    """Hidden until `tell`. Its owner tells again when the language changes.

    Signals:
        shown_or_hidden(): It came or went.
        dismissed(): The person closed it.
    """

    shown_or_hidden = Signal()
    dismissed = Signal()

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._themes = themes
        self._tone = "info"
        self._icon = QLabel()
        self._text = label(wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self._close = tool_button()
        self._close.clicked.connect(self.hide)
        self._close.clicked.connect(self.dismissed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        themes.changed.connect(self._apply_theme)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def tell(
        self,
        text: str,
        tone: str = "info",
        *,
        actions: tuple[tuple[str, Callable[[], None]], ...] = (),
        closable: bool = False,
    ) -> None:
        """Show a sentence with up to a few things to do about it."""
        self._tone = tone
        set_property(self, "tone", tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        for old in self._buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        for caption, run in actions:
            new = button(quiet=True)
            new.setText(caption)
            new.clicked.connect(run)
            self._row.insertWidget(self._row.count() - 1, new)
            self._buttons.append(new)
        self._close.setVisible(closable)
        self._apply_theme(self._themes.theme)
        self.style().unpolish(self._text)
        self.style().polish(self._text)
        self.show()

    def setVisible(self, visible: bool) -> None:  # noqa: N802
        super().setVisible(visible)
        self.shown_or_hidden.emit()

    def _apply_theme(self, theme: Theme) -> None:
        self._icon.setPixmap(theme.icon(TONE_ICONS[self._tone], self._tone).pixmap(QSize(18, 18)))
        set_icon(self._close, theme, "close", 14)
