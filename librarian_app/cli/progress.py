"""Progress of long work on stderr, and Ctrl-C as a polite cancel."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from core.errors import JobCancelledError
from core.jobs.progress import ProgressMeter
from librarian_app.cli.output import display_width, shorten

_BAR_COLUMNS = 24
_LINE_COLUMNS = 78

Translate = Callable[[str, dict[str, str | int | float]], str]


class ConsoleProgress:
    """A job context that draws one line on a terminal, and nothing where stderr is not a terminal.

    Args:
        translate: Message id and values → the words of the present step.
        stream: Where the line is drawn, stderr if not given.
        clock: Monotonic seconds; replaced in tests.
    """

    def __init__(
        self, translate: Translate, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._translate = translate
        self._stream = stream if stream is not None else sys.stderr
        self._is_terminal = self._stream.isatty()
        self._clock = clock
        self._meter = ProgressMeter(clock)
        self._drawn_columns = 0
        self._cancelled = False

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        """Draw the progress, at most every 0.1 s and at the end.

        Raises:
            JobCancelledError: If Ctrl-C was pressed since the last call.
        """
        self.check_cancelled()
        if done < self._meter.done:
            self._meter = ProgressMeter(self._clock)  # the next step counts from 0 again
        if self._meter.update(done, total) and self._is_terminal:
            self._draw(self._line(self._translate(message_id, values) if message_id else ""))

    def check_cancelled(self) -> None:
        """Raise JobCancelledError if Ctrl-C was pressed."""
        if self._cancelled:
            raise JobCancelledError

    def clear(self) -> None:
        """Wipe the line, before anything else is written."""
        if self._drawn_columns:
            self._draw("")
            self._stream.write("\r")
            self._stream.flush()

    @contextmanager
    def cancelled_by_ctrl_c(self, notice: str) -> Iterator[None]:
        """Inside, the first Ctrl-C asks the work to stop at its next report and a second one stops it at once."""

        def on_interrupt(_signal: int, _frame: FrameType | None) -> None:
            if self._cancelled:
                raise KeyboardInterrupt
            self._cancelled = True
            self.clear()
            self._stream.write(f"{notice}\n")
            self._stream.flush()

        before = signal.signal(signal.SIGINT, on_interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
            self.clear()

    def _line(self, label: str) -> str:
        done, total, rate, left = self._meter.done, self._meter.total, self._meter.rate, self._meter.seconds_left
        pieces = []
        if total:
            share = min(1.0, done / total)
            filled = round(share * _BAR_COLUMNS)
            pieces.append(f"{'█' * filled}{'░' * (_BAR_COLUMNS - filled)} {share:4.0%}  {done}/{total}")
        elif done:
            pieces.append(str(done))
        if rate > 0:
            pieces.append(f"{rate:.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
        if left:
            pieces.append(_clock_time(left))
        return "  ".join([*pieces, label]).rstrip()

    def _draw(self, line: str) -> None:
        shown = shorten(line, _LINE_COLUMNS)
        columns = display_width(shown)
        self._stream.write(f"\r{shown}{' ' * max(0, self._drawn_columns - columns)}")
        self._stream.flush()
        self._drawn_columns = columns


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
