"""Meaning: titles, descriptions and their sentences scored apart, then combined."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.protocols import IntVector
from core.retrieval.vector_store import RecordScores

if TYPE_CHECKING:
    from core.retrieval.vector_store import FloatVector, VectorStore


@dataclass(frozen=True, slots=True)
class SemanticScores:
    """Cosines of one query with all records, by channel.

    A description is scored as the mean of its whole and its best sentence (or subject): the whole knows the theme, the
    sentence the detail somebody remembers.
    """

    title: RecordScores
    description: RecordScores
    passage: RecordScores

    def columns(self, ids: IntVector) -> dict[str, NDArray[np.float32]]:
        """The semantic features of the given records; a record without description scores 0 there."""
        title = np.nan_to_num(self.title.lookup(ids), nan=0.0)
        whole, best = self.description.lookup(ids), self.passage.lookup(ids)
        has_description = ~np.isnan(whole)
        description = np.where(np.isnan(best), whole, (whole + best) / 2)
        description = np.nan_to_num(description, nan=0.0)
        return {
            "title": title,
            "description": description,
            "semantic_best": np.maximum(title, description),
            "has_description": has_description.astype(np.float32),
        }

    def top(self, k: int, allowed: Collection[int] | None) -> list[int]:
        """The k best records of each channel, together."""
        found: dict[int, None] = {}
        for scores in (self.title, self.description, self.passage):
            kept = scores if allowed is None else _restrict(scores, allowed)
            found.update(dict.fromkeys(int(i) for i in kept.top(k)))
        return list(found)


def score_text(vectors: VectorStore, fingerprint: str, query: FloatVector) -> SemanticScores:
    """Score an encoded query (unit, shape (dim,)) against every text channel."""
    return SemanticScores(
        vectors.score("title", fingerprint, query),
        vectors.score("description", fingerprint, query),
        vectors.score("passage", fingerprint, query),
    )


def _restrict(scores: RecordScores, allowed: Collection[int]) -> RecordScores:
    keep = np.isin(scores.record_ids, np.fromiter(allowed, dtype=np.int64, count=len(allowed)))
    return RecordScores(scores.record_ids[keep], scores.scores[keep])
