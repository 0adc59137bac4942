"""The watch folder in one line: which, whether it is watched, and what stands in the way."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.domain.watching import WatchState
from librarian_app.error_dialogs import sentence
from librarian_app.i18n import Retranslating
from librarian_app.theme import Theme, ThemeSwitcher
from librarian_app.widgets.parts import label, set_icon, set_property, tool_button


class WatchStrip(Retranslating, QFrame):
    """Signals tell what the person wants; the page asks the engine.

    Signals:
        switch_asked(bool): Watch the folder or stop.
        choose_asked(): Choose another folder.
    """

    switch_asked = Signal(bool)
    choose_asked = Signal()

    def __init__(self, themes: ThemeSwitcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._state = WatchState()
        self.switch = QCheckBox()
        self.switch.clicked.connect(self._switched)
        self.choose = tool_button()
        self.choose.clicked.connect(self.choose_asked)
        self._text = label("muted", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.switch, 1)
        head.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(self._text)
        themes.changed.connect(self._apply_theme)
        self._apply_theme(themes.theme)
        self.retranslate()

    @property
    def state(self) -> WatchState:
        return self._state

    def show_state(self, state: WatchState) -> None:
        """Show how it stands."""
        if state != self._state:
            self._state = state
            self.retranslate()

    def set_read_only(self, read_only: bool) -> None:
        """A library that cannot be changed takes nothing in."""
        self.setEnabled(not read_only)

    def retranslate(self) -> None:
        state = self._state
        self.switch.setChecked(state.is_on)
        name = PurePath(state.folder).name or state.folder
        text = self.tr("Watch {folder}").format(folder=f"“{name}”") if state.folder else self.tr("Watch a folder")
        metrics = self.switch.fontMetrics()
        room = max(80, self.width() - 72)
        self.switch.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room).replace("&", "&&"))
        self.switch.setAccessibleName(text)
        self.switch.setToolTip(
            state.folder
            or self.tr("Scans in the folder, now and later, come into the queue. The files stay as they are.")
        )
        self.choose.setToolTip(self.tr("Choose the folder to watch…"))
        self.choose.setAccessibleName(self.tr("Choose the folder to watch…"))
        told = ""
        if state.is_on and state.problem_id:
            told = sentence(state.problem_id, state.problem_context, self._themes.theme.language)
        elif state.is_on and state.n_settling:
            told = self.tr("%n file(s) still being written", "", state.n_settling)
        elif state.is_on and state.n_taken:
            told = self.tr("%n taken in so far", "", state.n_taken)
        self._text.setText(told)
        self._text.setVisible(bool(told))
        set_property(self._text, "tone", "bad" if state.problem_id and state.is_on else "")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.retranslate()

    def _switched(self, on: bool) -> None:
        if on and not self._state.folder:
            self.switch.setChecked(False)
            self.choose_asked.emit()
        else:
            self.switch_asked.emit(on)

    def _apply_theme(self, theme: Theme) -> None:
        set_icon(self.choose, theme, "folder", 16)
