"""The gate through which every trained block enters: closed at the start, so that training begins at the backbone."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class ZeroGate(nn.Module):
    """``base + tanh(g) ⊙ added`` with one learned g for each channel, all zero at the start.

    The block behind a closed gate gets no gradient, the gate itself does; after the first step both learn. A gate for
    each channel rather than one number, since a block may know something about some directions only.

    Source: the rule is ours; tanh gates at zero as in Alayrac et al. 2022 (Flamingo), arXiv:2204.14198, section 2.1,
    one value a channel as in Touvron et al. 2021 (LayerScale), arXiv:2103.17239, section 3.
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(dim))

    def forward(self, base: Tensor, added: Tensor) -> Tensor:
        """Both (…, dim) → (…, dim)."""
        return base + torch.tanh(self.weight) * added


def is_gate(name: str) -> bool:
    """Whether the parameter of this name is a gate, the `weight` of a `ZeroGate`."""
    return name.endswith("gate.weight")
