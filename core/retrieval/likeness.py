"""More like this: the records nearest to one by the meaning of its words, or by the picture of its cover.

Only stored vectors are compared, so no encoder has to run; other editions of the same work come first, as they should.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from core.domain.records import RecordId
from core.domain.retrieval import Channel, Likeness, Reason, SearchResponse, SearchResult
from core.protocols import EmbeddingChannel
from core.retrieval.vector_store import RecordScores

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.models import ModelHost
    from core.retrieval.vector_store import VectorStore

_LEAST_ALIKE = {"meaning": 0.25, "cover": 0.35}
"""Cosine below which records are not called alike; unrelated ones reach about .1 and .3."""


class LikenessFinder:
    """Finds records like a stored one."""

    def __init__(self, catalogue: Catalogue, vectors: VectorStore, models: ModelHost) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._models = models

    def find(self, like: Likeness, limit: int, allowed: Collection[int] | None = None) -> SearchResponse:
        """The nearest records, nearest first, never the record itself.

        The `score` of a result is the cosine, 0…1. `no_good_match` is True when none is alike.

        Args:
            like: The record, and by what.
            limit: At most so many.
            allowed: Only among these.
        """
        models = self._models.ready
        if models is None:
            return SearchResponse(0.0, (), no_good_match=True, semantic_ready=False, notice_id="search.words_only")
        if like.by == "cover":
            nearness = self._best("cover", models.visual.info.fingerprint, like.record_id)
        else:
            fingerprint = models.text.info.fingerprint
            titles = self._best("title", fingerprint, like.record_id)
            bodies = self._best("description", fingerprint, like.record_id)
            nearness = {i: max(titles.get(i, 0.0), bodies.get(i, 0.0)) for i in {*titles, *bodies}}
        nearness.pop(int(like.record_id), None)
        near = [(i, s) for i, s in nearness.items() if allowed is None or i in allowed]
        near.sort(key=lambda pair: (-pair[1], pair[0]))
        is_alike = bool(near) and near[0][1] >= _LEAST_ALIKE[like.by]
        if is_alike:
            near = [pair for pair in near if pair[1] >= _LEAST_ALIKE[like.by]]
        return self._response(like, near[:limit], is_alike=is_alike)

    def _best(self, channel: EmbeddingChannel, fingerprint: str, record_id: RecordId) -> dict[int, float]:
        """The best cosine of each record with any vector of this one."""
        own = self._catalogue.vectors_of(channel, fingerprint, [record_id]).vectors
        found: dict[int, float] = {}
        for vector in own:
            scores: RecordScores = self._vectors.score(channel, fingerprint, np.asarray(vector, dtype=np.float32))
            best = scores.top(1000)
            for i, score in zip(best.tolist(), scores.lookup(best).tolist(), strict=True):
                found[i] = max(found.get(i, 0.0), min(1.0, max(0.0, score)))
        return found

    def _response(self, like: Likeness, near: list[tuple[int, float]], *, is_alike: bool) -> SearchResponse:
        channel: Channel = "semantic" if like.by == "meaning" else "cover"
        ids = [RecordId(i) for i, _ in near]
        records = {r.id: r for r in self._catalogue.get(ids)}
        covers = self._catalogue.covers_of(ids)
        results = [
            SearchResult(
                rank,
                records[record_id],
                round(score, 4),
                {channel: round(score, 4)},
                (Reason(channel, f"why.like_{like.by}", {"percent": round(100 * score)}),),
                next((c.sha256 for c in covers.get(record_id, ()) if c.is_main), None),
            )
            for rank, (record_id, (_, score)) in enumerate(zip(ids, near, strict=True), start=1)
            if record_id in records
        ]
        return SearchResponse(0.0, tuple(results), len(results), no_good_match=not is_alike)
