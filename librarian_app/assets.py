"""Icons, recoloured from the SVG files in resources/icons to suit the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.paths import resources_dir


@lru_cache(maxsize=128)
def _source(name: str) -> bytes:
    return (resources_dir() / "icons" / f"{name}.svg").read_bytes()


@lru_cache(maxsize=2048)
def pixmap(name: str, colour: str, size_px: int, device_ratio: float = 1.0) -> QPixmap:
    """An icon drawn in one colour.

    Args:
        name: File name in resources/icons without ending. The drawing uses ``currentColor``.
        colour: Any CSS colour.
        size_px: Side in device-independent pixels.
        device_ratio: Physical pixels per device-independent one.
    """
    drawing = _source(name).replace(b"currentColor", QColor(colour).name().encode())
    result = QPixmap(QSize(size_px, size_px) * device_ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(result.rect()))
    painter.end()
    result.setDevicePixelRatio(device_ratio)
    return result


class _Drawing(QIconEngine):
    """Draws an icon when it is shown, in the size and for the screen where it is, instead of all sizes beforehand."""

    def __init__(self, name: str, colour: str, disabled: str, checked: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._disabled = disabled or colour
        self._checked = checked or colour

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The drawing; `size` is in physical pixels."""
        colour = self._colour
        if mode == QIcon.Mode.Disabled:
            colour = self._disabled
        elif state == QIcon.State.On:
            colour = self._checked
        return pixmap(self._name, colour, min(size.width(), size.height()))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))

    def clone(self) -> QIconEngine:
        twin = _Drawing(self._name, self._colour, self._disabled, self._checked)
        _TWINS.append(twin)
        return twin


_TWINS: list[QIconEngine] = []
"""Qt owns a clone, but the binding frees what nothing in Python holds. Qt clones only icons that are added to."""


@lru_cache(maxsize=512)
def icon(name: str, colour: str, disabled: str = "", checked: str = "") -> QIcon:
    """An icon with its disabled and checked (or selected) colours, sharp on every screen."""
    return QIcon(_Drawing(name, colour, disabled, checked))


@lru_cache(maxsize=4)
def application_icon() -> QIcon:
    """The seal, in its own colours."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        image = QPixmap(size, size)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(QByteArray(_source("wenyuan"))).render(painter, QRectF(image.rect()))
        painter.end()
        result.addPixmap(image)
    return result
