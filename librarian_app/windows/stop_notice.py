"""What the window says when the engine has ended: why, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from core.engine.messages import EngineStopped
from librarian_app.actions import plain_text
from librarian_app.error_dialogs import sentence
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.banner import Banner


class StopNotice(QObject):
    """Speaks through a banner.

    Args:
        restart: Start the engine again; offered when it does not start by itself.
        choose_library: Open another library; offered likewise.
    """

    def __init__(
        self, banner: Banner, themes: ThemeSwitcher, restart: Callable[[], None], choose_library: Callable[[], None]
    ) -> None:
        super().__init__(banner)
        self._banner = banner
        self._themes = themes
        self._restart = restart
        self._choose_library = choose_library
        self._event: EngineStopped | None = None

    def tell(self, event: EngineStopped) -> None:
        """The engine has ended unexpectedly."""
        self._event = event
        self.retranslate()

    def clear(self) -> None:
        """It is back."""
        self._event = None
        self._banner.hide()

    def retranslate(self) -> None:
        """Say it anew."""
        event = self._event
        if event is None:
            return
        if event.error_id:
            text = sentence(event.error_id, event.error_context, self._themes.theme.language)
        elif event.restarting:
            text = self.tr(
                "The engine stopped unexpectedly and is being started again. Confirmed work is safe; "
                "a job that was running can be retried."
            )
        else:
            text = self.tr(
                "The engine stopped several times in a row and stays off. Confirmed work is safe. "
                "The log folder has the details."
            )
        offers: tuple[tuple[str, Callable[[], None]], ...] = ()
        if not event.restarting:
            offers = ((self.tr("Start again"), self._restart), (plain_text("open_library"), self._choose_library))
        self._banner.tell(text, "bad", actions=offers)
