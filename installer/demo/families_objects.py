"""Covers around one thing: bamboo slips, a crown, a column, a globe, a calendar, chevrons, a gate, a needle."""

from __future__ import annotations

import itertools
import math

import numpy as np

from installer.demo.book import Book, put_credits, put_imprint, put_seal
from installer.demo.canvas import HEIGHT, WIDTH, Canvas, Point, bezier, mix
from installer.demo.families_graphic import heading
from installer.demo.ornament import leaf, star, starfield
from installer.demo.typesetting import block, fit, put_glyph


def bamboo_slips(canvas: Canvas, book: Book) -> None:
    """Ground, ink, seal, shade, light: a roll of written bamboo slips with two cords and a paper band."""
    ground, ink, accent, shade, light = book.palette
    n_slips = 13
    step = WIDTH / n_slips
    sample = "學而時習之不亦說乎有朋自遠方來不亦樂乎人不知而不慍不亦君子乎溫故而知新可以為師矣"
    for k in range(n_slips):
        x = k * step
        tone = mix(ground, light, float(canvas.rng.uniform(0.0, 0.5)))
        canvas.rect(x + 1.4, 0, x + step - 1.4, HEIGHT, tone)
        canvas.rect(x, 0, x + 1.6, HEIGHT, mix(ground, "#000000", 0.55))
        canvas.rect(x + step - 5, 0, x + step - 1.4, HEIGHT, shade, 0.5)
        for joint in range(2):
            y = float(canvas.rng.uniform(60, 860)) + joint * 20
            canvas.rect(x + 2, y, x + step - 2, y + 2.4, shade, 0.8)
        for row in range(25):
            glyph = sample[(k * 7 + row) % len(sample)]
            y = 30 + row * 36
            if 86 < y < 130 or 770 < y < 812:
                continue
            put_glyph(canvas, x + step / 2 - 1, y, glyph, "kai-tc", 24, mix(ink, tone, 0.45))
    for y in (108, 792):
        for offset in (-6, 0, 6):
            cord = [(x, y + offset + 2 * math.sin(x / step * math.tau)) for x in range(-4, 606, 3)]
            canvas.line(cord, 4.2, mix(accent, "#000000", 0.12 * abs(offset) / 6))
    canvas.rect(0, 296, WIDTH, 604, "#000000", 0.22)
    canvas.rect(0, 290, WIDTH, 596, light)
    canvas.rect(0, 302, WIDTH, 304, accent)
    canvas.rect(0, 582, WIDTH, 584, accent)
    heading(
        canvas,
        book,
        300,
        346,
        500,
        ink,
        font="goudy",
        size=74,
        align="middle",
        height=150,
        max_lines=2,
        credit="goudy",
        credit_size=24,
    )
    canvas.rect(166, HEIGHT - 62, 434, HEIGHT - 24, light)
    put_imprint(canvas, 300, HEIGHT - 38, book, ink)


def crown(canvas: Canvas, book: Book) -> None:
    """Ground, metal, blood, shadow, light: a crown over its own falling reflection."""
    ground, metal, blood, _shadow, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, blood, 0.55))])
    cx, cy = 300.0, 440.0

    def outline(flip: float) -> list[Point]:
        tips = ((-170, -120), (-86, -150), (0, -176), (86, -150), (170, -120))
        points: list[Point] = [(cx - 140, cy + flip * 60)]
        for index, (x, y) in enumerate(tips):
            points.append((cx + x, cy + flip * y))
            if index < 4:
                nx = (x + tips[index + 1][0]) / 2
                points.append((cx + nx * 0.92, cy + flip * -26))
        points.append((cx + 140, cy + flip * 60))
        return points

    canvas.polygon([(x, y + 142) for x, y in outline(-1.0)], blood, 0.9)
    for k in range(15):
        y = 532 + k * 14
        canvas.rect(80, y, 520, y + 2 + k * 0.75, mix(ground, blood, 0.2 + k * 0.022))
    canvas.polygon(outline(1.0), metal)
    for x, y in ((-170, -120), (-86, -150), (0, -176), (86, -150), (170, -120)):
        canvas.disc(cx + x, cy + y - 10, 12, metal)
    canvas.rect(cx - 140, cy + 28, cx + 140, cy + 36, ground)
    for k in range(7):
        canvas.disc(cx - 108 + k * 36, cy + 8, 7, blood if k % 2 == 0 else ground)
    lines, size = fit(book.title.upper(), "quattrocento", 470, 104, tracking=0.12)
    block(canvas, 300 + size * 0.06, 92, lines, "quattrocento", size, light, tracking=0.12, align="middle")
    put_credits(canvas, 300, 800, book, light, size=25, latin="quattrocento", tracking=0.16, upper=True)
    put_imprint(canvas, 300, HEIGHT - 46, book, metal)


