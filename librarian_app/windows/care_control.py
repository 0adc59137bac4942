"""What the window does to look after its library: letting people in, restarting the engine, backing up by schedule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from core.domain.backups import BackupOverview, RestoreOutcome
from core.domain.library import EngineState
from core.domain.people import includes
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.actions import Actions
from librarian_app.error_dialogs import sentence
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.access_control import AccessControl
from librarian_app.windows.notices import Notices


class CareControl(QObject):
    """Owns the access control of a window and speaks through its notices.

    Args:
        submit: Queues a job and says so.
        show: Shows a dialog of the window.
    """

    def __init__(
        self,
        bridge: EngineBridge,
        themes: ThemeSwitcher,
        actions: Actions,
        notices: Notices,
        submit: Callable[[str, dict[str, Any]], None],
        show: Callable[[QDialog], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._themes = themes
        self._actions = actions
        self._notices = notices
        self._submit = submit
        self._state: EngineState | None = None
        self._restarted_at: datetime | None = None
        self._is_asked = False
        self.access = AccessControl(bridge, themes, actions, show, window)
        self.access.admitted.connect(self._admitted)
        bridge.restarting.connect(self._restarting)
        bridge.started.connect(self.access.engine_started)

    def state_changed(self, state: EngineState) -> None:
        """What the engine is ready for, and who is signed in. Told last, so that a role has the last word."""
        self._state = state
        self.access.state_changed(state)

    def _restarting(self) -> None:
        """The engine stops and starts again: for another device, or to restore a backup that was asked for."""
        self._restarted_at = datetime.now(UTC)
        self._notices.banner.tell(self.tr("The engine stops and starts again. Confirmed work is safe."), "info")

    def _admitted(self) -> None:
        if self._restarted_at is not None:
            self._notices.banner.hide()
            self._bridge.call("safekeeping", "last_restore", on_result=self._tell_restore)
        if not self._is_asked:
            self._bridge.call("safekeeping", "overview", on_result=self._look_at_backups, on_error=self._no_backups)

    def _may_back_up(self) -> bool:
        state = self._state
        return state is not None and not state.read_only and includes(state.role, "cataloguer")

    def _look_at_backups(self, overview: BackupOverview) -> None:
        """Once a window: back up where the schedule says so, and say when the last one is old."""
        if self._is_asked or not self._may_back_up():
            return
        self._is_asked = True
        if overview.is_due:
            self._submit("backup", {"scheduled": True})
        elif overview.is_old and overview.last_at is not None:
            when = wording.moment(overview.last_at)
            text = self.tr("The last backup of this library is of {when}.").format(when=when)
            self._notices.tell(text, "fair", actions=((self.tr("Back up now"), lambda: self._submit("backup", {})),))

    def _no_backups(self, _: LibrarianError) -> None:
        """Not for this role, or the engine has gone again; there is nothing to say."""

    def _tell_restore(self, outcome: RestoreOutcome | None) -> None:
        """How the restore ended that this restart was for, if it was for one."""
        since, self._restarted_at = self._restarted_at, None
        if outcome is None or since is None or outcome.at < since:
            return
        if outcome.is_done:
            text = self.tr("Restored: {n} records. What was there before is in the folder {folder}.")
            folder = Path(outcome.kept_in).name or "–"
            self._notices.tell(text.format(n=wording.number(outcome.records), folder=folder))
        elif outcome.problem_id:
            why = sentence(outcome.problem_id, outcome.problem_values, self._themes.theme.language)
            self._notices.tell(self.tr("Nothing was restored.") + " " + why, "bad")
