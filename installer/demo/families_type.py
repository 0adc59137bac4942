"""Covers made of type and of bindings: giant characters, banded labels, gold-stamped cloth, plants in rows."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from installer.demo.book import Book, put_credits, put_imprint, put_seal
from installer.demo.canvas import HEIGHT, SCALE, WIDTH, Canvas, bezier, mix
from installer.demo.families_graphic import heading
from installer.demo.ornament import blossom, guilloche, ice_ray, leaf, seigaiha, star, stepped_lattice
from installer.demo.typesetting import block, column, face, fit, measure, put, put_glyph


def giant_glyphs(canvas: Canvas, book: Book) -> None:
    """One or two characters so large that the page crops them, and small type in the clear."""
    ground, ink, accent, _, light = book.palette
    glyphs = book.options.get("glyphs", book.title[:2])
    font = book.options.get("glyph_font", book.font("song-black", "vollkorn-black"))
    places = book.options.get("places", [(250, 240, 520), (380, 650, 520)])
    colours = (ink, accent, ink, accent)
    for index, (glyph, (x, y, size)) in enumerate(zip(glyphs, places, strict=False)):
        put_glyph(canvas, x, y, glyph, font, size, colours[index])
    cut = book.options.get("cut")
    if cut:
        x0, y0, x1, y1 = cut
        canvas.polygon([(x0, y0), (x1, y1), (x1, y1 + 13), (x0, y0 + 13)], ground)
    if book.options.get("ring"):
        canvas.ring(300, 400, 272, 10, accent)
        canvas.ring(300, 400, 248, 2.4, accent)
    plate = book.options.get("plate", light)
    top = float(book.options.get("plate_top", 742))
    canvas.rect(0, top, WIDTH, HEIGHT, plate)
    type_colour = book.options.get("type", ground)
    title_font = book.font("song-black", book.options.get("font", "lato-black"))
    lines, size = fit(book.title, title_font, 330, 44, max_lines=2, leading=1.08)
    last = block(
        canvas,
        46,
        top + 34,
        lines,
        title_font,
        size,
        type_colour,
        tracking=0.06 if book.is_chinese else 0.0,
        leading=1.08,
    )
    if book.parallel:
        put(canvas, 46, last + 37, book.parallel, "garamond-italic", 21, type_colour)
    put_credits(canvas, WIDTH - 46, top + 22 + size * 0.8, book, type_colour, align="right", size=22, latin="lato")
    put_imprint(canvas, WIDTH - 46, HEIGHT - 32, book, type_colour, align="right")


def tumbling_letters(canvas: Canvas, book: Book) -> None:
    """Letters of the title that crawl up the page and turn on their backs."""
    _ground, ink, accent, _, light = book.palette
    letters = [c for c in book.title.upper() if c.isalpha()]
    placed = 0
    for row in range(11):
        for col in range(8):
            t = row / 10
            x = 64 + col * 67.5 + canvas.rng.normal(0, 2 + 13 * (1 - t))
            y = 264 + row * 56 + canvas.rng.normal(0, 2 + 9 * (1 - t))
            if canvas.rng.random() < 0.62 * (1 - t) ** 1.4:
                continue
            letter = letters[placed % len(letters)]
            placed += 1
            _turned(
                canvas,
                x,
                y,
                letter,
                float(canvas.rng.normal(0, 1)) * 95 * (1 - t) ** 1.2,
                50,
                accent if canvas.rng.random() < 0.09 else ink,
            )
    heading(
        canvas,
        book,
        48,
        60,
        504,
        ink,
        font="inter-black",
        size=78,
        height=90,
        credit="inter",
        credit_size=22,
        max_lines=1,
    )
    canvas.rect(0, HEIGHT - 56, WIDTH, HEIGHT, ink)
    put_imprint(canvas, 48, HEIGHT - 22, book, light, align="left")


def _turned(canvas: Canvas, x: float, y: float, letter: str, degrees: float, size: float, colour: str) -> None:
    side = round(size * 1.6 * SCALE)
    layer = Image.new("L", (side, side), 0)
    ImageDraw.Draw(layer).text((side / 2, side / 2), letter, font=face("inter-black", size), fill=255, anchor="mm")
    layer = layer.rotate(-degrees, Image.Resampling.BICUBIC)
    page, _ = canvas.mask()
    page.paste(layer, (round(x * SCALE - side / 2), round(y * SCALE - side / 2)))
    canvas.stamp(page, colour)


def banded(canvas: Canvas, book: Book) -> None:
    """Patterned paper over boards with a broad label across the middle."""
    ground, ink, accent, pattern, light = book.palette
    motif = book.options.get("motif", "wave")
    if motif == "wave":
        seigaiha(canvas, 0, 0, WIDTH, HEIGHT + 60, 50, (ground, pattern), rings=4)
    elif motif == "diamond":
        for row in range(-1, 20):
            for col in range(-1, 11):
                x, y = col * 60 + (30 if row % 2 else 0), row * 48
                canvas.polygon(
                    [(x, y - 44), (x + 27, y), (x, y + 44), (x - 27, y)],
                    pattern if (row // 2 + col) % 2 else mix(pattern, accent, 0.55),
                )
                canvas.disc(x, y, 6, ground)
    elif motif == "ice":
        canvas.lines(ice_ray((-20, -20, WIDTH + 20, HEIGHT + 20), 58, canvas.rng), 2.6, pattern)
        for _ in range(26):
            blossom(
                canvas,
                float(canvas.rng.uniform(0, WIDTH)),
                float(canvas.rng.uniform(0, HEIGHT)),
                float(canvas.rng.uniform(11, 19)),
                accent,
                light,
            )
    elif motif == "chevron":
        for row in range(34):
            y = row * 34 - 60
            zig = [(x, y + (24 if (x // 50) % 2 else 0)) for x in range(-50, 700, 50)]
            canvas.line(zig, 9, (pattern, accent, mix(pattern, ground, 0.5))[row % 3])
    elif motif == "lattice":
        stepped_lattice(canvas, -10, -10, WIDTH + 10, HEIGHT + 10, 78, 3.4, pattern)
    elif motif == "coins":
        for row in range(13):
            for col in range(9):
                x, y = col * 80 - 20 + (40 if row % 2 else 0), row * 70 + 10
                canvas.disc(x, y, 31, pattern)
                canvas.ring(x, y, 27, 1.6, accent)
                canvas.rect(x - 9, y - 9, x + 9, y + 9, ground)
                canvas.frame(x - 12, y - 12, x + 12, y + 12, 1.6, accent)
    else:
        for row in range(16):
            for col in range(11):
                x, y = col * 60 + (30 if row % 2 else 0), row * 60
                star(canvas, x, y, 22, 8, 0.45, pattern)
                canvas.disc(x + 30, y, 4, accent)
    top, bottom = book.options.get("label", (250, 560))
    canvas.rect(0, top - 14, WIDTH, bottom + 14, accent)
    canvas.rect(0, top - 8, WIDTH, bottom + 8, light)
    canvas.rect(0, top + 6, WIDTH, top + 7.6, ink)
    canvas.rect(0, bottom - 7.6, WIDTH, bottom - 6, ink)
    font = book.font("song-black", book.options.get("font", "garamond"))
    tracking = 0.14 if book.is_chinese and len(book.title) <= 4 else 0.0
    cap = 92 if book.is_chinese else 74
    lines, size = fit(
        book.title,
        font,
        480,
        book.options.get("size", cap),
        max_lines=3,
        tracking=tracking,
        max_height=(bottom - top) * 0.56,
        leading=1.06,
    )
    n_small = len(book.credits) + bool(book.parallel) + bool(book.subtitle)
    total = size * (0.72 + 1.06 * (len(lines) - 1)) + 36 * n_small + 8
    y = (top + bottom) / 2 - total / 2
    last = block(
        canvas, 300 + size * tracking / 2, y, lines, font, size, ink, tracking=tracking, align="middle", leading=1.06
    )
    if book.subtitle:
        last += 38
        small = 25.0
        while measure(book.subtitle, "garamond-italic", small) > 500:
            small *= 0.96
        put(canvas, 300, last, book.subtitle, "garamond-italic", small, ink, align="middle")
    if book.parallel:
        last += 36 + size * 0.12
        put(canvas, 300, last, book.parallel, "garamond-italic", 21, mix(ink, light, 0.2), align="middle")
    put_credits(canvas, 300, last + 42, book, ink, size=23)
    half = 140 if book.is_chinese else 134
    canvas.rect(300 - half, HEIGHT - 96, 300 + half, HEIGHT - 58, light)
    canvas.frame(300 - half + 4, HEIGHT - 92, 300 + half - 4, HEIGHT - 62, 1, ink)
    put_imprint(canvas, 300, HEIGHT - 71, book, ink)


def gilt_cloth(canvas: Canvas, book: Book) -> None:
    """A cloth binding stamped in gold: frames, corner leaves and an engraved rosette."""
    _ground, gold, second, _, light = book.palette
    canvas.cloth(0.06)
    for inset, width in ((30, 3.4), (39, 1.2), (62, 1.2)):
        canvas.frame(inset, inset, WIDTH - inset, HEIGHT - inset, width, gold)
    for cx, cy, sx, sy in (
        (62, 62, 1, 1),
        (WIDTH - 62, 62, -1, 1),
        (62, HEIGHT - 62, 1, -1),
        (WIDTH - 62, HEIGHT - 62, -1, -1),
    ):
        for angle in (12, 45, 78):
            heading_deg = math.degrees(
                math.atan2(sy * math.sin(math.radians(angle)), sx * math.cos(math.radians(angle)))
            )
            leaf(canvas, (cx + sx * 8, cy + sy * 8), heading_deg, 50 if angle == 45 else 38, 0.13, gold)
        canvas.disc(cx + sx * 8, cy + sy * 8, 5, gold)
    n_waves, n_bands = book.options.get("rosette", (12, 8))
    middle = 520.0
    guilloche(canvas, 300, middle, 158, 92, n_waves, n_bands, gold, 1.3)
    guilloche(canvas, 300, middle, 88, 40, max(5, n_waves // 2), n_bands, second, 1.2)
    canvas.ring(300, middle, 166, 2, gold)
    emblem = book.options.get("emblem", "star")
    if emblem == "star":
        star(canvas, 300, middle, 30, 8, 0.5, gold)
    elif emblem == "heart":
        left = bezier([(300, middle + 28), (248, middle - 8), (270, middle - 44), (300, middle - 14)], 24)
        canvas.polygon([*left, *[(600 - x, y) for x, y in reversed(left)]], gold)
    elif emblem == "flame":
        left = bezier([(300, middle - 36), (262, middle + 6), (276, middle + 30), (300, middle + 30)], 24)
        canvas.polygon([*left, *[(600 - x, y) for x, y in reversed(left)]], gold)
    elif emblem == "initial":
        put_glyph(canvas, 300, middle, book.options["letter"], "garamond", 62, gold)
    font = book.font("song-bold", book.options.get("font", "goudy"))
    tracking = 0.1 if book.is_chinese else 0.03
    title = book.title if book.is_chinese or not book.options.get("upper") else book.title.upper()
    lines, size = fit(
        title, font, 400, book.options.get("size", 74), max_lines=3, tracking=tracking, max_height=170, leading=1.06
    )
    total = size * (0.7 + 1.06 * (len(lines) - 1)) + (36 if book.subtitle or book.parallel else 0)
    last = block(
        canvas,
        300 + size * tracking / 2,
        214 - total / 2,
        lines,
        font,
        size,
        light,
        tracking=tracking,
        align="middle",
        leading=1.06,
    )
    extra = book.subtitle or book.parallel
    if extra:
        put(canvas, 300, last + 40, extra, "garamond-italic", 24, gold, align="middle")
    put_credits(
        canvas, 300, 748 if len(book.credits) == 1 else 730, book, light, size=24, latin="garamond", tracking=0.05
    )
    put_imprint(canvas, 300, HEIGHT - 82, book, gold)


def herbarium(canvas: Canvas, book: Book) -> None:
    """Plants in rows, each grown by the same rule with other numbers."""
    ground, ink, one, two, light = book.palette
    canvas.paper(0.05)
    kinds = book.options.get("kinds", "mixed")
    n_cols = int(book.options.get("cols", 4))
    base_y, reach = 800.0, float(book.options.get("reach", 400))
    for col in range(n_cols):
        x = 600 * (col + 0.5) / n_cols
        colour = mix(one, two, col / max(1, n_cols - 1))
        style = (col if kinds == "mixed" else {"fern": 0, "branch": 1, "grass": 2, "fan": 3}[kinds]) % 4
        height = reach * float(canvas.rng.uniform(0.82, 1.0))
        bend = float(canvas.rng.normal(0, 9))
        stem = bezier([(x, base_y), (x + bend, base_y - height * 0.5), (x + bend * 0.4, base_y - height)], 40)
        canvas.line(stem, 3.4, colour)
        for k in range(4, 40, 2 if style == 0 else 4):
            t = k / 40
            px, py = stem[k]
            width = (1 - t) ** 0.8
            for side in (-1, 1):
                if style == 0:
                    leaf(canvas, (px, py), -90 + side * (64 - 22 * t), 74 * width + 12, 0.1, colour)
                elif style == 1:
                    leaf(canvas, (px, py), -90 + side * 48, 62 * width + 20, 0.2, colour, ground)
                elif style == 2:
                    leaf(canvas, (px, py), -90 + side * 18, 108 * width + 24, 0.045, colour)
                else:
                    canvas.line([(px, py), (px + side * (44 * width + 12), py - 34 * width - 8)], 2, colour)
                    canvas.disc(
                        px + side * (44 * width + 12), py - 34 * width - 8, 7 + 5 * width, two if side > 0 else one
                    )
        if style in (1, 3):
            leaf(canvas, stem[-1], -90, 44, 0.2, colour)
        else:
            leaf(canvas, stem[-1], -90, 34, 0.1, colour)
    canvas.rect(44, base_y, WIDTH - 44, base_y + 2, ink)
    if book.options.get("vertical"):
        slip = 62 + len(book.title) * 76 * 1.08 + 12
        canvas.rect(44, 44, 156, slip, light)
        canvas.frame(44, 44, 156, slip, 2, ink)
        column(canvas, 100, 62, book.title, book.font("kai-bold", "kai-bold"), 76, ink, step=1.08)
        put_seal(canvas, 206, 168, 44, "#a8322a", light, "文")
        put_credits(canvas, 184, 86, book, ink, align="left", size=27)
        put(canvas, 184, 122, book.parallel, "garamond-italic", 22, ink)
    else:
        heading(
            canvas,
            book,
            48,
            60,
            504,
            ink,
            font=book.font("song-black", book.options.get("font", "libertine")),
            size=book.options.get("size", 76),
            height=170,
            credit=book.options.get("credit", "garamond"),
        )
    put_imprint(canvas, 300, HEIGHT - 44, book, ink)


def branching(canvas: Canvas, book: Book) -> None:
    """A tree of descent: lines that fork upwards through time, most of them ending early."""
    _ground, ink, one, two, light = book.palette
    canvas.paper(0.05)
    base, pace = 806.0, 44.0
    for k in range(12):
        canvas.rect(48, base - k * pace, WIDTH - 48, base - k * pace + 1, ink, 0.14)

    def grow(x: float, level: int, left: float, right: float) -> None:
        """One lineage inside the strip left…right; it forks, goes on or dies out at each level."""
        if level == 11:
            canvas.disc(x, base - 11 * pace, 6.6, two)
            canvas.disc(x, base - 11 * pace, 3.0, light)
            return
        width = right - left
        forks = width > 46 and (level < 2 or canvas.rng.random() < 0.72)
        if not forks and level > 3 and canvas.rng.random() < 0.11:
            canvas.disc(x, base - level * pace, 5, ink)
            return
        if forks:
            share = float(canvas.rng.uniform(0.36, 0.64))
            middle = left + width * share
            strips = [(left, middle), (middle, right)]
        else:
            strips = [(left, right)]
        for low, high in strips:
            end = (low + high) / 2 + float(canvas.rng.normal(0, 3)) if forks else x * 0.7 + 0.15 * (low + high)
            y0, y1 = base - level * pace, base - (level + 1) * pace
            canvas.line(
                bezier([(x, y0), (x, y0 - 24), (end, y1 + 24), (end, y1)], 18),
                6.2 - level * 0.34,
                mix(one, two, level / 10),
            )
            grow(end, level + 1, low, high)

    grow(300.0, 0, 50.0, 550.0)
    heading(
        canvas,
        book,
        48,
        60,
        504,
        ink,
        font=book.font("song-black", book.options.get("font", "oldstandard-bold")),
        size=book.options.get("size", 80),
        height=130,
        credit="oldstandard",
        credit_size=22,
        max_lines=2,
    )
    put_imprint(canvas, 48, HEIGHT - 40, book, ink, align="left")
