"""Intake: drop scans, watch them being identified, review each from the keyboard, or many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from core.domain.library import IntakeItem, IntakeItemId
from core.domain.records import BibliographicRecord, RecordId
from core.jobs.job import JobId, JobInfo
from librarian_app.actions import Actions
from librarian_app.i18n import Retranslating
from librarian_app.models.intake import IntakeModel
from librarian_app.models.jobs import JobsModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.models.unsaved import UnsavedEdit
from librarian_app.pages.intake_batches import Batches
from librarian_app.pages.intake_choices import Choices
from librarian_app.pages.intake_decisions import Decisions, Done
from librarian_app.pages.intake_insights import Insights
from librarian_app.pages.intake_layout import OUTCOMES, QueueColumn, ReviewPane
from librarian_app.pages.intake_watch import WatchControl
from librarian_app.pages.pasted_scans import PastedScans
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.comparison import MAX_CANDIDATES, Comparison
from librarian_app.widgets.form_checks import FormChecks

REVIEW_ACTIONS = (
    "accept", "attach_other", "create_new", "correct", "skip", "undo_review", "next_scan", "previous_scan",
    "show_marks", "paste_scan", "accept_all", "create_all", "skip_all",
)  # fmt: skip
RELOAD_MS = 250


class IntakePage(Retranslating, QWidget):
    """The review queue.

    Signals:
        scans_dropped(list): Paths to identify.
        choose_asked(): Choose files to identify.
        waiting_changed(int): How many scans wait for review.
        failed(LibrarianError): A call failed; the main window says so.
        announced(str): A sentence about what was just done.
    """

    scans_dropped = Signal(list)
    choose_asked = Signal()
    waiting_changed = Signal(int)
    failed = Signal(object)
    announced = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        pictures: PictureLoader,
        actions: Actions,
        jobs: JobsModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bridge = bridge
        self._actions = actions
        self._correcting: IntakeItemId | None = None
        self._typed: dict[IntakeItemId, UnsavedEdit] = {}
        self._handed_in: dict[IntakeItemId, UnsavedEdit] = {}
        self._is_read_only = False
        self.model = IntakeModel(self)
        self._left = QueueColumn(self.model, jobs, themes, pictures)
        self._pane = ReviewPane(themes, pictures)
        self.queue, self.drop_zone, self._all = self._left.queue, self._left.drop_zone, self._left.show_all
        self.batch, self.watch, self._filter = self._left.batch, self._left.watch, self._left.filter
        self.comparison, self.form, self.empty = self._pane.comparison, self._pane.form, self._pane.empty
        self._stack, self._bar = self._pane.stack, self._pane.bar
        self._checks = FormChecks(self.form, bridge)
        self.decisions = Decisions(bridge, self.model, self)
        self.batches = Batches(bridge, jobs, self.batch, self.decisions, self)
        self.watching = WatchControl(bridge, self.watch, self)
        self._pasted = PastedScans(self)
        self._insights = Insights(bridge, self.model, self.comparison, lambda: self.current, self)
        self._choices = Choices(bridge, themes, pictures, self)
        self._reload_timer = QTimer(self)
        self._reload_timer.setSingleShot(True)
        self._reload_timer.setInterval(RELOAD_MS)
        self._reload_timer.timeout.connect(self.reload)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._left)
        whole.addWidget(self._pane, 1)
        self._connect_actions()
        self._connect_parts(pictures)
        self.retranslate()
        self._show_current()

    # -- what the main window calls --------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the queue, and how the watch folder stands."""
        states = ["waiting", "rejected"]
        if self._all.isChecked():
            states += ["accepted", "created", "skipped"]
        epoch = self.decisions.epoch

        def got(items: Sequence[IntakeItem]) -> None:
            if epoch == self.decisions.epoch and not self.decisions.is_busy:
                self._show_queue(items)
            elif not self._reload_timer.isActive():
                self._reload_timer.start()  # asked before a decision was stored: it would show the past

        self._bridge.call("intake", "queue", states, on_result=got, on_error=self.failed.emit)
        self.watching.refresh()

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        self._is_read_only = read_only
        self.drop_zone.setEnabled(not read_only)
        self.watch.set_read_only(read_only)
        self._show_current()

    def job_changed(self, job: JobInfo) -> None:
        """Identification goes on: fetch the scans that were finished meanwhile."""
        if job.kind in ("intake", "review") and not self._reload_timer.isActive():
            self._reload_timer.start()

    # -- building --------------------------------------------------------------------------------------------------

    def _connect_actions(self) -> None:
        for name in REVIEW_ACTIONS:
            # These keys are plain letters: they belong to this page alone.
            self._actions[name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(self._actions[name])
        self._actions["next_scan"].setShortcuts([QKeySequence("J"), QKeySequence("Ctrl+Down")])
        self._actions["previous_scan"].setShortcuts([QKeySequence("K"), QKeySequence("Ctrl+Up")])
        self._actions["show_marks"].setChecked(True)
        runs: dict[str, Callable[[], Any]] = {
            "accept": self.accept,
            "attach_other": self.attach_to_other,
            "create_new": self.create_new,
            "correct": self.correct,
            "skip": self.skip,
            "undo_review": self.decisions.undo,
            "next_scan": lambda: self._move(1),
            "previous_scan": lambda: self._move(-1),
            "paste_scan": self.paste,
            "accept_all": lambda: self._run_batch("accept"),
            "create_all": lambda: self._run_batch("create"),
            "skip_all": lambda: self._run_batch("skip"),
        }
        for name, run in runs.items():
            self._actions[name].triggered.connect(lambda _=False, run=run: run())
        self._actions["show_marks"].toggled.connect(self.comparison.set_marks_shown)
        for number in range(MAX_CANDIDATES + 1):
            self._shortcut(str(number), _Chooser(self.comparison, number - 1, self).choose)
        self._shortcut("Ctrl+Return", self._accept_clicked)
        bar = self._bar
        bar.accept_scan.clicked.connect(self._accept_clicked)
        bar.attach.clicked.connect(self._attach_to_candidate)
        bar.cancel.clicked.connect(self.stop_correcting)
        for target, name in (
            (bar.correct_scan, "correct"),
            (bar.skip_scan, "skip"),
            (bar.undo_scan, "undo_review"),
            (bar.attach_other, "attach_other"),
            (bar.create_new, "create_new"),
        ):
            target.clicked.connect(self._actions[name].trigger)

    def _shortcut(self, key: str, run: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)

    def _connect_parts(self, pictures: PictureLoader) -> None:
        for panel in self._left.progress:
            panel.stop_asked.connect(self._stop_job)
        self._all.toggled.connect(self.reload)
        self._filter.activated.connect(self._filter_chosen)
        self.drop_zone.dropped.connect(self.scans_dropped)
        self.drop_zone.clicked.connect(self.choose_asked)
        self.queue.selectionModel().currentChanged.connect(self._show_current)
        self.queue.selectionModel().selectionChanged.connect(lambda *_: self._count_batch())
        self.comparison.candidate_chosen.connect(self._show_current)
        self.batch.asked.connect(self._run_batch)
        self.batches.finished.connect(self.reload)
        self.decisions.changed.connect(self._set_buttons)
        self.decisions.refused.connect(self._show_again)
        self.decisions.reopened.connect(self._reopened)
        self._pasted.saved.connect(self._pasted_saved)
        self._choices.attach_asked.connect(self._attach)
        self._choices.create_asked.connect(self._create)
        for part in (self.decisions, self.batches, self.watching, self._choices):
            part.failed.connect(self.failed)
        for told in (self.batches, self.watching):
            told.announced.connect(self.announced)
        pictures.loaded.connect(self.model.picture_arrived)

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._left.show_counts(self.model)
        self._name_accept()
        self._pane.say_empty(self.model, self.choose_asked.emit)

    def _name_accept(self) -> None:
        has_candidate = self.comparison.candidate is not None
        self._bar.name_accept(correcting=self.is_correcting, has_candidate=has_candidate)

    # -- state -----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> IntakeItem | None:
        """The scan under review."""
        return self.model.item(self.queue.currentIndex().row())

    @property
    def selected(self) -> list[IntakeItem]:
        """The scans that are selected, in the order of the queue."""
        rows = sorted(index.row() for index in self.queue.selectionModel().selectedIndexes())
        return [item for row in rows if (item := self.model.item(row)) is not None]

    @property
    def is_correcting(self) -> bool:
        return self._stack.currentWidget() is self._pane.form_area

    @property
    def unsaved(self) -> tuple[UnsavedEdit, ...]:
        """Corrections of drafts that are not records yet, of the scan under review and of those that were left."""
        present = self._under_edit
        storing = [edit for scan, edit in self._handed_in.items() if self.decisions.is_storing(scan)]
        return (*self._typed.values(), *storing, *((present,) if present is not None else ()))

    @property
    def _under_edit(self) -> UnsavedEdit | None:
        if self._correcting is None or not self.form.has_changes:
            return None
        return UnsavedEdit(self.form.record(), self.form.baseline, self.form.year_text, scan=self._correcting)

    @property
    def _reviewed(self) -> list[Done]:
        return self.decisions.done

    def _show_queue(self, items: Sequence[IntakeItem]) -> None:
        current = self.current
        self.model.show_all(items)
        row = self.model.row_of(current.id) if current is not None else -1
        if row < 0:
            row = self.model.next_waiting(-1)
        if row < 0 and self.model.rowCount():
            row = 0
        if row >= 0 and row != self.queue.currentIndex().row():
            self.queue.setCurrentIndex(self.model.index(row))
        self._show_current()
        self._count()
        self._insights.queue_changed()

    def _count(self) -> None:
        self._left.show_counts(self.model)
        self._count_batch()
        self.waiting_changed.emit(self.model.n_waiting)

    def _count_batch(self) -> None:
        n_selected = sum(1 for item in self.selected if item.state in ("waiting", "rejected"))
        n_listed = sum(1 for item in self.model.items if item.state in ("waiting", "rejected"))
        self.batch.show_counts(n_selected, n_listed)
        self.batch.set_ready(not self._is_read_only and not self.batches.is_running)

    def _show_current(self, *_: object) -> None:
        item = self.current
        if item is not None and item.id == self._correcting and item.state == "waiting":
            return  # the queue was loaded anew; what is being typed stays
        if (left := self._under_edit) is not None and left.scan is not None:
            self._typed[left.scan] = left  # another scan was chosen; the form comes back with this one
        self._correcting = None
        self._pane.say_empty(self.model, self.choose_asked.emit)
        self._stack.setCurrentWidget(self.comparison if item is not None else self.empty)
        if item is not None:
            self.comparison.show_item(item)
            self.comparison.show_problem(self.batches.error_of(item.id) if item.state == "waiting" else None)
            self._insights.scan_shown()
        self._set_buttons()
        if item is not None and item.id in self._typed:
            self.correct()

    def _set_buttons(self) -> None:
        item, bar = self.current, self._bar
        is_storing = item is not None and self.decisions.is_storing(item.id)
        is_open = item is not None and item.state == "waiting" and not is_storing and not self._is_read_only
        is_rejected = item is not None and item.identification.decision == "rejected"
        is_usable = is_open and not is_rejected
        can_skip = is_open or (item is not None and item.state == "rejected" and not self._is_read_only)
        can_undo = bool(self.decisions.done) and not self._is_read_only
        correcting = self.is_correcting
        bar.setVisible(item is not None)
        bar.show_choices(
            usable=is_usable, can_skip=can_skip, can_undo=can_undo, correcting=correcting, rejected=is_rejected,
            compared=self.comparison.candidate is not None,
            has_candidates=item is not None and bool(item.identification.candidates),
        )  # fmt: skip
        for name in ("accept", "correct", "attach_other", "create_new"):
            self._actions[name].setEnabled(is_usable and not correcting)
        self._actions["skip"].setEnabled(can_skip and not correcting)
        self._actions["undo_review"].setEnabled(can_undo and not correcting)
        self._actions["paste_scan"].setEnabled(not self._is_read_only)
        self._name_accept()

    # -- review ----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Take the outcome as it is: attach to the candidate shown, or create the drafted record.

        With several scans selected: accept the sure matches among them.
        """
        item, candidate = self.current, self.comparison.candidate
        if len(self.selected) > 1:
            self._run_batch("accept")
        elif item is None or not self._bar.accept_scan.isEnabled():
            return
        elif candidate is not None and candidate.record.id is not None:
            self._attach(item, candidate.record.id)
        else:
            self.create_new()

    def create_new(self) -> None:
        """Make a record of the draft, after a look whether the library has it."""
        item = self.current
        if len(self.selected) > 1:
            self._run_batch("create")
        elif item is not None and self._bar.accept_scan.isEnabled():
            draft = item.identification.draft
            if draft is not None and draft.title.strip():
                self._choices.create(item, draft)
            else:
                self.correct()

    def correct(self) -> None:
        """Open the draft as a form."""
        item = self.current
        if item is None or not self._bar.correct_scan.isEnabled():
            return
        candidate = self.comparison.candidate
        draft = item.identification.draft or (candidate.record if candidate else BibliographicRecord(title=""))
        self.form.show_record(draft)
        self._correcting = item.id
        if (typed := self._typed.pop(item.id, None)) is not None:
            self.form.enter(typed.laid_over(self.form.baseline), typed.year_text)
        self._stack.setCurrentWidget(self._pane.form_area)
        self._set_buttons()
        self.form.setFocus()

    def go_on(self, edit: UnsavedEdit) -> bool:
        """Take up a correction from before the program ended. Returns whether its scan still waits."""
        row = self.model.row_of(edit.scan) if edit.scan is not None else -1
        item = self.model.item(row)
        if item is None or item.state != "waiting" or self._is_read_only:
            return False
        self._typed[item.id] = edit
        if item is self.current:
            self.correct()
        else:
            self.queue.setCurrentIndex(self.model.index(row))
        return self.is_correcting

    def stop_correcting(self) -> None:
        """Go back to the comparison; what was typed is forgotten."""
        self._correcting = None
        self._show_current()

    def skip(self) -> None:
        """Leave the scan aside, or all that are selected."""
        item = self.current
        if len(self.selected) > 1:
            self._run_batch("skip")
        elif item is not None and self._bar.skip_scan.isEnabled():
            self._decide(item, "skipped", "skip")

    def attach_to_other(self) -> None:
        """Look for the record that the scan belongs to."""
        item = self.current
        if item is None or not self._bar.attach_other.isEnabled():
            return
        self._choices.choose_record(item)

    def paste(self) -> None:
        """Take a scan, or files, from the clipboard."""
        data = QApplication.clipboard().mimeData()
        paths = self._pasted.take(data) if data is not None else None
        if paths is None:
            self.announced.emit(self.tr("There is no image on the clipboard."))
        elif paths:
            self.scans_dropped.emit(paths)

    def _accept_clicked(self) -> None:
        if not self.is_correcting:
            self.accept()
            return
        item = self.current
        if item is not None and self.form.check():
            self._choices.create(item, self.form.record())

    def _attach_to_candidate(self) -> None:
        item = self.current
        if item is None or not item.identification.candidates:
            return
        candidate = self.comparison.candidate or item.identification.candidates[0]
        if candidate.record.id is not None:
            self._attach(item, candidate.record.id)

    def _attach(self, item: IntakeItem, record_id: RecordId) -> None:
        self._decide(item, "accepted", "accept", record_id)

    def _create(self, item: IntakeItem, record: BibliographicRecord) -> None:
        self._decide(item, "created", "create", record)

    def _decide(self, item: IntakeItem, state: Any, method: str, *arguments: object) -> None:
        """Store a decision and go on to the next scan."""
        self._handed_in.pop(item.id, None)
        if (typed := self._under_edit) is not None:
            self._handed_in[item.id] = typed
        self._correcting = None
        self.decisions.decide(item, state, method, *arguments)
        following = self.model.next_waiting(self.model.row_of(item.id))
        if following >= 0:
            self.queue.setCurrentIndex(self.model.index(following))
        self._show_current()
        self._count()
        self.queue.setFocus()

    def _run_batch(self, decision: str, least: float = 0.0) -> None:
        items = self.selected if len(self.selected) > 1 else self.model.items
        open_states = ("waiting", "rejected") if decision == "skip" else ("waiting",)
        wanted = [item for item in items if item.state in open_states]
        if not self._is_read_only:
            self.batches.start(decision, wanted, least or float(self.batch.limit.currentData()))

    def _show_again(self, refused: IntakeItemId) -> None:
        if (typed := self._handed_in.pop(refused, None)) is not None:
            self._typed[refused] = typed
        self._count()
        self._show_current()

    def _reopened(self, item_ids: tuple[IntakeItemId, ...]) -> None:
        for item_id in item_ids:
            self.model.set_state(item_id, "waiting")
        row = self.model.row_of(item_ids[0])
        if row >= 0:
            self.queue.setCurrentIndex(self.model.index(row))
        self._show_current()
        self._count()
        self.reload()

    def _pasted_saved(self, path: str) -> None:
        if path:
            self.scans_dropped.emit([path])
        else:
            self.announced.emit(self.tr("The pasted image could not be saved. Is the disk full?"))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._insights.scan_shown()
        self.watching.refresh()

    def _filter_chosen(self, row: int) -> None:
        self.model.set_filter(OUTCOMES[row])
        following = self.model.next_waiting(-1)
        if self.model.rowCount():
            self.queue.setCurrentIndex(self.model.index(max(0, following)))
        self._show_current()
        self._count()
        self.queue.setFocus()

    def _move(self, step: int) -> None:
        row = self.queue.currentIndex().row() + step
        if 0 <= row < self.model.rowCount():
            self.queue.setCurrentIndex(self.model.index(row))

    def _stop_job(self, job_id: str) -> None:
        self._bridge.call("jobs", "cancel", JobId(job_id), on_error=self.failed.emit)


class _Chooser(QObject):
    """A digit key and the candidate it chooses."""

    def __init__(self, comparison: Comparison, place: int, parent: QObject) -> None:
        super().__init__(parent)
        self._comparison, self._place = comparison, place

    def choose(self) -> None:
        self._comparison.choose(self._place)
