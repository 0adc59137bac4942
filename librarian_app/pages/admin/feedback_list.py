"""The list of what was said: filter, delete, export."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMessageBox,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
)

from core.domain.feedback import FEEDBACK_KINDS, FeedbackPage
from core.domain.library import EngineState
from librarian_app import wording
from librarian_app.models.feedback import FeedbackColumn, FeedbackModel
from librarian_app.pages.page import Page, PageContext
from librarian_app.widgets.empty_state import EmptyState
from librarian_app.widgets.parts import button, label, set_up_rows

PAGE_ROWS = 200
_TYPING_PAUSE_MS = 250


class FeedbackList(Page):
    """A table of events with a filter above and what can be done below."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._serial = 0
        self._total = 0
        self._is_read_only = False
        self.model = FeedbackModel(self)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.kind = QComboBox()
        self._count = label("muted")
        self.table = QTableView()
        self.table.setModel(self.model)
        set_up_rows(self.table, 34)
        self.table.setWordWrap(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.table.horizontalHeader()
        for column, width in (
            (FeedbackColumn.TIME, 132),
            (FeedbackColumn.QUERY, 170),
            (FeedbackColumn.SHOWN, 190),
            (FeedbackColumn.WHO, 76),
        ):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(FeedbackColumn.SAID, QHeaderView.ResizeMode.Stretch)
        self.empty = EmptyState(context.themes)
        self.delete_selected, self.delete_all, self.export, self.more = (
            button(),
            button(quiet=True),
            button(quiet=True),
            button(quiet=True),
        )
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.filter, 1)
        above.addWidget(self.kind)
        above.addWidget(self._count)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.delete_selected)
        below.addWidget(self.delete_all)
        below.addStretch(1)
        below.addWidget(self.more)
        below.addWidget(self.export)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(above)
        whole.addWidget(self._stack, 1)
        whole.addLayout(below)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.refresh)
        self.filter.textChanged.connect(self._typing.start)
        self.kind.activated.connect(self.refresh)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.table.doubleClicked.connect(self._open)
        QShortcut(
            QKeySequence(QKeySequence.StandardKey.Delete),
            self.table,
            self._delete_selected,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        self.delete_selected.clicked.connect(self._delete_selected)
        self.delete_all.clicked.connect(self._ask_delete_all)
        self.export.clicked.connect(self._choose_export)
        self.more.clicked.connect(lambda: self._fetch(self.model.rowCount()))
        self.retranslate()

    @property
    def selected(self) -> list[int]:
        """The events selected."""
        return [self.model.row_at(index.row()).event.id for index in self.table.selectionModel().selectedRows()]

    def refresh(self) -> None:
        self._fetch(0)

    def show_state(self, state: EngineState) -> None:
        self._is_read_only = state.read_only
        self._enable()

    def retranslate(self) -> None:
        self.filter.setPlaceholderText(self.tr("Filter by what was asked, or by whom"))
        self.filter.setAccessibleName(self.tr("Filter by what was asked, or by whom"))
        chosen = max(0, self.kind.currentIndex())
        self.kind.clear()
        self.kind.addItem(self.tr("Everything said"), "")
        for kind in FEEDBACK_KINDS:
            self.kind.addItem(wording.said(kind), kind)
        self.kind.setCurrentIndex(chosen)
        self.kind.setAccessibleName(self.tr("Kind of feedback"))
        self.table.setAccessibleName(self.tr("What was said"))
        self.delete_selected.setText(self.tr("Delete selected"))
        self.delete_all.setText(self.tr("Delete all…"))
        self.export.setText(self.tr("Export…"))
        self.more.setText(self.tr("Show more"))
        self.model.retranslate()
        self._show_count()

    def delete_everything(self) -> None:
        """Delete all feedback, without asking."""
        self.context.bridge.call("feedback", "delete_all", on_result=self._deleted, on_error=self.failed.emit)

    def export_to(self, path: str) -> None:
        """Write all feedback to a file."""

        def written(n: int) -> None:
            self.announced.emit(self.tr("%n event(s) of feedback were exported", "", n))

        self.context.bridge.call("feedback", "export", path, on_result=written, on_error=self.failed.emit)

    def _fetch(self, offset: int) -> None:
        self._serial += 1
        serial = self._serial
        kind = self.kind.currentData() or None

        def got(page: FeedbackPage) -> None:
            if serial != self._serial:
                return
            self._total = page.total
            self.model.show_rows(page.rows, append=offset > 0)
            self._show_count()

        self.context.bridge.call(
            "feedback",
            "events",
            self.filter.text().strip(),
            kind,
            offset,
            PAGE_ROWS,
            on_result=got,
            on_error=self.failed.emit,
        )

    def _show_count(self) -> None:
        is_filtered = bool(self.filter.text().strip() or self.kind.currentData())
        self._count.setText(self.tr("%n event(s)", "", self._total) if self._total else "")
        self._stack.setCurrentWidget(self.table if self._total else self.empty)
        if is_filtered:
            self.empty.say(
                "search", self.tr("Nothing said fits this filter"), self.tr("Try other words, or everything.")
            )
        else:
            self.empty.say(
                "match",
                self.tr("Nobody has said anything yet"),
                self.tr("Select a result and press “This is it” or “Not this” beside it."),
            )
        self._enable()

    def _enable(self) -> None:
        can_write = not self._is_read_only
        self.delete_selected.setEnabled(can_write and bool(self.selected))
        self.delete_all.setEnabled(can_write and self._total > 0)
        self.export.setEnabled(self._total > 0)
        self.more.setVisible(self.model.rowCount() < self._total)

    def _delete_selected(self) -> None:
        if (events := self.selected) and not self._is_read_only:
            self.context.bridge.call("feedback", "delete", events, on_result=self._deleted, on_error=self.failed.emit)

    def _deleted(self, n: int) -> None:
        self.announced.emit(self.tr("%n event(s) of feedback were deleted", "", n))
        self.refresh()

    def _ask_delete_all(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Delete all feedback"))
        box.setText(self.tr("Delete all feedback in this library?"))
        box.setInformativeText(
            self.tr("This cannot be undone. Records, and weights learned already, stay as they are.")
        )
        delete = box.addButton(self.tr("Delete all"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        delete.clicked.connect(self.delete_everything)
        box.open()

    def _choose_export(self) -> None:
        filters = self.tr("Spreadsheet (*.csv);;JSON lines (*.jsonl)")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export feedback"), "feedback.csv", filters)
        if path:
            self.export_to(path)

    def _open(self) -> None:
        row = self.model.row_at(self.table.currentIndex().row())
        if row.event.said:
            self.record_asked.emit(int(row.event.said[0].record_id))
