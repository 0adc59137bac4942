"""The same records as a wall of covers or as a table, with one selection of any number of records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGraphicsOpacityEffect,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QWidget,
)

from core.domain.records import RecordId
from librarian_app.i18n import Retranslating
from librarian_app.models.results import COLUMN_ORDERS, Column, ResultsModel, Role, Row
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.card_grid import CardGrid
from librarian_app.widgets.marked_cells import MarkedCellDelegate
from librarian_app.widgets.result_card import BROWSE_HEIGHT, CARD_MIN_WIDTH, RESULT_HEIGHT, ResultCardDelegate

PALE_AFTER_MS = 250
"""How long an answer may take before the list of before turns pale."""
MOST_KEPT = 5_000
"""Selected records that are selected again in a list that was refreshed."""


class ResultsView(Retranslating, QStackedWidget):
    """Two views on one model.

    Ctrl and Shift with a click or an arrow key extend the selection, Ctrl+A selects everything, fetched or not. While
    another list is on its way the present one is held: nothing of it counts as selected, and nothing can be opened.

    Signals:
        current_changed(object): The `Row` that the keyboard is at, or None.
        selection_changed(): Other records are selected now; see `selected_record_ids`.
        opened(object): A `Row` was opened by Enter or a double click.
        left_upwards(): Arrow up in the first row: go back to the search box.
        menu_asked(object, QPoint): The context menu is wanted for this `Row`, at this place of the screen.
    """

    current_changed = Signal(object)
    selection_changed = Signal()
    opened = Signal(object)
    left_upwards = Signal()
    menu_asked = Signal(object, QPoint)

    def __init__(
        self, model: ResultsModel, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._is_held = False
        self._pale = QTimer(self)
        self._pale.setSingleShot(True)
        self._pale.setInterval(PALE_AFTER_MS)
        self._pale.timeout.connect(self._turn_pale)
        self.covers = CardGrid()
        self._cards = ResultCardDelegate(themes, pictures, self.covers)
        self.covers.setItemDelegate(self._cards)
        self.table = QTableView()
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setSortingEnabled(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(36)
        self.table.setItemDelegate(MarkedCellDelegate(themes, self.table))
        for view in (self.covers, self.table):
            view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            view.installEventFilter(self)
            view.doubleClicked.connect(self._open)
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(partial(self._ask_menu, view))
            self.addWidget(view)
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.covers.setModel(model)
        self.table.setModel(model)
        selection = self.covers.selectionModel()
        self.table.setSelectionModel(selection)
        # A selection of its own: to paint itself, a header asks of each item whether it is selected.
        header.setSelectionModel(QItemSelectionModel(model, header))
        selection.currentChanged.connect(self._current_changed)
        selection.selectionChanged.connect(lambda *_: self.selection_changed.emit())
        model.modelReset.connect(self._reset)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in (
            (Column.AUTHOR, 136),
            (Column.YEAR, 62),
            (Column.PUBLISHER, 130),
            (Column.LANGUAGE, 84),
            (Column.CALL_NUMBER, 110),
            (Column.ISBN, 122),
            (Column.SCORE, 138),
        ):
            self.table.setColumnWidth(column, width)
        self._reset()
        self.retranslate()

    @property
    def is_table(self) -> bool:
        return self.currentWidget() is self.table

    @property
    def is_held(self) -> bool:
        """Whether the list is that of an older question."""
        return self._is_held

    def hold(self, *, held: bool) -> None:
        """Let nobody act on the list until the next one is here; it turns pale when that takes long."""
        self._is_held = held
        if held:
            self._pale.start()
        else:
            self._pale.stop()
            self.setGraphicsEffect(None)  # type: ignore[arg-type]

    @property
    def current_row(self) -> Row | None:
        """The selected row."""
        index = self.covers.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() and not self._is_held else None

    @property
    def selected_record_ids(self) -> tuple[RecordId, ...]:
        """The selected records in the order shown."""
        if self._is_held:
            return ()
        selection = self.covers.selectionModel().selection()
        spans = sorted((part.top(), part.bottom()) for part in map(selection.at, range(selection.count())))
        found: list[RecordId] = []
        end = -1
        for top, bottom in spans:
            found += self._model.ids[max(top, end + 1) : bottom + 1]
            end = max(end, bottom)
        return tuple(found)

    def show_as(self, *, table: bool) -> None:
        """Switch between covers and table, keeping selection and focus."""
        had_focus = self.covers.hasFocus() or self.table.hasFocus()
        view: QAbstractItemView = self.table if table else self.covers
        self.setCurrentWidget(view)
        self.setFocusProxy(view)
        if self.covers.currentIndex().isValid():
            view.scrollTo(self.covers.currentIndex())
        if had_focus:
            view.setFocus()

    def select(self, row: int) -> None:
        """Select a row of the model."""
        index = self._model.index(row, 0)
        if index.isValid():
            self.covers.selectionModel().setCurrentIndex(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )

    def keep_place(self) -> Callable[[], None]:
        """Remember what is selected and where the list stands; what is returned goes back there in a changed list."""
        selected = self.selected_record_ids
        index = self.covers.currentIndex()
        current = self._model.ids[index.row()] if index.isValid() else None
        bars = (self.covers.verticalScrollBar(), self.table.verticalScrollBar())
        heights = [bar.value() for bar in bars]
        had_all = len(selected) > MOST_KEPT

        def back() -> None:
            if current is not None:
                for place in self._model.positions([current]):
                    self.select(place)
            if not had_all and len(selected) > 1:
                self._select_all(self._model.positions(selected))
            self.covers.doItemsLayout()
            for bar, height in zip(bars, heights, strict=True):
                bar.setValue(height)

        return back

    def show_order(self, order: str, *, descending: bool) -> None:
        """Show in the table's header by what the list is ordered."""
        column = next((c for c, name in COLUMN_ORDERS.items() if name == order), None)
        header = self.table.horizontalHeader()
        with QSignalBlocker(header):
            if column is None or (column == Column.SCORE and self._model.is_browsing):
                header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            else:
                is_falling = descending != (column == Column.SCORE)
                wanted = Qt.SortOrder.DescendingOrder if is_falling else Qt.SortOrder.AscendingOrder
                header.setSortIndicator(column, wanted)
        header.viewport().update()

    def enter(self) -> None:
        """Take the keyboard, starting at the first row."""
        if not self.covers.currentIndex().isValid():
            self.select(0)
        (self.table if self.is_table else self.covers).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        self.covers.setAccessibleName(self.tr("Results as covers"))
        self.table.setAccessibleName(self.tr("Results as a table"))
        last = len(Column) - 1
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_cards()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            index = self.covers.currentIndex()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
                self._open(index)
                return True
            if event.key() == Qt.Key.Key_Up and self._is_in_first_line(index):
                self.left_upwards.emit()
                return True
        return super().eventFilter(watched, event)

    def _is_in_first_line(self, index: QModelIndex) -> bool:
        if not index.isValid() or index.row() == 0:
            return True
        if self.is_table:
            return False
        return index.row() < self.covers.columns

    def _fit_cards(self) -> None:
        """Share the width among as many cards as fit, so that no gap is left at the right."""
        width = self.covers.viewport().width() - 1
        columns = max(1, width // CARD_MIN_WIDTH)
        size = QSize(max(CARD_MIN_WIDTH, width // columns), BROWSE_HEIGHT if self._model.is_browsing else RESULT_HEIGHT)
        if size != self._cards.card_size or size != self.covers.gridSize():
            self._cards.card_size = size
            self.covers.setGridSize(size)

    def _select_all(self, places: list[int]) -> None:
        selection = QItemSelection()
        for place in places:
            index = self._model.index(place, 0)
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.covers.selectionModel().select(selection, flags)

    def _turn_pale(self) -> None:
        effect = QGraphicsOpacityEffect(self)
        effect.setOpacity(0.4)
        self.setGraphicsEffect(effect)
        self.current_changed.emit(None)

    def _ask_menu(self, view: QAbstractItemView, place: QPoint) -> None:
        index = view.indexAt(place)
        row = self._model.row_at((index if index.isValid() else self.covers.currentIndex()).row())
        if row is not None and not self._is_held:
            self.menu_asked.emit(row, view.viewport().mapToGlobal(place))

    def _reset(self) -> None:
        self._fit_cards()
        is_browsing = self._model.is_browsing
        self.table.setColumnHidden(Column.SCORE, is_browsing)
        for column in (Column.PUBLISHER, Column.CALL_NUMBER):
            self.table.setColumnHidden(column, not is_browsing)
        self.table.setColumnHidden(Column.LANGUAGE, is_browsing)
        self.covers.scrollToTop()
        self.table.scrollToTop()
        self.current_changed.emit(None)
        self.selection_changed.emit()

    def _current_changed(self, current: QModelIndex) -> None:
        self.current_changed.emit(current.data(Role.ROW) if current.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(Role.ROW)
        if row is not None and not self._is_held:
            self.opened.emit(row)
