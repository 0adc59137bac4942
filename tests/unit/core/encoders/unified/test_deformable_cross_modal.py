"""Sampling feature maps around boxes, against a slow loop in numpy; gradients in float64."""

from __future__ import annotations

import math

import numpy as np
import torch

from core.encoders.unified.deformable_cross_modal import DeformableCrossModalAttention, bilinear_sample


def slow_bilinear(feature_map: np.ndarray, x: float, y: float) -> np.ndarray:
    """One place of one map (c, H, W): the four cells around it, each weighted by the area opposite; zero outside."""
    _, height, width = feature_map.shape
    column, row = x * width - 0.5, y * height - 0.5
    left, top = math.floor(column), math.floor(row)
    result = np.zeros(feature_map.shape[0])
    for i, j in ((top, left), (top, left + 1), (top + 1, left), (top + 1, left + 1)):
        if 0 <= i < height and 0 <= j < width:
            result += feature_map[:, i, j] * (1 - abs(row - i)) * (1 - abs(column - j))
    return result


def test_sampling_equals_a_slow_loop() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(2, 3, 4, 5, 7))  # height and width differ, so that they cannot be mixed up
    places = rng.uniform(-0.2, 1.2, size=(2, 6, 3, 2, 2))
    found = bilinear_sample(torch.from_numpy(values), torch.from_numpy(places)).numpy()
    for b, q, m, k in np.ndindex(2, 6, 3, 2):
        np.testing.assert_allclose(found[b, q, m, k], slow_bilinear(values[b, m], *places[b, q, m, k]), atol=1e-12)


def test_the_middle_of_a_cell_is_its_value() -> None:
    values = torch.arange(12.0).view(1, 1, 1, 3, 4)
    places = torch.tensor([(2 + 0.5) / 4, (1 + 0.5) / 3]).view(1, 1, 1, 1, 2)
    assert float(bilinear_sample(values, places)) == 6.0


def test_sampling_gradients() -> None:
    torch.manual_seed(0)
    values = torch.randn(1, 2, 2, 4, 4, dtype=torch.float64, requires_grad=True)
    # Away from the middles of cells, where the interpolation has a corner.
    cells = torch.randint(0, 3, (1, 3, 2, 2, 2)).double() + 0.5 + 0.2 + 0.6 * torch.rand(1, 3, 2, 2, 2).double()
    places = (cells / 4).requires_grad_()
    assert torch.autograd.gradcheck(bilinear_sample, (values, places))


def block() -> DeformableCrossModalAttention:
    torch.manual_seed(0)
    module = DeformableCrossModalAttention(dim=8, channels=(3, 5), heads=2, points=3)
    with torch.no_grad():  # offsets and weights that depend on the token
        module.offsets.weight.normal_(std=0.3)
        module.weights.weight.normal_(std=0.3)
    return module.double()


def test_attention_equals_a_slow_loop() -> None:
    module = block()
    states = torch.randn(2, 4, 8, dtype=torch.float64)
    maps = [torch.randn(2, 3, 6, 4, dtype=torch.float64), torch.randn(2, 5, 3, 2, dtype=torch.float64)]
    corners = torch.randint(0, 900, (2, 4, 2))
    boxes = torch.cat([corners, corners + torch.randint(0, 100, (2, 4, 2))], dim=-1)
    boxes[0, 0] = torch.tensor([500, 500, 500, 500])  # a box without size
    with torch.no_grad():
        found = module(states, boxes, maps)
        projected = [project(level).numpy() for project, level in zip(module.values, maps, strict=True)]
        for b, t in np.ndindex(2, 4):
            normed = module.norm(states[b, t])
            offsets = module.offsets(normed).view(2, 2, 3, 2).numpy()
            weights = module.weights(normed).view(2, 6).softmax(dim=1).view(2, 2, 3).numpy()
            x0, y0, x1, y1 = (float(value) / 1000 for value in boxes[b, t])
            width, height = max(x1 - x0, 0.01), max(y1 - y0, 0.01)
            seen = np.zeros((2, 4))
            for m, level, k in np.ndindex(2, 2, 3):
                x = (x0 + x1) / 2 + offsets[m, level, k, 0] * width / 6
                y = (y0 + y1) / 2 + offsets[m, level, k, 1] * height / 6
                head = projected[level][b, 4 * m : 4 * m + 4]
                seen[m] += weights[m, level, k] * slow_bilinear(head, x, y)
            expected = module.out(torch.from_numpy(seen.flatten()))
            torch.testing.assert_close(found[b, t], expected, atol=1e-9, rtol=0)


def test_untrained_points_lie_within_their_box() -> None:
    module = DeformableCrossModalAttention(dim=8, channels=(3,), heads=8, points=4)
    boxes = torch.tensor([[[100, 200, 300, 260]]])
    places = module.places(torch.randn(1, 1, 8), boxes) * 1000
    assert places[..., 0].min() >= 100 - 1e-3
    assert places[..., 0].max() <= 300 + 1e-3
    assert places[..., 1].min() >= 200 - 1e-3
    assert places[..., 1].max() <= 260 + 1e-3
    assert len(torch.unique(places[0, 0, :, 0, -1].round(), dim=0)) == 8  # each head in a direction of its own


def test_gradients_of_the_whole_block() -> None:
    module = block()
    states = torch.randn(1, 3, 8, dtype=torch.float64, requires_grad=True)
    maps = [torch.randn(1, 3, 4, 4, dtype=torch.float64), torch.randn(1, 5, 2, 2, dtype=torch.float64)]
    boxes = torch.tensor([[[100, 100, 400, 300], [50, 600, 900, 700], [0, 0, 1000, 1000]]])
    assert torch.autograd.gradcheck(lambda given: module(given, boxes, maps), (states,), atol=1e-4)
    module(states, boxes, maps).square().sum().backward()
    assert [name for name, value in module.named_parameters() if value.grad is None or not value.grad.any()] == []


def test_a_token_sees_its_own_place() -> None:
    """What lies under one word changes what that word sees, and not what a word far away sees."""
    torch.manual_seed(0)
    module = DeformableCrossModalAttention(dim=8, channels=(3,), heads=2, points=2).eval()
    module.values[0][1] = torch.nn.Identity()  # the normalisation looks at the whole map
    states = torch.randn(1, 2, 8)
    boxes = torch.tensor([[[0, 0, 200, 100], [800, 900, 1000, 1000]]])
    dark, lit = torch.zeros(1, 3, 20, 20), torch.zeros(1, 3, 20, 20)
    lit[:, :, :3, :5] = 1.0
    with torch.no_grad():
        before, after = module(states, boxes, [dark]), module(states, boxes, [lit])
    assert (before[0, 0] - after[0, 0]).abs().max() > 1e-3
    torch.testing.assert_close(before[0, 1], after[0, 1])
