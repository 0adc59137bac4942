"""Covers built from mathematics: orbits, ruler-and-compass figures, counting rods, helices, braids, spectra."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from installer.demo.book import Book, put_imprint
from installer.demo.canvas import HEIGHT, SCALE, WIDTH, Canvas, Point, mix
from installer.demo.families_graphic import heading
from installer.demo.ornament import starfield
from installer.demo.typesetting import put_glyph


def three_suns(canvas: Canvas, book: Book) -> None:
    """The tangled paths of three bodies that attract one another, integrated from a chosen start."""
    ground, _ink, accent, second, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, second, 0.35))])
    starfield(canvas, 170, light)
    position = np.array([[-1.0, 0.15], [1.0, -0.1], [0.05, 0.55]])
    velocity = np.array([[0.30, 0.52], [0.24, 0.40], [-0.54, -0.92]]) * float(book.options.get("speed", 1.08))
    spin = float(book.options.get("spin", -0.119))
    velocity = velocity @ np.array([[math.cos(spin), math.sin(spin)], [-math.sin(spin), math.cos(spin)]])
    paths: list[list[Point]] = [[], [], []]
    dt = 0.004
    for step in range(int(book.options.get("steps", 2400))):
        force = np.zeros_like(position)
        for a in range(3):
            for b in range(3):
                if a != b:
                    gap = position[b] - position[a]
                    force[a] += gap / (gap @ gap + 0.02) ** 1.5
        velocity += force * dt
        position += velocity * dt
        if step % 6 == 0:
            for body in range(3):
                paths[body].append((float(position[body, 0]), float(position[body, 1])))
    every = [point for path in paths for point in path]
    left, right = min(p[0] for p in every), max(p[0] for p in every)
    top, bottom = min(p[1] for p in every), max(p[1] for p in every)
    zoom = min(470 / (right - left), 430 / (bottom - top))
    for body, colour in enumerate((accent, second, light)):
        path = [(300 + (x - (left + right) / 2) * zoom, 565 + (y - (top + bottom) / 2) * zoom) for x, y in paths[body]]
        third = len(path) // 3
        for part, alpha in ((0, 0.25), (1, 0.5), (2, 0.9)):
            canvas.line(path[part * third : (part + 1) * third + 1], 3.0, colour, alpha)
        x, y = path[-1]
        canvas.glow(x, y, 46, colour, 0.8)
        canvas.disc(x, y, 17, mix(colour, "#ffffff", 0.45))
    heading(
        canvas,
        book,
        48,
        62,
        504,
        light,
        font=book.font("hei-black", "inter-black"),
        size=book.options.get("size", 112),
        height=200,
        credit="inter",
        credit_size=23,
        leading=0.98,
    )
    put_imprint(canvas, 48, HEIGHT - 48, book, light, align="left")


def curved_space(canvas: Canvas, book: Book) -> None:
    """A net drawn down by a mass, or a disc of light around a dark centre."""
    ground, _ink, accent, second, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, "#000000", 0.45))])
    starfield(canvas, 90, light, 560, top=300)
    cx, cy = 300.0, float(book.options.get("well", 600))

    def project(u: float, v: float) -> Point:
        depth = 190 / (1 + (u * u + v * v) / 0.16)
        return cx + (u * 330 + v * 120), cy + v * 205 - u * 40 + depth * 0.72

    n_lines = 23
    layer, pen = canvas.mask()
    for k in range(n_lines):
        t = -1.7 + 3.4 * k / (n_lines - 1)
        samples = [-1.8 + 3.6 * s / 100 for s in range(101)]
        for strand in ([project(s, t) for s in samples], [project(t, s) for s in samples]):
            pen.line([(px * SCALE, py * SCALE) for px, py in strand], fill=215, width=5, joint="curve")
    ramp = np.clip((np.arange(HEIGHT * SCALE) / SCALE - 330) / 150, 0, 1) * np.clip(
        (870 - np.arange(HEIGHT * SCALE) / SCALE) / 90, 0, 1
    )
    faded = np.asarray(layer, dtype=np.float32) * ramp[:, None]
    canvas.stamp(Image.fromarray(faded.astype(np.uint8)), second)
    x, y = project(0, 0)
    canvas.glow(x, y - 34, 96, accent, 0.75)
    canvas.disc(x, y - 34, 46, accent)
    canvas.disc(x - 14, y - 48, 15, mix(accent, "#ffffff", 0.6), 0.55)
    heading(
        canvas,
        book,
        48,
        64,
        504,
        light,
        font=book.font("song-black", book.options.get("font", "didot-bold")),
        size=book.options.get("size", 84),
        height=200,
        credit="garamond",
        credit_size=25,
    )
    put_imprint(canvas, 48, HEIGHT - 46, book, light, align="left")


def accretion(canvas: Canvas, book: Book) -> None:
    """A black disc in tilted rings of light."""
    ground, _ink, accent, second, light = book.palette
    canvas.gradient([(0, mix(ground, "#000000", 0.3)), (1, ground)])
    starfield(canvas, 150, light, top=290)
    cx, cy, tilt = 300.0, 520.0, -18.0
    canvas.glow(cx, cy, 230, accent, 0.35)

    def ellipse(radius: float, flat: float, low: float, high: float) -> list[Point]:
        points = []
        for step in range(121):
            a = math.radians(low + (high - low) * step / 120)
            x, y = radius * math.cos(a), radius * flat * math.sin(a)
            b = math.radians(tilt)
            points.append((cx + x * math.cos(b) - y * math.sin(b), cy + x * math.sin(b) + y * math.cos(b)))
        return points

    for low, high in ((180, 360), (0, 180)):
        for k in range(26):
            t = k / 25
            canvas.line(
                ellipse(150 + 170 * t, 0.26, low, high),
                4.2 - 2.6 * t,
                mix(light, mix(accent, second, t), min(1.0, t * 1.5 + 0.15)),
                0.95 - 0.6 * t,
            )
        if low == 180:
            canvas.disc(cx, cy, 128, accent, 0.55)
            canvas.disc(cx, cy, 122, light, 0.85)
            canvas.disc(cx, cy, 117, "#05060a")
    heading(
        canvas,
        book,
        48,
        64,
        504,
        light,
        font=book.font("hei-black", "didot"),
        size=book.options.get("size", 88),
        height=200,
        credit="garamond",
        credit_size=25,
    )
    put_imprint(canvas, 48, HEIGHT - 46, book, light, align="left")


def compass_figure(canvas: Canvas, book: Book) -> None:
    """Ruler-and-compass constructions: the squares on a right triangle, or circles that make a hexagon."""
    _ground, ink, one, two, three = book.palette
    canvas.paper(0.05)
    if book.options.get("figure", "squares") == "squares":
        a, b, c = (196.0, 520.0), (396.0, 520.0), (268.0, 424.0)
        shapes = (
            ([a, b, (396, 720), (196, 720)], one),
            ([a, c, (c[0] - (a[1] - c[1]), c[1] - (c[0] - a[0])), (a[0] - (a[1] - c[1]), a[1] - (c[0] - a[0]))], two),
            ([c, b, (b[0] + (b[1] - c[1]), b[1] - (b[0] - c[0])), (c[0] + (b[1] - c[1]), c[1] - (b[0] - c[0]))], three),
        )
        for points, colour in shapes:
            canvas.polygon(points, colour)
        canvas.polygon([a, b, c], ink)
        for points, _ in shapes:
            canvas.line([*points, points[0]], 2.0, ink)
        foot = (268.0, 720.0)
        canvas.line([c, foot], 1.8, ink)
        canvas.line([c, (196, 720)], 1.2, ink)
        canvas.line([c, (396, 720)], 1.2, ink)
        centre, reach = ((a[0] + b[0]) / 2, 520.0), 100.0
        canvas.ring(centre[0], centre[1], reach, 1.4, ink, 0.8)
        canvas.ring(centre[0], centre[1], 246, 1.0, ink, 0.35)
    else:
        cx, cy, r = 300.0, 566.0, 118.0
        for k in range(6):
            angle = math.radians(60 * k)
            canvas.disc(cx + r * math.cos(angle), cy + r * math.sin(angle), r, (one, two, three)[k % 3], 0.5)
        for k in range(6):
            angle = math.radians(60 * k)
            canvas.ring(cx + r * math.cos(angle), cy + r * math.sin(angle), r, 2, ink)
        canvas.ring(cx, cy, r, 2, ink)
        canvas.ring(cx, cy, 2 * r, 2, ink)
        hexagon = [(cx + r * math.cos(math.radians(60 * k)), cy + r * math.sin(math.radians(60 * k))) for k in range(7)]
        canvas.line(hexagon, 3, ink)
        for x, y in hexagon:
            canvas.disc(x, y, 6, ink)
    heading(
        canvas,
        book,
        48,
        62,
        504,
        ink,
        font=book.font("song-black", "oldstandard-bold"),
        size=book.options.get("size", 72),
        height=150,
        credit="oldstandard",
        credit_size=23,
    )
    put_imprint(canvas, 48, HEIGHT - 44, book, ink, align="left")


def counting_rods(canvas: Canvas, book: Book) -> None:
    """A board of counting rods (算筹), red for positive and dark for negative."""
    _ground, ink, red, dark, _light = book.palette
    canvas.cloth(0.03)
    top, cell_w, cell_h = 300.0, 100.0, 112.0
    for col in range(6):
        canvas.rect(50 + col * cell_w - 0.8, top, 50 + col * cell_w + 0.8, top + 4 * cell_h, ink, 0.45)
    for row in range(5):
        canvas.rect(50, top + row * cell_h - 0.8, 550, top + row * cell_h + 0.8, ink, 0.45)
    for row in range(4):
        for col in range(5):
            digit = int(canvas.rng.integers(0, 10))
            _rods(
                canvas,
                50 + (col + 0.5) * cell_w,
                top + (row + 0.5) * cell_h,
                digit,
                col % 2 == 0,
                red if (row + col) % 3 else dark,
            )
    heading(
        canvas, book, 50, 66, 500, ink, font=book.font("kai-bold", "garamond"), size=104, height=120, credit_size=25
    )
    put_imprint(canvas, 50, HEIGHT - 56, book, ink, align="left")


def _rods(canvas: Canvas, x: float, y: float, digit: int, upright: bool, colour: str) -> None:
    """One digit: up to five parallel rods, or a crossing rod for five and the rest parallel."""
    if digit == 0:
        canvas.ring(x, y, 17, 4, colour, 0.35)
        return
    n_parallel = digit if digit <= 5 else digit - 5
    long, gap, thick = 31.0, 13.0, 6.4
    shift = 8.0 if digit > 5 else 0.0
    for k in range(n_parallel):
        offset = (k - (n_parallel - 1) / 2) * gap
        if upright:
            canvas.line([(x + offset, y - long + 2 * shift), (x + offset, y + long)], thick, colour)
        else:
            canvas.line([(x - long, y + offset + shift), (x + long, y + offset + shift)], thick, colour)
    if digit > 5:
        if upright:
            canvas.line([(x - long, y - long + 2), (x + long, y - long + 2)], thick, colour)
        else:
            edge = y - (n_parallel - 1) / 2 * gap + shift - 9
            canvas.line([(x, edge - 30), (x, edge)], thick, colour)


def helix(canvas: Canvas, book: Book) -> None:
    """Two strands wound about one another, with coloured rungs."""
    ground, ink, one, two, light = book.palette
    n_steps = 260
    rungs = (one, two, mix(one, light, 0.45), mix(two, light, 0.4))

    def strand(t: float, phase: float) -> tuple[float, float, float]:
        angle = t * math.tau * 2.1 + phase
        return 428 + 108 * math.cos(angle) + 40 * math.sin(t * 3), -30 + 960 * t, math.sin(angle)

    for k in range(44):
        t = k / 43
        x1, y1, _ = strand(t, 0.0)
        x2, y2, _ = strand(t, math.pi * 0.86)
        middle = ((x1 + x2) / 2, (y1 + y2) / 2)
        canvas.line([(x1, y1), middle], 5, rungs[k % 4])
        canvas.line([middle, (x2, y2)], 5, rungs[(k + 2) % 4])
    pieces = []
    for phase, colour in ((0.0, light), (math.pi * 0.86, ink)):
        for k in range(n_steps):
            x1, y1, depth = strand(k / n_steps, phase)
            x2, y2, _ = strand((k + 1.2) / n_steps, phase)
            pieces.append((depth, (x1, y1), (x2, y2), colour))
    for depth, start, end, colour in sorted(pieces, key=lambda piece: piece[0]):
        canvas.line([start, end], 13 + 5 * depth, mix(colour, ground, 0.28 * (1 - depth) / 2))
    heading(
        canvas,
        book,
        46,
        66,
        240,
        light,
        font=book.font("hei-black", "inter-black"),
        size=66,
        height=260,
        credit="inter",
        credit_size=22,
        leading=1.0,
    )
    put_imprint(canvas, 46, HEIGHT - 46, book, light, align="left")


def braid(canvas: Canvas, book: Book) -> None:
    """Three ribbons plaited without end."""
    ground, ink, one, two, three = book.palette
    n_steps = 520
    pieces = []
    for index, colour in enumerate((one, two, three)):
        phase = index * math.tau / 3

        def at(step: float, phase: float = phase) -> Point:
            angle = step / n_steps * math.tau * 1.55 + phase
            return 300 + 172 * math.sin(angle), 318 + 640 * step / n_steps

        for k in range(n_steps):
            angle = k / n_steps * math.tau * 1.55 + phase
            pieces.append((math.sin(2 * angle), at(k - 0.9), at(k + 1.9), at(k), at(k + 1), colour))

    def strip(start: Point, end: Point, half: float, colour: str) -> None:
        reach = math.dist(start, end)
        nx, ny = (end[1] - start[1]) / reach * half, -(end[0] - start[0]) / reach * half
        canvas.polygon(
            [
                (start[0] + nx, start[1] + ny),
                (end[0] + nx, end[1] + ny),
                (end[0] - nx, end[1] - ny),
                (start[0] - nx, start[1] - ny),
            ],
            colour,
        )

    for _, long_start, long_end, start, end, colour in sorted(pieces, key=lambda piece: piece[0]):
        strip(start, end, 43, ground)
        strip(long_start, long_end, 35, colour)
        strip(long_start, long_end, 25, mix(colour, "#ffffff", 0.16))
        strip(long_start, long_end, 21, colour)
    canvas.rect(0, 0, WIDTH, 318, ground)
    canvas.rect(48, 314, WIDTH - 48, 318, ink)
    heading(
        canvas,
        book,
        48,
        62,
        504,
        ink,
        font=book.font("hei-black", "spartan"),
        size=74,
        height=150,
        credit="lato",
        credit_size=22,
        leading=1.0,
    )
    canvas.rect(0, HEIGHT - 64, WIDTH, HEIGHT, ground)
    put_imprint(canvas, 48, HEIGHT - 28, book, ink, align="left")


def newton_rings(canvas: Canvas, book: Book) -> None:
    """The coloured rings between a lens and a plate: interference computed for three wavelengths."""
    _ground, _, accent, _, light = book.palette
    cx, cy, reach = 300.0, 560.0, 236.0
    rows, cols = np.mgrid[0 : HEIGHT * 2, 0 : WIDTH * 2].astype(np.float32) / 2
    radius = np.hypot(cols - cx, rows - cy) / reach
    gap_nm = 1500.0 * radius**2
    base = np.asarray(canvas.image.resize((WIDTH * 2, HEIGHT * 2)), dtype=np.float32)
    inside = np.clip((1.0 - radius) * reach * 2, 0, 1)[..., None]
    fringes = np.stack(
        [
            np.sin(2 * np.pi * gap_nm / wave_nm) ** 2 * np.exp(-gap_nm / 2600) + 0.5 * (1 - np.exp(-gap_nm / 2600))
            for wave_nm in (640.0, 540.0, 450.0)
        ],
        axis=-1,
    )
    tinted = 12 + 236 * fringes * np.array([1.0, 0.93, 0.80], dtype=np.float32)
    blended = base * (1 - inside) + tinted * inside
    picture = Image.fromarray(np.clip(blended, 0, 255).astype(np.uint8))
    canvas.image.paste(picture.resize(canvas.image.size, Image.Resampling.BICUBIC))
    canvas.ring(cx, cy, reach + 14, 2, accent)
    canvas.ring(cx, cy, reach + 2, 3, light)
    heading(
        canvas,
        book,
        300,
        76,
        504,
        light,
        font=book.font("song-black", "oldstandard"),
        size=108,
        align="middle",
        height=130,
        credit="oldstandard-italic",
        credit_size=27,
        tracking=0.06,
    )
    put_imprint(canvas, 300, HEIGHT - 40, book, light)


def phyllotaxis(canvas: Canvas, book: Book) -> None:
    """Seeds set at the golden angle, as in a sunflower."""
    ground, ink, one, two, three = book.palette
    cx, cy = book.options.get("centre", (300, 560))
    for k in range(2, 620):
        radius = 10.6 * math.sqrt(k)
        angle = k * math.pi * (3 - math.sqrt(5))
        t = k / 620
        x, y = cx + radius * math.cos(angle), cy + radius * math.sin(angle)
        colour = mix(one, two, t * 2) if t < 0.5 else mix(two, three, t * 2 - 1)
        canvas.disc(x, y, 2.6 + 4.6 * math.sqrt(t), colour)
    heading(
        canvas,
        book,
        48,
        60,
        504,
        ink,
        font=book.font("song-black", book.options.get("font", "goudy")),
        size=book.options.get("size", 80),
        height=150,
        credit="goudy",
    )
    canvas.rect(0, HEIGHT - 66, WIDTH, HEIGHT, ground)
    put_imprint(canvas, 48, HEIGHT - 30, book, ink, align="left")


def dial(canvas: Canvas, book: Book) -> None:
    """Nested dials of a clock that counts more than hours."""
    ground, _ink, brass, dark, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, "#000000", 0.4))])
    cx, cy = 300.0, 556.0
    for radius, n_ticks, length, width in (
        (292, 120, 16, 2.0),
        (248, 0, 0, 3.0),
        (196, 24, 14, 3.0),
        (150, 12, 34, 5.0),
        (92, 60, 9, 1.6),
    ):
        canvas.ring(cx, cy, radius, 2.4, brass)
        strokes = []
        for tick in range(n_ticks):
            angle = tick / n_ticks * math.tau
            strokes.append(
                [
                    (cx + (radius - 6) * math.cos(angle), cy + (radius - 6) * math.sin(angle)),
                    (cx + (radius - 6 - length) * math.cos(angle), cy + (radius - 6 - length) * math.sin(angle)),
                ]
            )
        canvas.lines(strokes, width, brass)
    for index, numeral in enumerate(["8", "0", "2", "7", "0", "1"]):
        angle = math.radians(-150 + index * 60)
        put_glyph(
            canvas, cx + 222 * math.cos(angle), cy + 222 * math.sin(angle), numeral, "oldstandard-bold", 40, light
        )
    for angle_deg, length, width in ((-62, 236, 6), (112, 160, 8)):
        angle = math.radians(angle_deg)
        canvas.line(
            [
                (cx - 34 * math.cos(angle), cy - 34 * math.sin(angle)),
                (cx + length * math.cos(angle), cy + length * math.sin(angle)),
            ],
            width,
            light,
        )
    canvas.disc(cx, cy, 17, brass)
    canvas.disc(cx, cy, 7, ground)
    heading(
        canvas,
        book,
        300,
        62,
        500,
        light,
        font="oldstandard-bold",
        size=78,
        align="middle",
        height=92,
        credit="oldstandard-italic",
        credit_size=27,
        max_lines=1,
    )
    canvas.rect(0, HEIGHT - 62, WIDTH, HEIGHT, dark)
    put_imprint(canvas, 300, HEIGHT - 26, book, light)
