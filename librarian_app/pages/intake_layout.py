"""The parts of the intake page and where they stand; what they do is the page's business."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.domain.scans import Decision
from librarian_app import actions as commands
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models.intake import IntakeModel
from librarian_app.models.jobs import JobsModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.batch_bar import BatchBar
from librarian_app.widgets.comparison import Comparison
from librarian_app.widgets.drop_zone import DropZone
from librarian_app.widgets.empty_state import EmptyState
from librarian_app.widgets.intake_list import IntakeList
from librarian_app.widgets.parts import ScrollingColumn, button, label, set_icon
from librarian_app.widgets.progress_panel import ProgressPanel
from librarian_app.widgets.record_form import RecordForm
from librarian_app.widgets.watch_strip import WatchStrip

LEFT_WIDTH = 336
OUTCOMES: tuple[Decision | None, ...] = (None, "match", "possible", "new", "rejected")
"""What the queue can be filtered by; None is everything."""


class QueueColumn(Retranslating, QWidget):
    """The left side: where scans come in, and the queue with its filter and batches."""

    def __init__(self, model: IntakeModel, jobs: JobsModel, themes: ThemeSwitcher, pictures: PictureLoader) -> None:
        super().__init__()
        self.drop_zone = DropZone(themes)
        self.watch = WatchStrip(themes)
        self.progress = (ProgressPanel("intake", jobs, themes), ProgressPanel("review", jobs, themes))
        self.heading = label("heading")
        self.filter = QComboBox()
        for _ in OUTCOMES:
            self.filter.addItem("")
        self.show_all = QCheckBox()
        self.queue = IntakeList(model, themes, pictures)
        self.batch = BatchBar(themes)
        self.batch.hide()
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.show_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.drop_zone)
        column.addWidget(self.watch)
        for panel in self.progress:
            column.addWidget(panel)
        column.addLayout(top)
        column.addWidget(self.filter)
        column.addWidget(self.queue, 1)
        column.addWidget(self.batch)
        self.setFixedWidth(LEFT_WIDTH)
        self.retranslate()

    def retranslate(self) -> None:
        self.show_all.setText(self.tr("Reviewed too"))
        self.queue.setAccessibleName(self.tr("Scans to review"))
        self.filter.setAccessibleName(self.tr("Outcomes shown"))

    def show_counts(self, model: IntakeModel) -> None:
        """Say how many scans wait, and how many have each outcome."""
        n, counts = model.n_waiting, model.counts
        self.heading.setText(self.tr("%n to review", "", n) if n else self.tr("Queue"))
        for row, outcome in enumerate(OUTCOMES):
            name = wording.decision(outcome) if outcome else self.tr("All outcomes")
            n_of = counts.get(outcome, 0) if outcome else sum(counts.values())
            self.filter.setItemText(row, f"{name}  {n_of}" if n_of else name)


class ReviewBar(Retranslating, QFrame):
    """The buttons under the scan in review."""

    def __init__(self, themes: ThemeSwitcher) -> None:
        super().__init__()
        self.setObjectName("actionBar")
        self.accept_scan, self.correct_scan = button(primary=True), button()
        self.skip_scan, self.undo_scan = button(), button()
        self.attach, self.attach_other, self.create_new, self.cancel = button(), button(), button(), button()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 24, 12)
        row.setSpacing(8)
        for target in (
            self.accept_scan, self.attach_other, self.create_new, self.correct_scan, self.skip_scan, self.attach,
            self.cancel,
        ):  # fmt: skip
            row.addWidget(target)
        row.addStretch(1)
        row.addWidget(self.undo_scan)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    def retranslate(self) -> None:
        self.skip_scan.setText(with_key(self.tr("Skip"), "skip"))
        self.undo_scan.setText(with_key(self.tr("Undo"), "undo_review"))
        self.correct_scan.setText(with_key(self.tr("Correct"), "correct"))
        self.attach_other.setText(with_key(self.tr("Other…"), "attach_other"))
        self.create_new.setText(with_key(self.tr("New"), "create_new"))
        self.cancel.setText(self.tr("Back to the comparison"))
        self.attach.setText(self.tr("Attach to the record instead"))
        for target, name in (
            (self.skip_scan, "skip"),
            (self.undo_scan, "undo_review"),
            (self.correct_scan, "correct"),
            (self.attach_other, "attach_other"),
            (self.create_new, "create_new"),
        ):
            target.setToolTip(commands.tooltip(name))

    def show_choices(
        self,
        *,
        usable: bool,
        can_skip: bool,
        can_undo: bool,
        correcting: bool,
        rejected: bool,
        compared: bool,
        has_candidates: bool,
    ) -> None:
        """Show the buttons that fit the scan in review, and enable those that would do something."""
        for target in (self.accept_scan, self.correct_scan, self.attach_other, self.create_new):
            target.setEnabled(usable)
        self.skip_scan.setEnabled(can_skip)
        self.undo_scan.setEnabled(can_undo)
        self.accept_scan.setVisible(not rejected)
        for target in (self.correct_scan, self.attach_other):
            target.setVisible(not correcting and not rejected)
        self.create_new.setVisible(not correcting and not rejected and compared)
        for target in (self.skip_scan, self.undo_scan):
            target.setVisible(not correcting)
        self.cancel.setVisible(correcting)
        self.attach.setVisible(correcting and has_candidates)

    def name_accept(self, *, correcting: bool, has_candidate: bool) -> None:
        """Say what the first button does."""
        if correcting:
            self.accept_scan.setText(self.tr("Create the record"))
            self.accept_scan.setToolTip(self.tr("Create the record (Ctrl+Enter)"))
            return
        text = self.tr("Accept") if has_candidate else self.tr("Create record")
        self.accept_scan.setText(with_key(text, "accept"))
        self.accept_scan.setToolTip(commands.tooltip("accept"))

    def _apply_theme(self, theme: Theme) -> None:
        for target, name in (
            (self.accept_scan, "check"),
            (self.correct_scan, "edit"),
            (self.skip_scan, "skip"),
            (self.undo_scan, "undo"),
            (self.attach, "attach"),
            (self.attach_other, "attach"),
            (self.create_new, "plus"),
            (self.cancel, "back"),
        ):
            set_icon(target, theme, name, 16)


class ReviewPane(Retranslating, QWidget):
    """The right side: the comparison, or the form, or a word about the empty queue; and the buttons."""

    def __init__(self, themes: ThemeSwitcher, pictures: PictureLoader) -> None:
        super().__init__()
        self.comparison = Comparison(themes, pictures)
        self.form = RecordForm(language=lambda: themes.theme.language)
        self.empty = EmptyState(themes)
        self.form_area = ScrollingColumn((0, 0, 14, 0), 10)
        self.form_heading = label("title")
        self.form_area.column.addWidget(self.form_heading)
        self.form_area.column.addWidget(self.form)
        self.form_area.column.addStretch(1)
        self.stack = QStackedWidget()
        for page in (self.comparison, self.form_area, self.empty):
            self.stack.addWidget(page)
        content = QVBoxLayout()
        content.setContentsMargins(14, 18, 24, 10)
        content.addWidget(self.stack)
        self.bar = ReviewBar(themes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(content, 1)
        column.addWidget(self.bar)
        self.retranslate()

    def retranslate(self) -> None:
        self.form_heading.setText(self.tr("Correct the record"))

    def say_empty(self, model: IntakeModel, choose: Callable[[], None]) -> None:
        """What stands in the place of a scan: why there is none, and what to do."""
        if model.rowCount():
            self.empty.say(
                "check",
                self.tr("Choose a scan on the left"),
                self.tr("A accepts, C corrects, S skips, U undoes, J and K move."),
            )
        elif sum(model.counts.values()):
            self.empty.say("check", self.tr("No scan has this outcome"), self.tr("Choose another one above the list."))
        else:
            self.empty.say(
                "intake",
                self.tr("Nothing waits for review"),
                self.tr(
                    "Drop photos or scans of covers: each is compared with the library, and you decide what it is."
                ),
                [("image", self.tr("Choose scans…"), choose)],
            )


def with_key(text: str, command: str) -> str:
    """A caption with its key, as people learn keys from buttons."""
    return f"{text}  {commands.keys_text(command)}"
