"""A still picture of a cover in a box, as large as fits."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.painting import draw_cover


class CoverPicture(QWidget):
    """Shows a stored cover or a picture file, loaded in the background.

    Signals:
        clicked(): The picture was clicked.
        placed(): The picture stands somewhere else now; see `picture_place`.
    """

    clicked = Signal()
    placed = Signal()

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._pictures = pictures
        self._sha256: str | None = None
        self._file = ""
        self._title = ""
        self._place = QRect()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        pictures.loaded.connect(self._arrived)
        themes.changed.connect(self.update)

    @property
    def picture_place(self) -> QRect:
        """Where the picture is within the widget; empty while none is there."""
        return self._place

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(180, 250)

    def show_cover(self, sha256: str | None, title: str) -> None:
        """Show a stored cover; without one, a plain binding with the title."""
        self._sha256, self._file, self._title = sha256, "", title
        self.setAccessibleName(title)
        self.update()

    def show_file(self, path: str, title: str = "") -> None:
        """Show a picture file."""
        self._sha256, self._file, self._title = None, path, title
        self.setAccessibleName(title or path)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        picture: QPixmap | None
        picture = self._pictures.file(self._file) if self._file else self._pictures.cover(self._sha256)
        box: QRect = self.rect().adjusted(3, 1, -3, -5)
        if picture is not None and not picture.isNull():
            size = picture.deviceIndependentSize().toSize()
            limit = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            # Stand in the middle, not at the bottom: this box is alone.
            box = QRect(box.left(), box.top() + (box.height() - limit.height()) // 2, box.width(), limit.height())
        place = draw_cover(painter, box, picture, self._themes.theme, self._title)
        painter.end()
        shown = place if picture is not None and not picture.isNull() else QRect()
        if shown != self._place:
            self._place = shown
            self.placed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.clicked.emit()

    def _arrived(self, key: str) -> None:
        if key and key in (self._sha256, self._file):
            self.update()
