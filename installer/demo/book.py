"""What a cover says: its lines of type made from a record, and the imprint all covers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from installer.demo.canvas import SCALE, Canvas
from installer.demo.typesetting import column, measure, put, put_glyph

TRADITIONAL = frozenset("紅樓夢國演義資鑑語詞舊營樣綱與語劉體當")
_ROLES = {"author": "著", "editor": "编", "compiler": "编", "translator": "译", "annotator": "注"}
_ROLES_TRADITIONAL = {**_ROLES, "editor": "編", "compiler": "編", "translator": "譯", "annotator": "注"}


@dataclass(frozen=True, slots=True)
class Book:
    """The text of one cover. `palette` is ground, ink, accent, second accent, light; `options` steer the family."""

    id: str
    title: str
    subtitle: str
    credits: tuple[str, ...]
    parallel: str
    is_chinese: bool
    is_traditional: bool
    palette: tuple[str, str, str, str, str]
    options: Mapping[str, Any]

    @property
    def imprint(self) -> str:
        """The publisher line of the demo library."""
        if not self.is_chinese:
            return "Wenyuan Demo Library"
        return "文淵演示文庫" if self.is_traditional else "文渊演示文库"

    @property
    def seal(self) -> str:
        """The mark beside the imprint."""
        return "文"

    def font(self, chinese: str, latin: str) -> str:
        """The font for the book's script: of the first name for Chinese (with traditional forms where due)."""
        if not self.is_chinese:
            return latin
        return chinese + ("-tc" if self.is_traditional else "")


def book_from_record(record: Mapping[str, Any], palette: str, options: Mapping[str, Any]) -> Book:
    """Choose the lines for the cover of a record of the collection format."""
    is_chinese = record["language"] == "chi"
    is_traditional = is_chinese and any(letter in TRADITIONAL for letter in record["title"])
    title, subtitle = record["title"], ""
    for mark in ("; ", ": "):
        if mark in title:
            title, subtitle = title.split(mark, 1)
            break
    title = options.get("title", title)
    latin_parallels = [p for p in record["title_parallel"] if p.isascii()]
    colours = tuple(palette.split())
    return Book(
        id=record["id"],
        title=title,
        subtitle=options.get("subtitle", subtitle),
        credits=_credits(record["contributors"], is_chinese, is_traditional),
        parallel=latin_parallels[0].split(":")[0] if is_chinese and latin_parallels else "",
        is_chinese=is_chinese,
        is_traditional=is_traditional,
        palette=(colours[0], colours[1], colours[2], colours[3], colours[4]),
        options=options,
    )


def _credits(contributors: list[dict[str, str]], is_chinese: bool, is_traditional: bool) -> tuple[str, ...]:
    by_role: dict[str, list[str]] = {}
    for contributor in contributors:
        by_role.setdefault(contributor["role"], []).append(contributor["name"])
    if is_chinese:
        words = _ROLES_TRADITIONAL if is_traditional else _ROLES
        return tuple(" ".join([*names, words[role]]) for role, names in by_role.items() if role != "editor")
    lines = []
    for role, names in by_role.items():
        joined = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " & " + names[-1]
        lines.append(joined if role == "author" else f"translated by {joined}")
    return tuple(lines)


def put_imprint(canvas: Canvas, x: float, y: float, book: Book, colour: str, *, align: str = "middle") -> None:
    """The small publisher line on the baseline `y`."""
    if book.is_chinese:
        put(
            canvas,
            x,
            y,
            book.imprint,
            book.font("song-semibold", "song-semibold"),
            16.5,
            colour,
            tracking=0.3,
            align=align,
        )
    else:
        put(canvas, x, y, book.imprint.upper(), "lato-bold", 12.5, colour, tracking=0.24, align=align)


def put_credits(
    canvas: Canvas,
    x: float,
    y: float,
    book: Book,
    colour: str,
    *,
    align: str = "middle",
    size: float = 22,
    latin: str = "garamond",
    chinese: str = "song-medium",
    tracking: float | None = None,
    upper: bool = False,
) -> float:
    """Author line, then translators smaller. `y` is the first baseline; returns the last."""
    baseline = y
    for index, line in enumerate(book.credits):
        is_first = index == 0
        shown = line.upper() if upper and is_first and not book.is_chinese else line
        font = book.font(chinese, latin if is_first else latin.replace("-bold", "").replace("-black", ""))
        points = (size if is_first else size * 0.78) * 1.1
        space = (0.12 if book.is_chinese else 0.02) if tracking is None else tracking * (1 if is_first else 0.4)
        while measure(shown, font, points, space) > 500:
            points *= 0.95
        if not is_first:
            baseline += size * 1.3
        put(canvas, x, baseline, shown, font, points, colour, tracking=space, align=align)
    return baseline


def credit_column(canvas: Canvas, x: float, y: float, book: Book, colour: str, *, size: float = 22) -> float:
    """The credits set downwards, one column each, from right to left. Returns the lowest edge."""
    lowest = y
    for index, line in enumerate(book.credits):
        points = (size if index == 0 else size * 0.82) * 1.12
        edge = column(
            canvas, x - index * size * 1.7, y, line, book.font("song-medium", "song-medium"), points, colour, step=1.16
        )
        lowest = max(lowest, edge)
    return lowest


def put_seal(canvas: Canvas, x: float, y: float, size: float, colour: str, light: str, text: str = "文") -> None:
    """A carved seal centred at (x, y): light characters in a slightly worn red square."""
    half = size / 2
    layer, pen = canvas.mask()
    pen.rounded_rectangle(
        ((x - half) * SCALE, (y - half) * SCALE, (x + half) * SCALE, (y + half) * SCALE),
        radius=size * 0.12 * SCALE,
        fill=255,
    )
    canvas.stamp(layer, colour)
    if len(text) == 1:
        put_glyph(canvas, x, y, text, "song-black", size * 0.74, light)
        return
    cell = size * 0.44
    for index, glyph in enumerate(text[:4]):
        dx = cell / 2 if index < 2 else -cell / 2
        dy = -cell / 2 if index % 2 == 0 else cell / 2
        put_glyph(canvas, x + dx, y + dy, glyph, "song-black", cell * 0.9, light)
