"""The one box: words, a dropped or pasted image, an image file, or words and an image together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from librarian_app import actions
from librarian_app.i18n import Retranslating
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label, set_icon, set_property, tool_button

DEBOUNCE_MS = 180
IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".jp2", ".heic"})


def image_path_in(data: QMimeData) -> str | None:
    """The first image file among dropped or pasted things."""
    for url in data.urls():
        path = url.toLocalFile()
        if path and Path(path).suffix.lower() in IMAGE_SUFFIXES:
            return path
    return None


class QueryBar(Retranslating, QFrame):
    """Holds the query. Typing is reported after a short pause, everything else at once.

    Signals:
        query_changed(str, str): Text and image path ("" = none).
        image_pasted(QImage): An image without a file came from the clipboard or a drop; give it back by `set_image`.
        open_image_asked(): The person wants to choose an image file.
        leave_asked(): Arrow down: go to the results.
        committed(): Enter: what stands in the box was meant.
        history_asked(int): Arrow up (1) or, while going through the history, down (-1).
        memory_asked(): The button with saved and past searches.
    """

    query_changed = Signal(str, str)
    image_pasted = Signal(QImage)
    open_image_asked = Signal()
    leave_asked = Signal()
    committed = Signal()
    history_asked = Signal(int)
    memory_asked = Signal()

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queryBar")
        self.setAcceptDrops(True)
        self._themes = themes
        self._pictures = pictures
        self._image_path = ""
        self._image_name = ""
        self.is_going_through: Callable[[], bool] = lambda: False
        self._icon = QLabel()
        self._edit = QLineEdit()
        self._edit.setObjectName("queryEdit")
        self._edit.setMaxLength(2000)
        self._edit.setAcceptDrops(False)
        self._edit.installEventFilter(self)
        self._chip = QFrame()
        self._chip.setObjectName("imageChip")
        self._chip_picture = QLabel()
        self._chip_text = label()
        self._chip_close = tool_button()
        self._chip_close.clicked.connect(self.clear_image)
        chip_row = QHBoxLayout(self._chip)
        chip_row.setContentsMargins(5, 4, 4, 4)
        chip_row.setSpacing(6)
        for part in (self._chip_picture, self._chip_text, self._chip_close):
            chip_row.addWidget(part)
        self._chip.hide()
        self._clear = tool_button()
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self._memory = tool_button()
        self._memory.clicked.connect(self.memory_asked)
        self._paste = tool_button()
        self._paste.clicked.connect(self.paste_image)
        self._open = tool_button()
        self._open.clicked.connect(self.open_image_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._chip)
        row.addWidget(self._edit, 1)
        row.addWidget(self._clear)
        row.addWidget(self._memory)
        row.addWidget(self._paste)
        row.addWidget(self._open)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(54)
        self.setFocusProxy(self._edit)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._report)
        self._edit.textEdited.connect(self._typed)
        themes.changed.connect(self._apply_theme)
        pictures.loaded.connect(self._picture_arrived)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def edit(self) -> QLineEdit:
        """Where the words are typed."""
        return self._edit

    @property
    def text(self) -> str:
        return self._edit.text().strip()

    @property
    def image_path(self) -> str:
        return self._image_path

    @property
    def is_empty(self) -> bool:
        return not self.text and not self._image_path

    def set_text(self, text: str) -> None:
        """Put words into the box and search at once."""
        self._edit.setText(text)
        self._report()

    def set_image(self, path: str, name: str = "") -> None:
        """Make an image part of the query and search at once. `name` is shown instead of the file's."""
        self._image_path = path
        self._image_name = name or Path(path).name
        self._show_chip()
        self._report()

    def clear_image(self) -> None:
        """Take the image out of the query."""
        self._image_path = self._image_name = ""
        self._chip.hide()
        self._report()

    def clear(self) -> None:
        """Empty the box."""
        self._image_path = self._image_name = ""
        self._chip.hide()
        self._edit.clear()
        self._report()
        self.setFocus()

    def show_question(self, text: str, image_path: str = "", image_name: str = "") -> None:
        """Show what the page asks, without asking it again."""
        self._timer.stop()
        self._image_path, self._image_name = image_path, image_name
        if image_path:
            self._show_chip()
        else:
            self._chip.hide()
        self._edit.setText(text)
        self._clear.setVisible(not self.is_empty)

    def paste_image(self) -> bool:
        """Take an image, or an image file, from the clipboard. False when there is none."""
        data = QApplication.clipboard().mimeData()
        return data is not None and self.take(data)

    def take(self, data: QMimeData) -> bool:
        """Take an image out of dropped or pasted data. False when there is none."""
        if path := image_path_in(data):
            self.set_image(path)
            return True
        if data.hasImage():
            image = QImage(data.imageData())
            if not image.isNull():
                self.image_pasted.emit(image)
                return True
        return False

    def retranslate(self) -> None:
        self._edit.setPlaceholderText(self.tr("Title, author, subject, ISBN, pinyin… or drop a cover here"))
        self._edit.setAccessibleName(self.tr("Search"))
        self._edit.setToolTip(self.tr("“a phrase”   -without   author:鲁迅   year:1990..2000   language:chi"))
        self._clear.setToolTip(self.tr("Clear (Esc)"))
        self._clear.setAccessibleName(self.tr("Clear"))
        self._memory.setToolTip(actions.tooltip("saved_searches"))
        self._memory.setAccessibleName(actions.plain_text("saved_searches"))
        self._paste.setToolTip(actions.tooltip("paste_image"))
        self._paste.setAccessibleName(actions.plain_text("paste_image"))
        self._open.setToolTip(actions.tooltip("open_image"))
        self._open.setAccessibleName(actions.plain_text("open_image"))
        self._chip_close.setToolTip(self.tr("Search without the image"))
        self._chip_close.setAccessibleName(self.tr("Search without the image"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._edit:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                set_property(self, "active", event.type() == QEvent.Type.FocusIn)
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if image_path_in(event.mimeData()) or event.mimeData().hasImage():
            set_property(self, "dropping", True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        set_property(self, "dropping", False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        set_property(self, "dropping", False)
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste) and self.paste_image():
            return True
        if event.key() == Qt.Key.Key_Escape and not self.is_empty:
            self.clear()
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self._report()
            if event.key() != Qt.Key.Key_Down:
                self.committed.emit()
            elif self.is_going_through():
                self.history_asked.emit(-1)
            else:
                self.leave_asked.emit()
            return True
        if event.key() == Qt.Key.Key_Up:
            self.history_asked.emit(1)
            return True
        if event.key() == Qt.Key.Key_Backspace and self._image_path and not self._edit.text():
            self.clear_image()
            return True
        return False

    def _typed(self) -> None:
        self._clear.setVisible(not self.is_empty)
        self._timer.start()

    def _report(self) -> None:
        self._timer.stop()
        self._clear.setVisible(not self.is_empty)
        self.query_changed.emit(self.text, self._image_path)

    def _show_chip(self) -> None:
        picture = self._pictures.file(self._image_path, 320)
        if picture is not None and not picture.isNull():
            ratio = self.devicePixelRatioF()
            small = picture.scaledToHeight(round(30 * ratio), Qt.TransformationMode.SmoothTransformation)
            small.setDevicePixelRatio(ratio)
            self._chip_picture.setPixmap(small)
        else:
            self._chip_picture.setPixmap(QPixmap())
        metrics = self._chip_text.fontMetrics()
        self._chip_text.setText(metrics.elidedText(self._image_name, Qt.TextElideMode.ElideMiddle, 130))
        self._chip_text.setToolTip(self._image_name)
        self._chip.show()

    def _picture_arrived(self, key: str) -> None:
        if key and key == self._image_path:
            self._show_chip()

    def _apply_theme(self, theme: Theme) -> None:
        self._icon.setPixmap(theme.icon("search", "accent").pixmap(QSize(22, 22)))
        buttons = (self._clear, self._memory, self._paste, self._open)
        for target, name in zip(buttons, ("close", "history", "paste", "image"), strict=True):
            set_icon(target, theme, name, 20)
        set_icon(self._chip_close, theme, "close", 12)
