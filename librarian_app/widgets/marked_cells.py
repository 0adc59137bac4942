"""Table cells with the words of the query marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from librarian_app.models.results import Role
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.painting import draw_marks

MARGIN_PX = 8


class MarkedCellDelegate(QStyledItemDelegate):
    """Draws cells as the style does, and a ground behind what the query says."""

    def __init__(self, themes: ThemeSwitcher, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        spans = index.data(Role.MARKS)
        if not spans:
            super().paint(painter, option, index)
            return
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        text = filled.text
        filled.text = ""
        widget = filled.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, widget)
        theme = self._themes.theme
        box = filled.rect.adjusted(MARGIN_PX, 0, -MARGIN_PX, 0)
        shown = filled.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.save()
        painter.setFont(filled.font)
        draw_marks(painter, box, shown, filled.font, spans, theme.colour("highlight"))
        painter.setPen(theme.colour("ink"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
