"""Sizes and switches of the unified model, checked before anything is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from core.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class UnifiedConfig:
    """What is built. Backbones come from the preset; everything here is on top of them.

    Attributes:
        use_visual: Visual tower and the deformable attention of OCR tokens on its maps (ablation "no visual encoder").
        use_ocr: Structure-aware OCR tower; off, OCR text is encoded as plain text (ablation "no OCR module").
        use_language: Cross-lingual anchors (ablation "no language module").
        centred: Outputs lie in the space that the product searches: the mean of language and role is taken away from
            the pooled text. Off, they are the backbone's raw vectors.
        frozen_layers: Backbone layers whose states may be cached, counted from the bottom; -1 = all of them. Layers
            above are run in every step, so that they can be trained.
        anchors: Number A of cross-lingual anchors.
        anchor_points: Number K of fractional positions that an anchor samples, per head.
        anchor_rank: Rank of the change that the anchors make to what they read.
        points: Number K of offsets that an OCR token samples on every level, per head.
        heads: Attention heads M of every new block; must divide the dimension.
        layers: Transformer layers with relative 2-D bias in the OCR tower.
        feed_forward: Inner size of those layers.
        strides: Reductions of the visual feature maps that are sampled, of those that the backbone has.
        max_ocr_tokens: What is beyond is cut off.
        matryoshka: Prefix dimensions that are trained to stand alone, increasing; the full one is added when missing.
        dropout: In the new layers.
        modality_dropout: Probability that a modality is hidden from fusion (never all of them), in training only.
        seed: Of the new modules' initial weights, so that the untrained image projection is always the same.
    """

    use_visual: bool = True
    use_ocr: bool = True
    use_language: bool = True
    centred: bool = True
    frozen_layers: int = -1
    anchors: int = 16
    anchor_points: int = 4
    anchor_rank: int = 64
    points: int = 4
    heads: int = 8
    layers: int = 2
    feed_forward: int = 768
    strides: tuple[int, ...] = (16, 32)
    max_ocr_tokens: int = 256
    matryoshka: tuple[int, ...] = (64, 128, 256)
    dropout: float = 0.1
    modality_dropout: float = 0.25
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("anchors", "anchor_points", "anchor_rank", "points", "heads", "feed_forward", "max_ocr_tokens"):
            self._at_least(name, 1)
        self._at_least("layers", 0)
        self._at_least("frozen_layers", -1)
        for name in ("dropout", "modality_dropout"):
            value = getattr(self, name)
            if not 0.0 <= value < 1.0:
                raise InvalidInputError("unified.setting", name=name, value=value, allowed="0 … 1")
        if not self.strides or any(stride < 1 for stride in self.strides):
            raise InvalidInputError("unified.setting", name="strides", value=str(self.strides), allowed="≥ 1")
        if list(self.matryoshka) != sorted(set(self.matryoshka)) or any(dim < 1 for dim in self.matryoshka):
            raise InvalidInputError(
                "unified.setting", name="matryoshka", value=str(self.matryoshka), allowed="1 < 2 < …"
            )

    def head_dims(self, dim: int) -> tuple[int, ...]:
        """Prefix dimensions of the Matryoshka heads, the full one last. Raises InvalidInputError ``unified.shape``."""
        if self.matryoshka and self.matryoshka[-1] > dim:
            raise InvalidInputError("unified.shape", what="matryoshka", expected=f"≤ {dim}", found=self.matryoshka[-1])
        return (*(size for size in self.matryoshka if size < dim), dim)

    def to_json(self) -> dict[str, Any]:
        """For config.json of a checkpoint."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> UnifiedConfig:
        """Read what `to_json` wrote; unknown keys are ignored, missing ones take their default."""
        known = {field.name for field in fields(cls)}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if name in known
        }
        return cls(**given)

    def _at_least(self, name: str, least: int) -> None:
        value = getattr(self, name)
        if value < least:
            raise InvalidInputError("unified.setting", name=name, value=value, allowed=f"≥ {least}")
