"""Makes ``resources/text/confusable-characters.tsv``: which common Chinese characters look alike in print.

Every character of GB 2312 level 1 and Big5 level 1 is drawn in a sans and a serif face, blurred as a poor scan would,
and compared with all others of its set by the cosine of the grey values. Run again only to change the thresholds::

    python installer/confusable_table.py SANS.ttc SERIF.ttc
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIDE_PX = 48
BLUR_PX = 1.2
LEAST = 0.80
MOST_NEIGHBOURS = 5
TARGET = Path(__file__).resolve().parent.parent / "resources" / "text" / "confusable-characters.tsv"


def gb2312_level_1() -> str:
    """The 3,755 most common simplified characters, rows 16 to 55."""
    codes = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return "".join(code.decode("gb2312", "ignore") for code in codes)


def big5_level_1() -> str:
    """The 5,401 most common traditional characters, A440 to C67E."""
    cells = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    codes = (bytes((row, cell)) for row in range(0xA4, 0xC7) for cell in cells if (row, cell) <= (0xC6, 0x7E))
    return "".join(code.decode("big5", "ignore") for code in codes)


def drawn(characters: str, font: ImageFont.FreeTypeFont) -> NDArray[np.float32]:
    """Blurred glyphs as unit vectors without their mean, float32 (n, SIDE_PX²)."""
    rows = []
    for character in characters:
        image = Image.new("L", (SIDE_PX, SIDE_PX))
        ImageDraw.Draw(image).text((SIDE_PX / 2, SIDE_PX / 2), character, fill=255, font=font, anchor="mm")
        rows.append(np.asarray(image.filter(ImageFilter.GaussianBlur(BLUR_PX)), dtype=np.float32).ravel())
    flat = np.stack(rows)
    flat -= flat.mean(axis=1, keepdims=True)
    return np.asarray(flat / np.linalg.norm(flat, axis=1, keepdims=True), dtype=np.float32)


def neighbours(characters: str, fonts: list[ImageFont.FreeTypeFont]) -> dict[str, str]:
    """Look-alikes of each character, the most alike first; the cosine is the mean over the faces."""
    faces = [drawn(characters, font) for font in fonts]
    found: dict[str, str] = {}
    for number, character in enumerate(characters):
        alike = np.mean([face @ face[number] for face in faces], axis=0)
        alike[number] = 0
        best = np.argsort(-alike)[:MOST_NEIGHBOURS]
        chosen = "".join(characters[i] for i in best if alike[i] >= LEAST)
        if chosen:
            found[character] = chosen
    return found


def main() -> int:
    """Draw, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fonts", nargs="+", help="font files with Chinese glyphs")
    parser.add_argument("--index", type=int, default=2, help="face within a collection file (2: simplified, of Noto)")
    given = parser.parse_args()
    fonts = [ImageFont.truetype(path, SIDE_PX - 6, index=given.index) for path in given.fonts]
    simplified, traditional = (neighbours(pool, fonts) for pool in (gb2312_level_1(), big5_level_1()))
    table = {**traditional, **simplified}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{character}\t{table[character]}\n" for character in sorted(table)]
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} characters have look-alikes: {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
