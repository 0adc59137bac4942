"""Covers that one repeated form fills: a fan of rays, printed traces, clouds, strips of cut paper."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from installer.demo.book import Book, credit_column, put_credits, put_imprint, put_seal
from installer.demo.canvas import HEIGHT, SCALE, WIDTH, Canvas, mix
from installer.demo.families_graphic import heading
from installer.demo.ornament import starfield
from installer.demo.typesetting import block, column, fit, put


def sunburst(canvas: Canvas, book: Book) -> None:
    """An Art Deco fan of rays, stepped arches and a small light far off."""
    ground, _ink, gold, deep, light = book.palette
    canvas.gradient([(0, ground), (1, deep)])
    cx, cy = 300.0, 640.0
    for index in range(33):
        angle = math.radians(180 + index * 180 / 32)
        if index % 2 == 0:
            canvas.line(
                [
                    (cx + 150 * math.cos(angle), cy + 150 * math.sin(angle)),
                    (cx + 900 * math.cos(angle), cy + 900 * math.sin(angle)),
                ],
                1.6,
                gold,
                0.8,
            )
        else:
            a2 = math.radians(180 + (index + 0.32) * 180 / 32)
            a1 = math.radians(180 + (index - 0.32) * 180 / 32)
            canvas.polygon(
                [
                    (cx, cy),
                    (cx + 900 * math.cos(a1), cy + 900 * math.sin(a1)),
                    (cx + 900 * math.cos(a2), cy + 900 * math.sin(a2)),
                ],
                gold,
                0.17,
            )
    for radius, colour in (
        (272, deep),
        (262, gold),
        (256, ground),
        (204, gold),
        (198, deep),
        (146, gold),
        (140, ground),
        (90, gold),
        (84, deep),
    ):
        canvas.sector(cx, cy, radius, 180, 360, colour)
    canvas.glow(cx, cy - 34, 62, "#8fe0a8", 0.75)
    canvas.disc(cx, cy - 34, 12, "#d8ffe2")
    canvas.rect(0, cy, WIDTH, HEIGHT, deep)
    for k in range(6):
        y = cy + 4 + k * k * 4.2
        canvas.rect(0, y, WIDTH, y + 2.2, gold, 0.75 - 0.09 * k)
    canvas.frame(22, 22, WIDTH - 22, HEIGHT - 22, 2.4, gold)
    canvas.frame(31, 31, WIDTH - 31, HEIGHT - 31, 1, gold)
    canvas.rect(76, 92, WIDTH - 76, 300, deep)
    canvas.frame(76, 92, WIDTH - 76, 300, 2, gold)
    canvas.frame(84, 100, WIDTH - 84, 292, 0.8, gold)
    lines, size = fit(book.title.upper(), "bebas", 380, 92, max_lines=2, tracking=0.1, max_height=150, leading=0.98)
    total = cap_total(size, len(lines))
    block(
        canvas,
        300 + size * 0.05,
        196 - total / 2,
        lines,
        "bebas",
        size,
        light,
        tracking=0.1,
        align="middle",
        leading=0.98,
    )
    put_credits(canvas, 300, 806, book, light, size=25, latin="lato-light", tracking=0.22, upper=True)
    put_imprint(canvas, 300, 848, book, gold)


def cap_total(size: float, n_lines: int, leading: float = 0.98) -> float:
    """Height of `n_lines` of capitals in a face with 0.7 em caps."""
    return size * (0.7 + leading * (n_lines - 1))


def circuit(canvas: Canvas, book: Book) -> None:
    """Routed traces that turn by 45 degrees, with pads, running out of one square chip."""
    ground, _ink, accent, trace, light = book.palette
    pitch = 20.0
    taken: set[tuple[int, int]] = set()
    n_x, _n_y = int(WIDTH / pitch), int(HEIGHT / pitch)
    chip = (10, 13, 20, 23)
    for i in range(chip[0] - 1, chip[2] + 2):
        for j in range(chip[1] - 1, chip[3] + 2):
            taken.add((i, j))
    panel_top = 30
    starts: list[tuple[int, int, int, int]] = []
    for k in range(chip[0], chip[2] + 1, 1):
        starts += [(k, chip[1] - 2, 0, -1), (k, chip[3] + 2, 0, 1)]
    for k in range(chip[1], chip[3] + 1, 1):
        starts += [(chip[0] - 2, k, -1, 0), (chip[2] + 2, k, 1, 0)]
    canvas.rng.shuffle(starts)
    headings = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
    for i, j, di, dj in starts:
        if (i, j) in taken:
            continue
        path = [(i - di, j - dj), (i, j)]
        taken.add((i, j))
        way = headings.index((di, dj))
        for _ in range(int(canvas.rng.integers(6, 26))):
            options = [way, way, way, way, (way + 1) % 8, (way - 1) % 8]
            canvas.rng.shuffle(options)
            for option in options:
                nxt = (path[-1][0] + headings[option][0], path[-1][1] + headings[option][1])
                crossing = ((path[-1][0], nxt[1]) in taken) and ((nxt[0], path[-1][1]) in taken)
                if nxt in taken or crossing or not (-1 <= nxt[0] <= n_x + 1 and -1 <= nxt[1] <= panel_top):
                    continue
                path.append(nxt)
                taken.add(nxt)
                way = option
                break
            else:
                break
        colour = accent if canvas.rng.random() < 0.2 else trace
        canvas.line([(p * pitch, q * pitch) for p, q in path], 4.4, colour)
        x, y = path[-1][0] * pitch, path[-1][1] * pitch
        canvas.disc(x, y, 8, colour)
        canvas.disc(x, y, 3.4, ground)
    x0, y0, x1, y1 = (v * pitch for v in chip)
    canvas.rect(x0 - 8, y0 - 8, x1 + 8, y1 + 8, light)
    canvas.frame(x0 + 2, y0 + 2, x1 - 2, y1 - 2, 2.4, ground)
    lines, size = fit(book.options.get("chip", "λ"), "garamond", 130, 130)
    put(canvas, (x0 + x1) / 2, (y0 + y1) / 2 + size * 0.34, lines[0], "garamond", size, ground, align="middle")
    canvas.rect(0, 596, WIDTH, HEIGHT, light)
    heading(
        canvas,
        book,
        44,
        632,
        512,
        ground,
        font=book.font("hei-black", "slab"),
        size=book.options.get("size", 56),
        height=120,
        credit="slab-light",
        credit_size=20,
        leading=1.08,
    )
    put_imprint(canvas, WIDTH - 44, HEIGHT - 36, book, mix(ground, light, 0.2), align="right")


def cloud_scene(canvas: Canvas, book: Book) -> None:
    """Auspicious clouds in flat colours, a disc, and a bold upright title."""
    ground, ink, accent, cloud, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, ink, 0.35))])
    starfield(canvas, 60, light, 420)
    sun_x, sun_y = book.options.get("sun", (206, 300))
    canvas.disc(sun_x, sun_y, 132, accent)
    rows = ((470, cloud), (560, mix(cloud, light, 0.35)), (650, light), (740, mix(light, accent, 0.22)), (840, cloud))
    for index, (y, colour) in enumerate(rows):
        x = -60.0 + (index % 2) * 70
        while x < WIDTH + 120:
            size = float(canvas.rng.uniform(56, 92))
            canvas.disc(x, y, size, colour)
            edge = mix(colour, ink, 0.55)
            for ring in (1.0, 0.72, 0.44):
                canvas.ring(x, y, size * ring, 3, edge)
            x += size * 1.42
        canvas.rect(0, y + 34, WIDTH, HEIGHT, colour)
    if book.is_chinese:
        size = 104.0 if len(book.title) <= 3 else 88.0
        column(canvas, WIDTH - 98, 56, book.title, book.font("song-black", "song-black"), size, light, step=1.08)
        credit_column(canvas, WIDTH - 98 - size / 2 - 28, 66, book, light, size=24)
        put_seal(canvas, WIDTH - 98, 64 + size * (1.08 * len(book.title)) + 26, 46, "#8f1f17", light, "文")
        canvas.rect(0, HEIGHT - 52, WIDTH, HEIGHT, ink)
        put_imprint(canvas, 300, HEIGHT - 20, book, light)
        return
    lines, size = fit(book.title.upper(), "vollkorn-black", 470, 84, max_lines=3, leading=1.0, max_height=250)
    last = block(canvas, 56, 60, lines, "vollkorn-black", size, light, leading=1.0)
    put_credits(canvas, 58, last + 44, book, light, align="left", size=24)
    put_imprint(canvas, 56, HEIGHT - 48, book, ink, align="left")


def paper_strips(canvas: Canvas, book: Book) -> None:
    """Layered strips of cut paper in flowing curves."""
    ground, ink, one, two, three = book.palette
    colours = [mix(one, two, k / 5) for k in range(6)] + [mix(two, three, k / 4) for k in range(1, 5)]
    for index, colour in enumerate(colours):
        base = 330 + index * 58
        phase = canvas.rng.uniform(0, math.tau)
        lift = canvas.rng.uniform(22, 52)
        edge = [
            (x, base + lift * math.sin(x / 150 + phase) + 14 * math.sin(x / 57 + phase * 2)) for x in range(-10, 612, 5)
        ]
        shadow = Image.new("L", canvas.image.size, 0)
        ImageDraw.Draw(shadow).polygon(
            [(x * SCALE, (y - 5) * SCALE) for x, y in [*edge, (610, 910), (-10, 910)]], fill=255
        )
        canvas.stamp(shadow, "#000000", 0.16)
        canvas.polygon([*edge, (610, 910), (-10, 910)], colour)
    font = book.font("song-black", book.options.get("font", "didot-bold"))
    heading(
        canvas,
        book,
        52,
        66,
        496,
        ink,
        font=font,
        size=book.options.get("size", 84),
        height=190,
        credit=book.options.get("credit", "garamond"),
    )
    put_imprint(canvas, 52, HEIGHT - 44, book, book.options.get("foot", ground), align="left")
