"""Pages drawn at test time with the Chinese font that the program itself needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.domain.scans import BoundingBox, OcrLine
from core.ocr.rapid import RapidOcrEngine
from core.protocols import PageImage

_FONT_FILES = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)

Words = tuple[str, int, int, int]
"""Text, x, y, size; the text runs down when it begins with "|"."""


@pytest.fixture(scope="session")
def rapid() -> RapidOcrEngine:
    return RapidOcrEngine(n_threads=2)


@pytest.fixture(scope="session")
def draw_page() -> Callable[..., PageImage]:
    """`draw_page([(text, x, y, size), …], size=(600, 800), angle=0)`."""
    font_file = next((file for file in _FONT_FILES if Path(file).is_file()), None)
    if font_file is None:
        pytest.skip("no Chinese font: apt install fonts-noto-cjk")

    def draw(words: list[Words], size: tuple[int, int] = (600, 800), angle: float = 0) -> PageImage:
        image = Image.new("RGB", size, (246, 242, 230))
        pen = ImageDraw.Draw(image)
        for text, x, y, points in words:
            font = ImageFont.truetype(font_file, points)
            if text.startswith("|"):
                for row, character in enumerate(text[1:]):
                    pen.text((x, y + row * round(points * 1.08)), character, font=font, fill=(25, 20, 15))
            else:
                pen.text((x, y), text, font=font, fill=(25, 20, 15))
        turned = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(246, 242, 230))
        return PageImage(np.asarray(turned).copy(), "", "page.png")

    return draw


@pytest.fixture(scope="session")
def make_line() -> Callable[..., OcrLine]:
    """`make_line(text, x0, y0, x1, y1)`; a box higher than wide is a column unless it is one character."""

    def make(text: str, x0: float, y0: float, x1: float, y1: float, confidence: float = 0.95) -> OcrLine:
        is_vertical = len(text) > 1 and y1 - y0 >= 1.5 * (x1 - x0)
        return OcrLine(text, BoundingBox(x0, y0, x1, y1), confidence, is_vertical=is_vertical)

    return make
