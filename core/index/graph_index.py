"""What the two approximate indexes share: ids, replacement, tombstones, growth, locking, files.

An engine (hnswlib, usearch) only ever sees labels of ours: each vector added gets a label that was never used before,
and replacing a vector marks the old label and adds a new one. That avoids both libraries' trouble with re-used labels
(two nodes under one label, stale links); the marked ones are cleared away by rebuilding.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import StoreMismatchError
from core.index.exact import checked_queries, checked_rows, exact_top_k
from core.index.manifest import Arrays, write_index
from core.index.rwlock import ReadersWriterLock
from core.protocols import FloatMatrix, IndexManifest, IntMatrix, IntVector

GROWTH = 1.5
MAX_TOMBSTONES = 0.2
EF_SEARCH = 128
_LOG = logging.getLogger(__name__)


class SearchGaveUpError(Exception):
    """An engine could not find k neighbours, though there are that many. Never leaves this room."""


class GraphEngine(Protocol):
    """One graph of one library. Labels are fresh on every `add`; `capacity` is never exceeded."""

    @property
    def capacity(self) -> int: ...
    def add(self, labels: IntVector, vectors: FloatMatrix) -> None: ...
    def mark_removed(self, labels: IntVector) -> None: ...
    def vectors_of(self, labels: IntVector) -> FloatMatrix: ...
    def grow(self, capacity: int) -> None: ...
    def set_ef(self, ef: int) -> None: ...
    def search(self, queries: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]:
        """Labels and dot products, (n, k) each, -1 where there are fewer. Raises SearchGaveUpError."""
        ...

    def state(self) -> tuple[Arrays, Mapping[str, object]]:
        """Arrays and plain values from which `engine_from_state` makes it again."""
        ...


class GraphIndex:
    """A `VectorIndex` over an engine. Subclasses name their kind and make engines."""

    kind = ""

    def __init__(self, dim: int, capacity: int = 1024) -> None:
        self.dim = dim
        self._lock = ReadersWriterLock()
        self._engine = self.new_engine(max(16, int(capacity * GROWTH)))
        self._ef = EF_SEARCH
        self._engine.set_ef(self._ef)
        self._label_of: dict[int, int] = {}  # id → live label
        self._id_of = np.empty(self._engine.capacity, dtype=np.int64)  # label → id, -1 for tombstones
        self._next_label = 0

    def new_engine(self, capacity: int) -> GraphEngine:
        """An empty engine."""
        raise NotImplementedError

    def engine_from_state(self, arrays: Mapping[str, NDArray[np.generic]], values: Mapping[str, object]) -> GraphEngine:
        """What `GraphEngine.state` described."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self._label_of)

    @property
    def tombstones(self) -> int:
        """Removed or replaced vectors that are still in the graph."""
        return self._next_label - len(self._label_of)

    def add(self, ids: IntVector, vectors: FloatMatrix) -> None:
        """Add or replace. Refuses what `ExactIndex.add` refuses."""
        ids, vectors = checked_rows(ids, vectors, self.dim)
        if not len(ids):
            return
        with self._lock.writing():
            self._mark([record for record in ids.tolist() if record in self._label_of])
            needed = self._next_label + len(ids)
            if needed > self._engine.capacity:
                self._engine.grow(int(needed * GROWTH))
                self._id_of = np.concatenate(
                    [self._id_of[: self._next_label], np.empty(self._engine.capacity - self._next_label, np.int64)]
                )
            labels = np.arange(self._next_label, needed, dtype=np.int64)
            self._engine.add(labels, vectors)
            self._id_of[labels] = ids
            self._label_of.update(zip(ids.tolist(), labels.tolist(), strict=True))
            self._next_label = needed
            self._rebuild_if_worn()

    def remove(self, ids: IntVector) -> None:
        """Remove; unknown ids are ignored. Rebuilds the graph where a fifth of it is tombstones."""
        with self._lock.writing():
            self._mark([record for record in set(np.asarray(ids).tolist()) if record in self._label_of])
            self._rebuild_if_worn()

    def search(self, vectors: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]:
        """Ids and cosine scores, each (n, k), descending; -1 and -inf pad."""
        queries = checked_queries(vectors, self.dim)
        if 2 * k > self._ef:
            with self._lock.writing():
                self._ef = max(self._ef, 2 * k)
                self._engine.set_ef(self._ef)
        found = np.full((len(queries), k), -1, dtype=np.int64)
        scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
        with self._lock.reading():
            width = min(k, len(self._label_of))
            if not width or not len(queries):
                return found, scores
            try:
                labels, values = self._engine.search(queries, width)
            except SearchGaveUpError as exc:
                _LOG.info("the %s graph gave up (%s); this search is exact", self.kind, exc)
                return self._search_exactly(queries, k)
            if bool((labels < 0).any()) or bool((self._id_of[labels] < 0).any()):
                _LOG.info("the %s graph found too few; this search is exact", self.kind)
                return self._search_exactly(queries, k)
            order = np.lexsort((self._id_of[labels], -values), axis=1)
            found[:, :width] = self._id_of[np.take_along_axis(labels, order, axis=1)]
            scores[:, :width] = np.take_along_axis(values, order, axis=1)
        return found, scores

    def save(self, folder: Path, *, encoder_fingerprint: str, generation: int) -> IndexManifest:
        """Write to a folder. Raises HostFaultError ``index.unwritable``."""
        with self._lock.reading():
            arrays, values = self._engine.state()
            labels = self._live_labels()
            held = {f"engine.{name}": np.array(array) for name, array in arrays.items()}
            held |= {"labels": labels, "ids": self._id_of[labels]}
            manifest = IndexManifest(
                kind=self.kind,
                space="cosine",
                dim=self.dim,
                count=len(labels),
                max_elements=self._engine.capacity,
                ef_search=self._ef,
                encoder_fingerprint=encoder_fingerprint,
                generation=generation,
                sha256="",
            )
            next_label = self._next_label
        metadata = {"engine": json.dumps(dict(values)), "next_label": str(next_label)}
        return write_index(folder, held, metadata, manifest)

    def restore(
        self, arrays: Mapping[str, NDArray[np.generic]], metadata: Mapping[str, str], manifest: IndexManifest
    ) -> None:
        """Take over the content of a file whose digest and manifest were checked.

        Raises:
            StoreMismatchError: ``index.mismatch`` or ``index.damaged`` where its parts contradict each other.
        """
        try:
            labels = arrays["labels"].astype(np.int64)
            ids = arrays["ids"].astype(np.int64)
            next_label = int(metadata["next_label"])
            values = json.loads(metadata["engine"])
            engine = self.engine_from_state(
                {name.removeprefix("engine."): array for name, array in arrays.items() if name.startswith("engine.")},
                values,
            )
        except (KeyError, ValueError, TypeError) as exc:
            raise StoreMismatchError("index.damaged", folder="", detail=f"{type(exc).__name__}: {exc}") from exc
        if len(labels) != manifest.count or len(ids) != len(labels) or next_label > engine.capacity:
            raise StoreMismatchError("index.damaged", folder="", detail=f"{len(labels)} of {manifest.count} vectors")
        if len(labels) and (int(labels.max()) >= next_label or int(labels.min()) < 0):
            raise StoreMismatchError("index.damaged", folder="", detail="labels out of range")
        with self._lock.writing():
            self._engine, self._next_label, self._ef = engine, next_label, max(1, manifest.ef_search)
            self._engine.set_ef(self._ef)
            self._id_of = np.full(engine.capacity, -1, dtype=np.int64)
            self._id_of[labels] = ids
            self._label_of = dict(zip(ids.tolist(), labels.tolist(), strict=True))

    def _live_labels(self) -> IntVector:
        return np.sort(np.fromiter(self._label_of.values(), dtype=np.int64, count=len(self._label_of)))

    def _mark(self, ids: list[int]) -> None:
        labels = np.array([self._label_of.pop(record) for record in ids], dtype=np.int64)
        if len(labels):
            self._engine.mark_removed(labels)
            self._id_of[labels] = -1

    def _rebuild_if_worn(self) -> None:
        if self.tombstones <= MAX_TOMBSTONES * self._next_label:
            return
        labels = self._live_labels()
        ids = self._id_of[labels]
        engine = self.new_engine(max(16, int(len(labels) * GROWTH)))
        engine.set_ef(self._ef)
        if len(labels):
            engine.add(np.arange(len(labels), dtype=np.int64), self._engine.vectors_of(labels))
        self._engine, self._next_label = engine, len(labels)
        self._id_of = np.full(engine.capacity, -1, dtype=np.int64)
        self._id_of[: len(ids)] = ids
        self._label_of = {record: label for label, record in enumerate(ids.tolist())}

    def _search_exactly(self, queries: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]:
        labels = self._live_labels()
        return exact_top_k(queries, self._id_of[labels], self._engine.vectors_of(labels), k)
