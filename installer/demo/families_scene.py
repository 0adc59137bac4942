"""Simplified places and things: moors, roofs, a wheel, a lighthouse, a storm, a rabbit hole, a road."""

from __future__ import annotations

import math

from installer.demo.book import Book, credit_column, put_credits, put_imprint, put_seal
from installer.demo.canvas import HEIGHT, WIDTH, Canvas, Point, bezier, mix
from installer.demo.families_graphic import heading
from installer.demo.typesetting import block, column, fit, put


def horizon(canvas: Canvas, book: Book) -> None:
    """Bands of land under a wide sky, with one figure: a bare tree, a cabin, a ferry or a windmill."""
    sky, ink, glow, land, light = book.palette
    canvas.gradient([(0, sky), (0.75, mix(sky, glow, 0.75)), (1, glow)], 0, 560)
    sx, sy, sr = book.options.get("sun", (430, 470, 74))
    canvas.disc(sx, sy, sr, light, 0.9)
    for index in range(6):
        depth = index / 5
        base = 520 + index * 66
        phase = canvas.rng.uniform(0, math.tau)
        edge = [
            (x, base + (26 - 12 * depth) * math.sin(x / (120 + 40 * depth) + phase) + 7 * math.sin(x / 37 + phase))
            for x in range(-6, 612, 6)
        ]
        canvas.polygon([*edge, (612, 905), (-6, 905)], mix(mix(land, glow, 0.55), ink, depth * 0.95))
        if index == 2:
            _figure(canvas, book, ink)
    heading(
        canvas,
        book,
        50,
        64,
        500,
        book.options.get("type", ink),
        font=book.font("song-black", book.options.get("font", "libertine")),
        size=book.options.get("size", 84),
        height=190,
        credit=book.options.get("credit", "garamond"),
    )
    put_imprint(canvas, 300, HEIGHT - 44, book, light)


def _figure(canvas: Canvas, book: Book, ink: str) -> None:
    figure = book.options.get("figure", "tree")
    if figure == "tree":

        def grow(point: Point, heading_deg: float, reach: float, width: float) -> None:
            if reach < 9:
                return
            end = (
                point[0] + reach * math.cos(math.radians(heading_deg)),
                point[1] + reach * math.sin(math.radians(heading_deg)),
            )
            canvas.line([point, end], width, ink)
            for spread in (-26, 20):
                grow(
                    end,
                    heading_deg + spread + canvas.rng.normal(7, 9),
                    reach * canvas.rng.uniform(0.68, 0.84),
                    width * 0.68,
                )

        grow((170, 716), -82, 80, 13)
    elif figure == "cabin":
        canvas.polygon([(120, 612), (120, 560), (172, 518), (224, 560), (224, 612)], ink)
        canvas.rect(196, 516, 210, 552, ink)
        canvas.rect(160, 572, 184, 596, "#f6d98a")
        for x, height in ((66, 150), (92, 190), (262, 176), (292, 132), (520, 168), (552, 206)):
            for tier in range(4):
                y = 640 - height + tier * height * 0.22
                half = 13 + tier * 7
                canvas.polygon([(x, y - 8), (x - half, y + height * 0.30), (x + half, y + height * 0.30)], ink)
    elif figure == "mill":
        x, y = 170, 560.0
        canvas.polygon([(x - 36, 700), (x - 24, y), (x + 24, y), (x + 36, 700)], ink)
        canvas.polygon([(x - 30, y), (x, y - 34), (x + 30, y)], ink)
        for k in range(4):
            a = math.radians(24 + 90 * k)
            tip = (x + 118 * math.cos(a), y - 4 + 118 * math.sin(a))
            side = (-math.sin(a) * 25, math.cos(a) * 25)
            canvas.line([(x, y - 4), tip], 4, ink)
            inner = (x + 34 * math.cos(a), y - 4 + 34 * math.sin(a))
            canvas.polygon(
                [inner, tip, (tip[0] + side[0], tip[1] + side[1]), (inner[0] + side[0], inner[1] + side[1])], ink, 0.75
            )
        lance = [(372, 540), (470, 632)]
        canvas.line([lance[0], lance[1]], 3.6, ink)
        canvas.polygon(
            [
                (410, 700),
                (420, 640),
                (446, 618),
                (500, 622),
                (520, 640),
                (526, 700),
                (512, 700),
                (506, 664),
                (438, 664),
                (428, 700),
            ],
            ink,
        )
        canvas.disc(470, 586, 13, ink)
        canvas.polygon([(456, 600), (486, 600), (490, 640), (452, 640)], ink)
        canvas.polygon([(436, 640), (408, 604), (392, 612), (400, 626), (424, 640)], ink)
    elif figure == "ferry":
        canvas.rect(92, 470, 118, 660, ink)
        for tier in range(5):
            y = 470 + tier * 38
            canvas.polygon([(78 - tier * 2, y + 10), (105, y - 8), (132 + tier * 2, y + 10)], ink)
        canvas.polygon([(98, 470), (105, 436), (112, 470)], ink)


