"""The loop on a small real network: it learns, repeats itself, goes on after a stop, and keeps what measures best."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from core.domain.training import TrainingMetric
from core.encoders.checkpoint_io import load_checkpoint
from core.errors import (
    ConflictError,
    HostFaultError,
    InvalidInputError,
    JobCancelledError,
    StoreMismatchError,
)
from core.training.config import LossConfig, TrainingConfig
from core.training.run_folder import read_metrics, read_result
from core.training.trainer import train
from tests.unit.core.training.tiny_model import CONFIG, TinyModel, collate, pairs, parts

WEIGHTS = "checkpoint/weights.safetensors"


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


class StopAt:
    """A job context that is cancelled when so many steps were reported."""

    def __init__(self, step: int) -> None:
        self._step = step

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        if message_id == "training.step" and done >= self._step:
            raise JobCancelledError

    def check_cancelled(self) -> None:
        """Only in `report`."""


def run(
    folder: Path,
    config: TrainingConfig = CONFIG,
    *,
    n: int = 24,
    model: TinyModel | None = None,
    stop_at: int | None = None,
    resume: bool = False,
    on_metric: Callable[[TrainingMetric], None] = lambda metric: None,
) -> bytes:
    ctx = StopAt(stop_at) if stop_at is not None else None
    train(model or TinyModel(), pairs(n), config, folder, parts(), on_metric=on_metric, ctx=ctx, resume=resume)
    return (folder / WEIGHTS).read_bytes()


def test_the_loss_falls_on_eight_pairs(tmp_path: Path) -> None:
    seen: list[TrainingMetric] = []
    run(tmp_path / "训练 一", replace(CONFIG, epochs=80), n=8, on_metric=seen.append)
    assert [metric.step for metric in seen] == list(range(1, 81))
    assert seen[-1].loss < 0.3 * seen[0].loss
    assert set(seen[-1].terms) == {"vt", "ot", "cl", "qr"}
    assert seen[-1].seconds_left == 0
    assert seen[9].learning_rate > seen[0].learning_rate > seen[-1].learning_rate
    assert read_metrics(tmp_path / "训练 一") == tuple(seen)


def test_the_same_seed_gives_the_same_weights_and_another_does_not(tmp_path: Path) -> None:
    first = run(tmp_path / "a")
    assert run(tmp_path / "b") == first
    assert run(tmp_path / "c", replace(CONFIG, seed=8)) != first


@pytest.mark.parametrize("mode", ["lora", "frozen", "full"])
def test_a_cancelled_run_goes_on_to_the_same_weights(tmp_path: Path, mode: str) -> None:
    config = replace(CONFIG, mode=mode, epochs=5)  # type: ignore[arg-type]
    whole = run(tmp_path / "whole", config)
    for stop in (6, 11):
        with pytest.raises(JobCancelledError):
            run(tmp_path / "parts", config, stop_at=stop, resume=True)
    assert run(tmp_path / "parts", config, resume=True) == whole
    assert [metric.step for metric in read_metrics(tmp_path / "parts")] == list(range(1, 16))
    assert not (tmp_path / "parts" / "states").exists()


def test_a_finished_run_is_not_run_again(tmp_path: Path) -> None:
    run(tmp_path / "run")
    told: list[TrainingMetric] = []
    run(tmp_path / "run", resume=True, on_metric=told.append)
    assert told == []


def test_a_new_run_never_mixes_with_an_old_one(tmp_path: Path) -> None:
    with pytest.raises(JobCancelledError):
        run(tmp_path / "run", stop_at=5)
    for change, resume, expected in (
        ({}, False, "training.folder_used"),
        ({"learning_rate": 1e-3}, True, "training.other_settings"),
    ):
        with pytest.raises(ConflictError) as caught:
            run(tmp_path / "run", replace(CONFIG, **change), resume=resume)  # type: ignore[arg-type]
        assert caught.value.message_id == expected
    assert caught.value.context["what"] == "learning_rate"
    with pytest.raises(ConflictError) as caught:
        run(tmp_path / "run", n=23, resume=True)
    assert caught.value.context["what"] == "data"
    with pytest.raises(ConflictError) as caught:
        run(tmp_path / "run", model=TinyModel(seed=4), resume=True)
    assert caught.value.context["what"] == "model"


def test_a_damaged_state_gives_way_to_the_one_before(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole")
    with pytest.raises(JobCancelledError):
        run(tmp_path / "run", stop_at=10)
    states = sorted((tmp_path / "run" / "states").iterdir())
    assert [state.name for state in states] == ["step-00000008", "step-00000010"]
    weights = states[1] / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-7])
    assert run(tmp_path / "run", resume=True) == whole


def test_without_any_whole_state_the_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(JobCancelledError):
        run(tmp_path / "run", stop_at=3)
    for state in (tmp_path / "run" / "states").iterdir():
        (state / "checksums.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreMismatchError) as caught:
        run(tmp_path / "run", resume=True)
    assert caught.value.message_id == "training.state_damaged"


@pytest.mark.parametrize(("mode", "changes_backbone"), [("lora", True), ("frozen", False), ("full", True)])
def test_each_mode_trains_what_it_says(tmp_path: Path, mode: str, changes_backbone: bool) -> None:
    before = TinyModel().state_dict()
    model = TinyModel()
    run(tmp_path / "run", replace(CONFIG, mode=mode, epochs=3, interpolate=(1.0,)), model=model)  # type: ignore[arg-type]
    after = model.state_dict()
    assert set(after) == set(before), "adapters are folded in"
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert any(name.startswith("backbone.") for name in changed) == changes_backbone
    assert {"text_head.weight", "image_head.weight", "gates"} <= changed
    stored = load_file(tmp_path / "run" / WEIGHTS)
    assert changed <= set(stored)
    assert all(torch.equal(stored[name], after[name]) for name in stored)
    if mode == "lora":  # rank 4: what was added to a matrix has no more
        assert int(torch.linalg.matrix_rank(after["backbone.2.weight"] - before["backbone.2.weight"], atol=1e-6)) == 4


def test_the_place_between_base_and_trained_that_measures_best_is_kept(tmp_path: Path) -> None:
    model, base = TinyModel(), TinyModel().state_dict()
    config = replace(CONFIG, mode="full", interpolate=(0.0, 0.5, 1.0))
    run(tmp_path / "whole", replace(config, interpolate=(1.0,)), model=(trained := TinyModel()))
    run(tmp_path / "run", config, model=model)
    result = read_result(tmp_path / "run")
    assert result is not None
    assert set(result.curve) == {"0", "0.5", "1"}
    assert result.curve[f"{result.share:g}"] == max(result.curve.values()) == result.after["RR"]
    assert result.curve["0"] == pytest.approx(result.before["RR"])
    for name, value in trained.state_dict().items():
        expected = torch.lerp(base[name], value, result.share)
        assert torch.allclose(model.state_dict()[name], expected, atol=1e-7), name


def test_training_that_gains_nothing_leaves_the_base(tmp_path: Path) -> None:
    """A rate of almost nothing: every place measures the same, and of equals the base is kept, to the byte."""
    model, base = TinyModel(), TinyModel().state_dict()
    run(tmp_path / "run", replace(CONFIG, learning_rate=1e-12, backbone_learning_rate=0.0, epochs=2), model=model)
    result = read_result(tmp_path / "run")
    assert result is not None
    assert result.share == 0.0
    assert result.before == result.after
    assert all(torch.equal(value, base[name]) for name, value in model.state_dict().items())


def test_training_stops_when_nothing_is_gained_any_more(tmp_path: Path) -> None:
    config = replace(CONFIG, learning_rate=1e-12, backbone_learning_rate=0.0, evaluate_every=2, patience=3)
    run(tmp_path / "run", config)
    result = read_result(tmp_path / "run")
    assert result is not None
    assert (result.end, result.steps, result.total_steps) == ("early", 8, 45)


def test_a_limit_in_minutes_becomes_a_number_of_steps(tmp_path: Path) -> None:
    run(tmp_path / "run", replace(CONFIG, epochs=100_000, minutes=0.05, evaluate_every=50))
    result = read_result(tmp_path / "run")
    assert result is not None
    assert result.end == "minutes"
    assert 5 <= result.steps < 300_000
    assert result.seconds < 60


class SmallDevice(TinyModel):
    """A network on a device that holds five rows: the allocator's own error, from where it would come."""

    def forward(self, batch):  # type: ignore[no-untyped-def]
        if len(batch.words) > 5:
            raise torch.OutOfMemoryError
        return super().forward(batch)


