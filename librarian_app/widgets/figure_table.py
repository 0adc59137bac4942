"""A table of figures in which a column may be a small plot: a dot with its interval on one axis for all lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from librarian_app.models.figures import Cell, FigureModel, FigureRole, Interval, Row
from librarian_app.theme import Theme, ThemeSwitcher

Index = QModelIndex | QPersistentModelIndex
ROW_PX = 32
PLOT_WIDTH_PX = 190
_MARGIN_PX = 12


class FigureDelegate(QStyledItemDelegate):
    """Draws intervals, and text in the tone of its cell."""

    def __init__(self, themes: ThemeSwitcher, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        super().initStyleOption(option, index)
        tone = str(index.data(FigureRole.TONE) or "")
        if tone.startswith("strong:"):
            option.font.setBold(True)
            tone = tone.removeprefix("strong:")
        if tone:
            palette = option.palette
            for role in (palette.ColorRole.Text, palette.ColorRole.HighlightedText):
                palette.setColor(role, self._themes.theme.colour(tone))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        interval = index.data(FigureRole.INTERVAL)
        if isinstance(interval, Interval):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_interval(painter, QRectF(option.rect), interval, self._themes.theme)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        if index.data(FigureRole.INTERVAL) is not None:
            return QSize(PLOT_WIDTH_PX, ROW_PX)
        return super().sizeHint(option, index)


def draw_interval(painter: QPainter, area: QRectF, interval: Interval, theme: Theme) -> None:
    """A faint axis, the reference as an upright line, the interval as a bar and the mean as a dot."""
    left, right, middle = area.left() + _MARGIN_PX, area.right() - _MARGIN_PX, area.center().y()
    span = max(1e-9, interval.axis_high - interval.axis_low)

    def place(value: float) -> float:
        share = (value - interval.axis_low) / span
        return left + (right - left) * min(1.0, max(0.0, share))

    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QPointF(left, middle), QPointF(right, middle))
    if interval.reference is not None:
        x = place(interval.reference)
        painter.setPen(QPen(theme.colour("line_strong"), 1.4))
        painter.drawLine(QPointF(x, area.top() + 4), QPointF(x, area.bottom() - 3))
    colour = theme.colour(interval.tone)
    if interval.low is not None and interval.high is not None:
        soft = QColor(colour)
        soft.setAlphaF(0.42)
        painter.setPen(QPen(soft, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(place(interval.low), middle), QPointF(place(interval.high), middle))
    painter.setPen(QPen(theme.colour("surface"), 1.2))
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(place(interval.value), middle), 4.6, 4.6)


class FigureTable(QTableView):
    """Lines that can be chosen with mouse and keyboard.

    Signals:
        chosen(str): The key of the current line.
        opened(str): Enter, or a double click.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, themes: ThemeSwitcher, *, is_multiple: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = FigureModel(self)
        self.setModel(self.figures)
        self.setItemDelegate(FigureDelegate(themes, self))
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if is_multiple else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(36)
        self.doubleClicked.connect(lambda index: self.opened.emit(str(index.data(FigureRole.KEY) or "")))
        self._is_renewing = False
        self.selectionModel().selectionChanged.connect(self._tell_choice)
        themes.changed.connect(self._repaint)

    @property
    def current_key(self) -> str:
        """The key of the chosen line, "" while there is none."""
        keys = self.chosen_keys
        return keys[0] if keys else ""

    @property
    def chosen_keys(self) -> list[str]:
        """The keys of all chosen lines, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.figures.rows[row].key for row in rows if row < len(self.figures.rows)]

    def show_table(self, headings: Sequence[Cell], rows: Sequence[Row], *, stretched: int = 0) -> None:
        """Replace the lines; those chosen stay chosen where they still are. `stretched` is the column that gives."""
        kept = self.chosen_keys
        self.figures.show_table(headings, rows)
        header = self.horizontalHeader()
        for column in range(len(headings)):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Stretch if column == stretched else mode.ResizeToContents)
        self._is_renewing = True  # nobody chose anything
        for key in kept:
            self.choose(key, keep_others=True)
        self._is_renewing = False

    def choose(self, key: str, *, keep_others: bool = False) -> None:
        """Make a line the current one, if it is there."""
        for number, row in enumerate(self.figures.rows):
            if row.key == key:
                if not keep_others:
                    self.selectRow(number)
                    return
                flags = self.selectionModel().SelectionFlag
                self.selectionModel().select(self.figures.index(number, 0), flags.Select | flags.Rows)

    def fit_height(self, at_least: int = 1, at_most: int = 12) -> None:
        """As high as its lines, so that a column of cards has no bars within bars."""
        lines = min(at_most, max(at_least, len(self.figures.rows)))
        frame = 2 * self.frameWidth()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + lines * ROW_PX + frame + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key:
            self.opened.emit(self.current_key)
            return
        super().keyPressEvent(event)

    def _tell_choice(self) -> None:
        if not self._is_renewing:
            self.chosen.emit(self.current_key)

    def _repaint(self, _theme: Theme) -> None:
        self.viewport().update()
