"""Cover image → unit vector that says which picture it is.

A convolutional network trained on ImageNet, its last feature map pooled by the generalised mean (GeM): the mean of the
p-th powers, p-th root. A larger p lets what stands out (lettering, a figure) outweigh the ground around it.

Source: Radenović, Tolias, Chum 2018, "Fine-tuning CNN Image Retrieval with No Human Annotation", arXiv:1711.02512.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import re
import struct
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.domain.checkpoints import CheckpointInfo
from core.encoders.centring import normalise_rows
from core.encoders.device import Device, run_halving, torch_dtype
from core.encoders.e5_pack import damaged
from core.encoders.presets import VisualTower
from core.protocols import FloatMatrix, Pixels

if TYPE_CHECKING:
    from torch import Tensor

# What torch's restricted reader raises for bytes that are no checkpoint.
_UNREADABLE = (
    RuntimeError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    struct.error,
    pickle.UnpicklingError,
)
_BATCH_IMAGES = {"cpu": 8, "cuda": 64}
# EfficientNet-PyTorch → timm, within one block. Blocks without expansion have one convolution fewer.
_EXPANDED = {
    "_expand_conv": "conv_pw",
    "_bn0": "bn1",
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn2",
    "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}
_UNEXPANDED = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"}
_OUTSIDE = {"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2", "_fc": "classifier"}


class PooledNetwork(Protocol):
    """Normalised pixels, float32 (batch, 3, side, side) → one row of features an image, (batch, dim)."""

    def __call__(self, pixels: Tensor, /) -> Tensor: ...


class PooledVisualEncoder:
    """A `VisualEncoder` over any network that pools. Safe to call from several threads.

    Matrix products stay float32 in the small networks: rounding to bfloat16 moves their vectors by 0.001 in cosine,
    which costs three points of R@1 among near-identical covers. Large ones run in mixed precision on CUDA.

    Args:
        network: Normalised pixels (batch, 3, side, side) → pooled features (batch, dim), on the device.
        tower: Names the preprocessing.
        device: Where it runs.
        identity: Digest of the weights.
    """

    def __init__(self, network: PooledNetwork, tower: VisualTower, device: Device, identity: str) -> None:
        self._network = network
        self._tower = tower
        self.device = device
        self._is_mixed = device.kind == "cuda" and tower.kind != "efficientnet-lite"
        preprocessing = f"{tower.image_px}/{tower.gem_p}/{tower.channel_mean}/{tower.channel_std}/{self._is_mixed}"
        self.info = CheckpointInfo(
            name=tower.name,
            fingerprint=hashlib.sha256(f"{identity}/{preprocessing}".encode()).hexdigest()[:16],
            dim=tower.dim,
            modalities=("image",),
            device=device.describe(),
            max_batch=_BATCH_IMAGES[device.kind],
            licence=tower.licence,
        )

    def encode(self, images: Sequence[Pixels]) -> FloatMatrix:
        """Unit rows, float32, shape (len(images), dim).

        Args:
            images: RGB uint8, any size; each is squeezed to a square, since a photo's proportions say more about the
                angle of the camera than about the book.

        Raises:
            HostFaultError: ``device.memory`` where one image does not fit the device.
        """
        import torch

        vectors = np.zeros((len(images), self._tower.dim), dtype=np.float32)
        size = _BATCH_IMAGES[self.device.kind]
        rows = list(range(len(images)))
        batches = [rows[start : start + size] for start in range(0, len(rows), size)]
        with torch.inference_mode():
            for batch, pooled in run_halving(batches, lambda batch: self._pool([images[row] for row in batch])):
                vectors[batch] = pooled
        return normalise_rows(vectors)

    def _pool(self, images: Sequence[Pixels]) -> FloatMatrix:
        """Images → pooled features, float32, shape (batch, dim)."""
        import torch

        pixels = self.prepare(images)
        dtype = torch_dtype(self.device.precision)
        with torch.autocast(self.device.torch_name, dtype=dtype, enabled=self._is_mixed):
            pooled = self._network(pixels).float()
        return np.asarray(pooled.cpu().numpy(), dtype=np.float32)

    def prepare(self, images: Sequence[Pixels]) -> Tensor:
        """RGB uint8 images → normalised pixels, float32 (batch, 3, image_px, image_px), on the device."""
        import torch

        return torch.from_numpy(np.stack([self._prepare(image) for image in images])).to(self.device.torch_name)

    def _prepare(self, image: Pixels) -> NDArray[np.float32]:
        """RGB uint8 (height, width, 3) → normalised float32 (3, image_px, image_px)."""
        import cv2

        side = self._tower.image_px
        shrinks = min(image.shape[:2]) >= side
        resized = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
        scaled = resized.astype(np.float32) / 255.0
        mean = np.array(self._tower.channel_mean, dtype=np.float32)
        deviation = np.array(self._tower.channel_std, dtype=np.float32)
        scaled = (scaled - mean) / deviation
        return np.ascontiguousarray(scaled.transpose(2, 0, 1))


def generalised_mean(features: Tensor, p: float) -> Tensor:
    """Pool a feature map: float (batch, channels, height, width) → (batch, channels). p = 1 is the plain mean."""
    return features.clamp(min=1e-6).pow(p).mean(dim=(-2, -1)).pow(1.0 / p)


def timm_model(weights: Mapping[str, Tensor], tower: VisualTower, device: Device) -> Any:
    """The timm model of a tower with these weights, on the device, for inference.

    Raises:
        StoreMismatchError: ``model.damaged`` where names or shapes differ in any way.
    """
    import timm

    model: Any = timm.create_model(tower.architecture, pretrained=False)
    try:
        model.load_state_dict(dict(weights), strict=True)
    except RuntimeError as exc:
        raise damaged(tower.architecture, str(exc).splitlines()[0]) from exc
    if int(model.num_features) != tower.dim:
        raise damaged(tower.architecture, f"dimension {model.num_features}, the preset names {tower.dim}")
    return model.to(device.torch_name).eval().requires_grad_(False)


def timm_network(weights: Mapping[str, Tensor], tower: VisualTower, device: Device) -> PooledNetwork:
    """The same as one function: GeM over its last map, or a transformer's own pooling. Errors as `timm_model`."""
    model = timm_model(weights, tower, device)

    def pooled(pixels: Tensor) -> Tensor:
        features: Tensor = model.forward_features(pixels)
        if features.ndim == 4:  # (batch, channels, height, width)
            return generalised_mean(features.float(), tower.gem_p)
        head: Tensor = model.forward_head(features, pre_logits=True)
        return head

    return pooled


