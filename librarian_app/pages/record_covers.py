"""The covers of the record shown: what the pane asks for, asked of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from core.domain.records import RecordId
from core.domain.scans import CoverScan, OcrPage
from librarian_app.qt_jobs import Bridge
from librarian_app.widgets.ocr_pane import OcrPane
from librarian_app.widgets.scan_pane import ScanPane


class RecordCovers(QObject):
    """Joins the pictures of a record with the lines that were read on them.

    Signals:
        failed(LibrarianError): A call failed.
        announced(str): What is being done, or was.
        page_shown(): Other lines are shown.
    """

    failed = Signal(object)
    announced = Signal(str)
    page_shown = Signal()

    def __init__(self, bridge: Bridge, scans: ScanPane, lines: OcrPane, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = bridge
        self._scans = scans
        self._lines = lines
        self._record_id: RecordId | None = None
        self._has_engines = False
        scans.cover_chosen.connect(self._fetch_page)
        scans.add_asked.connect(self._choose_file)
        scans.remove_asked.connect(self._remove)
        scans.turn_asked.connect(self._turn)
        scans.order_asked.connect(self._order)
        scans.read_asked.connect(self._read)
        lines.line_chosen.connect(scans.view.select_line)
        lines.corrected.connect(self._correct)

    def show_covers(self, record_id: RecordId | None, covers: Sequence[CoverScan]) -> None:
        """Show the covers of a record."""
        self._record_id = record_id
        self._show_page(None)
        self._scans.show_covers(covers)
        if not self._has_engines:
            self._has_engines = True
            self._bridge.call("cover_editing", "engines", on_result=self._scans.offer_engines, on_error=_ignore)

    def add(self, path: str) -> None:
        """Add a cover from a file."""
        if self._record_id is not None:
            self._say(QCoreApplication.translate("RecordCovers", "Reading {file}…").format(file=Path(path).name))
            self._call("cataloguing", "add_cover", self._record_id, path)

    def _choose_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self._window,
            QCoreApplication.translate("RecordCovers", "Add a cover"),
            "",
            QCoreApplication.translate("RecordCovers", "Images")
            + " (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.heic *.avif)",
        )
        if file:
            self.add(file)

    def _remove(self, cover: CoverScan) -> None:
        self._call("cataloguing", "remove_cover", cover.id)

    def _turn(self, cover: CoverScan, degrees: int) -> None:
        self._say(QCoreApplication.translate("RecordCovers", "Turning the cover and reading it anew…"))
        self._call("cover_editing", "turn", cover.id, degrees)

    def _order(self, ids: Sequence[int]) -> None:
        if self._record_id is not None:
            self._call("cover_editing", "order", self._record_id, list(ids))

    def _read(self, cover: CoverScan, engine: str) -> None:
        self._say(QCoreApplication.translate("RecordCovers", "Reading the cover again…"))
        self._call("cover_editing", "read_again", cover.id, engine)

    def _correct(self, line: int, text: str) -> None:
        if self._scans.current is not None:
            self._call("cover_editing", "correct_line", self._scans.current.id, line, text)

    def _call(self, service: str, method: str, *args: object) -> None:
        self._bridge.call(service, method, *args, on_error=self.failed.emit)

    def _say(self, text: str) -> None:
        self.announced.emit(text)

    def _fetch_page(self, cover: CoverScan) -> None:
        def got(page: OcrPage | None) -> None:
            if self._scans.current is not None and self._scans.current.id == cover.id:
                self._show_page(page)

        self._bridge.call("cataloguing", "ocr_page", cover.id, on_result=got, on_error=self.failed.emit)

    def _show_page(self, page: OcrPage | None) -> None:
        self._scans.show_page(page)
        self._lines.show_page(page)
        self.page_shown.emit()


def _ignore(error: object) -> None:
    """A library of an older engine offers no other reading."""
