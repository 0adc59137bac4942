"""What a token knows of its place on the page: embeddings of its box, and attention that feels distances.

Boxes lie on a 0…1000 grid. The parts are those of LayoutLMv3 (coordinates, width, height; attention biased by bucketed
distances in reading order, across and down); line and block index and the OCR's confidence are ours, as is the
interpolated table: with a few hundred covers most of 1,001 separate rows would never be trained.

Sources: Huang et al. 2022, "LayoutLMv3", arXiv:2204.08387, sections 3.1 and 3.2; buckets: Raffel et al. 2020 (T5),
arXiv:1910.10683, section 2.1.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as f
from torch import Tensor, nn

from core.encoders.unified.gates import ZeroGate
from core.encoders.unified.inputs import GRID

_KNOTS = 41  # one every 25 grid units
_MAX_LINES, _MAX_BLOCKS = 64, 32
_ORDER_BUCKETS, _ORDER_REACH = 32, 128
_PLACE_BUCKETS, _PLACE_REACH = 64, 256


class GridEmbedding(nn.Module):
    """A grid coordinate → a vector, linear between learned knots: int or float (…,) on 0…1000 → (…, dim)."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.randn(_KNOTS, dim) * 0.02)

    def forward(self, values: Tensor) -> Tensor:
        """See the class."""
        place = values.to(self.table.dtype).clamp(0, GRID) * ((_KNOTS - 1) / GRID)
        left = place.floor().clamp(max=_KNOTS - 2)
        share = (place - left)[..., None]
        index = left.long()
        return self.table[index] * (1 - share) + self.table[index + 1] * share


class LayoutEmbedding(nn.Module):
    """Box, line, block and confidence of each token → a vector, layer-normalised."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.across = GridEmbedding(dim)
        self.down = GridEmbedding(dim)
        self.width = GridEmbedding(dim)
        self.height = GridEmbedding(dim)
        self.line = nn.Embedding(_MAX_LINES, dim)
        self.block = nn.Embedding(_MAX_BLOCKS, dim)
        self.confidence = nn.Linear(1, dim)
        self.norm = nn.LayerNorm(dim)
        for table in (self.line, self.block):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, boxes: Tensor, line: Tensor, block: Tensor, confidence: Tensor) -> Tensor:
        """Boxes int64 (b, t, 4), line and block int64 (b, t), confidence float (b, t) → (b, t, dim)."""
        x0, y0, x1, y1 = boxes.unbind(dim=-1)
        summed = self.across(x0) + self.across(x1) + self.down(y0) + self.down(y1)
        summed = summed + self.width(x1 - x0) + self.height(y1 - y0)
        summed = summed + self.line(line.clamp(max=_MAX_LINES - 1)) + self.block(block.clamp(max=_MAX_BLOCKS - 1))
        normed: Tensor = self.norm(summed + self.confidence(confidence[..., None].to(summed.dtype)))
        return normed


def bucket(distance: Tensor, buckets: int, reach: int) -> Tensor:
    """Signed distances → bucket numbers 0 … `buckets` - 1: small ones exactly, larger ones by their logarithm.

    Half of the buckets are for distances above zero. Of each half, half are for one distance each, and the rest grow
    by a constant factor up to `reach`; what is further shares the last one.

    Args:
        distance: int64, any shape.
        buckets: A multiple of four.
        reach: In the units of `distance`.

    Returns:
        int64, same shape.
    """
    half = buckets // 2
    exact = half // 2
    size = distance.abs()
    growth = (size.clamp(min=1).float() / exact).log() / math.log(reach / exact) * (half - exact)
    far = (exact + growth.long()).clamp(max=half - 1)
    return torch.where(size < exact, size, far) + (distance > 0).long() * half


class RelativeBias(nn.Module):
    """Distances between tokens → an addition to each head's attention scores.

    Across, left edges are compared, down, lower edges (where lines of print stand), as LayoutLMv3 does.
    """

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.order = nn.Embedding(_ORDER_BUCKETS, heads)
        self.across = nn.Embedding(_PLACE_BUCKETS, heads)
        self.down = nn.Embedding(_PLACE_BUCKETS, heads)
        for table in (self.order, self.across, self.down):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, boxes: Tensor) -> Tensor:
        """Boxes int64 (b, t, 4) in reading order → (b, heads, t, t); entry (i, j): how token i is drawn to token j."""
        place = torch.arange(boxes.shape[1], device=boxes.device)
        order = self.order(bucket(place[None, :] - place[:, None], _ORDER_BUCKETS, _ORDER_REACH))  # (t, t, heads)
        x, y = boxes[..., 0], boxes[..., 3]
        across = self.across(bucket(x[:, None, :] - x[:, :, None], _PLACE_BUCKETS, _PLACE_REACH))
        down = self.down(bucket(y[:, None, :] - y[:, :, None], _PLACE_BUCKETS, _PLACE_REACH))
        bias: Tensor = (order[None] + across + down).permute(0, 3, 1, 2)
        return bias


class LayoutLayer(nn.Module):
    """A transformer layer whose attention is biased by place. Both halves enter through gates that start closed."""

    def __init__(self, dim: int, heads: int, feed_forward: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.attention_norm = nn.LayerNorm(dim)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.attention_out = nn.Linear(dim, dim)
        self.attention_gate = ZeroGate(dim)
        self.inner = nn.Sequential(
            nn.LayerNorm(dim),
            nn.Linear(dim, feed_forward),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(feed_forward, dim),
        )
        self.inner_gate = ZeroGate(dim)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States (b, t, d) and bias (b, heads, t, t), -inf where padding would be attended to → (b, t, d)."""
        b, t, d = states.shape
        qkv = self.qkv(self.attention_norm(states)).view(b, t, 3, self.heads, d // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)  # each (b, heads, t, d / heads)
        rate = self.dropout if self.training else 0.0
        seen = f.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype), dropout_p=rate)
        states = self.attention_gate(states, self.attention_out(seen.transpose(1, 2).reshape(b, t, d)))
        gated: Tensor = self.inner_gate(states, self.inner(states))
        return gated
