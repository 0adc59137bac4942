"""What the unified model gives: one vector for each modality, one for all together, and their Matryoshka prefixes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import InvalidInputError

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class UnifiedOutput:
    """Vectors of a batch of n inputs, each float32 (n, d), L2-normalised, zero rows where the modality is absent.

    Attributes:
        text: Text tower and anchors.
        ocr: OCR tower, after it has looked at the image, and anchors.
        image: Visual tower.
        fused: All modalities that are present.
        heads: Matryoshka dimensions, increasing, the last one d.
    """

    text: Tensor
    ocr: Tensor
    image: Tensor
    fused: Tensor
    heads: tuple[int, ...]

    def at(self, dim: int) -> UnifiedOutput:
        """The output of a smaller head: the first `dim` components, normalised again.

        Raises:
            InvalidInputError: ``unified.shape`` for a dimension that is no head.

        Source: Kusupati et al. 2022, "Matryoshka Representation Learning", arXiv:2205.13147, section 3.
        """
        if dim not in self.heads:
            raise InvalidInputError("unified.shape", what="head", expected=str(self.heads), found=dim)
        if dim == self.heads[-1]:
            return self
        return replace(
            self,
            text=prefix(self.text, dim),
            ocr=prefix(self.ocr, dim),
            image=prefix(self.image, dim),
            fused=prefix(self.fused, dim),
            heads=tuple(size for size in self.heads if size <= dim),
        )


def prefix(vectors: Tensor, dim: int) -> Tensor:
    """(…, d) → (…, dim): truncated and of length one again; zero rows stay zero."""
    return unit(vectors[..., :dim])


def unit(vectors: Tensor) -> Tensor:
    """Rows of length one along the last axis; zero rows stay zero, and their gradient is zero rather than infinite."""
    import torch

    squared = vectors.square().sum(dim=-1, keepdim=True)
    is_empty = squared <= 1e-18
    return torch.where(is_empty, torch.zeros_like(vectors), vectors / torch.where(is_empty, 1.0, squared).sqrt())
