"""Approximate search with usearch, where hnswlib is not installed (it needs a compiler; usearch has wheels)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.index.graph_index import GraphEngine, GraphIndex
from core.index.manifest import Arrays
from core.protocols import FloatMatrix, IntMatrix, IntVector

_M = 16
_EF_CONSTRUCTION = 200


class _UsearchEngine:
    """One usearch graph, inner product on unit vectors."""

    def __init__(self, index: Any, capacity: int) -> None:
        self._index = index
        self.capacity = capacity

    def add(self, labels: IntVector, vectors: FloatMatrix) -> None:
        # one thread: parallel insertion into a small graph leaves nodes that no search reaches
        self._index.add(labels.astype(np.uint64), vectors, threads=1)

    def mark_removed(self, labels: IntVector) -> None:
        self._index.remove(labels.astype(np.uint64))

    def vectors_of(self, labels: IntVector) -> FloatMatrix:
        return np.asarray(self._index.get(labels.astype(np.uint64)), dtype=np.float32).reshape(len(labels), -1)

    def grow(self, capacity: int) -> None:
        self.capacity = capacity  # usearch reserves by itself

    def set_ef(self, ef: int) -> None:
        self._index.expansion_search = ef

    def search(self, queries: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]:
        matches = self._index.search(queries, k)
        counts = np.atleast_1d(getattr(matches, "counts", len(matches)))
        # beyond the count usearch leaves whatever was in memory, which may not even be a number
        missing = np.arange(k)[None, :] >= counts[:, None]
        labels = np.where(missing, -1, np.atleast_2d(matches.keys).astype(np.int64))
        distances = np.where(missing, np.float32(np.inf), np.atleast_2d(matches.distances))
        return labels, (1.0 - distances).astype(np.float32)

    def state(self) -> tuple[Arrays, Mapping[str, object]]:
        return {"graph": np.frombuffer(bytes(self._index.save()), dtype=np.uint8)}, {"capacity": self.capacity}


class UsearchIndex(GraphIndex):
    """`VectorIndex` on usearch."""

    kind = "usearch"

    def new_engine(self, capacity: int) -> GraphEngine:
        """An empty graph."""
        return _UsearchEngine(self._empty(), capacity)

    def engine_from_state(self, arrays: Mapping[str, NDArray[np.generic]], values: Mapping[str, object]) -> GraphEngine:
        """A graph from its serialised bytes."""
        index = self._empty()
        capacity = values["capacity"]
        if not isinstance(capacity, int):
            raise TypeError(f"capacity is {capacity!r}")
        try:
            index.load(arrays["graph"].tobytes())
        except RuntimeError as exc:
            raise ValueError(str(exc)) from exc
        if int(index.ndim) != self.dim:
            raise ValueError(f"dim {index.ndim}")
        return _UsearchEngine(index, capacity)

    def _empty(self) -> Any:
        from usearch.index import Index

        return Index(
            ndim=self.dim, metric="ip", dtype="f32", connectivity=_M, expansion_add=_EF_CONSTRUCTION, multi=False
        )
