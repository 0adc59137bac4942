"""One optimiser step: encode, compare, send the gradients back, clip, update; smaller chunks when memory runs out."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from core.encoders.device import Device, torch_dtype
from core.encoders.unified.gates import is_gate
from core.errors import HostFaultError, InvalidInputError
from core.protocols import FloatMatrix
from core.training.adaptation import set_training
from core.training.config import Term, TrainingConfig
from core.training.gradient_cache import backward_in_chunks
from core.training.losses import JointLoss, TermBatch
from core.training.step_inputs import StepInputs, chunked, output_name

if TYPE_CHECKING:
    from torch import Tensor

    from core.encoders.unified.inputs import UnifiedInput

Collate = Callable[["Sequence[UnifiedInput]"], Any]
"""Inputs → what the model's forward takes; where it has a method `to`, it is moved to the device by it."""
_LOG = logging.getLogger(__name__)
_FROZEN_GRAPHS = 512


@dataclass(frozen=True, slots=True)
class StepReport:
    """What a step tells: nats, nats by term, norm of all gradients before clipping."""

    loss: float
    terms: Mapping[Term, float]
    gradient_norm: float


class Optimising:
    """Model, loss and optimiser of a run.

    Args:
        model: ``forward(batch)`` gives text, ocr, image and fused, each (n, d), unit rows.
        loss: Trained along.
        backbone: Names of parameters with the backbone's learning rate.
        collate: Inputs → batch.
        config: Rates, clipping.
        device: Where the model is, and the precision of autocast (the CPU's float32 means none).
    """

    def __init__(
        self,
        model: nn.Module,
        loss: JointLoss,
        backbone: frozenset[str],
        collate: Collate,
        config: TrainingConfig,
        device: Device,
    ) -> None:
        self.model = model
        self.loss = loss
        self.config = config
        self.micro_batch = config.micro_batch
        by_mode = _FROZEN_GRAPHS if config.mode == "frozen" else 0
        self.graph_inputs = config.graph_inputs if config.graph_inputs >= 0 else by_mode
        self._collate = collate
        self._device = device
        self._place = torch.device(device.torch_name)
        self.parameters = {f"model.{n}": p for n, p in model.named_parameters() if p.requires_grad}
        self.parameters |= {f"loss.{n}": p for n, p in loss.named_parameters()}
        self.optimiser = torch.optim.AdamW(self._groups(backbone), betas=(0.9, 0.999), eps=1e-8)
        self.scaler: Any = torch.amp.GradScaler(device.kind, enabled=device.precision == "float16")

    def step(self, inputs: StepInputs, factor: float, seed: int) -> StepReport:
        """Take one step with the rates multiplied by `factor`; everything random in it follows from `seed`.

        Raises:
            HostFaultError: ``device.memory`` where a single input does not fit the device.
            InvalidInputError: ``training.diverged`` where the loss is no number any more.
        """
        set_training(self.model)
        for group in self.optimiser.param_groups:
            group["lr"] = group["base_rate"] * factor
        while True:
            torch.manual_seed(seed)
            self.optimiser.zero_grad(set_to_none=True)
            try:
                loss, terms = self._gradients(inputs)
                break
            except torch.OutOfMemoryError as exc:
                self._need_less(len(inputs.inputs), exc)
            # outside the except block: the exception keeps the failed graph's memory
            self.optimiser.zero_grad(set_to_none=True)
            if self._place.type == "cuda":
                torch.cuda.empty_cache()
        if not math.isfinite(loss):
            raise InvalidInputError("training.diverged")
        self.scaler.unscale_(self.optimiser)
        trained = [parameter for parameter in self.parameters.values() if parameter.grad is not None]
        norm = float(nn.utils.clip_grad_norm_(trained, self.config.clip))
        if self.scaler.is_enabled() or math.isfinite(norm):
            self.scaler.step(self.optimiser)
        else:
            _LOG.warning("a gradient is not finite; the step is left out")
        self.scaler.update()
        self.loss.clamp()
        return StepReport(loss, terms, norm)

    def encode(self, inputs: Sequence[UnifiedInput]) -> FloatMatrix:
        """The vectors that the loss compares, without gradient and without dropout, float32 (n, d)."""
        self.model.eval()
        blocks: list[tuple[list[int], FloatMatrix]] = []
        with torch.no_grad():
            for rows in chunked(inputs, self.micro_batch):
                part = [inputs[row] for row in rows]
                blocks.append((rows, np.asarray(self._embed(self._collate(part), part).cpu().numpy(), np.float32)))
        vectors = np.zeros((len(inputs), blocks[0][1].shape[1] if blocks else 0), dtype=np.float32)
        for rows, block in blocks:
            vectors[rows] = block
        return vectors

    def _gradients(self, inputs: StepInputs) -> tuple[float, dict[Term, float]]:
        chunks = inputs.chunks(self.micro_batch)
        parts = [[inputs.inputs[row] for row in rows] for rows in chunks]
        batches = [self._collate(part) for part in parts]
        found: dict[Term, Tensor] = {}

        def compare(vectors: Tensor) -> Tensor:
            total: Tensor
            total, terms = self.loss(self._term_batches(inputs, vectors))
            found.update(terms)
            return total

        loss = backward_in_chunks(
            lambda number: self._embed(batches[number], parts[number]),
            chunks,
            compare,
            self._place,
            self._scaled,
            keep_graphs=len(inputs.inputs) <= self.graph_inputs,
        )
        return float(loss), {term: float(value.detach()) for term, value in found.items()}

    def _need_less(self, n_inputs: int, cause: torch.OutOfMemoryError) -> None:
        """Go on with less memory: first without keeping graphs, then with half as many inputs at once."""
        if n_inputs <= self.graph_inputs and n_inputs > self.micro_batch:
            self.graph_inputs = 0
            _LOG.warning("device memory too small to keep all graphs; every input is encoded twice from now on")
            return
        if self.micro_batch == 1:
            raise HostFaultError("device.memory") from cause
        self.micro_batch = max(1, min(self.micro_batch, n_inputs) // 2)
        _LOG.warning("device memory too small; going on with %d inputs at once", self.micro_batch)

    def _scaled(self, loss: Tensor) -> Tensor:
        scaled: Tensor = self.scaler.scale(loss)  # as it is, where the scaler is off
        return scaled

    def _embed(self, batch: Any, part: Sequence[UnifiedInput]) -> Tensor:
        on_device = batch.to(self._place) if hasattr(batch, "to") else batch
        reduced = self._device.precision != "float32"
        with torch.autocast(
            self._place.type, torch_dtype(self._device.precision) if reduced else None, enabled=reduced
        ):
            output = self.model(on_device)
        vectors: Tensor = getattr(output, output_name(part[0]))  # a chunk has one set of modalities
        return vectors.float()

    def _term_batches(self, inputs: StepInputs, vectors: Tensor) -> dict[Term, TermBatch]:
        def on_place(values: np.ndarray) -> Tensor:
            return torch.from_numpy(values).to(self._place)

        return {
            term: TermBatch(
                vectors[on_place(rows.left)],
                vectors[on_place(rows.right)],
                on_place(rows.allowed),
                vectors[on_place(rows.hard)] if len(rows.hard) else None,
                on_place(rows.hard_allowed) if len(rows.hard) else None,
                on_place(rows.weight) if rows.weight is not None else None,
            )
            for term, rows in inputs.terms.items()
        }

    def _groups(self, backbone: frozenset[str]) -> list[dict[str, Any]]:
        """Rates of backbone, gates and the rest; matrices decay, biases, norms, gates and temperatures do not."""
        config = self.config
        members: dict[tuple[float, float], list[nn.Parameter]] = {}
        for name, parameter in self.parameters.items():
            is_fast = is_gate(name)
            rate = config.learning_rate * (config.gate_rate if is_fast else 1.0)
            if name.removeprefix("model.") in backbone:
                rate = config.backbone_learning_rate
            decays = parameter.ndim > 1 and name.startswith("model.") and not is_fast
            members.setdefault((rate, config.weight_decay if decays else 0.0), []).append(parameter)
        return [
            {"params": chosen, "lr": rate, "base_rate": rate, "weight_decay": decay}
            for (rate, decay), chosen in members.items()
        ]
