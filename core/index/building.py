"""Which index for how many vectors, and how to open one again."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Literal

import numpy as np

from core.errors import HostFaultError, StoreMismatchError
from core.index.exact import ExactIndex
from core.index.graph_index import GraphIndex
from core.index.hnsw import HnswIndex
from core.index.manifest import check_manifest, mismatch, read_data, read_manifest
from core.index.usearch_index import UsearchIndex
from core.protocols import IndexManifest, VectorIndex

IndexKind = Literal["auto", "exact", "hnsw", "usearch"]
# One matrix product over this many vectors of 384 dimensions takes about 6 ms (ANCHORS B §4.1).
EXACT_LIMIT = 100_000
_GRAPHS: dict[str, type[GraphIndex]] = {"hnsw": HnswIndex, "usearch": UsearchIndex}
_MODULES = {"hnsw": "hnswlib", "usearch": "usearch"}


def build_index(n: int, dim: int, kind: IndexKind = "auto") -> VectorIndex:
    """An empty index with room for n vectors.

    Args:
        n: How many are to be added; more fit, by growing.
        dim: Dimension.
        kind: ``auto``: exact up to EXACT_LIMIT, above it hnswlib, or usearch where hnswlib is not installed.

    Raises:
        HostFaultError: ``index.engine_missing`` where the library asked for, or both, are not installed.
    """
    if kind == "exact" or (kind == "auto" and n <= EXACT_LIMIT):
        return ExactIndex(dim, n)
    for name in (kind,) if kind != "auto" else ("hnsw", "usearch"):
        if is_installed(name):
            return _GRAPHS[name](dim, n)
    raise HostFaultError("index.engine_missing", engine="hnswlib / usearch" if kind == "auto" else _MODULES[kind])


def load_index(folder: Path, *, dim: int, encoder_fingerprint: str) -> tuple[VectorIndex, IndexManifest] | None:
    """Open a saved index; None where there is none.

    The manifest is compared before anything else is read. Whether its generation is current is for the caller to see.

    Raises:
        StoreMismatchError: ``index.mismatch`` (other encoder, dimension, or an engine that is not installed here) or
            ``index.damaged``. Either way the index is to be rebuilt from the catalogue.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return None
    check_manifest(manifest, dim=dim, encoder_fingerprint=encoder_fingerprint)
    if manifest.kind != "exact" and (manifest.kind not in _GRAPHS or not is_installed(manifest.kind)):
        raise mismatch("kind", manifest.kind, "exact, " + ", ".join(filter(is_installed, _GRAPHS)))
    arrays, metadata = read_data(folder, manifest)
    if manifest.kind == "exact":
        ids, vectors = arrays.get("ids"), arrays.get("vectors")
        if ids is None or vectors is None or ids.shape != (manifest.count,) or vectors.shape != (manifest.count, dim):
            raise StoreMismatchError("index.damaged", folder=folder, detail=f"not {manifest.count} vectors of {dim}")
        exact = ExactIndex(dim, manifest.count)
        exact.add(ids.astype(np.int64), vectors.astype(np.float32))
        return exact, manifest
    graph = _GRAPHS[manifest.kind](dim, 0)
    graph.restore(arrays, metadata, manifest)
    return graph, manifest


def is_installed(kind: str) -> bool:
    """Whether the library of an approximate index can be imported."""
    return importlib.util.find_spec(_MODULES[kind]) is not None
