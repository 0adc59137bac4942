"""What a person wants to search again: saved searches, kept in the library, and the history, kept beside the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from core.domain.changes import ChangeSet
from core.domain.saved_searches import SavedSearch
from core.errors import LibrarianError
from librarian_app.actions import Actions
from librarian_app.models import facet_words
from librarian_app.models.search_history import PastSearch, SearchHistory
from librarian_app.pages.search_session import Question, SearchSession
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.query_bar import QueryBar
from librarian_app.widgets.saved_searches_dialog import SavedSearchesDialog

IDLE_MS = 2_500
"""A search that stands so long was meant, and is remembered without Enter."""
SHOWN_HISTORY = 12
LONGEST_LINE = 48


class SearchMemory(QObject):
    """The menu of saved and past searches, going back and forth in the box, saving and managing.

    Signals:
        failed(LibrarianError): A saved search could not be stored or is gone.
        announced(str): Something was saved.
    """

    failed = Signal(object)
    announced = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        session: SearchSession,
        bar: QueryBar,
        history: SearchHistory,
        themes: ThemeSwitcher,
        actions: Actions,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._bridge, self._session, self._bar, self._page = bridge, session, bar, page
        self._themes, self._actions = themes, actions
        self.history = history
        self.is_read_only = False
        self.menu = QMenu(page)
        self.naming: QInputDialog | None = None
        self.dialog: SavedSearchesDialog | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self.remember)
        session.listed.connect(lambda _found, quiet: None if quiet else self._idle.start())
        bar.history_asked.connect(self._go)
        bar.memory_asked.connect(self.open_menu)
        actions["saved_searches"].triggered.connect(self.open_menu)
        actions["save_search"].triggered.connect(self.save)
        actions["clear_history"].triggered.connect(history.clear)

    # -- history ---------------------------------------------------------------------------------------------------

    def remember(self) -> None:
        """Put the present question into the history."""
        self._idle.stop()
        if not self.history.is_going_through:
            self.history.remember(self._present())

    def _present(self) -> PastSearch:
        question = self._session.question
        return PastSearch(question.text, question.filters.chosen)

    def _go(self, step: int) -> None:
        """Older (1) or newer (-1). Where there is nothing newer, the results are what lies below the box."""
        past = self.history.older(self._present()) if step > 0 else self.history.newer()
        if past is not None:
            self._show(past.text, past)
        elif step < 0:
            self._bar.leave_asked.emit()

    def _show(self, text: str, past: PastSearch) -> None:
        self._bar.show_question(text)
        self._session.change(text=text, image_path="", like=None, like_title="", filters=past.filters)

    # -- saved searches --------------------------------------------------------------------------------------------

    def open_menu(self) -> None:
        """Ask for the saved searches and open the menu below the box."""
        self._bridge.call("saved_searches", "all", on_result=self._open, on_error=self.failed.emit)

    def save(self) -> None:
        """Ask for a name and save the present question."""
        question = self._session.question
        if not (question.text or question.image_path or question.filters.chosen):
            return
        dialog = QInputDialog(self._page)
        dialog.setWindowTitle(self.tr("Save this search"))
        dialog.setLabelText(self.tr("Name of the search:"))
        dialog.setTextValue(self._name_of(question))
        dialog.setOkButtonText(self.tr("Save"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        dialog.textValueSelected.connect(lambda name: self._store(name, question))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda: setattr(self, "naming", None))
        self.naming = dialog
        dialog.open()
        if (edit := dialog.findChild(QLineEdit)) is not None:
            edit.selectAll()

    def run(self, saved: SavedSearch) -> None:
        """Ask what a saved search asks."""
        self._session.set_next_order((saved.order, saved.descending))

        def ask(path: Any) -> None:
            image = str(path or "")
            self._bar.show_question(saved.text, image, saved.name)
            self._session.change(
                text=saved.text, image_path=image, like=None, like_title="", filters=saved.filters, force=True
            )

        if saved.cover_sha256:
            call = self._bridge.call
            call("cataloguing", "original_path", saved.cover_sha256, on_result=ask, on_error=self.failed.emit)
        else:
            ask("")

    def manage(self) -> None:
        """Open the list in which saved searches are renamed and deleted."""
        dialog = SavedSearchesDialog(self._themes, read_only=self.is_read_only, parent=self._page)
        dialog.rename_asked.connect(lambda i, name: self._change("rename", i, name))
        dialog.delete_asked.connect(self._delete)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda: setattr(self, "dialog", None))
        self.dialog = dialog
        self._reload()
        dialog.open()

    def _change(
        self,
        method: str,
        *arguments: object,
        service: str = "saved_searches",
        then: Callable[[Any], object] = lambda answer: None,
    ) -> None:
        def done(answer: object) -> None:
            self._reload()
            then(answer)

        def failed(error: LibrarianError) -> None:
            self._reload()
            self.failed.emit(error)

        self._bridge.call(service, method, *arguments, on_result=done, on_error=failed)

    def _delete(self, search_id: int, name: str) -> None:
        def deleted(changes: ChangeSet) -> None:
            if self.dialog is not None:
                undo = partial(self._change, "undo", changes.operation_id, service="cataloguing")
                self.dialog.way_back.offer(name, undo, deleted=True)

        self._change("delete", search_id, then=deleted)

    def _reload(self) -> None:
        def got(searches: tuple[SavedSearch, ...]) -> None:
            if self.dialog is not None:
                self.dialog.show_searches(searches)

        self._bridge.call("saved_searches", "all", on_result=got, on_error=self.failed.emit)

    def _store(self, name: str, question: Question) -> None:
        order, descending = self._session.order
        saved = SavedSearch(name, question.text, None, question.filters, order, descending)  # type: ignore[arg-type]

        def stored(found: SavedSearch) -> None:
            self.announced.emit(self.tr("The search “{name}” is saved.").format(name=found.name))

        self._bridge.call(
            "saved_searches", "save", saved, question.image_path or None, on_result=stored, on_error=self.failed.emit
        )

    def _open(self, searches: tuple[SavedSearch, ...]) -> None:
        menu, theme = self.menu, self._themes.theme
        menu.clear()
        question = self._session.question
        can_save = bool(question.text or question.image_path or question.filters.chosen) and not self.is_read_only
        self._actions["save_search"].setEnabled(can_save)
        menu.addAction(self._actions["save_search"])
        if searches:
            menu.addSection(self.tr("Saved searches"))
            for saved in searches:
                self._entry(saved.name, "image" if saved.cover_sha256 else "star", partial(self.run, saved))
            self._entry(self.tr("Rename or delete…"), "edit", self.manage)
        past = self.history.entries[:SHOWN_HISTORY]
        if past:
            menu.addSection(self.tr("History"))
            for each in past:
                self._entry(line_of(each), "history", partial(self._show, each.text, each))
            menu.addAction(self._actions["clear_history"])
        menu.setAccessibleName(self.tr("Saved and past searches"))
        self._actions.apply_theme(theme)
        menu.popup(self._bar.mapToGlobal(QPoint(0, self._bar.height() + 2)))
        first = next((action for action in menu.actions() if action.isEnabled() and not action.isSeparator()), None)
        if first is not None:
            menu.setActiveAction(first)

    def _entry(self, text: str, icon: str, run: Callable[[], None]) -> QAction:
        shown = text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…"
        action = self.menu.addAction(self._themes.theme.icon(icon, "ink_soft"), shown.replace("&", "&&"))
        action.triggered.connect(lambda: run())
        return action

    def _name_of(self, question: Question) -> str:
        parts = [question.text] if question.text else []
        if question.image_path:
            parts.append(self.tr("example cover"))
        parts += [facet_words.facet_value(name, value) for name, value in question.filters.chosen]
        return " · ".join(parts)[:100]


def line_of(past: PastSearch) -> str:
    """A past search in one line."""
    return "  ·  ".join(
        part for part in (past.text, *(facet_words.facet_value(name, value) for name, value in past.chosen)) if part
    )
