"""The trainable text backbone: the preset's transformer as a torch module, run from any layer to any layer.

Layers below the first trained one need not be run in every step: their states are computed once and kept
(`core.encoders.unified.feature_cache`). For encoding, the product's own forward pass (`core.encoders.bert`) computes
the same states faster; this module is for training.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import torch
import torch.nn.functional as f
from torch import Tensor, nn

from core.encoders.bert import BertConfig
from core.encoders.e5_pack import damaged
from core.encoders.presets import Pooling
from core.encoders.unified.output import unit


class StoredEmbedding(nn.Module):
    """Word embedding kept as stored (float16 halves its memory) and widened row by row. Never trained.

    It is two thirds of the weights, and a fine-tuning sees a small part of its rows.
    """

    weight: Tensor

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        self.register_buffer("weight", weight)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids int64 (…,) → float32 (…, hidden)."""
        return f.embedding(ids, self.weight).float()


class TextBackbone(nn.Module):
    """A transformers encoder with `embeddings` and `encoder.layer` (BERT, XLM-R and their kin).

    Args:
        network: The transformers model, on its device.
        pooling: How a text's vector comes from its states.
    """

    def __init__(self, network: nn.Module, pooling: Pooling) -> None:
        super().__init__()
        self.network = network
        self.pooling = pooling
        encoder: Any = getattr(network, "encoder", None)
        layers = getattr(encoder, "layer", None)
        if layers is None or not hasattr(network, "embeddings"):
            raise damaged(type(network).__name__, "training needs an encoder of the BERT family")
        self.n_layers = len(layers)
        self._loaded = {name: _sums(value) for name, value in network.named_parameters()}
        # Off, since states of frozen layers are kept, and kept states cannot vary. The blocks on top have their own.
        for module in network.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0

    def layers(self) -> nn.ModuleList:
        """Its transformer layers, bottom first."""
        encoder: Any = self.network.get_submodule("encoder")
        found: nn.ModuleList = encoder.layer
        return found

    def forward(
        self, ids: Tensor, mask: Tensor, states: Tensor | None = None, start: int = 0, stop: int = -1
    ) -> Tensor:
        """Run the layers `start` to `stop`.

        Args:
            ids: int64 (b, t), padded on the right.
            mask: Bool (b, t), True for real tokens.
            states: (b, t, h) after `start` layers; None = begin with the embeddings.
            start: Layers that `states` has passed.
            stop: Layers passed at the end; -1 = all.

        Returns:
            (b, t, h). Rows of padding are meaningless.
        """
        if states is None:
            embed: Any = self.network.get_submodule("embeddings")
            states = embed(input_ids=ids)
            start = 0
        visible = mask[:, None, None, :].expand(-1, 1, mask.shape[1], -1)
        for layer in self.layers()[start : self.n_layers if stop < 0 else stop]:
            passed = layer(states, visible)
            states = passed[0] if isinstance(passed, tuple) else passed
        found: Tensor = states
        return found

    def has_adapters(self) -> bool:
        """Whether low-rank factors were put in (peft's names)."""
        return any("lora_" in name for name, _ in self.named_parameters())

    def is_frozen_below(self, layer: int) -> bool:
        """Whether nothing up to that layer (-1 = all) is trained or adapted, so that its states may be kept."""
        stop = self.n_layers if layer < 0 else min(layer, self.n_layers)
        parts: list[nn.Module] = [self.network.get_submodule("embeddings"), *self.layers()[:stop]]
        return not any(
            parameter.requires_grad or "lora_" in name for part in parts for name, parameter in part.named_parameters()
        )

    def digest(self) -> str:
        """Hex digest (16 characters) that changes when its weights do."""
        return digest_of(dict(self.network.state_dict()))

    def changed(self) -> set[str]:
        """Names of parameters that are no longer as they were loaded; low-rank factors are not counted."""
        return {
            name
            for name, value in self.network.named_parameters()
            if "lora_" not in name and _sums(value) != self._loaded[name.replace(".base_layer.", ".")]
        }


def digest_of(weights: Mapping[str, Tensor]) -> str:
    """Hex digest (16 characters) of sums over each tensor: 30 ms for a small encoder; not proof against intent."""
    state = hashlib.sha256()
    for name, value in sorted(weights.items()):
        state.update(f"{name}={_sums(value)!r}\n".encode())
    return state.hexdigest()[:16]


def _sums(value: Tensor) -> tuple[float, float]:
    flat = value.detach().flatten()
    if flat.numel() > 2**24:  # the word embedding, which is never trained: every 97th value
        flat = flat[::97]
    wide = flat.double()
    return float(wide.sum()), float((wide * torch.arange(1, len(wide) + 1, device=wide.device).sin()).sum())


def pooled(states: Tensor, mask: Tensor, pooling: Pooling) -> Tensor:
    """Token states (b, t, h) and mask bool (b, t) → unit rows (b, h), as `core.encoders.textual` pools."""
    lengths = mask.sum(dim=1)
    if pooling == "cls":
        return unit(states[:, 0])
    if pooling == "last":
        return unit(states[torch.arange(len(states), device=states.device), lengths - 1])
    return unit((states * mask[:, :, None]).sum(dim=1) / lengths[:, None])


def bert_network(weights: Mapping[str, Tensor], config: BertConfig) -> nn.Module:
    """`transformers.BertModel` on these weights, without pooling layer, in float32 but for the word embedding.

    Raises:
        StoreMismatchError: ``model.damaged`` where a tensor is missing, unknown or of the wrong shape.
    """
    from transformers import BertConfig as TransformersConfig
    from transformers import BertModel

    settings: Any = TransformersConfig(**asdict(config))
    settings._attn_implementation = "sdpa"  # transformers' own name for the choice
    with torch.device("meta"):  # no time spent on random weights
        network: Any = BertModel(settings, add_pooling_layer=False)
    word = "embeddings.word_embeddings.weight"
    try:
        network.embeddings.word_embeddings = StoredEmbedding(weights[word])
        own = {name: value if name == word else value.float() for name, value in weights.items()}
        network.load_state_dict(own, strict=True, assign=True)
    except (KeyError, RuntimeError) as exc:
        raise damaged("weights.safetensors", " ".join(str(exc).split())[:200]) from exc
    positions = torch.arange(config.max_position_embeddings)[None]
    network.embeddings.register_buffer("position_ids", positions, persistent=False)
    network.embeddings.register_buffer("token_type_ids", torch.zeros_like(positions), persistent=False)
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    found: nn.Module = network.eval()
    return found
