"""Gates start closed and open by training."""

from __future__ import annotations

import torch

from core.encoders.unified.gates import ZeroGate


def test_closed_at_the_start_but_able_to_open() -> None:
    gate = ZeroGate(3)
    base, added = torch.randn(4, 3), torch.randn(4, 3, requires_grad=True)
    result = gate(base, added)
    assert torch.equal(result, base)
    result.sum().backward()
    assert gate.weight.grad is not None
    assert added.grad is not None
    torch.testing.assert_close(gate.weight.grad, added.detach().sum(dim=0))  # tanh' (0) = 1
    assert not added.grad.any()  # what is behind a closed gate is not moved yet


def test_each_channel_opens_by_itself() -> None:
    gate = ZeroGate(2)
    with torch.no_grad():
        gate.weight.copy_(torch.tensor([0.5, 0.0]))
    found = gate(torch.zeros(1, 2), torch.ones(1, 2)).detach()
    torch.testing.assert_close(found, torch.tensor([[0.46211716, 0.0]]))
