"""What is asked on the search page, and the calls that answer it. Answers to older questions are dropped."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.filters import SearchFilters
from core.domain.listing import ListRequest, ListRow, ResultList
from core.domain.records import RecordId
from core.domain.retrieval import Likeness, SearchRequest
from core.errors import LibrarianError
from librarian_app.qt_jobs import Bridge
from librarian_app.widgets.result_status import RELEVANCE, Order

RESULT_LIMIT = 60
BROWSE_ORDER: Order = ("title", False)


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that decides which list is shown. `like_title` names the record of `like` for people."""

    text: str = ""
    image_path: str = ""
    filters: SearchFilters = field(default_factory=SearchFilters)
    like: Likeness | None = None
    like_title: str = ""

    @property
    def is_ranking(self) -> bool:
        """Whether there is something to rank by; filters typed into the box may turn out to be all there is."""
        return bool(self.text or self.image_path or self.like)

    @property
    def is_empty(self) -> bool:
        """Whether the whole library is wanted."""
        return not self.is_ranking and not self.filters.chosen

    def request(self) -> SearchRequest:
        """As the engine takes it."""
        return SearchRequest(self.text, self.image_path or None, RESULT_LIMIT, (), self.filters, self.like)


class SearchSession(QObject):
    """Holds the question and the orders, asks, and hands on what comes.

    Signals:
        asked(bool): A question is on its way; True when nobody asked but the library changed.
        listed(object, bool): The `ResultList`, and whether nobody asked.
        failed(object): The `LibrarianError` in its place.
        rows_arrived(object): Rows of the list that were wanted.
    """

    asked = Signal(bool)
    listed = Signal(object, bool)
    failed = Signal(object)
    rows_arrived = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._serial = 0
        self._answered = 0
        self._shown = 0
        self._is_outdated = False
        self._asked_aloud = 0
        self.question = Question()
        self._ranked_order: Order = RELEVANCE
        self._browse_order: Order = BROWSE_ORDER
        self._next_order: Order | None = None

    @property
    def order(self) -> Order:
        """The order in use. A ranked list begins with the best; browsing keeps the order chosen last."""
        return self._ranked_order if self.question.is_ranking else self._browse_order

    @property
    def is_waiting(self) -> bool:
        """Whether the answer to what was asked last is still to come."""
        return self._answered < self._serial

    def set_order(self, order: Order) -> None:
        """Use another order from now on."""
        if self.question.is_ranking:
            self._ranked_order = order
        else:
            self._browse_order = order

    def set_next_order(self, order: Order) -> None:
        """Use an order for the question that comes next."""
        self._next_order = order

    def change(self, *, force: bool = False, **changes: Any) -> None:
        """Ask something else. Another text, image or likeness begins with the best again."""
        question = replace(self.question, **changes)
        if question == self.question and not force:
            return
        before, self.question = self.question, question
        if (question.text, question.image_path, question.like) != (before.text, before.image_path, before.like):
            self._ranked_order = RELEVANCE
        if self._next_order is not None:
            is_possible = question.is_ranking or self._next_order != RELEVANCE
            self.set_order(self._next_order if is_possible else BROWSE_ORDER)
            self._next_order = None
        self.ask()

    def ask(self, *, quiet: bool = False) -> None:
        """Ask for the list. `quiet`: nobody did anything, the library changed.

        During an import it changes all the time: what is under way is waited for, or no answer would ever be shown.
        """
        if quiet and self.is_waiting:
            self._is_outdated = True
            return
        self._is_outdated = False
        self._serial += 1
        serial = self._serial
        # what takes the place of a question that somebody still waits for is its answer
        quiet = quiet and self._answered >= self._asked_aloud
        if not quiet:
            self._asked_aloud = serial
        name, descending = self.order
        request = ListRequest(self.question.request(), name, descending)  # type: ignore[arg-type]

        def got(found: ResultList) -> None:
            if serial == self._serial:
                self._answered = self._shown = serial
                self.listed.emit(found, quiet)
                again()

        def failed(error: LibrarianError) -> None:
            self._answered = max(self._answered, serial)
            if serial == self._serial and error.message_id != "engine.died":  # the main window tells of a dead engine
                self.failed.emit(error)
            again()

        def again() -> None:
            if self._is_outdated and not self.is_waiting:
                self.ask(quiet=True)

        self.asked.emit(quiet)
        self._bridge.call("search", "list", request, on_result=got, on_error=failed)

    def fetch(self, record_ids: tuple[RecordId, ...]) -> None:
        """Fetch rows of the list that is shown now."""
        shown = self._shown

        def got(rows: tuple[ListRow, ...]) -> None:
            if shown == self._shown:
                self.rows_arrived.emit(rows)

        self._bridge.call("search", "rows", record_ids, self.question.text, on_result=got, on_error=lambda _: None)
