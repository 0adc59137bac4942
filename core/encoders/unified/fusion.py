"""Gated attention over whatever is there: one vector of text, OCR page and image.

    fused = unit(Σ_m a_m U_m h_m),   a = softmax over the modalities that are there of w · tanh(W h_m + k_m)

w starts at zero and U_m as the identity, so that the untrained result is the mean of the backbones' vectors: a lone
modality is itself, and the words of a cover count as much as what somebody typed. The structure (gated attention over
the modalities present) is the paper's as our design reads it; the equation is ours, its attention that of Ilse et al.
2018, "Attention-based Deep Multiple Instance Learning", arXiv:1802.04712, equation 8.

Modality dropout hides modalities at random in training, so that none is relied upon alone (Neverova et al. 2016,
"ModDrop", arXiv:1501.00102, section 3.3).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.encoders.unified.batch import MODALITIES
from core.encoders.unified.output import unit


class GatedFusion(nn.Module):
    """Vectors of the modalities, in the order of `MODALITIES`, and which are there → one vector."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        n = len(MODALITIES)
        self.kind = nn.Parameter(torch.zeros(n, dim))
        self.mix = nn.Parameter(torch.eye(dim).repeat(n, 1, 1))  # (n, dim, dim)
        self.inner = nn.Linear(dim, dim)
        self.score = nn.Linear(dim, 1, bias=False)
        nn.init.zeros_(self.score.weight)

    def shares(self, vectors: Tensor, present: Tensor) -> Tensor:
        """Attention over modalities: vectors (b, 3, d), present bool (b, 3) → (b, 3), rows sum to 1, or 0 if empty."""
        scores = self.score(torch.tanh(self.inner(vectors) + self.kind)).squeeze(-1)  # (b, 3)
        shares: Tensor = scores.masked_fill(~present, -1e4).softmax(dim=-1)
        return shares * present

    def forward(self, vectors: Tensor, present: Tensor) -> Tensor:
        """Vectors (b, 3, d), unit rows, and present bool (b, 3) → (b, d), unit rows; zero where nothing is there."""
        shares = self.shares(vectors, present)
        mixed = torch.einsum("bm,bmi,mij->bj", shares, vectors, self.mix.to(vectors.dtype))
        return unit(mixed.to(self.kind.dtype))


def drop_modalities(present: Tensor, probability: float) -> Tensor:
    """Hide each modality with that probability, but never all that a row has: bool (b, 3) → bool (b, 3).

    Where all were drawn, one that is present is kept, each equally likely.
    """
    draws = torch.rand(present.shape, device=present.device)
    kept = present & (draws >= probability)
    spared = torch.zeros_like(present)
    best = draws.masked_fill(~present, -1.0).argmax(dim=1, keepdim=True)
    spared.scatter_(1, best, True)
    is_lost = (present.any(dim=1) & ~kept.any(dim=1))[:, None]
    return torch.where(is_lost, spared & present, kept)
