"""Setting lines of type: fonts by short name, letterspacing with kerning, fitted and balanced titles, columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path

from PIL import ImageDraw, ImageFont

from installer.demo.canvas import SCALE, Canvas, rgb

_ROOT = Path("/usr/share/fonts")
_NOTO_FACES = {"": 2, "-tc": 3}
_LATIN = {
    "garamond": "opentype/ebgaramond/EBGaramond12-Regular.otf",
    "garamond-italic": "opentype/ebgaramond/EBGaramond12-Italic.otf",
    "garamond-bold": "opentype/ebgaramond/EBGaramond12-Bold.otf",
    "didot": "opentype/didot/GFSDidot.otf",
    "didot-bold": "opentype/didot/GFSDidotBold.otf",
    "libertine": "opentype/linux-libertine/LinLibertine_DR.otf",
    "oldstandard": "truetype/fonts-oldstandard/OldStandard-Regular.ttf",
    "oldstandard-italic": "truetype/fonts-oldstandard/OldStandard-Italic.ttf",
    "oldstandard-bold": "truetype/fonts-oldstandard/OldStandard-Bold.ttf",
    "goudy": "opentype/sortsmill/GoudyBookletter1911.otf",
    "vollkorn-black": "truetype/vollkorn/Vollkorn-Black.ttf",
    "quattrocento": "opentype/quattrocento/Quattrocento-Regular.otf",
    "lato": "truetype/lato/Lato-Regular.ttf",
    "lato-light": "truetype/lato/Lato-Light.ttf",
    "lato-bold": "truetype/lato/Lato-Bold.ttf",
    "lato-black": "truetype/lato/Lato-Black.ttf",
    "spartan": "opentype/league-spartan/LeagueSpartan-Bold.otf",
    "bebas": "opentype/bebas-neue/BebasNeue-Bold.otf",
    "inter": "opentype/inter/InterDisplay-Medium.otf",
    "inter-black": "opentype/inter/InterDisplay-Black.otf",
    "slab": "opentype/roboto/slab/RobotoSlab-Bold.otf",
    "slab-light": "opentype/roboto/slab/RobotoSlab-Light.otf",
    "kai": "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
    "kai-bold": "truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf",
}


def font_file(name: str) -> tuple[Path, int]:
    """Path and face index of a font by short name: `song-black`, `hei-light-tc`, `garamond`…

    `song` is Noto Serif CJK and `hei` Noto Sans CJK, followed by a weight; `-tc` asks for traditional forms.
    """
    plain = name.removesuffix("-tc")
    family, _, weight = plain.partition("-")
    if family in ("song", "hei"):
        stem = "NotoSerifCJK" if family == "song" else "NotoSansCJK"
        style = {"semibold": "SemiBold", "extralight": "ExtraLight", "demilight": "DemiLight"}.get(
            weight, weight.title() or "Regular"
        )
        return _ROOT / f"opentype/noto/{stem}-{style}.ttc", _NOTO_FACES[name[len(plain) :]]
    return _ROOT / _LATIN[plain], 0


@lru_cache(maxsize=256)
def face(name: str, size: float) -> ImageFont.FreeTypeFont:
    """The font at `size` page units."""
    path, index = font_file(name)
    return ImageFont.truetype(str(path), size * SCALE, index=index)


def measure(text: str, font: str, size: float, tracking: float = 0.0) -> float:
    """Width of one line in page units; `tracking` is extra space between letters, in ems."""
    return face(font, size).getlength(text) / SCALE + max(0, len(text) - 1) * tracking * size


def put(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    font: str,
    size: float,
    colour: str,
    *,
    tracking: float = 0.0,
    align: str = "left",
) -> None:
    """Set one line on the baseline `y`, its left, middle or right at `x`. Kerning is kept under tracking."""
    width = measure(text, font, size, tracking)
    start = x - {"left": 0.0, "middle": width / 2, "right": width}[align]
    pen = ImageDraw.Draw(canvas.image)
    chosen = face(font, size)
    if tracking == 0.0:
        pen.text((start * SCALE, y * SCALE), text, font=chosen, fill=rgb(colour), anchor="ls")
        return
    for index, letter in enumerate(text):
        advance = chosen.getlength(text[: index + 1]) - chosen.getlength(letter)
        pen.text(
            (start * SCALE + advance + index * tracking * size * SCALE, y * SCALE),
            letter,
            font=chosen,
            fill=rgb(colour),
            anchor="ls",
        )


def put_glyph(canvas: Canvas, x: float, y: float, glyph: str, font: str, size: float, colour: str) -> None:
    """Set one character with the middle of its ink exactly at (x, y)."""
    chosen = face(font, size)
    left, top, right, bottom = chosen.getbbox(glyph, anchor="ls")
    ImageDraw.Draw(canvas.image).text(
        (x * SCALE - (left + right) / 2, y * SCALE - (top + bottom) / 2),
        glyph,
        font=chosen,
        fill=rgb(colour),
        anchor="ls",
    )


def column(
    canvas: Canvas, x: float, y: float, text: str, font: str, size: float, colour: str, *, step: float = 1.12
) -> float:
    """Set Chinese downwards, centred on `x`, the first em box starting at `y`. Returns the lower edge."""
    pen = ImageDraw.Draw(canvas.image)
    chosen = face(font, size)
    position = y
    for letter in text:
        if letter == " ":
            position += size * 0.5
            continue
        pen.text((x * SCALE, (position + size * 0.5) * SCALE), letter, font=chosen, fill=rgb(colour), anchor="mm")
        position += size * step
    return position - size * (step - 1)


def column_height(text: str, size: float, step: float = 1.12) -> float:
    """Height that `column` needs, in page units."""
    n_spaces = text.count(" ")
    n_glyphs = len(text) - n_spaces
    return size * (n_glyphs * step - (step - 1)) + n_spaces * size * 0.5


def _balanced(words: Sequence[str], n_lines: int, joiner: str, font: str, tracking: float) -> list[str]:
    best: list[str] = []
    best_width = float("inf")
    for cuts in combinations(range(1, len(words)), n_lines - 1):
        edges = (0, *cuts, len(words))
        lines = [joiner.join(words[a:b]) for a, b in pairwise(edges)]
        widths = [measure(line, font, 100, tracking) for line in lines]
        orphan = sum(40.0 for line in lines if line.lower() in {"of", "the", "a", "and", "to", "in"} and n_lines < 4)
        score = max(widths) + 0.15 * (max(widths) - min(widths)) + orphan
        if score < best_width:
            best, best_width = lines, score
    return best


def fit(
    text: str,
    font: str,
    max_width: float,
    max_size: float,
    *,
    max_lines: int = 3,
    tracking: float = 0.0,
    max_height: float = 10_000.0,
    leading: float = 1.1,
) -> tuple[list[str], float]:
    """Break `text` into at most `max_lines` balanced lines and choose the largest size that fits.

    A newline in `text` fixes the breaks. Chinese without spaces stays on one line unless broken that way.
    """
    if "\n" in text:
        options = [text.split("\n")]
    else:
        words = text.split(" ")
        options = [_balanced(words, n, " ", font, tracking) for n in range(1, min(max_lines, len(words)) + 1)]
    best: tuple[list[str], float] = (options[0], 0.0)
    for lines in options:
        widest = max(measure(line, font, 100, tracking) for line in lines)
        size = min(max_size, 100 * max_width / widest, max_height / (leading * len(lines)))
        if size > best[1] * 1.08:
            best = (lines, size)
    return best


def block(
    canvas: Canvas,
    x: float,
    y: float,
    lines: Sequence[str],
    font: str,
    size: float,
    colour: str,
    *,
    tracking: float = 0.0,
    align: str = "left",
    leading: float = 1.1,
) -> float:
    """Set lines from the first cap-line `y` down. Returns the last baseline."""
    cap = cap_height(font, size, "".join(lines))
    baseline = y + cap
    for index, line in enumerate(lines):
        put(canvas, x, baseline + index * size * leading, line, font, size, colour, tracking=tracking, align=align)
    return baseline + (len(lines) - 1) * size * leading


def cap_height(font: str, size: float, sample: str = "H") -> float:
    """Height above the baseline of capitals, or of Chinese characters where `sample` holds any."""
    glyph = "国" if any(c >= "\u2e80" for c in sample) else "H"  # 一 or 三 would stand too low
    top = face(font, size).getbbox(glyph, anchor="ls")[1]
    return -top / SCALE
