"""What we rely on in the Qt binding itself."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_calls_that_return_nothing_keep_the_count_of_none() -> None:
    """PySide6 6.12.0 loses one reference to None with each such call; after some thousands Python 3.11 aborts."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100
