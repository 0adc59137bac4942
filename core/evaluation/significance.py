"""Is one system better than another, or at least not worse? Paired, by work, with simultaneous conclusions.

Queries about one work are answered together or missed together, so that counting each as evidence of its own finds
differences that are not there. All tests here therefore resample or flip whole clusters (works), and the statistic
stays the plain mean over queries.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.evaluation.splits import DEFAULT_SEED

RESAMPLES = 10_000
EXACT_CLUSTERS = 16
"""Up to so many clusters all 2ⁿ sign patterns are tried, and the p-value is exact."""
_BLOCK = 1000
_ROUNDING = 1e-12
Alternative = Literal["two-sided", "greater"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval of a mean difference; `level` is its coverage, 0…1."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class PairedValues:
    """One measure of two systems on the same queries, by cluster.

    `sums`: per cluster the sum of (candidate - reference), float64 (k,). `counts`: its number of queries, (k,).
    """

    sums: NDArray[np.float64]
    counts: NDArray[np.float64]
    mean_candidate: float
    mean_reference: float

    @property
    def n_queries(self) -> int:
        return int(self.counts.sum())

    @property
    def n_clusters(self) -> int:
        return len(self.sums)

    @property
    def difference(self) -> float:
        """Mean of candidate - reference over queries; 0 without queries."""
        return float(self.sums.sum() / self.counts.sum()) if len(self.sums) else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Candidate against reference. `p_value` is of the permutation test; `interval` of the cluster bootstrap."""

    n_queries: int
    n_clusters: int
    candidate: float
    reference: float
    difference: float
    interval: Interval
    p_value: float


def paired(
    candidate: Mapping[str, float], reference: Mapping[str, float], cluster_of: Mapping[str, str] | None = None
) -> PairedValues:
    """Put two systems' values of a measure side by side.

    Args:
        candidate: Query id → value.
        reference: The same queries.
        cluster_of: Query id → work; queries that it leaves out, and all without it, stand alone.

    Raises:
        ValueError: If the two did not answer the same queries: a comparison would then not be paired.
    """
    if candidate.keys() != reference.keys():
        differing = sorted(candidate.keys() ^ reference.keys())
        raise ValueError(f"{len(differing)} queries were put to one system only, such as {differing[:3]}")
    queries = sorted(candidate)
    known = cluster_of or {}
    names = sorted({known.get(query, query) for query in queries})
    place = {name: number for number, name in enumerate(names)}
    sums, counts = np.zeros(len(names)), np.zeros(len(names))
    for query in queries:
        at = place[known.get(query, query)]
        sums[at] += candidate[query] - reference[query]
        counts[at] += 1
    n = max(1, len(queries))
    return PairedValues(sums, counts, math.fsum(candidate.values()) / n, math.fsum(reference.values()) / n)


