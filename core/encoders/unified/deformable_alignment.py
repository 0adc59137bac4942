"""Deformable cross-lingual alignment: learned anchors that look for themselves in a text of any language.

The anchors are shared by all languages, so what a Chinese and an English text have in common is which anchors they
answer to and with what. Each anchor points at a place of the token sequence and reads a few fractional positions around
it. The structure (deformable attention for cross-lingual alignment) is the paper's; its equations are not public. Our
form is Deformable DETR's attention in one dimension:

    A(q_j) = Σ_m W_m Σ_k a_jmk · W'_m H(r_j + Δ_jmk),   a = softmax_k(W_a q_j),   Δ = tanh(W_Δ q_j) / 2

with H the token states, positions as fractions of the text's length and linear interpolation between neighbours. Two
things differ from DETR, where queries are positions of a picture: q_j is the anchor plus the mean of the text, and the
reference r_j is where the anchor's attention lies on average, for word order says nothing across languages.

Source of the form: Zhu et al. 2021, "Deformable DETR", arXiv:2010.04159, section 4.1, equation 2.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as f
from torch import Tensor, nn


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

    Args:
        hidden: Size h of the token states.
        dim: Size d of the result.
        anchors: A.
        points: K for each head.
        heads: M; divides `dim` and `read_dim`.
        read_dim: Size of what is read from a token, all heads together. Small, since it is computed for every token
            and since there are few parallel texts to learn it from.
        dropout: On the token states and within the result.
    """

    def __init__(
        self, hidden: int, dim: int, anchors: int, points: int, heads: int, read_dim: int, dropout: float
    ) -> None:
        super().__init__()
        self.heads, self.points = heads, points
        self.norm = nn.LayerNorm(hidden)
        self.anchors = nn.Parameter(torch.randn(anchors, dim) / math.sqrt(dim))
        self.context = nn.Linear(hidden, dim)
        # W_k applied to the few queries rather than to all tokens: q · W_k H = (W_kᵀ q) · H.
        self.key = nn.Linear(dim, hidden, bias=False)
        self.value = nn.Linear(hidden, read_dim)
        self.dropout = nn.Dropout(dropout)
        self.offsets = nn.Linear(dim, heads * points)
        self.weights = nn.Linear(dim, heads * points)
        self.mix = nn.Linear(read_dim, dim)
        self.vote = nn.Linear(dim, 1, bias=False)
        self.out = nn.Sequential(
            nn.LayerNorm(dim), nn.Linear(dim, dim), nn.GELU(), nn.Dropout(dropout), nn.Linear(dim, dim)
        )
        nn.init.zeros_(self.offsets.weight)
        nn.init.zeros_(self.weights.weight)
        nn.init.zeros_(self.weights.bias)
        with torch.no_grad():  # spread over a quarter of the text to both sides; head by head a little wider
            spread = torch.linspace(-1.0, 1.0, points) if points > 1 else torch.zeros(1)
            widths = torch.linspace(0.1, 0.5, heads)
            self.offsets.bias.copy_((widths[:, None] * spread[None, :]).flatten())

    def places(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Where the anchors look.

        Args:
            states: Normalised token states, (b, t, h).
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
        reference = (attention * middles[:, None, :].to(attention.dtype)).sum(dim=-1)  # (b, A)
        shape = (*queries.shape[:2], self.heads, self.points)
        moved = torch.tanh(self.offsets(queries)).view(shape) / 2
        return queries, reference[:, :, None, None] + moved

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (b, t, h) and mask bool (b, t) → (b, d). Every row needs a token."""
        b, t, _ = states.shape
        normed = self.dropout(self.norm(states))
        queries, positions = self.places(normed, mask)
        values = self.value(normed).view(b, t, self.heads, -1)
        sampled = linear_sample(values, positions, mask.sum(dim=1))  # (b, A, M, K, read_dim / M)
        weights = self.weights(queries).view(*queries.shape[:2], self.heads, self.points).softmax(dim=-1)
        read = (sampled * weights[..., None]).sum(dim=3).flatten(2)  # (b, A, read_dim)
        answers = queries + self.mix(read)
        share = self.vote(torch.tanh(answers)).softmax(dim=1)  # (b, A, 1): how much each anchor has to say
        neutral: Tensor = self.out((share * answers).sum(dim=1))
        return f.normalize(neutral, dim=-1)
