"""A training process that is really killed, at any moment, and taken up again ends with the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.training.run_folder import read_metrics

PROGRAM = Path(__file__).resolve().parents[1] / "unit" / "core" / "training" / "tiny_model.py"
WEIGHTS = "checkpoint/weights.safetensors"


def start(folder: Path, checkout: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(checkout), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", str(PROGRAM), str(folder)]
    return subprocess.Popen(command, cwd=checkout, env=environment)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.slow
def test_killed_at_random_steps_and_resumed_to_the_same_bytes(tmp_path: Path, checkout: Path) -> None:
    whole, parts = tmp_path / "整段", tmp_path / "分段"
    process = start(whole, checkout)
    assert process.wait(120) == 0
    expected = (whole / WEIGHTS).read_bytes()

    rng = random.Random(20250714)
    steps = sorted(rng.sample(range(1, 45), 3))
    killed = 0
    for step in steps:
        process = start(parts, checkout)
        while process.poll() is None and not _has_reached(parts, step):
            time.sleep(0.002)
        if process.poll() is None:
            process.kill()
            killed += 1
        assert process.wait(60) in {0, -signal.SIGKILL}
    assert killed >= 2
    assert start(parts, checkout).wait(120) == 0
    assert (parts / WEIGHTS).read_bytes() == expected
    assert [metric.step for metric in read_metrics(parts)] == list(range(1, 46))
    assert not list(parts.rglob("*.part"))


def _has_reached(folder: Path, step: int) -> bool:
    metrics = read_metrics(folder)
    return bool(metrics) and metrics[-1].step >= step
