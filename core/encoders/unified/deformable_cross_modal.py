"""Deformable cross-modal attention: each OCR token looks at the picture around its own box.

So that a word knows how it looks: how large it is set, in what colour, on what ground. The structure (deformable
attention between text and visual maps) is the paper's; its equations are not public. Our form is Deformable DETR's
multi-scale attention with the token's box as reference:

    A(z, p, F) = Σ_m W_m Σ_l Σ_k a_mlk · W'_m F_l(p + Δ_mlk),   a = softmax_lk(W_a z),   Δ = W_Δ z ⊙ (w, h) / 2K

z is the token state, p the centre of its box and (w, h) its size, both as fractions of the image, F_l the maps.
Offsets are counted in boxes, as DETR does where it refines boxes, so that a head that has learned "just above the
letters" finds that place for small print and for titles.

Source of the form: Zhu et al. 2021, "Deformable DETR", arXiv:2010.04159, section 4.1, equation 3, and appendix A.4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as f
from torch import Tensor, nn

from core.encoders.unified.inputs import GRID

# A box this small (in grid units) has no size to speak of; its surroundings are looked at instead.
_SMALLEST_BOX = 10.0


def bilinear_sample(values: Tensor, places: Tensor) -> Tensor:
    """Read feature maps at fractional places.

    The value of cell (i, j) of an H × W map stands at its middle, ((j + 0.5)/W, (i + 0.5)/H); outside the map is zero.

    Args:
        values: (b, m, c, H, W).
        places: (b, q, m, k, 2), x and y as fractions 0…1 of the map.

    Returns:
        (b, q, m, k, c).
    """
    b, m, c, _, _ = values.shape
    q, k = places.shape[1], places.shape[3]
    grid = (2 * places - 1).permute(0, 2, 1, 3, 4).reshape(b * m, q, k, 2)
    read = f.grid_sample(
        values.flatten(0, 1).to(grid.dtype), grid, mode="bilinear", padding_mode="zeros", align_corners=False
    )
    return read.view(b, m, c, q, k).permute(0, 3, 1, 4, 2)


class DeformableCrossModalAttention(nn.Module):
    """OCR token states and feature maps → what each token sees.

    Args:
        dim: Size d of the token states and of the result.
        channels: Channels c_l of each of the L maps.
        heads: M; divides `dim`.
        points: K for each head and map.
    """

    def __init__(self, dim: int, channels: Sequence[int], heads: int, points: int) -> None:
        super().__init__()
        self.heads, self.points, self.levels = heads, points, len(channels)
        self.norm = nn.LayerNorm(dim)
        self.values = nn.ModuleList(
            nn.Sequential(nn.Conv2d(count, dim, kernel_size=1), nn.GroupNorm(heads, dim)) for count in channels
        )
        self.offsets = nn.Linear(dim, heads * self.levels * points * 2)
        self.weights = nn.Linear(dim, heads * self.levels * points)
        self.out = nn.Linear(dim, dim)
        nn.init.zeros_(self.offsets.weight)
        nn.init.zeros_(self.weights.weight)
        nn.init.zeros_(self.weights.bias)
        with torch.no_grad():  # each head starts in a direction of its own, its points one step further each
            angles = torch.arange(heads) * (2 * math.pi / heads)
            directions = torch.stack([angles.cos(), angles.sin()], dim=-1)
            directions = directions / directions.abs().amax(dim=-1, keepdim=True)
            steps = torch.arange(1, points + 1).float()
            start = directions[:, None, None, :] * steps[None, None, :, None]  # (M, 1, K, 2)
            self.offsets.bias.copy_(start.expand(-1, self.levels, -1, -1).flatten())

    def places(self, states: Tensor, boxes: Tensor) -> Tensor:
        """Where tokens look: states (b, t, d), boxes (b, t, 4) on 0…1000 → fractions (b, t, M, L, K, 2)."""
        corners = boxes.to(torch.promote_types(states.dtype, torch.float32))
        centres = (corners[..., :2] + corners[..., 2:]) / (2 * GRID)  # (b, t, 2)
        sizes = (corners[..., 2:] - corners[..., :2]).clamp(min=_SMALLEST_BOX) / GRID
        moved = self.offsets(states).view(*states.shape[:2], self.heads, self.levels, self.points, 2)
        scale = sizes / (2 * self.points)
        places: Tensor = centres[:, :, None, None, None, :] + moved * scale[:, :, None, None, None, :]
        return places

    def forward(self, states: Tensor, boxes: Tensor, maps: Sequence[Tensor]) -> Tensor:
        """States (b, t, d), boxes (b, t, 4) on 0…1000, maps L × (b, c_l, H_l, W_l) → (b, t, d)."""
        b, t, d = states.shape
        normed = self.norm(states)
        places = self.places(normed, boxes)
        shape = (b, t, self.heads, self.levels, self.points)
        weights = self.weights(normed).view(b, t, self.heads, -1).softmax(dim=-1).view(shape)
        seen = normed.new_zeros(b, t, self.heads, d // self.heads)
        for level, (project, features) in enumerate(zip(self.values, maps, strict=True)):
            values = project(features)
            values = values.view(b, self.heads, d // self.heads, *values.shape[-2:])
            sampled = bilinear_sample(values, places[:, :, :, level])  # (b, t, M, K, d / M)
            seen = seen + (sampled * weights[:, :, :, level, :, None]).sum(dim=3)
        result: Tensor = self.out(seen.flatten(2))
        return result
