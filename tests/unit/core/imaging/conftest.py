"""Pictures drawn at test time: covers with shapes and words, and the same covers photographed on a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)


@pytest.fixture(scope="session")
def draw_cover() -> Callable[..., Pixels]:
    """`draw_cover(seed, title, size=(480, 680))`: the seed decides the design, the title the words on it."""
    font_file = next((file for file in _FONTS if Path(file).is_file()), None)

    def draw(seed: int, title: str = "TITLE", size: tuple[int, int] = (480, 680)) -> Pixels:
        random = np.random.default_rng(seed)
        width, height = size
        image = Image.new("RGB", size, tuple(int(v) for v in random.integers(120, 250, 3)))
        pen = ImageDraw.Draw(image)
        for _ in range(60):
            x, y = random.integers(0, width - 40), random.integers(height // 3, height - 40)
            w, h = random.integers(12, 90, 2)
            colour = tuple(int(v) for v in random.integers(0, 255, 3))
            shape = pen.ellipse if random.random() < 0.5 else pen.rectangle
            shape((int(x), int(y), int(x + w), int(y + h)), fill=colour)
        font = ImageFont.truetype(font_file, 64) if font_file else ImageFont.load_default(64)
        pen.rectangle((0, 0, width, height // 4), fill=(250, 250, 245))
        pen.text((30, 40), title, font=font, fill=(10, 10, 10))
        return np.asarray(image, dtype=np.uint8).copy()

    return draw


@pytest.fixture(scope="session")
def photograph() -> Callable[..., tuple[Pixels, NDArray[np.float32]]]:
    """`photograph(cover, seed)` → (photo of it in perspective on grainy cloth, its true corners in the photo)."""

    def take(cover: Pixels, seed: int = 0) -> tuple[Pixels, NDArray[np.float32]]:
        random = np.random.default_rng(seed)
        height, width = cover.shape[:2]
        frame = (width + 300, height + 300)
        coarse = random.normal(0, 14, (frame[1] // 6, frame[0] // 6, 3)) + random.integers(40, 110, 3)
        table = cv2.resize(np.clip(coarse, 0, 255).astype(np.uint8), frame, interpolation=cv2.INTER_LINEAR)
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
        target = (corners + 150 + random.uniform(-45, 45, (4, 2))).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(corners, target)
        laid = cv2.warpPerspective(cover, matrix, frame)
        mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, frame)
        photo = np.where(mask[:, :, None] > 127, laid, table).astype(np.float32) * 0.8
        return np.clip(cv2.GaussianBlur(photo, (0, 0), 0.8), 0, 255).astype(np.uint8), target

    return take
