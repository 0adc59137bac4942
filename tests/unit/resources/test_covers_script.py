"""The script that draws the demo covers."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from core.paths import resources_dir
from installer.demo.designs import DESIGNS
from installer.demo.draw import contact_sheet, draw_cover, family
from installer.demo.typesetting import fit, font_file, measure

RECORDS = [
    json.loads(line) for line in (resources_dir() / "demo" / "records.jsonl").read_text(encoding="utf-8").splitlines()
]
FONTS = [font_file(name)[0] for name in ("song-black", "kai-bold", "garamond", "lato-bold", "goudy")]
needs_fonts = pytest.mark.skipif(
    not all(path.exists() for path in FONTS), reason="the fonts named in resources/demo/README.md are not installed"
)


def test_every_record_has_a_design_of_a_known_family() -> None:
    assert {"demo-" + name for name in DESIGNS} == {record["id"] for record in RECORDS}
    names = {design[0] for design in DESIGNS.values()}
    assert len(names) >= 12
    for name in names:
        assert callable(family(name))
    for _, palette, _ in DESIGNS.values():
        assert len(palette.split()) == 5


def test_unknown_family_is_refused() -> None:
    with pytest.raises(KeyError):
        family("put")  # imported there, drawn nowhere


@needs_fonts
@pytest.mark.parametrize("name", ["zizhitongjian", "pride-prejudice"])
def test_drawing_is_repeatable(name: str) -> None:
    record = next(r for r in RECORDS if r["id"] == f"demo-{name}")
    first = draw_cover(record)
    assert first == draw_cover(record)
    with Image.open(io.BytesIO(first)) as cover:
        assert cover.size == (600, 900)
    assert contact_sheet([first, first, first], columns=2, width=60).size == (2 * 76 + 16, 2 * 106 + 16)


@needs_fonts
def test_titles_are_broken_in_balance_and_fit() -> None:
    title = "The Strange and Very Long Title of a Book Nobody Wrote"
    lines, size = fit(title, "garamond", 400, 90, max_lines=3)
    assert " ".join(lines) == title
    assert len(lines) <= 3
    assert max(measure(line, "garamond", size) for line in lines) <= 400.5
    assert fit("一\n二", "song-black", 400, 90)[0] == ["一", "二"]
    assert isinstance(font_file("hei-light-tc")[0], Path)
    assert font_file("hei-light-tc")[1] == 3
