"""Inputs → batches: rows, words of tokens, and what frozen networks give."""

from __future__ import annotations

import pytest
import torch

from core.encoders.device import Device
from core.encoders.presets import Preset
from core.encoders.unified.batch import GROUPS, ROLES
from core.encoders.unified.building import build_unified
from core.encoders.unified.collator import word_of_token
from core.encoders.unified.config import UnifiedConfig
from core.encoders.unified.feature_cache import FeatureCache
from core.encoders.unified.inputs import OcrTokens, UnifiedInput
from core.encoders.unified.model import UnifiedModel
from core.protocols import Pixels


@pytest.fixture
def model(tiny: Preset, tiny_config: UnifiedConfig, cpu32: Device) -> UnifiedModel:
    return build_unified(tiny, tiny_config, cpu32)


def test_only_present_rows_are_in_a_part(model: UnifiedModel, subsets: list[UnifiedInput]) -> None:
    batch = model.collator()(subsets)
    assert batch.size == 8
    assert batch.text is not None
    assert batch.ocr is not None
    assert batch.image is not None
    assert batch.text.rows.tolist() == [4, 5, 6, 7]
    assert batch.ocr.rows.tolist() == [2, 3, 6, 7]
    assert batch.image.rows.tolist() == [1, 3, 5, 7]
    assert batch.ocr.image_row.tolist() == [-1, 1, -1, 3]
    expected = [[bool(row & 4), bool(row & 2), bool(row & 1)] for row in range(8)]
    assert batch.present().tolist() == expected


def test_nothing_at_all(model: UnifiedModel) -> None:
    batch = model.collator()([UnifiedInput(), UnifiedInput(text=" \n")])
    assert (batch.text, batch.ocr, batch.image) == (None, None, None)
    assert batch.present().tolist() == [[False] * 3] * 2


def test_roles_and_languages(model: UnifiedModel) -> None:
    inputs = [
        UnifiedInput(text="红楼梦", role="query"),
        UnifiedInput(text="dream"),
        UnifiedInput(text="红", language="jpn"),
    ]
    text = model.collator()(inputs).text
    assert text is not None
    assert [ROLES[role] for role in text.role.tolist()] == ["query", "passage", "passage"]
    assert [GROUPS[group] for group in text.group.tolist()] == ["zh", "en", "other"]
    alone = model.sources.tokeniser(["query: 红楼梦"])[0]
    assert text.ids[0, : len(alone)].tolist() == alone
    assert text.mask.sum(dim=1).tolist() == [len(row) for row in text.ids.tolist() if row] or text.mask[0].any()


def test_tokens_inherit_the_box_of_their_word(model: UnifiedModel, tokens: OcrTokens) -> None:
    ocr = model.collator()([UnifiedInput(ocr=tokens)]).ocr
    assert ocr is not None
    words = model.sources.tokeniser.with_offsets([f"passage: {tokens.text}"])[0]
    seen = set()
    for place, (start, end) in enumerate(words[1]):
        read = f"passage: {tokens.text}"[start:end].strip()
        if end <= len("passage: "):
            assert ocr.boxes[0, place].tolist() == [0, 0, 1000, 1000]
            assert int(ocr.line[0, place]) == 0
            continue
        (word,) = [
            number
            for number, box in enumerate(tokens.boxes.tolist())
            if box == ocr.boxes[0, place].tolist() and read in tokens.words[number]
        ]
        seen.add(word)
        assert int(ocr.line[0, place]) == tokens.line[word] + 1
        assert int(ocr.block[0, place]) == tokens.block[word] + 1
        assert float(ocr.confidence[0, place]) == pytest.approx(float(tokens.confidence[word]))
    assert seen == set(range(len(tokens)))


def test_word_of_token_by_its_last_character(tokens: OcrTokens) -> None:
    text = tokens.text  # "红楼梦 红楼\ndream red a b"
    place = text.index("red")
    offsets = [(0, 0), (0, 2), (2, 5), (5 + place - 1, 5 + place + 3), (5, 8), (0, 0)]
    assert word_of_token(tokens, offsets, prefix=5).tolist() == [-1, -1, -1, 3, 0, -1]