def water_and_pagoda(canvas: Canvas, book: Book) -> None:
    """A river between two hills, a ferry on its rope and a white pagoda."""
    sky, ink, hill, water, light = book.palette
    canvas.gradient([(0, light), (1, sky)], 0, 620)
    for index, (side, top) in enumerate(((1, 300), (-1, 380), (1, 470))):
        start, end = (0, WIDTH) if side < 0 else (WIDTH, 0)
        curve = bezier(
            [(start, top), (start - side * 120, top - 46), (start - side * 300, top + 210), (end + side * 120, 640)], 50
        )
        canvas.polygon([*curve, (start, 650)], mix(sky, hill, 0.45 + 0.25 * index))
    canvas.rect(0, 600, WIDTH, HEIGHT, water)
    for k in range(17):
        y = 616 + k * 10 + k * k * 0.06
        x = canvas.rng.uniform(-60, 420)
        canvas.line([(x, y), (x + canvas.rng.uniform(60, 260), y)], 1.8, light, 0.5)
    x = 132.0
    for tier in range(7):
        y = 318 + tier * 36
        half = 19 + tier * 3.2
        canvas.polygon([(x - half, y + 36), (x - half + 4, y + 8), (x + half - 4, y + 8), (x + half, y + 36)], light)
        canvas.polygon([(x - half - 9, y + 12), (x - half + 6, y), (x + half - 6, y), (x + half + 9, y + 12)], ink)
    canvas.polygon([(x - 5, 318), (x, 276), (x + 5, 318)], ink)
    canvas.line([(-5, 668), (605, 640)], 1.5, ink, 0.8)
    hull = [*bezier([(250, 690), (300, 716), (392, 716), (446, 684)], 24), (436, 676), (262, 682)]
    canvas.polygon(hull, ink)
    canvas.polygon([(304, 682), (312, 654), (392, 650), (398, 680)], mix(ink, light, 0.25))
    size = 112.0
    column(canvas, WIDTH - 100, 66, book.title, book.font("kai-bold", "kai-bold"), size, ink, step=1.08)
    credit_column(canvas, WIDTH - 184, 80, book, ink, size=26)
    put_seal(canvas, WIDTH - 100, 372, 42, "#b23a2e", light)
    put(canvas, 300, HEIGHT - 86, book.parallel, "garamond-italic", 24, light, align="middle")
    put_imprint(canvas, 300, HEIGHT - 46, book, light)


