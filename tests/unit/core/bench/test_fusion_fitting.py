"""Fitting fusion weights: what tells the answers apart gains weight, what does not is left near the prior."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from core.bench.fusion_fitting import HELD_BY_HAND, FittingData, as_toml, cross_validate, fit, quality
from core.retrieval.fusion import FEATURES, FusionWeights, load_weights

TITLE, WORDS = FEATURES.index("title"), FEATURES.index("words")


@pytest.fixture(scope="module")
def data() -> FittingData:
    """Sixty queries of two tasks; the answer has a high `title`, `words` is noise, ten candidates are missing."""
    rng = np.random.default_rng(7)
    features = np.zeros((60, 30, len(FEATURES)))
    features[..., WORDS] = rng.uniform(0, 1, (60, 30))
    features[..., TITLE] = rng.uniform(0, 0.5, (60, 30))
    relevant = np.zeros((60, 30), dtype=bool)
    answers = rng.integers(0, 20, 60)
    relevant[np.arange(60), answers] = True
    features[np.arange(60), answers, TITLE] = rng.uniform(0.45, 1, 60)
    present = np.ones((60, 30), dtype=bool)
    present[:, 20:] = False
    tasks = tuple(f"task-{i % 2}" for i in range(60))
    return FittingData(features, relevant, present, np.full(60, 1 / 60), tasks, np.arange(60) % 5)


def test_the_telling_feature_gains_and_the_held_ones_stay(data: FittingData) -> None:
    prior = np.ones(len(FEATURES))
    weights, none = fit(data, prior)
    assert weights[TITLE] > 5 * max(weights[WORDS], 0.5)
    for name in HELD_BY_HAND:
        assert weights[FEATURES.index(name)] == 1.0
    best = (data.features @ weights)[data.is_relevant]
    others = np.where(data.is_relevant | ~data.is_present, -np.inf, data.features @ weights).max(axis=1)
    assert np.median(others) < none < np.median(best), "nothing here lies between answers and the rest"


def test_cross_validation_is_by_task_and_on_other_folds(data: FittingData) -> None:
    found = cross_validate(data, np.ones(len(FEATURES)))
    assert set(found) == {"task-0", "task-1"}
    assert min(hit for hit, _ in found.values()) > 0.95
    assert all(0.5 < reciprocal <= 1 for _, reciprocal in found.values())


def test_a_query_without_its_answer_among_the_candidates_is_no_hit(data: FittingData) -> None:
    lost = FittingData(
        data.features, np.zeros_like(data.is_relevant), data.is_present, data.weight, data.tasks, data.folds
    )
    assert set(quality(lost, np.ones(len(FEATURES))).values()) == {(0.0, 0.0)}


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    weights = FusionWeights({name: float(i) for i, name in enumerate(FEATURES)}, 12.5, "a test")
    target = tmp_path / "权重.toml"
    target.write_text(as_toml(weights), encoding="utf-8")
    assert tomllib.loads(target.read_text(encoding="utf-8"))["none"] == 12.5
    assert load_weights(target) == weights
