"""Progress of one job: throttled, with a rate over the last seconds and an estimate of the time left."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

FORWARD_INTERVAL_SECONDS = 0.1
RATE_WINDOW_SECONDS = 10.0


class ProgressMeter:
    """Counts steps and tells when the next report may be forwarded.

    Args:
        clock: Monotonic seconds; replaced in tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()
        self._last_forward = -FORWARD_INTERVAL_SECONDS
        self.done = 0
        self.total: int | None = None

    def update(self, done: int, total: int | None) -> bool:
        """Take a report; True when it is due to be forwarded (at most every 0.1 s, and always the last step)."""
        now = self._clock()
        self.done = done
        if total is not None:
            self.total = total
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[0][0] > RATE_WINDOW_SECONDS:
            self._samples.popleft()
        is_last = self.total is not None and done >= self.total
        if now - self._last_forward < FORWARD_INTERVAL_SECONDS and not is_last:
            return False
        self._last_forward = now
        return True

    @property
    def rate(self) -> float:
        """Steps a second over the last ten seconds; 0.0 when not yet known."""
        if len(self._samples) < 2:
            return 0.0
        (t0, d0), (t1, d1) = self._samples[0], self._samples[-1]
        return max(0.0, (d1 - d0) / (t1 - t0)) if t1 > t0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the rate, or None when it or the total is unknown."""
        rate = self.rate
        if self.total is None or rate <= 0:
            return None
        return max(0.0, (self.total - self.done) / rate)
