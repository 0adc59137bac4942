"""From the pairs of a step to the inputs that are encoded, each once, and the rows that every term compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.domain.pairs import PairKind
from core.protocols import IntVector
from core.text.normalize import fold
from core.training.config import TERM_OF_KIND, Term
from core.training.pairs import StoredInput, TrainingPair
from core.training.sampling import allowed_negatives

if TYPE_CHECKING:
    from core.encoders.unified.inputs import UnifiedInput

SideLoader = Callable[["UnifiedInput | StoredInput"], "UnifiedInput"]


@dataclass(frozen=True, slots=True)
class TermRows:
    """Rows of the step's inputs that one term compares; `allowed` (n, n), `hard` (h,), `hard_allowed` (n, h).

    `weight` (n,), float32, says how much each pair counts; None where all count alike.
    """

    left: IntVector
    right: IntVector
    allowed: NDArray[np.bool_]
    hard: IntVector
    hard_allowed: NDArray[np.bool_]
    weight: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class StepInputs:
    """What a step encodes. Inputs that occur in several pairs or terms are there once."""

    inputs: tuple[UnifiedInput, ...]
    terms: Mapping[Term, TermRows]

    @property
    def n_pairs(self) -> int:
        """Pairs of all terms together."""
        return sum(len(rows.left) for rows in self.terms.values())

    def chunks(self, micro_batch: int) -> list[list[int]]:
        """All rows in chunks of at most `micro_batch` with the same modalities and like lengths."""
        return chunked(self.inputs, micro_batch)


@dataclass
class _Collecting:
    """Inputs found so far, by what tells them apart."""

    load: SideLoader
    inputs: list[UnifiedInput] = field(default_factory=list)
    rows: dict[tuple[object, ...], int] = field(default_factory=dict)

    def add(self, name: str, side: UnifiedInput | StoredInput, hide: Callable[[UnifiedInput], UnifiedInput]) -> int:
        loaded = hide(self.load(side))
        key = (name, loaded.text, loaded.role, loaded.language, modalities(loaded))
        if key not in self.rows:
            self.rows[key] = len(self.inputs)
            self.inputs.append(loaded)
        return self.rows[key]


def step_inputs(
    batches: Mapping[PairKind, Sequence[TrainingPair]],
    load: SideLoader,
    *,
    n_hard: int = 0,
    modality_dropout: float = 0.0,
    generator: Callable[[PairKind], np.random.Generator] | None = None,
) -> StepInputs:
    """Collect what a step encodes.

    Args:
        batches: From `PairSampler.step`.
        load: Opens a side; may keep what it opened.
        n_hard: How many mined negatives to take for each pair that has any, drawn anew each time.
        modality_dropout: Probability that a modality of a query-record side that has several is hidden.
        generator: Random numbers for a kind; needed where something is drawn.
    """
    collecting = _Collecting(load)
    terms: dict[Term, TermRows] = {}
    for kind, pairs in batches.items():
        rng = generator(kind) if generator is not None else None
        share = modality_dropout if kind == "query_record" else 0.0

        def hide(given: UnifiedInput, rng: np.random.Generator | None = rng, share: float = share) -> UnifiedInput:
            return hide_modalities(given, share, rng) if share and rng is not None else given

        left = [collecting.add(pair.left_id, pair.left, hide) for pair in pairs]
        right = [collecting.add(pair.right_id, pair.right, hide) for pair in pairs]
        negatives, hard_allowed = _drawn(pairs, n_hard, rng)
        hard_rows = [collecting.add("", each, lambda given: given) for each in negatives]
        terms[TERM_OF_KIND[kind]] = TermRows(
            np.array(left, dtype=np.int64),
            np.array(right, dtype=np.int64),
            allowed_negatives(pairs),
            np.array(hard_rows, dtype=np.int64),
            hard_allowed,
            _weights(pairs),
        )
    return StepInputs(tuple(collecting.inputs), terms)


def modalities(given: UnifiedInput) -> tuple[str, ...]:
    """Names of the outputs that this input has: text, ocr, image."""
    present = {
        "text": bool(given.text.strip()),
        "ocr": given.ocr is not None and len(given.ocr) > 0,
        "image": given.pixels is not None,
    }
    return tuple(name for name, is_there in present.items() if is_there)


def output_name(given: UnifiedInput) -> str:
    """Which output stands for an input: that of its only modality, or all of them fused."""
    present = modalities(given)
    return present[0] if len(present) == 1 else "fused"


def chunked(inputs: Sequence[UnifiedInput], micro_batch: int) -> list[list[int]]:
    """Rows in chunks of one modality set, the longest first, so that little is padded and memory runs out at once."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for row, given in enumerate(inputs):
        groups.setdefault(modalities(given), []).append(row)
    chunks: list[list[int]] = []
    for _, rows in sorted(groups.items()):
        ordered = sorted(rows, key=lambda row: (-_length(inputs[row]), row))
        chunks += [ordered[start : start + micro_batch] for start in range(0, len(ordered), micro_batch)]
    return chunks


def hide_modalities(given: UnifiedInput, share: float, rng: np.random.Generator) -> UnifiedInput:
    """Hide each modality with probability `share`, but never all of them."""
    present = modalities(given)
    if len(present) < 2:
        return given
    kept = [name for name in present if rng.random() >= share] or [present[int(rng.integers(len(present)))]]
    hidden = replace(given, text=given.text if "text" in kept else "", ocr=given.ocr if "ocr" in kept else None)
    return hidden if "image" in kept else replace(hidden, pixels=None, image_sha256="")


def _length(given: UnifiedInput) -> int:
    return len(given.text) + (sum(map(len, given.ocr.words)) if given.ocr is not None else 0)


def _weights(pairs: Sequence[TrainingPair]) -> NDArray[np.float32] | None:
    if all(pair.weight == 1.0 for pair in pairs):
        return None
    return np.array([pair.weight for pair in pairs], dtype=np.float32)


def _drawn(
    pairs: Sequence[TrainingPair], n_hard: int, rng: np.random.Generator | None
) -> tuple[list[UnifiedInput | StoredInput], NDArray[np.bool_]]:
    """Mined negatives of the step, each text once, and for which pairs they count, (n, h).

    A negative counts only for the pairs that it was mined for: what is no answer to one may well be one to another.
    """
    chosen: dict[str, UnifiedInput | StoredInput] = {}
    mined: list[set[str]] = []
    for pair in pairs:
        known = pair.negatives if n_hard else ()
        if len(known) > n_hard and rng is not None:
            known = tuple(known[place] for place in sorted(rng.choice(len(known), n_hard, replace=False)))
        own = fold(pair.right.text)
        names = {fold(each.text): each for each in known[:n_hard] if each.text and fold(each.text) != own}
        mined.append(set(names))
        for name, each in names.items():
            chosen.setdefault(name, each)
    allowed = np.array([[name in names for name in chosen] for names in mined], dtype=bool)
    return list(chosen.values()), allowed.reshape(len(pairs), len(chosen))
