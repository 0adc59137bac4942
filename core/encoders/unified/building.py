"""Preset and configuration → unified model. The only module here that knows which kind of tower needs what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from core.encoders.bert import BertConfig
from core.encoders.device import Device, choose_device, set_threads
from core.encoders.e5_pack import damaged
from core.encoders.loading import load_text_encoder, load_visual_encoder, read_e5, visual_folder
from core.encoders.presets import Preset
from core.encoders.unified.backbone import TextBackbone, bert_network
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.model import Sources, UnifiedModel
from core.encoders.unified.visual_tower import LockedVisual, TimmPyramid
from core.encoders.visual import PooledVisualEncoder, timm_model
from core.encoders.weight_cache import folder_tensors

if TYPE_CHECKING:
    from torch import Tensor


def build_unified(
    preset: Preset,
    config: UnifiedConfig | None = None,
    device: str | Device = "auto",
    models_dir: Path | None = None,
    threads: int | None = None,
) -> UnifiedModel:
    """An untrained unified model on the preset's backbones, ready to be trained. Nothing asks for gradients yet.

    Args:
        preset: From `load_preset`.
        config: None = the defaults.
        device: ``auto``, ``cpu``, ``cuda`` or one already chosen.
        models_dir: The library's models folder, looked into first.
        threads: Threads of one operation; None = torch's choice.

    Raises:
        HostFaultError: ``model.missing``, ``model.unreadable``, ``model.cache_unwritable``, ``device.missing``.
        StoreMismatchError: ``model.checksum``, ``model.damaged``; the latter also for a text backbone that is not of
            the BERT family.
        InvalidInputError: ``unified.shape`` where sizes do not go together.
    """
    chosen = device if isinstance(device, Device) else choose_device(device)
    set_threads(threads)
    settings = config or UnifiedConfig()
    sources = load_sources(preset, settings, chosen, models_dir)
    backbone = load_backbone(preset, chosen, models_dir)
    return UnifiedModel(settings, sources, backbone).eval().requires_grad_(False)


def load_sources(preset: Preset, config: UnifiedConfig, device: Device, models_dir: Path | None) -> Sources:
    """What a preset gives beside trainable weights. Errors as `build_unified`."""
    text = load_text_encoder(preset, device, models_dir)
    tower = preset.text_tower(device.memory_gib)
    return Sources(
        preset=preset.name,
        text=text.info,
        pooling=tower.pooling,
        prefixes=(tower.query_prefix, tower.passage_prefix),
        means=text.means,
        tokeniser=text.tokeniser,
        visual=_locked_visual(preset, config, device, models_dir) if config.use_visual else None,
        device=device,
    )


def load_backbone(preset: Preset, device: Device, models_dir: Path | None) -> TextBackbone:
    """The preset's text backbone for training, in float32. Errors as `build_unified`."""
    tower = preset.text_tower(device.memory_gib)
    if tower.kind == "e5-pack":
        weights, config, _, _ = read_e5(tower, preset, models_dir)
        return TextBackbone(bert_network(weights, config), tower.pooling)
    from core.encoders.presets import locate
    from core.encoders.transformers_tower import load_transformers

    folder = locate(tower.source, models_dir=models_dir, preset_folder=preset.folder)
    loaded, _, _ = load_transformers(folder, tower, replace(device, precision="float32"))
    return TextBackbone(loaded.model, tower.pooling)


def bert_weights(preset: Preset, device: Device, models_dir: Path | None) -> tuple[dict[str, Tensor], BertConfig]:
    """Weights and dimensions of the product's own BERT pass, untrained.

    Raises:
        StoreMismatchError: ``model.damaged`` for a preset with another kind of text encoder, and as `build_unified`.
    """
    tower = preset.text_tower(device.memory_gib)
    if tower.kind != "e5-pack":
        raise damaged(tower.name, "only e5 packs run in the product's own pass")
    weights, config, _, _ = read_e5(tower, preset, models_dir)
    return weights, config


def _locked_visual(preset: Preset, config: UnifiedConfig, device: Device, models_dir: Path | None) -> LockedVisual:
    tower = preset.visual_tower(device.memory_gib)
    folder, identity = visual_folder(tower, preset, models_dir)
    if tower.kind == "image-text":
        from core.encoders.transformers_tower import image_text_pyramid

        encoder = load_visual_encoder(preset, device, models_dir)
        return LockedVisual(encoder, image_text_pyramid(folder, tower, device), "last")
    with torch.random.fork_rng(devices=[]):  # timm draws weights before it is given any; the caller's draws stay his
        model: Any = timm_model(folder_tensors(folder), tower, device)
    pyramid = TimmPyramid(model, config.strides, tower.gem_p)
    encoder = PooledVisualEncoder(pyramid.pooled, tower, device, identity)
    return LockedVisual(encoder, pyramid, "-".join(str(stride) for stride in config.strides))
