"""Marks drawn over a scan and the cover beside it: the words that are in the record, and the points both share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from core.domain.scan_evidence import ScanEvidence
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.cover_picture import CoverPicture

_LINES_DRAWN = 14
"""Points joined across the two pictures; more would hide what they join."""
KIND_TOKENS = {"title": "good", "author": "info", "publisher": "fair", "series": "fair", "number": "fair"}


class EvidenceOverlay(QWidget):
    """Lies over both pictures and lets the mouse through."""

    def __init__(self, themes: ThemeSwitcher, scan: CoverPicture, cover: CoverPicture, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._themes = themes
        self._scan, self._cover = scan, cover
        self._evidence: ScanEvidence | None = None
        self._is_shown = True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parent.installEventFilter(self)
        for picture in (scan, cover):
            picture.placed.connect(self.update)
        themes.changed.connect(self.update)

    @property
    def evidence(self) -> ScanEvidence | None:
        return self._evidence

    def show_evidence(self, evidence: ScanEvidence | None) -> None:
        """Draw other marks; None takes them away."""
        self._evidence = evidence
        self.update()

    def set_marks_shown(self, shown: bool) -> None:
        """Draw the marks or not."""
        self._is_shown = shown
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and watched is self._ground:
            self.setGeometry(self._ground.rect())
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        evidence = self._evidence
        if evidence is None or not self._is_shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scan, cover = self._place(self._scan), self._place(self._cover)
        if not scan.isEmpty():
            painter.setClipRect(scan)
            self._draw_words(painter, scan)
            painter.setClipping(False)
        if evidence.points and not scan.isEmpty() and not cover.isEmpty():
            self._draw_points(painter, scan, cover)
        painter.end()

    def _draw_words(self, painter: QPainter, place: QRect) -> None:
        theme = self._themes.theme
        for line in self._evidence.lines if self._evidence else ():
            token = KIND_TOKENS.get(line.kind)
            colour = theme.colour(token or "box")
            fill = QColor(colour)
            fill.setAlpha(70 if token else 0)
            pen = QPen(colour, 2.0 if token else 1.0)
            if not token:
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(fill)
            painter.drawPolygon(_polygon(line.corners, place))

    def _draw_points(self, painter: QPainter, scan: QRect, cover: QRect) -> None:
        if self._evidence is None:
            return
        theme = self._themes.theme
        colour = theme.colour("box_chosen")
        if self._evidence.region:
            pen = QPen(colour, 2)
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setClipRect(scan)
            painter.drawPolygon(_polygon(self._evidence.region, scan))
            painter.setClipping(False)
        points = self._evidence.points
        step = max(1, len(points) // _LINES_DRAWN)
        thin = QColor(colour)
        thin.setAlpha(120)
        for number, point in enumerate(points):
            left = _at(point.scan_x, point.scan_y, scan)
            right = _at(point.cover_x, point.cover_y, cover)
            if number % step == 0:
                painter.setPen(QPen(thin, 1))
                painter.drawLine(left, right)
            painter.setPen(QPen(theme.colour("surface"), 1))
            painter.setBrush(colour)
            painter.drawEllipse(left, 3.2, 3.2)
            painter.drawEllipse(right, 3.2, 3.2)
        box = self._evidence.differing
        if box is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("fair"), 2))
            corners = (box.x0, box.y0, box.x1, box.y0, box.x1, box.y1, box.x0, box.y1)
            painter.drawPolygon(_polygon(corners, cover))

    def _place(self, picture: CoverPicture) -> QRect:
        """Where the picture itself is, in the overlay's own pixels."""
        place = picture.picture_place
        if place.isEmpty() or not picture.isVisible():
            return QRect()
        return QRect(picture.mapTo(self._ground, place.topLeft()), place.size())


def _at(x: float, y: float, place: QRect) -> QPointF:
    return QPointF(place.left() + x * place.width(), place.top() + y * place.height())


def _polygon(corners: Sequence[float], place: QRect) -> QPolygonF:
    return QPolygonF([_at(corners[i], corners[i + 1], place) for i in range(0, len(corners), 2)])