def test_out_of_memory_halves_what_is_encoded_at_once_and_changes_nothing_else(tmp_path: Path) -> None:
    config = replace(CONFIG, mode="full", epochs=1, micro_batch=64)
    train_only = [pair for pair in pairs() if pair.split == "train"]
    ample, small = TinyModel(dropout=0.0), SmallDevice(dropout=0.0)
    told: dict[str, list[TrainingMetric]] = {"ample": [], "small": []}
    train(ample, train_only, config, tmp_path / "ample", parts(), on_metric=told["ample"].append)
    train(small, train_only, config, tmp_path / "small", parts(), on_metric=told["small"].append)
    assert {metric.micro_batch for metric in told["ample"]} == {64}
    assert {metric.micro_batch for metric in told["small"]} <= {3, 4, 5}
    for one, other in zip(told["ample"], told["small"], strict=True):
        assert other.loss == pytest.approx(one.loss, rel=1e-4)
        assert other.gradient_norm == pytest.approx(one.gradient_norm, rel=1e-3)


def test_a_device_that_holds_not_even_one_is_a_fault_of_the_host(tmp_path: Path) -> None:
    class NoMemory(TinyModel):
        def forward(self, batch):  # type: ignore[no-untyped-def]
            raise torch.OutOfMemoryError

    train_only = [pair for pair in pairs() if pair.split == "train"]
    with pytest.raises(HostFaultError) as caught:
        train(NoMemory(), train_only, CONFIG, tmp_path / "run", parts())
    assert caught.value.message_id == "device.memory"


