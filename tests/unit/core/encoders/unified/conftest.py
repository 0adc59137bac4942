"""A preset of a few hundred kilobytes with a text tower in the real format and an image tower of timm, both random."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.encoders.device import Device
from core.encoders.presets import Preset, load_preset
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.inputs import OcrTokens, UnifiedInput, ocr_tokens
from core.protocols import Pixels

TINY = UnifiedConfig(
    heads=4, feed_forward=48, anchors=5, anchor_points=3, points=2, layers=2, strides=(8, 16), matryoshka=(8, 16)
)


@pytest.fixture
def tiny(tiny_preset: Callable[..., Path], tmp_path: Path) -> Preset:
    """The tiny preset with an image tower; text vectors have 32 dimensions, image vectors 512."""
    import timm
    import torch
    from safetensors.torch import save_file

    path = tiny_preset()
    cache = tmp_path / "缓存" / "models"
    cache.mkdir(parents=True)
    shutil.copy(tmp_path / "模型" / "tiny.bin", cache)
    folder = tmp_path / "模型" / "visual"
    folder.mkdir()
    with warnings.catch_warnings(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        model = timm.create_model("resnet10t", pretrained=False)
    save_file({name: tensor.contiguous() for name, tensor in model.state_dict().items()}, folder / "model.safetensors")
    return load_preset(path)


@pytest.fixture
def tiny_config() -> UnifiedConfig:
    return TINY


@pytest.fixture
def page() -> OcrPage:
    lines = (
        OcrLine("红楼梦 红楼", BoundingBox(30, 20, 270, 80), 0.9, 0),
        OcrLine("dream red a b", BoundingBox(30, 200, 270, 220), 0.6, 1),
    )
    return OcrPage(lines, 300, 400, "test")


@pytest.fixture
def tokens(page: OcrPage) -> OcrTokens:
    return ocr_tokens(page)


@pytest.fixture
def pixels() -> Pixels:
    return np.random.default_rng(5).integers(0, 255, (90, 60, 3), dtype=np.uint8)


@pytest.fixture
def subsets(tokens: OcrTokens, pixels: Pixels) -> list[UnifiedInput]:
    """Every subset of the three modalities, the empty one first."""
    return [
        UnifiedInput(
            text="红楼梦 dream" if has_text else "",
            role="query",
            ocr=tokens if has_ocr else None,
            pixels=pixels if has_image else None,
        )
        for has_text in (False, True)
        for has_ocr in (False, True)
        for has_image in (False, True)
    ]


@pytest.fixture
def cpu32() -> Device:
    return Device("cpu", "CPU", "float32")
