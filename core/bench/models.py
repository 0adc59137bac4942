"""OCR, the text encoder and vector search beside RapidOCR, transformers and numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.bench.measuring import Measurement, side_by_side
from core.bench.sample import sample_records
from core.ocr.rapid import RapidOcrEngine
from core.paths import cache_dir
from core.protocols import FloatMatrix, PageImage, TextEncoder
from core.retrieval.vector_store import VectorStore

_TEXTS = 32
_TOP = 50


def measure_ocr(images: Sequence[PageImage]) -> Measurement:
    """Reading covers with our engine against RapidOCR as it comes, on the same pixels."""
    name, work, bare_name = "ocr", f"one of {len(images)} covers", "rapidocr: RapidOCR()(image)"
    if not images:
        return Measurement(name, work, bare_name, skipped_id="bench.no_covers")
    from rapidocr import RapidOCR

    ours_engine, bare_engine = RapidOcrEngine(), RapidOCR()
    bgr = [np.ascontiguousarray(image.pixels[:, :, ::-1]) for image in images]
    ours_ms, bare_ms = side_by_side(
        lambda: [ours_engine.recognise(image) for image in images],
        lambda: [bare_engine(each) for each in bgr],
        rounds=3,
    )
    return Measurement(name, work, bare_name, ours_ms / len(images), bare_ms / len(images))


def measure_encoder(encoder: TextEncoder) -> Measurement:
    """Encoding passages (tokenise, batch, forward, pool, centre) against tokenising and one forward pass."""
    name, work, bare_name = "encode", f"{_TEXTS} passages", "tokenizers + transformers: BertModel(ids)"
    folder = _converted_folder(encoder.info.name)
    if folder is None or not encoder.info.device.startswith("CPU"):
        return Measurement(name, work, bare_name, skipped_id="bench.no_bare_encoder")
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model: Any = BertModel(BertConfig(**config), add_pooling_layer=False)
    model.load_state_dict(load_file(folder / "weights.safetensors"))
    model.eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_padding(pad_id=config["pad_token_id"])
    texts = [record.description for record in sample_records(_TEXTS)]

    def bare() -> Any:
        encoded = tokenizer.encode_batch([f"passage: {text}" for text in texts])
        with torch.inference_mode():
            ids = torch.tensor([each.ids for each in encoded])
            return model(ids, attention_mask=torch.tensor([each.attention_mask for each in encoded])).last_hidden_state

    ours_ms, bare_ms = side_by_side(lambda: encoder.encode(texts, "passage"), bare, rounds=5)
    return Measurement(name, work, bare_name, ours_ms, bare_ms)


def measure_vectors(store: VectorStore, fingerprint: str, dim: int) -> Measurement:
    """Scoring all titles and taking the best against one bare matrix product and a partition of the same size."""
    n = store.count("title", fingerprint)
    matrix = unit_vectors(n, dim)
    query = matrix[0].copy()

    def bare() -> object:
        scores = matrix @ query
        best = np.argpartition(-scores, _TOP)[:_TOP]
        return best[np.argsort(-scores[best])]

    ours_ms, bare_ms = side_by_side(lambda: store.score("title", fingerprint, query).top(_TOP), bare, rounds=21)
    bare_name = "numpy: matrix @ query, argpartition"
    return Measurement("search-vectors", f"best {_TOP} of {n} titles", bare_name, ours_ms, bare_ms)


def unit_vectors(n: int, dim: int) -> FloatMatrix:
    """Random unit rows, float32, shape (n, dim), the same every time."""
    matrix = np.random.default_rng(0).standard_normal((n, dim)).astype(np.float32)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


def _converted_folder(model: str) -> Path | None:
    """The newest converted weights of a model, which transformers can load by itself."""
    found = [path.parent for path in (cache_dir() / "models").glob(f"{model}-*/config.json")]
    return max(found, key=lambda folder: folder.stat().st_mtime, default=None)
