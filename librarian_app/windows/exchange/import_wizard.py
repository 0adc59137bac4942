"""The import in five steps: files, how they are read, rules, a dry run, the import and its report."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from librarian_app.i18n import Retranslating
from librarian_app.models.jobs import JobsModel
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import button, label, set_icon, set_property
from librarian_app.windows.exchange.dry_run_step import DryRunStep
from librarian_app.windows.exchange.files_step import FilesStep
from librarian_app.windows.exchange.plan import ImportPlan, WizardContext
from librarian_app.windows.exchange.reading_step import ReadingStep
from librarian_app.windows.exchange.report_step import ReportStep
from librarian_app.windows.exchange.rules_step import RulesStep
from librarian_app.windows.exchange.step import Step

SIZE = QSize(1120, 660)


class ImportWizard(Retranslating, QDialog):
    """Alt+Left and Alt+Right go back and forward; Escape closes, which stops a dry run but never an import.

    Signals:
        record_asked(int): Show this record; the wizard closes.
        announced(str): A sentence about what was just done.
        failed(LibrarianError): A call failed.
    """

    record_asked = Signal(int)
    announced = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        themes: ThemeSwitcher,
        jobs: JobsModel,
        paths: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.plan = ImportPlan(list(dict.fromkeys(paths)))
        context = WizardContext(bridge, themes, jobs, self.plan)
        self.files, self.reading, self.rules = FilesStep(context), ReadingStep(context), RulesStep(context)
        self.dry_run, self.report = DryRunStep(context), ReportStep(context)
        self.steps: tuple[Step, ...] = (self.files, self.reading, self.rules, self.dry_run, self.report)
        self._names: list[QLabel] = []
        self._is_let_go = False
        self._heading = label("title")
        self.back_button, self.next_button, self.close_button = button(), button(primary=True), button()
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
            step.changed.connect(self._enable)
            step.failed.connect(self.failed)
        self.report.record_asked.connect(self._open_record)
        self.report.undone.connect(lambda: self.announced.emit(self.tr("The import was undone.")))
        self.rules.ask_titles.toggled.connect(self.dry_run.ask_about_titles)
        self.back_button.setAutoDefault(False)
        self.close_button.setAutoDefault(False)
        self.next_button.setDefault(True)
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.close_button.clicked.connect(self.close)
        self._build()
        self.setMinimumSize(960, 560)
        available = self.screen().availableSize() - QSize(40, 60)
        self.resize(SIZE.boundedTo(available))
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()
        self.steps[0].enter()
        self._enable()

    def _build(self) -> None:
        rail = QFrame()
        rail.setObjectName("steps")
        rail.setFixedWidth(168)
        names = QVBoxLayout(rail)
        names.setContentsMargins(16, 22, 12, 18)
        names.setSpacing(4)
        for _ in self.steps:
            name = label()
            set_property(name, "kind", "step")
            self._names.append(name)
            names.addWidget(name)
        names.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(12)
        body.addWidget(self._heading)
        body.addWidget(self.stack, 1)
        body.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(rail)
        whole.addLayout(body, 1)

    @property
    def step(self) -> Step:
        """The step in front."""
        return self.steps[self.stack.currentIndex()]

    def go_on(self) -> None:
        """To the next step; from the last one, close."""
        position = self.stack.currentIndex()
        if self.step is self.report:
            self.close()
        elif self.next_button.isEnabled():
            self.step.leave()
            self._go(position + 1)

    def go_back(self) -> None:
        """To the step before."""
        if self.back_button.isEnabled():
            self.step.leave()
            self._go(self.stack.currentIndex() - 1)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Import records"))
        self.back_button.setText(self.tr("Back"))
        self._enable()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.modifiers() == Qt.KeyboardModifier.AltModifier:
            if event.key() == Qt.Key.Key_Left:
                self.go_back()
                return
            if event.key() == Qt.Key.Key_Right and self.step not in (self.dry_run, self.report):
                self.go_on()
                return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._let_go()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape."""
        self._let_go()
        super().reject()

    def _let_go(self) -> None:
        """A dry run nobody looks at is stopped; an import goes on, and is told of among the jobs."""
        if self._is_let_go:  # Qt rejects what is closed
            return
        self._is_let_go = True
        if self.dry_run.is_busy:
            self.dry_run.stop()
        if self.report.is_busy:
            self.announced.emit(self.tr("The import goes on; follow it among the jobs."))

    def _go(self, position: int) -> None:
        self.stack.setCurrentIndex(position)
        self.step.enter()
        self._enable()
        if self.next_button.isEnabled():
            self.next_button.setFocus()
        else:
            self.step.setFocus()

    def _enable(self) -> None:
        position, step = self.stack.currentIndex(), self.step
        is_last = step is self.report
        for place, (name, each) in enumerate(zip(self._names, self.steps, strict=True)):
            state = "done" if place < position else "now" if place == position else "later"
            set_property(name, "state", state)
            name.setText(f"{'✓' if state == 'done' else place + 1}   {each.title}")
        self._heading.setText(self._heading_text(step))
        self._heading.setVisible(not is_last)  # the last step has its own, which says how it went
        self.back_button.setVisible(not is_last)
        self.back_button.setEnabled(position > 0 and not step.is_busy)
        self.next_button.setEnabled(step.is_complete and not step.is_busy)
        self.next_button.setText(
            self.tr("Close") if is_last else self.tr("Import") if step is self.dry_run else self.tr("Next")
        )
        self.close_button.setVisible(not is_last or self.report.is_busy)
        self.close_button.setText(self.tr("Go on in the background") if is_last else self.tr("Cancel"))
        self.next_button.setVisible(not (is_last and self.report.is_busy))

    def _heading_text(self, step: Step) -> str:
        return {
            0: self.tr("Which files?"),
            1: self.tr("Does it read rightly?"),
            2: self.tr("What may the import do?"),
            3: self.tr("What would happen"),
            4: "",
        }[self.steps.index(step)]

    def _open_record(self, record_id: int) -> None:
        self.record_asked.emit(record_id)
        self.close()

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.back_button, theme, "chevron-left", 16)
