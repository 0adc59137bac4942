"""How long a training will take on this machine: told from earlier runs, else from a short measurement.

What a step costs hangs on mode, batch and machine; what comes before it (features computed once, the untrained model
measured) on the number of pairs. Runs that are in the library say both. Without one, the text encoder in use is timed
on a few passages, and its time is multiplied by what was found for each mode on two processor cores.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.pairs import PairSummary
from core.domain.training import TrainingEstimate, TrainingMetric, TrainingRun
from core.training.config import TERM_OF_KIND, TrainingConfig

if TYPE_CHECKING:
    from core.protocols import TextEncoder

_PROBED = "编目员在灯下翻阅旧书。A cataloguer reads old books by lamp light. " * 6
_PROBED_TEXTS = 8
_STEP_FACTOR: Mapping[str, float] = {"frozen": 1.6, "lora": 8.5, "full": 20.0}
"""Time of a step for each pair, in forward passes of a passage; "full" is not measured but put above "lora"."""
_BEFORE_FACTOR = 9.0
"""Time before, between and after the steps for each pair, likewise: features, pictures, measurements."""
_START_SECONDS = 12.0
"""A process is started, libraries are loaded, the model is built."""
_RUNS_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class _Speed:
    """Seconds for each pair of a step, and for each pair of the whole set beside the steps."""

    of_step: float
    beside: float


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """An earlier run with its curve."""

    run: TrainingRun
    metrics: Sequence[TrainingMetric]


def planned_steps(config: TrainingConfig, data: PairSummary) -> tuple[int, int]:
    """Steps of a training, and pairs compared in each of them; (0, 0) where there is nothing to learn from."""
    counts = [
        parts.get("train", 0)
        for kind, parts in data.kinds.items()
        if config.loss.weight(TERM_OF_KIND[kind]) > 0 and parts.get("train", 0)  # type: ignore[index]
    ]
    if not counts:
        return 0, 0
    sizes = [min(config.batch_size, count) for count in counts]
    an_epoch = max(count // size for count, size in zip(counts, sizes, strict=True))
    return max(1, round(config.epochs * an_epoch)), sum(sizes)


def estimate(
    config: TrainingConfig, data: PairSummary, earlier: Sequence[FinishedRun], encoder: TextEncoder | None
) -> TrainingEstimate:
    """Time and steps of a training.

    Args:
        config: How it is to be trained.
        data: What there is to learn from.
        earlier: Runs of this library, the newest first.
        encoder: In use; timed where no run is known. None = not loaded.
    """
    steps, pairs_a_step = planned_steps(config, data)
    if not steps:
        return TrainingEstimate(0, 0.0, "none")
    known = _of_runs(config, earlier)
    speed = known or (_probed(config, encoder) if encoder is not None else None)
    if speed is None:
        return TrainingEstimate(steps, 0.0, "none")
    n_pairs = sum(sum(parts.values()) for parts in data.kinds.values())
    a_step = speed.of_step * pairs_a_step
    seconds = _START_SECONDS + speed.beside * n_pairs + a_step * steps
    limit = config.minutes * 60
    is_cut = bool(limit) and seconds > limit
    if is_cut:
        steps = max(1, min(steps, int((limit - _START_SECONDS - speed.beside * n_pairs) / max(a_step, 1e-9))))
        seconds = limit
    return TrainingEstimate(steps, seconds, "runs" if known else "probe", is_cut)


def _of_runs(config: TrainingConfig, earlier: Sequence[FinishedRun]) -> _Speed | None:
    """The median over the newest finished runs of the same mode."""
    found: list[_Speed] = []
    for each in earlier:
        request, result = each.run.request, each.run.result
        rates = [m.pairs_per_second for m in each.metrics if m.pairs_per_second > 0]
        if request is None or result is None or each.run.pairs is None or not rates:
            continue
        then = TrainingConfig.from_json(request.settings)
        steps, pairs_a_step = planned_steps(then, each.run.pairs)
        if then.mode != config.mode or not steps:
            continue
        of_step = 1.0 / statistics.median(rates)
        n_pairs = sum(sum(parts.values()) for parts in each.run.pairs.kinds.values())
        rest = result.seconds - _START_SECONDS - of_step * pairs_a_step * result.steps
        found.append(_Speed(of_step, max(0.0, rest) / max(1, n_pairs)))
        if len(found) == _RUNS_LOOKED_AT:
            break
    if not found:
        return None
    return _Speed(statistics.median(s.of_step for s in found), statistics.median(s.beside for s in found))


def _probed(config: TrainingConfig, encoder: TextEncoder) -> _Speed:
    texts = [f"{number} {_PROBED}" for number in range(_PROBED_TEXTS)]
    encoder.encode(texts[:2], "passage")
    took = math.inf
    for _ in range(2):
        begun = time.perf_counter()
        encoder.encode(texts, "passage")
        took = min(took, time.perf_counter() - begun)
    a_text = took / _PROBED_TEXTS
    return _Speed(a_text * _STEP_FACTOR[config.mode], a_text * _BEFORE_FACTOR)
