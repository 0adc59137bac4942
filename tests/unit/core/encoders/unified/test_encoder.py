"""The unified encoder: contracts of `DocumentEncoder` and `TextEncoder`, order, memory, fingerprints."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.encoders.device import Device
from core.encoders.loading import load_text_encoder
from core.encoders.presets import Preset
from core.encoders.textual import PooledTextEncoder
from core.encoders.unified.building import build_unified
from core.encoders.unified.collator import Collator
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.encoder import UnifiedEncoder, UnifiedTextEncoder, encoder_of
from core.encoders.unified.feature_cache import FeatureCache
from core.encoders.unified.inputs import UnifiedInput
from core.encoders.unified.model import UnifiedModel
from core.errors import HostFaultError
from core.protocols import DocumentEncoder, TextEncoder

TEXTS = ["红楼梦", "", "dream of a red b", "  ", "a b a b a b a b red dream", "楼"]


@pytest.fixture
def model(tiny: Preset, tiny_config: UnifiedConfig, cpu32: Device) -> UnifiedModel:
    return build_unified(tiny, tiny_config, cpu32)


def with_anchors(model: UnifiedModel) -> UnifiedModel:
    torch.manual_seed(2)
    with torch.no_grad():
        model.text.head.gate.weight.normal_()
    return model


def assert_keeps_the_contract(encoder: object, inputs: list[UnifiedInput]) -> None:
    """What every `DocumentEncoder` promises."""
    assert isinstance(encoder, DocumentEncoder)
    vectors = encoder.encode(inputs)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(inputs), encoder.info.dim)
    empty = [not (given.text.strip() or given.ocr or given.pixels is not None) for given in inputs]
    norms = np.linalg.norm(vectors, axis=1)
    np.testing.assert_allclose(norms, np.where(empty, 0.0, 1.0), atol=1e-5)
    backwards = encoder.encode(inputs[::-1])[::-1]
    np.testing.assert_allclose(backwards, vectors, atol=1e-5)
    assert encoder.encode([]).shape == (0, encoder.info.dim)
    assert len(encoder.info.fingerprint) == 16


def test_document_encoder_contract(model: UnifiedModel, subsets: list[UnifiedInput]) -> None:
    inputs = [*subsets, *(UnifiedInput(text=text) for text in TEXTS)] * 3  # more than one batch
    assert_keeps_the_contract(UnifiedEncoder(model), inputs)
    assert_keeps_the_contract(encoder_of(with_anchors(model), FeatureCache()), inputs)


@pytest.mark.parametrize("anchors", [False, True])
def test_text_encoder_contract(model: UnifiedModel, anchors: bool) -> None:
    encoder = encoder_of(with_anchors(model) if anchors else model).text_encoder()
    assert isinstance(encoder, TextEncoder)
    assert isinstance(encoder, UnifiedTextEncoder if anchors else PooledTextEncoder)
    vectors = encoder.encode(TEXTS, "passage", ["chi", "", "eng", "", "", ""])
    assert vectors.shape == (6, 32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1, 0, 1, 1], atol=1e-5)
    assert encoder.info.modalities == ("text",)
    np.testing.assert_allclose(encoder.encode([TEXTS[2]], "passage", ["eng"])[0], vectors[2], atol=1e-5)
    assert not np.allclose(encoder.encode([TEXTS[2]], "query")[0], vectors[2])


def test_untrained_text_encoder_is_the_presets(model: UnifiedModel, tiny: Preset, cpu32: Device) -> None:
    preset = load_text_encoder(tiny, cpu32)
    for encoder in (encoder_of(model).text_encoder(), UnifiedEncoder(model).text_encoder()):
        np.testing.assert_allclose(encoder.encode(TEXTS, "query"), preset.encode(TEXTS, "query"), atol=1e-5)


def test_fingerprints_change_with_weights_and_nothing_else(
    tiny: Preset, tiny_config: UnifiedConfig, cpu32: Device
) -> None:
    def fingerprints(change: str) -> tuple[str, str]:
        model = build_unified(tiny, tiny_config, cpu32)
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if change and change in name:
                    parameter.add_(1e-3)
                    break
        encoder = encoder_of(model)
        return encoder.info.fingerprint, encoder.text_encoder().info.fingerprint

    base = fingerprints("")
    assert fingerprints("") == base
    seen = {base}
    head = ("text.head.gate", "text.head.project", "text.head.alignment")
    for change in ("text.backbone", *head, "ocr.", "visual.", "fusion."):
        found = fingerprints(change)
        assert found[0] != base[0]
        if change.startswith("text"):
            assert found[1] != base[1]
        seen.add(found)
    assert len(seen) == 8


def test_small_memory_halves_batches(
    model: UnifiedModel, subsets: list[UnifiedInput], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = UnifiedEncoder(model)
    inputs = subsets * 3
    expected = encoder.encode(inputs)
    sizes: list[int] = []
    real = Collator.__call__

    def cramped(self: Collator, given: list[UnifiedInput]) -> object:
        sizes.append(len(given))
        if len(given) > 5:
            raise torch.OutOfMemoryError("too much")
        return real(self, given)

    monkeypatch.setattr(Collator, "__call__", cramped)
    np.testing.assert_allclose(encoder.encode(inputs), expected, atol=1e-5)
    assert max(sizes) == 16
    assert sum(size for size in sizes if size <= 5) == len(inputs)


def test_no_memory_at_all(model: UnifiedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise torch.OutOfMemoryError("too much")

    monkeypatch.setattr(Collator, "__call__", full)
    with pytest.raises(HostFaultError, match=r"device\.memory"):
        UnifiedEncoder(model).encode([UnifiedInput(text="红")])


def test_encoding_leaves_no_gradients(model: UnifiedModel, subsets: list[UnifiedInput]) -> None:
    model.train()
    model.trainable("full")
    encoder = UnifiedEncoder(model)
    first = encoder.encode(subsets)
    np.testing.assert_array_equal(first, encoder.encode(subsets))  # no dropout
    assert all(value.grad is None for value in model.parameters())
