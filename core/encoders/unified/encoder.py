"""The unified model for the rest of the program: inputs in, numpy out, nothing to train."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from core.domain.checkpoints import CheckpointInfo
from core.encoders.bert import BertConfig, BertEncoder
from core.encoders.checkpoint_io import load_checkpoint
from core.encoders.device import Device, choose_device, run_halving, torch_dtype
from core.encoders.e5_pack import damaged
from core.encoders.textual import PooledTextEncoder
from core.encoders.unified.backbone import digest_of
from core.encoders.unified.batch import Modality
from core.encoders.unified.building import bert_weights
from core.encoders.unified.collator import Collator
from core.encoders.unified.inputs import UnifiedInput
from core.encoders.unified.states import EncoderStates, FrozenLayers
from core.encoders.unified.storing import export_text_weights, merged_weights, model_of
from core.protocols import FloatMatrix, TextEncoder, TextRole

if TYPE_CHECKING:
    from torch import Tensor

    from core.encoders.presets import Preset
    from core.encoders.textual import Backbone
    from core.encoders.unified.collator import StateSource
    from core.encoders.unified.feature_cache import FeatureCache
    from core.encoders.unified.model import UnifiedModel
    from core.encoders.unified.output import UnifiedOutput

_BATCH_INPUTS = {"cpu": 16, "cuda": 64}


class UnifiedEncoder:
    """A `DocumentEncoder` of `UnifiedInput`. Safe to call from several threads: it keeps no state between calls.

    Args:
        model: Trained or not; put into evaluation mode and never changed.
        backbone: Computes all token states; None = the model's own, which is slower.
        key: Names the weights of `backbone`.
        cache: Keeps token states and image features; None = nothing is kept.
        name: What people call it.
    """

    def __init__(
        self,
        model: UnifiedModel,
        backbone: Backbone | None = None,
        key: str = "",
        cache: FeatureCache | None = None,
        name: str = "unified",
    ) -> None:
        self._model = model.eval()
        sources = model.sources
        self._device = sources.device
        states: StateSource
        if backbone is not None:
            states = EncoderStates(backbone, key)
            self._backbone = backbone
        elif model.text.backbone is not None:
            states = self._backbone = FrozenLayers(model.text.backbone, -1, sources.device)
        else:
            raise damaged("checkpoint", "loaded without its text backbone")
        fingerprint = hashlib.sha256(f"{model.fingerprint()}/{key}".encode()).hexdigest()[:16]
        self._collate = Collator(
            sources.tokeniser,
            sources.prefixes,
            max_ocr_tokens=model.config.max_ocr_tokens,
            states=states,
            images=sources.visual,
            cache=cache,
        )
        self.info = CheckpointInfo(
            name=name,
            fingerprint=fingerprint,
            dim=model.dim,
            modalities=("text", "ocr", "image") if model.visual is not None else ("text", "ocr"),
            device=sources.device.describe(),
            max_batch=_BATCH_INPUTS[sources.device.kind],
            licence=sources.text.licence,
        )

    def encode(self, inputs: Sequence[UnifiedInput]) -> FloatMatrix:
        """All that each input has, fused: unit rows, float32 (n, dim), in the order given; zero where it has nothing.

        Raises:
            HostFaultError: ``device.memory`` where one input does not fit the device.
        """
        return self._run(inputs, ("fused",))["fused"]

    def encode_parts(self, inputs: Sequence[UnifiedInput]) -> dict[Modality | str, FloatMatrix]:
        """As `encode`, under ``fused``, and each modality by itself under ``text``, ``ocr`` and ``image``."""
        return self._run(inputs, ("text", "ocr", "image", "fused"))

    def text_encoder(self) -> TextEncoder:
        """Its text tower for the product's search, with roles and centring as the product knows them.

        Where nothing on top of the backbone was trained it is the product's own text encoder on the trained weights, as
        fast as ever.
        """
        head = self._model.text.head
        sources = self._model.sources
        if head.is_trained or not self._model.config.centred:
            return UnifiedTextEncoder(self)
        return PooledTextEncoder(
            self._backbone,
            sources.tokeniser,
            replace(self.info, modalities=("text",)),
            pooling=sources.pooling,
            prefixes=sources.prefixes,
            means=self._model.means(),
        )

    def _run(self, inputs: Sequence[UnifiedInput], wanted: Sequence[str]) -> dict[Modality | str, FloatMatrix]:
        found: dict[Modality | str, FloatMatrix] = {
            name: np.zeros((len(inputs), self.info.dim), dtype=np.float32) for name in wanted
        }
        # By length, longest first, so that a batch is padded little and memory runs out at once or never.
        order = sorted(range(len(inputs)), key=lambda row: -_length(inputs[row]))
        size = _BATCH_INPUTS[self._device.kind]
        batches = [order[start : start + size] for start in range(0, len(order), size)]
        with torch.no_grad():
            for batch, output in run_halving(batches, lambda batch: self._forward([inputs[row] for row in batch])):
                for name in wanted:
                    vectors: Tensor = getattr(output, name)
                    found[name][batch] = vectors.float().cpu().numpy()
        return found

    def _forward(self, inputs: Sequence[UnifiedInput]) -> UnifiedOutput:
        place = self._device.torch_name
        # On the CPU the blocks on top are small; rounding would cost more accuracy than it saves time.
        with torch.autocast(place, dtype=torch_dtype(self._device.precision), enabled=self._device.kind == "cuda"):
            output: UnifiedOutput = self._model(self._collate(inputs))
        return output


class UnifiedTextEncoder:
    """A `TextEncoder` that runs texts through a unified encoder, anchors included."""

    def __init__(self, encoder: UnifiedEncoder) -> None:
        self._encoder = encoder
        self.info = replace(encoder.info, modalities=("text",))

    def encode(self, texts: Sequence[str], role: TextRole, languages: Sequence[str] | None = None) -> FloatMatrix:
        """See `core.protocols.TextEncoder`."""
        codes = languages if languages is not None else [""] * len(texts)
        inputs = [UnifiedInput(text=text, role=role, language=code) for text, code in zip(texts, codes, strict=True)]
        return self._encoder.encode_parts(inputs)["text"]


def load_unified_encoder(
    folder: Path,
    preset: Preset,
    device: str | Device = "auto",
    models_dir: Path | None = None,
    cache: FeatureCache | None = None,
) -> UnifiedEncoder:
    """The encoder of a checkpoint folder. Where the preset's text encoder is an e5 pack, transformers is not loaded.

    Raises:
        HostFaultError, StoreMismatchError: As `load_unified`.
    """
    chosen = device if isinstance(device, Device) else choose_device(device)
    checkpoint = load_checkpoint(folder)
    is_pack = preset.text_tower(chosen.memory_gib).kind == "e5-pack"
    model = model_of(checkpoint, folder, preset, chosen, models_dir, train=not is_pack)
    name = str(checkpoint.provenance.get("name", folder.name))
    if not is_pack:
        return UnifiedEncoder(model, cache=cache, name=name)
    base, config = bert_weights(preset, chosen, models_dir)
    backbone = BertEncoder(merged_weights(base, checkpoint.tensors), config, chosen)
    return UnifiedEncoder(model, backbone, f"{checkpoint.fingerprint}/{model.sources.text.fingerprint}", cache, name)


def encoder_of(model: UnifiedModel, cache: FeatureCache | None = None) -> UnifiedEncoder:
    """The encoder of a model in training, its merged text weights in the product's own pass where that can run them.

    It has copies of the text weights, but shares the rest with the model: encode before the next step.
    """
    own = model.text.backbone
    settings = getattr(own.network, "config", None) if own is not None else None
    if own is None or settings is None or settings.model_type != "bert":
        return UnifiedEncoder(model, cache=cache)
    weights = export_text_weights(model)
    backbone = BertEncoder(weights, BertConfig.from_json(settings.to_dict()), model.sources.device)
    return UnifiedEncoder(model, backbone, digest_of(weights), cache)


def _length(given: UnifiedInput) -> int:
    return len(given.text) + (len(given.ocr.text) if given.ocr is not None else 0)
