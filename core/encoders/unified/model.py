"""The unified model: towers, alignment and fusion as one network. See the package's docstring for where things are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor, nn

from core.domain.checkpoints import CheckpointInfo
from core.encoders.centring import LanguageMeans
from core.encoders.device import Device
from core.encoders.textual import Tokeniser
from core.encoders.unified.backbone import TextBackbone
from core.encoders.unified.batch import GROUPS, MODALITIES, ROLES, OcrPart, TextPart, UnifiedBatch
from core.encoders.unified.collator import Collator
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.fusion import GatedFusion, drop_modalities
from core.encoders.unified.ocr_tower import OcrTower
from core.encoders.unified.output import UnifiedOutput
from core.encoders.unified.states import FrozenLayers
from core.encoders.unified.text_tower import TextHead
from core.encoders.unified.visual_tower import LockedVisual, VisualHead
from core.errors import InvalidInputError

if TYPE_CHECKING:
    from core.encoders.presets import Pooling
    from core.encoders.unified.feature_cache import FeatureCache

TrainingMode = Literal["frozen", "upper", "full"]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a preset gives, beside trainable weights.

    Attributes:
        preset: Its name.
        text: Identity of its text encoder, means included.
        pooling: Of its text encoder.
        prefixes: Before a query and before a passage.
        means: Of language and role; None = none.
        tokeniser: Of the text backbone.
        visual: Locked image network; None where the configuration uses none.
        device: Where everything runs.
    """

    preset: str
    text: CheckpointInfo
    pooling: Pooling
    prefixes: tuple[str, str]
    means: LanguageMeans | None
    tokeniser: Tokeniser
    visual: LockedVisual | None
    device: Device


class TextTower(nn.Module):
    """The text backbone, absent where states come from outside, and what is on top of it."""

    def __init__(self, backbone: TextBackbone | None, head: TextHead) -> None:
        super().__init__()
        self.backbone = backbone
        self.head = head

    def states(self, part: TextPart | OcrPart) -> Tensor:
        """Token states after all layers, (k, t, d).

        Raises:
            InvalidInputError: ``unified.shape`` where layers are missing that there is no backbone for.
        """
        if part.states is not None and part.passed < 0:
            return part.states
        if self.backbone is None:
            raise InvalidInputError("unified.shape", what="states", expected="all layers", found=part.passed)
        found: Tensor = self.backbone(part.ids, part.mask, states=part.states, start=part.passed)
        return found


