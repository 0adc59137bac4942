"""The real weights of the preset `compact`: untrained, the unified model is the preset's own encoders."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.encoders.device import Device
from core.encoders.loading import load_text_encoder, load_visual_encoder
from core.encoders.presets import load_preset
from core.encoders.textual import PooledTextEncoder
from core.encoders.unified.building import build_unified
from core.encoders.unified.encoder import UnifiedEncoder, encoder_of
from core.encoders.unified.inputs import UnifiedInput, ocr_tokens
from core.encoders.unified.model import UnifiedModel

pytestmark = pytest.mark.models

CPU = Device("cpu", "CPU", "float32")
TEXTS = [
    ("红楼梦", ""),
    ("紅樓夢，曹雪芹著；一部關於賈府興衰的長篇小說", "chi"),
    ("Dream of the Red Chamber", "eng"),
    ("A sailor wrongly imprisoned escapes, finds a treasure and takes revenge.", ""),
    ("吾輩は猫である", "jpn"),
    ("", ""),
]
PAGE = OcrPage(
    (
        OcrLine("曹雪芹 高鹗 著", BoundingBox(40, 20, 260, 50), 0.97, 0),
        OcrLine("红楼梦", BoundingBox(60, 80, 240, 160), 0.99, 1),
        OcrLine("A Dream of Red Mansions", BoundingBox(50, 180, 250, 200), 0.88, 1),
        OcrLine("人民文学出版社", BoundingBox(90, 370, 210, 390), 0.93, 2),
    ),
    300,
    400,
    "test",
)


@pytest.fixture(scope="module")
def model() -> UnifiedModel:
    return build_unified(load_preset("compact"), device=CPU, threads=1)


@pytest.fixture(scope="module")
def own() -> PooledTextEncoder:
    return load_text_encoder(load_preset("compact"), CPU, threads=1)


@pytest.mark.parametrize("fast", [True, False], ids=["product's pass", "transformers"])
@pytest.mark.parametrize("role", ["query", "passage"])
def test_untrained_equals_the_preset(model: UnifiedModel, own: PooledTextEncoder, role: str, fast: bool) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (400, 300, 3), dtype=np.uint8)
    as_role = "query" if role == "query" else "passage"
    page = ocr_tokens(PAGE)
    inputs = [UnifiedInput(text=text, role=as_role, language=code) for text, code in TEXTS]
    inputs += [
        UnifiedInput(ocr=page),
        UnifiedInput(ocr=page, pixels=pixels),
        UnifiedInput(text=TEXTS[0][0], role=as_role, ocr=page, pixels=pixels),
        UnifiedInput(pixels=pixels),
    ]
    encoder = encoder_of(model) if fast else UnifiedEncoder(model)
    found = encoder.encode_parts(inputs)
    texts = own.encode([text for text, _ in TEXTS], as_role, [code for _, code in TEXTS])
    read = own.encode([PAGE.text], "passage")[0]
    np.testing.assert_allclose(found["fused"][: len(TEXTS)], texts, atol=1e-5)
    np.testing.assert_allclose(found["ocr"][6:9], np.stack([read] * 3), atol=1e-5)
    assert model.visual is not None
    image = load_visual_encoder(load_preset("compact"), CPU).encode([pixels])[0] @ model.visual.project.weight.numpy().T
    image /= np.linalg.norm(image)
    together = (read, read + image, texts[0] + read + image, image)
    means = np.stack([vector / np.linalg.norm(vector) for vector in together])
    np.testing.assert_allclose(found["fused"][6:], means, atol=1e-5)


def test_the_untrained_text_encoder_serves_the_product(model: UnifiedModel, own: PooledTextEncoder) -> None:
    served = encoder_of(model).text_encoder()
    texts = [text for text, _ in TEXTS]
    np.testing.assert_allclose(served.encode(texts, "query"), own.encode(texts, "query"), atol=1e-5)
    assert served.info.fingerprint != own.info.fingerprint


def test_raw_vectors_without_centring(model: UnifiedModel, own: PooledTextEncoder) -> None:
    texts = [text for text, _ in TEXTS]
    head = model.text.head
    assert head.is_centred
    try:
        head.is_centred = False
        raw = encoder_of(model).encode([UnifiedInput(text=text, role="query") for text in texts])
    finally:
        head.is_centred = True
    np.testing.assert_allclose(raw, own.encode_raw(texts, "query"), atol=1e-5)
