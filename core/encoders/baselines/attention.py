"""Transformer layers of the single-encoder baselines, with room for an additive attention bias."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as f
from torch import Tensor, nn


class BiasedLayer(nn.Module):
    """Pre-norm transformer layer (self-attention, then feed-forward) whose scores take an additive bias.

    Args:
        dim: Size h of the states.
        heads: Number of heads; divides `dim`.
        feed_forward: Inner size.
        dropout: On both branches.
        starts_as_identity: Zero the outputs of both branches, so that the untrained layer returns what it was given.
    """

    def __init__(self, dim: int, heads: int, feed_forward: int, dropout: float, *, starts_as_identity: bool) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(dim)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.attended = nn.Linear(dim, dim)
        self.inner_norm = nn.LayerNorm(dim)
        self.up = nn.Linear(dim, feed_forward)
        self.down = nn.Linear(feed_forward, dim)
        self.dropout = nn.Dropout(dropout)
        for layer in (self.qkv, self.attended, self.up, self.down):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)
        if starts_as_identity:
            nn.init.zeros_(self.attended.weight)
            nn.init.zeros_(self.down.weight)

    def forward(self, states: Tensor, mask: Tensor, bias: Tensor | None = None) -> Tensor:
        """One layer.

        Args:
            states: float (n, t, h).
            mask: bool (n, t), True for what may be looked at; every row has at least one.
            bias: float (n, heads, t, t), added to the scaled scores.

        Returns:
            float (n, t, h).
        """
        n, t, h = states.shape
        # (n, t, 3h) → three of (n, heads, t, h / heads)
        query, key, value = self.qkv(self.attention_norm(states)).view(n, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        hidden = torch.zeros(n, 1, 1, t, dtype=states.dtype, device=states.device)
        hidden = hidden.masked_fill(~mask[:, None, None, :], float("-inf"))
        scores = hidden if bias is None else hidden + bias
        seen = f.scaled_dot_product_attention(query, key, value, attn_mask=scores)
        states = states + self.dropout(self.attended(seen.transpose(1, 2).reshape(n, t, h)))
        inner = self.down(f.gelu(self.up(self.inner_norm(states))))
        out: Tensor = states + self.dropout(inner)
        return out


def relative_buckets(distance: Tensor, n_buckets: int, farthest: int) -> Tensor:
    """Signed distances → buckets 0 … n_buckets - 1: half for each sign, the near ones exact, the far ones logarithmic.

    Args:
        distance: int64, any shape.
        n_buckets: Even.
        farthest: Distances from here on share the last bucket.

    Source: Raffel et al. 2020 (T5), arXiv:1910.10683, section 2.1, as used by LayoutLMv2 and LayoutLMv3.
    """
    half = n_buckets // 2
    exact = half // 2
    far = distance.abs()
    scaled = exact + (
        torch.log(far.clamp(min=1).float() / exact) / math.log(farthest / exact) * (half - exact)
    ).long().clamp(max=half - exact - 1)
    return torch.where(distance > 0, half, 0) + torch.where(far < exact, far, scaled)


class RelativeBias(nn.Module):
    """Attention bias from how far apart two tokens stand: in the sequence, across and down the page.

    Source: Xu et al. 2021, "LayoutLMv2", arXiv:2012.14740, section 2.2 (spatial-aware self-attention), kept by
    LayoutLMv3: α' = α + b(1D)[j - i] + b(x)[x_j - x_i] + b(y)[y_j - y_i], each with buckets and a value for each head.
    """

    n_order, far_order = 32, 128
    n_place, far_place = 64, 256

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.order = nn.Embedding(self.n_order, heads)
        self.across = nn.Embedding(self.n_place, heads)
        self.down = nn.Embedding(self.n_place, heads)
        for table in (self.order, self.across, self.down):
            nn.init.zeros_(table.weight)

    def forward(self, order: Tensor, boxes: Tensor) -> Tensor:
        """Order int64 (n, t), boxes int64 (n, t, 4) on 0…1000 → bias float (n, heads, t, t).

        A box is placed by its left upper corner across and its lower edge down, as in LayoutLMv3.
        """

        def gap(values: Tensor) -> Tensor:
            return values[:, None, :] - values[:, :, None]  # (n, t, t): of key j from query i

        bias = self.order(relative_buckets(gap(order), self.n_order, self.far_order))
        bias = bias + self.across(relative_buckets(gap(boxes[..., 0]), self.n_place, self.far_place))
        bias = bias + self.down(relative_buckets(gap(boxes[..., 3]), self.n_place, self.far_place))
        moved: Tensor = bias.permute(0, 3, 1, 2)
        return moved
