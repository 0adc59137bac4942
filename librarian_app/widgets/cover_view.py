"""A cover scan to look into: zoom, drag, and the lines that were read drawn over the image."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from core.domain.scans import OcrPage
from librarian_app.i18n import Retranslating
from librarian_app.theme import Theme, ThemeSwitcher

MAX_ZOOM = 12.0
STEP = 1.25


class CoverView(Retranslating, QGraphicsView):
    """The scene is measured in pixels of the preprocessed scan, as the boxes are; the picture is scaled to it.

    Signals:
        line_clicked(int): A line's box was clicked.
    """

    line_clicked = Signal(int)

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self._picture = QGraphicsPixmapItem()
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._picture)
        self._boxes: list[QGraphicsRectItem] = []
        self._page: OcrPage | None = None
        self._selected = -1
        self._shows_boxes = True
        self._is_fitted = True
        themes.changed.connect(self._apply_theme)
        self.retranslate()

    @property
    def boxes_shown(self) -> bool:
        return self._shows_boxes

    @property
    def n_boxes(self) -> int:
        return len(self._boxes)

    def show_picture(self, pixmap: QPixmap | None) -> None:
        """Show another scan; None empties the view."""
        self._picture.setPixmap(pixmap or QPixmap())
        self._place()

    def show_page(self, page: OcrPage | None) -> None:
        """Show what was read on the scan."""
        for box in self._boxes:
            self._scene.removeItem(box)
        self._boxes = []
        self._page = page
        self._selected = -1
        for line in page.lines if page else ():
            box = QGraphicsRectItem(line.box.x0, line.box.y0, line.box.width, line.box.height)
            box.setToolTip(line.text)
            box.setCursor(Qt.CursorShape.PointingHandCursor)
            box.setVisible(self._shows_boxes)
            self._scene.addItem(box)
            self._boxes.append(box)
        self._paint_boxes(self._themes.theme)
        self._place()

    def set_boxes_shown(self, shown: bool) -> None:
        """Draw the boxes or not."""
        self._shows_boxes = shown
        for number, box in enumerate(self._boxes):
            box.setVisible(shown or number == self._selected)

    def select_line(self, number: int) -> None:
        """Mark one line, -1 for none, and bring it into view."""
        self._selected = number if 0 <= number < len(self._boxes) else -1
        self._paint_boxes(self._themes.theme)
        self.set_boxes_shown(self._shows_boxes)
        if self._selected >= 0 and not self._is_fitted:
            self.ensureVisible(self._boxes[self._selected], 30, 30)

    def zoom_in(self) -> None:
        """One step closer."""
        self._zoom(STEP)

    def zoom_out(self) -> None:
        """One step back."""
        self._zoom(1 / STEP)

    def fit(self) -> None:
        """Show the whole scan."""
        self._is_fitted = True
        if not self._scene.sceneRect().isEmpty():
            self.fitInView(self._scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Cover scan"))
        self.setToolTip(self.tr("Wheel or + and - to zoom, 0 to fit, drag to move"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        self._zoom(STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_0:
                self.fit()
            case _:
                super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        event.accept()
        item = self.itemAt(event.position().toPoint())
        if isinstance(item, QGraphicsRectItem) and item in self._boxes:
            self.line_clicked.emit(self._boxes.index(item))

    def _zoom(self, factor: float) -> None:
        scale = self.transform().m11() * factor
        if self._picture.pixmap().isNull() or scale > MAX_ZOOM:
            return
        self._is_fitted = False
        self.scale(factor, factor)
        whole = self.mapFromScene(self._scene.sceneRect()).boundingRect()
        if whole.width() < self.viewport().width() and whole.height() < self.viewport().height():
            self.fit()

    def _place(self) -> None:
        """Scale the picture to the scan's own pixels, which the boxes are measured in."""
        pixmap = self._picture.pixmap()
        page = self._page
        if pixmap.isNull():
            width, height = (page.width_px, page.height_px) if page else (0, 0)
        elif page is not None and page.width_px > 0 and page.height_px > 0:
            width, height = page.width_px, page.height_px
        else:
            width, height = pixmap.width(), pixmap.height()
        if not pixmap.isNull():
            self._picture.setTransform(
                self._picture.transform().fromScale(width / pixmap.width(), height / pixmap.height())
            )
        self._scene.setSceneRect(QRectF(0, 0, width, height))
        self.fit()

    def _paint_boxes(self, theme: Theme) -> None:
        for number, box in enumerate(self._boxes):
            is_selected = number == self._selected
            colour = theme.colour("box_chosen" if is_selected else "box")
            pen = QPen(colour, 3 if is_selected else 2)
            pen.setCosmetic(True)
            box.setPen(pen)
            fill = QColor(colour)
            fill.setAlpha(60 if is_selected else 22)
            box.setBrush(QBrush(fill))
            box.setZValue(2 if is_selected else 1)

    def _apply_theme(self, theme: Theme) -> None:
        self._paint_boxes(theme)
