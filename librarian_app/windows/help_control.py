"""The commands of the Help menu: help for where one is, first steps, shortcuts, about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.library import EngineState
from core.paths import log_dir
from librarian_app.actions import Actions
from librarian_app.help_pages import PAGE_OF_PLACE, PAGES
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.help_window import HelpWindow
from librarian_app.windows.sheets import AboutDialog, ShortcutSheet

HELP_PROPERTY = "help_page"


class HelpControl(QObject):
    """Owns the help window.

    Args:
        place: The name of the page of the window in front, such as "search".
        state: What the engine said last, for the about box.

    Signals:
        dialog_made(object): A dialog, to be shown.
    """

    dialog_made = Signal(object)

    def __init__(
        self,
        actions: Actions,
        themes: ThemeSwitcher,
        place: Callable[[], str],
        state: Callable[[], EngineState | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._place = place
        self.window: HelpWindow | None = None
        actions["help"].triggered.connect(lambda: self.show_help())
        actions["shortcuts"].triggered.connect(lambda: self.dialog_made.emit(ShortcutSheet(parent)))
        actions["about"].triggered.connect(lambda: self.dialog_made.emit(AboutDialog(state(), parent)))
        actions["logs"].triggered.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_dir()))))
        for name in ("help", "shortcuts"):
            parent.addAction(actions[name])

    def show_help(self, page: str = "") -> None:
        """Open the help at a page; by default at the one for where the focus is."""
        if self.window is None:
            self.window = HelpWindow(self._themes)
        self.window.show_page(page or self.page_here())
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.text.setFocus()

    def page_here(self) -> str:
        """The page for the widget that has the focus, else for the page in front."""
        widget: QWidget | None = QApplication.activeModalWidget() or QApplication.focusWidget()
        while widget is not None:
            named = widget.property(HELP_PROPERTY)
            if isinstance(named, str) and named in PAGES:
                return named
            widget = widget.parentWidget() if not widget.isWindow() else None
        return PAGE_OF_PLACE.get(self._place(), "administration")

    def close(self) -> None:
        """Close the help window with the main window."""
        if self.window is not None:
            self.window.close()
