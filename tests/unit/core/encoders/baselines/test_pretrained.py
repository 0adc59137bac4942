"""Public architectures from folders: tiny ones, made here from their transformers configurations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from core.encoders.baselines.pretrained import load_pretrained_encoder
from core.encoders.unified.inputs import OcrTokens, UnifiedInput
from core.errors import StoreMismatchError


def pixels(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (40, 30, 3), dtype=np.uint8)


@pytest.fixture
def layoutlmv3(tmp_path: Path) -> Path:
    from transformers import LayoutLMv3Config, LayoutLMv3ImageProcessor, LayoutLMv3Model, LayoutLMv3TokenizerFast

    folder = tmp_path / "版面 layout"
    folder.mkdir()
    letters = [*"abcdefghijklmnopqrstuvwxyz", "Ġ"]
    vocabulary = {token: i for i, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", "<mask>", *letters])}
    LayoutLMv3TokenizerFast(vocab=vocabulary, merges=[]).save_pretrained(folder)
    LayoutLMv3ImageProcessor(apply_ocr=False, size={"height": 32, "width": 32}).save_pretrained(folder)
    torch.manual_seed(0)
    config = LayoutLMv3Config(
        vocab_size=len(vocabulary), hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        coordinate_size=4, shape_size=4, input_size=32, patch_size=16, max_position_embeddings=40,
    )  # fmt: skip
    LayoutLMv3Model(config).save_pretrained(folder)
    return folder


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPTokenizerFast

    folder = tmp_path / "clip"
    folder.mkdir()
    letters = [*"abcdefghijklmnopqrstuvwxyz", *(f"{letter}</w>" for letter in "abcdefghijklmnopqrstuvwxyz")]
    vocabulary = {token: i for i, token in enumerate([*letters, "<|startoftext|>", "<|endoftext|>"])}
    tokeniser = CLIPTokenizerFast(vocab=vocabulary, merges=[], model_max_length=20)
    tokeniser.save_pretrained(folder)
    CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}).save_pretrained(folder)
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2}
    text = {
        **sizes, "vocab_size": len(vocabulary), "max_position_embeddings": 20,
        "bos_token_id": len(vocabulary) - 2, "eos_token_id": len(vocabulary) - 1,
    }  # fmt: skip
    config = CLIPConfig(
        text_config=text, vision_config={**sizes, "image_size": 32, "patch_size": 16}, projection_dim=12
    )
    CLIPModel(config).save_pretrained(folder)
    return folder


def words(text: str) -> OcrTokens:
    n = len(text.split())
    boxes = np.tile(np.array([10, 10, 500, 90]), (n, 1))
    zeros = np.zeros(n, dtype=np.int64)
    return OcrTokens(tuple(text.split()), boxes, zeros, zeros, np.ones(n, dtype=np.float32))


@pytest.mark.parametrize("system", ["clip", "scene-text"])
def test_clip_from_a_folder(clip: Path, system: str) -> None:
    encoder = load_pretrained_encoder(system, clip, "cpu")
    given = [
        UnifiedInput(text="whale"),
        UnifiedInput(pixels=pixels(1)),
        UnifiedInput(text="whale", pixels=pixels(1)),
        UnifiedInput(pixels=pixels(1), ocr=words("moby dick")),
        UnifiedInput(),
    ]
    vectors = encoder.encode(given)
    assert vectors.shape == (5, 12)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 1, 0], atol=1e-5)
    both = vectors[0] + vectors[1]
    np.testing.assert_allclose(vectors[2], both / np.linalg.norm(both), atol=1e-5)
    assert np.allclose(vectors[3], vectors[1], atol=1e-5) == (system == "clip"), "only scene-text reads covers"


def test_layoutlmv3_from_a_folder(layoutlmv3: Path) -> None:
    encoder = load_pretrained_encoder("layoutlmv3", layoutlmv3, "cpu")
    page = words("moby dick")
    moved = OcrTokens(page.words, page.boxes + 400, page.line, page.block, page.confidence)
    given = [
        UnifiedInput(text="moby dick"),
        UnifiedInput(ocr=page),
        UnifiedInput(ocr=moved),
        UnifiedInput(ocr=page, pixels=pixels(1)),
        UnifiedInput(text="moby " * 200),
        UnifiedInput(),
    ]
    vectors = encoder.encode(given)
    assert vectors.shape == (6, 24)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 1, 1, 0], atol=1e-5)
    assert not np.allclose(vectors[0], vectors[1], atol=1e-4), "where words stand counts"
    assert not np.allclose(vectors[1], vectors[2], atol=1e-4)
    assert not np.allclose(vectors[1], vectors[3], atol=1e-4)


def test_a_folder_with_something_else(tmp_path: Path) -> None:
    for system in ("clip", "layoutlmv3"):
        with pytest.raises(StoreMismatchError) as caught:
            load_pretrained_encoder(system, tmp_path, "cpu")
        assert caught.value.message_id == "model.damaged"