def test_half_precision_computes_and_keeps_full_weights(tmp_path: Path) -> None:
    seen: list[TrainingMetric] = []
    model = TinyModel()
    run(tmp_path / "run", replace(CONFIG, precision="bfloat16", epochs=20), model=model, on_metric=seen.append)
    assert seen[-1].loss < 0.9 * seen[0].loss
    assert {value.dtype for value in model.state_dict().values()} == {torch.float32}
    assert seen[0].loss != pytest.approx(_first_loss(tmp_path / "exact"), rel=1e-7)


def _first_loss(folder: Path) -> float:
    seen: list[TrainingMetric] = []
    with pytest.raises(JobCancelledError):
        run(folder, replace(CONFIG, epochs=20), stop_at=1, on_metric=seen.append)
    return seen[0].loss


def test_sigmoid_terms_train_too(tmp_path: Path) -> None:
    seen: list[TrainingMetric] = []
    config = replace(CONFIG, loss=LossConfig(kind="sigmoid", temperature=0.1, ot=0.0), epochs=20)
    run(tmp_path / "run", config, on_metric=seen.append)
    assert set(seen[0].terms) == {"vt", "cl", "qr"}
    assert seen[-1].loss < seen[0].loss


def test_a_loss_that_is_no_number_ends_the_run_in_words(tmp_path: Path) -> None:
    def poisoned(inputs):  # type: ignore[no-untyped-def]
        batch = collate(inputs)
        batch.words.fill_(float("nan"))
        return batch

    with pytest.raises(InvalidInputError) as caught:
        train(TinyModel(), pairs(), CONFIG, tmp_path / "run", replace(parts(), collate=poisoned))
    assert caught.value.message_id == "training.diverged"


def test_without_pairs_there_is_nothing_to_learn(tmp_path: Path) -> None:
    only_dev = [pair for pair in pairs() if pair.split != "train"]
    with pytest.raises(InvalidInputError) as caught:
        train(TinyModel(), only_dev, CONFIG, tmp_path / "run", parts())
    assert caught.value.message_id == "training.no_pairs"
    assert not (tmp_path / "run").exists()


def test_the_checkpoint_tells_how_it_was_made(tmp_path: Path) -> None:
    run(tmp_path / "run")
    made = load_checkpoint(tmp_path / "run" / "checkpoint")
    result = read_result(tmp_path / "run")
    assert result is not None
    assert made.fingerprint == result.fingerprint
    assert made.provenance["seed"] == 7
    assert made.provenance["settings"]["lora"]["rank"] == 4
    assert made.provenance["pairs"] == {"cover_text": 24, "ocr_text": 24, "zh_en": 24, "query_record": 24}
    assert made.provenance["versions"]["torch"] == version("torch")
    assert made.provenance["measures"]["after"] == result.after
    assert not [path for path in (tmp_path / "run").rglob("*") if path.suffix in {".pt", ".pkl", ".bin", ".part"}]


def test_what_a_kill_cut_off_is_no_part_of_the_curves(tmp_path: Path) -> None:
    with pytest.raises(JobCancelledError):
        run(tmp_path / "run", stop_at=6)
    curves = tmp_path / "run" / "metrics.jsonl"
    lines = curves.read_bytes()
    with curves.open("ab") as stream:  # steps after the saved state, the last of them half written
        stream.write(json.dumps({**json.loads(lines.splitlines()[-1]), "step": 7}).encode() + b'\n{"step": 8, "to')
    run(tmp_path / "run", resume=True)
    assert [metric.step for metric in read_metrics(tmp_path / "run")] == list(range(1, 46))


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from core.errors import LibrarianError
from core.training.trainer import train
from tests.unit.core.training.tiny_model import CONFIG, TinyModel, pairs, parts
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    train(TinyModel(), pairs(), CONFIG, Path(sys.argv[1]), parts())
except LibrarianError as exc:
    sys.stdout.write(exc.message_id)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files to set")
def test_a_full_disk_is_told_in_words_and_leaves_nothing_half_written(tmp_path: Path, checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _FULL_DISK, str(tmp_path / "run")],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (0, "checkpoint.unwritable"), done.stderr
    assert not list((tmp_path / "run").rglob("*.part"))
