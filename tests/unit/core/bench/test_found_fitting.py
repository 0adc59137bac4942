from __future__ import annotations

import numpy as np

from core.bench.found_fitting import KEPT, cross_validate, describe, fit, margins_of
from core.bench.fusion_fitting import FittingData
from core.retrieval.fusion import FEATURES, FusionWeights

N, M = 200, 6


def data(spread: float) -> FittingData:
    """Queries whose first candidate is the answer, `spread` above the others on average."""
    rng = np.random.default_rng(7)
    features = np.zeros((N, M, len(FEATURES)))
    features[..., 0] = rng.normal(0, 1, (N, M))
    features[:, 0, 0] += spread
    relevant = np.zeros((N, M), dtype=bool)
    relevant[:, 0] = True
    weight = np.full(N, 1 / N)
    return FittingData(features, relevant, np.ones((N, M), dtype=bool), weight, ("topic",) * N, np.arange(N) % 5)


def test_margins_are_those_of_the_best_with_and_without_answers() -> None:
    given = data(6.0)
    margins = margins_of(given, FusionWeights({"title": 2.0}, 3.0, ""))
    z = given.features[..., 0] * 2.0
    assert np.allclose(margins.with_answers, z.max(axis=1) - 3.0)
    assert np.allclose(margins.without, z[:, 1:].max(axis=1) - 3.0)
    assert margins.is_right.tolist() == (z.argmax(axis=1) == 0).tolist()
    assert (margins.old >= margins.old_without).all()


def test_the_limit_keeps_the_right_ones_and_tells_the_rest_apart() -> None:
    margins = margins_of(data(6.0), FusionWeights({"title": 2.0}, 3.0, ""))
    model = fit(margins)
    assert model.scale > 0
    found, false = cross_validate(margins)
    assert found[margins.is_right].mean() >= KEPT - 0.03
    assert false.mean() < (margins.old_without >= 0.3).mean()
    assert describe(margins, found, false)[-1].startswith("all\t200\t")


def test_where_nothing_tells_them_apart_nothing_is_told_apart() -> None:
    margins = margins_of(data(0.0), FusionWeights({"title": 2.0}, 3.0, ""))
    assert abs(fit(margins).scale) < 1.0
