"""Puts the first steps into a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from librarian_app.windows.guide_panel import GuideActions, GuidePanel

if TYPE_CHECKING:
    from librarian_app.windows.main_window import MainWindow


def guide_for(window: MainWindow, own_library: Path | None) -> GuidePanel:
    """The card of first steps over a window; hidden until it begins.

    Args:
        window: Where it is shown and what it leads through.
        own_library: Offered when the demo library is open.
    """

    def search(words: str) -> None:
        window.actions_["search"].trigger()
        window.search_page.query_bar.set_text(words)

    return GuidePanel(
        window.themes,
        GuideActions(
            choose_language=window.choose_language,
            choose_theme=window.choose_theme,
            search=search,
            run=lambda name: window.actions_[name].trigger(),
            start_own_library=(lambda: window.library_asked.emit(str(own_library))) if own_library else None,
            show_help=window.help.show_help,
        ),
        window,
    )
