"""The visual tower: a locked timm network gives a pooled vector and a pyramid of maps; a small head is trained on both.

    image = unit(P(v - μ) + g ⊙ attention(map tokens))

v is the preset's pooled vector (generalised mean, Radenović et al. 2018, arXiv:1711.02512), P a projection with
orthonormal rows at the start, so that untrained image vectors keep the backbone's likenesses as well as d dimensions
can, and μ the mean of v over the training images (zero at the start). The network is locked, as Zhai et al. 2022
("LiT", arXiv:2111.07991, section 3) found best: image features are then computed once, by content, and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch
import torch.nn.functional as f
from torch import Tensor, nn

from core.encoders.device import run_halving
from core.encoders.unified.gates import ZeroGate
from core.encoders.unified.output import unit
from core.errors import InvalidInputError
from core.protocols import Pixels

if TYPE_CHECKING:
    from core.encoders.visual import PooledVisualEncoder

_BATCH_IMAGES = {"cpu": 8, "cuda": 64}


@dataclass(frozen=True, slots=True)
class ImageFeatures:
    """What the locked network gives for one image: `pooled` float32 (c,), unit; `maps` L × float32 (c_l, H_l, W_l)."""

    pooled: Tensor
    maps: tuple[Tensor, ...]


class ImageNetwork(Protocol):
    """Normalised pixels (b, 3, side, side) → its last map or pooled vector, and the maps of the strides asked for."""

    channels: tuple[int, ...]

    def __call__(self, pixels: Tensor, /) -> tuple[Tensor, list[Tensor]]: ...


class LockedVisual:
    """The preset's image encoder, with its feature maps. No part of the model's parameters.

    Args:
        encoder: Prepares pixels and names the weights.
        network: The same network, giving maps too.
        levels: Names the maps, since what is kept depends on them.
    """

    def __init__(self, encoder: PooledVisualEncoder, network: ImageNetwork, levels: str) -> None:
        self._encoder = encoder
        self._network = network
        self.dim = encoder.info.dim
        self.channels = network.channels
        self.fingerprint = f"{encoder.info.fingerprint}-{levels}"

    def prepare(self, images: Sequence[Pixels]) -> Tensor:
        """RGB uint8 images → normalised pixels, float32 (b, 3, side, side), on the device."""
        return self._encoder.prepare(images)

    def __call__(self, images: Sequence[Pixels]) -> list[ImageFeatures]:
        """Features of each image, on the CPU.

        Raises:
            HostFaultError: ``device.memory`` where one image does not fit the device.
        """
        size = _BATCH_IMAGES[self._encoder.device.kind]
        rows = list(range(len(images)))
        batches = [rows[start : start + size] for start in range(0, len(rows), size)]
        found: dict[int, ImageFeatures] = {}
        with torch.no_grad():  # not inference mode, whose tensors cannot be trained upon
            for batch, features in run_halving(batches, lambda batch: self._run([images[row] for row in batch])):
                found.update(zip(batch, features, strict=True))
        return [found[row] for row in rows]

    def _run(self, images: Sequence[Pixels]) -> list[ImageFeatures]:
        final, maps = self._network(self.prepare(images))
        pooled = unit(final.float()).cpu()
        levels = [level.float().cpu() for level in maps]
        return [ImageFeatures(pooled[row], tuple(level[row] for level in levels)) for row in range(len(images))]


class VisualHead(nn.Module):
    """Locked features → the image's vector.

    Args:
        pooled_dim: c.
        channels: Of the coarsest map, whose cells are the visual tokens.
        dim: d.
        heads: Of the attention over tokens.
    """

    mean: Tensor  # (c,)

    def __init__(self, pooled_dim: int, channels: int, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.register_buffer("mean", torch.zeros(pooled_dim))
        self.project = nn.Linear(pooled_dim, dim)
        nn.init.orthogonal_(self.project.weight)
        nn.init.zeros_(self.project.bias)
        self.token_norm = nn.LayerNorm(channels)
        self.query = nn.Linear(dim, dim)
        self.key = nn.Linear(channels, dim)
        self.value = nn.Linear(channels, dim)
        self.out = nn.Linear(dim, dim)
        self.gate = ZeroGate(dim)

    def set_mean(self, mean: np.ndarray | Tensor) -> None:
        """Take this vector (c,) away from every pooled vector: the mean over the training images.

        Raises:
            InvalidInputError: ``unified.shape`` where it has another length.
        """
        value = torch.as_tensor(mean, dtype=torch.float32)
        if value.shape != self.mean.shape:
            raise InvalidInputError(
                "unified.shape", what="mean", expected=str(tuple(self.mean.shape)), found=str(tuple(value.shape))
            )
        with torch.no_grad():
            self.mean.copy_(value)

    def forward(self, pooled: Tensor, coarsest: Tensor) -> Tensor:
        """Pooled (k, c), unit rows, and the coarsest map (k, channels, H, W) → unit rows (k, d)."""
        base = unit(self.project(pooled - self.mean).float())
        tokens = self.token_norm(coarsest.flatten(2).transpose(1, 2))  # (k, H·W, channels)
        k, n, _ = tokens.shape
        query = self.query(base).view(k, 1, self.heads, -1).transpose(1, 2)  # (k, heads, 1, d / heads)
        key = self.key(tokens).view(k, n, self.heads, -1).transpose(1, 2)
        value = self.value(tokens).view(k, n, self.heads, -1).transpose(1, 2)
        seen = f.scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(k, -1)
        return unit(self.gate(base, f.normalize(self.out(seen), dim=-1)))


class TimmPyramid:
    """A timm network that gives its maps at chosen strides beside its pooled vector.

    Args:
        model: From timm, with weights, on its device.
        strides: Reductions asked for; those that the network does not have are refused.
        gem_p: Exponent of the pooling over its last map.

    Raises:
        InvalidInputError: ``unified.shape`` for a stride that it does not have.
    """

    def __init__(self, model: Any, strides: Sequence[int], gem_p: float) -> None:
        self._model = model
        self._gem_p = gem_p
        stages: list[dict[str, Any]] = list(model.feature_info)
        known = {int(stage["reduction"]): index for index, stage in enumerate(stages)}
        missing = [stride for stride in strides if stride not in known]
        if missing:
            raise InvalidInputError("unified.shape", what="strides", expected=str(sorted(known)), found=str(missing))
        self._indices = [known[stride] for stride in strides]
        self.channels = tuple(int(stages[index]["num_chs"]) for index in self._indices)

    def __call__(self, pixels: Tensor, /) -> tuple[Tensor, list[Tensor]]:
        """See `ImageNetwork`."""
        from core.encoders.visual import generalised_mean

        last, maps = self._model.forward_intermediates(pixels, indices=self._indices)
        if last.ndim == 4:
            return generalised_mean(last.float(), self._gem_p), list(maps)
        return self._model.forward_head(last, pre_logits=True), list(maps)

    def pooled(self, pixels: Tensor, /) -> Tensor:
        """The pooled vector alone, (b, c), not normalised."""
        return self(pixels)[0]
