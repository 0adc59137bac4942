"""Candidates from several channels → one calibrated ranking.

A convex combination of bounded features goes through a soft maximum with one more alternative, "nothing here is what
was meant": P(record | query) = exp(z) / (exp(z₀) + Σ exp(z)). The weights are fitted by maximum likelihood on open
data (listwise; cross-validated over works) and kept in resources/presets; reciprocal rank fusion needs no weights and
is kept as the fallback and for comparison.

Source of reciprocal rank fusion: Cormack, Clarke & Büttcher 2009, with k = 60.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import StoreMismatchError

RRF_K = 60
FEATURES = (
    "title",
    "description",
    "semantic_best",
    "words",
    "names",
    "gloss_words",
    "gloss_title",
    "gloss_title_reverse",
    "gloss_body",
    "has_description",
    "en_to_zh",
    "zh_to_en",
    "phrase",
    "pinyin",
    "cover",
)

FeatureMatrix = NDArray[np.float32]
"""Shape (n candidates, len(FEATURES))."""


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """Weights by feature name, and the score of "nothing here" (`none`). `source` says what they were fitted on."""

    weights: Mapping[str, float]
    none: float
    source: str

    def scores(self, features: FeatureMatrix) -> NDArray[np.float32]:
        """Linear score of each candidate, shape (n,)."""
        vector = np.array([self.weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
        return features @ vector

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probability of each candidate beside "nothing here", shape (n,); sums to less than 1."""
        top = max(float(scores.max(initial=self.none)), self.none)
        exponentials = np.exp(scores - top)
        return np.asarray(exponentials / (exponentials.sum() + np.exp(self.none - top)), dtype=np.float32)

    @staticmethod
    def relevance(scores: NDArray[np.float32], anything: float) -> NDArray[np.float32]:
        """How probable it is that each candidate is (also) meant, 0…1, shape (n,).

        The probability that anything here is meant (`core.retrieval.confidence`), times how near the candidate comes to
        the best. Unlike `probabilities` it is no share of one whole: three editions of the book that was meant are all
        likely.
        """
        if not len(scores):
            return scores
        return np.asarray(anything * np.exp(scores - scores.max()), dtype=np.float32)


def load_weights(path: Path) -> FusionWeights:
    """Read weights from TOML.

    Raises:
        StoreMismatchError: fusion.unreadable, if the file is missing, names a feature that does not exist, or gives
            one a value that is not finite.
    """
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
        weights = {str(name): float(value) for name, value in stored["weights"].items()}
        none, source = float(stored["none"]), str(stored["source"])
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as exc:
        raise StoreMismatchError("fusion.unreadable", file=path.name, detail=str(exc)) from exc
    wrong = set(weights) - set(FEATURES)
    wrong |= {name for name, value in {**weights, "none": none}.items() if not math.isfinite(value)}
    if wrong:
        raise StoreMismatchError("fusion.unreadable", file=path.name, detail=", ".join(sorted(wrong)))
    return FusionWeights(weights, none, source)


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    """Fuse rankings without any weights: Σ 1 / (60 + rank), scaled so that first everywhere is 1."""
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, record_id in enumerate(ranking, start=1):
            fused[record_id] = fused.get(record_id, 0.0) + 1 / (RRF_K + rank)
    best = len(rankings) / (RRF_K + 1)
    return {record_id: score / best for record_id, score in fused.items()}