def roofs(canvas: Canvas, book: Book) -> None:
    """Rows of curved grey-tiled roofs seen from a wall, with one lit window and a kite or a camel train."""
    sky, ink, tile, warm, light = book.palette
    canvas.gradient([(0, sky), (1, mix(sky, warm, 0.85))], 0, 700)
    sun_x, sun_y = book.options.get("sun", (150, 420))
    canvas.disc(sun_x, sun_y, 62, warm)
    for row in range(5):
        base = 520 + row * 88
        colour = mix(mix(tile, sky, 0.5), ink, row / 4.4)
        canvas.rect(0, base - 16, WIDTH, HEIGHT, mix(colour, ink, 0.34))
        x = -240.0 + row * 83 % 200
        while x < WIDTH + 60:
            width = float(canvas.rng.uniform(170, 270))
            ridge = base - 62
            left = bezier([(x - 14, base - 4), (x + 26, base - 10), (x + width * 0.22, ridge)], 16)
            right = bezier([(x + width * 0.78, ridge), (x + width - 26, base - 10), (x + width + 14, base - 4)], 16)
            canvas.polygon([*left, *right, (x + width, base + 4), (x, base + 4)], colour)
            canvas.rect(x + width * 0.2, ridge - 6, x + width * 0.8, ridge + 1, mix(colour, ink, 0.4))
            strokes = []
            n_tiles = int(width / 13)
            for k in range(1, n_tiles):
                t = k / n_tiles
                strokes.append([(x + width * (0.22 + 0.56 * t), ridge + 3), (x + width * t, base)])
            canvas.lines(strokes, 1.5, mix(colour, ink, 0.3))
            canvas.rect(x + 8, base + 4, x + width - 8, HEIGHT, mix(colour, ink, 0.22))
            x += width + float(canvas.rng.uniform(4, 26))
    canvas.rect(0, HEIGHT - 78, WIDTH, HEIGHT, mix(ink, "#000000", 0.25))
    if book.options.get("kite"):
        canvas.polygon([(212, 196), (246, 236), (212, 300), (178, 236)], "#c2412f")
        canvas.line(bezier([(212, 300), (190, 380), (300, 420), (262, 560)], 30), 1.6, ink)
        for k in range(3):
            canvas.polygon(
                [(205, 316 + 22 * k), (219, 326 + 22 * k), (219, 316 + 22 * k), (205, 326 + 22 * k)], "#c2412f"
            )
    size = 92.0 if len(book.title) > 3 else 112.0
    column(
        canvas,
        WIDTH - 96,
        56,
        book.title,
        book.font("song-black", "song-black"),
        size,
        book.options.get("type", ink),
        step=1.08,
    )
    credit_column(canvas, WIDTH - 96 - size / 2 - 30, 64, book, book.options.get("type", ink), size=25)
    put_imprint(canvas, 300, HEIGHT - 33, book, light)


def wheel(canvas: Canvas, book: Book) -> None:
    """One great spoked wheel on an empty road."""
    ground, ink, accent, road, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, accent, 0.4))], 0, 760)
    cx, cy, radius = book.options.get("wheel", (420, 576, 246))
    canvas.rect(0, cy + radius, WIDTH, HEIGHT, road)
    canvas.disc(cx, cy, radius, ink)
    canvas.disc(cx, cy, radius - 17, mix(ground, accent, 0.25))
    canvas.ring(cx, cy, radius - 27, 4, ink)
    strokes = []
    for k in range(24):
        a = math.radians(15 * k + 4)
        b = math.radians(15 * k + (24 if k % 2 else -16))
        strokes.append(
            [
                (cx + 24 * math.cos(b), cy + 24 * math.sin(b)),
                (cx + (radius - 24) * math.cos(a), cy + (radius - 24) * math.sin(a)),
            ]
        )
    canvas.lines(strokes, 2.6, ink)
    canvas.disc(cx, cy, 34, ink)
    canvas.disc(cx, cy, 15, accent)
    shaft = bezier([(cx, cy), (cx - 130, cy + 26), (cx - 250, cy + 110), (-30, cy + 104)], 40)
    canvas.line(shaft, 11, ink)
    if book.is_chinese:
        column(canvas, 96, 56, book.title, book.font("song-black", "song-black"), 92, ink, step=1.05)
        credit_column(canvas, 176, 66, book, ink, size=27)
        put(canvas, WIDTH - 44, 92, book.parallel, "garamond-italic", 25, ink, align="right")
    else:
        lines, size = fit(book.title.upper(), "bebas", 510, 150, max_lines=2, max_height=230, leading=0.92)
        last = block(canvas, 46, 58, lines, "bebas", size, ink, leading=0.9)
        put_credits(canvas, 48, last + 52, book, ink, align="left", size=24, latin="lato-bold")
    put_imprint(canvas, 46, HEIGHT - 36, book, light, align="left")
