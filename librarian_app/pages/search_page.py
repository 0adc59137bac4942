"""Search and browse: one box above, filters, covers or a table below, the selected record beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSignalBlocker, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from core.domain.filters import FACETS, SearchFilters
from core.domain.library import EngineState
from core.domain.listing import Loosening, ResultList
from core.domain.records import RecordId
from core.domain.retrieval import Likeness
from core.errors import LibrarianError
from librarian_app.actions import Actions
from librarian_app.error_dialogs import error_sentence, sentence
from librarian_app.i18n import Retranslating
from librarian_app.models.jobs import JobsModel
from librarian_app.models.results import ResultsModel, Row
from librarian_app.models.search_history import SearchHistory
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.pages.pasted_images import PastedImages
from librarian_app.pages.search_feedback import SearchFeedback
from librarian_app.pages.search_memory import SearchMemory
from librarian_app.pages.search_session import SearchSession
from librarian_app.pages.search_words import LIKE_CHIP, SearchWords
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.empty_state import EmptyState
from librarian_app.widgets.facet_panel import FacetPanel
from librarian_app.widgets.filter_chips import FilterChips
from librarian_app.widgets.query_bar import QueryBar
from librarian_app.widgets.result_preview import ResultPreview
from librarian_app.widgets.result_status import ResultStatus
from librarian_app.widgets.results_view import ResultsView
from librarian_app.widgets.suggestion_list import SuggestionList

StartChoices = Callable[[], list[tuple[str, str, Callable[[], None]]]]


class SearchPage(Retranslating, QWidget):
    """The first page.

    Signals:
        record_opened(object): Show this `Row` on the record page.
        open_image_asked(): Choose an image file to search by.
        scans_dropped(list): Several images or folders were dropped: they are meant for intake.
        failed(LibrarianError): Something asked for here failed; the main window says so.
        announced(str): A sentence about what was just done.
        menu_opening(QMenu, object): The context menu of the results is about to open for this `Row`; more may be added.
    """

    record_opened = Signal(object)
    open_image_asked = Signal()
    scans_dropped = Signal(list)
    failed = Signal(object)
    announced = Signal(str)
    menu_opening = Signal(object, object)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        pictures: PictureLoader,
        actions: Actions,
        history: SearchHistory,
        jobs: JobsModel,
        start_choices: StartChoices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._themes = themes
        self._actions = actions
        self._jobs = jobs
        self._start_choices = start_choices
        self._is_importing = False
        self._found: ResultList | None = None
        self._error: LibrarianError | None = None
        self._state: EngineState | None = None
        self._enters_when_listed = False
        self.session = SearchSession(bridge, self)
        self._words = SearchWords(self)
        self.model = ResultsModel(self)
        self.query_bar = QueryBar(themes, pictures)
        self.banner = Banner(themes)
        self.chips = FilterChips(themes)
        self.status = ResultStatus(themes, actions)
        self.facets = FacetPanel(themes)
        self.results = ResultsView(self.model, themes, pictures)
        self.preview = ResultPreview(themes, pictures, actions)
        self.feedback = SearchFeedback(bridge, themes, actions, self.results, self, self._search_id)
        self.preview.add_part(self.feedback.bar)
        self.empty = EmptyState(themes)
        self._nearest = Banner(themes)
        self._pasted = PastedImages(self)
        self._bridge = bridge
        self._build()
        self.memory = SearchMemory(bridge, self.session, self.query_bar, history, themes, actions, self)
        self.suggestions = SuggestionList(self.query_bar.edit, self.query_bar, self, themes)
        self._connect(pictures)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def selected_record_ids(self) -> tuple[RecordId, ...]:
        """The records selected in the list, in its order; `results.selection_changed` tells of other ones."""
        return self.results.selected_record_ids

    @property
    def found_record_ids(self) -> tuple[RecordId, ...]:
        """Every record of the list that answers the present question; () while browsing or waiting."""
        if self.model.is_browsing or self.results.is_held:
            return ()
        rows = (self.model.row_at(position) for position in range(self.model.rowCount()))
        return tuple(row.record.id for row in rows if row is not None and row.record.id is not None)

    # -- what the main window calls --------------------------------------------------------------------------------

    def show_state(self, state: EngineState) -> None:
        """Take news about what the engine is ready for; search again when meaning becomes available."""
        was_ready = self._state is not None and self._state.encoders == "ready"
        self._state = state
        self._show_banner()
        self.memory.is_read_only = state.read_only
        self._actions["save_search"].setEnabled(not state.read_only)
        if state.encoders == "ready" and not was_ready and self.session.question.is_ranking:
            self.session.ask()

    def engine_started(self) -> None:
        """The engine answers (again): load what is shown."""
        self.session.ask()

    def catalogue_changed(self) -> None:
        """Records changed: show the present list, keeping the place where it can be kept."""
        self.session.ask(quiet=True)

    def search_for_image(self, path: str, name: str = "") -> None:
        """Search by an image."""
        self.query_bar.set_image(path, name)

    def show_as(self, *, table: bool) -> None:
        """Covers or table."""
        self.results.show_as(table=table)
        self._actions["as_table"].setChecked(table)
        self._actions["as_covers"].setChecked(not table)

    def show_filters(self, *, shown: bool) -> None:
        """Show or hide the facets."""
        self._actions["filters"].setChecked(shown)
        self.facets.setVisible(shown)

    def search(self, *, quiet: bool = False) -> None:
        """Ask for the present question again."""
        self.session.ask(quiet=quiet)

    def search_like(self, row: Row, by: str) -> None:
        """Look for records like this one, by "meaning" or by "cover"."""
        if row.record.id is not None:
            self.query_bar.show_question("")
            like = Likeness(row.record.id, "cover" if by == "cover" else "meaning")
            self.session.change(text="", image_path="", like=like, like_title=row.record.title)

    def close_scratch(self) -> None:
        """Remove the files of pasted images."""
        self._pasted.remove()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.results)
        self._stack.addWidget(self.empty)
        lists = QHBoxLayout()
        lists.setSpacing(12)
        lists.addWidget(self.facets)
        lists.addWidget(self._stack, 1)
        left = QVBoxLayout()
        left.setContentsMargins(24, 16, 20, 8)
        left.setSpacing(10)
        for part in (self.query_bar, self.banner, self.chips, self.status, self._nearest):
            left.addWidget(part)
        left.addLayout(lists, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.preview)
        self.setFocusProxy(self.query_bar)
        self.facets.hide()

    def _connect(self, pictures: PictureLoader) -> None:
        actions, session = self._actions, self.session
        self._jobs.activity_changed.connect(self._jobs_changed)
        actions["as_covers"].triggered.connect(lambda: self.show_as(table=False))
        actions["as_table"].triggered.connect(lambda: self.show_as(table=True))
        actions["as_covers"].setChecked(True)
        actions["filters"].toggled.connect(lambda shown: self.show_filters(shown=shown))
        actions["like_meaning"].triggered.connect(lambda: self._search_like_current("meaning"))
        actions["like_cover"].triggered.connect(lambda: self._search_like_current("cover"))
        actions["select_all"].triggered.connect(self._select_all)
        self.query_bar.query_changed.connect(self._query_changed)
        self.query_bar.image_pasted.connect(self._pasted.save)
        self.query_bar.open_image_asked.connect(self.open_image_asked)
        self.query_bar.leave_asked.connect(self._enter_results)
        self.query_bar.committed.connect(self.memory.remember)
        self.query_bar.is_going_through = lambda: self.memory.history.is_going_through
        self.suggestions.wanted.connect(self._suggest)
        self.suggestions.chosen.connect(self._take_suggestion)
        self.memory.failed.connect(self.failed)
        self.memory.announced.connect(self.announced)
        self.results.opened.connect(lambda _: self.memory.remember())
        self._pasted.saved.connect(lambda path: self.query_bar.set_image(path, self.tr("Pasted image")))
        self.chips.removed.connect(self._remove_chip)
        self.chips.cleared.connect(lambda: session.change(filters=SearchFilters(), like=None, like_title=""))
        self.status.order_chosen.connect(self._set_order)
        self.facets.toggled.connect(self._toggle)
        self.facets.left_sideways.connect(self.results.enter)
        self.results.left_upwards.connect(self.query_bar.setFocus)
        self.results.current_changed.connect(self._show_current)
        self.results.selection_changed.connect(self._show_status)
        self.results.opened.connect(self.record_opened)
        self.results.menu_asked.connect(self._open_menu)
        self.preview.open_asked.connect(lambda row: None if self.results.is_held else self.record_opened.emit(row))
        self.model.rows_wanted.connect(session.fetch)
        self.feedback.said.connect(lambda: self.search(quiet=True))
        self.feedback.failed.connect(self.failed)
        self.feedback.announced.connect(self.announced)
        self.model.order_wanted.connect(self._header_clicked)
        session.asked.connect(self._asked)
        session.listed.connect(self._show_list)
        session.failed.connect(self._show_failure)
        session.rows_arrived.connect(self._take_rows)
        pictures.loaded.connect(self.model.cover_arrived)
        self._themes.changed.connect(self._apply_theme)

    # -- answers ---------------------------------------------------------------------------------------------------

    def _asked(self, quiet: bool) -> None:
        self.chips.show_chips(self._words.chips_of(self.session.question))
        self._enters_when_listed = False
        if not quiet:
            self.results.hold(held=True)
            self._show_status()

    def _show_list(self, found: ResultList, quiet: bool) -> None:
        question = self.session.question
        self._found, self._error = found, None
        self.results.hold(held=False)
        kept = self.results.current_row
        back = self.results.keep_place() if quiet else None
        is_ranking = found.answer is not None
        order = self.session.order
        # The panel beside the list is drawn once, not for what is selected on the way.
        with QSignalBlocker(self.results):
            self.model.show_list(found, is_alike=question.like is not None)
            self.results.show_order(order[0], descending=order[1])
            if back is not None:
                back()
            elif is_ranking and found.ids:
                place = self.model.positions([kept.record.id]) if kept and kept.record.id and self._has_focus() else []
                self.results.select(place[0] if place else 0)
        self.facets.show_facets(found.facets, question.filters)
        self.status.show_order(order, is_ranking=is_ranking)
        self._stack.setCurrentWidget(self.results if found.ids else self.empty)
        self._show_current(self.results.current_row)
        self._show_status()
        if self._enters_when_listed and found.ids:
            self.results.enter()
        self._enters_when_listed = False

    def _enter_results(self) -> None:
        """Go to the list, or as soon as it is here."""
        if self.results.is_held:
            self._enters_when_listed = True
        else:
            self.results.enter()

    def _search_id(self) -> str:
        return self._found.answer.search_id if self._found is not None and self._found.answer is not None else ""

    def _show_failure(self, error: LibrarianError) -> None:
        self._error = error
        self.results.hold(held=False)
        self._stack.setCurrentWidget(self.empty)
        self._show_status()

    def _take_rows(self, rows: object) -> None:
        self.model.add_rows(rows)  # type: ignore[arg-type]
        if self.preview.row is None:
            self._show_current(self.results.current_row)

    def _show_current(self, row: Row | None) -> None:
        self.preview.show_row(row)
        self.feedback.show_row(row)
        self._actions["like_meaning"].setEnabled(row is not None)
        self._actions["like_cover"].setEnabled(row is not None and row.cover_sha256 is not None)

    def _jobs_changed(self) -> None:
        is_importing = any(job.kind == "import" for job in self._jobs.active)
        if is_importing != self._is_importing:
            self._is_importing = is_importing
            self._show_status()

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._show_status()
        self._show_banner()
        self.chips.show_chips(self._words.chips_of(self.session.question))

    def _show_status(self) -> None:
        """The line above the results and, where there are none, the page that says why."""
        question, found = self.session.question, self._found
        self._nearest.hide()
        if self._error is not None:
            self.status.say("")
            explained = error_sentence(self._error, self._themes.theme.language)
            self.empty.say("error", self.tr("This query could not be answered"), explained)
            return
        if found is None:
            return
        if self.results.is_held:
            self.status.say(self.tr("Searching…"))
            return
        if not found.ids and question.is_empty:
            self.status.say(self.tr("Whole library"))
            if self._is_importing:
                self.empty.say(
                    "import",
                    self.tr("Records are being imported"),
                    self.tr("The first appear here as soon as they are stored. You can look around meanwhile."),
                )
                return
            self.empty.say(
                "library",
                self.tr("This library is still empty"),
                self.tr(
                    "Import the records you have, drop cover scans on this window, or look around the demo library."
                ),
                self._start_choices(),
            )
            return
        loosenings = [
            (self._words.loosening_caption(each), lambda each=each: self._loosen(each)) for each in found.loosenings
        ]
        if not found.ids:
            heading, text = self._words.nothing_words(question, found)
            self.status.say(self.tr("Nothing found"))
            actions = [("close", caption, run) for caption, run in loosenings]
            self.empty.say("search", heading, text, [*actions, ("search", self.tr("Start over"), self.start_over)])
            return
        heading, detail = self._words.list_words(question, found)
        n_selected = len(self.results.selected_record_ids)
        if n_selected > 1:
            detail = self.tr("%n selected", "", n_selected) + "  ·  " + detail
        self.status.say(heading, detail)
        if found.answer is not None and found.answer.no_good_match and loosenings:
            self._nearest.tell(
                self.tr("Nothing fits well. What is shown is only the nearest."), "fair", actions=tuple(loosenings[:2])
            )

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
        elif state.read_only and state.role == "viewer":
            self.banner.tell(self.tr("You are signed in as a viewer: search and look as you like."), "info")
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

    def start_over(self) -> None:
        """An empty box, no filters: the whole library."""
        self.query_bar.show_question("")
        self.session.change(text="", image_path="", like=None, like_title="", filters=SearchFilters())
        self.query_bar.setFocus()

    def _suggest(self, typed: str) -> None:
        self._bridge.call(
            "search",
            "complete",
            typed,
            on_result=lambda found: self.suggestions.offer(typed, found),
            on_error=lambda error: None,
        )

    def _take_suggestion(self, text: str) -> None:
        self.query_bar.set_text(text)
        self.memory.remember()

    def _query_changed(self, text: str, image: str) -> None:
        self._error = None
        self.memory.history.stay()
        # something typed or dropped takes the place of "more like this"
        is_other = bool(text or image)
        question = self.session.question
        like, title = (None, "") if is_other else (question.like, question.like_title)
        self.session.change(text=text, image_path=image, like=like, like_title=title)

    def _toggle(self, name: str, value: str) -> None:
        facet = next(known for known in FACETS if known == name)
        self.session.change(filters=self.session.question.filters.toggling(facet, value))

    def _remove_chip(self, name: str, value: str) -> None:
        if name == LIKE_CHIP:
            self.session.change(like=None, like_title="")
        else:
            self._toggle(name, value)

    def _loosen(self, loosening: Loosening) -> None:
        if loosening.kind == "filter" and loosening.facet is not None:
            self._toggle(loosening.facet, loosening.value)
        elif loosening.kind == "filters":
            self.session.change(filters=self.session.question.filters.without_facets)
        else:
            self.query_bar.set_text(loosening.text)

    def _set_order(self, name: str, descending: bool) -> None:
        self.session.set_order((name, descending))
        self.session.ask()

    def _header_clicked(self, name: str, descending: bool) -> None:
        # the best come first whichever way the arrow of the probability points at first
        self._set_order(name, descending and name != "relevance")

    def _search_like_current(self, by: str) -> None:
        row = self.results.current_row
        if row is not None:
            self.search_like(row, by)

    def _select_all(self) -> None:
        self.results.enter()
        self.results.covers.selectAll()

    def _open_menu(self, row: Row, place: QPoint) -> None:
        menu = QMenu(self)
        open_record = menu.addAction(self.tr("Open record"))
        open_record.triggered.connect(lambda: self.record_opened.emit(row))
        menu.addSeparator()
        menu.addAction(self._actions["like_meaning"])
        menu.addAction(self._actions["like_cover"])
        menu.addSeparator()
        menu.addAction(self._actions["select_all"])
        if self.results.covers.actions():
            menu.addSeparator()
            menu.addActions(self.results.covers.actions())
        self.menu_opening.emit(menu, row)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _has_focus(self) -> bool:
        return self.results.covers.hasFocus() or self.results.table.hasFocus()

    def _apply_theme(self, theme: Theme) -> None:
        self.preview.show_row(self.results.current_row)
