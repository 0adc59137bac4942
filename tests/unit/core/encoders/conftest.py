"""A pack of a few kilobytes in the real format, and a machine without CUDA."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.encoders.device import Device

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 32, 2, 4, 64, 64
PIECES = (
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁query",
    "▁passage",
    ":",
    "▁",
    "红",
    "楼",
    "梦",
    "红楼梦",
    "▁dream",
    "▁red",
    "a",
    "b",
)


def quantised(values: np.ndarray) -> bytes:
    """float → 4-bit blocks, the way the format says."""
    blocks = values.astype(np.float32).reshape(-1, 32)
    scale = (np.abs(blocks).max(axis=1) / 7).astype(np.float16)
    codes = np.clip(np.round(blocks / np.maximum(scale.astype(np.float32), 1e-8)[:, None]) + 8, 0, 15).astype(np.uint8)
    packed = codes[:, :16] | (codes[:, 16:] << 4)
    return b"".join(scale[row].tobytes() + packed[row].tobytes() for row in range(len(blocks)))


def tensor_shapes() -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(PIECES), HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (2, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for layer in range(LAYERS):
        for name in ("q", "k", "v", "ao"):
            shapes[f"l{layer}.{name}.w"], shapes[f"l{layer}.{name}.b"] = (HIDDEN, HIDDEN), (HIDDEN,)
        shapes[f"l{layer}.fi.w"], shapes[f"l{layer}.fi.b"] = (WIDE, HIDDEN), (WIDE,)
        shapes[f"l{layer}.fo.w"], shapes[f"l{layer}.fo.b"] = (HIDDEN, WIDE), (HIDDEN,)
        for name in ("aln", "oln"):
            shapes[f"l{layer}.{name}.w"], shapes[f"l{layer}.{name}.b"] = (HIDDEN,), (HIDDEN,)
    return shapes


def make_pack(seed: int = 0) -> bytes:
    """A whole pack with random weights."""
    rng = np.random.default_rng(seed)
    blob = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, WIDE, len(PIECES), POSITIONS, 2, 1e-12, 32)
    tokenizer = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)) + ends.astype("<u4").tobytes()
    tokenizer += np.linspace(-1, -4, len(PIECES)).astype("<f4").tobytes() + blob
    norm_map = struct.pack("<IBI", 0xFF21, 1, 0x41)
    tokenizer += struct.pack("<iI", 1, len(norm_map)) + norm_map
    tensors = {}
    for name, shape in tensor_shapes().items():
        values = rng.normal(scale=0.3, size=shape).astype(np.float32) + (1.0 if name.endswith("ln.w") else 0.0)
        is_matrix = len(shape) == 2 and name not in {"emb.pos", "emb.type"}
        tensors[name] = (1, quantised(values)) if is_matrix else (0, values.astype("<f4").tobytes())
    size = sum(2 + len(name) + 1 + 4 + 8 + 8 for name in tensors)
    offset = len(head) + len(tokenizer) + 4 + size
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, (kind, data) in tensors.items():
        elements = int(np.prod(tensor_shapes()[name]))
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, elements, offset + len(body), len(data))
        body += data
    return head + tokenizer + directory + body


@pytest.fixture
def pack_bytes() -> bytes:
    return make_pack()


@pytest.fixture
def cpu() -> Device:
    return Device("cpu", "CPU", "float32")


@pytest.fixture
def tiny_preset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes a preset whose text tower is the tiny pack, found in a models folder; the cache is a temporary folder."""
    import hashlib

    monkeypatch.setattr("core.encoders.loading.cache_dir", lambda: tmp_path / "缓存")
    monkeypatch.setattr("core.encoders.presets.cache_dir", lambda: tmp_path / "缓存")

    def write(data: bytes | None = None, sha256: str | None = None) -> Path:
        data = make_pack() if data is None else data
        digest = hashlib.sha256(data).hexdigest() if sha256 is None else sha256
        models = tmp_path / "模型"
        models.mkdir(exist_ok=True)
        (models / "tiny.bin").write_bytes(data)
        path = tmp_path / "tiny.toml"
        path.write_text(
            f"""
name = "tiny"
[[text]]
name = "tiny"
kind = "e5-pack"
licence = "none"
dim = {HIDDEN}
max_tokens = 64
query_prefix = "query: "
passage_prefix = "passage: "
[text.source]
kind = "package"
package = "no_such_package"
distribution = "no-such-package"
file = "tiny.bin"
sha256 = "{digest}"
[[visual]]
name = "tiny"
kind = "timm"
architecture = "resnet10t"
licence = "none"
dim = 512
image_px = 64
[visual.source]
kind = "folder"
path = "模型/visual"
""",
            encoding="utf-8",
        )
        return path

    return write
