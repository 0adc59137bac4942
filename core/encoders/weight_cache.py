"""Converted weights on disk: a folder that is either whole and checked, or made again.

A folder is written under a temporary name beside its place and renamed when complete; `checksums.json`, written last,
lists the SHA-256 of every other file. Loading trusts nothing that does not match it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import HostFaultError, StoreMismatchError

if TYPE_CHECKING:
    from torch import Tensor

CHECKSUMS = "checksums.json"
_LOG = logging.getLogger(__name__)


def sha256_file(path: Path) -> str:
    """Hex digest of a file's bytes. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def converted_folder(parent: Path, fingerprint: str, convert: Callable[[Path], None]) -> Path:
    """The folder `parent`/`fingerprint`, made by `convert` where it is missing, half-written or damaged.

    Args:
        parent: Folder of all conversions; made when missing.
        fingerprint: Name of this one; must change whenever what `convert` writes would.
        convert: Writes its files into the empty folder it is given.

    Raises:
        HostFaultError: ``model.cache_unwritable`` where the disk is full or may not be written.
    """
    folder = parent / fingerprint
    if is_intact(folder):
        return folder
    try:
        parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f"{fingerprint}.", suffix=".part", dir=parent))
    except OSError as exc:
        raise HostFaultError("model.cache_unwritable", folder=parent, reason=exc.strerror or str(exc)) from exc
    try:
        convert(staging)
        _write_checksums(staging)
        _replace(staging, folder)
    except OSError as exc:
        if is_intact(folder):  # another process was faster
            return folder
        raise HostFaultError("model.cache_unwritable", folder=parent, reason=exc.strerror or str(exc)) from exc
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder


def is_intact(folder: Path) -> bool:
    """Whether every file that checksums.json lists is there with that content. Anything unreadable counts as no."""
    try:
        listed = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
        if not isinstance(listed, dict) or not listed:
            return False
        return all(sha256_file(folder / name) == digest for name, digest in listed.items())
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as exc:
        _LOG.warning("converted weights in %s cannot be read: %s", folder.name, exc)
        return False


def folder_identity(folder: Path) -> str:
    """Hex digest (16 characters) of every file in a model folder that decides its vectors."""
    state = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix in {".safetensors", ".json", ".txt", ".model"}:
            state.update(f"{path.name}={sha256_file(path)}\n".encode())
    return state.hexdigest()[:16]


def folder_tensors(folder: Path) -> dict[str, Tensor]:
    """All safetensors of a folder. Raises StoreMismatchError ``model.damaged`` where there are none or one is bad."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    weights: dict[str, Tensor] = {}
    try:
        for path in sorted(folder.glob("*.safetensors")):
            weights.update(load_file(path))
    except (SafetensorError, OSError) as exc:
        raise StoreMismatchError("model.damaged", file=folder.name, detail=str(exc)) from exc
    if not weights:
        raise StoreMismatchError("model.damaged", file=folder.name, detail="no safetensors file in it")
    return weights


def checked_bytes(path: Path, expected_sha256: str) -> bytes:
    """Read a whole file and compare its digest.

    Raises:
        StoreMismatchError: ``model.checksum`` where it differs.
        HostFaultError: ``model.unreadable`` where it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise HostFaultError("model.unreadable", file=path, reason=exc.strerror or str(exc)) from exc
    if hashlib.sha256(data).hexdigest() != expected_sha256:
        raise StoreMismatchError("model.checksum", file=path)
    return data


def _write_checksums(folder: Path) -> None:
    digests = {path.name: sha256_file(path) for path in sorted(folder.iterdir())}
    target = folder / CHECKSUMS
    with target.open("w", encoding="utf-8") as stream:
        json.dump(digests, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def _replace(staging: Path, folder: Path) -> None:
    """Rename; what is in the way is damaged (it was checked) and is moved aside first, since folders cannot replace."""
    if folder.exists():
        aside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".old", dir=folder.parent))
        folder.rename(aside / "damaged")
        shutil.rmtree(aside, ignore_errors=True)
    staging.rename(folder)
