"""Sampling token sequences at fractions, against a slow loop; and the anchors on top of it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from core.encoders.unified.deformable_alignment import CrossLingualAlignment, linear_sample


def slow_linear_sample(values: NDArray[np.float64], positions: NDArray[np.float64], lengths: list[int]) -> np.ndarray:
    """What `linear_sample` promises, one number at a time."""
    b, _, m, c = values.shape
    q, k = positions.shape[1], positions.shape[3]
    result = np.zeros((b, q, m, k, c))
    for i in range(b):
        middles = [(token + 0.5) / lengths[i] for token in range(lengths[i])]
        for j in range(q):
            for head in range(m):
                for point in range(k):
                    for channel in range(c):
                        known = [values[i, token, head, channel] for token in range(lengths[i])]
                        result[i, j, head, point, channel] = np.interp(positions[i, j, head, point], middles, known)
    return result


def test_sampling_equals_a_slow_loop() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(3, 7, 2, 4))
    lengths = [7, 1, 4]
    positions = rng.uniform(-0.3, 1.3, size=(3, 5, 2, 3))
    positions[0, 0, 0] = [0.0, 0.5, 1.0]
    found = linear_sample(torch.from_numpy(values), torch.from_numpy(positions), torch.tensor(lengths))
    np.testing.assert_allclose(found.numpy(), slow_linear_sample(values, positions, lengths), atol=1e-12)


def test_padding_is_never_read() -> None:
    values = torch.randn(1, 6, 1, 2)
    values[0, 3:] = float("nan")
    found = linear_sample(values, torch.rand(1, 9, 1, 4), torch.tensor([3]))
    assert torch.isfinite(found).all()


def test_sampling_gradients() -> None:
    torch.manual_seed(1)
    values = torch.randn(2, 5, 2, 3, dtype=torch.float64, requires_grad=True)
    # Away from the middles of tokens, where the interpolation has a corner.
    positions = ((torch.arange(2 * 4 * 2 * 2).view(2, 4, 2, 2) % 4 + 0.8) / 5).double().requires_grad_()
    lengths = torch.tensor([5, 5])
    assert torch.autograd.gradcheck(lambda v, p: linear_sample(v, p, lengths), (values, positions))


def alignment() -> CrossLingualAlignment:
    """As after some training: nothing is zero any more."""
    torch.manual_seed(0)
    module = CrossLingualAlignment(8, anchors=3, points=2, heads=2, rank=5, dropout=0.0)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.add_(0.5 * torch.randn_like(parameter))
    return module.double()


def test_anchors_equal_a_slow_loop() -> None:
    module = alignment()
    states = torch.randn(2, 6, 8, dtype=torch.float64)
    mask = torch.tensor([[True] * 6, [True] * 4 + [False] * 2])
    with torch.no_grad():
        found = module(states, mask)
        for row, length in enumerate((6, 4)):
            own = states[row, :length]
            normed = module.norm(own)
            middles = ((torch.arange(length) + 0.5) / length).double()
            answers, votes = [], []
            for j in range(3):
                query = module.anchors[j] + module.context(normed.mean(dim=0))
                attention = torch.softmax(normed @ module.key(query) / 8**0.5, dim=0)
                stand = float(torch.sigmoid(module.stand[j]))
                reference = stand + float(torch.tanh(module.pull[j])) * (float(attention @ middles) - stand)
                moved = torch.tanh(module.offsets(query)).view(2, 2) / 2
                weights = module.weights(query).view(2, 2).softmax(dim=1)
                read = torch.zeros(8, dtype=torch.float64)
                for channel in range(8):
                    head = channel // 4
                    for point in range(2):
                        place = reference + float(moved[head, point])
                        read[channel] += weights[head, point] * np.interp(place, middles, own[:, channel])
                inner = torch.nn.functional.gelu(module.down(module.read_norm(read) + query))
                answers.append(read + module.up(inner))
                votes.append(module.vote(inner)[0])
            share = torch.stack(votes).softmax(dim=0)
            expected = (share[:, None] * torch.stack(answers)).sum(dim=0)
            torch.testing.assert_close(found[row], expected / expected.norm(), atol=1e-6, rtol=0)


def test_padding_changes_nothing() -> None:
    module = alignment()
    states = torch.randn(1, 4, 8, dtype=torch.float64)
    padded = torch.cat([states, torch.full((1, 3, 8), 7.0, dtype=torch.float64)], dim=1)
    alone = module(states, torch.ones(1, 4, dtype=torch.bool))
    beside = module(padded, torch.tensor([[True] * 4 + [False] * 3]))
    torch.testing.assert_close(alone, beside, atol=1e-6, rtol=0)


def test_gradients_of_the_whole_block() -> None:
    module = alignment()
    states = torch.randn(2, 5, 8, dtype=torch.float64, requires_grad=True)
    mask = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])
    assert torch.autograd.gradcheck(lambda given: module(given, mask), (states,), atol=1e-4)
    (module(states, mask) * torch.randn(2, 8, dtype=torch.float64)).sum().backward()
    # Where it looks is reached through the interpolation, so every parameter learns.
    assert [name for name, value in module.named_parameters() if value.grad is None or not value.grad.any()] == []


@pytest.mark.parametrize(("anchors", "points"), [(4, 1), (4, 3), (16, 4)])
def test_untrained_anchors_divide_the_text_evenly(anchors: int, points: int) -> None:
    module = CrossLingualAlignment(8, anchors, points, heads=2, rank=4, dropout=0.0)
    _, positions = module.places(torch.randn(1, 9, 8), torch.ones(1, 9, dtype=torch.bool))
    even = (torch.arange(anchors * points) + 0.5) / (anchors * points)
    for head in range(2):
        torch.testing.assert_close(positions[0, :, head].flatten(), even, atol=1e-5, rtol=0)


def test_untrained_anchors_average_the_text() -> None:
    """Exactly so where every token is read equally often: here 8 samples of 8 tokens, each at its middle."""
    module = CrossLingualAlignment(8, anchors=4, points=2, heads=2, rank=4, dropout=0.0)
    states = torch.randn(3, 8, 8)
    expected = torch.nn.functional.normalize(states.mean(dim=1), dim=1)
    found = module(states, torch.ones(3, 8, dtype=torch.bool))
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=0)
