"""Presets of other kinds: an XLM-R folder with a CLIP folder, and what cannot be built upon."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from core.domain.scans import OcrPage
from core.encoders.device import Device
from core.encoders.loading import load_text_encoder, load_visual_encoder
from core.encoders.presets import Preset, load_preset
from core.encoders.unified.building import bert_weights, build_unified
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.encoder import UnifiedEncoder, encoder_of, load_unified_encoder
from core.encoders.unified.feature_cache import FeatureCache
from core.encoders.unified.inputs import OcrTokens, UnifiedInput
from core.encoders.unified.storing import save_unified
from core.errors import StoreMismatchError
from core.protocols import Pixels

CONFIG = UnifiedConfig(heads=2, feed_forward=24, anchors=3, anchor_rank=8, matryoshka=(8,))


@pytest.fixture(scope="module")
def text_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An XLM-R with random weights and a word tokenizer, saved as any hub model would be."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

    folder = tmp_path_factory.mktemp("模型") / "tiny-xlm-r"
    words = ["<s>", "<pad>", "</s>", "<unk>", "passage", ":", "红楼梦", "红楼", "dream", "red", "a", "b"]
    config = XLMRobertaConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=40,
        type_vocab_size=1,
        pad_token_id=1,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        XLMRobertaModel(config, add_pooling_layer=False).save_pretrained(folder)
    raw = Tokenizer(models.WordLevel({word: row for row, word in enumerate(words)}, "<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    raw.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    PreTrainedTokenizerFast(
        tokenizer_object=raw, pad_token="<pad>", unk_token="<unk>", bos_token="<s>", eos_token="</s>"
    ).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def image_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from transformers import CLIPConfig, CLIPModel

    folder = tmp_path_factory.mktemp("模型") / "tiny-clip"
    small = {"hidden_size": 24, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = CLIPConfig(
        text_config={**small, "vocab_size": 20, "max_position_embeddings": 8},
        vision_config={**small, "image_size": 64, "patch_size": 16},
        projection_dim=20,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        CLIPModel(config).save_pretrained(folder)
    return folder


@pytest.fixture
def preset(text_folder: Path, image_folder: Path, tmp_path: Path) -> Preset:
    path = tmp_path / "other.toml"
    path.write_text(
        f"""
name = "other"
[[text]]
name = "tiny-xlm-r"
kind = "transformers"
licence = "none"
dim = 16
max_tokens = 32
pooling = "mean"
query_prefix = "red "
[text.source]
kind = "folder"
path = {json.dumps(str(text_folder), ensure_ascii=False)}
[[visual]]
name = "tiny-clip"
kind = "image-text"
architecture = "clip"
licence = "none"
dim = 20
image_px = 64
[visual.source]
kind = "folder"
path = {json.dumps(str(image_folder), ensure_ascii=False)}
""",
        encoding="utf-8",
    )
    return load_preset(path)


def test_untrained_equals_these_backbones(
    preset: Preset, cpu32: Device, page: OcrPage, tokens: OcrTokens, pixels: Pixels
) -> None:
    model = build_unified(preset, CONFIG, cpu32)
    inputs = [UnifiedInput(text="红楼梦 dream", role="query"), UnifiedInput(ocr=tokens), UnifiedInput(pixels=pixels)]
    for encoder in (UnifiedEncoder(model), UnifiedEncoder(model, cache=FeatureCache())):
        found = encoder.encode(inputs)
        own = load_text_encoder(preset, cpu32)
        np.testing.assert_allclose(found[0], own.encode(["红楼梦 dream"], "query")[0], atol=1e-5)
        np.testing.assert_allclose(found[1], own.encode([page.text], "passage")[0], atol=1e-5)
        assert model.visual is not None
        image = load_visual_encoder(preset, cpu32).encode([pixels])[0] @ model.visual.project.weight.numpy().T
        np.testing.assert_allclose(found[2], image / np.linalg.norm(image), atol=1e-5)


def test_the_patches_of_an_image_transformer_are_a_map(preset: Preset, cpu32: Device, pixels: Pixels) -> None:
    """Cell (i, j) of the map belongs to that place of the image: changing a corner changes its cell most."""
    model = build_unified(preset, CONFIG, cpu32)
    changed = pixels.copy()
    changed[:20, 48:] = 255 - changed[:20, 48:]  # top right
    image = model.collator()([UnifiedInput(pixels=pixels), UnifiedInput(pixels=changed)]).image
    assert image is not None
    (level,) = image.maps
    assert level.shape == (2, 24, 4, 4)
    moved = (level[0] - level[1]).norm(dim=0)
    assert int(moved.argmax()) == 3  # row 0, column 3


def test_trained_and_stored(preset: Preset, cpu32: Device, tokens: OcrTokens, pixels: Pixels, tmp_path: Path) -> None:
    model = build_unified(preset, CONFIG, cpu32)
    names = {name for name, _ in model.trainable("full")}
    assert any(".encoder.layer.0." in name for name in names)
    assert not any("word_embeddings" in name for name in names)
    inputs = [UnifiedInput(text="dream"), UnifiedInput(text="红楼梦", ocr=tokens, pixels=pixels)]
    model.train()
    output = model(model.collator(FeatureCache())(inputs))
    (output.fused[0] @ output.fused[1]).backward()
    torch.optim.SGD([value for _, value in model.trainable("full")], lr=0.5).step()
    expected = encoder_of(model).encode(inputs)
    save_unified(tmp_path / "checkpoint", model, {})
    np.testing.assert_allclose(
        load_unified_encoder(tmp_path / "checkpoint", preset, cpu32).encode(inputs), expected, atol=1e-5
    )


def test_only_packs_run_in_the_products_own_pass(preset: Preset, cpu32: Device) -> None:
    with pytest.raises(StoreMismatchError, match="e5 packs"):
        bert_weights(preset, cpu32, None)
