"""Flat, graphic covers: woodblock waves, Bauhaus tiles, contour maps, halftones, sunbursts, printed circuits."""

from __future__ import annotations

import math

import numpy as np

from installer.demo.book import Book, credit_column, put_credits, put_imprint
from installer.demo.canvas import HEIGHT, SCALE, WIDTH, Canvas, Point, bezier, mix
from installer.demo.ornament import seigaiha
from installer.demo.typesetting import block, column, fit, measure, put


def heading(
    canvas: Canvas,
    book: Book,
    x: float,
    y: float,
    width: float,
    colour: str,
    *,
    font: str,
    size: float,
    align: str = "left",
    max_lines: int = 3,
    tracking: float = 0.0,
    leading: float = 1.04,
    credit: str = "garamond",
    credit_size: float = 24,
    height: float = 420,
    credit_colour: str = "",
) -> float:
    """Title, subtitle, parallel title and credits in one block from the cap-line `y`. Returns the last baseline."""
    lines, points = fit(
        book.title, font, width, size, max_lines=max_lines, tracking=tracking, max_height=height, leading=leading
    )
    last = block(canvas, x, y, lines, font, points, colour, tracking=tracking, align=align, leading=leading)
    soft = credit_colour or colour
    if book.subtitle:
        small = book.font("song-medium", "garamond-italic")
        sub_lines, sub_size = fit(book.subtitle, small, width, min(27, points * 0.5), max_lines=3, leading=1.2)
        last = block(canvas, x, last + points * 0.36, sub_lines, small, sub_size, soft, align=align, leading=1.2)
    if book.parallel and not book.options.get("no_parallel"):
        small_size = 21.0
        while measure(book.parallel, "garamond-italic", small_size) > width:
            small_size *= 0.95
        last += 38 + points * 0.11
        put(canvas, x, last, book.parallel, "garamond-italic", small_size, soft, align=align)
    if book.credits:
        last = put_credits(canvas, x, last + credit_size * 1.9, book, soft, align=align, size=credit_size, latin=credit)
    return last


def waves(canvas: Canvas, book: Book) -> None:
    """A sea of overlapping scales under a disc, with a sail, a tail or a fish on it."""
    sky, ink, sun, sea, foam = book.palette
    canvas.gradient([(0, sky), (1, mix(sky, foam, 0.5))], 0, 640)
    level = float(book.options.get("level", 520))
    sx, sy, sr = book.options.get("sun", (420, 400, 118))
    canvas.disc(sx, sy, sr, sun)
    figure = book.options.get("figure", "sail")
    if figure == "sail":
        x, y = book.options.get("at", (210, level))
        canvas.polygon([(x, y - 210), (x, y - 40), (x + 104, y - 40)], foam)
        canvas.polygon([(x - 10, y - 176), (x - 10, y - 40), (x - 70, y - 40)], mix(foam, ink, 0.18))
        canvas.polygon([(x - 92, y - 28), (x + 118, y - 28), (x + 84, y + 22), (x - 58, y + 22)], ink)
    elif figure == "tail":
        x, y = book.options.get("at", (230, level))
        right: list[Point] = [
            *bezier([(x, y - 128), (x + 20, y - 186), (x + 110, y - 226), (x + 168, y - 190)], 26),
            *bezier([(x + 168, y - 190), (x + 138, y - 122), (x + 60, y - 104), (x + 30, y - 84)], 26),
            *bezier([(x + 30, y - 84), (x + 34, y - 10), (x + 66, y + 30), (x + 96, y + 70)], 26),
        ]
        left = [(2 * x - px, py) for px, py in reversed(right)]
        canvas.polygon([*right, *left], ink)
    elif figure == "fish":
        _leaping_fish(canvas, book, ink, foam, level)
    elif figure == "galley":
        x, y = book.options.get("at", (230, level))
        hull = bezier([(x - 150, y - 66), (x - 120, y + 64), (x + 120, y + 64), (x + 150, y - 66)], 40)
        deck = bezier([(x + 128, y - 50), (x + 90, y - 8), (x - 90, y - 8), (x - 128, y - 50)], 30)
        canvas.rect(x - 4, y - 226, x + 4, y, ink)
        sail = [
            *bezier([(x - 104, y - 210), (x, y - 190), (x + 104, y - 210)], 20),
            *bezier([(x + 104, y - 210), (x + 122, y - 130), (x + 92, y - 62)], 20),
            *bezier([(x + 92, y - 62), (x, y - 40), (x - 92, y - 62)], 20),
            *bezier([(x - 92, y - 62), (x - 78, y - 130), (x - 104, y - 210)], 20),
        ]
        canvas.polygon(sail, foam)
        for k in (-1, 0, 1):
            canvas.polygon(
                [
                    (x + k * 66 - 14, y - 204),
                    (x + k * 66 + 14, y - 204),
                    (x + k * 62 + 13, y - 54),
                    (x + k * 62 - 13, y - 54),
                ],
                mix(sea, ink, 0.2),
            )
        canvas.line([(x - 116, y - 212), (x + 116, y - 212)], 6, ink)
        canvas.polygon([*hull, *deck], ink)
        for k in range(7):
            canvas.line([(x - 96 + k * 30, y + 6), (x - 122 + k * 30, y + 74)], 3.4, ink)
    rows = ((sea, foam, mix(sea, foam, 0.45), sea, foam), (mix(sea, ink, 0.45), foam, sea, mix(sea, ink, 0.35), foam))
    colours = rows[1] if book.options.get("dark") else rows[0]
    seigaiha(canvas, 0, level, WIDTH, HEIGHT + 40, float(book.options.get("scale", 60)), colours, rings=5)
    if book.options.get("vertical"):
        column(canvas, WIDTH - 104, 54, book.title, book.font("song-black", "song-black"), 86, ink)
        credit_column(canvas, WIDTH - 176, 62, book, ink, size=24)
    else:
        heading(
            canvas,
            book,
            56,
            62,
            488,
            ink,
            font=book.font("song-black", book.options.get("font", "goudy")),
            size=book.options.get("size", 86),
            height=190,
        )
    plate = 300 if book.is_chinese else 290
    canvas.rect(300 - plate / 2, HEIGHT - 68, 300 + plate / 2, HEIGHT - 32, ink)
    put_imprint(canvas, 300, HEIGHT - 44, book, foam)


