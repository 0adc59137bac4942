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


def alignment(hidden: int = 8) -> CrossLingualAlignment:
    torch.manual_seed(0)
    module = CrossLingualAlignment(hidden, 8, anchors=3, points=2, heads=2, read_dim=6, dropout=0.0)
    with torch.no_grad():  # offsets and weights that depend on the text
        module.offsets.weight.normal_(std=0.5)
        module.weights.weight.normal_(std=0.5)
    return module.double()


def test_anchors_equal_a_slow_loop() -> None:
    module = alignment()
    states = torch.randn(2, 6, 8, dtype=torch.float64)
    mask = torch.tensor([[True] * 6, [True] * 4 + [False] * 2])
    with torch.no_grad():
        found = module(states, mask)
        for row, length in enumerate((6, 4)):
            own = module.norm(states[row, :length])
            answers = []
            for anchor in module.anchors:
                query = anchor + module.context(own.mean(dim=0))
                attention = torch.softmax(own @ module.key(query) / 8**0.5, dim=0)
                middles = (torch.arange(length) + 0.5).double() / length
                reference = float(attention @ middles)
                moved = torch.tanh(module.offsets(query)).view(2, 2) / 2
                weights = module.weights(query).view(2, 2).softmax(dim=1)
                values = module.value(own).view(length, 2, 3)
                read = []
                for head in range(2):
                    channels = [
                        sum(
                            float(weights[head, point])
                            * np.interp(reference + float(moved[head, point]), middles, values[:, head, channel])
                            for point in range(2)
                        )
                        for channel in range(3)
                    ]
                    read.extend(channels)
                answers.append(query + module.mix(torch.tensor(read, dtype=torch.float64)))
            stacked = torch.stack(answers)
            share = module.vote(torch.tanh(stacked)).softmax(dim=0)
            expected = module.out((share * stacked).sum(dim=0))
            torch.testing.assert_close(found[row], expected / expected.norm(), atol=1e-6, rtol=0)


def test_padding_changes_nothing() -> None:
    module = alignment()
    states = torch.randn(1, 4, 8, dtype=torch.float64)
    padded = torch.cat([states, torch.full((1, 3, 8), 7.0, dtype=torch.float64)], dim=1)
    alone = module(states, torch.ones(1, 4, dtype=torch.bool))
    beside = module(padded, torch.tensor([[True] * 4 + [False] * 3]))
    torch.testing.assert_close(alone, beside)


def test_gradients_of_the_whole_block() -> None:
    module = alignment()
    states = torch.randn(2, 5, 8, dtype=torch.float64, requires_grad=True)
    mask = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])
    assert torch.autograd.gradcheck(lambda given: module(given, mask), (states,), atol=1e-4)
    module(states, mask).sum().backward()
    missing = [name for name, value in module.named_parameters() if value.grad is None or not value.grad.any()]
    # The key decides where to look, the offsets around it: both are reached through the interpolation.
    assert missing == []


@pytest.mark.parametrize("points", [1, 4])
def test_anchors_start_around_their_reference(points: int) -> None:
    module = CrossLingualAlignment(8, 8, anchors=2, points=points, heads=4, read_dim=4, dropout=0.0)
    states = torch.randn(1, 9, 8)
    _, positions = module.places(states, torch.ones(1, 9, dtype=torch.bool))
    centre = positions.mean(dim=(2, 3))
    assert ((centre > 0) & (centre < 1)).all()
    assert (positions - centre[:, :, None, None]).abs().max() <= 0.25
