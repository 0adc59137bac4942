"""Small parts that many widgets share: labels of a kind, buttons with an icon, a hairline, a scrolling column."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from librarian_app.theme import Theme


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
        token = "on_accent"
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


def scrolling_column(margins: tuple[int, int, int, int], spacing: int) -> tuple[QScrollArea, QVBoxLayout]:
    """A column that scrolls vertically, and its layout."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content = QWidget()
    content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    layout = QVBoxLayout(content)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    area.setWidget(content)
    return area, layout
