"""Checkpoint folders: what was trained, with which settings, from what; whole and checked, or refused.

A folder holds `weights.safetensors`, `config.json` (what to build), `provenance.json` (parent, data, seed, measures:
what a person asks about a model) and `checksums.json`, the SHA-256 of every other file. It is written under a temporary
name beside its place and renamed when complete, so a folder of the final name is complete. No pickle anywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.encoders.weight_cache import CHECKSUMS, sha256_file
from core.errors import ConflictError, HostFaultError, StoreMismatchError

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS, CONFIG, PROVENANCE = "weights.safetensors", "config.json", "provenance.json"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A loaded checkpoint folder.

    Attributes:
        tensors: By name, on the CPU, as stored.
        config: What to build them into.
        provenance: Where they come from; for people and reports, decides nothing.
        fingerprint: Hex digest (16 characters) of weights and configuration, not of the provenance: the same weights
            trained twice are the same encoder.
    """

    tensors: Mapping[str, Tensor]
    config: Mapping[str, Any]
    provenance: Mapping[str, Any]
    fingerprint: str


def save_checkpoint(
    folder: Path, tensors: Mapping[str, Tensor], config: Mapping[str, Any], provenance: Mapping[str, Any]
) -> str:
    """Write a checkpoint folder and return its fingerprint.

    Args:
        folder: Must not exist yet; its parents are made.
        tensors: Any device; stored contiguous, as they are.
        config: Values that JSON knows.
        provenance: Values that JSON knows.

    Raises:
        ConflictError: ``checkpoint.exists`` where the folder is there already.
        HostFaultError: ``checkpoint.unwritable`` where the disk is full or may not be written.
    """
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    if folder.exists():
        raise ConflictError("checkpoint.exists", folder=folder)
    staging: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
        # Tensors that share memory are refused by safetensors; each is stored on its own.
        stored = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in sorted(tensors.items())}
        save_file(stored, staging / WEIGHTS)
        _write_json(staging / CONFIG, config)
        _write_json(staging / PROVENANCE, provenance)
        _write_json(staging / CHECKSUMS, {path.name: sha256_file(path) for path in sorted(staging.iterdir())})
        staging.rename(folder)
    except OSError as exc:
        if folder.exists():
            raise ConflictError("checkpoint.exists", folder=folder) from exc
        raise HostFaultError("checkpoint.unwritable", folder=folder, reason=exc.strerror or str(exc)) from exc
    except SafetensorError as exc:  # how safetensors reports a full disk
        raise HostFaultError("checkpoint.unwritable", folder=folder, reason=str(exc)) from exc
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
    return checkpoint_fingerprint(folder)


def load_checkpoint(folder: Path) -> Checkpoint:
    """Read and check a checkpoint folder.

    Raises:
        HostFaultError: ``checkpoint.missing`` where there is none.
        StoreMismatchError: ``checkpoint.damaged`` where a file is missing, changed or cannot be read.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    verify_checkpoint(folder)
    try:
        tensors = load_file(folder / WEIGHTS)
    except (SafetensorError, OSError) as exc:
        raise StoreMismatchError("checkpoint.damaged", folder=folder, detail=f"{WEIGHTS}: {exc}") from exc
    return Checkpoint(
        tensors, _read_json(folder, CONFIG), _read_json(folder, PROVENANCE), checkpoint_fingerprint(folder)
    )


def verify_checkpoint(folder: Path) -> tuple[str, ...]:
    """Compare every file of a checkpoint folder with its checksum, without loading it. Returns the files' names.

    Raises:
        HostFaultError, StoreMismatchError: As `load_checkpoint`.
    """
    if not (folder / CHECKSUMS).is_file():
        raise HostFaultError("checkpoint.missing", folder=folder)
    listed = _read_json(folder, CHECKSUMS)
    if not {WEIGHTS, CONFIG, PROVENANCE} <= set(listed):
        raise StoreMismatchError("checkpoint.damaged", folder=folder, detail=f"{CHECKSUMS} is incomplete")
    for name, digest in listed.items():
        if Path(name).name != name:  # a list that points outside its folder is not ours
            raise StoreMismatchError("checkpoint.damaged", folder=folder, detail=f"{CHECKSUMS} names {name}")
        try:
            found = sha256_file(folder / name)
        except OSError as exc:
            raise StoreMismatchError("checkpoint.damaged", folder=folder, detail=f"{name}: {exc.strerror}") from exc
        if found != digest:
            raise StoreMismatchError("checkpoint.damaged", folder=folder, detail=f"{name} was changed")
    return (*sorted(listed), CHECKSUMS)


def read_provenance(folder: Path) -> dict[str, Any]:
    """What a checkpoint says about how it was made; empty where it cannot be read."""
    try:
        return _read_json(folder, PROVENANCE)
    except StoreMismatchError:
        return {}


def checkpoint_fingerprint(folder: Path) -> str:
    """Hex digest (16 characters) of weights and configuration, from the list of checksums.

    Raises:
        HostFaultError, StoreMismatchError: As `load_checkpoint`.
    """
    if not (folder / CHECKSUMS).is_file():
        raise HostFaultError("checkpoint.missing", folder=folder)
    listed = _read_json(folder, CHECKSUMS)
    state = hashlib.sha256()
    for name in (WEIGHTS, CONFIG):
        state.update(f"{name}={listed.get(name, '')}\n".encode())
    return state.hexdigest()[:16]


def _write_json(path: Path, values: Mapping[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        json.dump(dict(values), stream, ensure_ascii=False, indent=1, sort_keys=True)
        stream.flush()
        os.fsync(stream.fileno())


def _read_json(folder: Path, name: str) -> dict[str, Any]:
    try:
        values = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise StoreMismatchError("checkpoint.damaged", folder=folder, detail=f"{name}: {exc}") from exc
    if not isinstance(values, dict):
        raise StoreMismatchError("checkpoint.damaged", folder=folder, detail=f"{name} is no object")
    return values
