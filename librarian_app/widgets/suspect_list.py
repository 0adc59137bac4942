"""Suspect pairs: two covers, two titles and the verdict in a row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.domain.duplicates import SuspectPair
from core.domain.records import BibliographicRecord
from librarian_app.models import verdicts
from librarian_app.models.suspects import SuspectRole, SuspectsModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.painting import draw_chip, draw_cover

ROW_HEIGHT = 84


class SuspectDelegate(QStyledItemDelegate):
    """Paints a pair."""

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._pictures = pictures

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._themes.theme
        pair: SuspectPair = index.data(SuspectRole.PAIR)
        rect: QRect = option.rect.adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("raised"))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(rect), 8, 8)
        for place, sha256 in enumerate(pair.covers):
            box = QRect(rect.left() + 8 + 40 * place, rect.top() + 12, 36, rect.height() - 24)
            draw_cover(painter, box, self._pictures.cover(sha256), theme)
        words = QRect(rect.left() + 96, rect.top() + 8, rect.width() - 104, rect.height() - 16)
        _draw_line(painter, words, pair.first, theme, top=words.top())
        _draw_line(painter, words, pair.second, theme, top=words.top() + 22)
        token = verdicts.VERDICT_TOKENS[pair.verdict.verdict]
        ground = f"{token}_ground" if token != "ink_soft" else "sunken"
        text = f"{verdicts.verdict(pair.verdict.verdict)} {pair.verdict.score:.0%}"
        draw_chip(painter, QRect(words.left(), words.bottom() - 19, words.width(), 20), text, theme, token, ground)
        painter.restore()


def _draw_line(painter: QPainter, box: QRect, record: BibliographicRecord, theme: Theme, *, top: int) -> None:
    font = theme.font(13)
    painter.setFont(font)
    painter.setPen(theme.colour("ink"))
    metrics = QFontMetrics(font)
    year = f"  {record.year}" if record.year is not None else ""
    room = box.width() - metrics.horizontalAdvance(year)
    text = metrics.elidedText(record.title, Qt.TextElideMode.ElideRight, room)
    line = QRect(box.left(), top, box.width(), metrics.height())
    painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text + year)


class SuspectList(QListView):
    """The pairs of one page."""

    def __init__(
        self, model: SuspectsModel, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(SuspectDelegate(themes, pictures, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        themes.changed.connect(self.viewport().update)
