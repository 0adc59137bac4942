"""Lets people in: the sign-in dialog, switching the user, and greying out what a role does not include."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QToolTip, QWidget

from core.domain.library import EngineState
from core.domain.people import AccessState, includes
from librarian_app import actions as commands
from librarian_app.actions import Actions
from librarian_app.error_dialogs import refusal
from librarian_app.pages.admin.sections import SECTIONS
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.sign_in_dialog import SignInDialog

_CATALOGUER = "cataloguer"
COMMANDS: Mapping[str, str] = dict.fromkeys(
    (
        "add_scans", "add_folder", "new_record", "import", "backup", "check", "reindex", "undo", "redo", "edit",
        "save", "delete", "accept", "correct", "skip", "undo_review", "merge", "labels", "inventory",
    ),
    _CATALOGUER,
)  # fmt: skip
"""Command → least role; those of the administrator's page follow its sections, the others are for everybody."""

_LED_BY_PAGES = frozenset({"undo", "redo", "edit", "save", "delete"})
"""Whether these can be used depends on the page in front, which enables them."""


class AccessControl(QObject):
    """Stands between the engine and the pages: they hear of the engine once somebody may use it.

    Args:
        show: Shows a dialog of the window.

    Signals:
        admitted(): The engine answers, and whoever must sign in has done so.
    """

    admitted = Signal()

    def __init__(
        self,
        bridge: EngineBridge,
        themes: ThemeSwitcher,
        actions: Actions,
        show: Callable[[QDialog], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._themes = themes
        self._actions = actions
        self._show = show
        self._window = window
        self._state: EngineState | None = None
        self._limited: list[tuple[QAction, str]] = []
        self._greyed: set[str] = set()
        self.dialog: SignInDialog | None = None
        sections = {section.command: section.least_role for section in SECTIONS if section.command}
        for name, least in {**COMMANDS, **sections}.items():
            if (action := actions.find(name)) is not None:
                self._limited.append((action, least))
                action.changed.connect(self.apply)
        actions["switch_user"].triggered.connect(self.switch_user)
        actions["switch_user"].setEnabled(False)

    def engine_started(self) -> None:
        """The engine answers: ask whether somebody must sign in first."""
        if (content := self._content) is not None:
            content.installEventFilter(self)  # again is harmless
        self._bridge.call("access", "state", on_result=self._got)

    def state_changed(self, state: EngineState) -> None:
        """Another person is signed in, or roles went on or off."""
        self._state = state
        self._actions["switch_user"].setEnabled(state.roles_on)
        self.apply()
        if state.roles_on and not state.person and self.dialog is None:
            self.engine_started()

    def switch_user(self) -> None:
        """Sign out and ask who is there."""
        self._bridge.call("access", "sign_out", on_result=self._got)

    def apply(self) -> None:
        """Grey out what the role does not include, whoever enabled it."""
        state = self._state
        if state is None:
            return
        for action, least in self._limited:
            name = action.objectName().removeprefix("action_")
            if state.roles_on and not includes(state.role, least):
                text = refusal(state.role, least, self._themes.theme.language)
                if action.isEnabled():
                    action.setEnabled(False)
                    self._greyed.add(name)
                if action.toolTip() != text:
                    action.setToolTip(text)
            elif name in self._greyed:
                self._greyed.discard(name)
                if name not in _LED_BY_PAGES:
                    action.setEnabled(True)
                action.setToolTip(commands.tooltip(name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        state = self._state
        if (
            isinstance(event, QHelpEvent)
            and event.type() == QEvent.Type.ToolTip
            and isinstance(watched, QWidget)
            and state is not None
            and state.roles_on
            and state.role != "administrator"
        ):
            under = watched.childAt(watched.mapFromGlobal(event.globalPos()))
            if under is not None and not under.isEnabled() and not under.toolTip():
                least = _CATALOGUER if state.role == "viewer" else "administrator"
                QToolTip.showText(event.globalPos(), refusal(state.role, least, self._themes.theme.language), under)
                return True
        return super().eventFilter(watched, event)

    def _got(self, access: AccessState) -> None:
        if not access.needs_sign_in:
            self.admitted.emit()
            return
        if self.dialog is not None:
            return
        self._hide(True)
        dialog = SignInDialog(self._bridge, self._themes, access.names, self._bridge.library.name, self._window)
        self.dialog = dialog
        dialog.signed_in.connect(self._signed_in)
        dialog.leave_asked.connect(self._window.close)
        dialog.finished.connect(self._closed)
        self._show(dialog)

    def _signed_in(self, _: AccessState) -> None:
        self._hide(False)
        self._actions["search"].trigger()
        self.admitted.emit()

    def _closed(self) -> None:
        self.dialog = None

    def _hide(self, hidden: bool) -> None:
        """What the person before had on the screen is not for the next one."""
        if (content := self._content) is not None:
            content.setVisible(not hidden)

    @property
    def _content(self) -> QWidget | None:
        return self._window.centralWidget() if isinstance(self._window, QMainWindow) else None
