"""Render the application icon to PNG and ICO from its drawing: `python -m installer.demo.icons`."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
SIZES_PX = (16, 20, 24, 32, 48, 64, 128, 256)
_OVERSAMPLING = 8


def render(drawing: Path, size_px: int) -> Image.Image:
    """The drawing on a transparent square, drawn larger and reduced so that thin strokes keep their weight."""
    side = size_px * _OVERSAMPLING
    image = QImage(side, side, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture = Image.frombytes("RGBA", (side, side), bytes(image.constBits()))
    return picture.resize((size_px, size_px), Image.Resampling.LANCZOS)


def main() -> int:
    """Write wenyuan-16.png … wenyuan-256.png and wenyuan.ico beside the drawing."""
    _application = QGuiApplication.instance() or QGuiApplication([])
    pictures = [render(ICONS / "wenyuan.svg", size) for size in SIZES_PX]
    for size, picture in zip(SIZES_PX, pictures, strict=True):
        picture.save(ICONS / f"wenyuan-{size}.png", optimize=True)
    pictures[-1].save(ICONS / "wenyuan.ico", sizes=[(s, s) for s in SIZES_PX], append_images=pictures[:-1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
