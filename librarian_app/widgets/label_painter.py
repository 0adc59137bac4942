"""Draws spine and barcode labels: call numbers in lines that are made to fit, bars as true rectangles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from core.domain.labels import Label, LabelKind, SheetLayout
from librarian_app.widgets.printing import UNITS_PER_MM, UNITS_PER_POINT, font_of

PADDING_MM = 1.2
SMALLEST_PT = 4.0
SMALL_PT = 7.0
QUIET_MODULES = 10
WIDEST_MODULE_MM = 0.45
NARROWEST_MODULE_MM = 0.17
_BLACK = QColor("#000000")
_OUTLINE = QColor("#b9ae9c")


@dataclass(frozen=True, slots=True)
class LabelLook:
    """How labels look.

    Attributes:
        family: Font families, separated by commas.
        size_pt: Of the call number; smaller where it would not fit.
        heading: A line at the top, such as the library's name; "" = none.
        with_title: The title below the barcode.
        with_call_number: The call number on the barcode label, too.
        with_frame: A hairline around each label, to cut along.
    """

    kind: LabelKind = "spine"
    family: str = ""
    size_pt: float = 14.0
    is_bold: bool = True
    heading: str = ""
    with_title: bool = False
    with_call_number: bool = False
    with_frame: bool = False


class LabelSheets:
    """Labels on the pages of a layout. Labels with a problem are left out.

    Args:
        first: The place on the first sheet where the first label goes, from 1.
        outlines: Show where the labels of the sheet are; for the preview only.
    """

    def __init__(
        self,
        labels: Sequence[Label],
        layout: SheetLayout,
        look: LabelLook,
        first: int = 1,
        *,
        copies: int = 1,
        outlines: bool = False,
    ) -> None:
        self.labels = [label for label in labels if not label.problem_id for _ in range(max(1, copies))]
        self._layout = layout
        self._look = look
        self._outlines = outlines
        self._first = first
        self._by_page: dict[int, list[tuple[Label, QRectF]]] = {}
        for label, place in zip(self.labels, layout.places(len(self.labels), first), strict=True):
            self._by_page.setdefault(place.page, []).append(
                (label, _units(place.x_mm, place.y_mm, place.width_mm, place.height_mm))
            )

    @property
    def page_mm(self) -> tuple[float, float]:
        return self._layout.page_width_mm, self._layout.page_height_mm

    @property
    def n_pages(self) -> int:
        return self._layout.n_pages(len(self.labels), self._first)

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw a page."""
        if self._outlines:
            self._paint_outlines(painter)
        for label, area in self._by_page.get(page, ()):
            painter.save()
            painter.setClipRect(area)
            if self._look.kind == "spine":
                paint_spine_label(painter, label, area, self._look)
            else:
                paint_barcode_label(painter, label, area, self._look)
            painter.restore()
            if self._look.with_frame:
                painter.setPen(QPen(_BLACK, 8))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area)

    def _paint_outlines(self, painter: QPainter) -> None:
        painter.setPen(QPen(_OUTLINE, 12, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place in self._layout.places(self._layout.per_page):
            painter.drawRect(_units(place.x_mm, place.y_mm, place.width_mm, place.height_mm))


def paint_spine_label(painter: QPainter, label: Label, area: QRectF, look: LabelLook) -> None:
    """The call number, a part a line, in the middle; the heading above it."""
    inner = _inner(area)
    top = inner.top()
    if look.heading:
        top = _paint_line(painter, look.heading, inner, top, look, SMALL_PT)
    room = QRectF(inner.left(), top, inner.width(), inner.bottom() - top)
    size = fitting_size(label.lines, room.width(), room.height(), look)
    font = font_of(look.family, size, bold=look.is_bold)
    metrics = QFontMetricsF(font)
    height = _line_height(size)
    painter.setFont(font)
    painter.setPen(_BLACK)
    y = room.top() + (room.height() - height * len(label.lines)) / 2
    for line in label.lines:
        x = room.left() + (room.width() - metrics.horizontalAdvance(line)) / 2
        painter.drawText(QPointF(x, y + (height + metrics.ascent() - metrics.descent()) / 2), line)
        y += height


def paint_barcode_label(painter: QPainter, label: Label, area: QRectF, look: LabelLook) -> None:
    """Heading, bars, the barcode in figures, and below it call number and title where wanted."""
    inner = _inner(area)
    top = inner.top()
    if look.heading:
        top = _paint_line(painter, look.heading, inner, top, look, SMALL_PT)
    below = [label.text]
    if look.with_call_number and label.lines:
        below.append(" / ".join(label.lines))
    if look.with_title and label.item.title:
        below.append(label.item.title)
    below_height = sum(_line_height(SMALL_PT + 1 if position == 0 else SMALL_PT) for position in range(len(below)))
    bars_area = QRectF(inner.left(), top, inner.width(), max(200.0, inner.bottom() - top - below_height))
    paint_bars(painter, label.bars, bars_area)
    y = bars_area.bottom()
    for position, line in enumerate(below):
        y = _paint_line(painter, line, inner, y, look, SMALL_PT + 1 if position == 0 else SMALL_PT)


def paint_bars(painter: QPainter, bars: str, area: QRectF) -> None:
    """Bars as wide as the area allows with their quiet zones, in the middle of it."""
    if not bars:
        return
    module = module_width_mm(bars, area.width() / UNITS_PER_MM) * UNITS_PER_MM
    left = area.left() + (area.width() - module * len(bars)) / 2
    position = 0
    while position < len(bars):
        end = position
        while end < len(bars) and bars[end] == bars[position]:
            end += 1
        if bars[position] == "1":
            painter.fillRect(QRectF(left + position * module, area.top(), (end - position) * module, area.height()),
                             _BLACK)  # fmt: skip
        position = end


def module_width_mm(bars: str, width_mm: float) -> float:
    """How wide one module becomes on a label of this width."""
    return min(WIDEST_MODULE_MM, width_mm / (len(bars) + 2 * QUIET_MODULES))


def fitting_size(lines: Sequence[str], width: float, height: float, look: LabelLook) -> float:
    """The font size, at most that of the look, at which all lines fit; widths and heights are in painter's units."""
    if not lines:
        return look.size_pt
    probe = QFontMetricsF(font_of(look.family, look.size_pt, bold=look.is_bold))
    widest = max(probe.horizontalAdvance(line) for line in lines) or 1.0
    factor = min(1.0, width / widest, height / (_line_height(look.size_pt) * len(lines)))
    return max(SMALLEST_PT, look.size_pt * factor)


def _paint_line(painter: QPainter, text: str, inner: QRectF, top: float, look: LabelLook, size_pt: float) -> float:
    """One centred line, shortened where it is too long. Returns where the next one begins."""
    font = font_of(look.family, size_pt)
    metrics = QFontMetricsF(font)
    height = _line_height(size_pt)
    painter.setFont(font)
    painter.setPen(_BLACK)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    x = inner.left() + (inner.width() - metrics.horizontalAdvance(shown)) / 2
    painter.drawText(QPointF(x, top + (height + metrics.ascent() - metrics.descent()) / 2), shown)
    return top + height


def _line_height(size_pt: float) -> float:
    return size_pt * 1.22 * UNITS_PER_POINT


def _inner(area: QRectF) -> QRectF:
    pad = PADDING_MM * UNITS_PER_MM
    return area.adjusted(pad, pad, -pad, -pad)


def _units(x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> QRectF:
    return QRectF(x_mm * UNITS_PER_MM, y_mm * UNITS_PER_MM, width_mm * UNITS_PER_MM, height_mm * UNITS_PER_MM)
