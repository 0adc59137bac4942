"""Whether what searches use finds what is there: a sample of stored vectors, compared with exact search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.protocols import EmbeddingChannel
from core.retrieval.vector_store import RecordScores, VectorStore

SAMPLE = 50
NEAREST = 10
_SAME_SCORE = 1e-3
"""Vectors are kept in float16: what differs by less is a tie."""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """The outcome: share of the true nearest that were found, over so many queries."""

    recall: float | None
    n_tested: int


def self_test(store: VectorStore, channel: EmbeddingChannel, fingerprint: str, *, seed: int = 0) -> SelfTest:
    """Ask the index for the neighbours of vectors that are in the database, and compare with the database itself.

    The vectors are read anew and compared one by one, so that memory that has come apart from the database is noticed
    as well as a graph that finds too little.
    """
    record_ids, vectors = store.read_again(channel, fingerprint)
    if len(record_ids) == 0:
        return SelfTest(None, 0)
    order = np.argsort(record_ids, kind="stable")
    record_ids, vectors = record_ids[order], vectors[order]
    starts = np.flatnonzero(np.r_[True, record_ids[1:] != record_ids[:-1]])
    rows = np.random.default_rng(seed).choice(len(vectors), min(SAMPLE, len(vectors)), replace=False)
    found = 0.0
    for row in rows:
        query = vectors[row]
        cosines = np.maximum.reduceat(vectors @ query, starts)
        exact = RecordScores(record_ids[starts], cosines, np.zeros(len(starts), dtype=np.bool_))
        k = min(NEAREST, len(exact.record_ids))
        least = float(np.sort(exact.scores)[-k])
        given = exact.lookup(store.score(channel, fingerprint, query).top(k))
        found += float(np.count_nonzero(given >= least - _SAME_SCORE)) / k
    return SelfTest(round(found / len(rows), 4), len(rows))
