"""Pages that are drawn with one painter wherever they go: preview, PDF, printer.

A painter is set up so that one unit is a hundredth of a millimetre, from the upper left corner of the sheet.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtGui import QPagedPaintDevice as PagedPaintDevice

from core.errors import HostFaultError

UNITS_PER_MM = 100.0
UNITS_PER_POINT = 35.278
_MM_PER_INCH = 25.4
_PDF_DPI = 1200


class Printout(Protocol):
    """Something that has pages."""

    @property
    def page_mm(self) -> tuple[float, float]:
        """Width and height of a page."""

    @property
    def n_pages(self) -> int: ...

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw a page, counted from 0."""


def font_of(family: str, size_pt: float, *, bold: bool = False) -> QFont:
    """A font in the painter's units. `family`: several may be named, separated by commas."""
    font = QFont()
    families = [name.strip() for name in family.split(",") if name.strip()]
    if families:
        font.setFamilies(families)
    font.setPixelSize(max(1, round(size_pt * UNITS_PER_POINT)))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def save_pdf(printout: Printout, file: Path, title: str = "") -> None:
    """Write all pages to a PDF.

    Raises:
        HostFaultError: If the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab"):
            pass
    except OSError as exc:
        raise HostFaultError("print.unwritable", path=file) from exc
    writer = QPdfWriter(str(file))
    writer.setResolution(_PDF_DPI)
    writer.setTitle(title)
    writer.setCreator("Wenyuan")
    if not paint_all(printout, writer, _PDF_DPI):
        raise HostFaultError("print.unwritable", path=file)


def paint_all(printout: Printout, device: PagedPaintDevice, dpi: int) -> bool:
    """Paint all pages on a device. False when it could not be painted on."""
    width, height = printout.page_mm
    size = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        for page in range(printout.n_pages):
            if page:
                device.newPage()
            painter.save()
            painter.scale(dpi / _MM_PER_INCH / UNITS_PER_MM, dpi / _MM_PER_INCH / UNITS_PER_MM)
            printout.paint(painter, page)
            painter.restore()
    finally:
        painter.end()
    return True
