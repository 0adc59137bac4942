"""What was learned: the weights of search beside the shipped ones, what the replay showed, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from core.domain.feedback import WeightsChange, WeightsReport
from core.domain.library import EngineState
from core.jobs.job import JobInfo
from librarian_app.error_dialogs import sentence
from librarian_app.pages.page import Page, PageContext
from librarian_app.widgets.parts import button, label, set_up_rows

_CHANGES_SHOWN = 30


class LearnedWeights(Page):
    """A table of weights at the left, the history at the right."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._report: WeightsReport | None = None
        self._is_read_only = False
        self._state = label("soft", wrap=True)
        self.table, self.history = QTableWidget(0, 3), QTableWidget(0, 3)
        for table in (self.table, self.history):
            set_up_rows(table, 30)
            table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, 84)
        self.table.setColumnWidth(2, 84)
        self.history.setColumnWidth(0, 132)
        self.history.setColumnWidth(1, 96)
        self.history.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.learn, self.reset = button(), button(quiet=True)
        tables = QHBoxLayout()
        tables.setSpacing(14)
        tables.addWidget(self.table, 5)
        tables.addWidget(self.history, 6)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.learn)
        buttons.addWidget(self.reset)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._state)
        whole.addLayout(tables, 1)
        whole.addLayout(buttons)
        self.learn.clicked.connect(self._learn)
        self.reset.clicked.connect(self._reset)
        self.retranslate()

    @property
    def report(self) -> WeightsReport | None:
        """What the engine said last."""
        return self._report

    def refresh(self) -> None:
        self.context.bridge.call("ranking", "report", on_result=self._got, on_error=self.failed.emit)

    def show_state(self, state: EngineState) -> None:
        self._is_read_only = state.read_only
        self._enable()

    def job_changed(self, job: JobInfo) -> None:
        if job.kind == "learn" and job.state in ("succeeded", "failed"):
            self.refresh()

    def retranslate(self) -> None:
        self.table.setHorizontalHeaderLabels([self.tr("Evidence"), self.tr("Shipped"), self.tr("In use")])
        self.history.setHorizontalHeaderLabels([self.tr("When"), self.tr("Outcome"), self.tr("Why")])
        self.table.setAccessibleName(self.tr("Weights of search"))
        self.history.setAccessibleName(self.tr("How the weights came about"))
        self.learn.setText(self.tr("Learn now"))
        self.learn.setToolTip(self.tr("Learn from all feedback; new weights are used only if they pass the test"))
        self.reset.setText(self.tr("Back to the shipped weights"))
        self._fill()

    def _got(self, report: WeightsReport) -> None:
        self._report = report
        self.learn.setText(self.tr("Learn now"))
        self._fill()

    def _fill(self) -> None:
        report = self._report
        self._enable()
        if report is None:
            self._state.setText("")
            return
        self._state.setText(self._sentence(report))
        names = list(report.shipped)
        self.table.setRowCount(len(names))
        for row, name in enumerate(names):
            shipped, now = report.shipped[name], report.current.get(name, 0.0)
            changed = abs(now - shipped) >= 0.005
            arrow = ("  ↑" if now > shipped else "  ↓") if changed else ""
            for column, text in enumerate((evidence(name), f"{shipped:.2f}", f"{now:.2f}{arrow}")):
                self.table.setItem(row, column, QTableWidgetItem(text))
        changes = report.changes[:_CHANGES_SHOWN]
        self.history.setRowCount(len(changes))
        for row, change in enumerate(changes):
            when = change.at.astimezone().strftime("%Y-%m-%d %H:%M")
            why = sentence(change.reason, {}, self.context.themes.theme.language)
            for column, text in enumerate((when, self._outcome(change), why)):
                item = QTableWidgetItem(text)
                item.setToolTip(f"{why}\n{self._figures(change)}".strip())
                self.history.setItem(row, column, item)

    def _sentence(self, report: WeightsReport) -> str:
        if not report.changes:
            return self.tr(
                "Nothing was learned yet. From twenty searches with feedback on, new weights are tried on searches "
                "that were kept back, and used only if they do better there."
            )
        newest = report.changes[0]
        state = (
            self.tr("The order of results follows what people here said.")
            if report.is_learned
            else self.tr("The shipped weights are in use.")
        )
        figures = self._figures(newest)
        last = self.tr("Last attempt:")
        return f"{state} {last} {figures}" if figures else state

    def _figures(self, change: WeightsChange) -> str:
        replay = change.replay
        if change.outcome == "reset" or not replay.events or not (replay.before or replay.after):
            return ""
        text = self.tr(
            "on %n search(es) kept back, agreement with what people said {before} → {after}.", "", replay.events
        )
        return text.format(before=f"{replay.before:.3f}", after=f"{replay.after:.3f}")

    def _outcome(self, change: WeightsChange) -> str:
        return {
            "kept": self.tr("In use since"),
            "dropped": self.tr("Not used"),
            "reset": self.tr("Reset"),
        }[change.outcome]

    def _enable(self) -> None:
        self.learn.setEnabled(not self._is_read_only)
        self.reset.setEnabled(not self._is_read_only and self._report is not None and self._report.is_learned)

    def _learn(self) -> None:
        self.learn.setText(self.tr("Learning…"))
        self.learn.setEnabled(False)

        def learned(change: WeightsChange) -> None:
            self.announced.emit(sentence(change.reason, {}, self.context.themes.theme.language))
            self.refresh()

        def failed(error: object) -> None:
            self.failed.emit(error)
            self.refresh()

        self.context.bridge.call("ranking", "learn", on_result=learned, on_error=failed)

    def _reset(self) -> None:
        def done(_: object) -> None:
            self.announced.emit(self.tr("The shipped weights are in use."))
            self.refresh()

        self.context.bridge.call("ranking", "reset", on_result=done, on_error=self.failed.emit)


def evidence(value: str) -> str:
    """A feature of the fused ranking, in words."""
    return {
        "title": QCoreApplication.translate("Wording", "Title, by meaning"),
        "description": QCoreApplication.translate("Wording", "Description, by meaning"),
        "semantic_best": QCoreApplication.translate("Wording", "Better of the two"),
        "words": QCoreApplication.translate("Wording", "Words of the query in the record"),
        "names": QCoreApplication.translate("Wording", "Names of authors"),
        "gloss_words": QCoreApplication.translate("Wording", "Chinese words, translated"),
        "gloss_title": QCoreApplication.translate("Wording", "Chinese title, translated"),
        "gloss_title_reverse": QCoreApplication.translate("Wording", "English title, translated"),
        "gloss_body": QCoreApplication.translate("Wording", "Chinese description, translated"),
        "has_description": QCoreApplication.translate("Wording", "Has a description"),
        "en_to_zh": QCoreApplication.translate("Wording", "English query, Chinese record"),
        "zh_to_en": QCoreApplication.translate("Wording", "Chinese query, English record"),
        "phrase": QCoreApplication.translate("Wording", "Full text"),
        "pinyin": QCoreApplication.translate("Wording", "Pinyin"),
        "cover": QCoreApplication.translate("Wording", "Cover"),
    }.get(value, value)
