"""Where one is in the window: what labels and lists take for granted, and what help explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from librarian_app.pages.admin_page import AdminPage
from librarian_app.widgets.item_chooser import AtHand

if TYPE_CHECKING:
    from librarian_app.windows.main_window import MainWindow


def at_hand(window: MainWindow) -> AtHand:
    """On the record page its record; the selected results, and of a search all when fewer than two are selected."""
    search = window.search_page
    found = window.record_page.record if window.pages.currentWidget() is window.record_page else None
    selected = search.selected_record_ids
    if len(selected) < 2:
        selected = search.found_record_ids or selected
    return AtHand(found.id if found else None, found.title if found else "", selected, search.query_bar.text)


def place_of(window: MainWindow) -> str:
    """The name of the page in front; of the administrator's page, that of the section."""
    shown = window.pages.currentWidget()
    if isinstance(shown, AdminPage) and shown.section_in_front:
        return shown.section_in_front
    names: dict[QWidget, str] = {window.intake_page: "intake", window.record_page: "record"}
    names.update((page, name) for name, page in window.more_pages.items())
    return names.get(shown, "search") if shown is not None else "search"
