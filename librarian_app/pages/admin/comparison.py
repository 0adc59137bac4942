"""A candidate beside the encoder in use and the untuned one: figures, examples, a verdict, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from core.domain.library import EngineState
from core.domain.model_shelf import BASE_MODEL, ModelEntry
from core.domain.promotion import GateDecision, PairComparison
from core.jobs.job import FINAL_STATES, JobId, JobInfo
from librarian_app import wording
from librarian_app.models import model_words as words
from librarian_app.models.figures import Cell, Row
from librarian_app.pages.page import Page, PageContext
from librarian_app.theme import Theme
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.decision_view import DecisionView
from librarian_app.widgets.empty_state import EmptyState
from librarian_app.widgets.figure_table import FigureTable
from librarian_app.widgets.job_strip import JobStrip
from librarian_app.widgets.parts import ScrollingColumn, button, label, set_icon

SWITCHING = ("promote", "use_model", "rollback")
KINDS = ("compare", *SWITCHING)


class ComparisonSection(Page):
    """Choose a candidate, compare, read, then promote or discard it; overriding a refusal takes a reason."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.entries: tuple[ModelEntry, ...] = ()
        self._wanted = ""
        self._is_known = False
        self._is_read_only = False
        self._heading, self._intro = label("heading"), label("soft", wrap=True)
        self._label = label("label")
        self.choice = QComboBox()
        self.choice.setMinimumWidth(280)
        self.choice.currentIndexChanged.connect(lambda _: self._show_entry())
        self._label.setBuddy(self.choice)
        self._against_label, self.against = label("label"), QComboBox()
        self.against.setMinimumWidth(200)
        self.against.currentIndexChanged.connect(lambda _: self._show_entry())
        self._against_label.setBuddy(self.against)
        self._pair: GateDecision | None = None
        self.compare_button = button(primary=True)
        self.compare_button.clicked.connect(self.compare)
        self.strip = JobStrip(KINDS, context.jobs, context.themes)
        self.strip.stop_asked.connect(lambda job: context.bridge.call("jobs", "cancel", JobId(job)))
        self.now = Banner(context.themes)
        self.empty = EmptyState(context.themes)
        self.kept: tuple[PairComparison, ...] = ()
        self._kept_heading, self.past = label("heading"), FigureTable(context.themes)
        self.past.chosen.connect(self._show_kept)
        self.view = DecisionView(context.themes)
        self._hint = label("muted", wrap=True)
        self.promote_button, self.discard_button = button(primary=True), button()
        self.promote_button.clicked.connect(lambda: self.promote())
        self.discard_button.clicked.connect(self._confirm_discard)
        self.reason = QLineEdit()
        self.override_button = button()
        self.reason.textChanged.connect(lambda _: self._enable())
        self.reason.returnPressed.connect(lambda: self.promote(self.reason.text()))
        self.override_button.clicked.connect(lambda: self.promote(self.reason.text()))
        self._actions = QWidget()
        self._build()
        context.themes.changed.connect(self._apply_theme)
        self._apply_theme(context.themes.theme)
        self.retranslate()

    def _build(self) -> None:
        area = ScrollingColumn((0, 0, 8, 8), 12)
        column = area.column
        column.addWidget(self._heading)
        column.addWidget(self._intro)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._label)
        row.addWidget(self.choice, 1)
        row.addWidget(self._against_label)
        row.addWidget(self.against, 1)
        row.addWidget(self.compare_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.strip)
        column.addWidget(self.now)
        column.addWidget(self._hint)
        column.addWidget(self.view)
        column.addWidget(self.empty)
        column.addWidget(self._kept_heading)
        column.addWidget(self.past)
        actions = QHBoxLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(8)
        actions.addWidget(self.promote_button)
        actions.addWidget(self.reason, 1)
        actions.addWidget(self.override_button)
        actions.addStretch(0)
        actions.addWidget(self.discard_button)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(area, 1)
        whole.addWidget(self._actions)

    # -- what the window tells ---------------------------------------------------------------------------------------

    def engine_started(self) -> None:
        self.refresh()

    def came_to_front(self) -> None:
        self.refresh()

    def show_state(self, state: EngineState) -> None:
        self._is_read_only = state.read_only
        self._enable()

    def job_changed(self, job: JobInfo) -> None:
        if job.kind not in (*KINDS, "train", "install_model"):
            return
        if job.state in FINAL_STATES:
            if job.kind in SWITCHING and job.state == "succeeded":
                self._tell_switch(job)
            self.refresh()
        self._enable()

    def refresh(self) -> None:
        """Ask which encoders there are, and what is known about them."""
        call = self.context.bridge.call
        call("model_shelf", "list", on_result=self._got, on_error=self.failed.emit)
        call("promotion", "comparisons", on_result=self._got_kept, on_error=self.failed.emit)

    def show_item(self, item: str) -> None:
        """A checkpoint by its key, or by the name of its run; it is compared at once if it never was."""
        self._wanted = item
        self.now.hide()
        self.refresh()

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Comparison"))
        self._intro.setText(
            self.tr(
                "A candidate answers test questions about works that no training has seen; so do the encoder in use "
                "and the untuned one. Only a proven gain without a loss elsewhere is recommended."
            )
        )
        self._label.setText(self.tr("Candidate"))
        self._against_label.setText(self.tr("beside"))
        self.choice.setAccessibleName(self._label.text())
        self.against.setAccessibleName(self.tr("Compared with"))
        self._fill_against()
        self.compare_button.setText(self.tr("Compare"))
        self.promote_button.setText(self.tr("Put into use"))
        self.discard_button.setText(self.tr("Discard…"))
        self.override_button.setText(self.tr("Use anyway"))
        self.reason.setPlaceholderText(self.tr("Why use it against the advice? This is kept in the history."))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.empty.say(
            "meaning",
            self.tr("Nothing to compare yet"),
            self.tr("Train the encoder on your holdings, or install one from a file; it then appears here."),
            ((("meaning"), self.tr("Improve search on our holdings"), self._go_training),),
        )
        self._show_entry()
        self._kept_heading.setText(self.tr("Encoders laid side by side"))
        self.past.setAccessibleName(self._kept_heading.text())
        self._show_past()

    # -- what a person does ------------------------------------------------------------------------------------------

    @property
    def entry(self) -> ModelEntry | None:
        """The candidate chosen."""
        key = self.choice.currentData()
        return next((each for each in self.entries if each.key == key), None)

    @property
    def other(self) -> str:
        """The encoder that the candidate is laid beside: "" is the one in use, "base" the untuned one, else its key."""
        return str(self.against.currentData() or "")

    def compare(self) -> None:
        """Measure the candidate, the encoder in use or another one, and the untuned one."""
        if self.entry is not None:
            beside = {"against": self.other} if self.other else {}
            self.context.submit("compare", {"checkpoint": self.entry.key, **beside})
            self._enable()

    def promote(self, reason: str = "") -> None:
        """Put the candidate into use; against the advice only with a reason."""
        entry = self.entry
        if entry is None or entry.decision is None:
            return
        if entry.decision.verdict == "promote" or reason.strip():
            self.context.submit("promote", {"checkpoint": entry.key, "override": reason.strip()})
            self.reason.clear()
            self._enable()

    def rollback(self) -> None:
        """Go back to the encoder before."""
        self.context.submit("rollback", {"reason": ""})

    def discard(self) -> None:
        """Delete the candidate."""
        if self.entry is not None:
            self.context.bridge.call(
                "model_shelf", "delete", self.entry.key, on_result=self._discarded, on_error=self.failed.emit
            )

    def _confirm_discard(self) -> None:
        entry = self.entry
        if entry is None:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(self.tr("Discard {name}?").format(name=entry.name))
        box.setInformativeText(self.tr("The candidate and its training are deleted; this cannot be undone."))
        yes = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        yes.clicked.connect(self.discard)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _go_training(self) -> None:
        self.section_asked.emit("fine_tuning", "")

    # -- answers -----------------------------------------------------------------------------------------------------

    def _got(self, entries: tuple[ModelEntry, ...]) -> None:
        kept = self._wanted or str(self.choice.currentData() or "")
        self._is_known = True
        self.entries = tuple(each for each in entries if each.is_checkpoint and not each.is_missing)
        self.choice.blockSignals(True)
        self.choice.clear()
        for each in self.entries:
            mark = f"  ({words.state_name(each.state)})" if each.state == "active" else ""
            self.choice.addItem(words.model_title(each) + mark, each.key)
        for place, each in enumerate(self.entries):
            if kept in (each.key, Path(each.key).parent.name if each.origin == "run" else each.key):
                self.choice.setCurrentIndex(place)
                break
        self.choice.blockSignals(False)
        self._fill_against()
        is_asked = bool(self._wanted) and self.entry is not None
        self._wanted = ""
        self._show_entry()
        if is_asked and self.entry is not None and self.entry.decision is None and not self._is_busy:
            self.compare()

    def _fill_against(self) -> None:
        kept = self.other
        self.against.blockSignals(True)
        self.against.clear()
        self.against.addItem(self.tr("the encoder in use"), "")
        self.against.addItem(self.tr("the untuned encoder"), BASE_MODEL)
        for each in self.entries:
            self.against.addItem(words.model_title(each), each.key)
        self.against.setCurrentIndex(max(0, self.against.findData(kept)))
        self.against.blockSignals(False)

    def _got_pair(self, decision: GateDecision | None) -> None:
        self._pair = decision
        if self.other and self.entry is not None:
            self.view.show_decision(decision, (self.choice.currentText(), self.against.currentText()))
            self._hint.setVisible(decision is None)

    def _got_kept(self, kept: tuple[PairComparison, ...]) -> None:
        self.kept = kept
        self._show_past()

    def _show_past(self) -> None:
        headings = (
            Cell(self.tr("When")), Cell(self.tr("Candidate")), Cell(self.tr("Compared with")), Cell(self.tr("Outcome")),
        )  # fmt: skip
        rows = [self._past_row(each) for each in self.kept]
        self.past.show_table(headings, rows, stretched=3)
        self.past.fit_height(1, 6)
        self._kept_heading.setVisible(bool(rows))
        self.past.setVisible(bool(rows))

    def _past_row(self, each: PairComparison) -> Row:
        figures = each.decision.primary
        outcome, tone = words.judgement(figures, each.decision.settings.least_gain)
        return Row(
            _key_of(each),
            (
                Cell(wording.moment(each.at)),
                Cell(self._title_of(each.first, each.first_name), is_strong=True),
                Cell(self._title_of(each.second, each.second_name)),
                Cell(f"{figures.difference:+.3f}  ·  {outcome}", tone=tone),
            ),
        )

    def _title_of(self, key: str, name: str) -> str:
        if key == BASE_MODEL:
            return self.tr("the untuned encoder")
        entry = next((each for each in self.entries if each.key == key), None)
        return words.model_title(entry) if entry is not None else self.tr("{name} (deleted)").format(name=name)

    def _show_kept(self, key: str) -> None:
        """Choose the two of an earlier comparison, or show what was found where one of them is gone."""
        each = next((kept for kept in self.kept if _key_of(kept) == key), None)
        if each is None:
            return
        first, second = self.choice.findData(each.first), self.against.findData(each.second)
        if first >= 0 and second >= 0:
            self.choice.setCurrentIndex(first)
            self.against.setCurrentIndex(second)
            return
        names = self._title_of(each.first, each.first_name), self._title_of(each.second, each.second_name)
        self.view.show_decision(each.decision, names)
        self._hint.hide()
        self._actions.hide()

    def _tell_switch(self, job: JobInfo) -> None:
        result: Any = job.result or {}
        model: Any = result.get("model") or {}
        if result.get("is_switched"):
            text = self.tr("{name} is in use now. Search was never interrupted.").format(
                name=self._name_of(str(model.get("fingerprint", "")), str(model.get("name", "")))
            )
            undo = ((self.tr("Roll back"), self.rollback),) if job.kind != "rollback" else ()
            self.now.tell(text, "good", actions=undo, closable=True)
        else:
            self.now.tell(self.tr("Nothing was changed: the comparison advises against it."), "fair", closable=True)

    def _name_of(self, fingerprint: str, otherwise: str) -> str:
        entry = next((each for each in self.entries if each.fingerprint == fingerprint), None)
        return words.model_title(entry) if entry is not None else otherwise

    def _discarded(self, _: None) -> None:
        self.announced.emit(self.tr("The candidate was discarded."))
        self.refresh()

    # -- showing -----------------------------------------------------------------------------------------------------

    @property
    def _is_busy(self) -> bool:
        return any(job.kind in KINDS for job in self.context.jobs.active)

    def _show_entry(self) -> None:
        entry = self.entry
        self.empty.setVisible(self._is_known and not self.entries)
        self._label.setVisible(bool(self.entries))
        self.choice.setVisible(bool(self.entries))
        self.compare_button.setVisible(bool(self.entries))
        self._against_label.setVisible(bool(self.entries))
        self.against.setVisible(bool(self.entries))
        hint = ""
        if entry is not None and self.other:
            self.view.show_decision(None)
            self.context.bridge.call("promotion", "compared", entry.key, self.other, on_result=self._got_pair)
            if self.other == entry.key:
                hint = self.tr("These are the same encoder. Choose two different ones.")
            else:
                hint = self.tr("These two were not compared yet, or have changed since.")
        else:
            self.view.show_decision(entry.decision if entry is not None else None)
        if not self.other and entry is not None and entry.state == "active":
            hint = self.tr("This encoder is in use.")
        elif not self.other and entry is not None and entry.decision is None:
            hint = self.tr("It was not compared yet. That takes about as long as reading your test covers once.")
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._enable()

    def _enable(self) -> None:
        entry = self.entry
        can_change = not self._is_read_only and not self._is_busy
        is_candidate = entry is not None and entry.state != "active"
        decision = entry.decision if entry is not None else None
        is_advised = decision is not None and decision.verdict == "promote"
        self._actions.setVisible(is_candidate and decision is not None and not self.other)
        is_pair = entry is not None and self.other not in ("", entry.key)
        self.compare_button.setEnabled((is_pair if self.other else is_candidate) and can_change)
        self.promote_button.setVisible(is_advised)
        self.promote_button.setEnabled(can_change)
        self.reason.setVisible(not is_advised)
        self.reason.setEnabled(can_change)
        self.override_button.setVisible(not is_advised)
        self.override_button.setEnabled(can_change and bool(self.reason.text().strip()))
        self.discard_button.setEnabled(can_change)

    def _apply_theme(self, theme: Theme) -> None:
        for target, icon in (
            (self.compare_button, "table"), (self.promote_button, "check"), (self.discard_button, "trash"),
            (self.override_button, "warning"),
        ):  # fmt: skip
            set_icon(target, theme, icon)


def _key_of(kept: PairComparison) -> str:
    return f"{kept.first}\n{kept.second}"
