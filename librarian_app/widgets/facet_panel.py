"""The facets beside the results: what the list is made of, and what to narrow it to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.domain.filters import SearchFilters
from core.domain.listing import Facet
from librarian_app.i18n import Retranslating
from librarian_app.models.facets import FacetLine, FacetRole, FacetsModel
from librarian_app.theme import Theme, ThemeSwitcher

WIDTH = 204
HEADING_HEIGHT, VALUE_HEIGHT = 34, 27
BOX_PX = 14


class FacetPanel(Retranslating, QWidget):
    """A column of facet values with counts; a click, Space or Enter chooses one.

    Signals:
        toggled(str, str): A value of a facet was chosen or given up.
        left_sideways(): Arrow right: go to the results.
    """

    toggled = Signal(str, str)
    left_sideways = Signal()

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.model = FacetsModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_FacetDelegate(themes, self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.installEventFilter(self)
        self.view.clicked.connect(lambda index: self.model.activate(index.row()))
        self.model.toggled.connect(self.toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        themes.changed.connect(lambda _: self.view.viewport().update())
        self.retranslate()

    def show_facets(self, facets: tuple[Facet, ...], filters: SearchFilters) -> None:
        """Show the counts of another list."""
        self.model.show_facets(facets, filters)

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Filters"))
        self.view.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            index = self.view.currentIndex()
            if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
                self.model.activate(index.row())
                return True
            if event.key() == Qt.Key.Key_Right:
                self.left_sideways.emit()
                return True
        return super().eventFilter(watched, event)


class _FacetDelegate(QStyledItemDelegate):
    def __init__(self, themes: ThemeSwitcher, parent: QObject) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line: FacetLine = index.data(FacetRole.LINE)
        return QSize(WIDTH - 20, HEADING_HEIGHT if line.kind == "heading" else VALUE_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._themes.theme
        line: FacetLine = index.data(FacetRole.LINE)
        text: str = index.data()
        box: QRect = option.rect.adjusted(2, 0, -8, 0)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if line.kind == "heading":
            painter.setFont(theme.font(13, bold=True))
            painter.setPen(theme.colour("ink"))
            low = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            painter.drawText(box.adjusted(4, 0, 0, -5), low, text)
            painter.restore()
            return
        is_reached = state & QStyle.StateFlag.State_HasFocus
        if state & QStyle.StateFlag.State_MouseOver or is_reached:
            painter.setPen(QPen(theme.colour("focus"), 1.5) if is_reached else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("raised"))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1, -0.5, -1), 6, 6)
        font = theme.font(13)
        painter.setFont(font)
        if line.kind == "more":
            painter.setPen(theme.colour("accent"))
            painter.drawText(box.adjusted(26, 0, 0, 0), middle, text)
        else:
            self._draw_value(painter, box, line, text, QFontMetrics(font), theme)
        painter.restore()

    @staticmethod
    def _draw_value(
        painter: QPainter, box: QRect, line: FacetLine, text: str, metrics: QFontMetrics, theme: Theme
    ) -> None:
        tick = QRectF(box.left() + 5, box.center().y() - BOX_PX / 2 + 1, BOX_PX, BOX_PX)
        painter.setPen(QPen(theme.colour("fill" if line.is_chosen else "line_strong"), 1.2))
        painter.setBrush(theme.colour("fill" if line.is_chosen else "surface"))
        painter.drawRoundedRect(tick, 3.5, 3.5)
        if line.is_chosen:
            theme.icon("check", "on_fill").paint(painter, tick.toRect().adjusted(1, 1, -1, -1))
        count = f"{line.count:,}"
        width = metrics.horizontalAdvance(count)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("ink_muted"))
        painter.drawText(box.adjusted(0, 0, -4, 0), int(Qt.AlignmentFlag.AlignRight | middle), count)
        room = box.adjusted(26, 0, -width - 12, 0)
        painter.setPen(theme.colour("ink" if line.is_chosen else "ink_soft"))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | middle), shown)
