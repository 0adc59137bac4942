from __future__ import annotations

import io

import numpy as np
from PIL import Image

from core.imaging.thumbnails import make_thumbnail


def test_longest_side_and_format() -> None:
    with Image.open(io.BytesIO(make_thumbnail(np.full((1500, 1000, 3), 90, np.uint8)))) as image:
        assert image.format == "JPEG"
        assert image.size == (427, 640)
        assert image.getpixel((200, 300)) == (90, 90, 90)


def test_small_pictures_are_not_enlarged() -> None:
    with Image.open(io.BytesIO(make_thumbnail(np.zeros((30, 50, 3), np.uint8)))) as image:
        assert image.size == (50, 30)
