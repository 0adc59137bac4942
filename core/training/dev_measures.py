"""How well pairs find each other: the measure that early stopping and interpolation go by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.domain.pairs import PAIR_KINDS, PairKind
from core.protocols import FloatMatrix
from core.text.normalize import fold
from core.training.config import TERM_OF_KIND
from core.training.pairs import TrainingPair
from core.training.step_inputs import SideLoader

if TYPE_CHECKING:
    from core.encoders.unified.inputs import UnifiedInput

Encode = Callable[["Sequence[UnifiedInput]"], FloatMatrix]
DECIDING = "RR"
"""Mean reciprocal rank, first within each term, then over the terms."""


class PairRetrieval:
    """Left sides of a part look for their right sides among those of the part and some of the training part.

    Of one work, and of one text, only the pair's own right side is in the race; related ones are not.

    Args:
        pairs: The part that is measured.
        others: Pairs whose right sides stand by as further candidates.
        kinds: Kinds to measure.
        load: Opens sides.
        limit: Largest number of pairs, and of further candidates, of a kind; a seeded sample of more.
        seed: Of the sample.
    """

    def __init__(
        self,
        pairs: Sequence[TrainingPair],
        others: Sequence[TrainingPair],
        kinds: Sequence[PairKind],
        load: SideLoader,
        *,
        limit: int = 128,
        seed: int = 0,
    ) -> None:
        self._load = load
        self._parts: dict[PairKind, tuple[list[TrainingPair], list[TrainingPair]]] = {}
        for kind in PAIR_KINDS:
            own = _sample([pair for pair in pairs if pair.kind == kind], limit, seed)
            if kind in kinds and own:
                more = _sample([pair for pair in others if pair.kind == kind], limit, seed + 1)
                self._parts[kind] = (own, more)

    def __bool__(self) -> bool:
        return bool(self._parts)

    def measure(self, encode: Encode) -> dict[str, float]:
        """``RR`` (what decides), then for each term ``vt.RR``, ``vt.R@1``, ``vt.R@10``. Empty without pairs."""
        measures: dict[str, float] = {}
        for kind, (own, more) in self._parts.items():
            ranks = self._ranks(own, more, encode)
            term = TERM_OF_KIND[kind]
            measures[f"{term}.RR"] = float(np.mean(1 / ranks))
            measures[f"{term}.R@1"] = float(np.mean(ranks <= 1))
            measures[f"{term}.R@10"] = float(np.mean(ranks <= 10))
        if not measures:
            return {}
        overall = float(np.mean([value for name, value in measures.items() if name.endswith(".RR")]))
        return {DECIDING: overall, **measures}

    def _ranks(self, own: list[TrainingPair], more: list[TrainingPair], encode: Encode) -> np.ndarray:
        candidates: dict[str, TrainingPair] = {}
        for pair in (*own, *more):
            candidates.setdefault(pair.right_id, pair)
        left = encode([self._load(pair.left) for pair in own])
        right = encode([self._load(pair.right) for pair in candidates.values()])
        scores = left @ right.T  # (pairs, candidates)
        place = {name: column for column, name in enumerate(candidates)}
        works = np.array([pair.record_id for pair in candidates.values()])
        texts = np.array([fold(pair.right.text) or f"\x00{name}" for name, pair in candidates.items()])
        ranks = np.empty(len(own), dtype=np.float64)
        for row, pair in enumerate(own):
            answer = scores[row, place[pair.right_id]]
            in_race = (works != pair.record_id) & (texts != texts[place[pair.right_id]])
            for name in pair.related:
                if name in place:
                    in_race[place[name]] = False
            # a tie counts against the pair: equal scores are no success
            ranks[row] = 1 + np.count_nonzero(scores[row][in_race] >= answer)
        return ranks


def gain(after: Mapping[str, float], before: Mapping[str, float]) -> float:
    """Difference of what decides."""
    return after.get(DECIDING, 0.0) - before.get(DECIDING, 0.0)


def _sample(pairs: list[TrainingPair], limit: int, seed: int) -> list[TrainingPair]:
    if len(pairs) <= limit:
        return pairs
    chosen = np.random.default_rng(seed).choice(len(pairs), limit, replace=False)
    return [pairs[place] for place in sorted(chosen)]
