"""One moment of a story each: a fall, a footprint, a lamp in fog, a storm, a silent bird."""

from __future__ import annotations

import itertools
import math

from installer.demo.book import Book, put_credits, put_imprint
from installer.demo.canvas import HEIGHT, WIDTH, Canvas, Point, bezier, mix
from installer.demo.families_graphic import heading
from installer.demo.ornament import leaf, star, starfield
from installer.demo.typesetting import put


def beam(canvas: Canvas, book: Book) -> None:
    """A lighthouse that sweeps the dark over a striped sea."""
    ground, ink, lamp, sea, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, sea, 0.7))], 0, 660)
    starfield(canvas, 80, light, 420)
    x, y = 432.0, 356.0
    for spread, alpha in ((1.0, 0.22), (0.62, 0.30), (0.3, 0.4)):
        canvas.polygon([(x, y), (-10, y + 66 - 110 * spread), (-10, y + 66 + 150 * spread)], lamp, alpha)
        canvas.polygon([(x, y), (610, y - 20 - 70 * spread), (610, y - 20 + 70 * spread)], lamp, alpha)
    canvas.polygon([(x - 30, y + 36), (x + 30, y + 36), (x + 56, 690), (x - 56, 690)], light)
    for k in range(3):
        y0, y1 = y + 92 + k * 98, y + 140 + k * 98
        w0, w1 = 30 + 26 * (y0 - y - 36) / 318, 30 + 26 * (y1 - y - 36) / 318
        canvas.polygon([(x - w0, y0), (x + w0, y0), (x + w1, y1), (x - w1, y1)], ink)
    canvas.rect(x - 40, y + 26, x + 40, y + 38, ink)
    canvas.rect(x - 20, y - 18, x + 20, y + 28, lamp)
    canvas.polygon([(x - 28, y - 16), (x, y - 50), (x + 28, y - 16)], ink)
    canvas.polygon(
        [(300, 700), (360, 664), (430, 672), (520, 660), (610, 690), (610, 730), (280, 730)], mix(ink, "#000000", 0.35)
    )
    for k in range(12):
        y0 = 690 + k * 19
        crest = [(px, y0 + 5 * math.sin(px / (30 + 3 * k) + k * 1.7)) for px in range(-6, 612, 6)]
        canvas.polygon([*crest, (612, 905), (-6, 905)], mix(sea, ink, (k % 2) * 0.22 + k * 0.035))
    heading(
        canvas,
        book,
        46,
        62,
        500,
        light,
        font=book.font("song-black", "didot"),
        size=78,
        height=170,
        credit="garamond-italic",
        credit_size=29,
    )
    put_imprint(canvas, 46, HEIGHT - 44, book, light, align="left")


def storm(canvas: Canvas, book: Book) -> None:
    """Slanting rain and one stroke of lightning."""
    ground, _ink, flash, cloud, light = book.palette
    canvas.gradient([(0, mix(ground, "#000000", 0.35)), (1, ground)])
    for _ in range(300):
        x, y = canvas.rng.uniform(-60, 700), canvas.rng.uniform(150, 900)
        reach = canvas.rng.uniform(22, 70)
        canvas.line([(x, y), (x - reach * 0.34, y + reach)], 1.5, light, float(canvas.rng.uniform(0.12, 0.5)))
    bolt: list[Point] = [
        (372, 200),
        (290, 480),
        (362, 470),
        (262, 650),
        (322, 642),
        (236, 838),
        (414, 586),
        (344, 594),
        (446, 420),
        (372, 430),
        (446, 200),
    ]
    canvas.glow(344, 540, 170, flash, 0.4)
    canvas.polygon(bolt, flash)
    for share, drop in ((0.34, 34), (0.16, 14), (0.0, -10)):
        colour = mix(cloud, ground, share)
        canvas.rect(0, 0, WIDTH, 262 + drop, colour)
        for x, y, radius in (
            (30, 250, 66),
            (128, 268, 58),
            (232, 254, 76),
            (352, 268, 66),
            (452, 256, 72),
            (560, 262, 70),
        ):
            canvas.disc(x + drop * 1.6, y + drop, radius, colour)
    if book.is_chinese:
        size = 150.0
        put(canvas, 300 + size * 0.2, 214, book.title, "song-black", size, light, tracking=0.4, align="middle")
        put(canvas, 46, 720, book.parallel, "garamond-italic", 27, light)
        put_credits(canvas, 46, 764, book, light, align="left", size=26)
    else:
        heading(
            canvas,
            book,
            46,
            70,
            508,
            light,
            font="oldstandard-bold",
            size=92,
            height=120,
            credit="garamond",
            max_lines=1,
        )
    put_imprint(canvas, WIDTH - 46, HEIGHT - 44, book, light, align="right")


