"""Unified models in checkpoint folders: only what was trained, the backbones by reference to the preset.

Names of the tensors: what is on top of the backbones as in the model's state; ``backbone.NAME`` for backbone tensors
that were trained whole; ``adapter.MODULE.up`` and ``.down`` for low-rank changes, W' = W + up · down, with the scaling
already in `up`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from core.encoders.checkpoint_io import Checkpoint, load_checkpoint, save_checkpoint
from core.encoders.device import Device, choose_device
from core.encoders.unified.building import load_backbone, load_sources
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.model import UnifiedModel
from core.errors import StoreMismatchError

if TYPE_CHECKING:
    from core.encoders.presets import Preset

_BACKBONE, _ADAPTER = "backbone.", "adapter."
_PROJECTION = "text.head.project.weight"
"""Missing in models that were stored before there was one; it is the identity then."""
_FUSION, _OLD_FUSION = "fusion.", "fusion.gate"
"""A fusion that began as its strongest modality had this tensor. It is replaced by the untrained mean."""


def save_unified(
    folder: Path, model: UnifiedModel, provenance: Mapping[str, Any], dtype: torch.dtype = torch.float32
) -> str:
    """Write a checkpoint folder and return its fingerprint.

    Args:
        folder: Must not exist yet.
        model: In any state of training.
        provenance: For people and reports; values that JSON knows.
        dtype: float16 halves the file; weights of new blocks bear it.

    Raises:
        ConflictError, HostFaultError: As `save_checkpoint`.
    """
    tensors = {name: value.to(dtype) for name, value in trained_tensors(model).items()}
    return save_checkpoint(folder, tensors, model.to_config(), provenance)


def load_unified(
    folder: Path, preset: Preset, device: str | Device = "auto", models_dir: Path | None = None, *, train: bool = True
) -> UnifiedModel:
    """Build the model of a checkpoint folder on its preset's backbones.

    Args:
        folder: From `save_unified`.
        preset: The one that it was trained on.
        device: As `build_unified`.
        models_dir: As `build_unified`.
        train: With the text backbone, low-rank changes merged into it, to train on. Without, only what is on top of
            it, which saves three seconds and 200 MiB; `UnifiedEncoder` brings the backbone in its own form.

    Raises:
        HostFaultError: ``checkpoint.missing``, and as `build_unified`.
        StoreMismatchError: ``checkpoint.damaged``; ``checkpoint.backbone`` where the preset has other backbones.
    """
    return model_of(load_checkpoint(folder), folder, preset, device, models_dir, train=train)


def model_of(
    checkpoint: Checkpoint,
    folder: Path,
    preset: Preset,
    device: str | Device = "auto",
    models_dir: Path | None = None,
    *,
    train: bool = True,
) -> UnifiedModel:
    """As `load_unified`, of a checkpoint already read. `folder` is for messages."""
    if checkpoint.config.get("kind") != "unified" or not isinstance(checkpoint.config.get("model"), dict):
        raise StoreMismatchError("checkpoint.damaged", folder=folder, detail="no unified model")
    config = UnifiedConfig.from_json(checkpoint.config["model"])
    chosen = device if isinstance(device, Device) else choose_device(device)
    sources = load_sources(preset, config, chosen, models_dir)
    expected = {"text": sources.text.fingerprint, "visual": sources.visual.fingerprint if sources.visual else ""}
    for name, fingerprint in expected.items():
        found = str(checkpoint.config.get(name))
        if found != fingerprint:
            raise StoreMismatchError(
                "checkpoint.backbone", folder=folder, what=name, expected=found, found=fingerprint, preset=preset.name
            )
    backbone = load_backbone(preset, chosen, models_dir) if train else None
    model = UnifiedModel(config, sources, backbone).eval().requires_grad_(False)
    apply_tensors(model, checkpoint.tensors, folder)
    return model


def trained_tensors(model: UnifiedModel) -> dict[str, Tensor]:
    """Everything that a checkpoint of this model holds, float32 on the CPU, names as in the module's docstring."""
    found = {
        name: value.detach().float().cpu()
        for name, value in model.state_dict().items()
        if not name.startswith("text.backbone.")
    }
    if model.text.backbone is None:
        return found
    for name, (up, down) in adapters(model).items():
        found[f"{_ADAPTER}{name}.up"], found[f"{_ADAPTER}{name}.down"] = up.float().cpu(), down.float().cpu()
    for name in sorted(model.text.backbone.changed()):
        found[_BACKBONE + plain_name(name)] = model.text.backbone.network.get_parameter(name).detach().float().cpu()
    return found


