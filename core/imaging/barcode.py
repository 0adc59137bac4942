"""Barcodes on covers, read on the full-resolution original."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image
from stdnum import isbn as isbn_numbers

from core.domain.scans import Barcode
from core.protocols import PageImage, Pixels


def read_barcodes(image: PageImage) -> tuple[Barcode, ...]:
    """Every shop, library or QR code found, ISBNs first, each text once.

    The original is tried first, since the bars of a small code vanish when the picture is reduced. Where it gives
    nothing, the working size is tried, upright (less noise) and turned by 45° (the decoder understands tilts of
    about ±25° from each axis).
    """
    found = _read(_grey(image.pixels if image.full_pixels is None else image.full_pixels))
    working = None if found else _grey(image.pixels)
    if working is not None and image.full_pixels is not None:
        found = _read(working)
    if working is not None and not found:
        turned = Image.fromarray(working).rotate(45, resample=Image.Resampling.BILINEAR, expand=True, fillcolor=255)
        found = _read(np.asarray(turned))
    unique = {code.text: code for code in found}
    return tuple(sorted(unique.values(), key=lambda code: (code.isbn is None, code.text)))


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(pixels).convert("L"))


def _read(grey: Pixels) -> list[Barcode]:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    # What shops and libraries print. Not every format: ITF and the like see codes in parts of others and in patterns.
    formats = zxingcpp.BarcodeFormats([kinds.EANUPC, kinds.Code128, kinds.Code39, kinds.Codabar, kinds.QRCode])
    found = [
        (Barcode(text=result.text, symbology=str(result.format.name), isbn=_isbn(result.text)), result.position)
        for result in zxingcpp.read_barcodes(grey, formats=formats, text_mode=zxingcpp.TextMode.Plain)
        if result.valid and result.text
    ]
    books = [position for code, position in found if code.isbn]
    return [code for code, place in found if code.isbn or not any(_covers(book, place) for book in books)]


def _covers(outer: Any, inner: Any) -> bool:
    """Whether the middle of one code lies within another's box: a tilted ISBN is also misread as some other number."""
    corners = (outer.top_left, outer.top_right, outer.bottom_right, outer.bottom_left)
    x = (inner.top_left.x + inner.bottom_right.x) / 2
    y = (inner.top_left.y + inner.bottom_right.y) / 2
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    slack = 0.1 * (max(xs) - min(xs) + max(ys) - min(ys))  # a line across a linear code has hardly any height
    return bool(min(xs) - slack <= x <= max(xs) + slack and min(ys) - slack <= y <= max(ys) + slack)


def _isbn(text: str) -> str | None:
    """The digits of a Bookland EAN-13 with a right check digit, else None."""
    if len(text) == 13 and text.startswith(("978", "979")) and isbn_numbers.is_valid(text):
        return text
    return None
