"""Factories: preset → encoder. The only place that knows which kind of tower needs which code."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.checkpoints import CheckpointInfo
from core.encoders.bert import BertConfig, BertEncoder
from core.encoders.centring import LanguageMeans
from core.encoders.device import Device, choose_device, set_threads
from core.encoders.e5_pack import E5Pack, damaged, read_pack
from core.encoders.presets import Preset, TextTower, VisualTower, locate
from core.encoders.textual import Backbone, PooledTextEncoder, Tokeniser
from core.encoders.tokenising import FastTokeniser, build_unigram
from core.encoders.visual import (
    PooledVisualEncoder,
    blocks_per_stage,
    read_torch_weights,
    rename_efficientnet,
    timm_network,
)
from core.encoders.weight_cache import checked_bytes, converted_folder, folder_identity, folder_tensors
from core.paths import cache_dir

if TYPE_CHECKING:
    from torch import Tensor

_WEIGHTS, _TOKENIZER, _CONFIG = "weights.safetensors", "tokenizer.json", "config.json"
# Part of the name of every converted folder and of every fingerprint: raise it when the conversion changes.
_CONVERSION = "e5-1"
_CONVERSION_VISUAL = "efficientnet-1"


def load_text_encoder(
    preset: Preset, device: str | Device = "auto", models_dir: Path | None = None, threads: int | None = None
) -> PooledTextEncoder:
    """Load the text encoder of a preset.

    Args:
        preset: From `load_preset`.
        device: ``auto``, ``cpu``, ``cuda`` or one already chosen.
        models_dir: The library's models folder, looked into first.
        threads: Threads of one operation; None = torch's choice.

    Raises:
        HostFaultError: ``model.missing``, ``model.unreadable``, ``model.cache_unwritable``, ``device.missing``.
        StoreMismatchError: ``model.checksum``, ``model.damaged``.
    """
    chosen = device if isinstance(device, Device) else choose_device(device)
    set_threads(threads)
    tower = preset.text_tower(chosen.memory_gib)
    backbone: Backbone
    tokeniser: Tokeniser
    if tower.kind == "e5-pack":
        backbone, tokeniser, identity = _load_e5(tower, preset, chosen, models_dir)
    else:
        from core.encoders.transformers_tower import load_transformers

        folder = locate(tower.source, models_dir=models_dir, preset_folder=preset.folder)
        backbone, tokeniser, identity = load_transformers(folder, tower, chosen)
    means = LanguageMeans.load(preset.folder / tower.means, tower.dim) if tower.means else None
    info = CheckpointInfo(
        name=tower.name,
        fingerprint=identity,
        dim=tower.dim,
        modalities=("text",),
        device=chosen.describe(),
        licence=tower.licence,
    )
    return PooledTextEncoder(
        backbone,
        tokeniser,
        info,
        pooling=tower.pooling,
        prefixes=(tower.query_prefix, tower.passage_prefix),
        means=means,
    )


def load_visual_encoder(
    preset: Preset, device: str | Device = "auto", models_dir: Path | None = None, threads: int | None = None
) -> PooledVisualEncoder:
    """Load the image encoder of a preset. Arguments and errors as `load_text_encoder`."""
    chosen = device if isinstance(device, Device) else choose_device(device)
    set_threads(threads)
    tower = preset.visual_tower(chosen.memory_gib)
    folder, identity = visual_folder(tower, preset, models_dir)
    if tower.kind == "image-text":
        from core.encoders.transformers_tower import image_text_network

        return PooledVisualEncoder(image_text_network(folder, tower, chosen), tower, chosen, identity)
    return PooledVisualEncoder(timm_network(folder_tensors(folder), tower, chosen), tower, chosen, identity)


def visual_folder(tower: VisualTower, preset: Preset, models_dir: Path | None) -> tuple[Path, str]:
    """The folder with an image tower's weights, converted where needed, and their identity. Errors as above."""
    if tower.kind == "efficientnet-lite":
        identity = hashlib.sha256(f"{_CONVERSION_VISUAL}/{tower.source.sha256}".encode()).hexdigest()[:16]

        def convert(folder: Path) -> None:
            from safetensors.torch import save_file

            path = locate(tower.source, models_dir=models_dir, preset_folder=preset.folder)
            weights = read_torch_weights(checked_bytes(path, tower.source.sha256), path.name)
            renamed = rename_efficientnet(weights, blocks_per_stage(tower.architecture))
            save_file({name: tensor.contiguous() for name, tensor in renamed.items()}, folder / _WEIGHTS)

        return converted_folder(cache_dir() / "models", f"{tower.name}-{identity}", convert), identity
    folder = locate(tower.source, models_dir=models_dir, preset_folder=preset.folder)
    return folder, folder_identity(folder)


def _load_e5(
    tower: TextTower, preset: Preset, device: Device, models_dir: Path | None
) -> tuple[BertEncoder, FastTokeniser, str]:
    weights, config, tokeniser, identity = read_e5(tower, preset, models_dir)
    return BertEncoder(weights, config, device), tokeniser, identity


def read_e5(
    tower: TextTower, preset: Preset, models_dir: Path | None
) -> tuple[dict[str, Tensor], BertConfig, FastTokeniser, str]:
    """Weights under transformers' names (on the CPU), dimensions, tokeniser and identity of the tower of a 4-bit pack.

    Errors as `load_text_encoder`.
    """
    identity = hashlib.sha256(f"{_CONVERSION}/{tower.source.sha256}".encode()).hexdigest()[:16]

    def convert(folder: Path) -> None:
        path = locate(tower.source, models_dir=models_dir, preset_folder=preset.folder)
        _write_e5(read_pack(checked_bytes(path, tower.source.sha256), path.name), folder)

    folder = converted_folder(cache_dir() / "models", f"{tower.name}-{identity}", convert)
    config = BertConfig.from_json(json.loads((folder / _CONFIG).read_text(encoding="utf-8")))
    if config.hidden_size != tower.dim:
        raise damaged(_WEIGHTS, f"dimension {config.hidden_size}, the preset names {tower.dim}")
    tokeniser = FastTokeniser.from_json(
        (folder / _TOKENIZER).read_text(encoding="utf-8"),
        config.pad_token_id,
        min(tower.max_tokens, config.max_position_embeddings),
    )
    return folder_tensors(folder), config, tokeniser, identity


def _write_e5(pack: E5Pack, folder: Path) -> None:
    """Weights, tokenizer and config as transformers names them, so that training can load the same folder."""
    from dataclasses import asdict

    import numpy as np
    from safetensors.numpy import save_file

    word = "embeddings.word_embeddings.weight"
    tensors = {name: np.ascontiguousarray(values) for name, values in pack.tensors.items()}
    # Two thirds of the model; float16 holds scale × nibble to 11 bits, a change of 1e-7 in cosine for half the memory.
    save_file({**tensors, word: tensors[word].astype(np.float16)}, folder / _WEIGHTS)
    build_unigram(pack.tokenizer).save(str(folder / _TOKENIZER), pretty=False)
    header = pack.header
    config = BertConfig(
        vocab_size=header.vocabulary,
        hidden_size=header.hidden,
        num_hidden_layers=header.layers,
        num_attention_heads=header.heads,
        intermediate_size=header.feed_forward,
        max_position_embeddings=header.positions,
        type_vocab_size=header.token_types,
        layer_norm_eps=header.layer_norm_eps,
        pad_token_id=pack.tokenizer.pad,
    )
    (folder / _CONFIG).write_text(json.dumps({"model_type": "bert", **asdict(config)}, indent=1), encoding="utf-8")
