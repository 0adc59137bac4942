"""Fine-tuning for real: a library's records, the compact preset's backbone, the worker process, its checkpoint."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.application import Application
from core.domain.training import TrainingMetric
from core.errors import ConflictError, InvalidInputError, JobCancelledError
from core.jobs.job import FINAL_STATES, JobInfo
from tests.integration.conftest import WriteRows

TITLES = [
    ("红楼梦", "Dream of the Red Chamber"),
    ("三国演义", "Romance of the Three Kingdoms"),
    ("水浒传", "Water Margin"),
    ("西游记", "Journey to the West"),
    ("儒林外史", "The Scholars"),
    ("聊斋志异", "Strange Tales from a Chinese Studio"),
    ("围城", "Fortress Besieged"),
    ("骆驼祥子", "Rickshaw Boy"),
    ("茶馆", "Teahouse"),
    ("边城", "Border Town"),
    ("活着", "To Live"),
    ("三体", "The Three-Body Problem"),
]
SETTINGS: dict[str, Any] = {
    "mode": "frozen",
    "epochs": 12,
    "patience": 0,
    "batch_size": 4,
    "save_every": 1,
    "evaluate_every": 2,
    "threads": 1,
    "device": "cpu",
    "model": {"layers": 1, "use_visual": False},
}
STEPPING = ("training.step", True)


@pytest.fixture
def stocked(library: Application, write_rows: WriteRows, tmp_path: Path) -> Application:
    rows = [
        {"id": f"b{n}", "title": zh, "title_parallel": [en], "authors": [f"作者{n}"], "language": "chi"}
        for n, (zh, en) in enumerate(TITLES)
    ]
    library.interchange.import_files([write_rows(tmp_path / "records.jsonl", rows)])
    return library


def test_the_summary_tells_what_there_is_and_what_is_missing(stocked: Application) -> None:
    data = stocked.fine_tuning.data()
    assert data.records == len(TITLES)
    assert sum(data.kinds["zh_en"].values()) == len(TITLES)
    assert data.missing["cover"] == len(TITLES)
    assert data.missing["parallel_title"] == 0


class CancelAt:
    """Cancelled when so many steps were reported."""

    def __init__(self, step: int) -> None:
        self._step = step

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        if message_id == "training.step" and done >= self._step:
            raise JobCancelledError

    def check_cancelled(self) -> None:
        """Only in `report`."""


@pytest.mark.models
@pytest.mark.slow
def test_a_run_is_paused_resumed_and_its_encoder_can_be_loaded(stocked: Application) -> None:
    from core.encoders.presets import load_preset
    from core.encoders.unified.encoder import load_unified_encoder
    from core.encoders.unified.inputs import UnifiedInput

    service = stocked.fine_tuning
    request = service.request("试验 1", settings=SETTINGS)
    told: list[TrainingMetric] = []
    with pytest.raises(JobCancelledError):
        service.train(request, CancelAt(2), lambda run, metric: told.append(metric))
    paused = service.run("试验 1")
    assert paused.state == "unfinished"
    assert 0 < paused.steps < paused.total_steps
    assert paused.pairs is not None
    assert paused.pairs.count("train") > 0
    with pytest.raises(ConflictError) as caught:
        service.train(request)
    assert caught.value.message_id == "training.folder_used"

    result = service.train(replace(request, resume=True), on_metric=lambda run, metric: told.append(metric))
    assert result.steps == result.total_steps
    assert service.train(replace(request, resume=True)) == result  # finished: told again, not run again
    finished = service.run("试验 1")
    assert (finished.state, finished.result) == ("finished", result)
    assert [metric.step for metric in service.metrics("试验 1")] == list(range(1, result.steps + 1))
    assert service.metrics("试验 1", after_step=result.steps - 1)[0].step == result.steps
    assert {metric.step for metric in told} == set(range(1, result.steps + 1))

    encoder = load_unified_encoder(Path(result.checkpoint), load_preset("compact"), "cpu")
    vectors = encoder.encode([UnifiedInput(text="红楼梦"), UnifiedInput(text="Dream of the Red Chamber")])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    service.delete("试验 1")
    assert service.runs() == ()


@pytest.mark.models
@pytest.mark.slow
def test_with_hard_negatives_and_variants_a_paused_run_ends_in_the_same_bytes(stocked: Application) -> None:
    service = stocked.fine_tuning
    settings = {**SETTINGS, "epochs": 4, "hard_negatives": 2, "scan_variants": 1}
    with pytest.raises(JobCancelledError):
        service.train(service.request("paused", settings=settings), CancelAt(2))
    results = [
        service.train(replace(service.request("paused", settings=settings), resume=True)),
        service.train(service.request("straight", settings=settings)),
    ]
    weights = [(Path(result.checkpoint) / "weights.safetensors").read_bytes() for result in results]
    assert weights[0] == weights[1]
    service.train(service.request("without", settings={**settings, "hard_negatives": 0}))
    losses = [service.metrics(run)[0].loss for run in ("straight", "without")]
    assert losses[0] > losses[1], "negatives make the first step harder"


@pytest.mark.models
@pytest.mark.slow
def test_the_job_forwards_progress_and_is_cancelled(stocked: Application) -> None:
    request = stocked.fine_tuning.request("job", settings={**SETTINGS, "epochs": 5000})
    job = stocked.jobs.submit("train", {"run": request.run, "settings": dict(request.settings)})

    def until(is_reached: Callable[[JobInfo], bool]) -> JobInfo:
        deadline = time.monotonic() + 120
        while not is_reached(now := next(each for each in stocked.jobs.list() if each.id == job.id)):
            assert time.monotonic() < deadline, now
            time.sleep(0.05)
        return now

    seen = until(lambda now: now.state not in {"queued", "running"} or (now.message_id, now.done > 0) == STEPPING)
    assert seen.state == "running", seen
    stocked.jobs.cancel(job.id)
    assert until(lambda now: now.state in FINAL_STATES).state == "cancelled"
    assert stocked.fine_tuning.run("job").state == "unfinished"


def test_what_cannot_be_trained_is_said_before_a_process_starts(stocked: Application) -> None:
    service = stocked.fine_tuning
    for settings, expected in (
        ({"epoch": 3}, "training.unknown_setting"),
        ({"batch_size": 0}, "training.setting"),
        ({"mode": "LoRA"}, "training.invalid_settings"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            service.train(service.request("x", settings=settings))
        assert caught.value.message_id == expected
    for name in ("../x", "", "a/b", "-x", "a" * 65, "dot."):
        with pytest.raises(InvalidInputError) as caught:
            service.run(name)
        assert caught.value.message_id == "training.run_name"
    with pytest.raises(InvalidInputError) as caught:
        service.train(replace(service.request("none"), resume=True))
    assert caught.value.message_id == "training.no_run"
    assert service.runs() == ()


@pytest.mark.models
@pytest.mark.slow
def test_a_worker_that_finds_nothing_leaves_no_run(library: Application) -> None:
    with pytest.raises(InvalidInputError) as caught:
        library.fine_tuning.train(library.fine_tuning.request("leer", settings=SETTINGS))
    assert caught.value.message_id == "training.no_pairs"
    assert library.fine_tuning.runs() == ()


def test_the_command_tells_what_it_cannot_do(library_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from librarian_app.cli.run import run

    code = run(["--library", str(library_dir), "train", "--resume", "--json", "--lang", "en"])
    answer = json.loads(capsys.readouterr().out)
    assert code == 1
    assert "unfinished" in json.dumps(answer)


def test_a_frozen_program_runs_workers_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.__main__ import main

    monkeypatch.setattr(sys, "stdin", None)
    assert main(["--worker", "os"]) == 2
