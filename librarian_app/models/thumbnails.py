"""Pictures of covers, read off the main thread and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap, QTransform

from core.domain.scans import split_picture
from core.paths import LibraryPaths

CACHE_PIXELS = 48_000_000
"""About 190 MiB of decoded pictures."""
READER_LIMIT_MIB = 512


class _Read(QRunnable):
    def __init__(self, owner: PictureLoader, key: str, file: Path, box: QSize, turn: int) -> None:
        super().__init__()
        self._owner, self._key, self._file, self._box, self._turn = owner, key, file, box, turn

    def run(self) -> None:
        image = read_scaled(self._file, self._box)
        if self._turn and not image.isNull():
            image = image.transformed(QTransform().rotate(self._turn))
        try:
            self._owner._arrived.emit(self._key, image)
        except RuntimeError:
            return  # the window was closed meanwhile


def read_scaled(file: Path, box: QSize) -> QImage:
    """Read a picture no larger than `box`, upright by its EXIF. A null image where it cannot be read."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > box.width() or size.height() > box.height()):
        turned = reader.transformation().value & 4  # rotated by 90°: width and height change places afterwards
        target = box.transposed() if turned else box
        reader.setScaledSize(size.scaled(target, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class PictureLoader(QObject):
    """Loads pictures in background threads; `get` returns at once with what is there.

    Signals:
        loaded(str): A picture has arrived, with its key: the sha256 of a cover, or a file path.
    """

    loaded = Signal(str)
    _arrived = Signal(str, QImage)

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QImageReader.setAllocationLimit(READER_LIMIT_MIB)
        self._paths = LibraryPaths(library)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._cache: OrderedDict[str, QPixmap] = OrderedDict()
        self._pixels = 0
        self._waiting: set[str] = set()
        self._arrived.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def cover(self, picture: str | None) -> QPixmap | None:
        """The thumbnail of a stored cover by its name (`CoverScan.picture`).

        None while loading, a null pixmap when there is none.
        """
        if not picture:
            return QPixmap()
        return self._get(picture, self._paths.thumbnail_file(picture), QSize(640, 640))

    def original(self, picture: str) -> QPixmap | None:
        """The original of a stored cover, turned as its name says, at most 2400 px; None while loading."""
        sha256, turn = split_picture(picture)
        return self._get(f"original:{picture}", self._paths.cover_file(sha256), QSize(2400, 2400), turn)

    def file(self, path: str, side_px: int = 1600) -> QPixmap | None:
        """A picture file anywhere; None while loading."""
        return self._get(path, Path(path), QSize(side_px, side_px))

    def wait(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._pool.clear()
        self._pool.waitForDone()

    def _get(self, key: str, file: Path, box: QSize, turn: int = 0) -> QPixmap | None:
        found = self._cache.get(key)
        if found is not None:
            self._cache.move_to_end(key)
            return found
        if key not in self._waiting:
            self._waiting.add(key)
            # The newest request is what the person looks at, so it goes first.
            self._pool.start(_Read(self, key, file, box, turn), len(self._cache) + len(self._waiting))
        return None

    def forget(self, key: str) -> None:
        """Read this picture again when it is next asked for."""
        found = self._cache.pop(key, None)
        if found is not None:
            self._pixels -= found.width() * found.height()

    def _keep(self, key: str, image: QImage) -> None:
        self._waiting.discard(key)
        self.forget(key)
        pixmap = QPixmap.fromImage(image)
        self._cache[key] = pixmap
        self._pixels += pixmap.width() * pixmap.height()
        while self._pixels > CACHE_PIXELS and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._pixels -= dropped.width() * dropped.height()
        self.loaded.emit(key)
