"""What all baselines stand on: the pooled, centred text backbone and the shape of its batches.

Every baseline takes a `UnifiedBatch` whose text and OCR parts carry the states of the frozen backbone, and gives a
`UnifiedOutput`, so that one trainer trains them all and one collator feeds them all.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn

from core.encoders.centring import LanguageMeans
from core.encoders.unified.backbone import pooled
from core.encoders.unified.batch import ROLES, OcrPart, TextPart, UnifiedBatch
from core.encoders.unified.output import UnifiedOutput, unit
from core.encoders.unified.text_tower import aligned, alignment_table, mean_table
from core.errors import InvalidInputError

PASSAGE = ROLES.index("passage")
ALL_LAYERS = -1


@dataclass(frozen=True, slots=True)
class BaselineConfig:
    """Sizes of a baseline.

    `dim` is that of text states and of the shared space, `pooled_dim` that of the visual tower's pooled vector,
    `map_dim` the channels of its last map. `layers`, `heads` and `feed_forward` are those of the layers on top of the
    backbones (as many as the unified model's OCR tower has), `grid` the number of patches along each side. A single
    stream of two sides sees `max_words` tokens of each text.
    """

    dim: int
    pooled_dim: int
    map_dim: int
    layers: int = 2
    heads: int = 8
    feed_forward: int = 768
    grid: int = 4
    max_words: int = 48
    dropout: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("dim", "pooled_dim", "map_dim", "layers", "heads", "feed_forward", "grid", "max_words"):
            if getattr(self, name) < 1:
                raise InvalidInputError("unified.setting", name=name, value=getattr(self, name), allowed="≥ 1")
        if self.dim % self.heads:
            raise InvalidInputError(
                "unified.setting", name="heads", value=self.heads, allowed=f"divisors of {self.dim}"
            )

    def to_json(self) -> dict[str, Any]:
        """For config.json of a checkpoint."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> BaselineConfig:
        """Undo `to_json`; unknown keys are ignored."""
        return cls(**{name: values[name] for name in cls.__dataclass_fields__ if name in values})


class CentredPooling(nn.Module):
    """Token states → one unit vector a text, centred and aligned: what the backbone gives untrained.

    Args:
        dim: Size h of the states.
        means: Of the backbone; None where it needs none.
    """

    means: Tensor  # (groups, roles, h)
    aligning: Tensor  # (h, h)

    def __init__(self, dim: int, means: LanguageMeans | None) -> None:
        super().__init__()
        self.register_buffer("means", mean_table(means, dim), persistent=False)
        self.register_buffer("aligning", alignment_table(means, dim), persistent=False)

    def forward(self, states: Tensor, mask: Tensor, role: Tensor, group: Tensor) -> Tensor:
        """States float (k, t, h), mask bool (k, t), role and group int64 (k,) → float (k, h), rows of length one."""
        return aligned(unit(pooled(states, mask, "mean") - self.means[group, role]), self.aligning)

    def text(self, part: TextPart) -> Tensor:
        """Of a text part, (k, h)."""
        return self.forward(states_of(part), part.mask, part.role, part.group)

    def words(self, part: OcrPart) -> Tensor:
        """Of the words of covers as plain text, (k, h)."""
        return self.forward(states_of(part), part.mask, torch.full_like(part.group, PASSAGE), part.group)


def states_of(part: TextPart | OcrPart) -> Tensor:
    """The states of a part after all layers of the frozen backbone, (k, t, h).

    Raises:
        InvalidInputError: ``unified.shape`` where the collator did not put them in.
    """
    if part.states is None or part.passed != ALL_LAYERS:
        raise InvalidInputError("unified.shape", what="states", expected="all layers", found=str(part.passed))
    return part.states


def scattered(vectors: Tensor | None, rows: Tensor | None, size: int, like: Tensor) -> Tensor:
    """Rows (k, d) at their places among `size` rows, zeros elsewhere; `like` gives dimension, type and device."""
    full = like.new_zeros(size, like.shape[-1])
    return full if vectors is None or rows is None else full.index_copy(0, rows, vectors)


def outputs(
    batch: UnifiedBatch, text: Tensor | None, ocr: Tensor | None, image: Tensor | None, fused: Tensor, dim: int
) -> UnifiedOutput:
    """The output for a batch from vectors of the rows that have a modality."""
    return UnifiedOutput(
        text=scattered(text, batch.text.rows if batch.text else None, batch.size, fused),
        ocr=scattered(ocr, batch.ocr.rows if batch.ocr else None, batch.size, fused),
        image=scattered(image, batch.image.rows if batch.image else None, batch.size, fused),
        fused=fused,
        heads=(dim,),
    )


class ImageProjection(nn.Module):
    """Pooled visual vectors (k, c) → unit vectors (k, d): one linear map after taking away the mean picture.

    The rows are orthonormal at the start, as the unified model's are: untrained image vectors keep the likenesses of
    the visual tower.
    """

    mean: Tensor  # (c,)

    def __init__(self, pooled_dim: int, dim: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(pooled_dim))
        self.project = nn.Linear(pooled_dim, dim)
        nn.init.orthogonal_(self.project.weight)
        nn.init.zeros_(self.project.bias)

    def set_mean(self, mean: Tensor) -> None:
        """Take this vector (c,), the mean over the training pictures, away from every pooled vector."""
        with torch.no_grad():
            self.mean.copy_(mean)

    def forward(self, pooled: Tensor) -> Tensor:
        return unit(self.project(pooled - self.mean))


def identity_linear(dim: int) -> nn.Linear:
    """A projection that changes nothing before it is trained: the baseline starts at its backbone, like the unified."""
    layer = nn.Linear(dim, dim, bias=False)
    nn.init.eye_(layer.weight)
    return layer
