"""How a measurement is taken: ours and the bare library by turns, so that a busy machine slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """One comparison. `ours_ms` and `bare_ms` are milliseconds for the same amount of work (`work` says which).

    `bare` names the library and the calls that were made. `skipped_id` is set, and the figures are None, where the
    measurement could not be taken.
    """

    name: str
    work: str
    bare: str
    ours_ms: float | None = None
    bare_ms: float | None = None
    skipped_id: str | None = None

    @property
    def ratio(self) -> float | None:
        """How many times longer ours takes than the bare library."""
        if self.ours_ms is None or self.bare_ms is None or self.bare_ms <= 0:
            return None
        return self.ours_ms / self.bare_ms


def side_by_side(
    ours: Callable[[], object], bare: Callable[[], object], *, rounds: int = 5, warm_up: bool = True
) -> tuple[float, float]:
    """Median milliseconds of each, taken by turns.

    Args:
        ours: One round of our work.
        bare: The same work by the bare library.
        rounds: How many turns each gets.
        warm_up: Run each once before timing; False for work that can be done only once in a place.
    """
    if warm_up:
        ours()
        bare()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, times in zip((ours, bare), taken, strict=True):
            begun = time.perf_counter()
            work()
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])