def stone_column(canvas: Canvas, book: Book) -> None:
    """Ground, ink, accent, stone, light: one fluted column, and its shadow across the page."""
    ground, ink, accent, stone, light = book.palette
    canvas.polygon([(330, 850), (600, 560), (600, 700), (440, 850)], mix(ground, ink, 0.22))
    x0, x1, top, foot = 340.0, 500.0, 392.0, 800.0
    n_flutes = 9
    for k in range(n_flutes):
        a = x0 + (x1 - x0) * k / n_flutes
        b = x0 + (x1 - x0) * (k + 1) / n_flutes
        tone = 0.5 + 0.5 * math.cos((k + 0.5) / n_flutes * math.pi * 1.1)
        canvas.polygon(
            [(a + 6 * (0.5 - k / n_flutes), top), (b + 6 * (0.5 - k / n_flutes), top), (b, foot), (a, foot)],
            mix(stone, light, tone),
        )
        canvas.rect(b - 5, top, b, foot, mix(stone, ink, 0.35), 0.8)
    for y0, y1, grow in ((foot, foot + 16, 14), (foot + 16, foot + 34, 26), (foot + 34, foot + 58, 40)):
        canvas.rect(x0 - grow, y0, x1 + grow, y1, mix(stone, light, 0.5))
        canvas.rect(x0 - grow, y1 - 3, x1 + grow, y1, mix(stone, ink, 0.35))
    canvas.rect(x0 - 44, top - 62, x1 + 44, top - 38, mix(stone, light, 0.7))
    canvas.rect(x0 - 20, top - 38, x1 + 20, top, mix(stone, light, 0.3))
    for cx, sign in ((x0 - 22, 1), (x1 + 22, -1)):
        spiral = []
        for step in range(90):
            t = step / 89
            radius = 32 * (1 - t) + 3
            angle = -math.pi / 2 - sign * t * math.tau * 2.2
            spiral.append((cx + radius * math.cos(angle), top - 10 + radius * math.sin(angle)))
        canvas.disc(cx, top - 10, 34, mix(stone, light, 0.6))
        canvas.line(spiral, 4, mix(stone, ink, 0.5))
    canvas.rect(0, foot + 58, WIDTH, HEIGHT, accent)
    for k in range(9):
        for side in (-1, 1):
            leaf(
                canvas,
                (150 + side * (20 + 8 * math.sin(k)), 800 - k * 34),
                -90 + side * 44,
                52,
                0.17,
                mix(accent, ink, 0.25 + 0.03 * k),
            )
    canvas.line(bezier([(150, 830), (146, 680), (156, 500)], 20), 4, mix(accent, ink, 0.4))
    heading(
        canvas, book, 50, 66, 500, ink, font="quattrocento", size=84, height=110, credit="quattrocento", credit_size=24
    )
    put_imprint(canvas, 50, HEIGHT - 16, book, light, align="left")


