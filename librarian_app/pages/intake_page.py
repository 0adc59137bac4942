"""Intake: drop scans, watch them being identified, review each from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.changes import ChangeSet, OperationId
from core.domain.library import IntakeItem, IntakeItemId
from core.domain.records import BibliographicRecord
from core.errors import LibrarianError
from core.jobs.job import JobId, JobInfo
from librarian_app import actions as commands
from librarian_app.actions import Actions
from librarian_app.i18n import Retranslating
from librarian_app.models.intake import IntakeModel
from librarian_app.models.jobs import JobsModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.comparison import MAX_CANDIDATES, Comparison
from librarian_app.widgets.drop_zone import DropZone
from librarian_app.widgets.empty_state import EmptyState
from librarian_app.widgets.form_checks import FormChecks
from librarian_app.widgets.intake_list import IntakeList
from librarian_app.widgets.parts import ScrollingColumn, button, label, set_icon
from librarian_app.widgets.progress_panel import ProgressPanel
from librarian_app.widgets.record_form import RecordForm

REVIEW_ACTIONS = ("accept", "correct", "skip", "undo_review", "next_scan", "previous_scan")
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
        self._jobs = jobs
        self._themes = themes
        self._reviewed: list[tuple[IntakeItemId, OperationId | None]] = []
        self._busy: set[IntakeItemId] = set()
        self._correcting: IntakeItemId | None = None
        self._epoch = 0
        self._is_read_only = False
        self.model = IntakeModel(self)
        self.queue = IntakeList(self.model, themes, pictures)
        self.drop_zone = DropZone(themes)
        self.comparison = Comparison(themes, pictures)
        self.form = RecordForm(language=lambda: themes.theme.language)
        self._checks = FormChecks(self.form, bridge)
        self.empty = EmptyState(themes)
        self._reload_timer = QTimer(self)
        self._reload_timer.setSingleShot(True)
        self._reload_timer.setInterval(RELOAD_MS)
        self._reload_timer.timeout.connect(self.reload)
        self._build()
        self._connect(pictures)
        self._apply_theme(themes.theme)
        self.retranslate()
        self._show_current()

    # -- what the main window calls --------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the queue."""
        states = (
            ["waiting", "accepted", "created", "skipped", "rejected"]
            if self._all.isChecked()
            else ["waiting", "rejected"]
        )
        epoch = self._epoch

        def got(items: Sequence[IntakeItem]) -> None:
            if epoch == self._epoch and not self._busy:
                self._show_queue(items)
            elif not self._reload_timer.isActive():
                self._reload_timer.start()  # asked before a decision was stored: it would show the past

        self._bridge.call("intake", "queue", states, on_result=got, on_error=self.failed.emit)

    def set_read_only(self, read_only: bool) -> None:
        """The library cannot be changed from here."""
        self._is_read_only = read_only
        self.drop_zone.setEnabled(not read_only)
        self._show_current()

    def job_changed(self, job: JobInfo) -> None:
        """Identification goes on: fetch the scans that were finished meanwhile."""
        if job.kind == "intake" and not self._reload_timer.isActive():
            self._reload_timer.start()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._heading = label("heading")
        self._all = QCheckBox()
        self._progress = ProgressPanel("intake", self._jobs, self._themes)
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self._all)
        left = QVBoxLayout()
        left.setContentsMargins(20, 18, 8, 12)
        left.setSpacing(10)
        left.addWidget(self.drop_zone)
        left.addWidget(self._progress)
        left.addLayout(top)
        left.addWidget(self.queue, 1)
        left_side = QWidget()
        left_side.setLayout(left)
        left_side.setFixedWidth(336)

        form_area = ScrollingColumn((0, 0, 14, 0), 10)
        form_column = form_area.column
        self._form_heading = label("title")
        form_column.addWidget(self._form_heading)
        form_column.addWidget(self.form)
        form_column.addStretch(1)
        self._stack = QStackedWidget()
        for page in (self.comparison, form_area, self.empty):
            self._stack.addWidget(page)
        self._form_area = form_area
        content = QVBoxLayout()
        content.setContentsMargins(14, 18, 24, 10)
        content.addWidget(self._stack)

        self._accept, self._correct = button(primary=True), button()
        self._skip, self._undo = button(), button()
        self._attach, self._cancel = button(), button()
        self._bar = QFrame()
        self._bar.setObjectName("actionBar")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(14, 10, 24, 12)
        row.setSpacing(8)
        for target in (self._accept, self._correct, self._skip, self._attach, self._cancel):
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

    def _connect(self, pictures: PictureLoader) -> None:
        for name in REVIEW_ACTIONS:
            # These keys are plain letters: they belong to this page alone.
            self._actions[name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(self._actions[name])
        self._actions["next_scan"].setShortcuts([QKeySequence("J"), QKeySequence("Ctrl+Down")])
        self._actions["previous_scan"].setShortcuts([QKeySequence("K"), QKeySequence("Ctrl+Up")])
        self._actions["accept"].triggered.connect(self.accept)
        self._actions["correct"].triggered.connect(self.correct)
        self._actions["skip"].triggered.connect(self.skip)
        self._actions["undo_review"].triggered.connect(self.undo)
        self._actions["next_scan"].triggered.connect(lambda: self._move(1))
        self._actions["previous_scan"].triggered.connect(lambda: self._move(-1))
        for number in range(MAX_CANDIDATES + 1):
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(_Chooser(self.comparison, number - 1, self).choose)
        create = QShortcut(QKeySequence("Ctrl+Return"), self)
        create.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        create.activated.connect(self._accept_clicked)
        self._accept.clicked.connect(self._accept_clicked)
        self._correct.clicked.connect(self._actions["correct"].trigger)
        self._skip.clicked.connect(self._actions["skip"].trigger)
        self._undo.clicked.connect(self._actions["undo_review"].trigger)
        self._attach.clicked.connect(self._attach_to_candidate)
        self._cancel.clicked.connect(self.stop_correcting)
        self._progress.stop_asked.connect(self._stop_job)
        self._all.toggled.connect(self.reload)
        self.drop_zone.dropped.connect(self.scans_dropped)
        self.drop_zone.clicked.connect(self.choose_asked)
        self.queue.selectionModel().currentChanged.connect(self._show_current)
        self.comparison.candidate_chosen.connect(self._show_current)
        pictures.loaded.connect(self.model.picture_arrived)
        self._themes.changed.connect(self._apply_theme)

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self._name_counts()
        self._all.setText(self.tr("Reviewed too"))
        self.queue.setAccessibleName(self.tr("Scans to review"))
        self._form_heading.setText(self.tr("Correct the record"))
        self._skip.setText(_with_key(self.tr("Skip"), "skip"))
        self._undo.setText(_with_key(self.tr("Undo"), "undo_review"))
        self._correct.setText(_with_key(self.tr("Correct"), "correct"))
        self._cancel.setText(self.tr("Back to the comparison"))
        self._attach.setText(self.tr("Attach to the record instead"))
        for target, name in ((self._skip, "skip"), (self._undo, "undo_review"), (self._correct, "correct")):
            target.setToolTip(commands.tooltip(name))
        self._name_accept()
        self._say_empty()

    def _name_accept(self) -> None:
        if self.is_correcting:
            self._accept.setText(self.tr("Create the record"))
            self._accept.setToolTip(self.tr("Create the record (Ctrl+Enter)"))
            return
        text = self.tr("Accept") if self.comparison.candidate is not None else self.tr("Create record")
        self._accept.setText(_with_key(text, "accept"))
        self._accept.setToolTip(commands.tooltip("accept"))

    def _say_empty(self) -> None:
        if self.model.rowCount():
            self.empty.say(
                "check",
                self.tr("Choose a scan on the left"),
                self.tr("A accepts, C corrects, S skips, U undoes, J and K move."),
            )
        else:
            self.empty.say(
                "intake",
                self.tr("Nothing waits for review"),
                self.tr(
                    "Drop photos or scans of covers: each is compared with the library, and you decide what it is."
                ),
                [("image", self.tr("Choose scans…"), self.choose_asked.emit)],
            )

    # -- state -----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> IntakeItem | None:
        """The scan under review."""
        return self.model.item(self.queue.currentIndex().row())

    @property
    def is_correcting(self) -> bool:
        return self._stack.currentWidget() is self._form_area

    def _show_queue(self, items: Sequence[IntakeItem]) -> None:
        current = self.current
        self.model.show_all(items)
        row = self.model.row_of(current.id) if current is not None else -1
        if row < 0:
            row = self.model.next_waiting(-1)
        if row < 0 and items:
            row = 0
        if row >= 0 and row != self.queue.currentIndex().row():
            self.queue.setCurrentIndex(self.model.index(row))
        self._show_current()
        self._count()

    def _count(self) -> None:
        self._name_counts()
        self.waiting_changed.emit(self.model.n_waiting)

    def _name_counts(self) -> None:
        n = self.model.n_waiting
        self._heading.setText(self.tr("%n to review", "", n) if n else self.tr("Queue"))

    def _show_current(self, *_: object) -> None:
        item = self.current
        if item is not None and item.id == self._correcting and item.state == "waiting":
            return  # the queue was loaded anew; what is being typed stays
        self._correcting = None
        self._say_empty()
        self._stack.setCurrentWidget(self.comparison if item is not None else self.empty)
        if item is not None:
            self.comparison.show_item(item)
        self._set_buttons()

    def _set_buttons(self) -> None:
        item = self.current
        is_open = item is not None and item.state == "waiting" and item.id not in self._busy and not self._is_read_only
        is_usable = is_open and item is not None and item.identification.decision != "rejected"
        can_skip = is_open or (item is not None and item.state == "rejected" and not self._is_read_only)
        correcting = self.is_correcting
        self._bar.setVisible(item is not None)
        self._accept.setEnabled(is_usable)
        self._correct.setEnabled(is_usable)
        self._skip.setEnabled(can_skip)
        self._undo.setEnabled(bool(self._reviewed) and not self._is_read_only)
        is_rejected = item is not None and item.identification.decision == "rejected"
        self._accept.setVisible(not is_rejected)
        self._correct.setVisible(not correcting and not is_rejected)
        for target in (self._skip, self._undo):
            target.setVisible(not correcting)
        self._cancel.setVisible(correcting)
        self._attach.setVisible(correcting and item is not None and bool(item.identification.candidates))
        for name in ("accept", "correct"):
            self._actions[name].setEnabled(is_usable and not correcting)
        self._actions["skip"].setEnabled(can_skip and not correcting)
        self._actions["undo_review"].setEnabled(bool(self._reviewed) and not correcting)
        self._name_accept()

    # -- review ----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Take the outcome as it is: attach to the candidate shown, or create the drafted record."""
        item, candidate = self.current, self.comparison.candidate
        if item is None or not self._accept.isEnabled():
            return
        if candidate is not None and candidate.record.id is not None:
            self._decide(item, "accepted", "accept", candidate.record.id)
        elif item.identification.draft is not None and item.identification.draft.title.strip():
            self._decide(item, "created", "create", item.identification.draft)
        else:
            self.correct()

    def correct(self) -> None:
        """Open the draft as a form."""
        item = self.current
        if item is None or not self._correct.isEnabled():
            return
        candidate = self.comparison.candidate
        draft = item.identification.draft or (candidate.record if candidate else BibliographicRecord(title=""))
        self.form.show_record(draft)
        self._correcting = item.id
        self._stack.setCurrentWidget(self._form_area)
        self._set_buttons()
        self.form.setFocus()

    def stop_correcting(self) -> None:
        """Go back to the comparison; what was typed is forgotten."""
        self._correcting = None
        self._show_current()

    def skip(self) -> None:
        """Leave the scan aside."""
        item = self.current
        if item is not None and self._skip.isEnabled():
            self._decide(item, "skipped", "skip")

    def undo(self) -> None:
        """Take back the last decision of this sitting."""
        if not self._reviewed or self._busy:
            return
        item_id, operation = self._reviewed.pop()
        self._busy.add(item_id)

        def refused(error: LibrarianError) -> None:
            self._settled(item_id)
            self._show_current()
            self.failed.emit(error)

        def reopened(_: Any) -> None:
            self._settled(item_id)
            self.model.set_state(item_id, "waiting")
            row = self.model.row_of(item_id)
            if row >= 0:
                self.queue.setCurrentIndex(self.model.index(row))
            self._show_current()
            self._count()
            self.reload()

        def undone(_: Any) -> None:
            self._bridge.call("intake", "reopen", item_id, on_result=reopened, on_error=refused)

        if operation is None:
            undone(None)
        else:
            self._bridge.call("cataloguing", "undo", operation, on_result=undone, on_error=refused)

    def _accept_clicked(self) -> None:
        if not self.is_correcting:
            self.accept()
            return
        item = self.current
        if item is not None and self.form.check():
            self._decide(item, "created", "create", self.form.record())

    def _attach_to_candidate(self) -> None:
        item = self.current
        if item is None or not item.identification.candidates:
            return
        candidate = self.comparison.candidate or item.identification.candidates[0]
        if candidate.record.id is not None:
            self._decide(item, "accepted", "accept", candidate.record.id)

    def _decide(self, item: IntakeItem, state: Any, method: str, *arguments: object) -> None:
        """Show the decision at once, go to the next scan, and take it back should the engine object."""
        self._busy.add(item.id)
        self._correcting = None
        self.model.set_state(item.id, state)

        def done(changes: ChangeSet | None) -> None:
            self._settled(item.id)
            self._reviewed.append((item.id, changes.operation_id if changes is not None else None))
            self._set_buttons()

        def refused(error: LibrarianError) -> None:
            self._settled(item.id)
            self.model.set_state(item.id, item.state)
            self._count()
            self._show_current()
            self.failed.emit(error)

        self._bridge.call("intake", method, item.id, *arguments, on_result=done, on_error=refused)
        following = self.model.next_waiting(self.queue.currentIndex().row())
        if following >= 0:
            self.queue.setCurrentIndex(self.model.index(following))
        self._show_current()
        self._count()
        self.queue.setFocus()

    def _settled(self, item_id: IntakeItemId) -> None:
        """The engine has answered about a decision; queues asked for earlier are out of date."""
        self._busy.discard(item_id)
        self._epoch += 1

    def _move(self, step: int) -> None:
        row = self.queue.currentIndex().row() + step
        if 0 <= row < self.model.rowCount():
            self.queue.setCurrentIndex(self.model.index(row))

    def _stop_job(self, job_id: str) -> None:
        self._bridge.call("jobs", "cancel", JobId(job_id), on_error=self.failed.emit)

    def _apply_theme(self, theme: Theme) -> None:
        for target, name in (
            (self._accept, "check"),
            (self._correct, "edit"),
            (self._skip, "skip"),
            (self._undo, "undo"),
            (self._attach, "attach"),
            (self._cancel, "back"),
        ):
            set_icon(target, theme, name, 16)


class _Chooser(QObject):
    """A digit key and the candidate it chooses."""

    def __init__(self, comparison: Comparison, place: int, parent: QObject) -> None:
        super().__init__(parent)
        self._comparison, self._place = comparison, place

    def choose(self) -> None:
        self._comparison.choose(self._place)


def _with_key(text: str, command: str) -> str:
    """A caption with its key, as people learn keys from buttons."""
    return f"{text}  {commands.keys_text(command)}"
