"""Flat, graphic covers: woodblock waves, Bauhaus tiles, contour maps, halftones, sunbursts, printed circuits."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from installer.demo.book import Book, credit_column, put_credits, put_imprint, put_seal
from installer.demo.canvas import HEIGHT, SCALE, WIDTH, Canvas, Point, bezier, mix
from installer.demo.ornament import seigaiha, starfield
from installer.demo.typesetting import block, column, fit, measure, put


def heading(
    canvas: Canvas, book: Book, x: float, y: float, width: float, colour: str, *, font: str, size: float,
    align: str = "left", max_lines: int = 3, tracking: float = 0.0, leading: float = 1.04, credit: str = "garamond",
    credit_size: float = 24, height: float = 420, credit_colour: str = "",
) -> float:
    """Title, subtitle, parallel title and credits in one block from the cap-line `y`. Returns the last baseline."""
    lines, points = fit(book.title, font, width, size, max_lines=max_lines, tracking=tracking, max_height=height,
                        leading=leading)
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
        sail = [*bezier([(x - 104, y - 210), (x, y - 190), (x + 104, y - 210)], 20),
                *bezier([(x + 104, y - 210), (x + 122, y - 130), (x + 92, y - 62)], 20),
                *bezier([(x + 92, y - 62), (x, y - 40), (x - 92, y - 62)], 20),
                *bezier([(x - 92, y - 62), (x - 78, y - 130), (x - 104, y - 210)], 20)]
        canvas.polygon(sail, foam)
        for k in (-1, 0, 1):
            canvas.polygon([(x + k * 66 - 14, y - 204), (x + k * 66 + 14, y - 204), (x + k * 62 + 13, y - 54), (x + k * 62 - 13, y - 54)], mix(sea, ink, 0.2))
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
        heading(canvas, book, 56, 62, 488, ink, font=book.font("song-black", book.options.get("font", "goudy")),
                size=book.options.get("size", 86), height=190)
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
    belly = [*sides[1][18:70], *[((a[0] * 0.5 + b[0] * 0.5), (a[1] * 0.5 + b[1] * 0.5)) for a, b in zip(sides[1][69:17:-1], spine[70:18:-1], strict=True)]]
    canvas.polygon(belly, mix(ink, foam, 0.72))
    ex, ey = spine[77]
    canvas.polygon([*bezier([(ex - 6, ey - 10), (ex + 50, ey - 30), (ex + 92, ey - 66)], 14), *bezier([(ex + 92, ey - 66), (ex + 44, ey + 8), (ex + 40, ey + 84)], 14),
                    *bezier([(ex + 40, ey + 84), (ex + 12, ey + 40), (ex - 12, ey + 6)], 14)], ink)
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
    heading(canvas, book, 44, block_top, 512, ink, font=font, size=book.options.get("size", 74), height=150,
            credit="lato", credit_size=22, max_lines=2)
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
        bowl = np.exp(-(((c / shape[1] - 0.5) / 0.36) ** 2 + ((r / shape[0] - 0.60) / 0.24) ** 2) ** 1.3)
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
    route: list[Point] = book.options.get("route", [(70, 806), (180, 700), (160, 560), (330, 520), (470, 640), (520, 520)])
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
    heading(canvas, book, 300, 92, 410, ink, font=book.font("song-black", book.options.get("font", "oldstandard-bold")),
            size=book.options.get("size", 72), align="middle", height=128, credit="oldstandard", credit_size=22,
            tracking=0.08 if book.is_chinese else 0.0)
    canvas.rect(170, HEIGHT - 68, 430, HEIGHT - 34, plate)
    canvas.frame(170, HEIGHT - 68, 430, HEIGHT - 34, 1.2, ink)
    put_imprint(canvas, 300, HEIGHT - 46, book, ink)


def eye_halftone(canvas: Canvas, book: Book) -> None:
    """A watching eye in concentric halftone dots."""
    ground, ink, accent, _, light = book.palette
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
        lid_line = [(cx + dx, cy + sign * 196 * math.cos(abs(dx) / 292 * math.pi / 2) ** 0.9) for dx in range(-292, 293, 4)]
        canvas.line(lid_line, 7, ink)
    canvas.rect(0, 604, WIDTH, HEIGHT, ink)
    heading(canvas, book, 46, 646, 508, light, font=book.font("hei-black", "bebas"), size=book.options.get("size", 104),
            height=108, credit="lato-bold", credit_size=23, max_lines=1)
    put_imprint(canvas, 46, HEIGHT - 40, book, accent, align="left")


def sunburst(canvas: Canvas, book: Book) -> None:
    """An Art Deco fan of rays, stepped arches and a small light far off."""
    ground, ink, gold, deep, light = book.palette
    canvas.gradient([(0, ground), (1, deep)])
    cx, cy = 300.0, 640.0
    for index in range(33):
        angle = math.radians(180 + index * 180 / 32)
        if index % 2 == 0:
            canvas.line([(cx + 150 * math.cos(angle), cy + 150 * math.sin(angle)),
                         (cx + 900 * math.cos(angle), cy + 900 * math.sin(angle))], 1.6, gold, 0.8)
        else:
            a2 = math.radians(180 + (index + 0.32) * 180 / 32)
            a1 = math.radians(180 + (index - 0.32) * 180 / 32)
            canvas.polygon([(cx, cy), (cx + 900 * math.cos(a1), cy + 900 * math.sin(a1)),
                            (cx + 900 * math.cos(a2), cy + 900 * math.sin(a2))], gold, 0.17)
    for radius, colour in ((272, deep), (262, gold), (256, ground), (204, gold), (198, deep), (146, gold), (140, ground),
                           (90, gold), (84, deep)):
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
    block(canvas, 300 + size * 0.05, 196 - total / 2, lines, "bebas", size, light, tracking=0.1, align="middle", leading=0.98)
    put_credits(canvas, 300, 806, book, light, size=25, latin="lato-light", tracking=0.22, upper=True)
    put_imprint(canvas, 300, 848, book, gold)


def cap_total(size: float, n_lines: int, leading: float = 0.98) -> float:
    """Height of `n_lines` of capitals in a face with 0.7 em caps."""
    return size * (0.7 + leading * (n_lines - 1))


def circuit(canvas: Canvas, book: Book) -> None:
    """Routed traces that turn by 45 degrees, with pads, running out of one square chip."""
    ground, ink, accent, trace, light = book.palette
    pitch = 20.0
    taken: set[tuple[int, int]] = set()
    n_x, n_y = int(WIDTH / pitch), int(HEIGHT / pitch)
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
    heading(canvas, book, 44, 632, 512, ground, font=book.font("hei-black", "slab"), size=book.options.get("size", 56),
            height=120, credit="slab-light", credit_size=20, leading=1.08)
    put_imprint(canvas, 44, HEIGHT - 36, book, mix(ground, light, 0.2), align="left")


def cloud_scene(canvas: Canvas, book: Book) -> None:
    """Auspicious clouds in flat colours, a disc, and a bold upright title."""
    ground, ink, accent, cloud, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, ink, 0.35))])
    starfield(canvas, 60, light, 420)
    canvas.disc(*book.options.get("sun", (206, 300)), 132, accent)
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
        edge = [(x, base + lift * math.sin(x / 150 + phase) + 14 * math.sin(x / 57 + phase * 2)) for x in range(-10, 612, 5)]
        shadow = Image.new("L", canvas.image.size, 0)
        ImageDraw.Draw(shadow).polygon([(x * SCALE, (y - 5) * SCALE) for x, y in [*edge, (610, 910), (-10, 910)]], fill=255)
        canvas.stamp(shadow, "#000000", 0.16)
        canvas.polygon([*edge, (610, 910), (-10, 910)], colour)
    font = book.font("song-black", book.options.get("font", "didot-bold"))
    heading(canvas, book, 52, 66, 496, ink, font=font, size=book.options.get("size", 84), height=190,
            credit=book.options.get("credit", "garamond"))
    put_imprint(canvas, 52, HEIGHT - 44, book, book.options.get("foot", ground), align="left")

