"""The text encoder over a tiny pack and over a tiny transformers folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from core.encoders.centring import LanguageMeans
from core.encoders.loading import load_text_encoder
from core.encoders.presets import load_preset
from core.encoders.textual import PooledTextEncoder
from core.errors import HostFaultError, StoreMismatchError
from core.protocols import TextEncoder

TEXTS = ["红楼梦", "dream of red", "", "a b a b a b a b", "红", "  ", "x" * 500, "红楼梦 dream"]


@pytest.fixture
def encoder(tiny_preset: Callable[..., Path], tmp_path: Path) -> PooledTextEncoder:
    return load_text_encoder(load_preset(tiny_preset()), "cpu", models_dir=tmp_path / "模型")


def test_implements_the_protocol(encoder: PooledTextEncoder) -> None:
    assert isinstance(encoder, TextEncoder)
    assert encoder.info.dim == 32
    assert encoder.info.modalities == ("text",)
    assert len(encoder.info.fingerprint) == 16


def test_rows_are_unit_float32_in_the_order_given(encoder: PooledTextEncoder) -> None:
    together = encoder.encode(TEXTS, "passage")
    assert together.shape == (len(TEXTS), 32)
    assert together.dtype == np.float32
    one_by_one = np.concatenate([encoder.encode([text], "passage") for text in TEXTS])
    np.testing.assert_allclose(together, one_by_one, atol=2e-2)  # bfloat16 rounds by shape where the CPU has it
    lengths = np.linalg.norm(together, axis=1)
    np.testing.assert_allclose(lengths, [0.0 if not text.strip() else 1.0 for text in TEXTS], atol=1e-5)


def test_empty_text_is_the_zero_vector(encoder: PooledTextEncoder) -> None:
    assert not encoder.encode(["", " \n\t"], "query").any()
    assert encoder.encode([], "query").shape == (0, 32)


def test_roles_differ(encoder: PooledTextEncoder) -> None:
    assert not np.allclose(encoder.encode(["红"], "query"), encoder.encode(["红"], "passage"), atol=1e-3)


def test_means_change_vectors_and_fingerprint(encoder: PooledTextEncoder) -> None:
    means = LanguageMeans({("zh", "query"): encoder.encode_raw(["红楼梦", "红"], "query").mean(0)})
    centred = encoder.with_means(means)
    assert centred.info.fingerprint != encoder.info.fingerprint
    assert not np.allclose(centred.encode(["红楼梦"], "query"), encoder.encode(["红楼梦"], "query"), atol=1e-3)
    np.testing.assert_array_equal(centred.encode_raw(["红楼梦"], "query"), encoder.encode_raw(["红楼梦"], "query"))
    # two opposite points about their mean
    pair = centred.encode(["红楼梦", "红"], "query")
    assert float(pair[0] @ pair[1]) == pytest.approx(-1, abs=0.05)


def test_the_language_given_decides_the_mean(encoder: PooledTextEncoder) -> None:
    centred = encoder.with_means(LanguageMeans({("zh", "query"): np.full(32, 0.1, np.float32)}))
    zh, other = centred.encode(["a b", "a b"], "query", ["chi", ""])
    assert not np.allclose(zh, centred.encode_raw(["a b"], "query")[0], atol=1e-3)
    # with one language known, the rest take its mean too
    np.testing.assert_allclose(zh, other, atol=1e-6)


def test_many_threads_get_what_one_gets(encoder: PooledTextEncoder) -> None:
    expected = encoder.encode(TEXTS, "passage")
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(lambda _: encoder.encode(TEXTS, "passage"), range(24)))
    for result in results:
        np.testing.assert_allclose(result, expected, atol=1e-6)


def test_memory_that_is_too_small_halves_the_batch(encoder: PooledTextEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    expected = encoder.encode(TEXTS * 4, "passage")
    real, sizes = encoder.backbone.hidden_states, list[int]()

    def hidden_states(ids: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        sizes.append(len(ids))
        if len(ids) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return real(ids, mask)

    monkeypatch.setattr(encoder.backbone, "hidden_states", hidden_states)
    np.testing.assert_allclose(encoder.encode(TEXTS * 4, "passage"), expected, atol=2e-2)
    assert max(sizes) > 3


def test_conversion_is_cached_and_survives_without_the_pack(encoder: PooledTextEncoder, tmp_path: Path) -> None:
    (tmp_path / "模型" / "tiny.bin").unlink()
    again = load_text_encoder(load_preset(tmp_path / "tiny.toml"), "cpu", models_dir=tmp_path / "模型")
    assert again.info == encoder.info
    np.testing.assert_array_equal(again.encode(["红"], "query"), encoder.encode(["红"], "query"))


def test_torn_cache_is_made_again(encoder: PooledTextEncoder, tmp_path: Path) -> None:
    expected = encoder.encode(["红"], "query")
    weights = next((tmp_path / "缓存").rglob("weights.safetensors"))
    torn = weights.read_bytes()[:-1000]
    weights.unlink()  # the loaded encoder still maps the old file
    weights.write_bytes(torn)
    again = load_text_encoder(load_preset(tmp_path / "tiny.toml"), "cpu", models_dir=tmp_path / "模型")
    np.testing.assert_array_equal(again.encode(["红"], "query"), expected)


def test_another_file_under_that_name_is_refused(tiny_preset: Callable[..., Path], tmp_path: Path) -> None:
    path = tiny_preset(sha256="0" * 64)
    with pytest.raises(StoreMismatchError) as caught:
        load_text_encoder(load_preset(path), "cpu", models_dir=tmp_path / "模型")
    assert caught.value.message_id == "model.checksum"


def test_damaged_pack_with_the_right_digest_is_refused(tiny_preset: Callable[..., Path], tmp_path: Path) -> None:
    path = tiny_preset(b"E5S1 is not enough")
    with pytest.raises(StoreMismatchError) as caught:
        load_text_encoder(load_preset(path), "cpu", models_dir=tmp_path / "模型")
    assert caught.value.message_id == "model.damaged"
    assert not list((tmp_path / "缓存" / "models").iterdir())


def test_missing_pack_says_how_to_get_it(tiny_preset: Callable[..., Path], tmp_path: Path) -> None:
    path = tiny_preset()
    with pytest.raises(HostFaultError) as caught:
        load_text_encoder(load_preset(path), "cpu", models_dir=tmp_path / "elsewhere")
    assert caught.value.message_id == "model.missing"


@pytest.fixture(scope="module")
def transformers_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT with random weights and a word-piece tokenizer, saved as any hub model would be."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("模型") / "tiny-bert"
    torch.manual_seed(0)
    vocabulary = {
        word: row for row, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "red", "dream", "红", "楼"])
    }
    BertModel(
        BertConfig(vocab_size=8, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32),
        add_pooling_layer=False,
    ).save_pretrained(folder)
    raw = Tokenizer(models.WordLevel(vocabulary, "[UNK]"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    raw.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=raw, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    return folder


def generic_preset(tmp_path: Path, folder: Path, pooling: str, dim: int = 16) -> Path:
    path = tmp_path / "generic.toml"
    path.write_text(
        f"""