def _leaping_fish(canvas: Canvas, book: Book, ink: str, foam: str, level: float) -> None:
    x, y = book.options.get("at", (232, level - 120))
    fat = float(book.options.get("fat", 46))
    spine = bezier([(x - 230, y + 70), (x - 150, y - 70), (x + 50, y - 150), (x + 190, y + 80)], 80)
    sides: tuple[list[Point], list[Point]] = ([], [])
    crest: list[Point] = []
    for k in range(1, 80):
        t = k / 80
        (ax, ay), (bx, by) = spine[k - 1], spine[k + 1]
        reach = math.hypot(bx - ax, by - ay)
        nx, ny = (by - ay) / reach, -(bx - ax) / reach
        bill = float(book.options.get("bill", 0.2))
        width = 3.0 if t < bill else 3 + fat * math.sin(math.pi * ((t - bill) / (1.06 - bill)) ** 0.62)
        px, py = spine[k]
        sides[0].append((px + nx * width, py + ny * width))
        sides[1].append((px - nx * width * 0.9, py - ny * width * 0.9))
        if bill + 0.12 < t < 0.72:
            u = (t - bill - 0.12) / (0.60 - bill)
            fin = width + fat * float(book.options.get("fin", 1.5)) * math.sin(math.pi * u**0.55) * (1 - 0.55 * u)
            crest.append((px + nx * fin, py + ny * fin))
    canvas.polygon([*sides[0], *reversed(sides[1])], ink)
    canvas.polygon([*crest, spine[58], spine[26]], mix(ink, foam, 0.14))
    canvas.polygon([*sides[0], *reversed(sides[1])], ink)
    belly = [
        *sides[1][18:70],
        *[
            ((a[0] * 0.5 + b[0] * 0.5), (a[1] * 0.5 + b[1] * 0.5))
            for a, b in zip(sides[1][69:17:-1], spine[70:18:-1], strict=True)
        ],
    ]
    canvas.polygon(belly, mix(ink, foam, 0.72))
    ex, ey = spine[77]
    canvas.polygon(
        [
            *bezier([(ex - 6, ey - 10), (ex + 50, ey - 30), (ex + 92, ey - 66)], 14),
            *bezier([(ex + 92, ey - 66), (ex + 44, ey + 8), (ex + 40, ey + 84)], 14),
            *bezier([(ex + 40, ey + 84), (ex + 12, ey + 40), (ex - 12, ey + 6)], 14),
        ],
        ink,
    )
    hx, hy = spine[int(80 * (float(book.options.get("bill", 0.2)) + 0.10))]
    canvas.disc(hx + 3, hy - 4, 5, foam)


