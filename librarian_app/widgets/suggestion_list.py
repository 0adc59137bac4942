"""What the library holds that goes on from what is being typed, below the search box.

It is no window of its own and never takes the keyboard, so an input method is not disturbed; while characters are
being composed it is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.domain.listing import Suggestion
from librarian_app.i18n import Retranslating
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.painting import draw_marks

Index = QModelIndex | QPersistentModelIndex
ROW_PX = 34
PAUSE_MS = 70
KIND_ICONS = {"title": "book", "author": "person", "subject": "tag"}
SUGGESTION = Qt.ItemDataRole.UserRole + 1
NO_INDEX = QModelIndex()


class _SuggestionsModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.suggestions: tuple[Suggestion, ...] = ()

    def show_all(self, suggestions: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.suggestions = tuple(suggestions)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.suggestions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.suggestions[index.row()].text
        return self.suggestions[index.row()] if role == SUGGESTION else None


class SuggestionList(Retranslating, QListView):
    """Follows a line edit: asks for suggestions while somebody types, shows them, takes arrows, Enter and Escape.

    Args:
        edit: Where the words are typed.
        anchor: Below which widget the list stands.
        page: Whose child it is; it lies over the page's other parts.
        themes: Colours and fonts.

    Signals:
        wanted(str): Suggestions for this text are wanted; answer with `offer`.
        chosen(str): A suggestion was taken.
    """

    wanted = Signal(str)
    chosen = Signal(str)

    def __init__(self, edit: QLineEdit, anchor: QWidget, page: QWidget, themes: ThemeSwitcher) -> None:
        super().__init__(page)
        self.setObjectName("suggestions")
        self._edit, self._anchor, self._page = edit, anchor, page
        self._is_composing = False
        self._model = _SuggestionsModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_SuggestionDelegate(themes, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.clicked.connect(lambda index: self._take(index.row()))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        edit.textEdited.connect(self._typed)
        edit.installEventFilter(self)
        self.hide()
        self.retranslate()

    @property
    def texts(self) -> list[str]:
        """What is suggested now; nothing while the list is hidden."""
        return [] if self.isHidden() else [each.text for each in self._model.suggestions]

    def offer(self, typed: str, suggestions: Sequence[Suggestion]) -> None:
        """Show suggestions, if they are still for what stands in the box and nobody went elsewhere."""
        useful = [each for each in suggestions if each.text != typed]
        if typed != self._edit.text().strip() or not useful or self._is_composing or not self._edit.hasFocus():
            self.hide()
            return
        self._model.show_all(useful)
        self.setCurrentIndex(NO_INDEX)
        below = self._anchor.mapTo(self._page, QPoint(0, self._anchor.height() + 2))
        self.setGeometry(QRect(below, QSize(self._anchor.width(), ROW_PX * len(useful) + 12)))
        self.raise_()
        self.show()

    def close_now(self) -> None:
        """Hide, and ask no more for what was typed."""
        self._pause.stop()
        self.hide()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Suggestions"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is not self._edit:
            return super().eventFilter(watched, event)
        if isinstance(event, QInputMethodEvent) and event.type() == QEvent.Type.InputMethod:
            self._is_composing = bool(event.preeditString())
            if self._is_composing:
                self.close_now()
        elif event.type() == QEvent.Type.FocusOut:
            self.close_now()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if self.isHidden():
            return False
        row, last = self.currentIndex().row(), self._model.rowCount() - 1
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            # above the first and below the last lies the box itself
            row = (row + 1 + step) % (last + 2) - 1
            self.setCurrentIndex(self._model.index(row) if row >= 0 else NO_INDEX)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self._take(row)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_now()
        return False

    def _typed(self, text: str) -> None:
        if text.strip() and not self._is_composing:
            self._pause.start()
        else:
            self.close_now()

    def _ask(self) -> None:
        text = self._edit.text().strip()
        if text and not self._is_composing:
            self.wanted.emit(text)

    def _take(self, row: int) -> None:
        text = self._model.suggestions[row].text
        self.close_now()
        self.chosen.emit(text)


class _SuggestionDelegate(QStyledItemDelegate):
    def __init__(self, themes: ThemeSwitcher, parent: QObject) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(100, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._themes.theme
        found: Suggestion = index.data(SUGGESTION)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if is_chosen else "raised"))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 7, 7)
        picture = QRect(box.left() + 14, box.center().y() - 8, 17, 17)
        theme.icon(KIND_ICONS[found.kind], "ink_muted").paint(painter, picture)
        room = box.adjusted(44, 0, -14, 0)
        font = theme.font(15)
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(found.text, Qt.TextElideMode.ElideRight, room.width())
        if found.span[1] > found.span[0]:
            draw_marks(painter, room, shown, font, [found.span], theme.colour("highlight"))
        painter.setPen(theme.colour("ink"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
