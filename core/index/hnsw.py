"""Approximate search with hnswlib, within the rules that its issues teach (ANCHORS B §4.2).

The state is read and written as arrays (the library's own parameters dictionary), never through its file functions,
which fail on Chinese paths on Windows and load a file of the wrong dimension without complaint.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.index.graph_index import GraphEngine, GraphIndex, SearchGaveUpError
from core.index.manifest import Arrays
from core.protocols import FloatMatrix, IntMatrix, IntVector

_M = 16
_EF_CONSTRUCTION = 200
_INT_KEYS = ("dim", "max_elements", "cur_element_count", "size_data_per_element")
_ARRAY_TYPES = {
    "label_lookup_external": np.uint64,
    "label_lookup_internal": np.uint32,
    "element_levels": np.int32,
    "data_level0": np.int8,
    "link_lists": np.int8,
}


class _HnswEngine:
    """One hnswlib graph, inner product on unit vectors."""

    def __init__(self, index: object) -> None:
        self._index: _Hnswlib = index  # type: ignore[assignment]  # hnswlib ships no types

    @property
    def capacity(self) -> int:
        return int(self._index.get_max_elements())

    def add(self, labels: IntVector, vectors: FloatMatrix) -> None:
        self._index.add_items(vectors, labels)

    def mark_removed(self, labels: IntVector) -> None:
        for label in labels.tolist():
            self._index.mark_deleted(label)

    def vectors_of(self, labels: IntVector) -> FloatMatrix:
        return np.asarray(self._index.get_items(labels, return_type="numpy"), dtype=np.float32)

    def grow(self, capacity: int) -> None:
        self._index.resize_index(capacity)

    def set_ef(self, ef: int) -> None:
        self._index.set_ef(ef)

    def search(self, queries: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]:
        try:
            labels, distances = self._index.knn_query(queries, k=k)
        except RuntimeError as exc:  # "Cannot return the results in a contiguous 2D array", after deletions
            raise SearchGaveUpError(str(exc)) from exc
        return labels.astype(np.int64), (1.0 - distances).astype(np.float32)

    def state(self) -> tuple[Arrays, Mapping[str, object]]:
        (params,) = self._index.__getstate__()
        arrays = {name: value for name, value in params.items() if isinstance(value, np.ndarray)}
        return arrays, {name: value for name, value in params.items() if name not in arrays}


class HnswIndex(GraphIndex):
    """`VectorIndex` on hnswlib. Importing it is put off until one is made; ImportError where it is not installed."""

    kind = "hnsw"

    def new_engine(self, capacity: int) -> GraphEngine:
        """An empty graph."""
        import hnswlib

        index = hnswlib.Index("ip", self.dim)
        index.init_index(max_elements=capacity, M=_M, ef_construction=_EF_CONSTRUCTION)
        return _HnswEngine(index)

    def engine_from_state(self, arrays: Mapping[str, NDArray[np.generic]], values: Mapping[str, object]) -> GraphEngine:
        """A graph from checked arrays: the library trusts sizes blindly, so they are compared here first."""
        import hnswlib

        number: dict[str, int] = {name: _whole(values[name], name) for name in _INT_KEYS}
        count, capacity = number["cur_element_count"], number["max_elements"]
        expected = {
            "label_lookup_external": count,
            "label_lookup_internal": count,
            "element_levels": capacity,
            "data_level0": count * number["size_data_per_element"],
        }
        if number["dim"] != self.dim or values["space"] != "ip" or count > capacity:
            raise ValueError(f"dim {number['dim']}, space {values['space']!r}, {count} of {capacity}")
        for name, kind in _ARRAY_TYPES.items():
            array = arrays[name]
            if array.dtype != kind or array.ndim != 1 or len(array) != expected.get(name, len(array)):
                raise ValueError(f"{name} is {array.dtype} of {array.shape}")
        return _HnswEngine(hnswlib.Index({**values, **arrays}))


class _Hnswlib:
    """The part of hnswlib.Index that is used, for the type checker."""

    def get_max_elements(self) -> int: ...  # type: ignore[empty-body]
    def add_items(self, data: FloatMatrix, ids: IntVector) -> None: ...
    def mark_deleted(self, label: int) -> None: ...
    def get_items(self, ids: IntVector, return_type: str) -> FloatMatrix: ...  # type: ignore[empty-body]
    def resize_index(self, capacity: int) -> None: ...
    def set_ef(self, ef: int) -> None: ...
    def __getstate__(self) -> tuple[dict[str, object]]: ...  # type: ignore[empty-body]
    def knn_query(self, data: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]: ...  # type: ignore[empty-body]


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is {value!r}")
    return value
