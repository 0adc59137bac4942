"""Training of a cross-encoder by image-text matching: does this query go with this record?

A cross-encoder has no vectors, so the joint contrastive loss cannot train it. Everything else is as for the others: the
same pairs, the same number of steps, the same optimiser and schedule, the same choice of the best weights by the dev
part. Each pair is seen once with its right side and once with a wrong one that looks like it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from core.domain.pairs import PAIR_KINDS, PairKind
from core.encoders.baselines.uniter import hard_negatives, matching_loss
from core.encoders.checkpoint_io import save_checkpoint
from core.errors import InvalidInputError
from core.protocols import FloatVector, JobContext
from core.training.config import TERM_OF_KIND, TrainingConfig
from core.training.optimising import Collate
from core.training.pairs import TrainingPair, fingerprint_of
from core.training.sampling import PairSampler, allowed_negatives
from core.training.schedule import rate_factor
from core.training.step_inputs import SideLoader

if TYPE_CHECKING:
    from torch import Tensor

    from core.encoders.unified.inputs import UnifiedInput

_DEV_PAIRS = 48
_DEV_CANDIDATES = 8
_MEASUREMENTS = 5


@dataclass(frozen=True, slots=True)
class MatchingResult:
    """How it went: steps taken, step of the kept weights, mean reciprocal rank on the dev part before and after."""

    steps: int
    best_step: int
    before: float
    after: float
    seconds: float


def train_matching(
    model: nn.Module,
    pairs: Sequence[TrainingPair],
    config: TrainingConfig,
    steps: int,
    folder: Path,
    collate: Collate,
    load: SideLoader,
    described: dict[str, Any],
    ctx: JobContext,
) -> MatchingResult:
    """Train, keep what the dev part liked best, save as a checkpoint folder.

    Args:
        model: ``forward(queries, records)`` gives a logit a pair; on return it has the weights that were chosen.
        pairs: Of all parts. Sides that `load` leaves empty are passed over.
        config: Batch size, rates, clipping, seed; which terms are on says which kinds of pairs are used.
        steps: How many.
        folder: Of the checkpoint; must not exist.
        collate: Inputs → batch.
        load: Opens sides.
        described: For config.json.
        ctx: Progress and cancel; a cancelled run leaves nothing.

    Raises:
        InvalidInputError: ``training.no_pairs``.
        ConflictError, HostFaultError: The folder cannot be written.
    """
    begun = time.monotonic()
    kinds: list[PairKind] = [kind for kind in PAIR_KINDS if config.loss.weight(TERM_OF_KIND[kind]) > 0]
    train = [pair for pair in pairs if pair.split == "train"]
    sampler = PairSampler(train, config.batch_size, config.seed, kinds)
    if not sampler.counts:
        raise InvalidInputError("training.no_pairs")
    torch.manual_seed(config.seed)
    draw = torch.Generator().manual_seed(config.seed)
    matrices = [p for p in model.parameters() if p.requires_grad and p.ndim > 1]
    others = [p for p in model.parameters() if p.requires_grad and p.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": config.weight_decay}, {"params": others, "weight_decay": 0.0}],
        lr=config.learning_rate,
    )
    dev = [pair for pair in pairs if pair.split == "dev" and pair.kind in kinds]
    score = PairLogits(model, collate)
    before = best = _reciprocal_rank(score, dev, load, config.seed)
    kept, best_step = _values(model), 0
    every = max(1, steps // _MEASUREMENTS)
    for step in range(steps):
        ctx.report(step, steps, "evaluate.training", system=str(described.get("name", "")))
        for group in optimiser.param_groups:
            group["lr"] = config.learning_rate * rate_factor(step, steps, config.warmup, config.final_rate)
        optimiser.zero_grad(set_to_none=True)
        model.train()
        for batch in sampler.step(step).values():
            loss = _matching(model, batch, collate, load, draw)
            if loss is not None:
                loss.backward()  # type: ignore[no-untyped-call]  # one kind at a time, so that memory holds one
        nn.utils.clip_grad_norm_([*matrices, *others], config.clip)
        optimiser.step()
        if (step + 1) % every == 0 or step + 1 == steps:
            measured = _reciprocal_rank(score, dev, load, config.seed)
            if measured >= best or not dev:
                best, best_step, kept = measured, step + 1, _values(model)
    model.load_state_dict(kept)
    model.eval()
    result = MatchingResult(steps, best_step, before, best, time.monotonic() - begun)
    provenance = {"data": fingerprint_of(pairs), "settings": config.to_json(), "steps": steps, "best_step": best_step}
    save_checkpoint(folder, kept, described, {**provenance, "dev_before": before, "dev_after": best})
    return result


class PairLogits:
    """Logits of pairs without gradients, in chunks.

    Args:
        model: As above.
        collate: Inputs → batch.
        at_once: Pairs in a chunk.
    """

    def __init__(self, model: nn.Module, collate: Collate, at_once: int = 32) -> None:
        self._model = model
        self._collate = collate
        self._at_once = at_once

    def __call__(self, queries: Sequence[UnifiedInput], records: Sequence[UnifiedInput]) -> FloatVector:
        """float32 (n,)."""
        self._model.eval()
        blocks = [np.zeros(0, dtype=np.float32)]
        with torch.no_grad():
            for start in range(0, len(queries), self._at_once):
                part = slice(start, start + self._at_once)
                logits = self._model(self._collate(queries[part]), self._collate(records[part]))
                blocks.append(np.asarray(logits.float().cpu().numpy(), dtype=np.float32))
        return np.concatenate(blocks)


def _matching(
    model: nn.Module, batch: Sequence[TrainingPair], collate: Collate, load: SideLoader, draw: torch.Generator
) -> Tensor | None:
    """The loss of one kind of pairs: each with its own right side, and with one that is hard to tell from it."""
    sides = [(load(pair.left), load(pair.right)) for pair in batch]
    usable = [row for row, (left, right) in enumerate(sides) if _has_content(left) and _has_content(right)]
    if len(usable) < 2:
        return None
    chosen = [batch[row] for row in usable]
    lefts, rights = [sides[row][0] for row in usable], [sides[row][1] for row in usable]
    forbidden = ~torch.from_numpy(allowed_negatives(chosen)) | torch.eye(len(chosen), dtype=torch.bool)
    queries, records = collate(lefts), collate(rights)
    wrong = hard_negatives(_likeness(model, queries, records, len(chosen)), forbidden, draw)
    known = torch.nonzero(wrong >= 0).squeeze(1).tolist()
    right_logits = model(queries, records)
    labels = torch.ones(len(chosen))
    if not known:
        return matching_loss(right_logits, labels)
    wrong_logits = model(collate([lefts[row] for row in known]), collate([rights[int(wrong[row])] for row in known]))
    logits = torch.cat([right_logits, wrong_logits])
    return matching_loss(logits, torch.cat([labels, torch.zeros(len(known))]))


def _likeness(model: nn.Module, queries: Any, records: Any, size: int) -> Tensor:
    """Cosines of the backbone's text vectors, (n, n); zeros where a side has no text: any negative is as good."""
    pool: Any = getattr(model, "pool", None)
    if pool is None or queries.text is None or records.text is None:
        return torch.zeros(size, size)
    with torch.no_grad():
        left = torch.zeros(size, size)
        cosines = pool.text(queries.text) @ pool.text(records.text).T
        left[queries.text.rows[:, None], records.text.rows[None, :]] = cosines
    return left