class UnifiedModel(nn.Module):
    """Batch → vectors of text, OCR page, image, and all together. Build it with `build_unified`.

    Args:
        config: Switches and sizes.
        sources: What the preset gives.
        backbone: Its text backbone for training; None = states always come from outside.

    Raises:
        InvalidInputError: ``unified.shape`` where sizes do not go together.
    """

    def __init__(self, config: UnifiedConfig, sources: Sources, backbone: TextBackbone | None) -> None:
        super().__init__()
        self.config = config
        self.sources = sources
        self.dim = sources.text.dim
        self.heads = config.head_dims(self.dim)
        if self.dim % config.heads:
            raise InvalidInputError(
                "unified.shape", what="heads", expected=f"a divisor of {self.dim}", found=config.heads
            )
        channels = sources.visual.channels if sources.visual is not None else None
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            self.text = TextTower(backbone, TextHead(self.dim, config, sources.pooling, sources.means))
            self.ocr = OcrTower(self.dim, config, channels) if config.use_ocr else None
            self.visual: VisualHead | None = None
            if sources.visual is not None:
                visual = sources.visual
                self.visual = VisualHead(visual.dim, visual.channels[-1], self.dim, config.heads)
            self.fusion = GatedFusion(self.dim)
        self.to(sources.device.torch_name)

    @property
    def device(self) -> torch.device:
        """Where its weights are."""
        return self.fusion.kind.device

    def forward(self, batch: UnifiedBatch) -> UnifiedOutput:
        """See `UnifiedOutput`. The batch may be on any device."""
        given = batch.to(self.device)
        present = given.present()
        if self.visual is None:
            present[:, MODALITIES.index("image")] = False
        is_dropping = self.training and self.config.modality_dropout > 0
        kept = drop_modalities(present, self.config.modality_dropout) if is_dropping else present
        text, ocr, image = (self.fusion.kind.new_zeros(given.size, self.dim) for _ in MODALITIES)
        if given.text is not None:
            part = given.text
            vectors = self.text.head(self.text.states(part), part.mask, part.role, part.group)
            text = text.index_copy(0, part.rows, vectors.to(text.dtype))
        if given.image is not None and self.visual is not None:
            vectors = self.visual(given.image.pooled, given.image.maps[-1])
            image = image.index_copy(0, given.image.rows, vectors.to(image.dtype))
        if given.ocr is not None:
            ocr = ocr.index_copy(0, given.ocr.rows, self._ocr_vectors(given, given.ocr, kept).to(ocr.dtype))
        fused = self.fusion(torch.stack([text, ocr, image], dim=1), kept)
        return UnifiedOutput(text, ocr, image, fused, self.heads)

    def _ocr_vectors(self, batch: UnifiedBatch, part: OcrPart, kept: Tensor) -> Tensor:
        """Unit rows (k, d) of the pages. An image that is dropped from fusion is not looked at either."""
        states = self.text.states(part)
        weights: Tensor | None = None
        if self.ocr is not None:
            maps = batch.image.maps if batch.image is not None and self.visual is not None else ()
            states, weights = self.ocr(states, part, maps, kept[part.rows, MODALITIES.index("image")])
        role = torch.full_like(part.rows, ROLES.index("passage"))
        vectors: Tensor = self.text.head(states, part.mask, role, part.group, weights)
        return vectors

    def trainable(self, mode: TrainingMode) -> list[tuple[str, nn.Parameter]]:
        """Choose what is trained; everything else no longer asks for gradients.

        Args:
            mode: ``frozen`` trains the new blocks, and low-rank factors (peft's names) where some were put into the
                backbone; ``upper`` also the backbone's layers from `config.frozen_layers` on; ``full`` the whole text
                backbone but its word embedding. The image network is always locked.

        Returns:
            Names and parameters that are trained.

        Raises:
            InvalidInputError: ``unified.setting`` for another mode, or for ``upper`` with all layers frozen.
        """
        if mode not in {"frozen", "upper", "full"}:
            raise InvalidInputError("unified.setting", name="mode", value=mode, allowed="frozen, upper, full")
        if mode == "upper" and self.config.frozen_layers < 0:
            raise InvalidInputError("unified.setting", name="frozen_layers", value=-1, allowed="≥ 0")
        chosen: list[tuple[str, nn.Parameter]] = []
        for name, parameter in self.named_parameters():
            is_trained = not name.startswith("text.backbone.") or "lora_" in name or mode == "full"
            if mode == "upper" and name.startswith("text.backbone."):
                layer = name.partition(".encoder.layer.")[2].partition(".")[0]
                is_trained = "lora_" in name or (layer.isdigit() and int(layer) >= self.config.frozen_layers)
            is_trained = is_trained and "word_embeddings" not in name
            parameter.requires_grad_(is_trained)
            if is_trained:
                chosen.append((name, parameter))
        return chosen

    def collator(self, cache: FeatureCache | None = None, *, with_pixels: bool = False) -> Collator:
        """Makes batches for this model.

        With a cache, what frozen layers and the image network give is kept. Token states are kept only while nothing
        in those layers is trained or adapted; make a new collator after changing that.
        """
        source = None
        backbone = self.text.backbone
        if cache is not None and backbone is not None and backbone.is_frozen_below(self.config.frozen_layers):
            source = FrozenLayers(backbone, self.config.frozen_layers, self.sources.device)
        return Collator(
            self.sources.tokeniser,
            self.sources.prefixes,
            max_ocr_tokens=self.config.max_ocr_tokens,
            states=source,
            images=self.sources.visual,
            cache=cache,
            with_pixels=with_pixels,
        )

    def means(self) -> LanguageMeans:
        """The means that it takes away and its alignment, as the product's text encoder has them."""
        table = self.text.head.means.detach().cpu().numpy()
        known = {}
        for row, group in enumerate(GROUPS):
            known[group, "query"] = table[row, ROLES.index("query")].copy()
            known[group, "passage"] = table[row, ROLES.index("passage")].copy()
        alignment = self.text.head.aligning.detach().cpu().numpy()
        return LanguageMeans(known, alignment.copy() if alignment.any() else None)  # type: ignore[arg-type]  # the keys are literals

    def to_config(self) -> dict[str, object]:
        """For config.json: what to build and on which backbones."""
        return {
            "kind": "unified",
            "preset": self.sources.preset,
            "text": self.sources.text.fingerprint,
            "visual": self.sources.visual.fingerprint if self.sources.visual is not None else "",
            "dim": self.dim,
            "model": self.config.to_json(),
        }

    def fingerprint(self) -> str:
        """Hex digest (16 characters) over configuration and all weights on top of the backbones, and the backbone's."""
        state = hashlib.sha256(json.dumps(self.to_config(), sort_keys=True).encode())
        for name, value in sorted(self.state_dict().items()):
            if not name.startswith("text.backbone."):
                state.update(name.encode())
                state.update(value.detach().float().cpu().numpy().tobytes())
        if self.text.backbone is not None:
            state.update(self.text.backbone.digest().encode())
        return state.hexdigest()[:16]
