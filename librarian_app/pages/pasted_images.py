"""Images from the clipboard as files, since the engine opens files; gone when the window closes."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

log = logging.getLogger(__name__)


class _Save(QRunnable):
    """PNG encoding of a photo takes too long for the main thread."""

    def __init__(self, owner: PastedImages, image: QImage, file: Path) -> None:
        super().__init__()
        self._owner, self._image, self._file = owner, image, file

    def run(self) -> None:
        is_saved = self._image.save(str(self._file), quality=80)
        try:
            self._owner._written.emit(str(self._file) if is_saved else "")
        except RuntimeError:
            return  # the window was closed meanwhile


class PastedImages(QObject):
    """Writes images to a temporary folder in the background.

    Signals:
        saved(str): The file of the image that was given last.
    """

    saved = Signal(str)
    _written = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._n_saved = 0
        self._written.connect(self._tell)

    def save(self, image: QImage) -> None:
        """Write an image; `saved` follows."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="wenyuan-pasted-")
        self._n_saved += 1
        file = Path(self._folder.name) / f"pasted-{self._n_saved}.png"
        QThreadPool.globalInstance().start(_Save(self, image, file))

    def remove(self) -> None:
        """Remove the files."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _tell(self, path: str) -> None:
        if path:
            self.saved.emit(path)
        else:
            log.warning("a pasted image could not be written")
