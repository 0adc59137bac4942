"""Small JPEG copies of covers, for display and for geometric verification."""

from __future__ import annotations

import io

from PIL import Image

from core.protocols import Pixels


def make_thumbnail(pixels: Pixels, longest_px: int = 640) -> bytes:
    """Encode a reduced JPEG. Smaller images keep their size.

    Args:
        pixels: RGB uint8, shape (height, width, 3).
        longest_px: Longest side of the result.

    Returns:
        JPEG bytes, quality 88, without metadata: SIFT matches as well on it as on the original.
    """
    image = Image.fromarray(pixels)
    image.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS, reducing_gap=3.0)
    stream = io.BytesIO()
    image.save(stream, format="JPEG", quality=88, optimize=True)
    return stream.getvalue()