name = "generic"
[[text]]
name = "generic"
kind = "transformers"
licence = "none"
dim = {dim}
max_tokens = 8
pooling = "{pooling}"
query_prefix = "red "
[text.source]
kind = "folder"
path = {json.dumps(str(folder), ensure_ascii=False)}
[[visual]]
name = "none"
kind = "timm"
architecture = "resnet10t"
licence = "none"
dim = 512
image_px = 64
[visual.source]
kind = "folder"
path = "none"
""",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("pooling", ["mean", "cls", "last"])
def test_any_transformers_folder_is_an_encoder(transformers_folder: Path, tmp_path: Path, pooling: str) -> None:
    import torch
    from transformers import BertModel

    encoder = load_text_encoder(load_preset(generic_preset(tmp_path, transformers_folder, pooling)), "cpu")
    texts = ["dream", "红 楼 dream red dream", "red " * 40]
    with torch.inference_mode():
        model = BertModel.from_pretrained(transformers_folder, add_pooling_layer=False).eval()
        rows = []
        for ids in ([2, 5, 3], [2, 6, 7, 5, 4, 5, 3], [2, 4, 4, 4, 4, 4, 4, 3]):
            states = model(torch.tensor([ids])).last_hidden_state[0]
            row = {"mean": states.mean(0), "cls": states[0], "last": states[-1]}[pooling].numpy()
            rows.append(row / np.linalg.norm(row))
    np.testing.assert_allclose(encoder.encode(texts, "passage"), rows, atol=1e-4)
    np.testing.assert_allclose(encoder.encode(["dream"], "query"), encoder.encode(["red dream"], "passage"), atol=1e-5)


def test_a_folder_of_another_dimension_is_refused(transformers_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreMismatchError) as caught:
        load_text_encoder(load_preset(generic_preset(tmp_path, transformers_folder, "mean", dim=17)), "cpu")
    assert caught.value.message_id == "model.damaged"


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "空"
    folder.mkdir()
    with pytest.raises(StoreMismatchError) as caught:
        load_text_encoder(load_preset(generic_preset(tmp_path, folder, "mean")), "cpu")
    assert caught.value.message_id == "model.damaged"
