"""The trainable backbone: the same states as the product's own pass, from any layer to any layer."""

from __future__ import annotations

import pytest
import torch

from core.encoders.bert import BertEncoder
from core.encoders.device import Device
from core.encoders.loading import load_text_encoder
from core.encoders.presets import Preset
from core.encoders.unified.backbone import TextBackbone, bert_network, pooled
from core.encoders.unified.building import bert_weights, load_backbone
from core.encoders.unified.states import EncoderStates, FrozenLayers
from core.errors import StoreMismatchError

IDS = torch.tensor([[0, 4, 11, 12, 13, 2], [0, 5, 8, 2, 1, 1]])
MASK = torch.tensor([[True] * 6, [True] * 4 + [False] * 2])


@pytest.fixture
def backbone(tiny: Preset, cpu32: Device) -> TextBackbone:
    return load_backbone(tiny, cpu32, None)


def test_equals_the_products_own_pass(backbone: TextBackbone, tiny: Preset, cpu32: Device) -> None:
    own = load_text_encoder(tiny, cpu32).backbone.hidden_states(IDS, MASK)
    found = backbone(IDS, MASK)
    torch.testing.assert_close(found[MASK], own[MASK], atol=1e-5, rtol=0)


def test_layers_in_two_goes_equal_one(backbone: TextBackbone) -> None:
    lower = backbone(IDS, MASK, stop=1)
    torch.testing.assert_close(backbone(IDS, MASK, states=lower, start=1), backbone(IDS, MASK))
    assert not torch.allclose(lower, backbone(IDS, MASK))
    embedded = backbone(IDS, MASK, stop=0)
    torch.testing.assert_close(backbone(IDS, MASK, states=embedded, start=0), backbone(IDS, MASK))


def test_states_outside_the_model(backbone: TextBackbone, tiny: Preset, cpu32: Device) -> None:
    ids = [IDS[0].tolist(), IDS[1, :4].tolist(), IDS[0, :2].tolist()]
    frozen = FrozenLayers(backbone, -1, cpu32)(ids)
    encoded = EncoderStates(load_text_encoder(tiny, cpu32).backbone, "tiny")(ids)
    for row, known in enumerate(ids):
        assert frozen[row].shape == (len(known), 32)
        alone = backbone(torch.tensor([known]), torch.ones(1, len(known), dtype=torch.bool))[0]
        torch.testing.assert_close(frozen[row], alone, atol=1e-5, rtol=0)
        torch.testing.assert_close(encoded[row], alone, atol=1e-5, rtol=0)
        assert not frozen[row].requires_grad


def test_its_own_dropout_is_off(backbone: TextBackbone) -> None:
    backbone.train()
    torch.testing.assert_close(backbone(IDS, MASK), backbone(IDS, MASK))


def test_what_changed_is_known(backbone: TextBackbone) -> None:
    before = backbone.digest()
    assert backbone.changed() == set()
    with torch.no_grad():
        weight = backbone.layers()[1].get_parameter("attention.self.query.weight")
        weight[0, 0] += 1e-3
        weight[0, 1] -= 1e-3  # the sum alone would not tell
    assert backbone.changed() == {"encoder.layer.1.attention.self.query.weight"}
    assert backbone.digest() != before


def test_frozen_below(backbone: TextBackbone) -> None:
    assert backbone.is_frozen_below(-1)
    backbone.layers()[1].requires_grad_(True)
    assert backbone.is_frozen_below(1)
    assert not backbone.is_frozen_below(2)
    assert not backbone.is_frozen_below(-1)


def test_other_kinds_of_network_are_refused(tiny: Preset, cpu32: Device) -> None:
    with pytest.raises(StoreMismatchError, match="BERT family"):
        TextBackbone(torch.nn.Linear(2, 2), "mean")
    weights, config = bert_weights(tiny, cpu32, None)
    del weights["encoder.layer.0.output.dense.bias"]
    with pytest.raises(StoreMismatchError, match=r"encoder\.layer\.0\.output\.dense\.bias"):
        bert_network(weights, config)


def test_the_word_embedding_stays_narrow(backbone: TextBackbone, tiny: Preset, cpu32: Device) -> None:
    word = dict(backbone.named_buffers())["network.embeddings.word_embeddings.weight"]
    assert word.dtype == torch.float16
    weights, config = bert_weights(tiny, cpu32, None)
    BertEncoder(backbone.network.state_dict(), config, cpu32)  # takes every tensor under its name
    assert set(backbone.network.state_dict()) == set(weights)


@pytest.mark.parametrize("pooling", ["mean", "cls", "last"])
def test_pooling(pooling: str) -> None:
    states = torch.randn(2, 6, 4)
    found = pooled(states, MASK, pooling)  # type: ignore[arg-type]
    expected = {
        "mean": torch.stack([states[0].mean(dim=0), states[1, :4].mean(dim=0)]),
        "cls": states[:, 0],
        "last": torch.stack([states[0, 5], states[1, 3]]),
    }[pooling]
    torch.testing.assert_close(found, torch.nn.functional.normalize(expected, dim=1))
