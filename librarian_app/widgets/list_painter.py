"""A list as a table over several pages: heading, column names on each page, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from librarian_app.widgets.printing import UNITS_PER_MM, UNITS_PER_POINT, font_of

MARGIN_MM = 14.0
A4_MM = (210.0, 297.0)
_BLACK = QColor("#000000")
_GREY = QColor("#555555")
_RULE = QColor("#999999")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column; `share` is its part of the width."""

    name: str
    share: float


class ListPages:
    """Rows of text on pages of A4.

    Args:
        heading: What the list is.
        note: Beside the heading: the library, the number of items, the date.
        page_words: How a page is numbered, with {page} and {pages}.
    """

    def __init__(
        self,
        heading: str,
        note: str,
        columns: Sequence[ListColumn],
        rows: Sequence[Sequence[str]],
        *,
        family: str = "",
        size_pt: float = 9.0,
        landscape: bool = False,
        page_words: str = "{page} / {pages}",
    ) -> None:
        self._heading = heading
        self._note = note
        self._columns = columns
        self._rows = rows
        self._family = family
        self._size_pt = size_pt
        self._size_mm = (A4_MM[1], A4_MM[0]) if landscape else A4_MM
        self._page_words = page_words
        self._row_height = size_pt * 1.75 * UNITS_PER_POINT
        margin = MARGIN_MM * UNITS_PER_MM
        self._area = QRectF(
            margin, margin, self._size_mm[0] * UNITS_PER_MM - 2 * margin, self._size_mm[1] * UNITS_PER_MM - 2 * margin
        )
        self._head_height = (size_pt + 5) * 2.2 * UNITS_PER_POINT
        self._foot_height = size_pt * 2 * UNITS_PER_POINT
        room = self._area.height() - self._head_height - self._foot_height - self._row_height
        self.rows_per_page = max(1, int(room // self._row_height))

    @property
    def page_mm(self) -> tuple[float, float]:
        return self._size_mm

    @property
    def n_pages(self) -> int:
        return max(1, -(-len(self._rows) // self.rows_per_page))

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw a page."""
        area = self._area
        heading_font = font_of(self._family, self._size_pt + 5, bold=True)
        note_font = font_of(self._family, self._size_pt - 1)
        note_width = QFontMetricsF(note_font).horizontalAdvance(self._note)
        self._text(painter, heading_font, self._heading,
                   QRectF(area.left(), area.top(), area.width() - note_width - 400, self._head_height * 0.7),
                   _BLACK)  # fmt: skip
        self._text(painter, note_font, self._note,
                   QRectF(area.right() - note_width - 20, area.top(), note_width + 20, self._head_height * 0.7),
                   _GREY)  # fmt: skip
        y = area.top() + self._head_height * 0.75
        body = font_of(self._family, self._size_pt)
        self._row(painter, font_of(self._family, self._size_pt, bold=True), [c.name for c in self._columns], y)
        y += self._row_height
        painter.setPen(QPen(_BLACK, 14))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        start = page * self.rows_per_page
        for row in self._rows[start : start + self.rows_per_page]:
            self._row(painter, body, row, y)
            y += self._row_height
            painter.setPen(QPen(_RULE, 5))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        foot = self._page_words.format(page=page + 1, pages=self.n_pages)
        width = QFontMetricsF(note_font).horizontalAdvance(foot)
        self._text(painter, note_font, foot,
                   QRectF(area.right() - width - 20, area.bottom() - self._foot_height, width + 20, self._foot_height),
                   _GREY)  # fmt: skip

    def _row(self, painter: QPainter, font: QFont, cells: Sequence[str], y: float) -> None:
        whole = sum(column.share for column in self._columns)
        x = self._area.left()
        for column, cell in zip(self._columns, cells, strict=True):
            width = self._area.width() * column.share / whole
            self._text(painter, font, cell, QRectF(x, y, width - 150, self._row_height), _BLACK)
            x += width

    @staticmethod
    def _text(painter: QPainter, font: QFont, text: str, room: QRectF, colour: QColor) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        y = room.top() + (room.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(room.left(), y), shown)
