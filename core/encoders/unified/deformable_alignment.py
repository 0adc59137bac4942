"""Deformable cross-lingual alignment: learned anchors that look for themselves in a text of any language.

The anchors are shared by all languages, so what a Chinese and an English text have in common is which anchors they
answer to and with what. Each anchor stands at a place of the token sequence, is pulled to where it finds what it looks
for, and reads a few fractional positions around there. The structure (deformable attention for cross-lingual alignment)
is the paper's; its equations are not public. Our form is Deformable DETR's attention in one dimension:

    read_j = [Σ_k a_jmk H_m(r_j + Δ_jmk)] over heads m,   a = softmax_k(W_a q_j),   Δ = tanh(W_Δ q_j) / 2
    r_j = s_j + tanh(γ_j) (Σ_i softmax_i(q_j · W_k H_i) (i + ½)/n - s_j)
    neutral = unit(Σ_j β_j (read_j + W_u φ_j)),   φ_j = gelu(W_d (norm(read_j) + q_j)),   β = softmax_j(w · φ_j)

H are the token states (head m has its own slice of the channels), positions are fractions of the text's length with
linear interpolation between neighbours, q_j is the anchor plus what the text is about on average. Three things differ
from DETR: the reference r_j may follow the content, for word order says nothing across languages; H is read as it is,
without a projection, so that what is read lies in the backbone's space; and all of it starts as plain averaging.

Source of the form: Zhu et al. 2021, "Deformable DETR", arXiv:2010.04159, section 4.1, equation 2.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as f
from torch import Tensor, nn

from core.encoders.unified.output import unit


def linear_sample(values: Tensor, positions: Tensor, lengths: Tensor) -> Tensor:
    """Read token sequences at fractional positions.

    Token i of n covers the fractions i/n to (i+1)/n and its value stands at the middle, (i + 0.5)/n; what lies beyond
    the first or last middle takes the value there.

    Args:
        values: (b, t, m, c), rows beyond a text's length are never read.
        positions: (b, q, m, k), fractions 0…1 of the text's length; others count as the nearer end.
        lengths: int64 (b,), 1…t.

    Returns:
        (b, q, m, k, c).
    """
    b, _, m, c = values.shape
    q, k = positions.shape[1], positions.shape[3]
    last = (lengths - 1).to(positions.dtype)[:, None, None, None]
    place = positions * lengths.to(positions.dtype)[:, None, None, None] - 0.5
    place = torch.minimum(place.clamp(min=0.0), last)  # (b, q, m, k)
    left = place.detach().floor()
    share = (place - left)[..., None]
    right = torch.minimum(left + 1, last)
    flat = values.permute(0, 2, 1, 3)  # (b, m, t, c)

    def read(index: Tensor) -> Tensor:
        rows = index.long().permute(0, 2, 1, 3).reshape(b, m, q * k, 1).expand(-1, -1, -1, c)
        return flat.gather(2, rows).view(b, m, q, k, c).permute(0, 2, 1, 3, 4)

    return read(left) * (1 - share) + read(right) * share


class CrossLingualAlignment(nn.Module):
    """Token states → one language-neutral state.

    Untrained, the anchors stand at even distances over the text, each reads its own stretch of it evenly, and all have
    the same say: the result is the mean of the text as far as so many samples tell. Training starts from there: which
    anchors speak up, what they look for, and how what they read is changed.

    Args:
        dim: d, the size of the token states and of the result.
        anchors: A.
        points: K for each head.
        heads: M; divides `dim`.
        rank: Rank of the change to what was read. Small, since there are few parallel texts to learn it from.
        dropout: On the token states that decide where to look, and within the change.
    """

    def __init__(self, dim: int, anchors: int, points: int, heads: int, rank: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.points = heads, points
        self.norm = nn.LayerNorm(dim)
        self.dropout = nn.Dropout(dropout)
        self.anchors = nn.Parameter(torch.randn(anchors, dim) / math.sqrt(dim))
        self.context = nn.Linear(dim, dim)
        # W_k applied to the few queries rather than to all tokens: q · W_k H = (W_kᵀ q) · H.
        self.key = nn.Linear(dim, dim, bias=False)
        self.stand = nn.Parameter(torch.special.logit((torch.arange(anchors) + 0.5) / anchors))  # (A,)
        self.pull = nn.Parameter(torch.zeros(anchors))
        self.offsets = nn.Linear(dim, heads * points)
        self.weights = nn.Linear(dim, heads * points)
        self.read_norm = nn.LayerNorm(dim)
        self.down = nn.Linear(dim, rank)
        self.up = nn.Linear(rank, dim)
        self.vote = nn.Linear(rank, 1, bias=False)
        for layer in (self.offsets, self.weights, self.up, self.vote):
            nn.init.zeros_(layer.weight)
        for layer in (self.weights, self.up):
            nn.init.zeros_(layer.bias)
        with torch.no_grad():  # the points divide the anchor's stretch of the text evenly
            spread = (torch.arange(points) + 0.5) / points - 0.5
            self.offsets.bias.copy_(torch.atanh(2 * spread / anchors).repeat(heads))

    def places(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Where the anchors look.

        Args:
            states: Normalised token states, (b, t, d).
            mask: Bool (b, t), True for real tokens; at least one a row.

        Returns:
            The anchors' queries (b, A, d) and the sampled positions (b, A, M, K), fractions of the text.
        """
        lengths = mask.sum(dim=1)
        mean = (states * mask[:, :, None]).sum(dim=1) / lengths[:, None]
        queries = self.anchors[None] + self.context(mean)[:, None, :]  # (b, A, d)
        scores = self.key(queries) @ states.transpose(1, 2) / math.sqrt(queries.shape[-1])  # (b, A, t)
        attention = scores.masked_fill(~mask[:, None, :], float("-inf")).softmax(dim=-1)
        middles = (torch.arange(mask.shape[1], device=mask.device)[None, :] + 0.5) / lengths[:, None]  # (b, t)
        found = (attention * middles[:, None, :].to(attention.dtype)).sum(dim=-1)  # (b, A)
        stand = torch.sigmoid(self.stand)
        reference = stand + torch.tanh(self.pull) * (found - stand)
        shape = (*queries.shape[:2], self.heads, self.points)
        moved = torch.tanh(self.offsets(queries)).view(shape) / 2
        return queries, reference[:, :, None, None] + moved

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (b, t, d) and mask bool (b, t) → unit rows (b, d), not centred. Every row needs a token."""
        b, t, _ = states.shape
        queries, positions = self.places(self.dropout(self.norm(states)), mask)
        values = states.view(b, t, self.heads, -1)
        sampled = linear_sample(values, positions, mask.sum(dim=1))  # (b, A, M, K, d / M)
        weights = self.weights(queries).view(*queries.shape[:2], self.heads, self.points).softmax(dim=-1)
        read = (sampled * weights[..., None]).sum(dim=3).flatten(2)  # (b, A, d)
        inner = self.dropout(f.gelu(self.down(self.read_norm(read) + queries)))  # (b, A, rank)
        share = self.vote(inner).softmax(dim=1)  # (b, A, 1): how much each anchor has to say
        return unit((share * (read + self.up(inner))).sum(dim=1))