def rabbit_hole(canvas: Canvas, book: Book) -> None:
    """A chequered tunnel that turns as it falls, cards and a watch on the way."""
    ground, ink, accent, second, light = book.palette
    cx, cy = 300.0, float(book.options.get("hole", 560))
    n_rings, n_cells = 15, 18
    for ring in range(n_rings):
        r0, r1 = 520 * 0.80**ring, 520 * 0.80 ** (ring + 1)
        for cell in range(n_cells):
            if (ring + cell) % 2:
                continue
            points = []
            for radius, order in ((r0, 1), (r1, -1)):
                twist = math.log(520 / radius) * 0.55
                span = [cell + k / 6 for k in range(7)][::order]
                points += [
                    (
                        cx + radius * math.cos(s / n_cells * math.tau + twist),
                        cy + radius * math.sin(s / n_cells * math.tau + twist),
                    )
                    for s in span
                ]
            canvas.polygon(points, mix(accent, ink, min(1.0, ring / 9)))
    canvas.disc(cx, cy, 26, ink)
    for x, y, turn_by, red in ((132, 470, -24, True), (470, 640, 18, False), (420, 452, 32, True)):
        a = math.radians(turn_by)
        corners = [
            (x + dx * math.cos(a) - dy * math.sin(a), y + dx * math.sin(a) + dy * math.cos(a))
            for dx, dy in ((-32, -45), (32, -45), (32, 45), (-32, 45))
        ]
        canvas.polygon([(px + 5, py + 6) for px, py in corners], "#000000", 0.3)
        canvas.polygon(corners, light)
        colour = second if red else ink
        diamond = [
            (x + dx * math.cos(a) - dy * math.sin(a), y + dx * math.sin(a) + dy * math.cos(a))
            for dx, dy in ((0, -21), (15, 0), (0, 21), (-15, 0))
        ]
        canvas.polygon(diamond, colour)
    canvas.disc(186, 690, 47, "#c99a3b")
    canvas.disc(186, 690, 40, light)
    canvas.line([(186, 690), (186, 664)], 3.4, ink)
    canvas.line([(186, 690), (204, 698)], 3.4, ink)
    canvas.ring(186, 634, 11, 4, "#c99a3b")
    edge = 316.0 if book.is_chinese else 262.0
    canvas.rect(0, 0, WIDTH, edge, ground)
    canvas.rect(0, edge, WIDTH, edge + 6, ink)
    heading(
        canvas,
        book,
        300,
        52,
        500,
        ink,
        font=book.font("kai-bold", "goudy"),
        size=book.options.get("size", 66),
        align="middle",
        height=130,
        credit="goudy",
        credit_size=25,
        leading=1.06,
    )
    canvas.rect(0, HEIGHT - 58, WIDTH, HEIGHT, ground)
    put_imprint(canvas, 300, HEIGHT - 23, book, ink)


