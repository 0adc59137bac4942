"""The manifest beside an index file, and the atomic writing of both.

An index file says nothing about what it holds (hnswlib loads one of the wrong dimension without a word), so nothing is
loaded before its manifest agrees. The data is renamed into place first and the manifest second: killed in between,
the digests differ and the index is rebuilt from the catalogue.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import HostFaultError, StoreMismatchError
from core.files import replacement
from core.protocols import IndexManifest

DATA_FILE = "index.safetensors"
MANIFEST_FILE = "index.json"
Arrays = Mapping[str, NDArray[np.generic]]


def mismatch(what: str, found: object, expected: object) -> StoreMismatchError:
    """The error for an index that does not fit; the remedy is always to rebuild it."""
    return StoreMismatchError("index.mismatch", what=what, found=found, expected=expected)


def write_index(folder: Path, arrays: Arrays, metadata: Mapping[str, str], manifest: IndexManifest) -> IndexManifest:
    """Write data and manifest, each to a temporary file, synced, then renamed. Python's own I/O throughout.

    Args:
        folder: Made when missing.
        arrays: Content of the data file.
        metadata: Text kept in the data file's header.
        manifest: Its `sha256` is filled in here.

    Returns:
        The manifest as written.

    Raises:
        HostFaultError: ``index.unwritable`` (disk full, read-only, vanished folder).
    """
    from safetensors.numpy import save

    data = save({name: np.ascontiguousarray(array) for name, array in arrays.items()}, dict(metadata))
    written = IndexManifest(**{**asdict(manifest), "sha256": hashlib.sha256(data).hexdigest()})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacement(folder / DATA_FILE) as target:
            target.write(data)
        with replacement(folder / MANIFEST_FILE) as target:
            target.write(json.dumps(asdict(written), indent=1).encode("utf-8"))
    except OSError as exc:
        raise HostFaultError("index.unwritable", folder=folder, reason=exc.strerror or str(exc)) from exc
    return written


def read_manifest(folder: Path) -> IndexManifest | None:
    """The manifest of a folder; None where there is none.

    Raises:
        StoreMismatchError: ``index.damaged`` where it cannot be understood.
    """
    try:
        values = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as exc:
        raise StoreMismatchError("index.damaged", folder=folder, detail=str(exc)) from exc
    expected = {field.name for field in fields(IndexManifest)}
    numbers = {"dim", "count", "max_elements", "ef_search", "generation"}
    if (
        not isinstance(values, dict)
        or set(values) != expected
        or not all(isinstance(values[name], int if name in numbers else str) for name in expected)
    ):
        raise StoreMismatchError("index.damaged", folder=folder, detail="the manifest lacks or confuses a field")
    return IndexManifest(**values)


def read_data(folder: Path, manifest: IndexManifest) -> tuple[dict[str, NDArray[np.generic]], dict[str, str]]:
    """The arrays and metadata of a data file, its digest checked first.

    Raises:
        StoreMismatchError: ``index.damaged`` where it is missing, truncated or altered.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        data = (folder / DATA_FILE).read_bytes()
    except OSError as exc:
        raise StoreMismatchError("index.damaged", folder=folder, detail=exc.strerror or str(exc)) from exc
    if hashlib.sha256(data).hexdigest() != manifest.sha256:
        raise StoreMismatchError("index.damaged", folder=folder, detail="the digest of its file differs")
    try:
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        return load(data), dict(header.get("__metadata__", {}))
    except (SafetensorError, ValueError, UnicodeDecodeError) as exc:
        raise StoreMismatchError("index.damaged", folder=folder, detail=str(exc)) from exc


def check_manifest(manifest: IndexManifest, *, dim: int, encoder_fingerprint: str) -> None:
    """Raise StoreMismatchError ``index.mismatch`` where the index was made for another encoder or dimension."""
    for what, found, expected in (
        ("space", manifest.space, "cosine"),
        ("dim", manifest.dim, dim),
        ("encoder", manifest.encoder_fingerprint, encoder_fingerprint),
    ):
        if found != expected:
            raise mismatch(what, found, expected)
