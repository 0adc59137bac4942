"""Checkpoints of unified models: only what was trained, back to the same vectors, and never onto other backbones."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import torch

from core.encoders.checkpoint_io import load_checkpoint, save_checkpoint
from core.encoders.device import Device
from core.encoders.presets import Preset
from core.encoders.unified.building import build_unified
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.encoder import UnifiedEncoder, encoder_of, load_unified_encoder
from core.encoders.unified.inputs import UnifiedInput
from core.encoders.unified.model import UnifiedModel
from core.encoders.unified.storing import export_text_weights, load_unified, save_unified, trained_tensors
from core.errors import StoreMismatchError


@pytest.fixture
def model(tiny: Preset, tiny_config: UnifiedConfig, cpu32: Device) -> UnifiedModel:
    return build_unified(tiny, tiny_config, cpu32)


def moved(model: UnifiedModel, *, backbone: bool = False, adapters: bool = False) -> UnifiedModel:
    """As after some training."""
    torch.manual_seed(4)
    if adapters:
        from peft import LoraConfig, inject_adapter_in_model

        assert model.text.backbone is not None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            inject_adapter_in_model(
                LoraConfig(r=2, lora_alpha=6, lora_dropout=0.0, target_modules=["query", "value"]),
                model.text.backbone.network,
            )
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            is_backbone = name.startswith("text.backbone.") and "lora_" not in name
            if not is_backbone or (backbone and ".layer.1.output.dense" in name):
                parameter.add_(0.05 * torch.randn_like(parameter))
    return model


def parts(model: UnifiedModel, inputs: list[UnifiedInput]) -> dict[str, torch.Tensor]:
    with torch.no_grad():
        output = model.eval()(model.collator()(inputs))
    return {name: getattr(output, name) for name in ("text", "ocr", "image", "fused")}


@pytest.mark.parametrize("adapters", [False, True])
@pytest.mark.parametrize("backbone", [False, True])
def test_back_to_the_same_vectors(
    model: UnifiedModel,
    tiny: Preset,
    cpu32: Device,
    subsets: list[UnifiedInput],
    tmp_path: Path,
    backbone: bool,
    adapters: bool,
) -> None:
    before = parts(model, subsets)
    moved(model, backbone=backbone, adapters=adapters)
    expected = parts(model, subsets)
    assert (expected["text"] - before["text"]).abs().max() > 1e-3
    fingerprint = save_unified(tmp_path / "检查点", model, {"seed": 4})
    names = set(load_checkpoint(tmp_path / "检查点").tensors)
    assert any(name.startswith("adapter.") for name in names) == adapters
    assert {name for name in names if name.startswith("backbone.")} == (
        {"backbone.encoder.layer.1.output.dense.weight", "backbone.encoder.layer.1.output.dense.bias"}
        if backbone
        else set()
    )
    loaded = load_unified(tmp_path / "检查点", tiny, cpu32)
    for name, vectors in parts(loaded, subsets).items():
        torch.testing.assert_close(vectors, expected[name], atol=1e-5, rtol=0)
    encoder = load_unified_encoder(tmp_path / "检查点", tiny, cpu32)  # in the product's own pass
    for name, rows in encoder.encode_parts(subsets).items():
        torch.testing.assert_close(torch.from_numpy(rows), expected[name], atol=1e-5, rtol=0)
    assert encoder.info.name == "检查点"
    assert load_unified_encoder(tmp_path / "检查点", tiny, cpu32).info == encoder.info
    assert fingerprint == load_checkpoint(tmp_path / "检查点").fingerprint


def test_a_model_stored_without_a_projection_has_none_that_turns(
    model: UnifiedModel, tiny: Preset, cpu32: Device, subsets: list[UnifiedInput], tmp_path: Path
) -> None:
    moved(model)
    with torch.no_grad():
        torch.nn.init.eye_(model.text.head.project.weight)
    expected = parts(model, subsets)
    tensors = trained_tensors(model)
    del tensors["text.head.project.weight"]
    save_checkpoint(tmp_path / "old", tensors, model.to_config(), {})
    for name, vectors in parts(load_unified(tmp_path / "old", tiny, cpu32), subsets).items():
        torch.testing.assert_close(vectors, expected[name], atol=1e-5, rtol=0)


def test_a_checkpoint_trained_on_survives_another_round(
    model: UnifiedModel, tiny: Preset, cpu32: Device, subsets: list[UnifiedInput], tmp_path: Path
) -> None:
    save_unified(tmp_path / "one", moved(model, backbone=True, adapters=True), {})
    second = moved(load_unified(tmp_path / "one", tiny, cpu32))
    expected = parts(second, subsets)
    save_unified(tmp_path / "two", second, {})
    for name, vectors in parts(load_unified(tmp_path / "two", tiny, cpu32), subsets).items():
        torch.testing.assert_close(vectors, expected[name], atol=1e-5, rtol=0)


def test_exported_text_weights_are_the_trained_ones(
    model: UnifiedModel, subsets: list[UnifiedInput], tiny: Preset
) -> None:
    with torch.no_grad():  # the text tower alone: anchors stay closed
        moved(model, adapters=True, backbone=True)
        model.text.head.gate.weight.zero_()
    assert not any("lora" in name or "base_layer" in name for name in export_text_weights(model))
    expected = parts(model, subsets)["text"]
    served = encoder_of(model).text_encoder().encode(["红楼梦 dream"], "query")
    torch.testing.assert_close(torch.from_numpy(served)[0], expected[4], atol=1e-5, rtol=0)


def test_half_precision_halves_the_file(
    model: UnifiedModel, tiny: Preset, cpu32: Device, subsets: list[UnifiedInput], tmp_path: Path
) -> None:
    moved(model)
    expected = parts(model, subsets)
    save_unified(tmp_path / "wide", model, {})
    save_unified(tmp_path / "narrow", model, {}, dtype=torch.float16)
    wide, narrow = ((tmp_path / name / "weights.safetensors").stat().st_size for name in ("wide", "narrow"))
    assert narrow < 0.6 * wide
    found = parts(load_unified(tmp_path / "narrow", tiny, cpu32), subsets)
    torch.testing.assert_close(found["fused"], expected["fused"], atol=5e-3, rtol=0)


def test_a_fusion_of_the_first_kind_is_replaced_by_the_mean(
    model: UnifiedModel, tiny: Preset, cpu32: Device, subsets: list[UnifiedInput], tmp_path: Path
) -> None:
    untrained = {name: value.clone() for name, value in model.fusion.state_dict().items()}
    tensors = trained_tensors(moved(model))
    tensors["fusion.gate"] = torch.ones(3, 32)
    save_checkpoint(tmp_path / "old", tensors, model.to_config(), {})
    found = load_unified(tmp_path / "old", tiny, cpu32)
    for name, value in found.fusion.state_dict().items():
        torch.testing.assert_close(value, untrained[name])
    expected = parts(model, subsets)
    for name in ("text", "ocr", "image"):
        torch.testing.assert_close(parts(found, subsets)[name], expected[name], atol=1e-5, rtol=0)


def test_other_backbones_are_refused(model: UnifiedModel, tiny: Preset, cpu32: Device, tmp_path: Path) -> None:
    config = {**model.to_config(), "text": "0123456789abcdef"}
    save_checkpoint(tmp_path / "other", trained_tensors(model), config, {})
    with pytest.raises(StoreMismatchError) as caught:
        load_unified(tmp_path / "other", tiny, cpu32)
    assert caught.value.message_id == "checkpoint.backbone"
    assert caught.value.context["what"] == "text"
    assert caught.value.context["expected"] == "0123456789abcdef"
    assert caught.value.context["found"] == model.sources.text.fingerprint


@pytest.mark.parametrize("fault", ["missing", "unknown", "shape", "kind", "adapter"])
def test_what_does_not_fit_is_refused(
    model: UnifiedModel, tiny: Preset, cpu32: Device, tmp_path: Path, fault: str
) -> None:
    tensors, config = trained_tensors(model), model.to_config()
    if fault == "missing":
        tensors.pop("fusion.kind")
    elif fault == "unknown":
        tensors["fusion.more"] = torch.zeros(1)
    elif fault == "shape":
        tensors["fusion.kind"] = torch.zeros(3, 31)
    elif fault == "adapter":
        tensors["adapter.encoder.layer.9.query.up"] = torch.zeros(32, 2)
    else:
        config["kind"] = "clip"
    save_checkpoint(tmp_path / "bad", tensors, config, {})
    with pytest.raises(StoreMismatchError):
        load_unified(tmp_path / "bad", tiny, cpu32)


def test_without_its_backbone_a_model_needs_states(
    model: UnifiedModel, tiny: Preset, cpu32: Device, tmp_path: Path
) -> None:
    save_unified(tmp_path / "a", model, {})
    bare = load_unified(tmp_path / "a", tiny, cpu32, train=False)
    assert bare.text.backbone is None
    with pytest.raises(StoreMismatchError, match="without its text backbone"):
        UnifiedEncoder(bare)
    with pytest.raises(StoreMismatchError, match="without its text backbone"):
        export_text_weights(bare)
