"""Which pairs a step compares: a function of seed and step alone, so that a run resumes with nothing to remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.domain.pairs import PAIR_KINDS, PairKind
from core.text.normalize import fold
from core.training.pairs import TrainingPair


class PairSampler:
    """Deals out batches of each kind of pair; every step has one of each kind there is.

    A kind is shuffled, dealt in batches without repetition, and shuffled anew when what is left fills no batch; what
    was left over comes up in another shuffle. Kinds with fewer pairs than `batch_size` have smaller batches.

    Args:
        pairs: All pairs to train on.
        batch_size: Pairs of one kind in a step.
        seed: Of the shuffles.
        kinds: Those to deal out; others are ignored.
    """

    def __init__(
        self,
        pairs: Sequence[TrainingPair],
        batch_size: int,
        seed: int,
        kinds: Sequence[PairKind] = PAIR_KINDS,
    ) -> None:
        self._seed = seed
        self._pairs: dict[PairKind, list[TrainingPair]] = {}
        for kind in PAIR_KINDS:
            of_kind = [pair for pair in pairs if pair.kind == kind]
            if kind in kinds and of_kind:
                self._pairs[kind] = of_kind
        self._batch_size = batch_size

    @property
    def counts(self) -> Mapping[PairKind, int]:
        """Pairs of each kind that is dealt out."""
        return {kind: len(pairs) for kind, pairs in self._pairs.items()}

    @property
    def steps_per_epoch(self) -> int:
        """Steps in which the largest kind is dealt out once; 0 where there are no pairs."""
        return max((len(pairs) // self._size(kind) for kind, pairs in self._pairs.items()), default=0)

    def step(self, number: int) -> dict[PairKind, tuple[TrainingPair, ...]]:
        """The batches of step `number`, from 0."""
        batches: dict[PairKind, tuple[TrainingPair, ...]] = {}
        for kind, pairs in self._pairs.items():
            size = self._size(kind)
            shuffle, place = divmod(number, len(pairs) // size)
            order = self.generator(kind, shuffle).permutation(len(pairs))
            batches[kind] = tuple(pairs[row] for row in order[place * size : (place + 1) * size])
        return batches

    def generator(self, kind: PairKind, *numbers: int) -> np.random.Generator:
        """A generator of its own for a kind and whatever `numbers` tell apart."""
        return np.random.default_rng([self._seed, PAIR_KINDS.index(kind), *numbers])

    def _size(self, kind: PairKind) -> int:
        return min(self._batch_size, len(self._pairs[kind]))


def allowed_negatives(pairs: Sequence[TrainingPair]) -> NDArray[np.bool_]:
    """Which right sides may be held against which left sides, (n, n).

    Not allowed, since it would teach that what means the same does not: another pair of the same work, of the same
    side by name or by text (case, width and punctuation aside), and whatever a pair names as related. The diagonal is
    True.
    """
    n = len(pairs)
    works = _codes([pair.record_id for pair in pairs])
    same = works[:, None] == works[None, :]
    for side in ("left", "right"):
        names = _codes([getattr(pair, f"{side}_id") for pair in pairs])
        texts = _codes([fold(getattr(pair, side).text) or f"\x00{place}" for place, pair in enumerate(pairs)])
        same |= (names[:, None] == names[None, :]) | (texts[:, None] == texts[None, :])
    for row, pair in enumerate(pairs):
        if pair.related:
            same[row] |= np.fromiter((other.right_id in pair.related for other in pairs), dtype=bool, count=n)
    allowed: NDArray[np.bool_] = ~same | np.eye(n, dtype=bool)
    return allowed


def _codes(names: Sequence[str]) -> NDArray[np.int64]:
    """Equal names get equal numbers."""
    numbers: dict[str, int] = {}
    return np.fromiter((numbers.setdefault(name, len(numbers)) for name in names), dtype=np.int64, count=len(names))
