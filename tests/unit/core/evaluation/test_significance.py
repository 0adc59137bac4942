from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.significance import (
    bootstrap_interval,
    compare,
    holm,
    is_non_inferior,
    paired,
    permutation_p,
)


def named(values: object) -> dict[str, float]:
    return {f"q{i:04}": float(v) for i, v in enumerate(values)}  # type: ignore[arg-type, var-annotated]


def test_pairing_by_hand() -> None:
    values = paired(
        {"a": 1.0, "b": 0.5, "c": 0.0}, {"a": 0.0, "b": 0.25, "c": 0.5}, {"a": "one", "b": "one", "c": "two"}
    )
    assert values.sums.tolist() == [1.25, -0.5]
    assert values.counts.tolist() == [2, 1]
    assert (values.mean_candidate, values.mean_reference, values.difference) == (0.5, 0.25, 0.25)
    assert (values.n_queries, values.n_clusters) == (3, 2)


def test_systems_that_answered_other_queries_are_not_compared() -> None:
    with pytest.raises(ValueError, match="one system only"):
        paired({"a": 1.0}, {"b": 1.0})


def test_exact_p_values_by_hand() -> None:
    # differences 1, 1, 1: of the 8 sign patterns only +++ (and ---) reaches 3
    three = paired(named([1, 1, 1]), named([0, 0, 0]))
    assert permutation_p(three) == 2 / 8
    assert permutation_p(three, alternative="greater") == 1 / 8
    # differences 3, 1, -2: sum 2; patterns with |sum| ≥ 2: all but (3,-1,-2) = 0 and its mirror
    mixed = paired(named([3, 1, 0]), named([0, 0, 2]))
    assert permutation_p(mixed) == 6 / 8
    assert permutation_p(paired(named([1, 2]), named([1, 2]))) == 1.0
    assert permutation_p(paired({}, {})) == 1.0


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=8))
def test_exact_p_against_the_definition(differences: list[int]) -> None:
    values = paired(named(differences), named([0] * len(differences)))
    observed = abs(sum(differences))
    patterns = list(itertools.product((1, -1), repeat=len(differences)))
    reached = sum(abs(sum(s * d for s, d in zip(signs, differences, strict=True))) >= observed for signs in patterns)
    assert permutation_p(values) == pytest.approx(reached / len(patterns))


def test_sampled_p_agrees_with_the_normal_approximation() -> None:
    rng = np.random.default_rng(0)
    differences = rng.normal(0.1, 1.0, 300)
    values = paired(named(differences), named(np.zeros(300)))
    z = abs(differences.sum()) / math.sqrt((differences**2).sum())
    assert permutation_p(values) == pytest.approx(math.erfc(z / math.sqrt(2)), abs=0.015)


def test_a_copied_query_is_no_new_evidence() -> None:
    rng = np.random.default_rng(1)
    differences = rng.normal(0.25, 1.0, 12)
    once = named(differences)
    copies = {f"{name}#{copy}": value for name, value in once.items() for copy in range(10)}
    cluster = {name: name.split("#")[0] for name in copies}
    zero, zeros = dict.fromkeys(once, 0.0), dict.fromkeys(copies, 0.0)
    assert permutation_p(paired(copies, zeros, cluster)) == permutation_p(paired(once, zero))
    clustered = bootstrap_interval(paired(copies, zeros, cluster))
    plain = bootstrap_interval(paired(once, zero))
    assert (clustered.low, clustered.high) == (pytest.approx(plain.low), pytest.approx(plain.high))
    naive = bootstrap_interval(paired(copies, zeros))
    assert naive.high - naive.low < 0.5 * (plain.high - plain.low)


def test_the_interval_against_theory() -> None:
    rng = np.random.default_rng(2)
    differences = rng.normal(0.3, 1.0, 400)
    interval = bootstrap_interval(paired(named(differences), named(np.zeros(400))))
    half = 1.96 * differences.std() / 20
    assert interval.low == pytest.approx(differences.mean() - half, abs=0.01)
    assert interval.high == pytest.approx(differences.mean() + half, abs=0.01)
    wider = bootstrap_interval(paired(named(differences), named(np.zeros(400))), level=0.99)
    assert wider.low < interval.low < interval.high < wider.high


def test_one_cluster_proves_nothing() -> None:
    values = paired(named([1, 1, 1]), named([0, 0, 0]), dict.fromkeys(named([1, 1, 1]), "work"))
    assert bootstrap_interval(values).low == -math.inf
    assert not is_non_inferior(values, 0.5)
    assert permutation_p(values, alternative="greater") == 0.5


def test_error_rates_in_simulation() -> None:
    """Equal systems are told apart in about 5 % of samples; intervals hold the truth in about 95 %."""
    rng = np.random.default_rng(3)
    false_alarms = covered = 0
    n_runs = 300
    for run in range(n_runs):
        # 60 works with 1 to 4 queries each that share an effect: what naive tests get wrong
        works = np.repeat(np.arange(60), rng.integers(1, 5, 60))
        differences = rng.normal(0, 0.3, 60)[works] + rng.normal(0, 0.1, len(works))
        cluster = {name: str(work) for name, work in zip(named(works), works, strict=True)}
        values = paired(named(differences), named(np.zeros(len(works))), cluster)
        false_alarms += permutation_p(values, resamples=400, seed=run) <= 0.05
        interval = bootstrap_interval(values, resamples=400, seed=run)
        covered += interval.low <= 0 <= interval.high
    assert 0.02 <= false_alarms / n_runs <= 0.085
    assert 0.90 <= covered / n_runs <= 0.985


def test_a_real_difference_is_found() -> None:
    rng = np.random.default_rng(4)
    found = compare(named(rng.normal(0.6, 0.3, 200)), named(rng.normal(0.5, 0.3, 200)))
    assert found.p_value < 0.05
    assert found.interval.low > 0
    assert (found.n_queries, found.n_clusters) == (200, 200)


def test_non_inferiority_needs_evidence_and_a_margin() -> None:
    rng = np.random.default_rng(5)
    noise = rng.normal(0, 0.1, 400)
    equal = paired(named(noise), named(np.zeros(400)))
    worse = paired(named(noise - 0.05), named(np.zeros(400)))
    assert is_non_inferior(equal, 0.02)
    assert not is_non_inferior(worse, 0.02)
    assert is_non_inferior(worse, 0.08)
    few = paired(named([0.1, -0.2, 0.1]), named([0, 0, 0]))
    assert not is_non_inferior(few, 0.02)
    assert is_non_inferior(paired(named([0, 1]), named([0, 1])), 0.0)
    with pytest.raises(ValueError, match="margin"):
        is_non_inferior(equal, -0.1)


def test_holm_by_hand() -> None:
    # sorted .01 .02 .03 .04 → ·4, ·3, ·2, ·1 = .04 .06 .06 .04 → non-decreasing .04 .06 .06 .06
    adjusted = holm({"d": 0.04, "a": 0.01, "c": 0.03, "b": 0.02})
    assert adjusted == {
        "d": pytest.approx(0.06), "a": pytest.approx(0.04), "c": pytest.approx(0.06), "b": pytest.approx(0.06)
    }  # fmt: skip
    assert holm({"a": 0.7, "b": 0.9}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


def test_a_level_must_be_one() -> None:
    with pytest.raises(ValueError, match="level"):
        bootstrap_interval(paired(named([1, 2]), named([0, 0])), level=1.0)
