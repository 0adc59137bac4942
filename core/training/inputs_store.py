"""Opened sides of pairs, kept while memory allows: covers are decoded once, not in every step."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from core.training.pairs import StoredInput

if TYPE_CHECKING:
    from core.encoders.unified.inputs import UnifiedInput


class InputStore:
    """Opens sides and keeps the least recently used ones out when they outgrow their share of memory.

    Args:
        limit_mib: Room for decoded pixels.
    """

    def __init__(self, limit_mib: float = 512.0) -> None:
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
        loaded = side.load()
        self._kept[id(side)] = (side, loaded)  # the side itself is kept too, so that its id stays its own
        self._bytes += _size(loaded)
        while self._bytes > self._limit and len(self._kept) > 1:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._bytes -= _size(dropped)
        return loaded


def _size(given: UnifiedInput) -> int:
    return given.pixels.nbytes if given.pixels is not None else 0