def bauhaus(canvas: Canvas, book: Book) -> None:
    """A grid of quarter circles, half circles, dots and bars above a strict block of type."""
    ground, ink, one, two, three = book.palette
    n_cols, n_rows = book.options.get("grid", (4, 4))
    cell = WIDTH / n_cols
    top = 0.0 if book.options.get("up", True) else HEIGHT - n_rows * cell
    colours = (one, two, three, ink)
    picks = canvas.rng
    previous = -1
    for row in range(n_rows):
        for col in range(n_cols):
            x, y = col * cell, top + row * cell
            kind = int(picks.integers(0, 7))
            while kind == previous:
                kind = int(picks.integers(0, 7))
            previous = kind
            back, front = picks.choice(4, 2, replace=False)
            base = ground if picks.random() < 0.34 else colours[back]
            fill = colours[front]
            canvas.rect(x, y, x + cell, y + cell, base)
            _tile(canvas, kind, x, y, cell, fill, base if base != ground else ground, int(picks.integers(0, 4)))
    block_top = top + n_rows * cell + 46 if book.options.get("up", True) else 58.0
    font = book.font("hei-black", "spartan")
    heading(
        canvas,
        book,
        44,
        block_top,
        512,
        ink,
        font=font,
        size=book.options.get("size", 74),
        height=150,
        credit="lato",
        credit_size=22,
        max_lines=2,
    )
    foot = HEIGHT - 40 if book.options.get("up", True) else top - 26
    put_imprint(canvas, 44, foot, book, ink, align="left")


def _tile(canvas: Canvas, kind: int, x: float, y: float, cell: float, fill: str, base: str, spin: int) -> None:
    corners = ((x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell))
    cx, cy = x + cell / 2, y + cell / 2
    if kind == 0:
        px, py = corners[spin]
        canvas.sector(px, py, cell, spin * 90, spin * 90 + 90, fill)
    elif kind == 1:
        canvas.disc(cx, cy, cell * 0.5, fill)
        canvas.disc(cx, cy, cell * 0.22, base)
    elif kind == 2:
        canvas.polygon([corners[spin], corners[(spin + 1) % 4], corners[(spin + 3) % 4]], fill)
    elif kind == 3:
        canvas.sector(cx, y if spin % 2 else y + cell, cell / 2, 0 if spin % 2 else 180, 180 if spin % 2 else 360, fill)
        canvas.sector(cx, cy, cell / 2, 0 if spin % 2 else 180, 180 if spin % 2 else 360, fill)
    elif kind == 4:
        for bar in range(4):
            start = y + cell * (bar / 4)
            canvas.rect(x, start, x + cell, start + cell / 8, fill)
    elif kind == 5:
        px, py = corners[spin]
        canvas.sector(px, py, cell, spin * 90, spin * 90 + 90, fill)
        canvas.sector(px, py, cell * 0.66, spin * 90, spin * 90 + 90, base)
        canvas.sector(px, py, cell * 0.33, spin * 90, spin * 90 + 90, fill)
    else:
        for dx in (0.25, 0.75):
            for dy in (0.25, 0.75):
                canvas.disc(x + cell * dx, y + cell * dy, cell * 0.14, fill)


