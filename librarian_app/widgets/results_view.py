"""The same records as a wall of covers or as a table, with one selection of any number of records."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QStackedWidget, QTableView, QWidget

from core.domain.records import RecordId
from librarian_app.i18n import Retranslating
from librarian_app.models.results import Column, ResultsModel, Role, Row
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.result_card import BROWSE_HEIGHT, CARD_MIN_WIDTH, RESULT_HEIGHT, ResultCardDelegate


class ResultsView(Retranslating, QStackedWidget):
    """Two views on one model.

    Ctrl and Shift with a click or an arrow key extend the selection, Ctrl+A selects everything.

    Signals:
        current_changed(object): The `Row` that the keyboard is at, or None.
        selection_changed(): Other records are selected now; see `selected_record_ids`.
        opened(object): A `Row` was opened by Enter or a double click.
        left_upwards(): Arrow up in the first row: go back to the search box.
    """

    current_changed = Signal(object)
    selection_changed = Signal()
    opened = Signal(object)
    left_upwards = Signal()

    def __init__(
        self, model: ResultsModel, themes: ThemeSwitcher, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.covers = QListView()
        self.covers.setViewMode(QListView.ViewMode.IconMode)
        self.covers.setResizeMode(QListView.ResizeMode.Adjust)
        self.covers.setMovement(QListView.Movement.Static)
        self.covers.setUniformItemSizes(True)
        self.covers.setLayoutMode(QListView.LayoutMode.Batched)
        self.covers.setBatchSize(400)
        self.covers.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.covers.verticalScrollBar().setSingleStep(36)
        self.covers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.covers.setMouseTracking(True)
        self._cards = ResultCardDelegate(themes, pictures, self.covers)
        self.covers.setItemDelegate(self._cards)
        self.covers.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
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
        for view in (self.covers, self.table):
            view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            view.installEventFilter(self)
            view.doubleClicked.connect(self._open)
            self.addWidget(view)
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.covers.setModel(model)
        self.table.setModel(model)
        selection = self.covers.selectionModel()
        self.table.setSelectionModel(selection)
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
    def current_row(self) -> Row | None:
        """The selected row."""
        index = self.covers.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    @property
    def selected_record_ids(self) -> tuple[RecordId, ...]:
        """The selected records in the order shown."""
        selection = self.covers.selectionModel().selection()
        parts = [selection.at(i) for i in range(selection.count())]
        rows = sorted(number for part in parts for number in range(part.top(), part.bottom() + 1))
        found = (self._model.row_at(number) for number in dict.fromkeys(rows))
        return tuple(row.record.id for row in found if row is not None and row.record.id is not None)

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
        first = self.covers.visualRect(self._model.index(0, 0))
        return self.covers.visualRect(index).top() == first.top()

    def _fit_cards(self) -> None:
        """Share the width among as many cards as fit, so that no gap is left at the right."""
        width = self.covers.viewport().width() - 1
        columns = max(1, width // CARD_MIN_WIDTH)
        size = QSize(max(CARD_MIN_WIDTH, width // columns), BROWSE_HEIGHT if self._model.is_browsing else RESULT_HEIGHT)
        if size != self._cards.card_size or size != self.covers.gridSize():
            self._cards.card_size = size
            self.covers.setGridSize(size)

    def _reset(self) -> None:
        self._fit_cards()
        self.table.setColumnHidden(Column.SCORE, self._model.is_browsing)
        self.table.setColumnHidden(Column.PUBLISHER, not self._model.is_browsing)
        self.covers.scrollToTop()
        self.table.scrollToTop()
        self.current_changed.emit(None)
        self.selection_changed.emit()

    def _current_changed(self, current: QModelIndex) -> None:
        self.current_changed.emit(current.data(Role.ROW) if current.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(Role.ROW)
        if row is not None:
            self.opened.emit(row)
