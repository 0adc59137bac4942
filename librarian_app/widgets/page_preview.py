"""Shows the pages of a printout one at a time, as large as wanted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from librarian_app.i18n import Retranslating
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label, set_icon, tool_button
from librarian_app.widgets.printing import UNITS_PER_MM, Printout

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
SHADOW_PX = 8
_PX_PER_MM = 96 / 25.4


class _Sheet(QWidget):
    """One page."""

    def __init__(self) -> None:
        super().__init__()
        self.printout: Printout | None = None
        self.page = 0
        self.scale = 1.0

    def fit(self) -> None:
        """Take the size of the page at the present scale."""
        width, height = self.printout.page_mm if self.printout else (210.0, 297.0)
        pixels = self.scale * _PX_PER_MM
        self.setFixedSize(QSize(round(width * pixels) + 2 * SHADOW_PX, round(height * pixels) + 2 * SHADOW_PX))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        sheet = QRectF(self.rect()).adjusted(SHADOW_PX, SHADOW_PX, -SHADOW_PX, -SHADOW_PX)
        painter.fillRect(sheet.translated(2, 3), QColor(0, 0, 0, 40))
        painter.fillRect(sheet, QColor("#ffffff"))  # paper is white in every theme
        if self.printout is None or self.page >= self.printout.n_pages:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setClipRect(sheet)
        painter.translate(sheet.topLeft())
        factor = self.scale * _PX_PER_MM / UNITS_PER_MM
        painter.scale(factor, factor)
        self.printout.paint(painter, self.page)


class PagePreview(Retranslating, QWidget):
    """The page, and below it a bar to turn pages and to zoom. Without a printout the page is empty."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = _Sheet()
        self._zoom: float | None = None
        self._area = QScrollArea()
        self._area.setObjectName("preview_area")
        self._area.setWidget(self._sheet)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._previous, self._next = tool_button(), tool_button()
        self._out, self._in, self._fit = tool_button(), tool_button(), tool_button()
        self._where: QLabel = label("muted")
        self._scale = label("muted")
        self._previous.clicked.connect(lambda: self.show_page(self._sheet.page - 1))
        self._next.clicked.connect(lambda: self.show_page(self._sheet.page + 1))
        self._out.clicked.connect(lambda: self._step(-1))
        self._in.clicked.connect(lambda: self._step(1))
        self._fit.clicked.connect(self.fit)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self._previous)
        bar.addWidget(self._where)
        bar.addWidget(self._next)
        bar.addStretch(1)
        bar.addWidget(self._out)
        bar.addWidget(self._scale)
        bar.addWidget(self._in)
        bar.addWidget(self._fit)
        frame = QWidget()
        frame.setObjectName("sunkenArea")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(frame, 1)
        whole.addLayout(bar)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def page(self) -> int:
        """The page in view, from 0."""
        return self._sheet.page

    def show_printout(self, printout: Printout | None) -> None:
        """Show other pages; the page in view stays where there is one."""
        self._sheet.printout = printout
        self._sheet.page = max(0, min(self._sheet.page, (printout.n_pages if printout else 1) - 1))
        self._place()

    def show_page(self, page: int) -> None:
        """Turn to a page, from 0."""
        printout = self._sheet.printout
        self._sheet.page = max(0, min(page, (printout.n_pages if printout else 1) - 1))
        self._place()

    def fit(self) -> None:
        """Show whole pages."""
        self._zoom = None
        self._place()

    def retranslate(self) -> None:
        for target, text in (
            (self._previous, self.tr("Previous page")),
            (self._next, self.tr("Next page")),
            (self._out, self.tr("Smaller")),
            (self._in, self.tr("Larger")),
            (self._fit, self.tr("Show the whole page")),
        ):
            target.setToolTip(text)
            target.setAccessibleName(text)
        self._area.setAccessibleName(self.tr("Preview"))
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if event.key() in steps:
            self.show_page(self._sheet.page + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._step(1)
        elif event.key() == Qt.Key.Key_Minus:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._step(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def _step(self, step: int) -> None:
        larger = [z for z in ZOOMS if z > self._sheet.scale * 1.01]
        smaller = [z for z in ZOOMS if z < self._sheet.scale * 0.99]
        if step > 0 and larger:
            self._zoom = larger[0]
        elif step < 0 and smaller:
            self._zoom = smaller[-1]
        self._place()

    def _place(self) -> None:
        width, height = self._sheet.printout.page_mm if self._sheet.printout else (210.0, 297.0)
        room = self._area.size()
        whole = min(
            (room.width() - 2 * SHADOW_PX - 8) / (width * _PX_PER_MM),
            (room.height() - 2 * SHADOW_PX - 8) / (height * _PX_PER_MM),
        )
        self._sheet.scale = self._zoom or max(0.1, min(whole, 4.0))
        self._sheet.fit()
        self._say()

    def _say(self) -> None:
        n = self._sheet.printout.n_pages if self._sheet.printout else 0
        shown = min(self._sheet.page + 1, n)
        self._where.setText(self.tr("Page {page} of {pages}").format(page=shown, pages=n))
        self._scale.setText(f"{self._sheet.scale:.0%}")
        self._previous.setEnabled(self._sheet.page > 0)
        self._next.setEnabled(self._sheet.page < n - 1)

    def _apply_theme(self, theme: Theme) -> None:
        for target, name in (
            (self._previous, "chevron-left"),
            (self._next, "chevron-right"),
            (self._out, "zoom-out"),
            (self._in, "zoom-in"),
            (self._fit, "fit"),
        ):
            set_icon(target, theme, name)
