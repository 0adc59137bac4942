"""Feedback: what was said, to be looked through and deleted; what was learned from it; whether it is recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QTabWidget, QVBoxLayout

from core.domain.feedback import FeedbackSettings
from core.domain.library import EngineState
from core.jobs.job import JobInfo
from librarian_app.pages.admin.feedback_list import FeedbackList
from librarian_app.pages.admin.learned_weights import LearnedWeights
from librarian_app.pages.page import Page, PageContext
from librarian_app.widgets.parts import label, number_box

MOST_DAYS = 3650


class FeedbackSection(Page):
    """The switches above, two tabs below."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._settings = FeedbackSettings()
        self._heading = label("heading")
        self._intro = label("soft", wrap=True)
        self.records, self.learns = QCheckBox(), QCheckBox()
        self._keep = label("soft")
        self.days = number_box()
        self.days.setRange(0, MOST_DAYS)
        self.days.setSingleStep(30)
        self.days.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.list = FeedbackList(context)
        self.weights = LearnedWeights(context)
        self.tabs = QTabWidget()
        for part in (self.list, self.weights):
            self.tabs.addTab(part, "")
            part.failed.connect(self.failed)
            part.announced.connect(self.announced)
            part.record_asked.connect(self.record_asked)
        keeping = QHBoxLayout()
        keeping.setSpacing(8)
        keeping.addWidget(self._keep)
        keeping.addWidget(self.days)
        keeping.addStretch(1)
        switches = QGridLayout()
        switches.setHorizontalSpacing(24)
        switches.addWidget(self.records, 0, 0)
        switches.addLayout(keeping, 0, 1)
        switches.addWidget(self.learns, 1, 0, 1, 2)
        switches.setColumnStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._heading)
        whole.addWidget(self._intro)
        whole.addLayout(switches)
        whole.addWidget(self.tabs, 1)
        self.records.clicked.connect(self._change)
        self.learns.clicked.connect(self._change)
        self.days.editingFinished.connect(self._change)
        self.retranslate()

    def engine_started(self) -> None:
        self.refresh()

    def came_to_front(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.context.bridge.call("feedback", "settings", on_result=self._got, on_error=self.failed.emit)
        self.list.refresh()
        self.weights.refresh()

    def show_state(self, state: EngineState) -> None:
        for target in (self.records, self.learns, self.days):
            target.setEnabled(not state.read_only)
        self.list.show_state(state)
        self.weights.show_state(state)

    def job_changed(self, job: JobInfo) -> None:
        self.weights.job_changed(job)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Feedback"))
        self._intro.setText(
            self.tr(
                "What people say about results improves the order of later ones and gives examples for fine-tuning. "
                "It is kept in this library only and never leaves this computer."
            )
        )
        self.records.setText(self.tr("Record feedback"))
        self.learns.setText(self.tr("Let it improve the order of results"))
        self._keep.setText(self.tr("Delete after"))
        self.days.setSuffix(self.tr(" days"))
        self.days.setSpecialValueText(self.tr("never"))
        self.days.setAccessibleName(self.tr("Delete feedback after so many days"))
        self.tabs.setTabText(0, self.tr("What was said"))
        self.tabs.setTabText(1, self.tr("What was learned"))

    def _got(self, settings: FeedbackSettings) -> None:
        self._settings = settings
        self.records.setChecked(settings.is_recording)
        self.learns.setChecked(settings.is_learning)
        if not self.days.hasFocus():
            self.days.setValue(settings.keep_days)

    def _change(self) -> None:
        wanted = FeedbackSettings(self.records.isChecked(), self.learns.isChecked(), self.days.value())
        if wanted == self._settings:
            return
        self._settings = wanted

        def changed(settings: FeedbackSettings) -> None:
            self._got(settings)
            self.list.refresh()

        self.context.bridge.call("feedback", "change_settings", wanted, on_result=changed, on_error=self.failed.emit)
