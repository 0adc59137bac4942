"""The review queue: a line a scan, with its outcome as colour, icon and word."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.domain.duplicates import ScanVerdict
from core.domain.library import IntakeItem
from librarian_app import wording
from librarian_app.models import verdicts
from librarian_app.models.intake import IntakeModel, IntakeRole, proposed_title
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.painting import draw_chip, draw_cover

ROW_HEIGHT = 76
STATE_LOOK = {
    "accepted": ("check", "good", "good_ground"),
    "created": ("plus", "good", "good_ground"),
    "skipped": ("skip", "ink_soft", "sunken"),
    "rejected": ("rejected", "bad", "bad_ground"),
}


def scan_key(item: IntakeItem) -> tuple[str | None, str]:
    """How to show the scan: the sha256 of its kept copy, or where it came from."""
    return item.identification.sha256, item.path


class IntakeDelegate(QStyledItemDelegate):
    """Paints a line of the queue."""

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
        item: IntakeItem = index.data(IntakeRole.ITEM)
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
        sha256, path = scan_key(item)
        picture = self._pictures.cover(sha256) if sha256 else self._pictures.file(path, 320)
        painter.setOpacity(1.0 if item.state == "waiting" else 0.6)
        draw_cover(painter, QRect(rect.left() + 8, rect.top() + 6, 46, rect.height() - 12), picture, theme)
        painter.setOpacity(1.0)
        words = QRect(rect.left() + 66, rect.top() + 7, rect.width() - 74, rect.height() - 14)
        _draw_words(painter, words, item, str(index.data()), index.data(IntakeRole.DOUBLES), theme)
        painter.restore()


def _draw_words(
    painter: QPainter, box: QRect, item: IntakeItem, file_name: str, doubles: ScanVerdict | None, theme: Theme
) -> None:
    found = item.identification
    is_waiting = item.state == "waiting"
    title_font, small = theme.font(14, bold=is_waiting), theme.font(12)
    painter.setFont(title_font)
    painter.setPen(theme.colour("ink" if is_waiting else "ink_muted"))
    metrics = QFontMetrics(title_font)
    proposed = proposed_title(item)
    title = proposed or file_name
    below = file_name if proposed else PurePath(item.path).parent.name
    line = QRect(box.left(), box.top(), box.width(), metrics.height())
    middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(line, middle, metrics.elidedText(title, Qt.TextElideMode.ElideRight, box.width()))
    painter.setFont(small)
    painter.setPen(theme.colour("ink_muted"))
    metrics = QFontMetrics(small)
    line = QRect(box.left(), line.bottom() + 1, box.width(), metrics.height())
    painter.drawText(line, middle, metrics.elidedText(below, Qt.TextElideMode.ElideMiddle, box.width()))
    if is_waiting or item.state == "rejected":
        token = wording.DECISION_TOKENS[found.decision]
        text = wording.decision(found.decision)
        if found.decision != "rejected":
            text = f"{text} {found.confidence:.0%}"
        icon, ink, ground = str(found.decision), token, f"{token}_ground"
    else:
        icon, ink, ground = STATE_LOOK[item.state]
        text = wording.intake_state(item.state)
    width = draw_chip(painter, QRect(box.left(), box.bottom() - 19, box.width(), 20), text, theme, ink, ground, icon)
    if doubles is not None and box.width() - width > 40:
        token = verdicts.VERDICT_TOKENS[doubles.verdict]
        place = QRect(box.left() + width + 6, box.bottom() - 19, box.width() - width - 6, 20)
        draw_chip(painter, place, verdicts.verdict(doubles.verdict), theme, token, f"{token}_ground", "covers")


class IntakeList(QListView):
    """The queue as a list."""

    def __init__(
        self, model: IntakeModel, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(IntakeDelegate(themes, pictures, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        themes.changed.connect(self.viewport().update)
