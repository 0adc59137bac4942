"""Scans from the clipboard: files that were copied, or a picture, which is saved so that the engine can read it."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage


class _Save(QRunnable):
    def __init__(self, owner: PastedScans, image: QImage, file: Path) -> None:
        super().__init__()
        self._owner, self._image, self._file = owner, image, file

    def run(self) -> None:
        is_saved = self._image.save(str(self._file))  # its ending names the format
        try:
            self._owner.saved.emit(str(self._file) if is_saved else "")
        except RuntimeError:
            return  # the window was closed meanwhile


class PastedScans(QObject):
    """Signals:
    saved(str): The file of a pasted picture, "" when it could not be written.
    """

    saved = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: Path | None = None

    def take(self, data: QMimeData) -> list[str] | None:
        """Files in the data; [] for a picture that is being saved; None when there is neither."""
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            return files
        if not data.hasImage():
            return None
        image = QImage(data.imageData())
        if image.isNull():
            return None
        # Kept until the system clears it away: the job may be taken up again after a crash.
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="wenyuan-pasted-"))
        file = self._folder / f"pasted-{datetime.now():%Y%m%d-%H%M%S-%f}.png"
        QThreadPool.globalInstance().start(_Save(self, image, file))
        return []