def footprints(canvas: Canvas, book: Book) -> None:
    """A sloping shore in five flat colours with one line of footprints."""
    sky, ink, sun, sand, sea = book.palette
    canvas.rect(0, 0, WIDTH, HEIGHT, sky)
    canvas.disc(456, 300, 76, sun)
    canvas.rect(0, 400, WIDTH, HEIGHT, sea)
    for k in range(9):
        y = 420.0 + k * 20
        canvas.line([(px, y + 4 * math.sin(px / 26 + k)) for px in range(-6, 612, 6)], 2, mix(sea, sky, 0.5), 0.6)
    shore = bezier([(-10, 560), (180, 470), (300, 700), (620, 590)], 60)
    for offset, colour in ((-16, mix(sea, "#ffffff", 0.75)), (0, sand)):
        canvas.polygon([*[(x, y + offset) for x, y in shore], (620, 910), (-10, 910)], colour)
    trail = bezier([(560, 850), (450, 720), (250, 830), (170, 640)], 7)
    for k, (a, b) in enumerate(itertools.pairwise(trail)):
        heading_rad = math.atan2(b[1] - a[1], b[0] - a[0])
        side = 11 if k % 2 else -11
        x, y = a[0] - math.sin(heading_rad) * side, a[1] + math.cos(heading_rad) * side
        scale = 1.2 - 0.85 * k / 14
        print_colour = mix(sand, ink, 0.42)
        for reach, radius in ((0, 8.0), (3, 8.0), (24, 8.6), (28, 9.4), (31, 9.2)):
            canvas.disc(
                x + reach * scale * math.cos(heading_rad),
                y + reach * scale * math.sin(heading_rad),
                radius * scale,
                print_colour,
            )
        arch = [
            (
                x + scale * (along * math.cos(heading_rad) - across * math.sin(heading_rad)),
                y + scale * (along * math.sin(heading_rad) + across * math.cos(heading_rad)),
            )
            for along, across in ((0, -7), (14, -4), (27, -9), (27, 9), (14, 6), (0, 7))
        ]
        canvas.polygon(arch, print_colour)
        for toe in range(5):
            across = (toe - 2) * 5.0 * (1 if k % 2 else -1)
            ahead = 47 - abs(toe - 1.2) * 2.4
            canvas.disc(
                x + scale * (ahead * math.cos(heading_rad) - across * math.sin(heading_rad)),
                y + scale * (ahead * math.sin(heading_rad) + across * math.cos(heading_rad)),
                (3.8 - 0.4 * toe) * scale,
                print_colour,
            )
    for frond in range(7):
        leaf(canvas, (92, 392), -168 + frond * 27, 104, 0.09, ink)
    canvas.line(bezier([(62, 620), (70, 520), (110, 460), (92, 392)], 24), 11, ink)
    heading(
        canvas,
        book,
        48,
        60,
        504,
        ink,
        font=book.options.get("font", "slab"),
        size=82,
        height=190,
        credit="slab-light",
        credit_size=22,
        leading=1.0,
    )
    put_imprint(canvas, 46, HEIGHT - 36, book, ink, align="left")


def fog_lamp(canvas: Canvas, book: Book) -> None:
    """Street lamps in fog behind house fronts with lit windows."""
    ground, ink, lamp, fog, light = book.palette
    canvas.gradient([(0, ground), (1, fog)])
    for row in range(3):
        x = -30.0
        shade = mix(fog, ink, 0.25 + 0.32 * row)
        while x < WIDTH:
            width, top = float(canvas.rng.uniform(70, 130)), 430 + row * 100 + float(canvas.rng.uniform(-46, 46))
            canvas.polygon([(x, 905), (x, top), (x + width / 2, top - 38), (x + width, top), (x + width, 905)], shade)
            canvas.rect(x + width * 0.68, top - 58, x + width * 0.68 + 16, top, shade)
            if row > 0:
                for wx in (0.2, 0.58):
                    for wy in (34, 96):
                        if canvas.rng.random() < 0.42:
                            canvas.rect(x + width * wx, top + wy, x + width * wx + 16, top + wy + 28, lamp, 0.85)
            x += width
    for x, y, scale in ((118, 560, 1.0), (486, 476, 0.72)):
        canvas.glow(x, y, 130 * scale, lamp, 0.7)
        canvas.rect(x - 4 * scale, y + 24 * scale, x + 4 * scale, HEIGHT, ink)
        canvas.polygon(
            [
                (x - 18 * scale, y - 22 * scale),
                (x + 18 * scale, y - 22 * scale),
                (x + 11 * scale, y + 24 * scale),
                (x - 11 * scale, y + 24 * scale),
            ],
            light,
        )
        canvas.polygon([(x - 24 * scale, y - 20 * scale), (x, y - 42 * scale), (x + 24 * scale, y - 20 * scale)], ink)
    layer = canvas.noise(3, 3)
    canvas.stamp_array(layer, fog, 0.42)
    heading(
        canvas,
        book,
        48,
        62,
        504,
        light,
        font="oldstandard-bold",
        size=82,
        height=240,
        credit="garamond-italic",
        credit_size=28,
        leading=1.02,
    )
    canvas.rect(0, HEIGHT - 64, WIDTH, HEIGHT, ink)
    put_imprint(canvas, 48, HEIGHT - 27, book, light, align="left")


