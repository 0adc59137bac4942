"""Feedback on the results of the search page: commands, context menu, and the click that opened a record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from librarian_app.actions import Actions
from librarian_app.models.results import Row
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.feedback_bar import FeedbackBar
from librarian_app.widgets.results_view import ResultsView

COMMANDS = ("this_is_it", "not_this", "take_back")


class SearchFeedback(QObject):
    """Says to the engine what a person says about the result that is selected.

    Args:
        page: Where the commands' keys work.
        search_id: Of the search that is shown; "" where no feedback can be given.

    Signals:
        said(): A verdict was stored: ask again, so that the list follows it.
        failed(LibrarianError): It could not be stored.
        announced(str): What became of the result.
    """

    said = Signal()
    failed = Signal(object)
    announced = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        actions: Actions,
        results: ResultsView,
        page: QWidget,
        search_id: Callable[[], str],
    ) -> None:
        super().__init__(page)
        self._bridge = bridge
        self._results = results
        self._search_id = search_id
        self.bar = FeedbackBar(themes, actions)
        for name in COMMANDS:
            action = actions[name]
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            page.addAction(action)
            for view in (results.covers, results.table):
                view.addAction(action)
                if view.contextMenuPolicy() == Qt.ContextMenuPolicy.DefaultContextMenu:
                    view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        actions["this_is_it"].triggered.connect(lambda: self._say("this_is_it"))
        actions["not_this"].triggered.connect(lambda: self._say("not_this"))
        actions["take_back"].triggered.connect(self._take_back)
        results.opened.connect(self.note_opened)

    def show_row(self, row: Row | None) -> None:
        """Another result is selected, or the answer to the same search came anew."""
        self.bar.show_row(row, can_say=bool(self._search_id()))

    def note_opened(self, row: Row) -> None:
        """A result was opened; nobody needs to hear of it."""
        if row.result is not None and row.record.id is not None and (search := self._search_id()):
            self._bridge.call("feedback", "say", search, row.record.id, "opened", on_error=lambda error: None)

    def _say(self, kind: str) -> None:
        row, search = self._results.current_row, self._search_id()
        if row is None or row.record.id is None or not search:
            return
        title = row.record.title
        text = (
            self.tr("“{title}” now stands first in this search")
            if kind == "this_is_it"
            else self.tr("“{title}” was moved to the end of this search")
        )

        def stored(_: object) -> None:
            self.announced.emit(text.format(title=title))
            self.said.emit()

        self._bridge.call("feedback", "say", search, row.record.id, kind, on_result=stored, on_error=self.failed.emit)

    def _take_back(self) -> None:
        row, search = self._results.current_row, self._search_id()
        if row is None or row.record.id is None or not search:
            return
        self._bridge.call(
            "feedback",
            "take_back",
            search,
            row.record.id,
            on_result=lambda _: self.said.emit(),
            on_error=self.failed.emit,
        )
