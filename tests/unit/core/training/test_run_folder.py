"""Two workers never train in one folder at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.errors import ConflictError
from core.training.run_folder import alone_in


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []
    entered, may_leave = threading.Event(), threading.Event()

    def first() -> None:
        with alone_in(tmp_path):
            entered.set()
            may_leave.wait(10)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait(10)
    with pytest.raises(ConflictError) as caught, alone_in(tmp_path, wait_seconds=0.05):
        order.append("too early")
    assert caught.value.message_id == "training.busy"
    may_leave.set()
    with alone_in(tmp_path, wait_seconds=10):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]
