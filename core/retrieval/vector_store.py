"""All vectors of the active encoders, held in memory and kept in step with the catalogue.

The database is the truth; this is a cache. Up to about 100,000 vectors a channel is searched exactly with one matrix
product; above that an approximate index gives candidates that are then scored exactly. Records in the script that is
rare in a library are scored exactly there too: the nearest of a whole index are nearly all in the other one.

Descriptions are centred once more, on the holdings: what is left of each language's mean after the preset's centring
is subtracted, shrunk by n / (n + 100), so that a library's own mixture of languages does not favour one of them.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.domain.records import RecordId
from core.errors import HostFaultError, LibrarianError
from core.protocols import EmbeddingChannel, FloatMatrix, IntVector, StoredVectors, VectorIndex
from core.text.normalize import has_han, language_of

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

log = logging.getLogger(__name__)

EXACT_LIMIT = 100_000
APPROXIMATE_CANDIDATES = 400
CENTRED_CHANNELS: frozenset[EmbeddingChannel] = frozenset({"description", "passage"})
_TEXT_CHANNELS: tuple[EmbeddingChannel, ...] = ("title", "description", "passage")
SHRINKAGE = 100
"""A language needs about this many vectors before half of its own mean is subtracted."""
_MOST_RARE = 25_000
"""Vectors in the rarer script that are scored one and all beside an index; of more, the index gives a fair share."""
_LEAST_GROWTH = 25
_MOST_GROWTH = 0.2
"""The means are taken anew once a channel has grown or shrunk by this share, and by `_LEAST_GROWTH` vectors."""

FloatVector = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RecordScores:
    """Best cosine of each record that was scored.

    `record_ids` ascending and unique; beside it `scores`, and `is_chinese`: whether there are Chinese characters in the
    record's title.
    """

    record_ids: IntVector
    scores: FloatVector
    is_chinese: Mask

    def lookup(self, record_ids: IntVector) -> FloatVector:
        """Scores of the given records, NaN where a record was not scored."""
        result = np.full(len(record_ids), np.nan, dtype=np.float32)
        if len(self.record_ids):
            at = np.searchsorted(self.record_ids, record_ids)
            at[at == len(self.record_ids)] = 0
            found = self.record_ids[at] == record_ids
            result[found] = self.scores[at[found]]
        return result

    def or_better(self, other: RecordScores) -> RecordScores:
        """The higher of two scores of each record; what only one has scored keeps that."""
        ids, at = np.unique(np.concatenate([self.record_ids, other.record_ids]), return_index=True)
        is_chinese = np.concatenate([self.is_chinese, other.is_chinese])[at]
        return RecordScores(ids, np.fmax(self.lookup(ids), other.lookup(ids)), is_chinese)

    def only(self, keep: Mask) -> RecordScores:
        """The records that a mask keeps."""
        return RecordScores(self.record_ids[keep], self.scores[keep], self.is_chinese[keep])

    def top(self, k: int) -> IntVector:
        """Ids of the k best records, best first."""
        k = min(k, len(self.scores))
        if k == 0:
            return self.record_ids[:0]
        best = np.argpartition(-self.scores, k - 1)[:k]
        return self.record_ids[best[np.argsort(-self.scores[best], kind="stable")]]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """By row: the language of the record, from its code or else from the script of its title, and `is_chinese` as in
    `RecordScores`.
    """

    languages: NDArray[np.str_]
    is_chinese: Mask


@dataclass(slots=True)
class _ChannelState:
    """Rows sorted by record, so that the best row of each record is one reduceat.

    `is_chinese`: as in `RecordScores`, by row. `n_averaged`: how many rows `means` were taken from. `built_at`: when it
    was read as a whole.
    """

    generation: int
    record_ids: IntVector
    vector_ids: IntVector
    vectors: FloatMatrix
    is_chinese: Mask
    means: dict[str, FloatVector]
    n_averaged: int
    index: VectorIndex | None = None
    built_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def has_outgrown_its_means(self) -> bool:
        change = abs(len(self.record_ids) - self.n_averaged)
        return change > max(_LEAST_GROWTH, _MOST_GROWTH * self.n_averaged)

    def scores(self, query: FloatVector) -> RecordScores:
        if len(self.record_ids) == 0:
            return RecordScores(self.record_ids, np.empty(0, dtype=np.float32), self.is_chinese)
        rows = None if self.index is None else self._candidates(query, self.index)
        ids = self.record_ids if rows is None else self.record_ids[rows]
        cosines = (self.vectors if rows is None else self.vectors[rows]) @ query
        starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]])
        is_chinese = (self.is_chinese if rows is None else self.is_chinese[rows])[starts]
        return RecordScores(ids[starts], np.maximum.reduceat(cosines, starts), is_chinese)

    def _candidates(self, query: FloatVector, index: VectorIndex) -> IntVector:
        """All rows of the records nearest by the index and of those in the rare script.

        The index knows vector ids; ids that are gone drop out.
        """
        found, _ = index.search(query[None, :], APPROXIMATE_CANDIDATES)
        rows = np.flatnonzero(np.isin(self.vector_ids, found[0]))
        near = np.isin(self.record_ids, self.record_ids[rows])
        n_chinese = int(np.count_nonzero(self.is_chinese))
        if min(n_chinese, len(near) - n_chinese) <= _MOST_RARE:
            near |= self.is_chinese == (n_chinese <= len(near) - n_chinese)
        return np.flatnonzero(near)


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """What a channel's index is: its kind, how many vectors it holds, up to which generation, since when."""

    kind: str
    count: int
    generation: int
    built_at: datetime
    tombstones: int


