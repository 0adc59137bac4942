"""From token states to the text's vector: pooled, centred by language and role, and what the anchors add.

    text = unit(P (c(pool H) + tanh(g) ⊙ c(anchors(H)))),   c(v) = a(unit(unit(v) - μ[language, role]))

a(v) = unit(v + v A) is the preset's alignment. Without `centred` μ and A are left out and c(pool H) is the backbone's
raw vector. The anchors' part is centred by itself: it starts as an average of token states, which the preset's means
fit, and may then grow apart from the backbone's. P, a matrix that starts as the identity, takes texts and OCR pages
into the shared space, as the visual tower's takes images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from core.encoders.centring import LanguageMeans
from core.encoders.presets import Pooling
from core.encoders.unified.backbone import pooled
from core.encoders.unified.batch import GROUPS, ROLES
from core.encoders.unified.deformable_alignment import CrossLingualAlignment
from core.encoders.unified.gates import ZeroGate
from core.encoders.unified.output import unit

if TYPE_CHECKING:
    from core.encoders.unified.config import UnifiedConfig


class TextHead(nn.Module):
    """Everything after the backbone. OCR pages share it: their states go through the same anchors.

    Args:
        dim: d, the hidden size of the backbone.
        config: Switches and sizes.
        pooling: Of the preset.
        means: Of the preset; None = nothing is taken away.
    """

    means: Tensor  # (groups, roles, dim)
    aligning: Tensor  # (dim, dim)

    def __init__(self, dim: int, config: UnifiedConfig, pooling: Pooling, means: LanguageMeans | None) -> None:
        super().__init__()
        self.pooling = pooling
        self.is_centred = config.centred
        self.project = nn.Linear(dim, dim, bias=False)
        nn.init.eye_(self.project.weight)
        self.register_buffer("means", torch.zeros(len(GROUPS), len(ROLES), dim))
        self.register_buffer("aligning", torch.zeros(dim, dim))
        self.set_means(means)
        self.alignment: CrossLingualAlignment | None = None
        if config.use_language:
            self.alignment = CrossLingualAlignment(
                dim, config.anchors, config.anchor_points, config.heads, config.anchor_rank, config.dropout
            )
            self.gate = ZeroGate(dim)

    @property
    def is_trained(self) -> bool:
        """Whether it gives anything but the pooled, centred backbone: anchors let in, or a projection that turns."""
        has_anchors = self.alignment is not None and bool(self.gate.weight.any())
        weight = self.project.weight
        return has_anchors or not torch.equal(weight, torch.eye(len(weight)).to(weight))

    def set_means(self, means: LanguageMeans | None) -> None:
        """Replace the means, for example by ones of the trained backbone or of the holdings."""
        with torch.no_grad():
            self.means.copy_(mean_table(means, self.means.shape[-1]))
            self.aligning.copy_(alignment_table(means, self.means.shape[-1]))

    def forward(
        self, states: Tensor, mask: Tensor, role: Tensor, group: Tensor, weights: Tensor | None = None
    ) -> Tensor:
        """Token states → vectors.

        Args:
            states: (b, t, d).
            mask: Bool (b, t).
            role: int64 (b,), index into `ROLES`.
            group: int64 (b,), index into `GROUPS`.
            weights: Pooling weights (b, t), rows sum to 1; None = the backbone's own pooling.

        Returns:
            Unit rows (b, d).
        """
        raw = pooled(states, mask, self.pooling) if weights is None else weighted(states, weights)
        centred = self._centred(raw, role, group)
        if self.alignment is not None:
            centred = unit(self.gate(centred, self._centred(self.alignment(states, mask), role, group)))
        return unit(self.project(centred))

    def _centred(self, vectors: Tensor, role: Tensor, group: Tensor) -> Tensor:
        """Unit rows (b, d) without what their language and role have in common, aligned."""
        return aligned(unit(vectors - self.means[group, role]), self.aligning) if self.is_centred else vectors


def mean_table(means: LanguageMeans | None, dim: int) -> Tensor:
    """The means as one tensor, (groups, roles, dim); zeros where there is none."""
    table = torch.zeros(len(GROUPS), len(ROLES), dim)
    for row, group in enumerate(GROUPS):
        for column, role in enumerate(ROLES):
            mean = means.get(group, role) if means is not None else None
            if mean is not None:
                table[row, column] = torch.from_numpy(mean)
    return table


def alignment_table(means: LanguageMeans | None, dim: int) -> Tensor:
    """The alignment A as a tensor, (dim, dim); zeros where there is none."""
    if means is None or means.alignment is None:
        return torch.zeros(dim, dim)
    return torch.from_numpy(means.alignment)


def aligned(vectors: Tensor, alignment: Tensor) -> Tensor:
    """Unit rows (b, d) and A (d, d) → unit(v + v A), (b, d)."""
    return unit(vectors + vectors @ alignment)


def weighted(states: Tensor, weights: Tensor) -> Tensor:
    """States (b, t, d) pooled with weights (b, t) → unit rows (b, d)."""
    return unit((states * weights[:, :, None]).sum(dim=1))