def _has_content(given: UnifiedInput) -> bool:
    return bool(given.text.strip()) or given.pixels is not None


def _reciprocal_rank(score: PairLogits, pairs: Sequence[TrainingPair], load: SideLoader, seed: int) -> float:
    """Mean reciprocal rank of the right side among `_DEV_CANDIDATES`, over a seeded sample of dev pairs; 0 without."""
    rng = np.random.default_rng(seed)
    loaded = [(pair, load(pair.left), load(pair.right)) for pair in pairs]
    usable = [each for each in loaded if _has_content(each[1]) and _has_content(each[2])]
    if len(usable) < 2:
        return 0.0
    asked = [usable[row] for row in sorted(rng.choice(len(usable), min(_DEV_PAIRS, len(usable)), replace=False))]
    found: list[float] = []
    for pair, left, right in asked:
        others = [each for each in usable if each[0].record_id != pair.record_id and each[0].kind == pair.kind]
        if not others:
            continue
        rows = rng.choice(len(others), min(_DEV_CANDIDATES - 1, len(others)), replace=False)
        candidates = [right, *(others[row][2] for row in rows)]
        logits = score([left] * len(candidates), candidates)
        found.append(1.0 / (1 + int(np.count_nonzero(logits[1:] >= logits[0]))))
    return float(np.mean(found)) if found else 0.0


def _values(model: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}
