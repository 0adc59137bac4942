"""The watch folder on the intake page: asked about while the page is in front, chosen and switched from there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.watching import WatchState
from core.errors import LibrarianError
from librarian_app.qt_jobs import Bridge
from librarian_app.widgets.watch_strip import WatchStrip

ASKED_EVERY_MS = 3000


class WatchControl(QObject):
    """Keeps the strip up to date.

    Signals:
        failed(LibrarianError): The choice could not be stored.
        announced(str): What was chosen.
    """

    failed = Signal(object)
    announced = Signal(str)

    def __init__(self, bridge: Bridge, strip: WatchStrip, page: QWidget) -> None:
        super().__init__(page)
        self._bridge = bridge
        self._strip = strip
        self._page = page
        self._timer = QTimer(self)
        self._timer.setInterval(ASKED_EVERY_MS)
        self._timer.timeout.connect(self._ask_again)
        self._timer.start()
        strip.switch_asked.connect(lambda on: self.configure(strip.state.folder, on))
        strip.choose_asked.connect(self.choose)

    def refresh(self) -> None:
        """Ask how it stands."""
        self._bridge.call("watching", "state", on_result=self._strip.show_state, on_error=lambda _: None)

    def choose(self) -> None:
        """Ask for the folder and watch it."""
        folder = QFileDialog.getExistingDirectory(
            self._page, self.tr("Choose the folder that the scanner writes into"), self._strip.state.folder
        )
        if folder:
            self.configure(folder, True)

    def configure(self, folder: str, is_on: bool) -> None:
        """Store the choice."""

        def stored(state: WatchState) -> None:
            self._strip.show_state(state)
            if state.is_on:
                self.announced.emit(self.tr("Scans in {folder} come into the queue.").format(folder=state.folder))

        def refused(error: LibrarianError) -> None:
            self._strip.retranslate()
            self.failed.emit(error)

        self._bridge.call("watching", "configure", folder, is_on, on_result=stored, on_error=refused)

    def _ask_again(self) -> None:
        if self._page.isVisible() and self._strip.state.is_on:
            self.refresh()
