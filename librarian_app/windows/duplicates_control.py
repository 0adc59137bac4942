"""Merging a suspect pair: the page asks, the window's merge dialog does it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.domain.records import RecordId
from librarian_app.pages.duplicates_page import DuplicatesPage
from librarian_app.pages.page import Page, PageContext
from librarian_app.windows.merge_dialog import MergeDialog


class DuplicatesControl(QObject):
    """Signals:
    dialog_made(object): A dialog, to be shown.
    """

    dialog_made = Signal(object)

    def __init__(self, page: Page, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._context = context
        self._page = page
        if isinstance(page, DuplicatesPage):
            page.merge_asked.connect(self.merge)

    def merge(self, record_ids: Sequence[RecordId]) -> None:
        """Open the merge dialog on two records."""
        dialog = MergeDialog(self._context, record_ids, self._window)
        if isinstance(self._page, DuplicatesPage):
            dialog.merged.connect(self._page.merged)
        self.dialog_made.emit(dialog)