def globe(canvas: Canvas, book: Book) -> None:
    """Ground, ink, accent, sea, light: a globe ringed by a dotted route, with steamer, rail and balloon signs."""
    ground, ink, accent, sea, light = book.palette
    for k in range(36):
        a = math.radians(k * 10)
        b = math.radians(k * 10 + 5)
        canvas.polygon(
            [
                (300, 540),
                (300 + 800 * math.cos(a), 540 + 800 * math.sin(a)),
                (300 + 800 * math.cos(b), 540 + 800 * math.sin(b)),
            ],
            light,
            0.55,
        )
    cx, cy, r = 300.0, 540.0, 214.0
    canvas.disc(cx, cy, r, sea)
    inside = np.fromfunction(lambda y, x: ((x - cx) ** 2 + (y - cy) ** 2) < (r - 1) ** 2, (HEIGHT, WIDTH))
    night = np.fromfunction(lambda y, x: ((x - cx + 92) ** 2 + (y - cy + 70) ** 2) > 232**2, (HEIGHT, WIDTH))
    canvas.stamp_array((night & inside).astype(np.float32), ink, 0.45)
    for k in range(1, 6):
        half = r * math.cos(math.pi * k / 12)
        ellipse = [(cx + half * math.cos(t / 60 * math.tau), cy + r * math.sin(t / 60 * math.tau)) for t in range(61)]
        if k % 2 == 0:
            canvas.line(ellipse, 1.4, ink, 0.6)
        y = r * math.sin(math.pi * (k - 3) / 7)
        reach = math.sqrt(r * r - y * y)
        canvas.line([(cx - reach, cy + y), (cx + reach, cy + y)], 1.4, ink, 0.6)
    for lap, colour in ((0.0, light), (0.7, accent)):
        path = []
        for k in range(61):
            a = math.radians(-90 + k * 3)
            path.append(
                (
                    cx + (r - 8) * math.sin(a),
                    cy + 62 * math.cos(a * 1.0) * (1 if lap == 0.0 else -0.6) + 26 * math.sin(5 * a + lap),
                )
            )
        for p, q in zip(path[::2], path[1::2], strict=False):
            canvas.line([p, q], 4, colour)
    canvas.ring(cx, cy, r, 5, ink)
    canvas.ring(cx, cy, r + 34, 2, ink)
    for k in range(80):
        a = k / 80 * math.tau
        x, y = cx + (r + 20) * math.cos(a), cy + (r + 20) * math.sin(a)
        canvas.disc(x, y, 5.6 if k % 10 == 0 else 2.6, accent if k < 62 else mix(ground, ink, 0.35))
    canvas.disc(470, 332, 44, accent)
    canvas.polygon([(433, 354), (507, 354), (480, 404), (460, 404)], accent)
    canvas.lines([[(460, 404), (460, 420)], [(480, 404), (480, 420)]], 2, ink)
    canvas.rect(456, 418, 484, 436, ink)
    for dx in (-18, 18):
        canvas.line(bezier([(470, 288), (470 + dx * 2.2, 320), (470 + dx * 0.5, 402)], 20), 2.4, light)
    heading(
        canvas,
        book,
        46,
        54,
        508,
        ink,
        font="slab",
        size=66,
        height=136,
        credit="slab-light",
        credit_size=22,
        leading=1.04,
        max_lines=2,
    )
    canvas.rect(0, HEIGHT - 62, WIDTH, HEIGHT, ink)
    put_imprint(canvas, 300, HEIGHT - 26, book, light)


def calendar(canvas: Canvas, book: Book) -> None:
    """Ground, ink, accent, second, light: months of working days in which men and days trade places."""
    _ground, ink, accent, second, _light = book.palette
    n_cols, n_rows = 14, 13
    pitch = 36.4
    x0, y0 = 63.0, 346.0
    for row in range(n_rows):
        for col in range(n_cols):
            x, y = x0 + col * pitch, y0 + row * pitch
            t = (row * n_cols + col) / (n_rows * n_cols)
            if canvas.rng.random() < t:
                colour = accent if canvas.rng.random() < 0.22 else ink
                canvas.disc(x, y - 7, 6, colour)
                canvas.sector(x, y + 13, 12, 180, 360, colour)
            else:
                canvas.frame(x - 11, y - 11, x + 11, y + 13, 2.2, second)
                canvas.rect(x - 11, y - 11, x + 11, y - 5, second)
    heading(
        canvas,
        book,
        46,
        58,
        508,
        ink,
        font="slab",
        size=78,
        height=170,
        credit="slab-light",
        credit_size=23,
        max_lines=2,
        leading=1.02,
    )
    put_imprint(canvas, 46, HEIGHT - 40, book, ink, align="left")


def chevrons(canvas: Canvas, book: Book) -> None:
    """Ground, ink, accent, deep, light: ranks of pikes that close on a single point."""
    ground, ink, accent, deep, light = book.palette
    for k in range(15):
        y = 300.0 + k * 52
        canvas.polygon(
            [(-10, y - 150), (300, y + 30), (610, y - 150), (610, y - 122), (300, y + 58), (-10, y - 122)],
            deep if k % 2 else ink,
            1.0,
        )
    for k in range(19):
        x = 30 + k * 30
        y = 560 - abs(x - 300) * 0.58 + 200
        canvas.rect(x - 1.8, y, x + 1.8, HEIGHT, accent)
        canvas.polygon([(x, y - 58), (x + 9, y - 14), (x, y + 4), (x - 9, y - 14)], light)
    canvas.polygon([(0, 0), (WIDTH, 0), (WIDTH, 150), (300, 324), (0, 150)], light)
    lines, size = fit("THE ART\nOF WAR", "bebas", 300, 96, leading=0.92)
    block(canvas, 300, 52, lines, "bebas", size, ground, align="middle", leading=0.92)
    put_glyph(canvas, 300, 258, "兵", "song-black", 64, ink)
    canvas.rect(0, HEIGHT - 132, WIDTH, HEIGHT, light)
    put_credits(canvas, 300, HEIGHT - 92, book, ink, size=24, latin="lato-bold")
    put_imprint(canvas, 300, HEIGHT - 26, book, ground)


