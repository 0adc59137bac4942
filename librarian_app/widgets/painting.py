"""Drawing that several delegates share: covers in a box, chips, text of at most so many lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextLayout,
    QTextLine,
    QTextOption,
)

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


def utf16(text: str, position: int) -> int:
    """A position counted in characters as Qt counts it: a rare Chinese character is two of its units."""
    return position + sum(char > "\uffff" for char in text[:position])


def draw_marks(
    painter: QPainter, box: QRect, text: str, font: QFont, spans: Sequence[tuple[int, int]], ground: QColor
) -> None:
    """Lay a ground behind parts of a text that is drawn in one line from the left of the box."""
    metrics = QFontMetrics(font)
    top = box.top() + (box.height() - metrics.height()) // 2
    for start, end in spans:
        left = box.left() + metrics.horizontalAdvance(text[:start])
        right = min(box.right() + 1, box.left() + metrics.horizontalAdvance(text[:end]))
        if left < right:
            painter.fillRect(QRect(left, top, right - left, metrics.height()), ground)


def draw_lines(
    painter: QPainter,
    box: QRect,
    text: str,
    font: QFont,
    max_lines: int,
    spans: Sequence[tuple[int, int]] = (),
    ground: QColor | None = None,
) -> int:
    """Draw text wrapped to at most `max_lines`, the last one elided, with a ground behind the spans.

    Returns:
        The height used in pixels.
    """
    metrics = QFontMetrics(font)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[tuple[int, int, QTextLine]] = []
    units = [(utf16(text, start), utf16(text, end)) for start, end in spans]
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        lines.append((line.textStart(), line.textLength(), line))
    layout.endLayout()
    painter.setFont(font)
    height = metrics.height()
    for number, (start, length, line) in enumerate(lines[:max_lines]):
        for first, last in units if ground is not None else ():
            left, right = max(first, start), min(last, start + length)
            if left < right and ground is not None:
                x, width = _across(line, left, right)
                painter.fillRect(QRectF(box.left() + x, box.top() + number * height, width, height), ground)
        is_cut = number == max_lines - 1 and len(lines) > max_lines
        part = (
            metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, box.width())
            if is_cut
            else text[start : start + length]
        )
        painter.drawText(QPointF(box.left(), box.top() + number * height + metrics.ascent()), part.rstrip("\n"))
    return min(len(lines), max_lines) * height


def _across(line: QTextLine, start: int, end: int) -> tuple[float, float]:
    """Where a part of a laid out line begins and how wide it is, in pixels."""
    left, right = _x(line, start), _x(line, end)
    return left, right - left


def _x(line: QTextLine, position: int) -> float:
    found: Any = line.cursorToX(position)  # with the position, since Qt may move it to where a cursor can stand
    return float(found[0] if isinstance(found, tuple | list) else found)


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
