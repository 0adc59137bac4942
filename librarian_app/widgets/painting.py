"""Drawing that several delegates share: covers in a box, chips, text of at most so many lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap, QTextLayout, QTextOption

from librarian_app.theme import Theme


def draw_cover(painter: QPainter, box: QRect, picture: QPixmap | None, theme: Theme, title: str = "") -> QRect:
    """Draw a cover as large as fits, standing on the bottom of the box; without one, a plain binding with the title.

    Returns:
        Where the cover is.
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    if picture is not None and not picture.isNull():
        size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    else:
        size = QSize(round(box.height() * 0.7), box.height())
        size = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(box.left() + (box.width() - size.width()) // 2, box.bottom() + 1 - size.height(), 0, 0)
    place.setSize(size)
    shadow = QPainterPath()
    shadow.addRoundedRect(QRectF(place).translated(0, 2).adjusted(-1, 0, 1, 1), 4, 4)
    painter.fillPath(shadow, theme.colour("shadow"))
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(place), 3, 3)
    painter.setClipPath(shape)
    if picture is not None and not picture.isNull():
        painter.drawPixmap(place, picture)
    else:
        painter.fillRect(place, theme.colour("sunken"))
        painter.fillRect(QRect(place.left(), place.top(), 6, place.height()), theme.colour("line_strong"))
        if picture is not None and title:
            painter.setPen(theme.colour("ink_soft"))
            painter.setFont(theme.font(max(11, min(16, place.width() // 9)), serif=True))
            painter.drawText(
                place.adjusted(14, 12, -8, -12),
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap),
                title,
            )
    painter.setClipping(False)
    painter.setPen(QPen(theme.colour("line_strong"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setOpacity(0.5)
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.restore()
    return place


def draw_lines(painter: QPainter, box: QRect, text: str, font: QFont, max_lines: int) -> int:
    """Draw text wrapped to at most `max_lines`, the last one elided. Returns the height used in pixels."""
    metrics = QFontMetrics(font)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[tuple[int, int]] = []
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        lines.append((line.textStart(), line.textLength()))
    layout.endLayout()
    painter.setFont(font)
    height = metrics.height()
    for number, (start, length) in enumerate(lines[:max_lines]):
        is_cut = number == max_lines - 1 and len(lines) > max_lines
        part = (
            metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, box.width())
            if is_cut
            else text[start : start + length]
        )
        painter.drawText(QPointF(box.left(), box.top() + number * height + metrics.ascent()), part.rstrip("\n"))
    return min(len(lines), max_lines) * height


def draw_chip(painter: QPainter, at: QRect, text: str, theme: Theme, ink: str, ground: str, icon: str = "") -> int:
    """Draw a small rounded label that starts at the left of `at`. Returns its width."""
    font = theme.font(12)
    metrics = QFontMetrics(font)
    icon_width = 15 if icon else 0
    width = min(at.width(), metrics.horizontalAdvance(text) + 14 + icon_width)
    shape = QRectF(at.left(), at.top(), width, at.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(shape, at.height() / 2, at.height() / 2)
    if icon:
        theme.icon(icon, ink).paint(painter, QRect(at.left() + 6, at.top() + (at.height() - 13) // 2, 13, 13))
    painter.setPen(theme.colour(ink))
    painter.setFont(font)
    inner = QRect(at.left() + 7 + icon_width, at.top(), width - 12 - icon_width, at.height())
    painter.drawText(
        inner,
        int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
        metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width()),
    )
    painter.restore()
    return width
