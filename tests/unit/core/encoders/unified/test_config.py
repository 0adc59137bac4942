"""Sizes are checked before anything is built, and errors name what was given and what is allowed."""

from __future__ import annotations

import json

import pytest

from core.encoders.unified.config import UnifiedConfig
from core.errors import InvalidInputError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("anchors", 0),
        ("anchor_rank", 0),
        ("heads", 0),
        ("points", -1),
        ("layers", -1),
        ("frozen_layers", -2),
        ("dropout", 1.0),
        ("modality_dropout", -0.1),
        ("strides", ()),
        ("matryoshka", (128, 64)),
        ("matryoshka", (64, 64)),
        ("max_ocr_tokens", 0),
    ],
)
def test_impossible_settings_are_refused(name: str, value: object) -> None:
    with pytest.raises(InvalidInputError) as caught:
        UnifiedConfig(**{name: value})  # type: ignore[arg-type]
    assert caught.value.message_id == "unified.setting"
    assert caught.value.context["name"] == name
    assert str(caught.value.context["value"]) == str(value)
    assert caught.value.context["allowed"]


def test_survives_json() -> None:
    config = UnifiedConfig(use_ocr=False, strides=(8,), matryoshka=(32, 64), dropout=0.0)
    read = UnifiedConfig.from_json(json.loads(json.dumps({**config.to_json(), "of a later version": 1})))
    assert read == config


def test_heads_end_with_the_whole_vector() -> None:
    assert UnifiedConfig().head_dims(384) == (64, 128, 256, 384)
    assert UnifiedConfig(matryoshka=(64, 384)).head_dims(384) == (64, 384)
    assert UnifiedConfig(matryoshka=()).head_dims(384) == (384,)
    with pytest.raises(InvalidInputError) as caught:
        UnifiedConfig(matryoshka=(512,)).head_dims(384)
    assert caught.value.context == {"what": "matryoshka", "expected": "≤ 384", "found": 512}
