"""The file dialogs behind the commands that need one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.library import FORMAT_SUFFIXES
from librarian_app.actions import Actions

FORMAT_NAMES = {
    "csv": "CSV", "xlsx": "Excel", "jsonl": "JSON Lines", "marc": "MARC 21", "unimarc": "CNMARC / UNIMARC",
    "marcxml": "MARCXML", "marcjson": "MARC-in-JSON", "mods": "MODS", "dc": "Dublin Core", "ris": "RIS",
    "bibtex": "BibTeX",
}  # fmt: skip
"""What the formats are called, in every language, in the order in which they are offered."""
IMAGE_FILTER = "(*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.gif)"


class FileChoices(QObject):
    """Asks for files and hands on what was chosen; nothing when the dialog was cancelled.

    Signals:
        scans_chosen(list): Files or folders to identify.
        image_chosen(str): An image to search by.
        import_chosen(list): Files of records.
        library_chosen(str): A library folder.
    """

    scans_chosen = Signal(list)
    image_chosen = Signal(str)
    import_chosen = Signal(list)
    library_chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        actions["add_scans"].triggered.connect(self.choose_scans)
        actions["add_folder"].triggered.connect(self.choose_folder)
        actions["open_image"].triggered.connect(self.choose_image)
        actions["import"].triggered.connect(self.choose_import)
        actions["open_library"].triggered.connect(self.choose_library)

    def choose_scans(self) -> None:
        """Images to identify."""
        kinds = self.tr("Images and PDFs") + " " + IMAGE_FILTER.replace(")", " *.pdf)")
        files, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Choose cover scans"), "", kinds)
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
        files, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Import records"), "", record_filter())
        if files:
            self.import_chosen.emit(files)

    def choose_library(self) -> None:
        """A library folder, or an empty one to start a library in."""
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open a library folder, or an empty one to start")
        )
        if folder:
            self.library_chosen.emit(folder)

    def _images(self) -> str:
        return self.tr("Images") + " " + IMAGE_FILTER


def record_filter() -> str:
    """For file dialogs: the files that records can be read from."""
    suffixes = " ".join(f"*{suffix}" for group in FORMAT_SUFFIXES.values() for suffix in group)
    records = QCoreApplication.translate("FileChoices", "Records")
    return f"{records} ({suffixes});;{QCoreApplication.translate('FileChoices', 'All files')} (*)"


def folder_url(file: str) -> QUrl:
    """The folder of a file, to be shown by the desktop."""
    return QUrl.fromLocalFile(str(Path(file).parent))


def suffix_of(name: str) -> str:
    """The usual ending of a format's files."""
    return _suffixes(name)[0]


def _suffixes(name: str) -> tuple[str, ...]:
    """Of the files of a format; ISO 2709 has the same for both flavours."""
    return FORMAT_SUFFIXES[name] or FORMAT_SUFFIXES["marc"]


def file_and_format(file: str, chosen: str) -> tuple[str, str]:
    """What is meant by a file's name and the format that stood beside it.

    An ending that belongs to another format was typed on purpose and decides; a name without a known ending gets one.
    """
    ending = Path(file).suffix.lower()
    if ending in _suffixes(chosen):
        return file, chosen
    other = next((name for name in FORMAT_NAMES if ending in FORMAT_SUFFIXES[name]), None)
    return (file, other) if other else (file + _suffixes(chosen)[0], chosen)
