"""The left edge of the window: where one is, how many scans wait, what the engine is doing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.domain.library import EngineState
from librarian_app import actions as commands
from librarian_app import wording
from librarian_app.actions import Actions
from librarian_app.assets import application_icon
from librarian_app.care_wording import person_role
from librarian_app.i18n import Retranslating
from librarian_app.models.jobs import JobsModel, progress_text
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label

WIDTH = 196
ABOVE, BELOW = ("search", "intake", "duplicates"), ("admin",)
"""Commands that lead to a page: above, and at the foot."""


class Sidebar(Retranslating, QFrame):
    """Buttons trigger the commands of the same name; the rest is told by the main window."""

    def __init__(self, actions: Actions, jobs: JobsModel, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setFixedWidth(WIDTH)
        self._jobs = jobs
        self._themes = themes
        self._state: EngineState | None = None
        self._is_stopped = False
        self._library = ""
        self._n_waiting = 0
        seal = QLabel()
        seal.setPixmap(application_icon().pixmap(QSize(30, 30)))
        self._brand = label("brand")
        self._library_label = label("muted")
        self._library_label.setMinimumWidth(10)
        self._library_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        for name in (*ABOVE, *BELOW):
            group.addButton(self._nav(name, actions, checkable=True))
        for name in ("jobs", "help"):
            self._nav(name, actions, checkable=False)
        self._job_text = label("muted", wrap=True)
        self._job_bar = QProgressBar()
        self._job_bar.setTextVisible(False)
        self._dot = QLabel()
        self._status = label("muted", wrap=True)
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(seal)
        head.addWidget(self._brand, 1)
        foot = QHBoxLayout()
        foot.setSpacing(7)
        foot.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._status, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 18, 12, 14)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._library_label)
        column.addSpacing(16)
        for name in ABOVE:
            column.addWidget(self._buttons[name])
        column.addStretch(1)
        column.addWidget(self._job_text)
        column.addWidget(self._job_bar)
        for name in (*BELOW, "jobs", "help"):
            column.addWidget(self._buttons[name])
        column.addSpacing(6)
        column.addLayout(foot)
        jobs.activity_changed.connect(self.show_jobs)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()
        self.show_jobs()

    def show_page(self, name: str) -> None:
        """Mark the page one is on."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def show_library(self, folder_name: str) -> None:
        """Name the library that is open."""
        self._library = folder_name
        self.retranslate()

    def show_state(self, state: EngineState | None, *, stopped: bool = False) -> None:
        """Tell what the engine is ready for."""
        self._state, self._is_stopped = state, stopped
        self.retranslate()

    def show_waiting(self, n: int) -> None:
        """Tell how many scans wait for review."""
        self._n_waiting = n
        self.retranslate()

    def show_jobs(self) -> None:
        """Show the job at work, if any."""
        active = self._jobs.active
        self._job_bar.setVisible(bool(active))
        self._job_text.setVisible(bool(active))
        if active:
            job = next((j for j in active if j.state == "running"), active[-1])
            details = progress_text(job)
            self._job_text.setText(wording.job_kind(job.kind) + (f"\n{details}" if details else ""))
            self._job_bar.setRange(0, job.total or 0)
            self._job_bar.setValue(min(job.done, job.total or 0))
        text = commands.plain_text("jobs")
        self._buttons["jobs"].setText(_spaced(f"{text}  {len(active)}" if active else text))

    def retranslate(self) -> None:
        self._brand.setText(self.tr("Wenyuan 文渊"))
        metrics = self._library_label.fontMetrics()
        self._library_label.setText(metrics.elidedText(self._library, Qt.TextElideMode.ElideMiddle, self.width() - 28))
        self._library_label.setToolTip(self._library)
        for name, target in self._buttons.items():
            target.setText(_spaced(commands.plain_text(name)))
            target.setToolTip(commands.tooltip(name))
            target.setAccessibleName(commands.plain_text(name))
        if self._n_waiting:
            self._buttons["intake"].setText(_spaced(f"{commands.plain_text('intake')}  {self._n_waiting}"))
        self._status.setText(self._status_text())
        self._paint_dot(self._themes.theme)
        self.show_jobs()

    def _status_text(self) -> str:
        state = self._state
        if self._is_stopped:
            return self.tr("The engine has stopped")
        if state is None:
            return self.tr("The engine is starting…")
        count = self.tr("%n record(s)", "", state.records)
        if state.encoders == "loading":
            readiness = self.tr("Warming up…")
        elif state.encoders == "unavailable":
            readiness = self.tr("Words only")
        else:
            readiness = self.tr("Read only") if state.read_only else self.tr("Ready")
        who = f"\n{state.person} · {person_role(state.role)}" if state.person else ""
        return f"{count}\n{readiness}{who}"

    def _nav(self, name: str, actions: Actions, *, checkable: bool) -> QToolButton:
        target = QToolButton()
        target.setProperty("kind", "nav")
        target.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        target.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        target.setIconSize(QSize(20, 20))
        target.setCheckable(checkable)
        target.setCursor(Qt.CursorShape.PointingHandCursor)
        target.clicked.connect(actions[name].trigger)
        self._buttons[name] = target
        return target

    def _paint_dot(self, theme: Theme) -> None:
        state = self._state
        if self._is_stopped:
            token = "bad"
        elif state is None or state.encoders == "loading":
            token = "info"
        else:
            token = "good" if state.encoders == "ready" and not state.read_only else "fair"
        icon = {"good": "match", "info": "history", "fair": "warning", "bad": "error"}[token]
        self._dot.setPixmap(theme.icon(icon, token).pixmap(QSize(16, 16)))

    def _apply_theme(self, theme: Theme) -> None:
        self.setFixedWidth(round(WIDTH * theme.text_percent / 100))
        for name, target in self._buttons.items():
            target.setIcon(theme.icon(commands.icon_name(name), "ink_soft"))
        self._paint_dot(theme)


def _spaced(text: str) -> str:
    """Keep the text off its icon; the style sheet cannot."""
    return f"  {text}"