def contours(canvas: Canvas, book: Book) -> None:
    """A relief map: height lines, every fifth one heavier, with a route and a labelled plate."""
    ground, ink, accent, line, light = book.palette
    shape = (HEIGHT * 2, WIDTH * 2)
    height = canvas.noise(book.options.get("bumps", 2.4), 3, shape)
    if book.options.get("island"):
        r, c = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
        bowl = np.exp(-((((c / shape[1] - 0.5) / 0.36) ** 2 + ((r / shape[0] - 0.60) / 0.24) ** 2) ** 1.3))
        height = (height * 1.15 + 0.25) * bowl
        sea = height < 0.22
        canvas.stamp_array((~sea).astype(np.float32), light)
    else:
        canvas.stamp_array(height, light, 0.6)
    levels = float(book.options.get("levels", 17))
    slope_r, slope_c = np.gradient(height * levels)
    slope = np.hypot(slope_r, slope_c) + 1e-4
    for every, width, alpha in ((1.0, 1.1, 0.75), (5.0, 2.3, 0.95)):
        scaled = height * levels / every
        nearest = np.abs(scaled - np.round(scaled)) * every / slope
        ink_line = np.clip(width + 0.5 - nearest, 0, 1)
        if book.options.get("island"):
            ink_line = ink_line * (height > 0.2)
        canvas.stamp_array(ink_line.astype(np.float32), line, alpha)
    route: list[Point] = book.options.get(
        "route", [(70, 806), (180, 700), (160, 560), (330, 520), (470, 640), (520, 520)]
    )
    smooth = bezier(route, 60)
    for a, b in zip(smooth[::2], smooth[1::2], strict=False):
        canvas.line([a, b], 3.4, accent)
    x, y = smooth[-1]
    canvas.lines([[(x - 11, y - 11), (x + 11, y + 11)], [(x - 11, y + 11), (x + 11, y - 11)]], 5, accent)
    canvas.disc(*smooth[0], 7, accent)
    plate_bottom = float(book.options.get("plate", 330))
    plate = light if book.options.get("island") else ground
    canvas.rect(44, 44, WIDTH - 44, plate_bottom, plate)
    canvas.frame(44, 44, WIDTH - 44, plate_bottom, 2.2, ink)
    canvas.frame(52, 52, WIDTH - 52, plate_bottom - 8, 0.9, ink)
    heading(
        canvas,
        book,
        300,
        92,
        410,
        ink,
        font=book.font("song-black", book.options.get("font", "oldstandard-bold")),
        size=book.options.get("size", 72),
        align="middle",
        height=128,
        credit="oldstandard",
        credit_size=22,
        tracking=0.08 if book.is_chinese else 0.0,
    )
    canvas.rect(170, HEIGHT - 68, 430, HEIGHT - 34, plate)
    canvas.frame(170, HEIGHT - 68, 430, HEIGHT - 34, 1.2, ink)
    put_imprint(canvas, 300, HEIGHT - 46, book, ink)


def eye_halftone(canvas: Canvas, book: Book) -> None:
    """A watching eye in concentric halftone dots."""
    _ground, ink, accent, _, light = book.palette
    cx, cy = 300.0, float(book.options.get("eye_y", 330))
    layer, pen = canvas.mask()
    for ring in range(3, 40):
        radius = ring * 9.6
        n_dots = max(6, round(radius * math.tau / 12.5))
        for dot in range(n_dots):
            angle = dot / n_dots * math.tau + (ring % 2) * math.pi / n_dots
            x, y = cx + radius * math.cos(angle), cy + radius * math.sin(angle)
            lid = 190 * math.cos(min(1.0, abs(x - cx) / 292) * math.pi / 2) ** 0.9
            if abs(y - cy) > lid or not 0 < x < WIDTH:
                continue
            tone = 0.30 + 0.42 * (0.5 + 0.5 * math.sin(radius / 30 - 0.9)) if radius < 172 else 0.27
            size = 6.4 * tone * (1.25 if radius < 172 else 0.8)
            pen.ellipse([(v * SCALE) for v in (x - size, y - size, x + size, y + size)], fill=255)
    canvas.stamp(layer, ink)
    canvas.disc(cx, cy, 76, accent)
    canvas.disc(cx, cy, 42, ink)
    canvas.disc(cx + 26, cy - 28, 14, light)
    for sign in (-1, 1):
        lid_line = [
            (cx + dx, cy + sign * 196 * math.cos(abs(dx) / 292 * math.pi / 2) ** 0.9) for dx in range(-292, 293, 4)
        ]
        canvas.line(lid_line, 7, ink)
    canvas.rect(0, 604, WIDTH, HEIGHT, ink)
    heading(
        canvas,
        book,
        46,
        646,
        508,
        light,
        font=book.font("hei-black", "bebas"),
        size=book.options.get("size", 104),
        height=108,
        credit="lato-bold",
        credit_size=23,
        max_lines=1,
    )
    put_imprint(canvas, WIDTH - 46, HEIGHT - 40, book, accent, align="right")