def test_long_pages_are_cut_with_their_closing_token(tiny: Preset, tokens: OcrTokens, cpu32: Device) -> None:
    config = UnifiedConfig(heads=4, strides=(8,), matryoshka=(8,), max_ocr_tokens=6)
    model = build_unified(tiny, config, cpu32)
    ocr = model.collator()([UnifiedInput(ocr=tokens)]).ocr
    assert ocr is not None
    assert ocr.ids.shape == ocr.mask.shape == (1, 6)
    assert int(ocr.ids[0, -1]) == 2  # </s>
    assert ocr.boxes[0, -1].tolist() == [0, 0, 1000, 1000]


def test_cached_batches_equal_fresh_ones(model: UnifiedModel, subsets: list[UnifiedInput]) -> None:
    cache = FeatureCache()
    collate = model.collator(cache)
    first, second = collate(subsets), collate(subsets)
    fresh = model.collator()(subsets)
    assert len(cache) == 3  # one text, one page, one image, each four times
    with torch.no_grad():
        expected = model(fresh)
        for batch in (first, second):
            assert batch.text is not None
            assert batch.text.states is not None
            found = model(batch)
            for name in ("text", "ocr", "image", "fused"):
                torch.testing.assert_close(getattr(found, name), getattr(expected, name), atol=1e-5, rtol=0)


def test_what_is_cached_need_not_be_run(
    model: UnifiedModel, subsets: list[UnifiedInput], monkeypatch: pytest.MonkeyPatch
) -> None:
    collate = model.collator(FeatureCache())
    collate(subsets)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a frozen network was run again")

    assert model.text.backbone is not None
    monkeypatch.setattr(model.text.backbone, "forward", refuse)
    monkeypatch.setattr("core.encoders.unified.visual_tower.LockedVisual.__call__", refuse)
    model(collate(subsets))


def test_part_of_the_layers_may_be_frozen(tiny: Preset, subsets: list[UnifiedInput], cpu32: Device) -> None:
    config = UnifiedConfig(heads=4, strides=(8,), matryoshka=(8,), frozen_layers=1)
    model = build_unified(tiny, config, cpu32)
    model.trainable("upper")
    batch = model.collator(FeatureCache())(subsets)
    assert batch.text is not None
    assert batch.text.passed == 1
    output = model(batch)
    with torch.no_grad():
        torch.testing.assert_close(output.fused, model(model.collator()(subsets)).fused, atol=1e-5, rtol=0)
    output.fused.square().sum().backward()
    trained = {name for name, value in model.named_parameters() if value.grad is not None}
    assert any(".layer.1." in name for name in trained)
    assert not any(".layer.0." in name or ".embeddings." in name for name in trained)


def test_trained_layers_are_never_cached(model: UnifiedModel, subsets: list[UnifiedInput]) -> None:
    model.trainable("full")
    batch = model.collator(FeatureCache())(subsets)
    assert batch.text is not None
    assert batch.text.states is None


def test_caches_of_other_weights_do_not_mix(model: UnifiedModel, subsets: list[UnifiedInput]) -> None:
    cache = FeatureCache()
    before = model.collator(cache)(subsets)
    assert model.text.backbone is not None
    with torch.no_grad():
        for layer in model.text.backbone.layers():
            for parameter in layer.parameters():
                parameter.mul_(1.1)
    after = model.collator(cache)(subsets)
    assert before.text is not None
    assert before.text.states is not None
    assert after.text is not None
    assert after.text.states is not None
    assert not torch.allclose(before.text.states, after.text.states)


def test_pixels_on_request(model: UnifiedModel, pixels: Pixels) -> None:
    assert model.collator()([UnifiedInput(pixels=pixels)]).image is not None
    image = model.collator(with_pixels=True)([UnifiedInput(), UnifiedInput(pixels=pixels)]).image
    assert image is not None
    assert image.pixels is not None
    assert image.pixels.shape == (1, 3, 64, 64)
    assert [tuple(level.shape[2:]) for level in image.maps] == [(8, 8), (4, 4)]
