from __future__ import annotations

import io
import signal

import pytest

from core.errors import JobCancelledError
from core.protocols import JobContext
from librarian_app.cli.output import display_width
from librarian_app.cli.progress import ConsoleProgress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _words(message_id: str, values: dict[str, str | int | float]) -> str:
    return f"{message_id} {values.get('file', '')}".strip()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


@pytest.fixture
def progress(terminal: Terminal, clock: Clock) -> ConsoleProgress:
    return ConsoleProgress(_words, terminal, clock)


def test_it_is_a_job_context(progress: ConsoleProgress) -> None:
    assert isinstance(progress, JobContext)


def test_it_shows_share_rate_and_time_left(progress: ConsoleProgress, terminal: Terminal, clock: Clock) -> None:
    progress.report(0, 1000)
    clock.now += 2.0
    progress.report(500, 1000, "import.progress", file="书目.jsonl")
    last = terminal.getvalue().split("\r")[-1]
    assert "50%" in last
    assert "500/1000" in last
    assert "250/s" in last
    assert "0:02" in last
    assert "import.progress 书目.jsonl" in last


def test_it_draws_at_most_ten_times_a_second_and_the_end(
    progress: ConsoleProgress, terminal: Terminal, clock: Clock
) -> None:
    for done in range(1001):
        clock.now += 0.001
        progress.report(done, 1000)
    assert 9 <= terminal.getvalue().count("\r") <= 13
    assert "100%" in terminal.getvalue().split("\r")[-1]


def test_a_shorter_line_wipes_a_longer_one(progress: ConsoleProgress, terminal: Terminal, clock: Clock) -> None:
    progress.report(1, None, "x" * 60)
    clock.now += 1
    progress.report(2, None, "y")
    first, second = terminal.getvalue().split("\r")[1:]
    assert display_width(second) >= display_width(first)
    progress.clear()
    assert terminal.getvalue().endswith(" \r")


def test_the_next_step_counts_from_zero(progress: ConsoleProgress, terminal: Terminal, clock: Clock) -> None:
    progress.report(1000, 1000)
    clock.now += 5
    progress.report(1, 10)
    clock.now += 1
    progress.report(3, 10)
    assert "2.0/s" in terminal.getvalue().split("\r")[-1]


def test_nothing_is_drawn_where_stderr_is_no_terminal(clock: Clock) -> None:
    pipe = io.StringIO()
    progress = ConsoleProgress(_words, pipe, clock)
    progress.report(5, 10)
    progress.clear()
    assert pipe.getvalue() == ""


def test_ctrl_c_stops_the_work_at_its_next_report(progress: ConsoleProgress, terminal: Terminal) -> None:
    before = signal.getsignal(signal.SIGINT)
    with progress.cancelled_by_ctrl_c("cancelling"):
        signal.raise_signal(signal.SIGINT)
        assert "cancelling" in terminal.getvalue()
        with pytest.raises(JobCancelledError):
            progress.report(1, 2)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
