"""Search and browse: one box above, covers or a table below, the selected record beside."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.domain.library import EngineState, RecordPage
from core.domain.records import RecordId
from core.domain.retrieval import SearchRequest, SearchResponse
from core.errors import LibrarianError
from librarian_app.actions import Actions
from librarian_app.error_dialogs import error_sentence, sentence
from librarian_app.i18n import Retranslating
from librarian_app.models.results import PAGE_ROWS, ResultsModel, Row
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.pages.search_feedback import SearchFeedback
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.empty_state import EmptyState
from librarian_app.widgets.parts import label, tool_button
from librarian_app.widgets.query_bar import QueryBar
from librarian_app.widgets.result_preview import ResultPreview
from librarian_app.widgets.results_view import ResultsView
from librarian_app.wording import GOOD_PROBABILITY

log = logging.getLogger(__name__)

RESULT_LIMIT = 60
SORT_ORDERS: tuple[tuple[str, bool], ...] = (
    ("title", False),
    ("author", False),
    ("year", False),
    ("year", True),
    ("added", True),
)


class _SaveImage(QRunnable):
    """Writes a pasted image to a file; PNG encoding of a photo takes too long for the main thread."""

    def __init__(self, page: SearchPage, image: QImage, file: Path) -> None:
        super().__init__()
        self._page, self._image, self._file = page, image, file

    def run(self) -> None:
        is_saved = self._image.save(str(self._file), quality=80)
        try:
            self._page._image_saved.emit(str(self._file) if is_saved else "")
        except RuntimeError:
            return  # the window was closed meanwhile


class SearchPage(Retranslating, QWidget):
    """The first page.

    Signals:
        record_opened(object): Show this `Row` on the record page.
        open_image_asked(): Choose an image file to search by.
        scans_dropped(list): Several images or folders were dropped: they are meant for intake.
        failed(LibrarianError): Something asked for here failed; the main window says so.
        announced(str): A sentence about what was just done.
    """

    record_opened = Signal(object)
    open_image_asked = Signal()
    scans_dropped = Signal(list)
    failed = Signal(object)
    announced = Signal(str)
    _image_saved = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        pictures: PictureLoader,
        actions: Actions,
        *,
        start_choices: Callable[[], list[tuple[str, str, Callable[[], None]]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._bridge = bridge
        self._themes = themes
        self._actions = actions
        self._start_choices = start_choices
        self._serial = 0
        self._response: SearchResponse | None = None
        self._error: LibrarianError | None = None
        self._state: EngineState | None = None
        self._order = ("title", False)
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._n_pasted = 0
        self.model = ResultsModel(self)
        self.query_bar = QueryBar(themes, pictures)
        self.banner = Banner(themes)
        self.results = ResultsView(self.model, themes, pictures)
        self.preview = ResultPreview(themes, pictures)
        self.feedback = SearchFeedback(bridge, themes, actions, self.results, self, self._search_id)
        self.preview.add_part(self.feedback.bar)
        self.empty = EmptyState(themes)
        self._heading = label("heading")
        self._detail = label("muted")
        self._sort = QComboBox()
        self._sort.setProperty("flat", True)
        self._covers_button, self._table_button = tool_button(), tool_button()
        self._build()
        self._connect(pictures)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def selected_record_ids(self) -> tuple[RecordId, ...]:
        """The records selected in the list, in its order; `results.selection_changed` tells of other ones."""
        return self.results.selected_record_ids

    # -- what the main window calls --------------------------------------------------------------------------------

    def show_state(self, state: EngineState) -> None:
        """Take news about what the engine is ready for; search again when meaning becomes available."""
        was_ready = self._state is not None and self._state.encoders == "ready"
        self._state = state
        self._show_banner()
        if state.encoders == "ready" and not was_ready and not self.query_bar.is_empty:
            self.search()

    def engine_started(self) -> None:
        """The engine answers (again): load what is shown."""
        self.search()

    def catalogue_changed(self) -> None:
        """Records changed: show the present list, keeping the place where it can be kept."""
        self.search(quiet=True)

    def search_for_image(self, path: str, name: str = "") -> None:
        """Search by an image."""
        self.query_bar.set_image(path, name)

    def show_as(self, *, table: bool) -> None:
        """Covers or table."""
        self.results.show_as(table=table)
        (self._table_button if table else self._covers_button).setChecked(True)
        self._actions["as_table"].setChecked(table)
        self._actions["as_covers"].setChecked(not table)

    def search(self, *, quiet: bool = False) -> None:
        """Ask for what the box says. Answers to older questions are dropped when they come."""
        self._serial += 1
        serial = self._serial
        text, image = self.query_bar.text, self.query_bar.image_path
        if not text and not image:
            field, descending = self._order

            def got_page(page: RecordPage) -> None:
                if serial == self._serial:
                    self._show_library(page, quiet=quiet)

            self._bridge.call(
                "cataloguing",
                "browse",
                0,
                PAGE_ROWS,
                field,
                descending,
                on_result=got_page,
                on_error=self._failed(serial),
            )
            return
        request = SearchRequest(text, image or None, RESULT_LIMIT)

        def got_response(response: SearchResponse) -> None:
            if serial == self._serial:
                self._show_response(response)

        if not quiet:
            self._detail.setText(self.tr("Searching…"))
        self._bridge.call("search", "search", request, on_result=got_response, on_error=self._failed(serial))

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        segmented = QFrame()
        segmented.setObjectName("segmented")
        segment_row = QHBoxLayout(segmented)
        segment_row.setContentsMargins(3, 3, 3, 3)
        segment_row.setSpacing(2)
        group = QButtonGroup(self)
        for target in (self._covers_button, self._table_button):
            target.setCheckable(True)
            group.addButton(target)
            segment_row.addWidget(target)
        self._covers_button.setChecked(True)
        status = QHBoxLayout()
        status.setContentsMargins(4, 0, 0, 0)
        status.setSpacing(10)
        status.addWidget(self._heading)
        status.addWidget(self._detail)
        status.addStretch(1)
        status.addWidget(self._sort)
        status.addWidget(segmented)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.results)
        self._stack.addWidget(self.empty)
        left = QVBoxLayout()
        left.setContentsMargins(24, 16, 20, 8)
        left.setSpacing(10)
        left.addWidget(self.query_bar)
        left.addWidget(self.banner)
        left.addLayout(status)
        left.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.preview)
        self.setFocusProxy(self.query_bar)

    def _connect(self, pictures: PictureLoader) -> None:
        self._covers_button.clicked.connect(self._actions["as_covers"].trigger)
        self._table_button.clicked.connect(self._actions["as_table"].trigger)
        self._actions["as_covers"].triggered.connect(lambda: self.show_as(table=False))
        self._actions["as_table"].triggered.connect(lambda: self.show_as(table=True))
        self._actions["as_covers"].setChecked(True)
        self.query_bar.query_changed.connect(self._query_changed)
        self.query_bar.image_pasted.connect(self._save_pasted)
        self.query_bar.open_image_asked.connect(self.open_image_asked)
        self.query_bar.leave_asked.connect(self.results.enter)
        self.results.left_upwards.connect(self.query_bar.setFocus)
        self.results.current_changed.connect(self.preview.show_row)
        self.results.opened.connect(self.record_opened)
        self.preview.open_asked.connect(self.record_opened)
        self.preview.similar_asked.connect(self._find_similar)
        self.model.page_wanted.connect(self._fetch_page)
        self.model.order_wanted.connect(self._set_order)
        self._sort.activated.connect(self._sort_chosen)
        self.feedback.said.connect(lambda: self.search(quiet=True))
        self.feedback.failed.connect(self.failed)
        self.feedback.announced.connect(self.announced)
        self._image_saved.connect(self._pasted_saved)
        pictures.loaded.connect(self.model.cover_arrived)
        self._themes.changed.connect(self._apply_theme)

    # -- answers ---------------------------------------------------------------------------------------------------

    def _show_library(self, page: RecordPage, *, quiet: bool) -> None:
        self._response = self._error = None
        kept = self.results.current_row if quiet and self.model.is_browsing else None
        position = self.results.covers.verticalScrollBar().value() if kept or quiet else 0
        self.model.show_first_page(page)
        if quiet and position:
            self.results.covers.doItemsLayout()
            self.results.covers.verticalScrollBar().setValue(position)
        for number in range(min(page.total, PAGE_ROWS)):
            row = self.model.row_at(number)
            if kept and row and row.record.id == kept.record.id:
                self.results.select(number)
        self._stack.setCurrentWidget(self.results if page.total else self.empty)
        self._show_status()

    def _show_response(self, response: SearchResponse) -> None:
        self._response, self._error = response, None
        kept = self.results.current_row
        self.model.show_results(response)
        self.results.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        is_kept = [i for i, r in enumerate(response.results) if kept and r.record.id == kept.record.id]
        if response.results:
            self.results.select(is_kept[0] if is_kept and self.results.hasFocus() else 0)
        self._stack.setCurrentWidget(self.results if response.results else self.empty)
        self._show_status()

    def _search_id(self) -> str:
        return self._response.search_id if self._response is not None else ""

    def _failed(self, serial: int) -> Callable[[LibrarianError], None]:
        def failed(error: LibrarianError) -> None:
            if serial != self._serial or error.message_id == "engine.died":
                return  # the main window tells of a dead engine
            self._error = error
            self._stack.setCurrentWidget(self.empty)
            self._show_status()

        return failed

    def _fetch_page(self, offset: int) -> None:
        field, descending = self._order
        self._bridge.call("cataloguing", "browse", offset, PAGE_ROWS, field, descending, on_result=self.model.add_page)

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        names = (
            self.tr("By title"),
            self.tr("By author"),
            self.tr("Oldest first"),
            self.tr("Newest first"),
            self.tr("Latest added first"),
        )
        current = max(0, self._sort.currentIndex())
        self._sort.clear()
        self._sort.addItems(list(names))
        self._sort.setCurrentIndex(current)
        self._sort.setAccessibleName(self.tr("Order"))
        self._covers_button.setToolTip(self._actions["as_covers"].toolTip())
        self._table_button.setToolTip(self._actions["as_table"].toolTip())
        self._covers_button.setAccessibleName(self._actions["as_covers"].text())
        self._table_button.setAccessibleName(self._actions["as_table"].text())
        self._show_status()
        self._show_banner()

    def _show_status(self) -> None:
        """The line above the results and, where there are none, the page that says why."""
        language = self._themes.theme.language
        is_query = not self.query_bar.is_empty
        self._sort.setVisible(not is_query)
        if self._error is not None:
            self._heading.setText("")
            self._detail.setText("")
            self.empty.say("error", self.tr("This query could not be answered"), error_sentence(self._error, language))
            return
        if not is_query:
            total = self.model.rowCount()
            self._heading.setText(self.tr("Whole library"))
            self._detail.setText(self.tr("%n record(s)", "", total) if total else "")
            self.empty.say(
                "library",
                self.tr("This library is still empty"),
                self.tr(
                    "Import the records you have, drop cover scans on this window, or look around the demo library."
                ),
                self._start_choices(),
            )
            return
        response = self._response
        if response is None:
            return
        if not response.results:
            self._heading.setText(self.tr("Nothing found"))
            self._detail.setText("")
            self.empty.say(
                "search",
                self.tr("Nothing in this library matches"),
                self.tr("Try fewer or other words, the title in the other language, pinyin, or a photo of the cover."),
                [("close", self.tr("Clear the search"), self.query_bar.clear)],
            )
            return
        n_good = sum(result.score >= GOOD_PROBABILITY for result in response.results)
        n_weak = len(response.results) - n_good
        parts = [self.tr("{ms} ms").format(ms=round(response.took_ms))]
        if response.no_good_match:
            self._heading.setText(self.tr("No good match – these are the nearest"))
        elif n_good:
            self._heading.setText(self.tr("%n good match(es)", "", n_good))
            if n_weak:
                parts.insert(0, self.tr("%n weaker", "", n_weak))
        else:
            self._heading.setText(self.tr("%n result(s)", "", len(response.results)))
        self._detail.setText("  ·  ".join(parts))

    def _show_banner(self) -> None:
        state = self._state
        if state is None:
            self.banner.tell(self.tr("The engine is starting. You can already type."), "info")
        elif state.encoders == "loading":
            self.banner.tell(
                self.tr(
                    "Warming up: for a few seconds only words and numbers are searched, then meaning and covers too."
                ),
                "info",
            )
        elif state.encoders == "unavailable":
            problem = sentence(state.problem_id or "models.missing", state.problem_context, self._themes.theme.language)
            self.banner.tell(self.tr("Only words and numbers are searched. {problem}").format(problem=problem), "fair")
        elif state.read_only:
            self.banner.tell(
                self.tr("{holder} is writing in this library. Here it can be searched, not changed.").format(
                    holder=state.lock_holder or self.tr("Somebody else")
                ),
                "fair",
            )
        else:
            self.banner.hide()

    # -- input -----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) > 1 or any(Path(p).is_dir() for p in paths):
            event.acceptProposedAction()
            self.scans_dropped.emit(paths)
        elif self.query_bar.take(event.mimeData()):
            event.acceptProposedAction()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.query_bar.setFocus()

    def close_scratch(self) -> None:
        """Remove the files of pasted images."""
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def _query_changed(self, text: str, image: str) -> None:
        self._error = None
        if not text and not image:
            self._response = None
        self.search()

    def _save_pasted(self, image: QImage) -> None:
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="wenyuan-pasted-")
        self._n_pasted += 1
        file = Path(self._scratch.name) / f"pasted-{self._n_pasted}.png"
        QThreadPool.globalInstance().start(_SaveImage(self, image, file))

    def _pasted_saved(self, path: str) -> None:
        if path:
            self.query_bar.set_image(path, self.tr("Pasted image"))
        else:
            log.warning("a pasted image could not be written")

    def _find_similar(self, row: Row) -> None:
        def got_path(path: Any) -> None:
            if path:
                self.query_bar.set_image(str(path), row.record.title)

        self._bridge.call("cataloguing", "thumbnail_path", row.cover_sha256 or "", on_result=got_path)

    def _sort_chosen(self, position: int) -> None:
        self._order = SORT_ORDERS[position]
        self.search()

    def _set_order(self, field: str, descending: bool) -> None:
        self._order = (field, descending)
        if self._order in SORT_ORDERS:
            self._sort.setCurrentIndex(SORT_ORDERS.index(self._order))
        self.search()

    def _apply_theme(self, theme: Theme) -> None:
        for target, name in ((self._covers_button, "covers"), (self._table_button, "table")):
            target.setIcon(theme.icon(name, "ink_soft"))
        self.preview.show_row(self.results.current_row)
