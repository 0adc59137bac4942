"""What every page is given and what the main window tells it, so that adding one touches no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.domain.changes import ChangeSet
from core.domain.library import EngineState
from core.jobs.job import JobInfo
from librarian_app.actions import Actions
from librarian_app.i18n import LanguageSwitcher, Retranslating
from librarian_app.models.jobs import JobsModel
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.qt_jobs import Bridge
from librarian_app.theme import ThemeSwitcher


@dataclass(frozen=True, slots=True)
class PageContext:
    """What pages work with. `submit` queues a job of a kind with its parameters and says so."""

    bridge: Bridge
    themes: ThemeSwitcher
    languages: LanguageSwitcher
    pictures: PictureLoader
    actions: Actions
    jobs: JobsModel
    submit: Callable[[str, dict[str, Any]], None]


class Page(Retranslating, QWidget):
    """A page of the window, or a section of the administrator's page. Nothing needs to be overridden but `retranslate`.

    Signals:
        failed(LibrarianError): A call failed; the main window says so.
        announced(str): A sentence about what was just done.
        record_asked(int): Show the record with this id.
        page_asked(str): Go to the page of this command.
        section_asked(str, str): Of a section: go to the section of this name and show this item there ("" = none).
    """

    failed = Signal(object)
    announced = Signal(str)
    record_asked = Signal(int)
    page_asked = Signal(str)
    section_asked = Signal(str, str)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.context = context

    def engine_started(self) -> None:
        """The engine answers (again): load what is shown."""

    def show_state(self, state: EngineState) -> None:
        """What the engine is ready for; whether the library can be changed from here."""

    def catalogue_changed(self, changes: ChangeSet) -> None:
        """A mutation was committed. Many a second come during an import: only cheap things belong here."""

    def refresh(self) -> None:
        """Records changed; told at most every 0.4 s, and only to the page in front."""

    def job_changed(self, job: JobInfo) -> None:
        """A new snapshot of a job."""

    def came_to_front(self) -> None:
        """The person went to this page."""

    def show_item(self, item: str) -> None:
        """Another section sent the person here for something."""

    def retranslate(self) -> None:
        """Set every visible text anew."""
