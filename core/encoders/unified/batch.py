"""What a batch is: the tensors of each modality and which rows have it.

Only rows that have a modality are in its part; `rows` says where they belong. A batch of 32 texts and 4 covers thus
costs 32 texts and 4 covers.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from core.encoders.centring import LanguageGroup
from core.protocols import TextRole

if TYPE_CHECKING:
    import torch
    from torch import Tensor

Modality = Literal["text", "ocr", "image"]
MODALITIES: tuple[Modality, ...] = ("text", "ocr", "image")
GROUPS: tuple[LanguageGroup, ...] = ("zh", "en", "other")
ROLES: tuple[TextRole, ...] = ("query", "passage")
_Part = TypeVar("_Part", "TextPart", "OcrPart", "ImagePart")


@dataclass(frozen=True, slots=True)
class TextPart:
    """The k rows with text, padded on the right to t tokens.

    Attributes:
        rows: int64 (k,), position in the batch.
        ids: int64 (k, t).
        mask: bool (k, t), True for real tokens.
        role: int64 (k,), index into `ROLES`.
        group: int64 (k,), index into `GROUPS`.
        states: float32 (k, t, h) after `passed` backbone layers, where they are frozen or were run before; else None.
        passed: Backbone layers that `states` has behind it; -1 = all.
    """

    rows: Tensor
    ids: Tensor
    mask: Tensor
    role: Tensor
    group: Tensor
    states: Tensor | None = None
    passed: int = 0


@dataclass(frozen=True, slots=True)
class OcrPart:
    """The k rows with OCR words, padded on the right to t tokens.

    Attributes:
        rows, ids, mask, group, states, passed: As in `TextPart`.
        boxes: int64 (k, t, 4) on 0…1000; special and prefix tokens have the whole page.
        line: int64 (k, t), line number plus one; 0 for special and prefix tokens.
        block: int64 (k, t), block number plus one; 0 for special and prefix tokens.
        confidence: float32 (k, t); 1 for special and prefix tokens.
        image_row: int64 (k,), row of the same input in the image part; -1 = no image.
    """

    rows: Tensor
    ids: Tensor
    mask: Tensor
    group: Tensor
    boxes: Tensor
    line: Tensor
    block: Tensor
    confidence: Tensor
    image_row: Tensor
    states: Tensor | None = None
    passed: int = 0


@dataclass(frozen=True, slots=True)
class ImagePart:
    """The k rows with a cover.

    Attributes:
        rows: int64 (k,).
        pooled: float32 (k, c), the locked tower's pooled vector, L2-normalised.
        maps: Its feature maps, one for each stride, finest first, float32 (k, c_l, H_l, W_l).
        pixels: Normalised pixels, float32 (k, 3, side, side); only where the collator was asked for them.
    """

    rows: Tensor
    pooled: Tensor
    maps: tuple[Tensor, ...]
    pixels: Tensor | None = None


@dataclass(frozen=True, slots=True)
class UnifiedBatch:
    """`size` inputs, some of which lack some modalities. A part that no row has is None."""

    size: int
    text: TextPart | None = None
    ocr: OcrPart | None = None
    image: ImagePart | None = None

    def to(self, device: torch.device | str) -> UnifiedBatch:
        """The same batch on a device."""
        return replace(
            self, text=_moved(self.text, device), ocr=_moved(self.ocr, device), image=_moved(self.image, device)
        )

    def present(self) -> Tensor:
        """Which of text, ocr, image each row has, bool (size, 3)."""
        import torch

        parts = (self.text, self.ocr, self.image)
        place = next((part.rows.device for part in parts if part is not None), torch.device("cpu"))
        known = torch.zeros(self.size, len(parts), dtype=torch.bool, device=place)
        for column, part in enumerate(parts):
            if part is not None:
                known[part.rows, column] = True
        return known


def _moved(part: _Part | None, device: torch.device | str) -> _Part | None:
    if part is None:
        return None
    values: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, tuple):
            values[field.name] = tuple(tensor.to(device) for tensor in value)
        elif hasattr(value, "to"):
            values[field.name] = value.to(device)
    return replace(part, **values)
