"""Stored vectors: float16 in the database, float32 unit rows outside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Executable, bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue.counters import Counters
from core.catalogue.covers import PICTURE, owners_of_picture
from core.catalogue.engine import as_list, is_among
from core.catalogue.journal import Ledger
from core.catalogue.tables import CoverEmbeddingRow, CoverRow, EmbeddingRow, RecordRow
from core.domain.records import RecordId
from core.errors import StoreMismatchError
from core.protocols import EmbeddingChannel, FloatMatrix, StoredVectors

FloatVector = NDArray[np.float32]
"""Shape (dim,)."""

_STORED = np.dtype("<f2")
_ROWS_PER_STATEMENT = 2000

# Vectors of deleted records stay for the undo of the deletion; the join leaves them out.
_LIVE = (
    select(EmbeddingRow.id, EmbeddingRow.record_id, EmbeddingRow.vector)
    .join(RecordRow, RecordRow.id == EmbeddingRow.record_id)
    .where(EmbeddingRow.channel == bindparam("channel"), EmbeddingRow.fingerprint == bindparam("fingerprint"))
    .order_by(EmbeddingRow.id)
)
_LIVE_OF = _LIVE.where(is_among(EmbeddingRow.record_id, "ids"))
_HASHES = (
    select(EmbeddingRow.record_id, EmbeddingRow.content_hash)
    .join(RecordRow, RecordRow.id == EmbeddingRow.record_id)
    .where(EmbeddingRow.channel == bindparam("channel"), EmbeddingRow.fingerprint == bindparam("fingerprint"))
    .order_by(EmbeddingRow.record_id, EmbeddingRow.ordinal)
)
_COVERS = (
    select(CoverRow.id, CoverRow.record_id, CoverEmbeddingRow.vector)
    .join(CoverEmbeddingRow, CoverEmbeddingRow.sha256 == PICTURE)
    .where(CoverEmbeddingRow.fingerprint == bindparam("fingerprint"), CoverRow.record_id.is_not(None))
    .order_by(CoverRow.id)
)
_COVERS_OF = _COVERS.where(is_among(CoverRow.record_id, "ids"))
_COVER_HASHES = (
    select(CoverRow.record_id, PICTURE)
    .join(CoverEmbeddingRow, CoverEmbeddingRow.sha256 == PICTURE)
    .where(CoverEmbeddingRow.fingerprint == bindparam("fingerprint"), CoverRow.record_id.is_not(None))
    .order_by(CoverRow.record_id, CoverRow.id)
)
_HASHES_OF = _HASHES.where(is_among(EmbeddingRow.record_id, "ids"))
_COVER_HASHES_OF = _COVER_HASHES.where(is_among(CoverRow.record_id, "ids"))
_COUNTS = (
    select(EmbeddingRow.channel, func.count())
    .join(RecordRow, RecordRow.id == EmbeddingRow.record_id)
    .group_by(EmbeddingRow.channel)
)
_COVER_COUNT = select(func.count()).select_from(CoverRow).join(CoverEmbeddingRow, CoverEmbeddingRow.sha256 == PICTURE)
_PUT_COVER = upsert(CoverEmbeddingRow)
_PUT_COVER = _PUT_COVER.on_conflict_do_update(
    index_elements=["sha256", "fingerprint"], set_={"vector": _PUT_COVER.excluded.vector}
)
_REPLACED = delete(EmbeddingRow).where(
    EmbeddingRow.record_id == bindparam("old_record"),
    EmbeddingRow.channel == bindparam("old_channel"),
    EmbeddingRow.fingerprint == bindparam("old_fingerprint"),
)


def _load(connection: Connection, statement: Executable, values: dict[str, object]) -> StoredVectors:
    rows = connection.execute(statement, values).all()
    if not rows:
        nothing = np.zeros(0, dtype=np.int64)
        return StoredVectors(nothing, nothing, np.zeros((0, 0), dtype=np.float32))
    ids, record_ids, blobs = zip(*rows, strict=True)
    n_bytes = len(blobs[0])
    joined = b"".join(blobs)
    if len(joined) != n_bytes * len(blobs) or any(len(blob) != n_bytes for blob in blobs):
        raise StoreMismatchError("vectors.dimension", fingerprint=str(values["fingerprint"]))
    vectors = _unit(np.frombuffer(joined, dtype=_STORED).reshape(len(blobs), -1).astype(np.float32))
    return StoredVectors(np.array(ids, dtype=np.int64), np.array(record_ids, dtype=np.int64), vectors)


def _unit(vectors: FloatMatrix) -> FloatMatrix:
    """Make rows unit vectors in place: rounding to float16 moves their lengths by up to 1e-3."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    vectors /= np.maximum(lengths, np.finfo(np.float32).tiny)[:, np.newaxis]
    return vectors


