"""What the commands at the shelf take for granted: the record in view, the results selected or shown."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from librarian_app.pages.record_page import RecordPage
from librarian_app.pages.search_page import SearchPage
from librarian_app.widgets.item_chooser import AtHand


def at_hand(pages: QStackedWidget, search: SearchPage, record: RecordPage) -> AtHand:
    """On the record page its record; else the selected results, and of a search all results when one is selected."""
    found = record.record if pages.currentWidget() is record else None
    query = search.query_bar.text
    selected = search.selected_record_ids
    if len(selected) < 2 and not search.model.is_browsing:
        rows = (search.model.row_at(position) for position in range(search.model.rowCount()))
        selected = tuple(row.record.id for row in rows if row is not None and row.record.id is not None)
    return AtHand(found.id if found else None, found.title if found else "", selected, query)