def read_torch_weights(data: bytes, name: str) -> dict[str, Tensor]:
    """Tensors of a ``.pth`` file, read without running anything that is in it.

    Raises:
        StoreMismatchError: ``model.damaged`` where it is no such file or holds anything but tensors.
    """
    import torch

    try:
        loaded = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except _UNREADABLE as exc:
        raise damaged(name, str(exc).splitlines()[0] if str(exc) else type(exc).__name__) from exc
    if not isinstance(loaded, dict) or not all(isinstance(value, torch.Tensor) for value in loaded.values()):
        raise damaged(name, "holds more than tensors")
    return loaded


def rename_efficientnet(weights: Mapping[str, Tensor], blocks_per_stage: Sequence[int]) -> dict[str, Tensor]:
    """EfficientNet-PyTorch's names → timm's. Blocks are numbered throughout there, by stage here.

    Args:
        weights: As the package holds them.
        blocks_per_stage: Number of blocks in each stage of the timm network.

    Raises:
        StoreMismatchError: ``model.damaged`` for a name that fits no part of an EfficientNet.
    """
    places = [(stage, block) for stage, count in enumerate(blocks_per_stage) for block in range(count)]
    expanded = {name.split(".")[1] for name in weights if "._expand_conv." in name}
    renamed: dict[str, Tensor] = {}
    for name, tensor in weights.items():
        inside = re.fullmatch(r"_blocks\.(\d+)\.(_\w+)\.(\w+)", name)
        outside = re.fullmatch(r"(_\w+)\.(\w+)", name)
        if inside is not None and int(inside[1]) < len(places):
            part = (_EXPANDED if inside[1] in expanded else _UNEXPANDED).get(inside[2])
            stage, block = places[int(inside[1])]
            target = f"blocks.{stage}.{block}.{part}.{inside[3]}" if part else ""
        else:
            target = f"{_OUTSIDE[outside[1]]}.{outside[2]}" if outside and outside[1] in _OUTSIDE else ""
        if not target:
            raise damaged("EfficientNet", f"unexpected tensor {name}")
        renamed[target] = tensor
    return renamed


def blocks_per_stage(architecture: str) -> list[int]:
    """Number of blocks in each stage of a timm EfficientNet."""
    import timm
    import torch

    with torch.device("meta"):
        model: Any = timm.create_model(architecture, pretrained=False)
    return [len(stage) for stage in model.blocks]