class VectorStore:
    """Vectors by channel and fingerprint. Thread-safe; a search never waits for more than a refresh."""

    def __init__(self, catalogue: Catalogue, folder: Path, exact_limit: int = EXACT_LIMIT) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._exact_limit = exact_limit
        self._lock = threading.Lock()
        self._channels: dict[tuple[EmbeddingChannel, str], _ChannelState] = {}

    def score(self, channel: EmbeddingChannel, fingerprint: str, query: FloatVector) -> RecordScores:
        """Cosine of `query` (unit, shape (dim,)) with each record's best vector in a channel."""
        return self._state(channel, fingerprint).scores(query)

    def count(self, channel: EmbeddingChannel, fingerprint: str) -> int:
        """Number of vectors in a channel."""
        return len(self._state(channel, fingerprint).record_ids)

    def facts(self, channel: EmbeddingChannel, fingerprint: str) -> IndexFacts:
        """What searches of a channel use now."""
        state = self._state(channel, fingerprint)
        index = state.index
        kind = "exact" if index is None else str(getattr(index, "kind", "exact"))
        tombstones = int(getattr(index, "tombstones", 0))
        return IndexFacts(kind, len(state.record_ids), state.generation, state.built_at, tombstones)

    def read_again(self, channel: EmbeddingChannel, fingerprint: str) -> tuple[IntVector, FloatMatrix]:
        """Record ids and vectors as the database has them now, centred as those in memory are."""
        means = self._state(channel, fingerprint).means
        stored = self._catalogue.vectors(channel, fingerprint)
        return stored.record_ids, _centred(stored.vectors, self._spoken(stored.record_ids).languages, means)

    def renew(self, channel: EmbeddingChannel, fingerprint: str) -> None:
        """Read a channel anew and build its index from nothing; searches use the old one until it is there."""
        from core.index.building import build_index

        generation = self._catalogue.generation()
        state = self._read(channel, fingerprint, generation)
        if len(state.record_ids) > self._exact_limit:
            state.index = build_index(len(state.record_ids), int(state.vectors.shape[1]))
            state.index.add(state.vector_ids, state.vectors)
            self._save_index(state.index, channel, fingerprint, generation)
        with self._lock:
            self._channels[channel, fingerprint] = state  # what changed meanwhile is patched in at the next search

    def refresh(self) -> None:
        """Read again at the next search, whatever the generation says."""
        with self._lock:
            self._channels.clear()

    def warm(self, fingerprint: str) -> None:
        """Read all text channels of an encoder now, so that the first search with it waits for nothing."""
        for channel in _TEXT_CHANNELS:
            self._state(channel, fingerprint)

    def forget(self, fingerprint: str) -> None:
        """Let go of what is in memory of an encoder that is no longer in use."""
        with self._lock:
            for key in [key for key in self._channels if key[1] == fingerprint]:
                del self._channels[key]

    def rebuild(self) -> None:
        """Throw away index files and what is in memory; both are made again from the database."""
        self.refresh()
        for file in self._folder.rglob("*") if self._folder.is_dir() else ():
            if file.is_file():
                file.unlink(missing_ok=True)

    def save(self) -> None:
        """Write the approximate indexes that are in use, so that the next start need not build them."""
        with self._lock:
            for (channel, fingerprint), state in self._channels.items():
                if state.index is not None:
                    self._save_index(state.index, channel, fingerprint, state.generation)

    def _state(self, channel: EmbeddingChannel, fingerprint: str) -> _ChannelState:
        key = (channel, fingerprint)
        with self._lock:
            generation = self._catalogue.generation()
            state = self._channels.get(key)
            if state is None or state.generation != generation:
                state = self._load(channel, fingerprint, generation, state)
                self._channels[key] = state
            return state

    def _load(
        self, channel: EmbeddingChannel, fingerprint: str, generation: int, old: _ChannelState | None
    ) -> _ChannelState:
        """Read the channel, or only the records that changed since `old`."""
        if old is not None:
            touched = self._catalogue.touched_since(old.generation)
            if len(touched) <= max(200, len(old.record_ids) // 10):
                ids = np.asarray(sorted(touched), dtype=np.int64)
                patched = self._patch(channel, fingerprint, generation, old, ids)
                if channel not in CENTRED_CHANNELS or not patched.has_outgrown_its_means:
                    return patched
        state = self._read(channel, fingerprint, generation)
        if len(state.record_ids) > self._exact_limit:
            state.index = self._load_index(channel, fingerprint, state)
        return state

    def _read(self, channel: EmbeddingChannel, fingerprint: str, generation: int) -> _ChannelState:
        """The whole channel, without an index."""
        stored = self._catalogue.vectors(channel, fingerprint)
        spoken = self._spoken(stored.record_ids)
        means = _residual_means(stored.vectors, spoken.languages) if channel in CENTRED_CHANNELS else {}
        centred = _centred(stored.vectors, spoken.languages, means)
        return _sorted_state(generation, stored, centred, spoken.is_chinese, means, len(stored.record_ids))

    def _patch(
        self, channel: EmbeddingChannel, fingerprint: str, generation: int, old: _ChannelState, touched: IntVector
    ) -> _ChannelState:
        """The old state with the rows of touched records replaced; the means stay until it has outgrown them."""
        fresh = self._catalogue.vectors_of(channel, fingerprint, touched.tolist()) if len(touched) else None
        gone = np.isin(old.record_ids, touched)
        if fresh is None or (len(fresh.record_ids) == 0 and not gone.any()):
            return replace(old, generation=generation)
        spoken = self._spoken(fresh.record_ids)
        vectors = _centred(fresh.vectors, spoken.languages, old.means)
        if old.index is not None:
            old.index.remove(old.vector_ids[gone])
            if len(vectors):
                old.index.add(fresh.vector_ids, vectors)
        merged = StoredVectors(
            np.concatenate([old.vector_ids[~gone], fresh.vector_ids]),
            np.concatenate([old.record_ids[~gone], fresh.record_ids]),
            fresh.vectors,
        )
        kept = old.vectors[~gone]
        both = np.concatenate([kept, vectors]) if len(kept) and len(vectors) else kept if len(kept) else vectors
        is_chinese = np.concatenate([old.is_chinese[~gone], spoken.is_chinese])
        state = _sorted_state(generation, merged, both, is_chinese, old.means, old.n_averaged)
        state.index, state.built_at = old.index, old.built_at
        return state

    def _load_index(self, channel: EmbeddingChannel, fingerprint: str, state: _ChannelState) -> VectorIndex:
        """The saved index brought up to date, or a new one when none fits."""
        from core.index.building import build_index, load_index

        folder = self._index_folder(channel, fingerprint)
        dim = int(state.vectors.shape[1])
        try:
            loaded = load_index(folder, dim=dim, encoder_fingerprint=fingerprint)
        except LibrarianError as exc:
            log.warning("the index of %s does not fit and is built anew: %s", channel, exc)
            loaded = None
        if loaded is not None:
            index, manifest = loaded
            touched = np.fromiter(self._catalogue.touched_since(manifest.generation), dtype=np.int64)
            if manifest.generation <= state.generation and len(touched) < len(state.record_ids) // 5:
                fresh = np.isin(state.record_ids, touched)
                if fresh.any():
                    index.add(state.vector_ids[fresh], state.vectors[fresh])
                return index
        index = build_index(len(state.record_ids), dim)
        index.add(state.vector_ids, state.vectors)
        self._save_index(index, channel, fingerprint, state.generation)
        return index

    def _save_index(self, index: VectorIndex, channel: EmbeddingChannel, fingerprint: str, generation: int) -> None:
        """Write an index; where that cannot be done it is built again at the next start, and nobody need know."""
        try:
            index.save(self._index_folder(channel, fingerprint), encoder_fingerprint=fingerprint, generation=generation)
        except HostFaultError as exc:
            log.warning("the index of %s is not kept: %s", channel, exc)

    def _index_folder(self, channel: EmbeddingChannel, fingerprint: str) -> Path:
        return self._folder / f"{channel}-{fingerprint}"

    def _spoken(self, record_ids: IntVector) -> _Spoken:
        """What the records of rows are written in; what is gone by now counts as of no language."""
        distinct, rows = np.unique(record_ids, return_inverse=True)
        read = self._catalogue.record_languages(distinct.tolist())
        told = [read.get(RecordId(i), ("und", "")) for i in distinct.tolist()]
        languages = np.array([code or language_of(title) for code, title in told], dtype=np.str_)
        is_chinese = np.array([has_han(title) for _, title in told], dtype=np.bool_)
        return _Spoken(languages[rows], is_chinese[rows])


def _residual_means(vectors: FloatMatrix, languages: NDArray[np.str_]) -> dict[str, FloatVector]:
    """What is left of each language's mean, shrunk towards nothing while the library is small."""
    means: dict[str, FloatVector] = {}
    for language in np.unique(languages):
        rows = languages == language
        n = int(rows.sum())
        means[str(language)] = vectors[rows].mean(axis=0) * np.float32(n / (n + SHRINKAGE))
    return means


def _centred(vectors: FloatMatrix, languages: NDArray[np.str_], means: dict[str, FloatVector]) -> FloatMatrix:
    if not means or len(vectors) == 0:
        return vectors
    centred = vectors.copy()
    for language, mean in means.items():
        centred[languages == language] -= mean
    return unit_rows(centred)


def unit_rows(rows: FloatMatrix) -> FloatMatrix:
    """Rows of length one, float32; zero rows stay zero."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _sorted_state(
    generation: int,
    stored: StoredVectors,
    vectors: FloatMatrix,
    is_chinese: Mask,
    means: dict[str, FloatVector],
    n_averaged: int,
) -> _ChannelState:
    order = np.argsort(stored.record_ids, kind="stable")
    return _ChannelState(
        generation,
        stored.record_ids[order],
        stored.vector_ids[order],
        np.ascontiguousarray(vectors[order]),
        is_chinese[order],
        means,
        n_averaged,
    )
