"""Our BERT is transformers' BERT."""

from __future__ import annotations

import numpy as np
import pytest

from core.encoders.bert import BertConfig, BertEncoder
from core.encoders.device import Device
from core.errors import StoreMismatchError

CONFIG = BertConfig(
    vocab_size=50,
    hidden_size=32,
    num_hidden_layers=3,
    num_attention_heads=4,
    intermediate_size=64,
    max_position_embeddings=40,
    type_vocab_size=2,
    layer_norm_eps=1e-12,
    pad_token_id=1,
)


@pytest.fixture(scope="module")
def reference():
    from dataclasses import asdict

    import torch
    from transformers import BertConfig as TheirConfig
    from transformers import BertModel

    torch.manual_seed(0)
    return BertModel(TheirConfig(**asdict(CONFIG)), add_pooling_layer=False).eval()


def weights(reference) -> dict:
    return {name: tensor.clone() for name, tensor in reference.state_dict().items()}


@pytest.mark.parametrize("padded", [False, True])
def test_same_states_as_transformers(reference, cpu: Device, padded: bool) -> None:
    import torch

    ids = torch.from_numpy(np.random.default_rng(1).integers(2, 50, size=(3, 17)))
    mask = torch.ones_like(ids, dtype=torch.bool)
    if padded:
        mask[0, 9:] = False
        mask[2, 3:] = False
    with torch.inference_mode():
        ours = BertEncoder(weights(reference), CONFIG, cpu).hidden_states(ids, mask if padded else None)
        theirs = reference(input_ids=ids, attention_mask=mask.long()).last_hidden_state
    torch.testing.assert_close(ours[mask], theirs[mask], atol=2e-5, rtol=1e-4)


def test_bfloat16_stays_close(reference) -> None:
    import torch

    ids = torch.from_numpy(np.random.default_rng(1).integers(2, 50, size=(2, 12)))
    with torch.inference_mode():
        wide = BertEncoder(weights(reference), CONFIG, Device("cpu", "CPU", "float32")).hidden_states(ids, None)
        narrow = BertEncoder(weights(reference), CONFIG, Device("cpu", "CPU", "bfloat16")).hidden_states(ids, None)
    assert narrow.dtype == torch.float32
    assert float(torch.cosine_similarity(wide.mean(1), narrow.mean(1)).min()) > 0.999


@pytest.mark.parametrize("fault", ["missing", "shape", "extra"])
def test_weights_that_do_not_fit_are_refused(reference, cpu: Device, fault: str) -> None:
    import torch

    given = weights(reference)
    if fault == "missing":
        del given["encoder.layer.2.output.dense.bias"]
    elif fault == "shape":
        given["encoder.layer.0.attention.self.key.weight"] = torch.zeros(32, 31)
    else:
        given["pooler.dense.weight"] = torch.zeros(32, 32)
    with pytest.raises(StoreMismatchError) as caught:
        BertEncoder(given, CONFIG, cpu)
    assert caught.value.message_id == "model.damaged"
