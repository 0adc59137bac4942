"""Icons, recoloured from the SVG files in resources/icons to suit the theme."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.paths import resources_dir

ICON_SIZES_PX = (16, 20, 28, 48)


@lru_cache(maxsize=128)
def _source(name: str) -> bytes:
    return (resources_dir() / "icons" / f"{name}.svg").read_bytes()


@lru_cache(maxsize=512)
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


@lru_cache(maxsize=512)
def icon(name: str, colour: str, disabled: str = "", checked: str = "") -> QIcon:
    """An icon with its disabled and checked (or selected) colours, sharp on every screen that is there."""
    result = QIcon()
    for size in ICON_SIZES_PX:
        for ratio in _device_ratios():
            result.addPixmap(pixmap(name, colour, size, ratio))
            if disabled:
                result.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
            if checked:
                result.addPixmap(pixmap(name, checked, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return result


def _device_ratios() -> list[float]:
    return sorted({1.0, *(float(math.ceil(screen.devicePixelRatio())) for screen in QGuiApplication.screens())})


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
