"""A cross-encoder over the best of a first stage: the system ``uniter``, and any other reranker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.retrieval import Qrels, Run
from core.encoders.unified.inputs import UnifiedInput
from core.errors import InvalidInputError
from core.evaluation.collections import Collection, CollectionQuery, CollectionRecord
from core.evaluation.parts import Modality
from core.evaluation.pictures import PictureReader
from core.evaluation.systems.ranking import DEPTH, System
from core.protocols import JobContext, PairScorer
from core.retrieval.record_text import description_text, title_texts

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the second stage that are tried."""
RERANKED = 20
"""How many of the first stage are scored again. Each costs a pass of the network with the query."""


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The first stage's answer to one query: best records with both stages' scores, and what lies below."""

    head: tuple[str, ...]
    first: NDArray[np.float32]
    second: NDArray[np.float32]
    tail: tuple[str, ...]

    def ordered(self, share: float) -> list[str]:
        """All records, the head by a mixture of both stages' standardised scores."""
        mixed = (1.0 - share) * _standardised(self.first) + share * _standardised(self.second)
        order = np.argsort(-mixed, kind="stable")
        return [*(self.head[place] for place in order), *self.tail]


class RerankingSystem:
    """The first stage's ranking, its first `depth` records in an order that a pair scorer has a say in.

    What lies below keeps its order, below them. The scorer sees query and record whole: words, picture, and where it
    reads them the words of the cover.

    Args:
        name: The system's name.
        first: The first stage; decides what is accepted.
        scorer: Scores (query, record) pairs.
        modalities: What the scorer takes.
        reader: Opens and reads pictures.
        depth: How many are scored again.
        share: Of the scorer in the order, 0…1; 1 = it decides alone.
    """

    def __init__(
        self,
        name: str,
        first: System,
        scorer: PairScorer[UnifiedInput],
        modalities: frozenset[Modality],
        reader: PictureReader,
        depth: int = RERANKED,
        share: float = 1.0,
    ) -> None:
        self.name = name
        self.share = share
        self._first = first
        self._scorer = scorer
        self._modalities = modalities
        self._reader = reader
        self._depth = depth

    def accepts(self, query: CollectionQuery) -> bool:
        return self._first.accepts(query)

    def tune(self, collection: Collection, queries: Sequence[CollectionQuery], qrels: Qrels, ctx: JobContext) -> None:
        """Choose the share by the mean reciprocal rank of queries that are not tested on; of equals the largest."""
        rankings = self._rankings(collection, [query for query in queries if self.accepts(query)], ctx)
        found = {share: _mean_reciprocal_rank(rankings, qrels, share) for share in SHARES}
        self.share = max(found, key=lambda share: (found[share], share))

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        rankings = self._rankings(collection, [query for query in queries if self.accepts(query)], ctx)
        # ranks become scores: what lies below the head is on another scale
        return {
            query: {record: float(DEPTH - place) for place, record in enumerate(ranking.ordered(self.share)[:DEPTH])}
            for query, ranking in rankings.items()
        }

    def _rankings(
        self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext
    ) -> Mapping[str, _Ranking]:
        first = self._first.run(collection, queries, ctx)
        records = {each.id: each for each in collection.records}
        known: dict[str, UnifiedInput] = {}
        found: dict[str, _Ranking] = {}
        for done, query in enumerate(queries, start=1):
            ranked = sorted(first.get(query.id, {}).items(), key=lambda item: -item[1])
            head, tail = ranked[: self._depth], ranked[self._depth :]
            for record, _ in head:
                if record not in known:
                    known[record] = whole_record(records[record], self._modalities, self._reader)
            question = whole_query(query, self._modalities, self._reader)
            logits = self._scorer.score([question] * len(head), [known[record] for record, _ in head])
            found[query.id] = _Ranking(
                tuple(record for record, _ in head),
                np.array([score for _, score in head], dtype=np.float32),
                np.asarray(logits, dtype=np.float32),
                tuple(record for record, _ in tail),
            )
            ctx.report(done, len(queries), "evaluate.searching", system=self.name)
        return found


def _standardised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    deviation = float(scores.std()) if len(scores) else 0.0
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else np.zeros_like(scores)


def _mean_reciprocal_rank(rankings: Mapping[str, _Ranking], qrels: Qrels, share: float) -> float:
    ranks: list[float] = []
    for query, ranking in rankings.items():
        grades = qrels.get(query, {})
        place = next((p for p, record in enumerate(ranking.ordered(share)) if grades.get(record, 0) > 0), None)
        ranks.append(0.0 if place is None else 1.0 / (place + 1))
    return sum(ranks) / len(ranks) if ranks else 0.0


def whole_query(query: CollectionQuery, modalities: frozenset[Modality], reader: PictureReader) -> UnifiedInput:
    """All of a query that a system takes, as one input."""
    from core.encoders.unified.inputs import ocr_tokens

    page = query.ocr
    if page is None and query.image is not None and "ocr" in modalities:
        page = reader.page(query.image)
    picture = reader.picture(query.image) if query.image is not None and "image" in modalities else None
    takes_page = page is not None and "ocr" in modalities
    text = query.text if "text" in modalities and not (query.ocr is not None and takes_page) else ""
    return UnifiedInput(
        text=text.strip(),
        role="query",
        language=query.language,
        pixels=picture.pixels if picture else None,
        ocr=ocr_tokens(page) if page is not None and takes_page else None,
        image_sha256=picture.sha256 if picture else "",
    )


def whole_record(each: CollectionRecord, modalities: frozenset[Modality], reader: PictureReader) -> UnifiedInput:
    """All of a record that a system takes, as one input: titles, description, cover. A broken cover is left out."""
    from core.encoders.unified.inputs import ocr_tokens

    texts = [*title_texts(each.record), description_text(each.record)]
    if each.ocr is not None and "ocr" not in modalities:
        texts.append(each.ocr.text)
    page, picture = each.ocr, None
    try:
        if page is None and each.cover is not None and "ocr" in modalities:
            page = reader.page(each.cover)
        picture = reader.picture(each.cover) if each.cover is not None and "image" in modalities else None
    except InvalidInputError:
        page, picture = each.ocr, None
    return UnifiedInput(
        text="\n".join(text for text in texts if text) if "text" in modalities else "",
        pixels=picture.pixels if picture else None,
        ocr=ocr_tokens(page) if page is not None and "ocr" in modalities else None,
        image_sha256=picture.sha256 if picture else "",
    )
