"""Opened sides of pairs, kept while memory allows: covers are decoded once, not in every step."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.protocols import Pixels
from core.training.pairs import StoredInput

if TYPE_CHECKING:
    from core.encoders.unified.inputs import UnifiedInput
    from core.training.augmentation import ScanAugmentation


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """Pixels of a picture, and the name of this view of it in caches."""

    pixels: Pixels
    sha256: str


OpenPicture = Callable[[Path], OpenedPicture]


class InputStore:
    """Opens sides and lets the least recently used ones go when they outgrow their share of memory.

    Args:
        open_picture: Opens image files; None = as they are.
        limit_mib: Room for decoded pixels.
        scans: How variants of a side are made; each is a function of the side's content and its number.
    """

    def __init__(
        self,
        open_picture: OpenPicture | None = None,
        limit_mib: float = 1024.0,
        scans: ScanAugmentation | None = None,
    ) -> None:
        self._open = open_picture
        self._scans = scans
        self._limit = limit_mib * 2**20
        self._kept: OrderedDict[int, tuple[StoredInput, UnifiedInput]] = OrderedDict()
        self._bytes = 0

    def __call__(self, side: UnifiedInput | StoredInput) -> UnifiedInput:
        """The side as an encoder takes it.

        Raises:
            InvalidInputError, HostFaultError: As `StoredInput.load`.
        """
        if not isinstance(side, StoredInput):
            return side
        known = self._kept.get(id(side))
        if known is not None:
            self._kept.move_to_end(id(side))
            return known[1]
        opened = self._opened(side)
        if side.variant:
            opened = self._varied(opened, side)
        self._kept[id(side)] = (side, opened)  # the side itself is kept too, so that its id stays its own
        self._bytes += _size(opened)
        while self._bytes > self._limit and len(self._kept) > 1:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._bytes -= _size(dropped)
        return opened

    def _opened(self, side: StoredInput) -> UnifiedInput:
        if self._open is None or side.image is None or not side.with_pixels:
            return side.load()
        from core.encoders.unified.inputs import UnifiedInput, ocr_tokens

        picture = self._open(side.image)
        words = ocr_tokens(side.page) if side.page is not None else None
        return UnifiedInput(side.text, side.role, side.language, picture.pixels, words, picture.sha256)

    def _varied(self, opened: UnifiedInput, side: StoredInput) -> UnifiedInput:
        """As another scan would have shown it, under a name of its own."""
        from core.training.augmentation import ScanAugmentation, augment, generator_of

        words = opened.ocr.words if opened.ocr is not None else ()
        name = opened.image_sha256 or (side.image.name if side.image is not None else "")
        rng = generator_of(side.variant, name, *words, opened.text)
        varied = augment(opened, self._scans or ScanAugmentation(), rng)
        return replace(varied, image_sha256=f"{name}~{side.variant}") if varied.pixels is not None else varied


def _size(given: UnifiedInput) -> int:
    return given.pixels.nbytes if given.pixels is not None else 0
