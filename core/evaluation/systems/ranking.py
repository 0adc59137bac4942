"""What every system under test can do: take the records of a collection and answer its queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from core.domain.retrieval import Run
from core.evaluation.collections import Collection, CollectionQuery
from core.protocols import JobContext

DEPTH = 1000
"""How many records a system returns for a query, as usual in TREC runs."""


@runtime_checkable
class System(Protocol):
    """A retrieval system under test."""

    name: str

    def accepts(self, query: CollectionQuery) -> bool:
        """Whether the system can be asked this at all (a text system cannot be shown a picture)."""
        ...

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        """Rank the collection's records for each query that is accepted: query id → record id → score."""
        ...


def best(ids: Sequence[str], scores: NDArray[np.floating], depth: int = DEPTH) -> Mapping[str, float]:
    """The `depth` best records with their scores, best first; equal scores in the order of `ids`."""
    order = np.argsort(-scores, kind="stable")[:depth]
    return {ids[place]: float(scores[place]) for place in order}
