"""How much each pair of query part and record view counts: weights fitted on development queries.

Every multimodal system gets the same treatment, so that none wins by the way its scores are added up. The score of a
record is Σ w · z, where z is a cosine between a part of the query and a view of the record, standardised over the
records of that query (0 where either is missing), and w ≥ 0. The weights maximise the listwise log-likelihood
Σ log P(relevant) with P(r) ∝ exp score(r), less a penalty towards equal weights: the convex combination of normalised
scores that Bruch et al. 2023 (arXiv 2210.11934) find better than ranks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.float32]
"""Standardised similarities, shape (queries, records, channels)."""

_STEPS = 300
_RATE = 0.1
_PENALTY = 2.0
"""Weight of the squared distance from the prior, in nats: as much as two queries can gain or lose."""
_MOST_RECORDS = 500


def standardise(similarities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row to mean 0 and deviation 1 over its finite values; what is not finite, and rows of one value, become 0.

    Args:
        similarities: (queries, records), NaN where a query lacks the part or a record the view.
    """
    known = np.isfinite(similarities)
    counts = np.maximum(known.sum(axis=1, keepdims=True), 1)
    filled = np.where(known, similarities, 0.0)
    mean = filled.sum(axis=1, keepdims=True) / counts
    centred = np.where(known, similarities - mean, 0.0)
    deviation = np.sqrt((centred**2).sum(axis=1, keepdims=True) / counts)
    return np.asarray(np.where(deviation > 1e-6, centred / np.maximum(deviation, 1e-6), 0.0), dtype=np.float32)


def fit_weights(features: Features, relevant: NDArray[np.bool_], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """Non-negative weights of the channels.

    Args:
        features: (queries, records, channels), from `standardise`.
        relevant: (queries, records); a query without any relevant record is ignored.
        prior: Weights where nothing speaks against them, (channels,).

    Returns:
        (channels,), float64. Projected gradient ascent from the prior; no chance in it.
    """
    asked = relevant.any(axis=1)
    weights = prior.astype(np.float64).copy()
    if not asked.any():
        return weights
    judged = [_narrowed(f, r, prior) for f, r in zip(features[asked], relevant[asked], strict=True)]
    velocity, scale = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        gradient = -2.0 * _PENALTY * (weights - prior)
        for of_query, is_relevant in judged:
            scores = of_query @ weights
            odds = np.exp(scores - scores.max())
            every = odds / odds.sum()
            right = np.where(is_relevant, odds, 0.0)
            right /= max(float(right.sum()), 1e-300)
            gradient += (right - every) @ of_query
        velocity = 0.9 * velocity + 0.1 * gradient  # Adam, with bias correction
        scale = 0.999 * scale + 0.001 * gradient**2
        move = velocity / (1 - 0.9**step) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-8)
        weights = np.maximum(weights + _RATE * move * (1 - step / (_STEPS + 1)), 0.0)
    return weights


def _narrowed(
    of_query: NDArray[np.float32], relevant: NDArray[np.bool_], prior: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The relevant records and the best others, so that ten thousand records cost no more than five hundred."""
    if len(relevant) > _MOST_RECORDS:
        order = np.argsort(-(of_query @ prior), kind="stable")
        chosen = np.union1d(order[:_MOST_RECORDS], np.flatnonzero(relevant))
        of_query, relevant = of_query[chosen], relevant[chosen]
    return of_query.astype(np.float64), relevant
