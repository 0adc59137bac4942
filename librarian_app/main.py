"""Starts the window: settings, language, theme, the engine process, and at last the event loop."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from core.errors import HostFaultError
from core.logs import set_up_logging
from core.paths import LibraryPaths, default_library_dir, log_dir
from core.services.vocabulary import VOCABULARY
from librarian_app.assets import application_icon
from librarian_app.error_dialogs import CrashReporter
from librarian_app.i18n import LANGUAGES, LanguageSwitcher
from librarian_app.preferences import load_preferences, preferences_file, save_preferences
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.windows.main_window import MainWindow

log = logging.getLogger(__name__)


def demo_library_dir() -> Path:
    """Where the demo library is kept, beside the person's own."""
    return default_library_dir().with_name("demo")


def first_library(named: Path | None, last: str) -> tuple[Path, bool]:
    """Which library to open, and whether it is the demo library of a first run.

    The one that was named, else the one last open, else the person's own where it exists, else the demo library.
    """
    if named is not None:
        return named, False
    if last and LibraryPaths(Path(last)).catalogue.is_file():
        return Path(last), Path(last) == demo_library_dir()
    if LibraryPaths(default_library_dir()).catalogue.is_file():
        return default_library_dir(), False
    return demo_library_dir(), True


class Session(QObject):
    """Holds the window and the engine of the library now open, and replaces both when another one is opened."""

    def __init__(self, application: QApplication, languages: LanguageSwitcher, themes: ThemeSwitcher) -> None:
        super().__init__(application)
        self._application = application
        self._languages = languages
        self._themes = themes
        self._crash = CrashReporter()
        self._crash.install()
        self.window: MainWindow | None = None
        self.bridge: EngineBridge | None = None
        application.aboutToQuit.connect(self.close)

    def open(self, library: Path, *, is_demo: bool) -> MainWindow:
        """Show a window on a library; the engine starts behind it."""
        old_window, old_bridge = self.window, self.bridge
        if old_bridge is not None:
            old_bridge.stop_in_background()
        self.bridge = EngineBridge(library, VOCABULARY, parent=self)
        own = default_library_dir() if is_demo else None
        self.window = MainWindow(self.bridge, self._languages, self._themes, is_demo=is_demo, own_library=own)
        self._crash.parent = self.window
        self.bridge.bug.connect(self.window.show_bug)
        self.window.library_asked.connect(self._open_other)
        self.window.show()
        try:
            self.bridge.start()
        except HostFaultError as exc:
            self.window.tell_error(exc)
        if old_window is not None:
            old_window.close()
            old_window.deleteLater()
        preferences = load_preferences(preferences_file())
        save_preferences(preferences_file(), replace(preferences, library=str(library)))
        return self.window

    def close(self) -> None:
        """End the engine; running jobs are taken up again next time."""
        if self.bridge is not None:
            self.bridge.stop()
            self.bridge = None

    def _open_other(self, folder: str) -> None:
        self.open(Path(folder), is_demo=Path(folder) == demo_library_dir())


def make_application() -> QApplication:
    """The Qt application, named and with its icon."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Wenyuan")
    application.setApplicationDisplayName("Wenyuan 文渊")
    application.setDesktopFileName("wenyuan")
    application.setWindowIcon(application_icon())
    return application


def run_window(arguments: Sequence[str] = ()) -> int:
    """Open the window and run until it is closed.

    Args:
        arguments: `--library DIR` and `--lang zh_CN|zh_TW|en`, as on the command line.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="wenyuan")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--lang", choices=("system", *LANGUAGES))
    options = parser.parse_args(list(arguments))
    set_up_logging(log_dir(), name="window")
    application = make_application()
    preferences = load_preferences(preferences_file())
    languages = LanguageSwitcher(application, application)
    languages.switch_to(options.lang or preferences.language)
    themes = ThemeSwitcher(application, application)
    themes.switch_to(preferences.theme)
    themes.use_language(languages.language)
    themes.use_text_size(preferences.text_size)
    session = Session(application, languages, themes)
    named = options.library.expanduser().absolute() if options.library else None
    library, is_demo = first_library(named, preferences.library)
    window = session.open(library, is_demo=is_demo)
    if not preferences.guide_seen:
        window.guide.begin()
    return application.exec()
