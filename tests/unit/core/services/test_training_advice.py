"""What is said about the data before a training, its settings and its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from core.domain.checkpoints import CheckpointInfo
from core.domain.pairs import PairSummary
from core.domain.training import TrainingMetric, TrainingRequest, TrainingResult, TrainingRun
from core.errors import InvalidInputError
from core.protocols import FloatMatrix
from core.services.training_advice import JUDGED_FROM, RELIABLE_FROM, advice_on
from core.services.training_estimate import FinishedRun, estimate, planned_steps
from core.services.training_options import checked_settings, default_values, training_options
from core.training.config import TrainingConfig


def summary(**works: int) -> PairSummary:
    """Each kind with as many pairs as works, split 60 / 15 / 25."""
    parts = {kind: {"train": n * 3 // 5, "dev": n * 3 // 20, "test": n // 4} for kind, n in works.items()}
    return PairSummary(kinds=parts, works_of_kind=parts, missing={"cover": 7})


@pytest.mark.parametrize(
    ("works", "level", "wanted"),
    [
        (0, "none", JUDGED_FROM),
        (8, "few", JUDGED_FROM),
        (40, "some", RELIABLE_FROM),
        (120, "some", RELIABLE_FROM),
        (400, "enough", RELIABLE_FROM),
    ],
)
def test_advice_goes_by_works_held_out(works: int, level: str, wanted: int) -> None:
    first = advice_on(summary(cover_text=works))[0]
    assert (first.kind, first.level, first.wanted, first.lacking) == ("cover_text", level, wanted, 7)
    assert first.held_out == works // 4


def test_many_pairs_of_few_works_prove_nothing() -> None:
    data = PairSummary(
        kinds={"zh_en": {"train": 900, "dev": 50, "test": 50}},
        works_of_kind={"zh_en": {"train": 20, "dev": 3, "test": 4}},
    )
    advice = {each.kind: each for each in advice_on(data)}
    assert (advice["zh_en"].level, advice["zh_en"].pairs) == ("few", 1000)
    assert advice["query_record"].level == "none"


def test_every_default_is_within_its_range_and_makes_a_valid_run() -> None:
    for option in training_options():
        if option.choices:
            assert option.default in option.choices
        elif not isinstance(option.default, bool):
            assert option.low is not None
            assert option.high is not None
            assert option.low <= float(option.default) <= option.high, option.name
    config = TrainingConfig.from_json(checked_settings({}))
    assert replace(config, minutes=0.0) == TrainingConfig()


@pytest.mark.parametrize("option", [each for each in training_options() if each.high is not None], ids=lambda o: o.name)
def test_both_ends_of_every_range_are_valid(option: object) -> None:
    for end in (option.low, option.high):  # type: ignore[attr-defined]
        value = end if option.decimals else int(end)  # type: ignore[attr-defined]
        TrainingConfig.from_json(checked_settings({option.name: value}))  # type: ignore[attr-defined]


def test_switches_of_the_loss_become_weights() -> None:
    settings = checked_settings({"loss.vt": False, "mode": "lora", "model": {"layers": 1}})
    assert settings["loss"] == {"vt": 0.0, "ot": 1.0, "cl": 1.0, "qr": 1.0}
    assert (settings["mode"], settings["model"]) == ("lora", {"layers": 1})
    with pytest.raises(InvalidInputError) as caught:
        checked_settings({f"loss.{term}": False for term in ("vt", "ot", "cl", "qr")})
    assert caught.value.message_id == "training.setting"
    with pytest.raises(InvalidInputError) as unknown:
        checked_settings({"speed": 3})
    assert unknown.value.message_id == "training.unknown_setting"


def test_steps_are_planned_as_the_trainer_counts_them() -> None:
    data = PairSummary(kinds={"zh_en": {"train": 130}, "cover_text": {"train": 20}})
    assert planned_steps(TrainingConfig(epochs=3, batch_size=64), data) == (6, 84)
    assert planned_steps(TrainingConfig(), PairSummary(kinds={})) == (0, 0)
    assert "mode" in default_values()


class SlowEncoder:
    """A text encoder that counts what it is given."""

    info = CheckpointInfo("slow", "0" * 16, 4, ("text",), "cpu")

    def __init__(self) -> None:
        self.n_texts = 0

    def encode(self, texts: list[str], role: str, languages: object = None) -> FloatMatrix:
        self.n_texts += len(texts)
        return np.zeros((len(texts), 4), dtype=np.float32)


def finished(mode: str, rate: float, seconds: float, steps: int = 10) -> FinishedRun:
    data = PairSummary(kinds={"zh_en": {"train": 100, "dev": 0, "test": 0}})
    request = TrainingRequest("r", settings={"mode": mode, "epochs": 10.0, "batch_size": 50, "minutes": 0.0})
    result = TrainingResult("", "", steps, steps, 1.0, "finished", {}, {}, seconds=seconds)
    run = TrainingRun("r", "finished", "", request, steps, steps, datetime.now(UTC), data, result)
    metric = TrainingMetric(1, steps, 1.0, 1.0, {}, {}, 0.1, 1.0, rate, None, 1)
    return FinishedRun(run, [metric] * 3)


def test_earlier_runs_of_the_same_mode_tell_the_time() -> None:
    config = TrainingConfig(epochs=20, batch_size=50)
    data = PairSummary(kinds={"zh_en": {"train": 100, "dev": 0, "test": 0}})
    encoder = SlowEncoder()
    # ten steps of 50 pairs at 25 pairs a second: 2 s a step; 12 s of start and 20 s beside the steps
    told = estimate(config, data, [finished("frozen", 25.0, 52.0), finished("lora", 1.0, 999.0)], encoder)
    assert (told.steps, told.basis, told.is_cut) == (40, "runs", False)
    assert told.seconds == pytest.approx(12 + 20 + 80)
    assert encoder.n_texts == 0


def test_a_limit_in_minutes_cuts_the_steps() -> None:
    config = TrainingConfig(epochs=200, batch_size=50, minutes=2)
    data = PairSummary(kinds={"zh_en": {"train": 100, "dev": 0, "test": 0}})
    told = estimate(config, data, [finished("frozen", 25.0, 52.0)], None)
    assert told.is_cut
    assert told.seconds == 120
    assert told.steps == (120 - 32) // 2


def test_without_runs_the_encoder_is_timed_and_without_it_nothing_is_claimed() -> None:
    data = PairSummary(kinds={"zh_en": {"train": 100, "dev": 0, "test": 0}})
    encoder = SlowEncoder()
    told = estimate(TrainingConfig(), data, [], encoder)
    assert told.basis == "probe"
    assert told.seconds > 0
    assert encoder.n_texts > 0
    assert estimate(TrainingConfig(), data, [], None).basis == "none"