def spring(canvas: Canvas, book: Book) -> None:
    """Bare stems, one leaf and a bird that does not sing."""
    _ground, ink, accent, leaf_colour, light = book.palette
    canvas.paper(0.05)
    canvas.disc(300, 520, 232, light)
    for k in range(13):
        x = 96 + k * 34 + canvas.rng.normal(0, 6)
        top = canvas.rng.uniform(380, 560)
        canvas.line(
            bezier([(x, 905), (x + canvas.rng.normal(0, 16), 760), (x + canvas.rng.normal(0, 22), top)], 24), 3, ink
        )
        for _ in range(3):
            t = canvas.rng.uniform(0.05, 0.5)
            y = top + (900 - top) * t
            side = canvas.rng.choice((-1, 1))
            canvas.line(bezier([(x, y + 20), (x + side * 14, y), (x + side * 26, y - 34)], 12), 2, ink)
    canvas.line(bezier([(60, 470), (230, 430), (420, 486), (560, 420)], 40), 6, ink)
    body = bezier([(256, 402), (290, 330), (392, 352), (396, 430), (330, 462), (262, 452), (256, 402)], 60)
    canvas.polygon(body, ink)
    canvas.disc(286, 378, 31, ink)
    canvas.polygon([(258, 372), (232, 384), (260, 392)], accent)
    canvas.disc(278, 372, 4.4, light)
    canvas.polygon([(376, 412), (478, 478), (462, 492), (350, 444)], ink)
    for a in (-150, -30):
        leaf(canvas, (512, 436), a + 30, 62, 0.16, leaf_colour, light)
    heading(
        canvas,
        book,
        300,
        62,
        500,
        ink,
        font="libertine",
        size=92,
        align="middle",
        height=110,
        credit="garamond",
        credit_size=27,
    )
    canvas.rect(0, HEIGHT - 62, WIDTH, HEIGHT, ink)
    put_imprint(canvas, 300, HEIGHT - 26, book, light)


def night_lamp(canvas: Canvas, book: Book) -> None:
    """A small lamp, a ring of light and crosses of stitches around it."""
    _ground, ink, flame, band, light = book.palette
    canvas.glow(300, 500, 250, flame, 0.55)
    for radius in (244, 212, 180):
        canvas.ring(300, 500, radius, 1.6, flame, 0.8)
    canvas.polygon([(226, 572), (374, 572), (352, 628), (248, 628)], ink)
    canvas.rect(206, 560, 394, 574, ink)
    canvas.rect(262, 626, 338, 640, ink)
    drop = [
        *bezier([(300, 424), (346, 486), (340, 552), (300, 556)], 24),
        *bezier([(300, 556), (260, 552), (254, 486), (300, 424)], 24),
    ]
    canvas.polygon(drop, flame)
    core = [
        *bezier([(300, 476), (322, 510), (320, 548), (300, 552)], 20),
        *bezier([(300, 552), (280, 548), (278, 510), (300, 476)], 20),
    ]
    canvas.polygon(core, light)
    canvas.line(bezier([(394, 566), (444, 556), (436, 612), (372, 604)], 20), 9, ink)
    for y in (44, 836):
        for k in range(22):
            star(canvas, 42 + k * 24.6, y, 5, 4, 0.34, band)
    heading(
        canvas,
        book,
        300,
        92,
        500,
        ink,
        font="oldstandard",
        size=76,
        align="middle",
        height=110,
        credit="oldstandard-italic",
        credit_size=28,
    )
    put_imprint(canvas, 300, HEIGHT - 100, book, ink)
