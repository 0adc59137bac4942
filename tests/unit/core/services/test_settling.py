from __future__ import annotations

from pathlib import Path

from core.services.settling import Settling

A, B = Path("a.jpg"), Path("b.pdf")


def test_a_file_is_finished_when_size_and_time_stand_still() -> None:
    settling = Settling(4.0)
    assert settling.look({A: (10, 1)}, 0.0) == []
    assert settling.look({A: (20, 1)}, 3.0) == [], "it grew"
    assert settling.look({A: (20, 2)}, 6.0) == [], "it was touched"
    assert settling.look({A: (20, 2)}, 9.9) == []
    assert settling.n_waiting == 1
    assert settling.look({A: (20, 2)}, 10.0) == [A]
    assert settling.n_waiting == 0


def test_empty_files_wait_and_vanished_files_are_forgotten() -> None:
    settling = Settling(1.0)
    settling.look({A: (0, 1), B: (5, 1)}, 0.0)
    assert settling.look({A: (0, 1)}, 50.0) == [], "a scanner makes the file before it writes into it"
    assert settling.n_waiting == 1
    assert settling.look({A: (0, 1), B: (5, 1)}, 51.0) == [], "it came back and starts anew"
    assert settling.look({A: (0, 1), B: (5, 1)}, 52.0) == [B]
