"""What one image says before any record is looked at: the cover laid straight, its words, numbers and picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.domain.scans import Barcode, OcrLine, OcrPage
from core.protocols import FloatMatrix, OcrEngine, PageImage, Pixels, VisualEncoder
from core.retrieval.cover_geometry import CoverPicture, prepare_picture
from core.retrieval.cover_words import CoverWords, compact, cover_words, mean_confidence, printed_isbns
from core.text.normalize import has_han

_ENOUGH_LETTERS = 4
_POOR_CONFIDENCE = 0.72
"""Below this mean confidence a page was probably read on its side or upside down."""


@dataclass(frozen=True, slots=True)
class CoverReading:
    """One image, read.

    `upright`: the cover alone, straight and turned as it was read; boxes of `page` are pixels of it. `vectors`: picture
    vectors of the whole image and, where a cover was cut out of it, of the cover, shape (1 or 2, dim).
    `isbns`: ISBN-13 of barcodes, then printed ones. `outline`: where the corners of `upright` lie in the image, in
    shares of its width and height (8 numbers); empty when it is the image itself.
    """

    image: PageImage
    upright: Pixels
    page: OcrPage
    words: CoverWords
    barcodes: tuple[Barcode, ...]
    isbns: tuple[str, ...]
    vectors: FloatMatrix
    picture: CoverPicture
    outline: tuple[float, ...] = ()


def read_cover(
    image: PageImage, ocr: OcrEngine, visual: VisualEncoder, known_page: OcrPage | None = None
) -> CoverReading:
    """Read one image.

    Args:
        image: As decoded; the original resolution is used for barcodes.
        ocr: Reads the words.
        visual: Makes the picture vectors.
        known_page: What was read on this very image before; then it is not read again.

    Raises:
        HostFaultError: When OCR or the encoder cannot run.
    """
    from core.imaging.barcode import read_barcodes
    from core.imaging.rectify import cut_corners, find_cover_quad, rectify, turned_corners

    barcodes = read_barcodes(image)
    quad = find_cover_quad(image.pixels)
    straight = image.pixels if quad is None else rectify(image.pixels, quad)
    if known_page is not None:
        page, upright, turns, quad = known_page, image.pixels, 0, None
    else:
        page, upright, turns = _read_upright(straight, image, ocr)
    turned_only = turned_corners(turns) if turns else ()
    outline = turned_only if quad is None else cut_corners(quad, image.pixels, turns)
    views = [image.pixels] if quad is None and upright is image.pixels else [image.pixels, upright]
    isbns = dict.fromkeys([*(code.isbn for code in barcodes if code.isbn), *printed_isbns(page)])
    return CoverReading(
        image=image,
        upright=upright,
        page=page,
        words=cover_words(page),
        barcodes=barcodes,
        isbns=tuple(isbns),
        vectors=visual.encode(views),
        picture=prepare_picture(upright),
        outline=outline,
    )


def turned_views(reading: CoverReading) -> list[Pixels]:
    """The cover turned by 90°, 180° and 270°: picture vectors, unlike features, know which way is up."""
    return [np.ascontiguousarray(np.rot90(reading.upright, turns)) for turns in (2, 1, 3)]


def _printed_area(line: OcrLine) -> float:
    return line.box.width * line.box.height


def _read_upright(pixels: Pixels, image: PageImage, ocr: OcrEngine) -> tuple[OcrPage, Pixels, int]:
    """Read a picture as it lies; only where that gives little or poor text, turned as well, and keep the best.

    The last value is by how many quarter turns counter-clockwise the picture was turned.
    """
    best, best_pixels, best_turns = _recognise(pixels, image, ocr), pixels, 0
    if not _is_poor(best):
        return best, best_pixels, 0
    for turns, turned in _turnings(pixels):
        page = _recognise(turned, image, ocr)
        if _legibility(page) > 1.15 * _legibility(best) + 1.0:
            best, best_pixels, best_turns = page, turned, turns
            if not _is_poor(best):
                break
    return best, best_pixels, best_turns


def _recognise(pixels: Pixels, image: PageImage, ocr: OcrEngine) -> OcrPage:
    return ocr.recognise(replace(image, pixels=pixels, full_pixels=None))


def _turnings(pixels: Pixels) -> Iterator[tuple[int, Pixels]]:
    for turns in (2, 1, 3):
        yield turns, np.ascontiguousarray(np.rot90(pixels, turns))


def _is_poor(page: OcrPage) -> bool:
    letters = sum(len(compact(line.text)) for line in page.lines)
    if letters < _ENOUGH_LETTERS or mean_confidence(page.lines) < _POOR_CONFIDENCE:
        return True
    on_side = sum(_printed_area(line) for line in page.lines if _is_on_side(line))
    return on_side > 0.6 * sum(_printed_area(line) for line in page.lines)


def _is_on_side(line: OcrLine) -> bool:
    """Latin words in a box that is much higher than wide: a picture lying on its side."""
    return line.box.height > 2.0 * line.box.width and len(line.text) > 3 and not has_han(line.text)


def _legibility(page: OcrPage) -> float:
    """Letters read, by confidence; letters on their side count half."""
    return sum(
        len(compact(line.text)) * max(0.0, line.confidence - 0.4) * (0.5 if _is_on_side(line) else 1.0)
        for line in page.lines
    )
