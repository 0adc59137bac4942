"""The structure-aware OCR tower: the text backbone's states of the words read, their places, and how they look.

    Z = H + g₁ ⊙ layout(boxes, lines, blocks, confidence)         layout embeddings
    Z = Z + g₂ ⊙ cross_modal(Z, boxes, maps)                     where there is an image
    Z = layers with relative 2-D bias (Z)                        each half behind a gate
    pooling weights = softmax over tokens of w · Z               uniform at the start, since w = 0

All gates start at zero, so an untrained tower gives the backbone's states of the plain OCR text, mean-pooled. The
weighted pooling is ours: on a cover the title is the large print, and a plain mean lets the blurb outvote it.

Layout embeddings are added to the backbone's output rather than to its input, where LayoutLMv3 (arXiv:2204.08387) adds
them: the backbone was trained without them, and its states can be computed once and kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from core.encoders.unified.batch import OcrPart
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.deformable_cross_modal import DeformableCrossModalAttention
from core.encoders.unified.gates import ZeroGate
from core.encoders.unified.layout import LayoutEmbedding, LayoutLayer, RelativeBias


class OcrTower(nn.Module):
    """Backbone states of OCR tokens → states that know the page, and their weights in the pooled vector.

    Args:
        dim: d.
        config: Switches and sizes.
        channels: Of the visual maps; None = there is no visual tower.
    """

    def __init__(self, dim: int, config: UnifiedConfig, channels: Sequence[int] | None) -> None:
        super().__init__()
        self.layout = LayoutEmbedding(dim)
        self.layout_gate = ZeroGate(dim)
        self.cross_modal: DeformableCrossModalAttention | None = None
        if channels is not None:
            self.cross_modal = DeformableCrossModalAttention(dim, channels, config.heads, config.points)
            self.cross_modal_gate = ZeroGate(dim)
        self.bias = RelativeBias(config.heads)
        self.layers = nn.ModuleList(
            LayoutLayer(dim, config.heads, config.feed_forward, config.dropout) for _ in range(config.layers)
        )
        self.salience_norm = nn.LayerNorm(dim)
        self.salience = nn.Linear(dim, 1, bias=False)
        nn.init.zeros_(self.salience.weight)

    def forward(self, states: Tensor, part: OcrPart, maps: Sequence[Tensor], sees: Tensor) -> tuple[Tensor, Tensor]:
        """Run the tower.

        Args:
            states: Backbone states, (k, t, d).
            part: The same k rows.
            maps: Feature maps of the batch's image part, L × (images, c_l, H_l, W_l); empty = no images.
            sees: Bool (k,): rows that may look at their image.

        Returns:
            States (k, t, d) and pooling weights (k, t), zero for padding, rows sum to 1.
        """
        states = self.layout_gate(states, self.layout(part.boxes, part.line, part.block, part.confidence))
        if self.cross_modal is not None and len(maps):
            states = self._look(states, part, maps, sees & (part.image_row >= 0))
        bias = self.bias(part.boxes).masked_fill(~part.mask[:, None, None, :], float("-inf"))
        for layer in self.layers:
            states = layer(states, bias)
        scores = self.salience(self.salience_norm(states)).squeeze(-1).float()
        weights = scores.masked_fill(~part.mask, float("-inf")).softmax(dim=-1)
        return states, weights

    def _look(self, states: Tensor, part: OcrPart, maps: Sequence[Tensor], sees: Tensor) -> Tensor:
        """The cross-modal attention, for the rows that have an image; the others stay as they are."""
        if self.cross_modal is None or not bool(sees.any()):
            return states
        rows = sees.nonzero().squeeze(1)
        images = part.image_row[rows]
        seen = self.cross_modal(states[rows], part.boxes[rows], [level[images] for level in maps])
        added = torch.zeros_like(states).index_copy(0, rows, seen.to(states.dtype))
        gated: Tensor = self.cross_modal_gate(states, added)
        return gated