def lattice_gate(canvas: Canvas, book: Book) -> None:
    """Ground, ink, accent, stone, light: a walled city seen as nested rings with one way in."""
    ground, ink, accent, stone, light = book.palette
    cx, cy = 300.0, 566.0
    for k in range(6):
        half = 246 - k * 38
        colour = mix(stone, ink, k / 6)
        canvas.rect(cx - half, cy - half, cx + half, cy + half, colour)
        n_teeth = max(3, int(half / 15))
        for tooth in range(n_teeth):
            a = cx - half + (2 * half) * (tooth + 0.25) / n_teeth
            canvas.rect(a, cy - half - 9, a + half / n_teeth, cy - half, colour)
        inner = half - 12
        canvas.rect(cx - inner, cy - inner, cx + inner, cy + inner, mix(ground, light, k / 6))
        dx, dy = ((0, -1), (1, 0), (0, 1), (-1, 0))[k % 4]
        gx, gy = cx + dx * (half - 6), cy + dy * (half - 6)
        along, across = 20.0, 6.6
        w, h = (along, across) if dy else (across, along)
        grow = 9.6 if dy == -1 else 0.0
        canvas.rect(gx - w, gy - h - grow, gx + w, gy + h, mix(ground, light, max(0, k - 1) / 6))
        canvas.rect(gx - w, gy - h, gx + w, gy + h, mix(ground, light, k / 6))
    canvas.disc(cx, cy, 16, accent)
    canvas.disc(cx + 30, cy + 8, 11, ink)
    heading(
        canvas,
        book,
        300,
        56,
        500,
        ink,
        font="oldstandard-bold",
        size=74,
        align="middle",
        height=110,
        credit="oldstandard",
        credit_size=23,
        max_lines=1,
    )
    put_imprint(canvas, 300, HEIGHT - 34, book, ink)


def moon_fox(canvas: Canvas, book: Book) -> None:
    """Ground, ink, mist, fur, light: a fox that sits before the moon among reeds."""
    ground, ink, mist, fur, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, mist, 0.8))])
    starfield(canvas, 90, light, 500)
    canvas.glow(300, 560, 260, light, 0.25)
    canvas.disc(300, 560, 196, light)
    body = [
        *bezier([(300, 486), (236, 560), (214, 690), (232, 762)], 30),
        (372, 762),
        *bezier([(372, 762), (388, 640), (356, 540), (330, 486)], 30),
    ]
    canvas.polygon(body, ink)
    head = [(262, 410), (276, 452), (336, 452), (352, 408), (364, 470), (330, 516), (308, 540), (286, 516), (250, 472)]
    canvas.polygon(head, ink)
    tail = [
        *bezier([(360, 756), (470, 770), (520, 690), (470, 590)], 30),
        *bezier([(470, 590), (470, 680), (410, 700), (356, 716)], 30),
    ]
    canvas.polygon(tail, ink)
    tip = [
        *bezier([(497, 668), (504, 634), (490, 610), (470, 590)], 16),
        *bezier([(470, 590), (473, 624), (470, 640), (460, 660)], 16),
    ]
    canvas.polygon(tip, fur)
    canvas.polygon([(276, 480), (294, 486), (282, 490)], fur)
    canvas.polygon([(336, 480), (318, 486), (330, 490)], fur)
    canvas.polygon(
        [
            *bezier([(282, 542), (268, 600), (300, 640)], 16),
            *bezier([(314, 640), (344, 600), (330, 542)], 16),
            (307, 552),
        ],
        fur,
        0.55,
    )
    for _ in range(64):
        x = float(canvas.rng.uniform(-10, 610))
        lean = float(canvas.rng.normal(0, 26))
        top = float(canvas.rng.uniform(640, 800))
        canvas.line(
            bezier([(x, 910), (x + lean * 0.3, 820), (x + lean, top)], 16),
            2.4,
            mix(ink, ground, float(canvas.rng.uniform(0, 0.4))),
        )
    canvas.rect(0, 862, WIDTH, HEIGHT, ink)
    heading(
        canvas,
        book,
        300,
        62,
        500,
        light,
        font="goudy",
        size=70,
        align="middle",
        height=160,
        credit="goudy",
        credit_size=24,
        leading=1.08,
    )
    put_imprint(canvas, 300, HEIGHT - 15, book, light)


