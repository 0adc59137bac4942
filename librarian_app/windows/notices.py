"""The strip above the pages: what is wrong with the engine, news that goes away, the welcome of the demo library."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.banner import Banner

NEWS_MS = 6000

NoticeAction = tuple[str, Callable[[], None]]


class Notices(QWidget):
    """Banners, hidden while there is nothing to tell."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner, self.news, self.welcome = Banner(themes), Banner(themes), Banner(themes)
        self.unsaved = Banner(themes)
        self._all = (self.banner, self.unsaved, self.news, self.welcome)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NEWS_MS)
        self._timer.timeout.connect(self.news.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 0)
        column.setSpacing(6)
        for banner in self._all:
            column.addWidget(banner)
            banner.shown_or_hidden.connect(self._show_or_hide)
        self._show_or_hide()

    def tell(self, text: str, tone: str = "good", *, actions: tuple[NoticeAction, ...] = ()) -> None:
        """A sentence that can be closed. Good news goes away by itself, bad news stays."""
        self.news.tell(text, tone, actions=actions, closable=True)
        if tone == "bad":
            self._timer.stop()
        else:
            self._timer.start()

    def _show_or_hide(self) -> None:
        self.setVisible(any(not b.isHidden() for b in self._all))
