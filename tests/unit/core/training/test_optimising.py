"""Rates of parameters by what they are."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.encoders.device import choose_device
from core.encoders.unified.gates import ZeroGate, is_gate
from core.training.config import TrainingConfig
from core.training.losses import JointLoss
from core.training.optimising import Optimising


class Gated(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(4, 4)
        self.gate = ZeroGate(4)

    def forward(self, values: Tensor) -> Tensor:
        opened: Tensor = self.gate(values, self.inner(values))
        return opened


def test_gates_move_faster_than_what_is_behind_them() -> None:
    model = Gated()
    config = TrainingConfig(learning_rate=1e-3, gate_rate=20.0)
    loss = JointLoss(config.loss, (4,))
    optimising = Optimising(model, loss, frozenset(), lambda inputs: inputs, config, choose_device("cpu"))
    rates = {
        id(parameter): (group["base_rate"], group["weight_decay"])
        for group in optimising.optimiser.param_groups
        for parameter in group["params"]
    }
    assert rates[id(model.gate.weight)] == (0.02, 0.0)
    assert rates[id(model.inner.weight)] == (1e-3, config.weight_decay)
    assert rates[id(model.inner.bias)] == rates[id(loss.log_scale["vt"])] == (1e-3, 0.0)
    start = model.inner.weight.detach().clone()
    for _ in range(2):
        optimising.optimiser.zero_grad()
        (model(torch.ones(3, 4)) - 2).square().sum().backward()
        optimising.optimiser.step()
    moved = model.gate.weight.detach().abs()
    assert bool((moved > 0.03).all()), "two steps of the gate's rate"
    assert 0 < float((model.inner.weight.detach() - start).abs().max()) < 2.1e-3


def test_gates_are_known_by_name() -> None:
    gates = ("text.head.gate.weight", "ocr.layout_gate.weight")
    assert all(is_gate(f"model.{name}") for name in gates)
    assert not any(is_gate(f"model.{name}") for name in ("gate.0.weight", "fusion.mix", "fusion.score.weight"))