def ink_mountains_en(canvas: Canvas, book: Book) -> None:
    """Ground, ink, sun, wash, light: warm peaks with a road, and a title centred in the sky."""
    ground, ink, accent, wash, light = book.palette
    canvas.gradient([(0, light), (1, ground)], 0, 700)
    canvas.disc(300, 420, 150, accent)
    for k in range(7):
        depth = k / 6
        points: list[Point] = [(-10, 910)]
        x = -40.0 - float(canvas.rng.uniform(0, 80))
        up = True
        while x < 680:
            y = (
                470
                + 58 * k
                + (float(canvas.rng.uniform(-86, -30)) if up else float(canvas.rng.uniform(16, 48)))
                * (1 - 0.35 * depth)
            )
            points.append((x, y))
            x += float(canvas.rng.uniform(46, 118))
            up = not up
        points.append((700, 910))
        colour = mix(wash, ink, depth)
        canvas.polygon(points, colour)
        for a, b in itertools.pairwise(points):
            if b[1] > a[1]:
                canvas.polygon([a, b, (a[0] + 6, b[1] + 30)], mix(colour, ink, 0.28))
    road = [
        *bezier([(250, 905), (420, 800), (150, 730), (300, 640)], 40),
        *bezier([(306, 640), (190, 730), (480, 800), (350, 905)], 40),
    ]
    canvas.polygon(road, light, 0.9)
    heading(
        canvas,
        book,
        300,
        62,
        508,
        ink,
        font="vollkorn-black",
        size=66,
        align="middle",
        height=150,
        credit="garamond",
        credit_size=24,
        max_lines=2,
    )
    put_imprint(canvas, 44, HEIGHT - 36, book, light, align="left")


def dial_zh(canvas: Canvas, book: Book) -> None:
    """Ground, ink, brass, deep, light: a compass plate with the twelve branches and a floating needle."""
    ground, _ink, brass, _deep, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, "#000000", 0.35))])
    starfield(canvas, 60, light, 420)
    cx, cy = 300.0, 566.0
    for radius, width in ((252, 3), (244, 1), (186, 2), (126, 2), (120, 1)):
        canvas.ring(cx, cy, radius, width, brass)
    for index, glyph in enumerate("子丑寅卯辰巳午未申酉戌亥"):
        a = math.radians(-90 + index * 30)
        put_glyph(
            canvas, cx + 215 * math.cos(a), cy + 215 * math.sin(a), glyph, "kai-bold", 36, light if index % 3 else brass
        )
    strokes = []
    for k in range(120):
        a = k / 120 * math.tau
        inner = 170 if k % 5 else 160
        strokes.append(
            [(cx + inner * math.cos(a), cy + inner * math.sin(a)), (cx + 182 * math.cos(a), cy + 182 * math.sin(a))]
        )
    canvas.lines(strokes, 1.6, brass)
    star(canvas, cx, cy, 112, 8, 0.36, mix(ground, brass, 0.35))
    a = math.radians(-98)
    side = (-math.sin(a) * 13, math.cos(a) * 13)
    north, south = (cx + 146 * math.cos(a), cy + 146 * math.sin(a)), (cx - 146 * math.cos(a), cy - 146 * math.sin(a))
    canvas.polygon([north, (cx + side[0], cy + side[1]), (cx - side[0], cy - side[1])], "#c8402e")
    canvas.polygon([south, (cx + side[0], cy + side[1]), (cx - side[0], cy - side[1])], light)
    canvas.disc(cx, cy, 8, ground)
    heading(
        canvas,
        book,
        300,
        74,
        480,
        light,
        font=book.font("kai-bold", "garamond"),
        size=96,
        align="middle",
        height=110,
        tracking=0.1,
        credit_size=25,
    )
    put_seal(canvas, 528, 846, 40, "#b3261e", light)
    put_imprint(canvas, 46, HEIGHT - 46, book, light, align="left")
