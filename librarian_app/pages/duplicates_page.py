"""Duplicates: suspect pairs of the library side by side, each answered by a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.domain.changes import ChangeSet, OperationId
from core.domain.duplicates import VERDICTS, SuspectPage, SuspectPair, Verdict
from core.domain.library import EngineState
from core.domain.records import RecordId
from core.jobs.job import FINAL_STATES, JobId, JobInfo
from librarian_app import actions as commands
from librarian_app import wording
from librarian_app.models import verdicts
from librarian_app.models.suspects import SuspectsModel
from librarian_app.pages.page import Page, PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.empty_state import EmptyState
from librarian_app.widgets.pair_view import PairView
from librarian_app.widgets.parts import button, label, set_icon, tool_button
from librarian_app.widgets.progress_panel import ProgressPanel
from librarian_app.widgets.suspect_list import SuspectList

PAGE_SIZE = 25
PAIR_ACTIONS = (
    "not_duplicate", "merge_pair", "open_first", "open_second", "undo_pair", "next_pair", "previous_pair",
)  # fmt: skip
_CHOICES: tuple[tuple[Verdict, ...], ...] = (
    ("same_scan", "same_edition"), *((verdict,) for verdict in VERDICTS if verdict != "different"), (),
)  # fmt: skip
"""What can be listed: duplicates, each verdict alone, everything."""


class DuplicatesPage(Page):
    """Lists suspect pairs, the surest first.

    Signals:
        merge_asked(tuple): Merge the records with these ids; the window opens the dialog.
    """

    merge_asked = Signal(tuple)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._page = SuspectPage((), 0, 0)
        self._offset = 0
        self._serial = 0
        self._steps: list[OperationId] = []
        self._is_read_only = False
        self.model = SuspectsModel(self)
        self.list = SuspectList(self.model, context.themes, context.pictures)
        self.view = PairView(context.themes, context.pictures)
        self.empty = EmptyState(context.themes)
        self._build()
        self._connect()
        self._apply_theme(context.themes.theme)
        self.retranslate()
        self._show_current()

    # -- what the main window tells ------------------------------------------------------------------------------

    def engine_started(self) -> None:
        self.refresh()

    def show_state(self, state: EngineState) -> None:
        if state.read_only != self._is_read_only:
            self._is_read_only = state.read_only
            self._show_current()

    def came_to_front(self) -> None:
        self.list.setFocus()
        self.refresh()

    def job_changed(self, job: JobInfo) -> None:
        if job.kind == "duplicates":
            self._set_buttons()
            if job.state in FINAL_STATES:
                self.refresh()

    def refresh(self) -> None:
        """Ask for the page that is shown."""
        self._serial += 1
        serial = self._serial

        def got(page: SuspectPage) -> None:
            if serial == self._serial:
                self._show_page(page)

        listed = list(_CHOICES[max(0, self.filter.currentIndex())])
        arguments = (self._offset, PAGE_SIZE, listed)
        self.context.bridge.call("duplicates", "page", *arguments, on_result=got, on_error=self.failed.emit)

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._heading = label("heading")
        self._told = label("muted", wrap=True)
        self.filter = QComboBox()
        for _ in _CHOICES:
            self.filter.addItem("")
        self.search = button()
        self._progress = ProgressPanel("duplicates", self.context.jobs, self.context.themes)
        self._back, self._forward = tool_button(), tool_button()
        self._place = label("muted")
        self._pager = QWidget()
        pager = QHBoxLayout(self._pager)
        pager.setContentsMargins(0, 0, 0, 0)
        pager.addWidget(self._back)
        pager.addWidget(self._place, 1, Qt.AlignmentFlag.AlignCenter)
        pager.addWidget(self._forward)
        left = QVBoxLayout()
        left.setContentsMargins(20, 18, 8, 12)
        left.setSpacing(8)
        for part in (self._heading, self._told, self.search, self._progress, self.filter):
            left.addWidget(part)
        left.addWidget(self.list, 1)
        left.addWidget(self._pager)
        left_side = QWidget()
        left_side.setLayout(left)
        left_side.setFixedWidth(360)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        content = QVBoxLayout()
        content.setContentsMargins(14, 18, 24, 10)
        content.addWidget(self._stack)
        self._exempt, self._merge = button(), button(primary=True)
        self._first, self._second, self._undo = button(), button(), button()
        self._bar = QFrame()
        self._bar.setObjectName("actionBar")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(14, 10, 24, 12)
        row.setSpacing(8)
        for target in (self._merge, self._exempt, self._first, self._second):
            row.addWidget(target)
        row.addStretch(1)
        row.addWidget(self._undo)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(content, 1)
        right.addWidget(self._bar)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left_side)
        whole.addLayout(right, 1)

    def _connect(self) -> None:
        runs: dict[str, Callable[[], Any]] = {
            "not_duplicate": self.exempt,
            "merge_pair": self.merge,
            "open_first": lambda: self._open(0),
            "open_second": lambda: self._open(1),
            "undo_pair": self.undo,
            "next_pair": lambda: self._move(1),
            "previous_pair": lambda: self._move(-1),
        }
        for name, run in runs.items():
            action = self.context.actions[name]
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # plain letters, for this page
            action.triggered.connect(lambda _=False, run=run: run())
            self.addAction(action)
        self.context.actions["next_pair"].setShortcuts([QKeySequence("J"), QKeySequence("Ctrl+Down")])
        self.context.actions["previous_pair"].setShortcuts([QKeySequence("K"), QKeySequence("Ctrl+Up")])
        for target, name in (
            (self._exempt, "not_duplicate"),
            (self._merge, "merge_pair"),
            (self._first, "open_first"),
            (self._second, "open_second"),
            (self._undo, "undo_pair"),
        ):
            target.clicked.connect(self.context.actions[name].trigger)
        self.search.clicked.connect(lambda: self.context.submit("duplicates", {}))
        self._progress.stop_asked.connect(lambda job: self.context.bridge.call("jobs", "cancel", JobId(job)))
        self.filter.activated.connect(lambda _: self._go(0))
        self._back.clicked.connect(lambda: self._go(self._offset - PAGE_SIZE))
        self._forward.clicked.connect(lambda: self._go(self._offset + PAGE_SIZE))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.list.activated.connect(lambda _: self._open(0))
        self.context.pictures.loaded.connect(self.model.picture_arrived)
        self.context.themes.changed.connect(self._apply_theme)

    # -- words ---------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        page = self._page
        n_suspects = sum(n for verdict, n in page.by_verdict.items() if verdict in ("same_scan", "same_edition"))
        self._heading.setText(self.tr("%n suspected duplicate(s)", "", n_suspects))
        if page.searched_at is None:
            self._told.setText(self.tr("The library has not been searched for duplicates yet."))
        else:
            parts = [self.tr("Searched {time}").format(time=wording.moment(page.searched_at))]
            if page.n_changed:
                parts.append(self.tr("%n record(s) changed since", "", page.n_changed))
            self._told.setText("  ·  ".join(parts))
        self.search.setText(self.tr("Search the library") if page.searched_at is None else self.tr("Search again"))
        for row, listed in enumerate(_CHOICES):
            if len(listed) == 1:
                name = verdicts.verdict(listed[0])
            else:
                name = self.tr("Duplicates: same scan or edition") if listed else self.tr("Everything suspected")
            n = sum(page.by_verdict.get(v, 0) for v in listed or VERDICTS)
            self.filter.setItemText(row, f"{name}  {n}")
        self.filter.setAccessibleName(self.tr("Verdicts shown"))
        self.list.setAccessibleName(self.tr("Suspect pairs"))
        first, last = self._offset + 1, self._offset + self.model.rowCount()
        self._place.setText(
            self.tr("{first}–{last} of {total}").format(first=first, last=last, total=wording.number(page.total))
        )
        for target, text in ((self._back, self.tr("Previous page")), (self._forward, self.tr("Next page"))):
            target.setToolTip(text)
            target.setAccessibleName(text)
        for button_, text, name in (
            (self._exempt, self.tr("Not a duplicate"), "not_duplicate"),
            (self._merge, self.tr("Merge…"), "merge_pair"),
            (self._first, self.tr("Open left"), "open_first"),
            (self._second, self.tr("Open right"), "open_second"),
            (self._undo, self.tr("Undo"), "undo_pair"),
        ):
            button_.setText(f"{text}  {commands.keys_text(name)}")
            button_.setToolTip(commands.tooltip(name))
        self._say_empty()

    def _say_empty(self) -> None:
        if self._page.searched_at is None:
            self.empty.say(
                "covers",
                self.tr("Look for records that describe one book"),
                self.tr("Titles, names, numbers, years and covers are compared. Nothing is changed by the search."),
                [("search", self.tr("Search the library"), self.search.click)],
            )
        else:
            self.empty.say(
                "check",
                self.tr("Nothing to decide here"),
                self.tr("No pair of this kind is suspected, or all are answered."),
            )

    # -- state ---------------------------------------------------------------------------------------------------

    @property
    def current(self) -> SuspectPair | None:
        """The pair that is shown."""
        return self.model.pair(self.list.currentIndex().row())

    def _show_page(self, page: SuspectPage) -> None:
        if not page.pairs and page.total and self._offset:
            self._go(max(0, self._offset - PAGE_SIZE))  # the last pair of the last page was answered
            return
        row = max(0, self.list.currentIndex().row())
        shown = self.current
        self._page = page
        self.model.show_all(page.pairs)
        if page.pairs:
            same = [i for i, p in enumerate(page.pairs) if shown is not None and _ids(p) == _ids(shown)]
            row = same[0] if same else min(row, len(page.pairs) - 1)
            self.list.setCurrentIndex(self.model.index(row))
        self._pager.setVisible(page.total > PAGE_SIZE)
        self._back.setEnabled(self._offset > 0)
        self._forward.setEnabled(self._offset + PAGE_SIZE < page.total)
        self.retranslate()
        self._show_current()

    def _show_current(self) -> None:
        pair = self.current
        self._stack.setCurrentWidget(self.view if pair is not None else self.empty)
        if pair is not None:
            self.view.show_pair(pair)
        self._set_buttons()

    def _set_buttons(self) -> None:
        has_pair, may_change = self.current is not None, not self._is_read_only
        self._bar.setVisible(has_pair or bool(self._steps))
        enabled = {
            "not_duplicate": has_pair and may_change,
            "merge_pair": has_pair and may_change,
            "open_first": has_pair,
            "open_second": has_pair,
            "undo_pair": bool(self._steps) and may_change,
        }
        for name, is_enabled in enabled.items():
            self.context.actions[name].setEnabled(is_enabled)
        for target, name in (
            (self._exempt, "not_duplicate"),
            (self._merge, "merge_pair"),
            (self._first, "open_first"),
            (self._second, "open_second"),
            (self._undo, "undo_pair"),
        ):
            target.setEnabled(enabled[name])
        is_searching = any(job.kind == "duplicates" for job in self.context.jobs.active)
        self.search.setEnabled(may_change and not is_searching)

    # -- answers -------------------------------------------------------------------------------------------------

    def exempt(self) -> None:
        """Remember that the pair is no duplicate."""
        pair = self.current
        if pair is None or self._is_read_only:
            return

        def done(changes: ChangeSet) -> None:
            if changes.operation_id is not None:
                self._steps.append(changes.operation_id)
            self.announced.emit(self.tr("Remembered: no duplicates. They will not be suspected again."))
            self.refresh()

        self.context.bridge.call("duplicates", "exempt", *_ids(pair), on_result=done, on_error=self.failed.emit)

    def undo(self) -> None:
        """Take back the last answer of this sitting."""
        if not self._steps:
            return
        step = self._steps.pop()
        self.context.bridge.call(
            "cataloguing", "undo", step, on_result=lambda _: self.refresh(), on_error=self.failed.emit
        )
        self._set_buttons()

    def merge(self) -> None:
        """Make one record of the two, in the merge dialog."""
        if (pair := self.current) is not None and not self._is_read_only:
            self.merge_asked.emit(_ids(pair))

    def merged(self, changes: ChangeSet) -> None:
        """The dialog has merged the pair."""
        if changes.operation_id is not None:
            self._steps.append(changes.operation_id)
        self.refresh()

    def _open(self, side: int) -> None:
        if (pair := self.current) is not None:
            self.record_asked.emit(_ids(pair)[side])

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        if 0 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row))

    def _go(self, offset: int) -> None:
        self._offset = max(0, offset)
        self.refresh()

    def _apply_theme(self, theme: Theme) -> None:
        for target, name in (
            (self.search, "search"),
            (self._exempt, "close"),
            (self._merge, "attach"),
            (self._first, "record"),
            (self._second, "record"),
            (self._undo, "undo"),
            (self._back, "chevron-left"),
            (self._forward, "chevron-right"),
        ):
            set_icon(target, theme, name, 16)


def _ids(pair: SuspectPair) -> tuple[RecordId, RecordId]:
    return RecordId(pair.first.id or 0), RecordId(pair.second.id or 0)
