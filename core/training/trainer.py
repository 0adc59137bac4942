"""The training loop. Works for any module whose forward gives text, ocr, image and fused vectors.

A run is a function of its settings, its pairs and the untrained model: killed at any step and taken up again, it ends
with the same weights, to the byte on the CPU (with the same number of threads on the same kind of machine).
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch
from torch import nn

from core.domain.pairs import PAIR_KINDS, PairKind
from core.domain.training import TrainingMetric, TrainingResult
from core.encoders.checkpoint_io import checkpoint_fingerprint, save_checkpoint
from core.encoders.device import choose_device, set_threads
from core.errors import InvalidInputError, JobCancelledError, StoreMismatchError
from core.protocols import JobContext, NullJobContext
from core.training.adaptation import Adapted, adapt, fold_adapters, interpolate, load_values, values_of
from core.training.config import TERM_OF_KIND, TrainingConfig
from core.training.dev_measures import DECIDING, PairRetrieval
from core.training.inputs_store import InputStore
from core.training.losses import JointLoss
from core.training.optimising import Collate, Optimising
from core.training.pairs import TrainingPair, fingerprint_of
from core.training.run_folder import (
    CHECKPOINT,
    MetricsFile,
    RunIdentity,
    begin_run,
    provenance,
    read_result,
    write_result,
)
from core.training.run_state import Progress, drop_states, load_state, save_state
from core.training.sampling import PairSampler
from core.training.schedule import rate_factor
from core.training.step_inputs import SideLoader, step_inputs

if TYPE_CHECKING:
    from torch import Tensor

_LOG = logging.getLogger(__name__)
_TIMED_STEPS = 5
"""Steps after which a limit in minutes becomes a number of steps; the first is slow and not counted."""
_SHARE_FOR_STEPS = 0.8
"""Of a limit in minutes; the rest is for measuring and saving."""
_SHARE_AT_MOST = 0.9
"""Of a limit in minutes; a machine that became slower stops here, before its rate has fallen all the way."""
_MEASUREMENTS = 10
_REFUSED_TAKEN = 2
"""Results that people refused count in every run, so many a pair and step; without mining they are all there is."""


class SaveEncoder(Protocol):
    """Writes the trained model as a checkpoint folder (which must not exist) and returns its fingerprint."""

    def __call__(self, model: nn.Module, folder: Path, provenance: Mapping[str, Any]) -> str: ...


@dataclass(frozen=True, slots=True)
class TrainingParts:
    """What a run needs beside model, pairs and settings.

    Attributes:
        collate: Inputs → batch of the model.
        save: How the trained model is stored, with its adapters in it; None = its trained tensors in a checkpoint
            folder, adapters folded in.
        load: Opens the sides of pairs; None = an `InputStore` of its own.
        model_name: Fingerprint of the untrained model, for run and provenance; "" = of its weights.
        backbone: Names of the model's pretrained modules.
        adapted_modules: Modules whose layers get adapters in mode `lora`; empty = the backbone.
        matryoshka: Prefix dimensions of the model, used where the settings name none; the full one is added.
        provenance: More to say in the checkpoint.
        seconds_spent: On preparation; counts towards a limit in minutes.
    """

    collate: Collate
    save: SaveEncoder | None = None
    load: SideLoader | None = None
    model_name: str = ""
    backbone: tuple[str, ...] = ()
    adapted_modules: tuple[str, ...] = ()
    matryoshka: tuple[int, ...] = ()
    provenance: Mapping[str, Any] | None = None
    seconds_spent: float = 0.0


def train(
    model: nn.Module,
    pairs: Sequence[TrainingPair],
    config: TrainingConfig,
    folder: Path,
    parts: TrainingParts,
    *,
    on_metric: Callable[[TrainingMetric], None] = lambda metric: None,
    ctx: JobContext | None = None,
    resume: bool = False,
) -> TrainingResult:
    """Train on the train part, choose by the dev part, report the test part once, save the encoder.

    Args:
        model: Untrained; on return it has the weights that were chosen.
        pairs: Of all parts.
        config: How.
        folder: Of the run; made when missing.
        parts: See there.
        on_metric: Told of every step.
        ctx: Progress and cancel. A cancelled run saves its state first and can be taken up again.
        resume: Go on with the run in `folder` if there is one.

    Raises:
        InvalidInputError: ``training.no_pairs``, ``training.nothing_to_train``, ``training.diverged``.
        ConflictError: ``training.folder_used``, ``training.other_settings``.
        StoreMismatchError: ``training.run_damaged``, ``training.state_damaged``.
        HostFaultError: ``device.memory``, ``device.missing``, ``disk.full``, ``checkpoint.unwritable``.
        JobCancelledError: Cancelled, state saved.
    """
    return _Run(model, pairs, config, folder, parts, on_metric, ctx or NullJobContext()).go(resume=resume)


def step_seed(seed: int, step: int) -> int:
    """The seed of everything that torch draws in a step."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{step}".encode()).digest()[:7], "big")


