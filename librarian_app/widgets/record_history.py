"""A record's history: who did what when, field by field, and setting it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from core.domain.history import HistoryStep, RecordChange
from core.domain.records import RecordId
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.difference_view import DifferenceView
from librarian_app.widgets.parts import button, label, set_icon

_NAMED_FIELDS = 4


class RecordHistory(Retranslating, QWidget):
    """The steps on the left, what the chosen one changed on the right.

    Signals:
        failed(LibrarianError): A call failed.
        announced(str): What was set back.
    """

    failed = Signal(object)
    announced = Signal(str)

    def __init__(self, bridge: Bridge, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._record_id: RecordId | None = None
        self._steps: tuple[HistoryStep, ...] = ()
        self._is_read_only = False
        self.list = QListWidget()
        self.list.setObjectName("lines")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose)
        self.differences = DifferenceView(themes)
        self._none = label("muted", wrap=True)
        self.revert_button, self.restore_button = button(), button()
        self.revert_button.clicked.connect(self.revert)
        self.restore_button.clicked.connect(self.restore)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.differences)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.restore_button)
        row.addWidget(self.revert_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 8)
        column.setSpacing(8)
        column.addWidget(self._none)
        column.addWidget(split, 1)
        column.addLayout(row)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def steps(self) -> tuple[HistoryStep, ...]:
        """The steps, newest first."""
        return self._steps

    def show_record(self, record_id: RecordId | None) -> None:
        """Another record, or the same after a change; loaded when the pane is in front."""
        self._record_id = record_id
        if self.isVisible():
            self.reload()
        else:
            self._show(())

    def reload(self) -> None:
        """Ask for the steps."""
        record_id = self._record_id
        if record_id is None:
            self._show(())
            return

        def got(steps: Sequence[HistoryStep]) -> None:
            if record_id == self._record_id:
                self._show(steps)

        self._bridge.call("history", "of_record", record_id, on_result=got, on_error=self.failed.emit)

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        self._is_read_only = read_only
        self._choose(self.list.currentRow())

    def revert(self) -> None:
        """Take back what the chosen step did to this record."""
        self._set_back("revert", self.tr("This change was taken back."))

    def restore(self) -> None:
        """Bring the record back to how it was right after the chosen step."""
        self._set_back("restore", self.tr("The record was restored."))

    def _set_back(self, method: str, news: str) -> None:
        row = self.list.currentRow()
        if self._record_id is None or not 0 <= row < len(self._steps):
            return
        self._bridge.call(
            "history",
            method,
            self._record_id,
            self._steps[row].operation.id,
            on_result=lambda _: self.announced.emit(news),
            on_error=self.failed.emit,
        )

    def _show(self, steps: Sequence[HistoryStep]) -> None:
        kept = self.list.currentRow()
        self._steps = tuple(steps)
        self._fill()
        if self._steps:
            self.list.setCurrentRow(kept if 0 <= kept < len(self._steps) else 0)
        self._choose(self.list.currentRow())

    def _fill(self) -> None:
        self.list.blockSignals(True)
        row = self.list.currentRow()
        self.list.clear()
        for step in self._steps:
            operation = step.operation
            what = wording.operation(operation.kind)
            if operation.undone_at is not None:
                what = self.tr("{what} (undone)").format(what=what)
            names = [d.field for change in step.changes for d in change.differences]
            named = list(dict.fromkeys(wording.field(name) for name in names))
            fields = wording.list_separator().join(named[:_NAMED_FIELDS]) + ("…" if len(named) > _NAMED_FIELDS else "")
            lines = [
                f"{wording.moment(operation.at)}   {operation.actor}",
                wording.labelled(what, fields) if fields else what,
            ]
            self.list.addItem(QListWidgetItem("\n".join(lines)))
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._none.setVisible(not self._steps)

    def _choose(self, row: int) -> None:
        step = self._steps[row] if 0 <= row < len(self._steps) else None
        can_change = step is not None and not self._is_read_only
        self.revert_button.setEnabled(can_change and step is not None and step.is_revertible)
        is_of_record = step is not None and any(change.what != "deleted" for change in step.changes)
        self.restore_button.setEnabled(can_change and row > 0 and is_of_record)
        change: RecordChange | None = step.changes[0] if step is not None and step.changes else None
        heading = wording.operation(step.operation.kind) if step is not None else ""
        self.differences.show_differences(
            heading,
            change.differences if change is not None else (),
            captions=(self.tr("Before"), self.tr("After")),
        )

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("History"))
        self._none.setText(self.tr("Nothing was changed in this record yet."))
        self.revert_button.setText(self.tr("Take back this change"))
        self.restore_button.setText(self.tr("Restore this state"))
        self._fill()
        self._choose(self.list.currentRow())

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.revert_button, theme, "undo", 16)
        set_icon(self.restore_button, theme, "history", 16)
