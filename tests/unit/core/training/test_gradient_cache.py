"""Gradients computed in chunks are those of the whole batch, dropout included."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from core.training.config import LossConfig
from core.training.gradient_cache import backward_in_chunks
from core.training.losses import JointLoss, TermBatch

CPU = torch.device("cpu")
N, WIDTH = 20, 12


class Encoder(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.layers = nn.Sequential(nn.Linear(WIDTH, 16), nn.Tanh(), nn.Dropout(dropout), nn.Linear(16, 8))

    def forward(self, given: Tensor) -> Tensor:
        return nn.functional.normalize(self.layers(given), dim=1)


def compare(loss: JointLoss) -> Callable[[Tensor], Tensor]:
    def total(vectors: Tensor) -> Tensor:
        batch = TermBatch(vectors[: N // 2], vectors[N // 2 :], torch.ones(N // 2, N // 2, dtype=torch.bool))
        value: Tensor = loss({"cl": batch})[0]
        return value

    return total


def gradients(model: nn.Module, loss: nn.Module) -> dict[str, Tensor]:
    return {
        name: parameter.grad.clone()
        for module in (model, loss)
        for name, parameter in module.named_parameters()
        if parameter.grad is not None
    }


def run(
    dropout: float, chunks: list[list[int]], seed: int = 5, *, keep: bool = False
) -> tuple[float, dict[str, Tensor]]:
    model, loss = Encoder(dropout).double(), JointLoss(LossConfig(), (4,)).double()
    given = torch.randn(N, WIDTH, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    torch.manual_seed(seed)
    value = backward_in_chunks(
        lambda number: model(given[chunks[number]]), chunks, compare(loss), CPU, keep_graphs=keep
    )
    return float(value), gradients(model, loss)


def test_the_gradients_are_exact() -> None:
    plain_value, plain = run(0.0, [list(range(N))])
    mixed = torch.randperm(N, generator=torch.Generator().manual_seed(3)).tolist()
    value, cached = run(0.0, [mixed[:7], mixed[7:9], mixed[9:]])
    assert value == pytest.approx(plain_value, rel=1e-12)
    assert set(cached) == set(plain)
    for name, expected in plain.items():
        assert torch.allclose(cached[name], expected, rtol=1e-9, atol=1e-12), name
    assert float(plain["log_scale.cl"]) != 0.0  # the loss's own parameter has its gradient too


def test_dropout_draws_the_same_in_both_passes() -> None:
    """Reference: the same masks, but every graph kept, which the chunks are there to avoid."""
    chunks = [list(range(0, 6)), list(range(6, 13)), list(range(13, N))]
    value, cached = run(0.4, chunks)
    model, loss = Encoder(0.4).double(), JointLoss(LossConfig(), (4,)).double()
    given = torch.randn(N, WIDTH, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    torch.manual_seed(5)
    whole = torch.cat([model(given[rows]) for rows in chunks])
    expected = compare(loss)(whole)
    expected.backward()
    assert value == pytest.approx(float(expected.detach()), rel=1e-12)
    for name, gradient in gradients(model, loss).items():
        assert torch.allclose(cached[name], gradient, rtol=1e-9, atol=1e-12), name


def test_kept_graphs_give_the_same_gradients() -> None:
    chunks = [list(range(0, 6)), list(range(6, 13)), list(range(13, N))]
    (cached_value, cached), (kept_value, kept) = run(0.4, chunks), run(0.4, chunks, keep=True)
    assert kept_value == pytest.approx(cached_value, rel=1e-12)
    for name, gradient in kept.items():
        assert torch.allclose(cached[name], gradient, rtol=1e-9, atol=1e-12), name


def test_without_replay_the_gradients_would_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = [list(range(0, 6)), list(range(6, 13)), list(range(13, N))]
    _, right = run(0.4, chunks)
    monkeypatch.setattr("core.training.gradient_cache.RandomState.restore", lambda self: None)
    _, wrong = run(0.4, chunks)
    assert not torch.allclose(right["layers.0.weight"], wrong["layers.0.weight"], rtol=1e-3)


def test_random_numbers_go_on_after_the_step_as_if_each_chunk_was_drawn_once() -> None:
    chunks = [list(range(0, 10)), list(range(10, N))]
    run(0.4, chunks)
    after = torch.rand(3)
    model = Encoder(0.4).double()
    torch.manual_seed(5)
    for rows in chunks:
        model(torch.zeros(len(rows), WIDTH, dtype=torch.float64))
    assert torch.equal(after, torch.rand(3))
