"""A record as a card: cover, title in its own script, author, year, how likely it is and why."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from librarian_app import wording
from librarian_app.models.results import Role, Row, author_spans, score_text
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.painting import draw_chip, draw_cover, draw_lines, draw_marks

CARD_MIN_WIDTH = 158
RESULT_HEIGHT, BROWSE_HEIGHT = 310, 288
CARD_PADDING = 10
COVER_HEIGHT = 188


class ResultCardDelegate(QStyledItemDelegate):
    """Paints cards. Rows that are still being fetched are drawn as blank cards."""

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._pictures = pictures
        self.card_size = QSize(CARD_MIN_WIDTH, RESULT_HEIGHT)

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return self.card_size

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._themes.theme
        card: QRect = option.rect.adjusted(4, 4, -4, -4)
        row: Row | None = index.data(Role.ROW)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, card, state, theme)
        inner = card.adjusted(CARD_PADDING, CARD_PADDING, -CARD_PADDING, -CARD_PADDING)
        cover_box = QRect(inner.left(), inner.top(), inner.width(), COVER_HEIGHT)
        if row is None:
            draw_cover(painter, cover_box, None, theme)
        else:
            draw_cover(painter, cover_box, self._pictures.cover(row.cover_sha256), theme, row.record.title)
            text_box = QRect(
                inner.left(), cover_box.bottom() + 9, inner.width(), inner.bottom() - cover_box.bottom() - 8
            )
            self._draw_words(painter, text_box, row, theme)
        painter.restore()

    @staticmethod
    def _draw_ground(painter: QPainter, card: QRect, state: QStyle.StateFlag, theme: Theme) -> None:
        shape = QRectF(card).adjusted(1, 1, -1, -1)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(theme.colour("surface"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme.colour("line_strong"), 1))
            painter.setBrush(theme.colour("surface"))
        else:
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(shape, 10, 10)

    @staticmethod
    def _draw_words(painter: QPainter, box: QRect, row: Row, theme: Theme) -> None:
        painter.setPen(theme.colour("ink"))
        lines = 1 if row.result else 2
        ground = theme.colour("highlight")
        title_spans = row.marks.get("title", ())
        used = draw_lines(painter, box, row.record.title, theme.font(14, bold=True), lines, title_spans, ground)
        font = theme.font(13)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.colour("ink_muted"))
        author, year = wording.authors(row.record, 2), str(row.record.year or "")
        year_width = metrics.horizontalAdvance(f"  {year}") if year else 0
        line = QRect(box.left(), box.top() + used + 3, box.width(), metrics.height())
        author_box = line.adjusted(0, 0, -year_width, 0)
        author_text = metrics.elidedText(author, Qt.TextElideMode.ElideRight, author_box.width())
        draw_marks(painter, author_box, author_text, font, author_spans(row, author), ground)
        painter.drawText(author_box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), author_text)
        alignment = Qt.AlignmentFlag.AlignRight if author else Qt.AlignmentFlag.AlignLeft
        painter.drawText(line, int(alignment | Qt.AlignmentFlag.AlignVCenter), year)
        if row.result is None:
            if row.record.status == "draft":
                chip = QRect(box.left(), box.bottom() - 19, box.width(), 20)
                draw_chip(painter, chip, wording.draft_word(), theme, "fair", "fair_ground")
            return
        _draw_probability(painter, QRect(box.left(), line.bottom() + 5, box.width(), 16), row, theme)
        left = box.left()
        if verdict := row.result.verdict:
            tone = "good" if verdict == "this_is_it" else "bad"
            chip = QRect(left, box.bottom() - 19, box.width(), 20)
            left += draw_chip(painter, chip, wording.said(verdict), theme, tone, f"{tone}_ground") + 4
        for channel in row.result.channels:
            room = QRect(left, box.bottom() - 19, box.right() - left + 1, 20)
            if room.width() < 40:
                break
            left += draw_chip(painter, room, wording.channel(channel), theme, "ink_soft", "sunken") + 4


def _draw_probability(painter: QPainter, box: QRect, row: Row, theme: Theme) -> None:
    """A short bar and the word for it; of a likeness the per cent."""
    score = row.result.score if row.result is not None else 0.0
    token = "info" if row.is_alike else wording.probability_token(score)
    word, font = score_text(row) if row.is_alike else wording.probability(score), theme.font(12)
    width = QFontMetrics(font).horizontalAdvance(word)
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), word)
    track = QRectF(box.left(), box.center().y() - 2, box.width() - width - 10, 5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("sunken"))
    painter.drawRoundedRect(track, 2.5, 2.5)
    painter.setBrush(theme.colour(token))
    track.setWidth(max(5.0, track.width() * min(1.0, max(0.0, score))))
    painter.drawRoundedRect(track, 2.5, 2.5)
