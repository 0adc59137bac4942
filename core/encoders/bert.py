"""The BERT encoder as a plain function of its weights.

Why not `transformers.BertModel`: importing it costs 3 s of processor time at every start of the engine and of the
command line, and its per-call overhead makes a short query a third slower (10.9 ms against 7.5 ms at two threads).
The arithmetic is the same; a test holds this module to `transformers.BertModel` on the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.encoders.device import Device, torch_dtype
from core.encoders.e5_pack import damaged

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class BertConfig:
    """Dimensions, under the names of transformers' config.json."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float
    pad_token_id: int

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> BertConfig:
        """Read the keys of a config.json; others are ignored. Raises KeyError where one is missing."""
        return cls(
            **{name: int(values[name]) for name in cls.__dataclass_fields__ if name != "layer_norm_eps"},
            layer_norm_eps=float(values["layer_norm_eps"]),
        )


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights of one layer; query, key and value are one matrix so that they are one product."""

    qkv_weight: Tensor  # (3 * hidden, hidden)
    qkv_bias: Tensor  # (3 * hidden,)
    attention_weight: Tensor  # (hidden, hidden)
    attention_bias: Tensor  # (hidden,)
    attention_norm: tuple[Tensor, Tensor]  # each (hidden,)
    up_weight: Tensor  # (intermediate, hidden)
    up_bias: Tensor
    down_weight: Tensor  # (hidden, intermediate)
    down_bias: Tensor
    output_norm: tuple[Tensor, Tensor]


class BertEncoder:
    """Token ids → hidden states.

    Matrix products run in the device's precision; the residual stream, layer norms and the result stay float32, which
    keeps bfloat16 within cosine 0.99999 of float32. The word embedding stays as stored (float16 in our cache), since
    only the rows of the tokens at hand are ever widened.

    Args:
        weights: Tensors under the names of transformers' BertModel without pooling layer.
        config: Dimensions.
        device: Where and in which precision to run.

    Raises:
        StoreMismatchError: ``model.damaged`` where a tensor is missing, unknown or of the wrong shape.
    """

    def __init__(self, weights: Mapping[str, Tensor], config: BertConfig, device: Device) -> None:
        import torch

        self.config = config
        self.device = device
        self._dtype = torch_dtype(device.precision)
        self._place = torch.device(device.torch_name)
        remaining = dict(weights)
        hidden, wide = config.hidden_size, config.intermediate_size

        def take(name: str, *shape: int, narrow: bool = False) -> Tensor:
            tensor = remaining.pop(name, None)
            if tensor is None or tuple(tensor.shape) != shape:
                found = "missing" if tensor is None else f"of shape {tuple(tensor.shape)}, {shape} expected"
                raise damaged("weights.safetensors", f"{name} is {found}")
            return tensor.to(self._place, self._dtype if narrow else torch.float32)

        def norm(prefix: str) -> tuple[Tensor, Tensor]:
            return take(f"{prefix}.LayerNorm.weight", hidden), take(f"{prefix}.LayerNorm.bias", hidden)

        word = remaining.pop("embeddings.word_embeddings.weight", None)
        if word is None or tuple(word.shape) != (config.vocab_size, hidden):
            raise damaged("weights.safetensors", "the word embedding is missing or of the wrong shape")
        self._word = word.to(self._place)  # (vocabulary, hidden), as stored
        position = take("embeddings.position_embeddings.weight", config.max_position_embeddings, hidden)
        kind = take("embeddings.token_type_embeddings.weight", config.type_vocab_size, hidden)
        self._position = position + kind[0]  # (positions, hidden); all tokens are of type 0
        self._embedding_norm = norm("embeddings")
        self._layers: list[_Layer] = []
        for index in range(config.num_hidden_layers):
            prefix = f"encoder.layer.{index}"
            names = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
            self._layers.append(
                _Layer(
                    torch.cat([take(f"{name}.weight", hidden, hidden, narrow=True) for name in names]),
                    torch.cat([take(f"{name}.bias", hidden, narrow=True) for name in names]),
                    take(f"{prefix}.attention.output.dense.weight", hidden, hidden, narrow=True),
                    take(f"{prefix}.attention.output.dense.bias", hidden, narrow=True),
                    norm(f"{prefix}.attention.output"),
                    take(f"{prefix}.intermediate.dense.weight", wide, hidden, narrow=True),
                    take(f"{prefix}.intermediate.dense.bias", wide, narrow=True),
                    take(f"{prefix}.output.dense.weight", hidden, wide, narrow=True),
                    take(f"{prefix}.output.dense.bias", hidden, narrow=True),
                    norm(f"{prefix}.output"),
                )
            )
        if remaining:
            raise damaged("weights.safetensors", f"unexpected tensor {min(remaining)}")

    def hidden_states(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Run all layers.

        Args:
            ids: int64 token ids, shape (batch, tokens), padded on the right.
            mask: bool, True for real tokens, same shape; None where nothing is padded.

        Returns:
            float32, shape (batch, tokens, hidden). Rows of padding are meaningless.
        """
        import torch.nn.functional as f

        size = (self.config.hidden_size,)
        heads = self.config.num_attention_heads
        batch, tokens = ids.shape
        eps = self.config.layer_norm_eps
        visible = None if mask is None else mask[:, None, None, :]  # (batch, 1, 1, tokens)
        states = f.embedding(ids, self._word).float() + self._position[:tokens]  # (batch, tokens, hidden)
        states = f.layer_norm(states, size, *self._embedding_norm, eps)
        for layer in self._layers:
            qkv = f.linear(states.to(self._dtype), layer.qkv_weight, layer.qkv_bias)
            # (batch, tokens, 3 * hidden) → three of (batch, heads, tokens, hidden / heads)
            query, key, value = qkv.view(batch, tokens, 3, heads, -1).permute(2, 0, 3, 1, 4)
            seen = f.scaled_dot_product_attention(query, key, value, attn_mask=visible)
            seen = seen.transpose(1, 2).reshape(batch, tokens, -1)
            attended = f.linear(seen, layer.attention_weight, layer.attention_bias)
            states = f.layer_norm(states + attended, size, *layer.attention_norm, eps)
            inner = f.gelu(f.linear(states.to(self._dtype), layer.up_weight, layer.up_bias))
            states = f.layer_norm(
                states + f.linear(inner, layer.down_weight, layer.down_bias), size, *layer.output_norm, eps
            )
        return states
