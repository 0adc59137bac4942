"""Exact search: one matrix product. Fast enough to about 100,000 vectors, and the oracle for the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.index.manifest import mismatch, write_index
from core.index.rwlock import ReadersWriterLock
from core.protocols import FloatMatrix, IndexManifest, IntMatrix, IntVector

# Scores of this many (query, vector) pairs are held at once: 64 MiB of float32.
_SCORES_AT_ONCE = 1 << 24


def checked_rows(ids: IntVector, vectors: FloatMatrix, dim: int) -> tuple[IntVector, FloatMatrix]:
    """Validate what is to be added; of a repeated id the last row stays.

    Raises:
        StoreMismatchError: ``index.mismatch`` where the vectors are of another dimension.
        ValueError: For a negative id, a value that is no number, or lengths that differ: a bug of the caller.
    """
    ids = np.asarray(ids, dtype=np.int64)
    vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    if vectors.ndim != 2 or vectors.shape[1] != dim:
        raise mismatch("dim", vectors.shape[-1] if vectors.ndim else 0, dim)
    if ids.shape != (len(vectors),):
        raise ValueError(f"{ids.shape} ids for {len(vectors)} vectors")
    if len(ids) and int(ids.min()) < 0:
        raise ValueError("ids must not be negative; -1 means 'no more results'")
    if not bool(np.isfinite(vectors).all()):
        raise ValueError("a vector holds values that are not numbers")
    _, first_from_end = np.unique(ids[::-1], return_index=True)
    if len(first_from_end) < len(ids):
        kept = np.sort(len(ids) - 1 - first_from_end)
        return ids[kept], vectors[kept]
    return ids, vectors


def exact_top_k(queries: FloatMatrix, ids: IntVector, vectors: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]:
    """The k best of `vectors` by dot product, descending, equal scores by id; padded with id -1 and score -inf."""
    found = np.full((len(queries), k), -1, dtype=np.int64)
    scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
    width = min(k, len(ids))
    if width == 0:
        return found, scores
    step = max(1, _SCORES_AT_ONCE // len(ids))
    for start in range(0, len(queries), step):
        products = queries[start : start + step] @ vectors.T  # (step, n)
        best = (
            np.argpartition(-products, width - 1, axis=1)[:, :width]
            if width < len(ids)
            else np.broadcast_to(np.arange(len(ids)), products.shape)
        )
        values = np.take_along_axis(products, best, axis=1)
        order = np.lexsort((ids[best], -values), axis=1)
        found[start : start + step, :width] = ids[np.take_along_axis(best, order, axis=1)]
        scores[start : start + step, :width] = np.take_along_axis(values, order, axis=1)
    return found, scores


class ExactIndex:
    """All vectors in one matrix; removal moves the last row into the gap."""

    kind = "exact"

    def __init__(self, dim: int, capacity: int = 1024) -> None:
        self.dim = dim
        self._lock = ReadersWriterLock()
        self._ids = np.empty(max(1, capacity), dtype=np.int64)
        self._vectors = np.empty((max(1, capacity), dim), dtype=np.float32)
        self._rows: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, ids: IntVector, vectors: FloatMatrix) -> None:
        """Add or replace. See `checked_rows` for what is refused."""
        ids, vectors = checked_rows(ids, vectors, self.dim)
        with self._lock.writing():
            self._reserve(len(self._rows) + len(ids))
            for record, vector in zip(ids.tolist(), vectors, strict=True):
                row = self._rows.setdefault(record, len(self._rows))
                self._ids[row] = record
                self._vectors[row] = vector

    def remove(self, ids: IntVector) -> None:
        """Remove; unknown ids are ignored."""
        with self._lock.writing():
            for record in np.asarray(ids, dtype=np.int64).tolist():
                row = self._rows.pop(record, None)
                if row is None:
                    continue
                last = len(self._rows)
                if row != last:
                    moved = int(self._ids[last])
                    self._ids[row], self._vectors[row] = moved, self._vectors[last]
                    self._rows[moved] = row

    def search(self, vectors: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]:
        """Ids and cosine scores, each (n, k), descending; -1 and -inf pad."""
        queries = checked_queries(vectors, self.dim)
        with self._lock.reading():
            count = len(self._rows)
            return exact_top_k(queries, self._ids[:count], self._vectors[:count], k)

    def save(self, folder: Path, *, encoder_fingerprint: str, generation: int) -> IndexManifest:
        """Write to a folder. Raises HostFaultError ``index.unwritable``."""
        with self._lock.reading():
            count = len(self._rows)
            arrays: dict[str, NDArray[np.generic]] = {
                "ids": self._ids[:count].copy(),
                "vectors": self._vectors[:count].copy(),
            }
        manifest = IndexManifest(
            self.kind, "cosine", self.dim, count, count, 0, encoder_fingerprint, generation, sha256=""
        )
        return write_index(folder, arrays, {}, manifest)

    def _reserve(self, needed: int) -> None:
        if needed > len(self._ids):
            capacity = max(needed, len(self._ids) + len(self._ids) // 2)
            ids = np.empty(capacity, dtype=np.int64)
            vectors = np.empty((capacity, self.dim), dtype=np.float32)
            count = len(self._rows)
            ids[:count], vectors[:count] = self._ids[:count], self._vectors[:count]
            self._ids, self._vectors = ids, vectors


def checked_queries(vectors: FloatMatrix, dim: int) -> FloatMatrix:
    """Queries as a float32 matrix. Raises StoreMismatchError ``index.mismatch`` for another dimension."""
    queries = np.ascontiguousarray(vectors, dtype=np.float32)
    if queries.ndim != 2 or queries.shape[1] != dim:
        raise mismatch("dim", queries.shape[-1] if queries.ndim else 0, dim)
    return queries
