"""Ornaments that several cover families share: lattices, frets, waves, clouds, boughs, leaves and guilloches."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from installer.demo.canvas import Canvas, Point, bezier, mix


def seigaiha(
    canvas: Canvas,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    radius: float,
    colours: Sequence[str],
    *,
    rings: int = 4,
    outline: str = "",
) -> None:
    """Overlapping scales of concentric arcs, as waves are printed from woodblocks. Rows are drawn top down."""
    row = 0
    y = y0 + radius
    while y - radius < y1:
        shift = radius if row % 2 else 0.0
        x = x0 - radius + shift
        while x < x1 + 2 * radius:
            for ring in range(rings):
                reach = radius * (1 - ring / rings)
                canvas.disc(x, y, reach, colours[ring % len(colours)])
                if outline:
                    canvas.ring(x, y, reach, 1.4, outline)
            x += 2 * radius
        y += radius / 2
        row += 1


def cloud_scroll(canvas: Canvas, x: float, y: float, size: float, colour: str, width: float) -> None:
    """A small auspicious cloud: three curls and a trailing tail."""
    for dx, turn_by, scale in ((-0.9, 1, 0.72), (0.0, 1, 1.0), (0.95, -1, 0.72)):
        spiral = []
        for step in range(34):
            t = step / 33
            radius = size * scale * 0.62 * (1 - 0.78 * t)
            angle = math.pi * (0.95 + 2.6 * t) if turn_by > 0 else math.pi * (0.05 - 2.6 * t)
            spiral.append((x + dx * size + radius * math.cos(angle), y + radius * math.sin(angle)))
        canvas.line(spiral, width, colour)
    tail = bezier(
        [(x - 1.5 * size, y + 0.2 * size), (x - 0.4 * size, y + 1.0 * size), (x + 2.1 * size, y + 0.34 * size)], 24
    )
    canvas.line(tail, width, colour)


def key_fret(canvas: Canvas, x: float, y: float, size: float, colour: str, width: float) -> None:
    """One square meander (回纹)."""
    u = size / 6
    path = [(0, 6), (0, 0), (6, 0), (6, 5), (1.6, 5), (1.6, 1.6), (4.4, 1.6), (4.4, 3.4), (3, 3.4)]
    canvas.line([(x + px * u, y + py * u) for px, py in path], width, colour)


def ice_ray(box: tuple[float, float, float, float], smallest: float, rng: np.random.Generator) -> list[list[Point]]:
    """Cracked-ice lattice (冰裂纹): split polygons again and again between points on their two longest sides.

    Args:
        box: Left, top, right, bottom.
        smallest: A polygon is left whole once its square root of area is below this, in page units.
        rng: Source of chance.
    """
    x0, y0, x1, y1 = box
    strokes: list[list[Point]] = []
    todo: list[list[Point]] = [[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]]
    while todo:
        shape = todo.pop()
        area = 0.5 * abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(shape, [*shape[1:], shape[0]], strict=True)))
        if math.sqrt(area) < smallest * rng.uniform(0.8, 1.25):
            continue
        sides = sorted(range(len(shape)), key=lambda i: -math.dist(shape[i], shape[(i + 1) % len(shape)]))
        first, second = sorted(sides[:2])
        if len(shape) > 3 and second - first == 1 and len(sides) > 2 and rng.random() < 0.5:
            first, second = sorted((sides[0], sides[2]))
        cuts = []
        for side in (first, second):
            a, b = shape[side], shape[(side + 1) % len(shape)]
            t = rng.uniform(0.36, 0.64)
            cuts.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
        strokes.append(cuts)
        todo.append([cuts[0], *shape[first + 1 : second + 1], cuts[1]])
        todo.append([cuts[1], *shape[second + 1 :], *shape[: first + 1], cuts[0]])
    return strokes


def stepped_lattice(
    canvas: Canvas, x0: float, y0: float, x1: float, y1: float, cell: float, width: float, colour: str
) -> None:
    """Nested squares joined by bars (步步锦), as in carved doors."""
    n_x = max(1, round((x1 - x0) / cell))
    n_y = max(1, round((y1 - y0) / cell))
    dx, dy = (x1 - x0) / n_x, (y1 - y0) / n_y
    strokes: list[list[Point]] = []
    for i in range(n_x):
        for j in range(n_y):
            left, top = x0 + i * dx, y0 + j * dy
            strokes.append([(left, top), (left + dx, top), (left + dx, top + dy), (left, top + dy), (left, top)])
            for inset in (0.2, 0.36):
                a, b = left + dx * inset, top + dy * inset
                c, d = left + dx * (1 - inset), top + dy * (1 - inset)
                strokes.append([(a, b), (c, b), (c, d), (a, d), (a, b)])
            for px, py, qx, qy in ((0.5, 0, 0.5, 0.36), (0.5, 0.64, 0.5, 1), (0, 0.5, 0.36, 0.5), (0.64, 0.5, 1, 0.5)):
                if (i + j) % 2 == 0 or px in (0, 0.64):
                    strokes.append([(left + dx * px, top + dy * py), (left + dx * qx, top + dy * qy)])
    canvas.lines(strokes, width, colour)


def blossom(canvas: Canvas, x: float, y: float, radius: float, colour: str, heart: str, turn_by: float = 0.0) -> None:
    """A five-petalled plum flower."""
    for petal in range(5):
        angle = turn_by + petal * math.tau / 5
        canvas.disc(x + math.cos(angle) * radius * 0.6, y + math.sin(angle) * radius * 0.6, radius * 0.5, colour)
    for stamen in range(8):
        angle = turn_by + stamen * math.tau / 8
        end = (x + math.cos(angle) * radius * 0.46, y + math.sin(angle) * radius * 0.46)
        canvas.line([(x, y), end], max(0.6, radius * 0.05), heart)
        canvas.disc(end[0], end[1], radius * 0.075, heart)
    canvas.disc(x, y, radius * 0.14, heart)


def bough(
    canvas: Canvas, start: Point, angle: float, length: float, width: float, wood: str, bloom: str, heart: str
) -> None:
    """A crooked branch that forks and flowers; `angle` in degrees, 0 to the right and clockwise."""
    rng = canvas.rng
    flowers: list[tuple[float, float, float, float]] = []

    def grow(origin: Point, heading: float, reach: float, thick: float, depth: int) -> None:
        n_joints = 5
        point = origin
        for joint in range(n_joints):
            heading += rng.normal(0, 11)
            step = reach / n_joints
            end = (point[0] + step * math.cos(math.radians(heading)), point[1] + step * math.sin(math.radians(heading)))
            here = thick * (1 - 0.45 * (joint + 1) / n_joints)
            canvas.line([point, end], here, wood)
            if depth > 0 and joint >= 1 and rng.random() < 0.72:
                side = rng.choice((-1, 1))
                grow(end, heading + side * rng.uniform(28, 58), reach * rng.uniform(0.45, 0.68), here * 0.62, depth - 1)
            if depth <= 1 and rng.random() < 0.55:
                flowers.append(
                    (end[0] + rng.normal(0, 4), end[1] + rng.normal(0, 4), rng.uniform(6, 13), rng.random() * 6)
                )
            point = end
        if depth > 0:
            grow(point, heading + rng.normal(0, 14), reach * 0.72, thick * 0.55, depth - 1)

    grow(start, angle, length, width, 3)
    for x, y, radius, spin in flowers:
        if radius < 8:
            canvas.disc(x, y, radius * 0.5, bloom)
        else:
            blossom(canvas, x, y, radius, bloom, heart, spin)


def guilloche(
    canvas: Canvas,
    x: float,
    y: float,
    outer: float,
    inner: float,
    n_waves: int,
    n_bands: int,
    colour: str,
    width: float,
) -> None:
    """Interlaced sine rings between two radii, as engraved on old bindings and bank notes."""
    strokes = []
    for band in range(n_bands):
        phase = band * math.tau / n_bands
        ring = []
        for step in range(481):
            t = step / 480 * math.tau
            radius = (outer + inner) / 2 + (outer - inner) / 2 * math.sin(n_waves * t + phase)
            ring.append((x + radius * math.cos(t), y + radius * math.sin(t)))
        strokes.append(ring)
    canvas.lines(strokes, width, colour)


def leaf(canvas: Canvas, base: Point, angle: float, length: float, fatness: float, colour: str, vein: str = "") -> None:
    """A pointed leaf; `angle` in degrees, 0 to the right and clockwise; `fatness` is half width over length."""
    a = math.radians(angle)
    tip = (base[0] + length * math.cos(a), base[1] + length * math.sin(a))
    side = (-math.sin(a) * length * fatness * 2, math.cos(a) * length * fatness * 2)
    mid = (base[0] + (tip[0] - base[0]) * 0.42, base[1] + (tip[1] - base[1]) * 0.42)
    one = bezier([base, (mid[0] + side[0], mid[1] + side[1]), tip], 18)
    two = bezier([tip, (mid[0] - side[0], mid[1] - side[1]), base], 18)
    canvas.polygon([*one, *two], colour)
    if vein:
        canvas.line([base, (base[0] + (tip[0] - base[0]) * 0.9, base[1] + (tip[1] - base[1]) * 0.9)], 1.2, vein)


def star(canvas: Canvas, x: float, y: float, radius: float, n_points: int, depth: float, colour: str) -> None:
    """A star polygon; `depth` is the inner radius over the outer."""
    points = []
    for index in range(2 * n_points):
        reach = radius if index % 2 == 0 else radius * depth
        angle = -math.pi / 2 + index * math.pi / n_points
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    canvas.polygon(points, colour)


def starfield(canvas: Canvas, n_stars: int, colour: str, bottom: float = 900.0, top: float = 0.0) -> None:
    """Scattered stars of differing brightness between `top` and `bottom`."""
    for _ in range(n_stars):
        size = float(canvas.rng.gamma(1.6, 0.45))
        canvas.disc(
            canvas.rng.uniform(0, 600),
            canvas.rng.uniform(top, bottom),
            min(size, 2.6),
            mix(colour, "#ffffff", 0.3),
            float(canvas.rng.uniform(0.4, 0.95)),
        )