class _Run:
    def __init__(
        self,
        model: nn.Module,
        pairs: Sequence[TrainingPair],
        config: TrainingConfig,
        folder: Path,
        parts: TrainingParts,
        on_metric: Callable[[TrainingMetric], None],
        ctx: JobContext,
    ) -> None:
        self._model, self._config, self._folder, self._parts = model, config, folder, parts
        self._on_metric, self._ctx = on_metric, ctx
        self._load = parts.load or InputStore()
        kinds: list[PairKind] = [kind for kind in PAIR_KINDS if config.loss.weight(TERM_OF_KIND[kind]) > 0]
        self._sampler = PairSampler(of_split(pairs, "train"), config.batch_size, config.seed, kinds)
        if not self._sampler.counts:
            raise InvalidInputError("training.no_pairs")
        self._planned = max(1, round(config.epochs * self._sampler.steps_per_epoch))
        self._dev, self._test = (
            PairRetrieval(of_split(pairs, split), of_split(pairs, "train"), kinds, self._load, seed=config.seed)
            for split in ("dev", "test")
        )
        self._identity = RunIdentity(config, fingerprint_of(pairs), parts.model_name or _digest(model))

    def go(self, *, resume: bool) -> TrainingResult:
        done = read_result(self._folder) if resume else None
        begin_run(self._folder, self._identity, resume=resume)
        if done is not None:
            return done
        optimising, adapted = self._prepare()
        found = load_state(self._folder, optimising)
        progress, best = found if found is not None else (Progress(), {})
        metrics = MetricsFile(self._folder, progress.step)
        begun = time.monotonic() - progress.seconds - self._parts.seconds_spent
        if found is None:
            progress.before = self._dev.measure(optimising.encode)
        self._steps(optimising, progress, best, metrics, begun)
        return self._finish(optimising, adapted, progress, best, begun)

    def _prepare(self) -> tuple[Optimising, Adapted]:
        config = self._config
        set_threads(config.threads or None)
        device = choose_device(config.device, config.precision)
        if device.kind == "cpu" and config.precision == "auto":
            device = replace(device, precision="float32")  # steps are too small for bfloat16's eight bits to pay
        torch.manual_seed(config.seed)
        self._model.to(device.torch_name)
        adapted = adapt(self._model, config.mode, config.lora, self._parts.backbone, self._parts.adapted_modules)
        self._model.to(device.torch_name)  # adapters are made on the CPU
        loss = JointLoss(config.loss, config.matryoshka or self._parts.matryoshka).to(device.torch_name)
        return Optimising(self._model, loss, adapted.backbone, self._parts.collate, config, device), adapted

    def _steps(
        self,
        optimising: Optimising,
        progress: Progress,
        best: dict[str, Tensor],
        metrics: MetricsFile,
        begun: float,
    ) -> None:
        config, sampler = self._config, self._sampler
        total = progress.total_steps or self._planned
        recent: list[tuple[float, int]] = []
        while progress.end is None:
            if progress.step >= total:
                progress.end = "minutes" if total < self._planned else "finished"
                break
            if config.minutes and time.monotonic() - begun > config.minutes * 60 * _SHARE_AT_MOST:
                progress.end = "minutes"
                break
            try:
                self._ctx.report(progress.step, total, "training.step")
            except JobCancelledError:
                progress.seconds = time.monotonic() - begun
                save_state(self._folder, progress, optimising, best, config.keep_states)
                raise
            step = progress.step
            recent.append((time.monotonic(), 0))
            inputs = step_inputs(
                sampler.step(step),
                self._load,
                n_hard=max(config.hard_negatives, _REFUSED_TAKEN),
                modality_dropout=config.modality_dropout,
                generator=partial(_generator, sampler, step),
            )
            factor = rate_factor(step, total, config.warmup, config.final_rate)
            report = optimising.step(inputs, factor, step_seed(config.seed, step))
            progress.step += 1
            progress.micro_batch, progress.graph_inputs = optimising.micro_batch, optimising.graph_inputs
            recent[-1] = (time.monotonic() - recent[-1][0], inputs.n_pairs)
            if config.minutes and not progress.total_steps and progress.step >= min(_TIMED_STEPS, total):
                total = progress.total_steps = self._affordable(total, recent, begun, progress)
                progress.seconds = time.monotonic() - begun
                save_state(self._folder, progress, optimising, best, config.keep_states)  # before a kill forgets it
            measured = self._measure(optimising, progress, best, total)
            seconds = sum(took for took, _ in recent[-20:])
            metric = TrainingMetric(
                step=progress.step,
                total_steps=total,
                epoch=progress.step / max(1, sampler.steps_per_epoch),
                loss=report.loss,
                terms={str(term): value for term, value in report.terms.items()},
                temperatures={str(term): value for term, value in optimising.loss.temperatures().items()},
                learning_rate=config.learning_rate * factor,
                gradient_norm=report.gradient_norm,
                pairs_per_second=sum(n for _, n in recent[-20:]) / max(seconds, 1e-9),
                seconds_left=(total - progress.step) * seconds / len(recent[-20:]),
                micro_batch=optimising.micro_batch,
                dev=measured,
            )
            metrics.append(metric)
            self._on_metric(metric)
            if progress.end is None and progress.step % config.save_every == 0 and progress.step < total:
                progress.seconds = time.monotonic() - begun
                save_state(self._folder, progress, optimising, best, config.keep_states)

    def _affordable(self, total: int, recent: Sequence[tuple[float, int]], begun: float, progress: Progress) -> int:
        """How many steps fit into the minutes given, told from the first ones; settled once for the whole run."""
        timed = [took for took, _ in recent[1:]] or [recent[0][0]]
        left = self._config.minutes * 60 * _SHARE_FOR_STEPS - (time.monotonic() - begun)
        return min(total, progress.step + max(0, int(left * len(timed) / sum(timed))))

    def _measure(
        self, optimising: Optimising, progress: Progress, best: dict[str, Tensor], total: int
    ) -> Mapping[str, float]:
        """Measure the dev part when it is time; remember the best values; stop when nothing is gained any more."""
        every = self._config.evaluate_every or max(1, total // _MEASUREMENTS)
        is_due = progress.step % every == 0 or progress.step >= total
        if not is_due or not self._dev:
            return {}
        measured = self._dev.measure(optimising.encode)
        if measured[DECIDING] > progress.best_measure:
            progress.best_measure, progress.best_step, progress.stale = measured[DECIDING], progress.step, 0
            progress.best_measures = measured
            best.update(self._trained(optimising))
        else:
            progress.stale += 1
            if self._config.patience and progress.stale >= self._config.patience:
                progress.end = "early"
        return measured

    def _finish(
        self, optimising: Optimising, adapted: Adapted, progress: Progress, best: Mapping[str, Tensor], begun: float
    ) -> TrainingResult:
        """Try the places between base and trained, keep the best, save, fold adapters in."""
        load_values(self._model, best)
        trained = values_of(self._model, adapted.start)
        curve: dict[float, Mapping[str, float]] = {}
        shares = sorted(set(self._config.interpolate)) if self._dev else [1.0]
        for number, share in enumerate(shares):
            self._ctx.report(number, len(shares), "training.interpolating")
            known = progress.before if share == 0 else progress.best_measures if share == 1 else {}
            if not known:
                interpolate(self._model, adapted.start, trained, share)
            curve[share] = known or self._dev.measure(optimising.encode)
        # of equals the one nearest to the base
        chosen = max(curve, key=lambda share: (curve[share].get(DECIDING, 0.0), -share))
        interpolate(self._model, adapted.start, trained, 0.0)
        test_before = self._test.measure(optimising.encode)
        interpolate(self._model, adapted.start, trained, chosen)
        test_after = self._test.measure(optimising.encode)
        self._model.eval()
        result = TrainingResult(
            checkpoint=str(self._folder / CHECKPOINT),
            fingerprint="",
            steps=progress.step,
            total_steps=max(progress.step, progress.total_steps or self._planned),
            share=chosen,
            end=progress.end or "finished",
            before=progress.before,
            after=dict(curve[chosen]),
            test_before=test_before,
            test_after=test_after,
            curve={f"{share:g}": float(of.get(DECIDING, 0.0)) for share, of in curve.items()},
            seconds=time.monotonic() - begun,
            folder=str(self._folder),
        )
        result = replace(result, fingerprint=self._save(adapted, result, progress))
        write_result(self._folder, result)
        drop_states(self._folder)
        return result

    def _save(self, adapted: Adapted, result: TrainingResult, progress: Progress) -> str:
        target = self._folder / CHECKPOINT
        if target.exists():  # complete, but the run was killed before it could say so
            fold_adapters(self._model)
            try:
                return checkpoint_fingerprint(target)
            except StoreMismatchError:
                _LOG.warning("%s is damaged; it is left and the run must be repeated elsewhere", target)
                raise
        described = provenance(
            self._identity,
            {
                "steps": result.steps,
                "best_step": progress.best_step,
                "share": result.share,
                "end": result.end,
                "measures": {"before": result.before, "after": result.after},
                "test": {"before": result.test_before, "after": result.test_after},
                "pairs": {kind: int(n) for kind, n in self._sampler.counts.items()},
                **(self._parts.provenance or {}),
            },
        )
        if self._parts.save is not None:
            fingerprint = self._parts.save(self._model, target, described)
            fold_adapters(self._model)
            return fingerprint
        fold_adapters(self._model)
        tensors = values_of(self._model, adapted.changed)
        return save_checkpoint(target, tensors, {"kind": "trained-tensors"}, described)

    def _trained(self, optimising: Optimising) -> dict[str, Tensor]:
        names = [name.removeprefix("model.") for name in optimising.parameters if name.startswith("model.")]
        return values_of(self._model, names)


def _generator(sampler: PairSampler, step: int, kind: PairKind) -> np.random.Generator:
    """Random numbers of a step that are drawn outside torch; apart from those of the shuffles."""
    return sampler.generator(kind, 1, step)


def of_split(pairs: Sequence[TrainingPair], split: str) -> list[TrainingPair]:
    """The pairs of one part."""
    return [pair for pair in pairs if pair.split == split]


def _digest(model: nn.Module) -> str:
    """Hex digest (16 characters) of a model's weights."""
    state = hashlib.sha256()
    for name, value in sorted(model.state_dict().items()):
        state.update(name.encode())
        state.update(value.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().tobytes())
    return state.hexdigest()[:16]
