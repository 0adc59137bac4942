from __future__ import annotations

import math

import torch

from core.encoders.baselines.attention import BiasedLayer, RelativeBias, relative_buckets


def slow_attention(layer: BiasedLayer, states: torch.Tensor, mask: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """One head and one query at a time."""
    n, t, h = states.shape
    size = h // layer.heads
    normed = layer.attention_norm(states)
    qkv = normed @ layer.qkv.weight.T + layer.qkv.bias
    seen = torch.zeros(n, t, h)
    for row in range(n):
        for head in range(layer.heads):
            part = slice(head * size, (head + 1) * size)
            query, key, value = (qkv[row, :, i * h : (i + 1) * h][:, part] for i in range(3))
            for i in range(t):
                scores = [
                    float(query[i] @ key[j]) / math.sqrt(size) + float(bias[row, head, i, j])
                    if mask[row, j]
                    else -math.inf
                    for j in range(t)
                ]
                shares = torch.softmax(torch.tensor(scores), dim=0)
                seen[row, i, part] = shares @ value
    states = states + seen @ layer.attended.weight.T + layer.attended.bias
    inner = torch.nn.functional.gelu(layer.inner_norm(states) @ layer.up.weight.T + layer.up.bias)
    return states + inner @ layer.down.weight.T + layer.down.bias


def test_a_layer_against_loops() -> None:
    torch.manual_seed(0)
    layer = BiasedLayer(12, 3, 20, 0.0, starts_as_identity=False).eval()
    for parameter in layer.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    states, bias = torch.randn(2, 5, 12), torch.randn(2, 3, 5, 5)
    mask = torch.tensor([[True] * 5, [True, True, False, True, False]])
    with torch.no_grad():
        torch.testing.assert_close(
            layer(states, mask, bias), slow_attention(layer, states, mask, bias), atol=1e-5, rtol=0
        )


def test_identity_start() -> None:
    layer = BiasedLayer(12, 3, 20, 0.1, starts_as_identity=True)
    states = torch.randn(2, 4, 12)
    with torch.no_grad():
        torch.testing.assert_close(layer(states, torch.ones(2, 4, dtype=torch.bool)), states)


def test_buckets_are_exact_near_and_logarithmic_far() -> None:
    distances = torch.tensor([0, 1, 7, 8, 9, 60, 127, 128, 5000])
    forward, backward = relative_buckets(distances, 32, 128), relative_buckets(-distances, 32, 128)
    assert backward.tolist() == [0, 1, 7, 8, 8, 13, 15, 15, 15]
    assert forward.tolist() == [0, *(bucket + 16 for bucket in backward.tolist()[1:])]


def test_buckets_match_transformers() -> None:
    from transformers import LayoutLMv3Config
    from transformers.models.layoutlmv3.modeling_layoutlmv3 import LayoutLMv3Encoder

    encoder = LayoutLMv3Encoder(LayoutLMv3Config(hidden_size=12, num_hidden_layers=1, num_attention_heads=3))
    distances = torch.arange(-1000, 1001)
    for n_buckets, farthest in ((32, 128), (64, 256)):
        theirs = encoder.relative_position_bucket(distances, num_buckets=n_buckets, max_distance=farthest)
        assert torch.equal(relative_buckets(distances, n_buckets, farthest), theirs)


def test_bias_depends_on_differences_alone() -> None:
    torch.manual_seed(1)
    bias = RelativeBias(2)
    for table in (bias.order, bias.across, bias.down):
        torch.nn.init.normal_(table.weight)
    order = torch.arange(4)[None]
    boxes = torch.tensor([[[0, 0, 10, 10], [20, 0, 30, 10], [0, 50, 10, 60], [20, 50, 30, 60]]])
    with torch.no_grad():
        here, moved = bias(order, boxes), bias(order + 3, boxes + 100)
        torch.testing.assert_close(here, moved)
        assert here.shape == (1, 2, 4, 4)
        expected = bias.order.weight[16 + 2] + bias.across.weight[0] + bias.down.weight[32 + int(_far(50))]
        torch.testing.assert_close(here[0, :, 0, 2], expected)


def _far(distance: int) -> int:
    """Bucket of a far distance of 64 buckets: 16 exact ones, 16 on a logarithm up to 256."""
    return 16 + int(math.log(distance / 16) / math.log(256 / 16) * 16)
