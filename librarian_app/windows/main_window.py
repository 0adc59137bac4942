"""The window: sidebar, pages, menus; and what happens when the engine starts, works, or dies."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from core.domain.changes import ChangeSet
from core.domain.library import EngineState
from core.domain.records import RecordId
from core.engine.messages import EngineStopped
from core.errors import HostFaultError, LibrarianError
from core.jobs.job import JobInfo
from core.paths import config_dir, resources_dir
from librarian_app.actions import Actions
from librarian_app.error_dialogs import error_sentence, show_error
from librarian_app.i18n import LanguageSwitcher, Retranslating
from librarian_app.models.jobs import JobsModel
from librarian_app.models.results import Row
from librarian_app.models.search_history import SearchHistory
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.pages.admin_page import AdminPage
from librarian_app.pages.duplicates_page import DuplicatesPage
from librarian_app.pages.intake_page import IntakePage
from librarian_app.pages.page import Page, PageContext
from librarian_app.pages.record_page import RecordPage
from librarian_app.pages.search_page import SearchPage
from librarian_app.preferences import load_preferences, preferences_file
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.sidebar import Sidebar
from librarian_app.windows.at_hand import at_hand, place_of
from librarian_app.windows.care_control import CareControl
from librarian_app.windows.copying.control import CopyingControl
from librarian_app.windows.duplicates_control import DuplicatesControl
from librarian_app.windows.exchange.control import ExchangeControl, export_scope
from librarian_app.windows.exchange.export_dialog import ExportScope
from librarian_app.windows.file_choices import FileChoices
from librarian_app.windows.guide import guide_for
from librarian_app.windows.help_control import HelpControl
from librarian_app.windows.job_control import JobControl
from librarian_app.windows.menus import Menus
from librarian_app.windows.notices import Notices
from librarian_app.windows.record_control import RecordControl
from librarian_app.windows.settings_control import SettingsControl
from librarian_app.windows.shelf_control import ShelfControl
from librarian_app.windows.stop_notice import StopNotice
from librarian_app.windows.undo_control import UndoControl
from librarian_app.windows.unsaved_control import UnsavedControl

log = logging.getLogger(__name__)

REFRESH_MS = 400
PAGES: Mapping[str, Callable[[PageContext], Page]] = {"duplicates": DuplicatesPage, "admin": AdminPage}
"""Pages beside search, intake and record, by the command that leads to them."""


class MainWindow(Retranslating, QMainWindow):
    """One library in one window.

    Signals:
        library_asked(str): Open another library folder in the place of this one.
    """

    library_asked = Signal(str)

    def __init__(
        self,
        bridge: EngineBridge,
        languages: LanguageSwitcher,
        themes: ThemeSwitcher,
        *,
        is_demo: bool = False,
        own_library: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._languages = languages
        self._themes = self.themes = themes
        self._is_demo = is_demo
        self._own_library = own_library
        self._state: EngineState | None = None
        self._came_from: QWidget | None = None
        self._dialogs: list[QDialog] = []
        self._is_demo_asked = self._is_welcomed = False
        self.pictures = PictureLoader(bridge.library, self)
        self.actions_ = Actions(self)
        self.shelf = ShelfControl(bridge, themes, self.actions_, lambda: at_hand(self), self)
        self.help = HelpControl(self.actions_, themes, lambda: place_of(self), lambda: self._state, self)
        self.undo = UndoControl(bridge, themes, self.actions_, self)
        self._files = FileChoices(self.actions_, self)
        self.jobs = JobsModel(self)
        self.exchange = ExchangeControl(bridge, themes, self.jobs, self.actions_, self._export_scope, self)
        self.notices = Notices(themes)
        self.job_control = JobControl(bridge, self.jobs, themes, self.notices, self._refresh_soon, self)
        self.tray = self.job_control.tray
        self.banner, self.news, self.welcome = self.notices.banner, self.notices.news, self.notices.welcome
        self._stop_notice = StopNotice(self.banner, themes, self._restart_engine, lambda: self._files.choose_library())
        self.sidebar = Sidebar(self.actions_, self.jobs, themes)
        self.search_page = SearchPage(
            bridge, themes, self.pictures, self.actions_, SearchHistory(bridge.library), self.jobs, self._start_choices
        )
        self.intake_page = IntakePage(bridge, themes, self.pictures, self.actions_, self.jobs)
        self.record_page = RecordPage(bridge, themes, self.pictures, self.actions_)
        self.copying = CopyingControl(
            bridge, themes, self.jobs, self.actions_, self.record_page, self.intake_page, self._new_record, self
        )
        self.unsaved = UnsavedControl(bridge, self.notices, self.record_page, self.intake_page, self.show_page, self)
        self.care = CareControl(bridge, themes, self.actions_, self.notices, self.submit, self._show, self)
        context = PageContext(bridge, themes, languages, self.pictures, self.actions_, self.jobs, self.submit)
        self.records = RecordControl(context, self.search_page, self.record_page, self.undo, self)
        self.more_pages: dict[str, Page] = {name: make(context) for name, make in PAGES.items()}
        self.duplicates = DuplicatesControl(self.more_pages["duplicates"], context, self)
        self.pages = QStackedWidget()
        self.menus = Menus(self.menuBar(), self.actions_, self.choose_language, self.choose_theme, self)
        self.settings = SettingsControl(bridge, languages, themes, self.actions_, self.menus, self)
        self.settings.record_language_changed.connect(self.record_page.use_language)
        self.guide = guide_for(self, own_library)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(REFRESH_MS)
        self._refresh_timer.timeout.connect(self._refresh)
        self._build()
        self._connect_engine()
        self._connect_pages()
        self._connect_actions()
        self._restore()
        self.actions_.apply_theme(themes.theme)
        self.retranslate()
        self.show_page(self.search_page)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        for page in (self.search_page, self.intake_page, self.record_page, *self.more_pages.values()):
            self.pages.addWidget(page)
        self.welcome.dismissed.connect(self._welcomed)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.notices)
        right.addWidget(self.pages, 1)
        self._content = content = QWidget()
        content.setObjectName("page")
        whole = QHBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(right, 1)
        self.setCentralWidget(content)
        self.setMinimumSize(1000, 620)
        # a small screen also has to hold the title bar and a panel
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize() - QSize(0, 40)))
        self.sidebar.show_library(self._bridge.library.name)

    def _connect_engine(self) -> None:
        self.care.access.admitted.connect(self._engine_started)
        self._bridge.state_changed.connect(self._state_changed)
        self._bridge.job_changed.connect(self._job_changed)
        self._bridge.catalogue_changed.connect(self._catalogue_changed)
        self._bridge.stopped.connect(self._engine_stopped)
        self._bridge.failed.connect(self.tell_error)

    def _connect_pages(self) -> None:
        self.search_page.record_opened.connect(self._open_row)
        self.search_page.open_image_asked.connect(self.actions_["open_image"].trigger)
        self.search_page.scans_dropped.connect(self.add_scans)
        self.intake_page.scans_dropped.connect(self.add_scans)
        self.intake_page.choose_asked.connect(self.actions_["add_scans"].trigger)
        self.intake_page.waiting_changed.connect(self.sidebar.show_waiting)
        self.record_page.back_asked.connect(self.go_back)
        for older in (self.search_page, self.intake_page, self.record_page):
            older.failed.connect(self.tell_error)
            older.announced.connect(self.tell_news)
        for page in self.more_pages.values():
            page.failed.connect(self.tell_error)
            page.announced.connect(self.tell_news)
            page.record_asked.connect(self.open_record)
            page.page_asked.connect(lambda name: self.actions_[name].trigger())
        self.undo.announced.connect(self.tell_news)
        self.records.refused.connect(lambda text: self.notices.tell(text, "info"))
        for teller in (self.exchange, self.copying, self.unsaved, self.undo):
            teller.failed.connect(self.tell_error)
        for source in (self.exchange, self.copying, self.shelf, self.records):
            source.announced.connect(self.tell_news)
            source.record_asked.connect(self.open_record)
        for control in (
            self.undo, self.duplicates, self.exchange, self.copying, self.shelf, self.records, self.help, self.settings,
        ):  # fmt: skip
            control.dialog_made.connect(self._show)
        self._files.scans_chosen.connect(self.add_scans)
        self._files.image_chosen.connect(self._search_image)
        self._files.import_chosen.connect(self.import_files)
        self._files.library_chosen.connect(self._open_library)
        self._themes.changed.connect(self.actions_.apply_theme)

    def _connect_actions(self) -> None:
        runs: dict[str, Callable[[], Any]] = {
            "search": self._go_search,
            "intake": lambda: self.show_page(self.intake_page),
            "back": self.go_back,
            "jobs": self.toggle_jobs,
            "new_record": self._new_record,
            "backup": lambda: self.submit("backup", {}),
            "check": lambda: self.submit("check", {"repair": False}),
            "reindex": lambda: self.submit("reindex", {}),
            "quit": self.close,
            "paste_image": self._paste_image,
            "guide": self.guide.begin,
        }
        for name, page in self.more_pages.items():
            runs[name] = partial(self.show_page, page)
        for name, run in runs.items():
            self.actions_[name].triggered.connect(lambda _=False, run=run: run())
        for name in ("as_covers", "as_table"):
            self.actions_[name].triggered.connect(
                lambda: self.settings.keep(results_as_table=self.search_page.results.is_table)
            )
        self.actions_["filters"].triggered.connect(lambda shown: self.settings.keep(shows_filters=shown))
        for name in ("search", "intake", *PAGES, "back", "jobs", "undo", "redo", "open_image", "paste_image"):
            self.addAction(self.actions_[name])

    # -- the engine ------------------------------------------------------------------------------------------------

    def _engine_started(self) -> None:
        self._stop_notice.clear()
        self._bridge.call("system", "state", on_result=self._state_changed)
        self.job_control.reload()
        self.search_page.engine_started()
        self.intake_page.reload()
        self.undo.refresh()
        for page in self.more_pages.values():
            page.engine_started()

    def _state_changed(self, state: EngineState) -> None:
        self._state = state
        self.sidebar.show_state(state)
        self.search_page.show_state(state)
        self.intake_page.set_read_only(state.read_only)
        self.record_page.set_read_only(state.read_only)
        self.records.set_read_only(state.read_only)
        self.undo.set_read_only(state.read_only)
        for page in self.more_pages.values():
            page.show_state(state)
        for name in ("add_scans", "add_folder", "new_record", "import", "reindex", "copy_record", "class_number"):
            self.actions_[name].setEnabled(not state.read_only)
        self.care.state_changed(state)
        if self._is_demo and not self._is_demo_asked and state.records == 0 and not state.read_only:
            self._is_demo_asked = True
            self.import_demo()
        self._tell_welcome()

    def _engine_stopped(self, event: EngineStopped) -> None:
        if not event.expected:
            self.sidebar.show_state(self._state, stopped=not event.restarting)
            self._stop_notice.tell(event)

    def _restart_engine(self) -> None:
        try:
            self._bridge.start()
        except HostFaultError as exc:
            self.tell_error(exc)
            return
        self._stop_notice.clear()
        self.sidebar.show_state(None)

    def _catalogue_changed(self, changes: ChangeSet) -> None:
        self.record_page.catalogue_changed(changes)
        for page in self.more_pages.values():
            page.catalogue_changed(changes)
        self._refresh_soon()

    def _refresh_soon(self) -> None:
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _refresh(self) -> None:
        """After changes, at most every 0.4 s: an import commits many times a second."""
        self.search_page.catalogue_changed()
        self._bridge.call("system", "state", on_result=self._state_changed)
        self.intake_page.reload()
        self.undo.refresh()
        shown = self.pages.currentWidget()
        if isinstance(shown, Page):
            shown.refresh()

    # -- jobs ------------------------------------------------------------------------------------------------------

    def submit(self, kind: str, params: dict[str, Any]) -> None:
        """Queue a job and say so."""
        self.job_control.submit(kind, params)

    def add_scans(self, paths: Sequence[str]) -> None:
        """Identify scans and go to the page where they are reviewed."""
        if paths:
            self.submit("intake", {"paths": list(paths)})
            self.show_page(self.intake_page)

    def import_demo(self) -> None:
        """Fill the library with the demo records."""
        self.submit("import", {"paths": [str(resources_dir() / "demo" / "records.jsonl")]})

    def toggle_jobs(self) -> None:
        """Show or hide the jobs panel."""
        self._place_tray()
        self.job_control.toggle()

    def _job_changed(self, job: JobInfo) -> None:
        self.jobs.take(job)
        self.intake_page.job_changed(job)
        for page in self.more_pages.values():
            page.job_changed(job)

    # -- news and errors -------------------------------------------------------------------------------------------

    def tell_news(self, text: str) -> None:
        """A sentence that goes away by itself."""
        self.notices.tell(text)

    def tell_error(self, error: LibrarianError) -> None:
        """A failure of something the person asked for. A dead engine has its own banner, signing in its dialog."""
        if error.message_id in ("engine.died", "role.sign_in"):
            return
        log.warning("told the person: %s", error)
        show_error(self, error, self._themes.theme.language)

    def show_bug(self, error: object) -> None:
        """For failures that are no `LibrarianError`."""
        self.notices.tell(error_sentence(LibrarianError("bug", detail=str(error)), self._themes.theme.language), "bad")

    def _tell_welcome(self) -> None:
        if not self._is_demo or self._state is None or self._is_welcomed:
            self.welcome.hide()
            return
        actions: list[tuple[str, Callable[[], None]]] = []
        if self._own_library is not None:
            own = str(self._own_library)
            actions.append((self.tr("Start my own library"), lambda: self.library_asked.emit(own)))
        self.welcome.tell(
            self.tr("This is the demo library. Try 红楼梦, “ocean adventure” or shitouji, or drop a photo of a cover."),
            "info",
            actions=tuple(actions),
            closable=True,
        )

    def _welcomed(self) -> None:
        self._is_welcomed = True

    def _start_choices(self) -> list[tuple[str, str, Callable[[], None]]]:
        return [
            ("import", self.tr("Import records…"), self._files.choose_import),
            ("image", self.tr("Drop cover scans"), lambda: self.show_page(self.intake_page)),
            ("library", self.tr("Fill with the demo library"), self.import_demo),
        ]

    # -- pages -----------------------------------------------------------------------------------------------------

    def show_page(self, page: QWidget) -> None:
        """Go to a page."""
        if page is not self.record_page and self.record_page.asks_before_leaving(lambda: self.show_page(page)):
            return
        if page is self.record_page and self.pages.currentWidget() is not self.record_page:
            self._came_from = self.pages.currentWidget()
        self.pages.setCurrentWidget(page)
        led: dict[QWidget, str] = {self.intake_page: "intake"}
        led.update((other, name) for name, other in self.more_pages.items())
        self.sidebar.show_page(led.get(page, "search"))
        is_record = page is self.record_page
        for name in ("edit", "save", "delete", "back"):
            self.actions_[name].setEnabled(is_record)
        if page is self.intake_page:
            self.intake_page.queue.setFocus()
        elif isinstance(page, Page):
            page.came_to_front()

    def go_back(self) -> None:
        """From a record to where it was opened."""
        if self.pages.currentWidget() is self.record_page:
            self.show_page(self._came_from or self.search_page)

    def _open_row(self, row: Row) -> None:
        if row.record.id is not None:
            self.open_record(row.record.id)

    def open_record(self, record_id: int) -> None:
        """Go to a record."""
        if self.record_page.asks_before_leaving(lambda: self.open_record(record_id)):
            return
        self.record_page.open_record(RecordId(record_id))
        self.show_page(self.record_page)

    def _new_record(self) -> None:
        if self.record_page.asks_before_leaving(self._new_record):
            return
        self.show_page(self.record_page)
        self.record_page.start_new()

    def _go_search(self) -> None:
        self.show_page(self.search_page)
        self.search_page.query_bar.setFocus()

    def _search_image(self, file: str) -> None:
        self.show_page(self.search_page)
        self.search_page.search_for_image(file)

    def _open_library(self, folder: str) -> None:
        if Path(folder) != self._bridge.library:
            self.library_asked.emit(folder)

    def _export_scope(self) -> ExportScope:
        return export_scope(self.search_page, self._state.records if self._state is not None else 0)

    def import_files(self, files: Sequence[str]) -> None:
        """Show what is in the files and import them when the person agrees."""
        self.exchange.import_files(files)

    def _paste_image(self) -> None:
        self.show_page(self.search_page)
        if not self.search_page.query_bar.paste_image():
            self.tell_news(self.tr("There is no image on the clipboard."))

    # -- looks -----------------------------------------------------------------------------------------------------

    def choose_language(self, language: str) -> None:
        """Switch the language of the interface."""
        self.settings.choose_language(language)

    def choose_theme(self, theme: str) -> None:
        """Switch between light and dark."""
        self.settings.choose_theme(theme)

    def retranslate(self) -> None:
        self.setWindowTitle(self._bridge.library.name + " – " + self.tr("Wenyuan 文渊"))
        self.actions_.retranslate()
        self.menus.retranslate()
        self.undo.retranslate()
        self._stop_notice.retranslate()
        self.unsaved.retranslate()
        self.news.hide()  # news is old by now, and in the other language
        if self.welcome.isVisible():
            self._tell_welcome()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            if self.tray.isVisible():
                self.tray.hide()
            elif self.pages.currentWidget() is self.record_page:
                self.record_page.cancel() if self.record_page.is_editing else self.go_back()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place_tray()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self.record_page.asks_before_leaving(self.close):
            event.ignore()
            return
        settings = QSettings(str(config_dir() / "geometry.ini"), QSettings.Format.IniFormat)
        settings.setValue("geometry", self.saveGeometry())
        self.unsaved.close()
        self.help.close()
        self.search_page.close_scratch()
        self.pictures.wait()
        super().closeEvent(event)

    def _restore(self) -> None:
        settings = QSettings(str(config_dir() / "geometry.ini"), QSettings.Format.IniFormat)
        geometry = settings.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.search_page.show_as(table=self.settings.restore())
        self.search_page.show_filters(shown=load_preferences(preferences_file()).shows_filters)

    def _place_tray(self) -> None:
        area = self._content.geometry()
        self.job_control.place(self.sidebar.width(), area.bottom(), area.width(), area.height())

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.addAction(self.actions_["help"])
        self._dialogs = [d for d in self._dialogs if d is not dialog]
        self._dialogs.append(dialog)
        dialog.finished.connect(lambda: self._dialogs.remove(dialog))
        dialog.open()
