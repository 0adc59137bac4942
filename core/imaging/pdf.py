"""PDF files as pictures: their pages, rendered one at a time."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any, Self

import numpy as np

from core.errors import HostFaultError, InvalidInputError
from core.protocols import Pixels

RENDER_DPI = 200
"""Small print of an imprint and the bars of an EAN-13 (0.33 mm) survive; an A4 page is 1654 × 2339 px."""
_LONGEST_SIDE_PX = 3200
_SHORTEST_LONG_SIDE_PX = 1200
"""Pages are scaled to at least this: thumbnails saved as PDF have sizes in points that mean nothing."""
MAX_FILE_MIB = 512
MAX_PAGES = 5000
_JPEG_QUALITY = 92
_PASSWORD, _FORMAT = 4, 3

# PDFium is not thread-safe, not even for two documents.
_LOCK = threading.RLock()


class PdfPages:
    """An open PDF. Use as a context manager. Pages are numbered from 1.

    Raises:
        InvalidInputError: ``pdf.password``, ``pdf.damaged``, ``pdf.no_pages``, ``pdf.too_many_pages``,
            ``pdf.too_large``, ``image.missing``.
        HostFaultError: ``image.no_permission``, ``image.read_failed``.
    """

    def __init__(self, path: Path) -> None:
        import pypdfium2

        self._name = path.name
        data = _read(path)
        with _LOCK:
            try:
                self._document: Any = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as exc:
                code = getattr(exc, "err_code", None)
                is_locked = code == _PASSWORD or "password" in str(exc).lower()
                raise InvalidInputError("pdf.password" if is_locked else "pdf.damaged", file=path.name) from exc
            self._n_pages = len(self._document)
        if not 0 < self._n_pages <= MAX_PAGES:
            self.close()
            if self._n_pages:
                raise InvalidInputError("pdf.too_many_pages", file=path.name, limit=MAX_PAGES)
            raise InvalidInputError("pdf.no_pages", file=path.name)

    def __len__(self) -> int:
        return self._n_pages

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the document back."""
        with _LOCK:
            self._document.close()

    def render(self, number: int) -> Pixels:
        """One page on white: RGB uint8, shape (height, width, 3).

        Raises:
            InvalidInputError: ``pdf.no_such_page``, ``pdf.page_damaged``.
        """
        import pypdfium2

        if not 1 <= number <= self._n_pages:
            raise InvalidInputError("pdf.no_such_page", file=self._name, page=number, pages=self._n_pages)
        with _LOCK:
            try:
                page = self._document[number - 1]
                try:
                    bitmap = page.render(scale=_scale(*page.get_size()), rev_byteorder=True)
                    pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
                    bitmap.close()
                finally:
                    page.close()
            except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError) as exc:
                raise InvalidInputError("pdf.page_damaged", file=self._name, page=number) from exc
        if pixels.ndim == 2:
            pixels = np.repeat(pixels[:, :, None], 3, axis=2)
        return np.ascontiguousarray(pixels[:, :, :3])


def as_jpeg(pixels: Pixels) -> bytes:
    """A rendered page as a file; the same pixels give the same bytes."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return buffer.getvalue()


def _scale(width_pt: float, height_pt: float) -> float:
    longest = max(width_pt, height_pt)
    wanted = min(max(longest * RENDER_DPI / 72.0, _SHORTEST_LONG_SIDE_PX), _LONGEST_SIDE_PX)
    return wanted / longest


def _read(path: Path) -> bytes:
    """Python reads the bytes itself: native libraries fail on Chinese Windows paths."""
    try:
        if path.stat().st_size > MAX_FILE_MIB << 20:
            raise InvalidInputError("pdf.too_large", file=path.name, limit_mib=MAX_FILE_MIB)
        return path.read_bytes()
    except FileNotFoundError as exc:
        raise InvalidInputError("image.missing", file=path.name) from exc
    except PermissionError as exc:
        raise HostFaultError("image.no_permission", file=path.name) from exc
    except OSError as exc:
        raise HostFaultError("image.read_failed", file=path.name, reason=exc.strerror or str(exc)) from exc
