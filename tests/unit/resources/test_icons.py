"""The icons: line icons take the theme's colour, the application icon comes in every size."""

from __future__ import annotations

import numpy as np
import pytest
from defusedxml import ElementTree
from PIL import Image

from core.paths import resources_dir

ICONS = resources_dir() / "icons"
LINE_ICONS = sorted(path.stem for path in ICONS.glob("*.svg") if path.stem != "wenyuan")
WANTED = {
    "search", "image", "paste", "camera", "grid", "table", "import", "scan", "check", "skip", "edit", "undo", "jobs",
    "settings", "sun", "moon", "language", "close", "warning", "info", "book", "barcode", "trash", "folder", "play",
    "pause", "refresh", "chevron-left", "chevron-right", "plus",
}  # fmt: skip


def test_every_wanted_icon_is_there() -> None:
    assert set(LINE_ICONS) >= WANTED


@pytest.mark.parametrize("name", LINE_ICONS)
def test_line_icon_can_be_recoloured(name: str) -> None:
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.get("viewBox") == "0 0 24 24"
    assert "currentColor" in text
    assert "#" not in text, "a fixed colour would not follow the theme"


@pytest.mark.parametrize("size", [16, 20, 24, 32, 48, 64, 128, 256])
def test_application_icon_has_every_size(size: int) -> None:
    with Image.open(ICONS / f"wenyuan-{size}.png") as picture:
        assert (picture.size, picture.mode) == ((size, size), "RGBA")
        assert picture.getpixel((0, 0))[3] < 128, "the corner must be clear"
    with Image.open(ICONS / "wenyuan.ico") as ico:
        assert (size, size) in ico.info["sizes"]


def test_small_application_icon_keeps_its_contrast() -> None:
    with Image.open(ICONS / "wenyuan-16.png") as picture:
        pixels = np.asarray(picture, dtype=np.float32)
    brightness = pixels[..., :3].mean(axis=2)[pixels[..., 3] > 200]
    assert brightness.max() - brightness.min() > 120
