"""Encoders that transformers' AutoModel can load from a local folder: the presets `paper` and `best`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.encoders.device import Device, torch_dtype
from core.encoders.e5_pack import damaged
from core.encoders.presets import TextTower, VisualTower
from core.encoders.tokenising import AutoTokeniser
from core.encoders.visual import PooledNetwork
from core.encoders.weight_cache import folder_identity
from core.errors import HostFaultError

if TYPE_CHECKING:
    from torch import Tensor


class TransformersBackbone:
    """An AutoModel whose output has `last_hidden_state`."""

    def __init__(self, model: Any, device: Device) -> None:
        self.model = model
        self.device = device

    def hidden_states(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Ids int64 and mask bool, (batch, tokens) → (batch, tokens, hidden) in the model's precision."""
        import torch

        attention = (torch.ones_like(ids) if mask is None else mask).long()
        states: Tensor = self.model(input_ids=ids, attention_mask=attention).last_hidden_state
        return states


def load_transformers(
    folder: Path, tower: TextTower, device: Device
) -> tuple[TransformersBackbone, AutoTokeniser, str]:
    """Load model and tokenizer from a folder, never from the network, never running code from it.

    Only safetensors weights are accepted. The model runs in float32 on the CPU and in the device's precision on CUDA.

    Returns:
        Backbone, tokeniser, and the hex digest (16 characters) of everything in the folder that decides the vectors.

    Raises:
        StoreMismatchError: ``model.damaged`` where it is not such a model or of another dimension.
        HostFaultError: ``device.memory`` where the weights do not fit the device.
    """
    model = _load_model(folder, device)
    hidden = int(model.config.hidden_size)
    if hidden != tower.dim:
        raise damaged(str(folder), f"dimension {hidden}, the preset names {tower.dim}")
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, RuntimeError) as exc:
        raise damaged(str(folder), str(exc)) from exc
    return TransformersBackbone(model, device), AutoTokeniser(tokenizer, tower.max_tokens), folder_identity(folder)


def image_text_network(folder: Path, tower: VisualTower, device: Device) -> PooledNetwork:
    """The image side of a model that embeds images and texts in one space (CLIP, SigLIP and their kin).

    Raises:
        StoreMismatchError: ``model.damaged`` where the folder holds no such model or another dimension.
        HostFaultError: ``device.memory`` where the weights do not fit the device.
    """
    model = _image_text_model(folder, tower, device)

    def pooled(pixels: Tensor) -> Tensor:
        features = model.get_image_features(pixel_values=pixels.to(model.dtype))
        states: Tensor = getattr(features, "pooler_output", features)
        return states

    return pooled


class ImageTextPyramid:
    """The image side of such a model, giving its last patch states as a map beside its pooled vector.

    Args:
        model: Has `vision_model` and `get_image_features`.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self.channels: tuple[int, ...] = (int(model.config.vision_config.hidden_size),)

    def __call__(self, pixels: Tensor, /) -> tuple[Tensor, list[Tensor]]:
        """Normalised pixels (b, 3, side, side) → pooled (b, dim) and one map (b, hidden, patches, patches)."""
        given = pixels.to(self._model.dtype)
        features = self._model.get_image_features(pixel_values=given)
        pooled: Tensor = getattr(features, "pooler_output", features)
        states: Tensor = self._model.vision_model(
            pixel_values=given
        ).last_hidden_state  # (b, [class +] patches, hidden)
        side = math.isqrt(states.shape[1])
        patches = states[:, states.shape[1] - side * side :]
        return pooled, [patches.transpose(1, 2).reshape(len(patches), -1, side, side)]


def image_text_pyramid(folder: Path, tower: VisualTower, device: Device) -> ImageTextPyramid:
    """The network of `image_text_network`, with maps. Errors as there."""
    return ImageTextPyramid(_image_text_model(folder, tower, device))


def _image_text_model(folder: Path, tower: VisualTower, device: Device) -> Any:
    model = _load_model(folder, device)
    if not hasattr(model, "get_image_features"):
        raise damaged(str(folder), f"{type(model).__name__} has no image side")
    found = getattr(model.config, "projection_dim", None) or model.config.vision_config.hidden_size
    if int(found) != tower.dim:
        raise damaged(str(folder), f"dimension {found}, the preset names {tower.dim}")
    return model


def _load_model(folder: Path, device: Device) -> Any:
    import torch
    from transformers import AutoModel

    dtype = torch_dtype(device.precision) if device.kind == "cuda" else torch.float32
    try:
        model = AutoModel.from_pretrained(
            str(folder), local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype=dtype
        )
    except (OSError, ValueError, KeyError, RuntimeError) as exc:
        raise damaged(str(folder), str(exc)) from exc
    try:
        return model.to(device.torch_name).eval().requires_grad_(False)
    except torch.OutOfMemoryError as exc:
        raise HostFaultError("device.memory") from exc
