"""Layout embeddings and attention biased by distances."""

from __future__ import annotations

import math

import torch

from core.encoders.unified.layout import GridEmbedding, LayoutEmbedding, LayoutLayer, RelativeBias, bucket


def slow_bucket(distance: int, buckets: int, reach: int) -> int:
    half = buckets // 2
    exact = half // 2
    size = abs(distance)
    if size < exact:
        number = size
    else:
        number = min(half - 1, exact + int(math.log(size / exact) / math.log(reach / exact) * (half - exact)))
    return number + (half if distance > 0 else 0)


def test_buckets_equal_a_slow_loop() -> None:
    for buckets, reach in ((32, 128), (64, 256), (8, 20)):
        distances = torch.arange(-1000, 1001)
        found = bucket(distances, buckets, reach)
        slow = torch.tensor([slow_bucket(int(distance), buckets, reach) for distance in distances])
        # A power of the growth may fall to either side of its border by rounding.
        assert (found - slow).abs().max() <= 1
        assert (found != slow).float().mean() < 0.01
        assert int(found.min()) == 0
        assert int(found.max()) == buckets - 1


def test_buckets_tell_before_from_after_and_near_from_far() -> None:
    near = bucket(torch.tensor([-2, -1, 0, 1, 2]), 32, 128)
    assert len(set(near.tolist())) == 5
    assert bucket(torch.tensor([500]), 32, 128) == bucket(torch.tensor([900]), 32, 128)
    assert bucket(torch.tensor([20]), 32, 128) < bucket(torch.tensor([100]), 32, 128)


def test_grid_embedding_is_linear_between_knots() -> None:
    embedding = GridEmbedding(3)
    at = embedding(torch.tensor([0.0, 25.0, 10.0, 1000.0, 2000.0]))
    torch.testing.assert_close(at[0], embedding.table[0])
    torch.testing.assert_close(at[1], embedding.table[1])
    torch.testing.assert_close(at[2], 0.6 * embedding.table[0] + 0.4 * embedding.table[1])
    torch.testing.assert_close(at[3], embedding.table[-1])
    torch.testing.assert_close(at[4], at[3])


def test_every_part_of_the_layout_counts() -> None:
    torch.manual_seed(0)
    module = LayoutEmbedding(16)
    boxes = torch.tensor([[[100, 100, 300, 200]]])
    zero, sure = torch.zeros(1, 1, dtype=torch.long), torch.ones(1, 1)
    base = module(boxes, zero, zero, sure)
    for changed in (
        module(boxes + torch.tensor([50, 0, 50, 0]), zero, zero, sure),
        module(boxes + torch.tensor([0, 50, 0, 50]), zero, zero, sure),
        module(boxes + torch.tensor([0, 0, 50, 0]), zero, zero, sure),
        module(boxes + torch.tensor([0, 0, 0, 50]), zero, zero, sure),
        module(boxes, zero + 1, zero, sure),
        module(boxes, zero, zero + 1, sure),
        module(boxes, zero, zero, sure * 0.2),
        module(boxes, zero + 10_000, zero + 10_000, sure),  # beyond the tables: the last row, no error
    ):
        assert (changed - base).abs().max() > 1e-3


def test_bias_is_of_distance_alone() -> None:
    module = RelativeBias(2)
    boxes = torch.tensor([[[100, 100, 200, 150], [400, 100, 500, 150], [100, 300, 200, 350]]])
    bias = module(boxes)
    assert bias.shape == (1, 2, 3, 3)
    torch.testing.assert_close(bias, module(boxes + 200))  # the whole page moved
    assert not torch.allclose(bias[0, :, 0, 1], bias[0, :, 1, 0])  # left of is not right of
    expected = module.order.weight[0] + module.across.weight[0] + module.down.weight[0]
    torch.testing.assert_close(bias[0, :, 1, 1], expected)  # no distance at all


def layer() -> LayoutLayer:
    torch.manual_seed(0)
    module = LayoutLayer(8, heads=2, feed_forward=12, dropout=0.0).double()
    return module.eval()


def opened(module: LayoutLayer) -> LayoutLayer:
    with torch.no_grad():
        module.attention_gate.weight.fill_(0.7)
        module.inner_gate.weight.fill_(0.4)
    return module


def test_untrained_layer_changes_nothing() -> None:
    states = torch.randn(2, 3, 8, dtype=torch.float64)
    assert torch.equal(layer()(states, torch.zeros(2, 2, 3, 3, dtype=torch.float64)), states)


def test_layer_equals_attention_written_out() -> None:
    module = opened(layer())
    states = torch.randn(1, 4, 8, dtype=torch.float64)
    bias = torch.randn(1, 2, 4, 4, dtype=torch.float64)
    bias[..., 3] = float("-inf")
    with torch.no_grad():
        normed = module.attention_norm(states[0])
        query, key, value = (part.view(4, 2, 4) for part in module.qkv(normed).split(8, dim=1))
        seen = torch.zeros(4, 2, 4, dtype=torch.float64)
        for i in range(4):
            for head in range(2):
                scores = torch.stack([query[i, head] @ key[j, head] / 2 + bias[0, head, i, j] for j in range(4)])
                seen[i, head] = (scores.softmax(dim=0)[:, None] * value[:, head]).sum(dim=0)
        attended = states[0] + math.tanh(0.7) * module.attention_out(seen.flatten(1))
        expected = attended + math.tanh(0.4) * module.inner(attended)
        torch.testing.assert_close(module(states, bias)[0], expected)


def test_gradients() -> None:
    module = opened(layer())
    states = torch.randn(1, 3, 8, dtype=torch.float64, requires_grad=True)
    bias = torch.randn(1, 2, 3, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(module, (states, bias))
