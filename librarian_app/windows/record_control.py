"""The commands for records beyond the record page: forms of names, merging, bulk edits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.domain.changes import ChangeSet
from core.domain.records import RecordId
from librarian_app.pages.page import PageContext
from librarian_app.pages.record_page import RecordPage
from librarian_app.pages.search_page import SearchPage
from librarian_app.windows.bulk_dialog import BulkEditDialog
from librarian_app.windows.merge_dialog import MergeDialog
from librarian_app.windows.names_dialog import NamesDialog
from librarian_app.windows.undo_control import UndoControl

NAMES = ("names", "merge", "bulk_edit")
MOST_MERGED = 8
"""More could not be looked over side by side, and nobody has so many records of one edition."""


class RecordControl(QObject):
    """Makes the dialogs on what is selected or shown.

    Signals:
        dialog_made(object): A dialog, to be shown.
        record_asked(int): Open this record.
        announced(str): What was done.
        refused(str): Why nothing could be done.
    """

    dialog_made = Signal(object)
    record_asked = Signal(int)
    announced = Signal(str)
    refused = Signal(str)

    def __init__(
        self, context: PageContext, search: SearchPage, record: RecordPage, undo: UndoControl, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._context = context
        self._search = search
        self._record = record
        actions = context.actions
        actions["names"].triggered.connect(self.show_names)
        actions["merge"].triggered.connect(self.show_merge)
        actions["bulk_edit"].triggered.connect(self.show_bulk_edit)
        undo.record_in_view = lambda: record.record if record.isVisible() else None
        for name in NAMES:
            parent.addAction(actions[name])

    @property
    def chosen_ids(self) -> tuple[RecordId, ...]:
        """The record shown, else the records selected in the results."""
        record = self._record.record
        if self._record.isVisible() and record is not None and record.id is not None:
            return (record.id,)
        return self._search.selected_record_ids

    def show_names(self) -> None:
        """The forms of the names of the record shown or selected."""
        names: Sequence[str] = ()
        record = self._record.record if self._record.isVisible() else None
        if record is None and (row := self._search.results.current_row) is not None:
            record = row.record
        if record is not None:
            names = [contributor.name for contributor in record.contributors]
        self.dialog_made.emit(NamesDialog(self._context, names, read_only=self._is_read_only, parent=self._window))

    def show_merge(self) -> None:
        """Merge the selected records."""
        ids = self._search.selected_record_ids
        if len(ids) < 2:
            self.refused.emit(self.tr("Select at least two records in the results first (Ctrl+click or Shift+↓)."))
            return
        if len(ids) > MOST_MERGED:
            told = self.tr("{n} records are selected. Select those of one edition: {most} at most are merged at once.")
            self.refused.emit(told.format(n=len(ids), most=MOST_MERGED))
            return
        dialog = MergeDialog(self._context, ids, self._window)

        def merged(changes: ChangeSet) -> None:
            self.announced.emit(self.tr("%n record(s) were merged.", "", len(ids)))
            if changes.updated:
                self.record_asked.emit(changes.updated[0])

        dialog.merged.connect(merged)
        self.dialog_made.emit(dialog)

    def show_bulk_edit(self) -> None:
        """Change the selected records, or all that the search finds."""
        query = self._search.query_bar.text
        self.dialog_made.emit(BulkEditDialog(self._context, self.chosen_ids, query, self._window))

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        for name in ("merge", "bulk_edit"):
            self._context.actions[name].setEnabled(not read_only)

    @property
    def _is_read_only(self) -> bool:
        return not self._context.actions["bulk_edit"].isEnabled()
