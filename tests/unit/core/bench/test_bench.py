from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.bench.measuring import Measurement, side_by_side
from core.bench.sample import sample_records
from core.bench.storage import measure_import
from core.bench.suite import BENCHMARKS, run_benchmarks
from core.errors import InvalidInputError


def test_both_sides_take_turns() -> None:
    order: list[str] = []
    side_by_side(lambda: order.append("ours"), lambda: order.append("bare"), rounds=3)
    assert order == ["ours", "bare"] * 4, "one round to warm up, three to count"


def test_the_median_is_taken() -> None:
    pauses = iter([0.0, 0.02, 0.0, 0.001, 0.0, 0.002, 0.0])
    ours_ms, bare_ms = side_by_side(lambda: None, lambda: time.sleep(next(pauses)), rounds=3, warm_up=False)
    assert ours_ms < 1
    assert bare_ms < 15, "one slow round does not count"


def test_a_ratio_needs_both_figures() -> None:
    assert Measurement("a", "w", "b", 3.0, 2.0).ratio == 1.5
    assert Measurement("a", "w", "b", skipped_id="bench.no_covers").ratio is None
    assert Measurement("a", "w", "b", 1.0, 0.0).ratio is None


def test_the_sample_is_the_same_every_time() -> None:
    records = sample_records(40)
    assert records == sample_records(40)
    assert {record.language for record in records} == {"chi", "eng"}
    assert len({record.external_id for record in records}) == 40


def test_an_import_is_measured(tmp_path: Path) -> None:
    measured = measure_import(tmp_path, 200)
    assert measured.ratio is not None
    assert measured.ratio > 1, "normalised tables, undo and word cutting cannot be free"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(InvalidInputError) as caught:
        run_benchmarks(["flying"])
    assert caught.value.message_id == "bench.unknown"


@pytest.mark.models
@pytest.mark.slow
def test_every_benchmark_gives_figures() -> None:
    measured = run_benchmarks(n_records=300)
    assert [each.name for each in measured] == list(BENCHMARKS)
    for each in measured:
        assert each.skipped_id is not None or (each.ratio is not None and each.ratio > 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource module")
def test_an_import_of_more_records_takes_no_more_memory() -> None:
    command = [sys.executable, "-m", "core.bench.import_memory", "100", "600", "--match=control,isbn,title"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line[0] for line in lines] == ["100", "600"]
    small, large = (int(line[4]) for line in lines)
    assert large < small + 24
