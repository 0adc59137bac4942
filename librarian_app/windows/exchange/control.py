"""The commands that bring records in and out, and the dialogs behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from librarian_app.actions import Actions
from librarian_app.models.jobs import JobsModel
from librarian_app.pages.search_page import SearchPage
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.exchange.convert_dialog import ConvertDialog
from librarian_app.windows.exchange.export_dialog import ExportDialog, ExportScope
from librarian_app.windows.exchange.import_wizard import ImportWizard


class ExchangeControl(QObject):
    """Makes the dialogs; the main window shows them.

    Args:
        scope: What could be exported at this moment.

    Signals:
        dialog_made(object): A dialog to be shown.
        record_asked(int): Show this record.
        announced(str): A sentence about what was just done.
        failed(LibrarianError): A call failed.
    """

    dialog_made = Signal(object)
    record_asked = Signal(int)
    announced = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        jobs: JobsModel,
        actions: Actions,
        scope: Callable[[], ExportScope],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = bridge
        self._themes = themes
        self._jobs = jobs
        self._scope = scope
        actions["export"].triggered.connect(self.export)
        actions["convert"].triggered.connect(self.convert)

    def import_files(self, files: Sequence[str]) -> None:
        """Show what is in the files and import them when the person agrees."""
        wizard = ImportWizard(self._bridge, self._themes, self._jobs, files, self._window)
        wizard.record_asked.connect(self.record_asked)
        wizard.announced.connect(self.announced)
        wizard.failed.connect(self.failed)
        self.dialog_made.emit(wizard)

    def export(self) -> None:
        """Ask what to export and how."""
        dialog = ExportDialog(self._bridge, self._themes, self._jobs, self._scope(), self._window)
        dialog.failed.connect(self.failed)
        self.dialog_made.emit(dialog)

    def convert(self) -> None:
        """Ask for a file and what it is to become."""
        dialog = ConvertDialog(self._bridge, self._themes, self._jobs, self._window)
        dialog.failed.connect(self.failed)
        self.dialog_made.emit(dialog)


def export_scope(search: SearchPage, total: int) -> ExportScope:
    """What the search page shows and what is selected on it."""
    return ExportScope(total, search.found_record_ids, search.selected_record_ids)
