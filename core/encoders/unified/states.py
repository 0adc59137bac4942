"""Backbone layers run outside the model: the training backbone's frozen ones, or all in the product's own pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from core.encoders.device import run_halving
from core.encoders.textual import BATCH_TOKENS, Backbone, length_sorted_batches

if TYPE_CHECKING:
    from core.encoders.device import Device
    from core.encoders.unified.backbone import TextBackbone


class FrozenLayers:
    """The lowest layers of a `TextBackbone`, in float32 and without gradients. A `Backbone` and a `StateSource`.

    Args:
        backbone: On its device.
        layers: How many; -1 = all.
        device: That device.
    """

    def __init__(self, backbone: TextBackbone, layers: int, device: Device) -> None:
        self._backbone = backbone
        self.device = device
        self.passed = layers
        self.key = backbone.digest()

    def hidden_states(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Ids int64 and mask bool, (batch, tokens) → float32 (batch, tokens, hidden)."""
        visible = torch.ones_like(ids, dtype=torch.bool) if mask is None else mask
        found: Tensor = self._backbone(ids, visible, stop=self.passed)
        return found

    def __call__(self, ids: Sequence[Sequence[int]]) -> list[Tensor]:
        """See `core.encoders.unified.collator.StateSource`."""
        return token_states(self, ids)


class EncoderStates:
    """All layers of any `Backbone`, such as the product's `BertEncoder`, as a `StateSource`."""

    def __init__(self, backbone: Backbone, key: str) -> None:
        self._backbone = backbone
        self.passed = -1
        self.key = key

    def __call__(self, ids: Sequence[Sequence[int]]) -> list[Tensor]:
        """See `core.encoders.unified.collator.StateSource`."""
        return token_states(self._backbone, ids)


def token_states(backbone: Backbone, ids: Sequence[Sequence[int]]) -> list[Tensor]:
    """Run texts in length-sorted batches: float32 (tokens, hidden) each, on the CPU.

    Raises:
        HostFaultError: ``device.memory`` where one text does not fit the device.
    """
    known = {row: list(text) for row, text in enumerate(ids)}
    place = backbone.device.torch_name

    def run(batch: Sequence[int]) -> Tensor:
        longest = max(len(known[row]) for row in batch)
        padded = np.zeros((len(batch), longest), dtype=np.int64)
        mask = np.zeros((len(batch), longest), dtype=bool)
        for place_in_batch, row in enumerate(batch):
            padded[place_in_batch, : len(known[row])] = known[row]
            mask[place_in_batch, : len(known[row])] = True
        visible = None if mask.all() else torch.from_numpy(mask).to(place)
        return backbone.hidden_states(torch.from_numpy(padded).to(place), visible).float().cpu()

    found: dict[int, Tensor] = {}
    with torch.no_grad():
        batches = length_sorted_batches(known, BATCH_TOKENS[backbone.device.kind])
        for batch, states in run_halving(batches, run):
            for row, own in zip(batch, states, strict=True):
                found[row] = own[: len(known[row])]
    return [found[row] for row in range(len(known))]
