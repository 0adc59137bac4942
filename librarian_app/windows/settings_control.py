"""How the window speaks and looks as a person prefers it; the settings dialog; what a library's settings do here."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.domain.changes import ChangeSet
from core.domain.library import EngineState
from core.settings import LibrarySettings
from librarian_app import wording
from librarian_app.actions import Actions
from librarian_app.i18n import LanguageSwitcher
from librarian_app.preferences import load_preferences, preferences_file, save_preferences
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.menus import Menus
from librarian_app.windows.settings_dialog import LooksActions, SettingsDialog


class SettingsControl(QObject):
    """Switches language, theme and text size, and remembers them.

    Signals:
        dialog_made(object): The dialog, to be shown.
        record_language_changed(str): Which language new records begin with.
    """

    dialog_made = Signal(object)
    record_language_changed = Signal(str)

    def __init__(
        self,
        bridge: EngineBridge,
        languages: LanguageSwitcher,
        themes: ThemeSwitcher,
        actions: Actions,
        menus: Menus,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = bridge
        self._languages = languages
        self._themes = themes
        self._menus = menus
        self._is_read_only = False
        actions["settings"].triggered.connect(self.show_settings)
        parent.addAction(actions["settings"])
        bridge.started.connect(self._ask)
        bridge.state_changed.connect(self._state_changed)
        bridge.catalogue_changed.connect(self._catalogue_changed)

    def restore(self) -> bool:
        """Mark the present choices in the menus. Returns whether results are shown as a table."""
        preferences = load_preferences(preferences_file())
        self._menus.check(preferences.language, preferences.theme)
        return preferences.results_as_table

    def show_settings(self) -> None:
        """Open the dialog."""
        dialog = SettingsDialog(
            self._bridge,
            self._themes,
            load_preferences(preferences_file()),
            LooksActions(self.choose_language, self.choose_theme, self.choose_text_size),
            read_only=self._is_read_only,
            parent=self._window,
        )
        dialog.library_changed.connect(self._library_changed)
        self.dialog_made.emit(dialog)

    def choose_language(self, language: str) -> None:
        """Switch the language of the interface."""
        self._languages.switch_to(language)
        self._themes.use_language(self._languages.language)
        self.keep(language=language)

    def choose_theme(self, theme: str) -> None:
        """Switch between light and dark."""
        if theme in ("system", "light", "dark"):
            self._themes.switch_to(theme)  # type: ignore[arg-type]
            self.keep(theme=theme)

    def choose_text_size(self, percent: int) -> None:
        """Make all text larger or smaller."""
        self._themes.use_text_size(percent)
        self.keep(text_size=percent)

    def keep(self, **changes: object) -> None:
        """Remember what a person prefers, by the names of `Preferences`."""
        new = replace(load_preferences(preferences_file()), **changes)  # type: ignore[arg-type]
        save_preferences(preferences_file(), new)
        self._menus.check(new.language, new.theme)

    def _ask(self) -> None:
        self._bridge.call("settings", "get", on_result=self._library_changed)
        self._ask_item_states()

    def _ask_item_states(self) -> None:
        self._bridge.call("item_states", "own", on_result=wording.use_item_states, on_error=lambda _: None)

    def _catalogue_changed(self, changes: ChangeSet) -> None:
        if changes.item_states:
            self._ask_item_states()

    def _library_changed(self, settings: LibrarySettings) -> None:
        self.record_language_changed.emit(settings.default_language)

    def _state_changed(self, state: EngineState) -> None:
        self._is_read_only = state.read_only