def load_vectors(
    connection: Connection,
    channel: EmbeddingChannel,
    fingerprint: str,
    record_ids: Collection[int] | None = None,
) -> StoredVectors:
    """The vectors of a channel in the order of their ids: all, or those of some records.

    The vector ids of the channel "cover" are cover ids.
    """
    values: dict[str, object] = {"fingerprint": fingerprint}
    everything, some = (_COVERS, _COVERS_OF) if channel == "cover" else (_LIVE, _LIVE_OF)
    if channel != "cover":
        values["channel"] = channel
    if record_ids is not None:
        values["ids"] = as_list(record_ids)
    return _load(connection, everything if record_ids is None else some, values)


def load_content_hashes(
    connection: Connection,
    channel: EmbeddingChannel,
    fingerprint: str,
    record_ids: Collection[int] | None = None,
) -> dict[RecordId, tuple[str, ...]]:
    """What each record's vectors were made from, in the order they were given; for covers their sha256."""
    values = {"fingerprint": fingerprint} if channel == "cover" else {"channel": channel, "fingerprint": fingerprint}
    everything, some = (_COVER_HASHES, _COVER_HASHES_OF) if channel == "cover" else (_HASHES, _HASHES_OF)
    if record_ids is not None:
        values["ids"] = as_list(record_ids)
    rows: Iterable[Sequence[Any]] = connection.execute(everything if record_ids is None else some, values)
    hashes: dict[RecordId, tuple[str, ...]] = {}
    for record_id, content_hash in rows:
        hashes[RecordId(record_id)] = (*hashes.get(RecordId(record_id), ()), content_hash)
    return hashes


def count_vectors(connection: Connection) -> dict[str, int]:
    """Vectors in use by channel, of all fingerprints."""
    counts = {row[0]: row[1] for row in connection.execute(_COUNTS)}
    n_covers = connection.execute(_COVER_COUNT).scalar()
    return counts | ({"cover": n_covers} if n_covers else {})


def drop_vectors(connection: Connection, fingerprint: str) -> int:
    """Delete every vector of one encoder and say how many there were."""
    texts = connection.execute(delete(EmbeddingRow).where(EmbeddingRow.fingerprint == fingerprint)).rowcount
    pictures = connection.execute(
        delete(CoverEmbeddingRow).where(CoverEmbeddingRow.fingerprint == fingerprint)
    ).rowcount
    return texts + pictures


class VectorWriter:
    """Writes vectors of many records at a time within one transaction."""

    def __init__(self, connection: Connection, counters: Counters, ledger: Ledger) -> None:
        self._connection = connection
        self._counters = counters
        self._ledger = ledger
        self._waiting: dict[tuple[RecordId, str, str], list[dict[str, Any]]] = {}
        self._n_waiting = 0

    def put(
        self,
        record_id: RecordId,
        channel: EmbeddingChannel,
        fingerprint: str,
        vectors: FloatMatrix,
        content_hash: str | Sequence[str],
    ) -> None:
        """Replace the vectors of one record in one channel. See `UnitOfWork.put_vectors`."""
        if channel == "cover":
            raise ValueError("the vectors of covers belong to the scan: use put_cover_vector")
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise ValueError(f"vectors must be a finite matrix, not of shape {vectors.shape}")
        hashes = [content_hash] * len(vectors) if isinstance(content_hash, str) else list(content_hash)
        if len(hashes) != len(vectors):
            raise ValueError(f"{len(vectors)} vectors with {len(hashes)} content hashes")
        self._waiting[record_id, channel, fingerprint] = [
            {
                "record_id": record_id,
                "channel": channel,
                "fingerprint": fingerprint,
                "ordinal": ordinal,
                "vector": row.tobytes(),
                "content_hash": hashes[ordinal],
            }
            for ordinal, row in enumerate(vectors.astype(_STORED))
        ]
        self._ledger.touch(record_id)
        self._n_waiting += len(hashes) + 1
        if self._n_waiting >= _ROWS_PER_STATEMENT:
            self.flush()

    def put_cover(self, picture: str, fingerprint: str, vector: FloatVector) -> None:
        """Replace the vector of a picture, given by its name."""
        if vector.ndim != 1 or not np.isfinite(vector).all():
            raise ValueError(f"a vector must be finite and flat, not of shape {vector.shape}")
        row = {"sha256": picture, "fingerprint": fingerprint, "vector": vector.astype(_STORED).tobytes()}
        self._connection.execute(_PUT_COVER, row)
        for owner in owners_of_picture(self._connection, picture):
            self._ledger.touch(owner)

    def flush(self) -> None:
        """Write what was put so far."""
        if not self._waiting:
            return
        keys = [
            {"old_record": record_id, "old_channel": channel, "old_fingerprint": fingerprint}
            for record_id, channel, fingerprint in self._waiting
        ]
        self._connection.execute(_REPLACED, keys)
        rows = [row for batch in self._waiting.values() for row in batch]
        if rows:
            first = self._counters.take("embedding", len(rows))
            for i, row in enumerate(rows):
                row["id"] = first + i
            self._connection.execute(insert(EmbeddingRow), rows)
        self._waiting.clear()
        self._n_waiting = 0
