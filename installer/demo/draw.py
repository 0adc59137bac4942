"""Draw the covers of the demo library: `python -m installer.demo.draw [--only ID…] [--sheet DIR]`.

The same fonts and library versions give the same files: every cover has its own seed, made from its id.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from installer.demo import (
    families_classical,
    families_graphic,
    families_moment,
    families_objects,
    families_pattern,
    families_scene,
    families_science,
    families_type,
)
from installer.demo.book import Book, book_from_record
from installer.demo.canvas import HEIGHT, WIDTH, Canvas
from installer.demo.designs import DESIGNS

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
_ROOMS = (
    families_classical,
    families_graphic,
    families_moment,
    families_objects,
    families_pattern,
    families_scene,
    families_science,
    families_type,
)


def family(name: str) -> Callable[[Canvas, Book], None]:
    """The drawing function of a cover family by name."""
    for room in _ROOMS:
        found: Callable[[Canvas, Book], None] | None = getattr(room, name, None)
        if found is not None and found.__module__ == room.__name__:
            return found
    raise KeyError(name)


def draw_cover(record: dict[str, Any]) -> bytes:
    """The JPEG of one record's cover."""
    name, palette, options = DESIGNS[record["id"].removeprefix("demo-")]
    book = book_from_record(record, palette, options)
    canvas = Canvas(book.palette[0], zlib.crc32(record["id"].encode()) + int(options.get("seed", 0)))
    family(name)(canvas, book)
    return canvas.jpeg()


def contact_sheet(covers: list[bytes], columns: int = 5, width: int = 380) -> Image.Image:
    """Covers side by side for looking through."""
    height = width * HEIGHT // WIDTH
    n_rows = -(-len(covers) // columns)
    sheet = Image.new("RGB", (columns * (width + 16) + 16, n_rows * (height + 16) + 16), "#8a8a88")
    for index, data in enumerate(covers):
        small = Image.open(io.BytesIO(data)).resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (16 + index % columns * (width + 16), 16 + index // columns * (height + 16)))
    return sheet


def main(arguments: list[str] | None = None) -> int:
    """Draw all covers, or those named, and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=None, help="ids without the demo- prefix")
    parser.add_argument("--sheet", type=Path, default=None, help="also write contact sheets to this folder")
    options = parser.parse_args(arguments)
    records = [json.loads(line) for line in (DEMO / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    chosen = [r for r in records if options.only is None or r["id"].removeprefix("demo-") in options.only]
    (DEMO / "covers").mkdir(exist_ok=True)
    drawn: list[bytes] = []
    for record in chosen:
        data = draw_cover(record)
        (DEMO / record["cover"]).write_bytes(data)
        drawn.append(data)
    print(f"{len(drawn)} covers, {sum(map(len, drawn)) / 1024:.0f} KiB, largest {max(map(len, drawn)) / 1024:.0f} KiB")
    if options.sheet is not None:
        options.sheet.mkdir(parents=True, exist_ok=True)
        for start in range(0, len(drawn), 10):
            contact_sheet(drawn[start : start + 10]).save(options.sheet / f"sheet-{start // 10:02d}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
