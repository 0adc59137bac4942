"""Small parts that many widgets share: labels of a kind, buttons with an icon, a hairline, a scrolling column."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDoubleSpinBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from librarian_app.theme import Theme

_NUMBER_MARGIN = 8


def label(kind: str = "", text: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label of one of the kinds that the style sheet knows. The text is plain unless set otherwise."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    if kind:
        result.setProperty("kind", kind)
    if selectable:
        result.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        result.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return result


def chip(tone: str = "info") -> QLabel:
    """A short word on a coloured ground. Its tone is set from the start: Qt takes paddings only at the first polish."""
    result = label()
    result.setProperty("tone", tone)
    return result


def cover_icon(picture: QPixmap) -> QIcon:
    """A cover as the icon of a list entry, without the tint that Qt gives to selected ones."""
    result = QIcon(picture)
    result.addPixmap(picture, QIcon.Mode.Selected)
    return result


def button(*, primary: bool = False, quiet: bool = False) -> QPushButton:
    """A push button of one of the three weights: primary, plain, quiet."""
    result = QPushButton()
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    if primary:
        result.setProperty("primary", True)
    if quiet:
        result.setProperty("quiet", True)
    return result


def set_icon(target: QPushButton | QToolButton, theme: Theme, name: str, size_px: int = 18) -> None:
    """Give a button the icon in the colour of its text."""
    if target.property("primary"):
        token = "on_fill"
    elif target.property("quiet"):
        token = "accent"
    else:
        token = "ink_soft"
    target.setIcon(theme.icon(name, token))
    target.setIconSize(QSize(size_px, size_px))


def tool_button() -> QToolButton:
    """A flat button that shows only an icon."""
    result = QToolButton()
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.setIconSize(QSize(20, 20))
    return result


def number_box() -> QSpinBox:
    """A field for a whole number, its text as far from the border as in other fields."""
    result = QSpinBox()
    result.lineEdit().setTextMargins(_NUMBER_MARGIN, 0, 0, 0)  # a style sheet does not reach it
    return result


def decimal_box() -> QDoubleSpinBox:
    """A field for a number with decimals, as `number_box`."""
    result = QDoubleSpinBox()
    result.lineEdit().setTextMargins(_NUMBER_MARGIN, 0, 0, 0)
    return result


def set_up_rows(table: QTableView, row_px: int) -> None:
    """Let a table be a list of rows: no grid, selected as wholes, Tab leaves it, headings at the left."""
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(row_px)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)


def chain_tabs(widgets: Iterable[QWidget]) -> None:
    """Let Tab go through widgets in this order; those that are made later come last by themselves."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def rule() -> QFrame:
    """A hairline."""
    result = QFrame()
    result.setObjectName("rule")
    return result


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and have it look."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.updateGeometry()


class ScrollingColumn(QScrollArea):
    """A column of widgets that scrolls vertically. `column` is its layout.

    Qt's own rule for wrapped labels in a scroll area takes the height of an earlier width; here the content is always
    as high as its layout needs at the present width.
    """

    def __init__(self, margins: tuple[int, int, int, int], spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(spacing)
        self.setWidget(self._content)
        self._content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.fit_height()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit_height()

    def fit_height(self) -> None:
        """Give the content its height now instead of with the next round of events."""
        width = self.viewport().width()
        height = self.column.totalHeightForWidth(width) if self.column.hasHeightForWidth() else -1
        self._content.setMinimumHeight(max(0, height))
