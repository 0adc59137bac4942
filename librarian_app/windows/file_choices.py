"""The file dialogs behind the commands that need one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from librarian_app.actions import Actions

IMAGE_FILTER = "(*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.gif)"


class FileChoices(QObject):
    """Asks for files and hands on what was chosen; nothing when the dialog was cancelled.

    Signals:
        scans_chosen(list): Files or folders to identify.
        image_chosen(str): An image to search by.
        import_chosen(list): Files of records.
        export_chosen(str): The file to write.
        library_chosen(str): A library folder.
    """

    scans_chosen = Signal(list)
    image_chosen = Signal(str)
    import_chosen = Signal(list)
    export_chosen = Signal(str)
    library_chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        actions["add_scans"].triggered.connect(self.choose_scans)
        actions["add_folder"].triggered.connect(self.choose_folder)
        actions["open_image"].triggered.connect(self.choose_image)
        actions["import"].triggered.connect(self.choose_import)
        actions["export"].triggered.connect(self.choose_export)
        actions["open_library"].triggered.connect(self.choose_library)

    def choose_scans(self) -> None:
        """Images to identify."""
        files, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Choose cover scans"), "", self._images())
        if files:
            self.scans_chosen.emit(files)

    def choose_folder(self) -> None:
        """A folder of images to identify."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Choose a folder of scans"))
        if folder:
            self.scans_chosen.emit([folder])

    def choose_image(self) -> None:
        """An image to search by."""
        file, _ = QFileDialog.getOpenFileName(self._window, self.tr("Search by an image"), "", self._images())
        if file:
            self.image_chosen.emit(file)

    def choose_import(self) -> None:
        """Files of records to import."""
        kinds = self.tr("Records") + " (*.csv *.tsv *.txt *.xlsx *.jsonl)"
        files, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Import records"), "", kinds)
        if files:
            self.import_chosen.emit(files)

    def choose_export(self) -> None:
        """A file to write records to; its ending decides the format."""
        file, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export records"), "records.csv", "CSV (*.csv);;Excel (*.xlsx);;JSON Lines (*.jsonl)"
        )
        if file:
            self.export_chosen.emit(file)

    def choose_library(self) -> None:
        """A library folder, or an empty one to start a library in."""
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open a library folder, or an empty one to start")
        )
        if folder:
            self.library_chosen.emit(folder)

    def _images(self) -> str:
        return self.tr("Images") + " " + IMAGE_FILTER
