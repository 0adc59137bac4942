"""Covers in the manner of Chinese book arts: thread-bound volumes, ink landscapes, lattice windows, moonlit boughs."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from installer.demo.book import Book, credit_column, put_credits, put_imprint, put_seal
from installer.demo.canvas import HEIGHT, SCALE, WIDTH, Canvas, Point, mix
from installer.demo.ornament import blossom, bough, cloud_scroll, ice_ray, key_fret, leaf, seigaiha, stepped_lattice
from installer.demo.typesetting import block, column, column_height, fit, put


def thread_bound(canvas: Canvas, book: Book) -> None:
    """A stitched volume: cloth, four-hole binding on the right, title slip at the upper left."""
    ground, ink, accent, cord, slip = book.palette
    motif = book.options.get("motif", "cloud")
    shade = mix(ground, "#ffffff", 0.1)
    if motif == "cloud":
        for row in range(9):
            for col in range(6):
                cloud_scroll(canvas, 60 + col * 118 + (59 if row % 2 else 0), 70 + row * 108, 30, shade, 2.0)
    elif motif == "fret":
        for y in range(20, HEIGHT, 62):
            for x in range(-20, WIDTH, 62):
                key_fret(canvas, x, y, 46, shade, 2.2)
    elif motif == "wave":
        seigaiha(canvas, 0, 0, WIDTH, HEIGHT + 60, 40, (ground, shade, ground), rings=3, outline=shade)
    else:
        canvas.lines(ice_ray((0, 0, WIDTH, HEIGHT), 62, canvas.rng), 1.8, shade)
    canvas.cloth(0.05)
    spine = WIDTH - 64
    canvas.rect(spine, 0, WIDTH, HEIGHT, mix(ground, "#000000", 0.12), 0.35)
    for y in (86, 328, 572, 814):
        canvas.rect(spine, y - 1.6, WIDTH, y + 1.6, cord)
        canvas.disc(spine, y, 3.6, mix(ground, "#000000", 0.5))
    canvas.rect(spine - 1.6, 0, spine + 1.6, HEIGHT, cord)
    size = float(book.options.get("size", 92 if len(book.title) <= 4 else 76))
    height = column_height(book.title, size)
    left, top, width = 62.0, 62.0, size * 1.62
    bottom = top + height + 128
    canvas.rect(left + 5, top + 6, left + width + 5, bottom + 6, "#000000", 0.25)
    canvas.rect(left, top, left + width, bottom, slip)
    canvas.frame(left + 7, top + 7, left + width - 7, bottom - 7, 2.6, ink)
    canvas.frame(left + 13, top + 13, left + width - 13, bottom - 13, 0.9, ink)
    middle = left + width / 2
    column(canvas, middle, top + 36, book.title, book.font("kai-bold", "kai-bold"), size, ink)
    put_seal(canvas, middle, bottom - 54, 44, accent, slip, book.options.get("seal", "文"))
    if book.credits:
        credit_column(canvas, left + width + 38, top + 12, book, mix(slip, ground, 0.05), size=27)
    put_imprint(canvas, left, HEIGHT - 56, book, mix(slip, ground, 0.15), align="left")


def ink_mountains(canvas: Canvas, book: Book) -> None:
    """Receding ridges in washes of ink or mineral green under a disc of sun or moon."""
    ground, ink, accent, wash, light = book.palette
    canvas.gradient([(0, light), (0.55, ground), (1, mix(ground, light, 0.4))])
    sun_x, sun_y = book.options.get("sun", (190, 250))
    radius = float(book.options.get("radius", 62))
    canvas.disc(sun_x, sun_y, radius, accent, 0.94)
    n_layers = int(book.options.get("layers", 6))
    xs = np.arange(WIDTH * SCALE)
    rows = np.arange(HEIGHT * SCALE, dtype=np.float32)[:, None]
    for index in range(n_layers):
        depth = index / (n_layers - 1)
        base = 400 + 330 * depth
        ridge = np.zeros(xs.size)
        for octave in range(7):
            knots = canvas.rng.normal(0, 1, 4 + 3 * 2**octave)
            ridge += np.interp(xs, np.linspace(0, xs.size, knots.size), knots) * 0.56**octave
        peak = np.exp(-(((xs / SCALE) - canvas.rng.uniform(60, 540)) ** 2) / (2 * 95**2))
        top = (base - ridge * 34 - peak * (150 - 60 * depth)) * SCALE
        soft = np.clip((rows - top[None, :]) / 2.2, 0, 1)
        fade = np.exp(-np.clip(rows - top[None, :], 0, None) / ((90 + 130 * depth) * SCALE))
        mist = soft * (0.18 + 0.82 * fade) * (0.30 + 0.62 * depth)
        layer = Image.fromarray((mist * 255).astype(np.uint8))
        canvas.stamp(layer, mix(wash, ink, depth))
    canvas.paper(0.05)
    side = book.options.get("side", "right")
    size = float(book.options.get("size", 96 if len(book.title) <= 3 else 78))
    x = WIDTH - 60 - size / 2 if side == "right" else 60 + size / 2
    end = column(canvas, x, 64, book.title, book.font("song-black", "song-black"), size, ink)
    inner = x - size / 2 - 30 if side == "right" else x + size / 2 + 30
    if book.credits:
        credit_column(canvas, inner, 70, book, ink, size=23)
    put_seal(canvas, x, end + 42, 40, accent if book.options.get("red_sun", True) else "#a8322a", light)
    put_imprint(canvas, WIDTH / 2, HEIGHT - 44, book, light)


def lattice_window(canvas: Canvas, book: Book) -> None:
    """A wall of window lattice with a moon gate that looks into a garden."""
    ground, ink, accent, far, light = book.palette
    canvas.gradient([(0, ground), (1, mix(ground, "#000000", 0.18))])
    pattern = book.options.get("pattern", "ice")
    stroke = mix(ground, accent, 0.75)
    if pattern == "ice":
        canvas.lines(ice_ray((24, 24, WIDTH - 24, HEIGHT - 24), 74, canvas.rng), 4.0, stroke)
    else:
        stepped_lattice(canvas, 24, 24, WIDTH - 24, HEIGHT - 24, 92, 4.0, stroke)
    canvas.frame(18, 18, WIDTH - 18, HEIGHT - 18, 6, stroke)
    cx, cy, radius = 300.0, 330.0, 218.0
    canvas.disc(cx, cy, radius + 20, ground)
    canvas.disc(cx, cy, radius + 13, stroke)
    canvas.disc(cx, cy, radius + 6, ground)
    garden = Canvas(light, 1)
    garden.rng = canvas.rng
    garden.gradient([(0, light), (1, mix(light, far, 0.5))], cy - radius, cy + radius)
    garden.disc(cx - 70, cy - 78, 44, accent if book.options.get("sun", True) else light, 0.9)
    for depth, level in ((0.25, 70), (0.5, 112), (0.85, 150)):
        hill = [
            (x, cy + level + 26 * math.sin(x / 71 + depth * 9) + 10 * math.sin(x / 23 + depth))
            for x in range(60, 560, 6)
        ]
        garden.polygon([*hill, (560, 640), (60, 640)], mix(light, far, depth))
    bough(garden, (cx + 226, cy + 96), 214, 150, 10, ink, book.options.get("blossom", "#c8455a"), light)
    layer, pen = canvas.mask()
    pen.ellipse([(v * SCALE) for v in (cx - radius, cy - radius, cx + radius, cy + radius)], fill=255)
    canvas.image.paste(garden.image, (0, 0), layer)
    canvas.rect(0, 614, WIDTH, 800, mix(ground, "#000000", 0.13))
    canvas.rect(0, 614, WIDTH, 617, stroke)
    canvas.rect(0, 797, WIDTH, 800, stroke)
    size = 84.0 if len(book.title) <= 4 else 64.0
    font = book.font("song-bold", "libertine")
    tracking = 0.22 if book.is_chinese else 0.02
    lines, size = fit(
        book.title, font, 470, size if book.is_chinese else 62, max_lines=2, tracking=tracking, max_height=96
    )
    colour = book.options.get("type", light)
    last = block(
        canvas,
        300 + (size * tracking / 2 if book.is_chinese else 0),
        640,
        lines,
        font,
        size,
        colour,
        tracking=tracking,
        align="middle",
        leading=1.02,
    )
    put_credits(canvas, 300, max(last + 42, 758) if len(book.credits) == 1 else last + 34, book, colour, size=21)
    canvas.rect(188, 832, 412, 866, mix(ground, "#000000", 0.17))
    put_imprint(canvas, 300, 856, book, colour)


def moon_bough(canvas: Canvas, book: Book) -> None:
    """A full moon behind a flowering bough, the title set downwards."""
    ground, ink, accent, bloom, light = book.palette
    canvas.gradient([(0, ground), (0.7, mix(ground, accent, 0.35)), (1, mix(ground, accent, 0.55))])
    x, y, radius = book.options.get("moon", (220, 400, 176))
    canvas.glow(x, y, radius * 1.35, light, 0.28)
    canvas.disc(x, y, radius, light)
    patches = canvas.noise(5, 4)
    inside = np.fromfunction(lambda r, c: ((c - x) ** 2 + (r - y) ** 2) < (radius - 1) ** 2, (HEIGHT, WIDTH))
    canvas.stamp_array((np.clip(patches - 0.5, 0, 1) * inside).astype(np.float32), accent, 0.42)
    start: Point = book.options.get("start", (-20, 700))
    bough(canvas, start, book.options.get("angle", -38), book.options.get("length", 190), 10, ink, bloom, light)
    size = 92.0 if len(book.title) <= 4 else 72.0
    tx = book.options.get("title_x", WIDTH - 60 - size / 2)
    end = column(canvas, tx, 64, book.title, book.font("kai-bold", "kai-bold"), size, light, step=1.1)
    credit_column(canvas, tx - size / 2 - 26, 72, book, light, size=23)
    put_seal(canvas, tx, end + 40, 38, "#b23a2e", light)
    put_imprint(canvas, WIDTH - 52, HEIGHT - 46, book, light, align="right")


def brush_circle(canvas: Canvas, book: Book) -> None:
    """One round sweep of a dry brush, a few words, much paper."""
    ground, ink, accent, _, light = book.palette
    canvas.paper(0.06)
    cx, cy, radius = 300.0, 392.0, 190.0
    start = book.options.get("start", 120)
    n_hairs = 130
    for hair in range(n_hairs):
        offset = (hair / (n_hairs - 1) - 0.5) * 62
        reach = 330 - abs(canvas.rng.normal(0, 22)) - max(0.0, abs(offset) - 18) * 2.2
        wobble = canvas.rng.normal(0, 1.6)
        gap = canvas.rng.uniform(0.45, 1.0)
        points: list[Point] = []
        for step in range(90):
            t = step / 89
            if t > gap and canvas.rng.random() < 0.30:
                if len(points) > 1:
                    canvas.line(points, 0.9, ink)
                points = []
                continue
            angle = math.radians(start + reach * t)
            width = offset * (1.0 - 0.42 * t) + wobble
            points.append((cx + (radius + width) * math.cos(angle), cy + (radius + width) * math.sin(angle)))
        if len(points) > 1:
            canvas.line(points, 0.9, ink)
    if book.is_chinese:
        size = {2: 92.0, 3: 76.0}.get(len(book.title), 62.0)
        height = column_height(book.title, size, 1.08)
        column(canvas, cx, cy - height / 2, book.title, book.font("song-black", "song-black"), size, ink, step=1.08)
    else:
        lines, size = fit(book.title, "garamond", 260, 66, max_lines=3, max_height=200, leading=1.08)
        total = size * 1.08 * (len(lines) - 1)
        block(canvas, cx, cy - total / 2 - size * 0.33, lines, "garamond", size, ink, align="middle", leading=1.08)
    put_seal(canvas, 468, 604, 44, accent, light)
    y = put_credits(canvas, 300, 724, book, ink, size=25, latin="garamond")
    if book.parallel:
        put(canvas, 300, y + 40, book.parallel, "garamond-italic", 20, mix(ink, ground, 0.3), align="middle")
    put_imprint(canvas, 300, HEIGHT - 52, book, ink)


def tea_leaves(canvas: Canvas, book: Book) -> None:
    """Sprigs of two leaves and a bud, over a bowl seen from above."""
    ground, ink, accent, green, light = book.palette
    canvas.paper(0.05)
    cx, cy = 300.0, 560.0
    for radius, colour in ((214, ink), (205, mix(ink, light, 0.15)), (186, accent), (180, mix(accent, light, 0.16))):
        canvas.disc(cx, cy, radius, colour)
    for radius in (150, 120, 92, 66, 42, 20):
        canvas.ring(cx, cy, radius, 1.5, mix(accent, light, 0.5))
    for base_x, base_y, turn_by, scale in ((322, 610, -24, 1.15), (250, 560, 32, 0.9)):
        for angle, length in ((-52, 104), (48, 96), (-4, 74)):
            leaf(canvas, (base_x, base_y), angle + turn_by - 90, length * scale, 0.17, green, light)
    blossom(canvas, 372, 498, 15, light, accent)
    font = book.font("song-bold", "goudy")
    if book.is_chinese:
        column(canvas, 480, 60, book.title, font, 118, ink, step=1.08)
        credit_column(canvas, 398, 72, book, ink, size=25)
        put(canvas, 60, 92, book.parallel, "garamond-italic", 24, mix(ink, ground, 0.2))
    else:
        lines, size = fit(book.title, font, 480, 92, max_lines=2, leading=1.0)
        last = block(canvas, 60, 66, lines, font, size, ink, leading=1.0)
        put_credits(canvas, 62, last + 46, book, mix(ink, ground, 0.1), align="left", size=24, latin="goudy")
    put_imprint(canvas, 300, HEIGHT - 48, book, ink)