def adapters(model: UnifiedModel) -> dict[str, tuple[Tensor, Tensor]]:
    """Low-rank factors in the backbone, by module: up (out, rank), scaling included, and down (rank, in).

    Those are what peft puts into linear layers; only the adapter of its default name is looked at.
    """
    found: dict[str, tuple[Tensor, Tensor]] = {}
    if model.text.backbone is None:
        return found
    for name, module in model.text.backbone.network.named_modules():
        layer: Any = module
        if hasattr(layer, "lora_A") and "default" in layer.lora_A:
            scale = float(layer.scaling["default"])
            up, down = layer.lora_B["default"].weight.detach(), layer.lora_A["default"].weight.detach()
            found[name] = (up * scale, down)
    return found


def merged_weights(base: Mapping[str, Tensor], tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Backbone weights with a checkpoint's changes in them, under transformers' names. Nothing given is changed.

    Raises:
        StoreMismatchError: ``model.damaged`` for a change to what the backbone does not have.
    """
    from core.encoders.e5_pack import damaged

    merged = dict(base)
    for name, value in tensors.items():
        if name.startswith(_BACKBONE):
            target = name.removeprefix(_BACKBONE)
            if target not in merged or merged[target].shape != value.shape:
                raise damaged("checkpoint", f"unexpected tensor {name}")
            merged[target] = value.to(merged[target].dtype)
    for name, up in tensors.items():
        if name.startswith(_ADAPTER) and name.endswith(".up"):
            module = name.removeprefix(_ADAPTER).removesuffix(".up")
            target, down = f"{module}.weight", tensors.get(f"{_ADAPTER}{module}.down")
            if target not in merged or down is None:
                raise damaged("checkpoint", f"unexpected tensor {name}")
            merged[target] = merged[target] + (up.float() @ down.float()).to(merged[target])
    return merged


def export_text_weights(model: UnifiedModel) -> dict[str, Tensor]:
    """The text backbone with low-rank changes merged, under transformers' names, on the CPU, for `BertEncoder`.

    Raises:
        StoreMismatchError: ``model.damaged`` where the model was loaded without its backbone.
    """
    from core.encoders.e5_pack import damaged

    if model.text.backbone is None:
        raise damaged("checkpoint", "loaded without its text backbone")
    plain = {
        plain_name(name): value.detach().cpu()
        for name, value in model.text.backbone.network.state_dict().items()
        if "lora_" not in name
    }
    factors = {
        f"{_ADAPTER}{name}.{part}": value.cpu()
        for name, pair in adapters(model).items()
        for part, value in zip(("up", "down"), pair, strict=True)
    }
    return merged_weights(plain, factors)


def apply_tensors(model: UnifiedModel, tensors: Mapping[str, Tensor], folder: Path) -> None:
    """Put a checkpoint's tensors into a freshly built model; backbone changes only where it has its backbone.

    Raises:
        StoreMismatchError: ``checkpoint.damaged`` where names or shapes do not fit.
    """
    own = {name: value for name, value in tensors.items() if not name.startswith((_BACKBONE, _ADAPTER))}
    state = {name: value for name, value in model.state_dict().items() if not name.startswith("text.backbone.")}
    own.setdefault(_PROJECTION, state[_PROJECTION])
    if _OLD_FUSION in own:
        own = {name: value for name, value in own.items() if not name.startswith(_FUSION)}
        own |= {name: value for name, value in state.items() if name.startswith(_FUSION)}
    wrong = sorted(set(own) ^ set(state)) or [name for name in own if own[name].shape != state[name].shape]
    if wrong:
        raise StoreMismatchError("checkpoint.damaged", folder=folder, detail=f"{wrong[0]} does not fit the model")
    model.load_state_dict({name: value.float() for name, value in own.items()}, strict=False)
    backbone = model.text.backbone
    if backbone is None:
        return
    network = backbone.network
    merged = merged_weights({name: value.detach().cpu() for name, value in network.state_dict().items()}, tensors)
    network.load_state_dict(merged, strict=True)


def plain_name(name: str) -> str:
    """A backbone tensor's name without what peft puts into it."""
    return name.replace(".base_layer.", ".")
