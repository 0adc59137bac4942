"""A page of 600 × 900 units, drawn three times larger and reduced once, so that every edge is smooth."""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

WIDTH = 600
HEIGHT = 900
SCALE = 3

Point = tuple[float, float]
Rgb = tuple[int, int, int]
FloatGrid = NDArray[np.float32]


def rgb(colour: str) -> Rgb:
    """'#rrggbb' as three integers 0…255."""
    value = colour.lstrip("#")
    return int(value[0:2], 16), int(value[2:4], 16), int(value[4:6], 16)


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` of the way (0…1) from `first` to `second`."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def bezier(points: Sequence[Point], n_steps: int = 40) -> list[Point]:
    """Points along the Bézier curve of any degree with these control points (de Casteljau)."""
    curve = []
    for step in range(n_steps + 1):
        t = step / n_steps
        level = list(points)
        while len(level) > 1:
            level = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in itertools.pairwise(level)]
        curve.append(level[0])
    return curve


def turn(point: Point, centre: Point, degrees: float) -> Point:
    """`point` turned about `centre`, clockwise on the page."""
    angle = math.radians(degrees)
    dx, dy = point[0] - centre[0], point[1] - centre[1]
    return (
        centre[0] + dx * math.cos(angle) - dy * math.sin(angle),
        centre[1] + dx * math.sin(angle) + dy * math.cos(angle),
    )


class Canvas:
    """One cover in the making. All coordinates are in page units, origin top left."""

    def __init__(self, background: str, seed: int) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), rgb(background))
        self.rng = np.random.default_rng(seed)

    def mask(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        """An empty mask of the page and its pen; paint it with `stamp`."""
        layer = Image.new("L", self.image.size, 0)
        return layer, ImageDraw.Draw(layer)

    def stamp(self, layer: Image.Image, colour: str, alpha: float = 1.0) -> None:
        """Paint `colour` through a mask."""
        if alpha < 1.0:
            layer = layer.point([round(v * alpha) for v in range(256)])
        self.image.paste(rgb(colour), (0, 0), layer)

    def _shape(self, alpha: float) -> tuple[Image.Image | None, ImageDraw.ImageDraw]:
        if alpha < 1.0:
            return self.mask()
        return None, ImageDraw.Draw(self.image)

    def _finish(self, layer: Image.Image | None, colour: str, alpha: float) -> None:
        if layer is not None:
            self.stamp(layer, colour, alpha)

    def polygon(self, points: Iterable[Point], colour: str, alpha: float = 1.0) -> None:
        layer, pen = self._shape(alpha)
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        pen.polygon(scaled, fill=255 if layer is not None else rgb(colour))
        self._finish(layer, colour, alpha)

    def rect(self, x0: float, y0: float, x1: float, y1: float, colour: str, alpha: float = 1.0) -> None:
        self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour, alpha)

    def frame(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: str) -> None:
        """A rectangular rule of `width` units, inside the given edges."""
        self.rect(x0, y0, x1, y0 + width, colour)
        self.rect(x0, y1 - width, x1, y1, colour)
        self.rect(x0, y0, x0 + width, y1, colour)
        self.rect(x1 - width, y0, x1, y1, colour)

    def disc(self, x: float, y: float, radius: float, colour: str, alpha: float = 1.0) -> None:
        layer, pen = self._shape(alpha)
        box = ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE)
        pen.ellipse(box, fill=255 if layer is not None else rgb(colour))
        self._finish(layer, colour, alpha)

    def ring(self, x: float, y: float, radius: float, width: float, colour: str, alpha: float = 1.0) -> None:
        """A circle of which the outer edge is at `radius`."""
        layer, pen = self._shape(alpha)
        box = ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE)
        ink = 255 if layer is not None else rgb(colour)
        pen.ellipse(box, outline=ink, width=max(1, round(width * SCALE)))
        self._finish(layer, colour, alpha)

    def sector(self, x: float, y: float, radius: float, start: float, end: float, colour: str) -> None:
        """A slice of a disc between two angles in degrees, 0 to the right, clockwise."""
        box = ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE)
        ImageDraw.Draw(self.image).pieslice(box, start, end, fill=rgb(colour))

    def line(self, points: Sequence[Point], width: float, colour: str, alpha: float = 1.0) -> None:
        """A polyline with round joints and ends."""
        layer, pen = self._shape(alpha)
        ink = 255 if layer is not None else rgb(colour)
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        pen.line(scaled, fill=ink, width=max(1, round(width * SCALE)), joint="curve")
        radius = width * SCALE / 2
        if radius >= 1:
            for x, y in (scaled[0], scaled[-1]):
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)
        self._finish(layer, colour, alpha)

    def lines(self, strokes: Iterable[Sequence[Point]], width: float, colour: str, alpha: float = 1.0) -> None:
        """Many polylines in one layer, so that crossings do not darken."""
        layer, pen = self.mask()
        for points in strokes:
            scaled = [(x * SCALE, y * SCALE) for x, y in points]
            pen.line(scaled, fill=255, width=max(1, round(width * SCALE)), joint="curve")
        self.stamp(layer, colour, alpha)

    def gradient(self, stops: Sequence[tuple[float, str]], top: float = 0, bottom: float = HEIGHT) -> None:
        """Fill the strip from `top` to `bottom` with a vertical gradient; stops are (0…1, colour)."""
        y0, y1 = round(top * SCALE), round(bottom * SCALE)
        t = np.linspace(0, 1, y1 - y0, dtype=np.float32)
        positions = [s[0] for s in stops]
        channels = [np.interp(t, positions, [rgb(s[1])[k] for s in stops]) for k in range(3)]
        column = np.stack(channels, axis=-1)[:, None, :].repeat(self.image.width, axis=1)
        noise = self.rng.uniform(-0.5, 0.5, column.shape[:2])[..., None]  # dither against banding
        self.image.paste(Image.fromarray(np.clip(column + noise + 0.5, 0, 255).astype(np.uint8)), (0, y0))

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float) -> None:
        """A soft round light."""
        small = 6
        layer = Image.new("L", (self.image.width // small, self.image.height // small), 0)
        k = SCALE / small
        ImageDraw.Draw(layer).ellipse(
            ((x - radius) * k, (y - radius) * k, (x + radius) * k, (y + radius) * k), fill=255
        )
        layer = layer.filter(ImageFilter.GaussianBlur(radius * k * 0.45))
        self.stamp(layer.resize(self.image.size, Image.Resampling.BICUBIC), colour, alpha)

    def noise(self, cells: float, octaves: int = 4, shape: tuple[int, int] = (HEIGHT, WIDTH)) -> FloatGrid:
        """Smooth fractal noise in 0…1, shape (height, width); `cells` bumps across the first octave's width."""
        total = np.zeros(shape, dtype=np.float32)
        weight = 1.0
        for octave in range(octaves):
            n_x = max(2, round(cells * 2**octave)) + 1
            n_y = max(2, round(n_x * shape[0] / shape[1])) + 1
            field = Image.fromarray(self.rng.random((n_y, n_x)).astype(np.float32))
            total += weight * np.asarray(field.resize((shape[1], shape[0]), Image.Resampling.BICUBIC))
            weight *= 0.5
        total -= total.min()
        return total / max(float(total.max()), 1e-6)

    def stamp_array(self, values: FloatGrid, colour: str, alpha: float = 1.0) -> None:
        """Paint `colour` through an array of 0…1 of any page-shaped size."""
        layer = Image.fromarray((np.clip(values, 0, 1) * 255).astype(np.uint8))
        self.stamp(layer.resize(self.image.size, Image.Resampling.BICUBIC), colour, alpha)

    def cloth(self, strength: float = 0.05) -> None:
        """Woven threads over what has been drawn so far, as on a cloth binding."""
        shape = (HEIGHT, WIDTH)
        warp = np.repeat(self.rng.normal(0, 1, (1, WIDTH)), HEIGHT, axis=0)
        weft = np.repeat(self.rng.normal(0, 1, (HEIGHT, 1)), WIDTH, axis=1)
        threads = (warp + weft) * 0.42 + (self.noise(5, 3, shape) - 0.5) * 1.6
        self.stamp_array(np.clip(threads, 0, 2).astype(np.float32), "#ffffff", strength)
        self.stamp_array(np.clip(-threads, 0, 2).astype(np.float32), "#000000", strength * 1.6)

    def paper(self, strength: float = 0.05) -> None:
        """Slow mottling, as on handmade paper."""
        field = self.noise(4, 5)
        self.stamp_array(np.clip(field - 0.5, 0, 1) * 2, "#5a4630", strength)
        self.stamp_array(np.clip(0.5 - field, 0, 1) * 2, "#ffffff", strength)

    def jpeg(self, budget_kib: float = 62.0) -> bytes:
        """The finished page, 600 × 900 pixels, at the best quality within the budget (never below 70)."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        data = b""
        for quality, sampling in ((90, 0), (87, 0), (84, 0), (82, 2), (78, 2), (74, 2), (70, 2)):
            sink = io.BytesIO()
            small.save(sink, "JPEG", quality=quality, subsampling=sampling, optimize=True, progressive=True)
            data = sink.getvalue()
            if len(data) <= budget_kib * 1024:
                break
        return data