def bootstrap_interval(
    values: PairedValues, *, level: float = 0.95, resamples: int = RESAMPLES, seed: int = DEFAULT_SEED
) -> Interval:
    """Percentile interval of the mean difference, clusters drawn with replacement.

    Fewer than two clusters say nothing about how far the mean may lie off: the interval is then everything.

    Source: Efron and Tibshirani 1993, ch. 13; by cluster as Cameron, Gelbach and Miller 2008, section 3.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"a level of confidence lies between 0 and 1, not {level}")
    if values.n_clusters < 2:
        return Interval(-math.inf, math.inf, level)
    drawn = _resampled_means(values, resamples, seed)
    tail = 50 * (1 - level)
    low, high = np.percentile(drawn, [tail, 100 - tail])
    return Interval(float(low), float(high), level)


def _resampled_means(values: PairedValues, resamples: int, seed: int) -> NDArray[np.float64]:
    generator = np.random.default_rng(seed)
    k = values.n_clusters
    means = []
    for start in range(0, resamples, _BLOCK):
        times = generator.multinomial(k, np.full(k, 1.0 / k), size=min(_BLOCK, resamples - start))
        means.append((times @ values.sums) / (times @ values.counts))
    return np.concatenate(means)


def permutation_p(
    values: PairedValues,
    *,
    alternative: Alternative = "two-sided",
    resamples: int = RESAMPLES,
    seed: int = DEFAULT_SEED,
) -> float:
    """How often a difference so large appears when the two systems are interchangeable.

    The sign of each cluster's difference is flipped at random; with up to `EXACT_CLUSTERS` clusters, in all ways.
    "greater" asks only whether the candidate is better. 1 without clusters.

    Source: Fisher's randomisation test for IR as in Smucker, Allan and Carterette 2007, section 3.1; the +1 of the
    sampled p-value as Phipson and Smyth 2010.
    """
    sums = values.sums[values.sums != 0]
    if len(sums) == 0:
        return 1.0
    observed = float(sums.sum())
    exact = len(sums) <= EXACT_CLUSTERS
    n_patterns = 2 ** len(sums) if exact else resamples
    generator = np.random.default_rng(seed)
    reached = 0
    for start in range(0, n_patterns, _BLOCK):
        n = min(_BLOCK, n_patterns - start)
        if exact:
            numbers = np.arange(start, start + n)[:, None]
            signs = 1.0 - 2.0 * ((numbers >> np.arange(len(sums))) & 1)
        else:
            signs = 1.0 - 2.0 * generator.integers(0, 2, size=(n, len(sums)))
        totals = signs @ sums
        if alternative == "two-sided":
            reached += int((np.abs(totals) >= abs(observed) - _ROUNDING).sum())
        else:
            reached += int((totals >= observed - _ROUNDING).sum())
    return reached / n_patterns if exact else (reached + 1) / (resamples + 1)


def compare(
    candidate: Mapping[str, float],
    reference: Mapping[str, float],
    cluster_of: Mapping[str, str] | None = None,
    *,
    level: float = 0.95,
    alternative: Alternative = "two-sided",
    resamples: int = RESAMPLES,
    seed: int = DEFAULT_SEED,
) -> Comparison:
    """Difference, its interval and its p-value in one. Arguments and errors as `paired` and the two tests."""
    values = paired(candidate, reference, cluster_of)
    return Comparison(
        n_queries=values.n_queries,
        n_clusters=values.n_clusters,
        candidate=values.mean_candidate,
        reference=values.mean_reference,
        difference=values.difference,
        interval=bootstrap_interval(values, level=level, resamples=resamples, seed=seed),
        p_value=permutation_p(values, alternative=alternative, resamples=resamples, seed=seed),
    )


def is_non_inferior(values: PairedValues, margin: float, *, alpha: float = 0.05, seed: int = DEFAULT_SEED) -> bool:
    """Whether the candidate is surely not worse by more than `margin`: the one-sided bound at 1 - alpha lies above.

    A tie on every query is not worse. With few clusters nothing is sure, and the answer is no unless they tie.

    Args:
        values: Both systems on the same queries.
        margin: Largest loss that is borne, ≥ 0, in units of the measure.
        alpha: Chance of calling a loss of `margin` none.
        seed: Of the bootstrap.

    Source: Walker and Nowacki 2011: non-inferiority holds when the confidence limit lies above -margin.
    """
    if margin < 0:
        raise ValueError(f"a margin is not negative: {margin}")
    if not values.sums.any():
        return True
    return bootstrap_interval(values, level=1 - 2 * alpha, seed=seed).low >= -margin


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """p-values adjusted so that the chance of *any* false claim among them stays at the level.

    Source: Holm 1979: the i-th smallest of m is multiplied by m - i + 1, then made non-decreasing and at most 1.
    """
    ordered = sorted(p_values, key=lambda name: (p_values[name], name))
    adjusted: dict[str, float] = {}
    least = 0.0
    for number, name in enumerate(ordered):
        least = max(least, min(1.0, p_values[name] * (len(ordered) - number)))
        adjusted[name] = least
    return {name: adjusted[name] for name in p_values}
