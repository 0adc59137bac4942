"""Hard negatives: what the index in use ranks next to the answer, without what only seems wrong.

Many neighbours of a query are answers that nobody judged: other editions, the same text under another number. They
are dropped when they belong to the work, carry its title or text, were judged related, or score nearly as high as the
answer itself. The last rule takes the answer's own score as its measure, since a fixed threshold means something else
for every query and encoder.

Source: de Souza P. Moreira et al. 2024, "NV-Retriever", arXiv:2407.15831, section 4 (TopK-PercPos).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from core.protocols import EmbeddingChannel, JobContext, NullJobContext, TextEncoder
from core.text.normalize import fold
from core.training.pairs import PairSet, StoredInput, TrainingPair

if TYPE_CHECKING:
    from core.encoders.unified.inputs import UnifiedInput
    from core.retrieval.vector_store import VectorStore

_QUERIES_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that could answer: its name, the work it belongs to, its title and text."""

    id: str
    work: str
    title: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """A query with its answer, as the index is asked."""

    text: str
    language: str
    answer: Passage


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the index ranks highest, best first, with the score of the answer on the same scale."""

    answer_score: float
    found: tuple[tuple[Passage, float], ...]


@runtime_checkable
class NeighbourIndex(Protocol):
    """An index that can be asked for the nearest passages of queries."""

    def search(self, queries: Sequence[IndexQuery], k: int) -> Sequence[Neighbours]: ...


@dataclass(frozen=True, slots=True)
class NegativeMining:
    """How hard negatives are chosen.

    Attributes:
        candidates: Neighbours looked at for a query.
        per_pair: Negatives kept.
        answer_share: Neighbours that score at least this share of the answer's score are taken for answers.
        skip: So many of the surviving neighbours are passed over, the nearest first (0 = the hardest are used).
    """

    candidates: int = 50
    per_pair: int = 4
    answer_share: float = 0.95
    skip: int = 0

    def __post_init__(self) -> None:
        if min(self.candidates, self.per_pair) < 1 or self.skip < 0 or not 0.0 < self.answer_share <= 1.0:
            raise ValueError(f"settings of negative mining out of range: {self}")


def add_hard_negatives(
    pairs: PairSet,
    index: NeighbourIndex,
    settings: NegativeMining | None = None,
    ctx: JobContext | None = None,
) -> PairSet:
    """The same pairs, those of the training part with negatives after those that they have.

    Only pairs whose left side has words and whose right side is a passage are given any; the rest stay as they are.

    Args:
        pairs: Any.
        index: The index in use, of the encoder that is to be trained or a better one.
        settings: How to choose.
        ctx: Progress and cancel.
    """
    chosen, context = settings or NegativeMining(), ctx or NullJobContext()
    made = list(pairs.pairs)
    asked = [(place, query) for place, pair in enumerate(made) if (query := _query_of(pair)) is not None]
    for start in range(0, len(asked), _QUERIES_AT_ONCE):
        block = asked[start : start + _QUERIES_AT_ONCE]
        answers = index.search([query for _, query in block], chosen.candidates)
        for (place, query), neighbours in zip(block, answers, strict=True):
            kept = select_negatives(query, neighbours, made[place].related, chosen)
            sides = tuple(StoredInput(each.text, "passage", each.language) for each in kept)
            made[place] = replace(made[place], negatives=(*made[place].negatives, *sides))
        context.report(min(start + _QUERIES_AT_ONCE, len(asked)), len(asked), "training.negatives")
    return replace(pairs, pairs=tuple(made))


def select_negatives(
    query: IndexQuery, neighbours: Neighbours, related: frozenset[str], settings: NegativeMining
) -> list[Passage]:
    """The neighbours that are surely no answers, the hardest first.

    The limit is `answer_share` of the answer's score; below zero, as centred cosines may be, it lies as far under the
    answer as it would above zero.
    """
    answer, score = query.answer, neighbours.answer_score
    limit = score - (1.0 - settings.answer_share) * abs(score)
    titles, texts = {fold(answer.title)} - {""}, {fold(answer.text), fold(query.text)} - {""}
    kept: list[Passage] = []
    seen: set[str] = set()
    for passage, found in sorted(neighbours.found, key=lambda each: -each[1]):
        text = fold(passage.text)
        is_answer = (
            passage.id == answer.id
            or passage.work == answer.work
            or passage.id in related
            or fold(passage.title) in titles
            or text in texts
            or found >= limit
        )
        if not is_answer and text and text not in seen:
            seen.add(text)
            kept.append(passage)
    return kept[settings.skip : settings.skip + settings.per_pair]


def _query_of(pair: TrainingPair) -> IndexQuery | None:
    if pair.split != "train" or pair.right.role != "passage" or not pair.right.text:
        return None
    text = words_of(pair.left)
    if not text:
        return None
    title = pair.right.text.split("\n", 1)[0]
    answer = Passage(pair.right_id, pair.record_id, title, pair.right.text, pair.right.language)
    return IndexQuery(text, pair.left.language, answer)


def words_of(side: UnifiedInput | StoredInput) -> str:
    """The words of a side: its text, else what was read on it."""
    if side.text:
        return side.text
    if isinstance(side, StoredInput):
        return side.page.text if side.page is not None else ""
    return side.ocr.text if side.ocr is not None else ""


def passages_of(pairs: Sequence[TrainingPair]) -> tuple[Passage, ...]:
    """The right sides of pairs as passages of an index, each text once. Queries on the right are left out."""
    found: dict[str, Passage] = {}
    for pair in pairs:
        text = pair.right.text
        if text and pair.right.role == "passage" and pair.split == "train":
            title = text.split("\n", 1)[0]
            found.setdefault(text, Passage(pair.right_id, pair.record_id, title, text, pair.right.language))
    return tuple(found.values())


class ExactIndex:
    """Passages encoded once and compared exactly; for training sets that are no library.

    Args:
        encoder: Makes the vectors of both sides.
        passages: What can be found.
    """

    def __init__(self, encoder: TextEncoder, passages: Sequence[Passage]) -> None:
        self._encoder = encoder
        self._passages = tuple(passages)
        self._vectors = encoder.encode([p.text for p in passages], "passage", [p.language for p in passages])

    def search(self, queries: Sequence[IndexQuery], k: int) -> Sequence[Neighbours]:
        """See `NeighbourIndex`."""
        vectors = self._encoder.encode([q.text for q in queries], "query", [q.language for q in queries])
        answers = self._encoder.encode(
            [q.answer.text for q in queries], "passage", [q.answer.language for q in queries]
        )
        scores = vectors @ self._vectors.T
        own = np.einsum("ij,ij->i", vectors, answers)
        return [
            Neighbours(float(own[row]), tuple((self._passages[i], float(scores[row, i])) for i in _top(scores[row], k)))
            for row in range(len(queries))
        ]


class LiveIndex:
    """The library's own vectors in use.

    Args:
        store: Vectors of the active encoder.
        encoder: The active text encoder.
        passages: Records (by id) as passages, as many as are asked for.
        record_of: The record that a passage is about, if the library has it.
        channel: Which vectors to compare with.
    """

    def __init__(
        self,
        store: VectorStore,
        encoder: TextEncoder,
        passages: Callable[[Sequence[int]], Mapping[int, Passage]],
        record_of: Callable[[Passage], int | None],
        channel: EmbeddingChannel = "description",
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._passages = passages
        self._record_of = record_of
        self._channel = channel

    def search(self, queries: Sequence[IndexQuery], k: int) -> Sequence[Neighbours]:
        """See `NeighbourIndex`. An answer that the library lacks is encoded and compared itself."""
        vectors = self._encoder.encode([q.text for q in queries], "query", [q.language for q in queries])
        return list(self._searched(queries, vectors, k))

    def _searched(self, queries: Sequence[IndexQuery], vectors: NDArray[np.float32], k: int) -> Iterator[Neighbours]:
        for query, vector in zip(queries, vectors, strict=True):
            scores = self._store.score(self._channel, self._encoder.info.fingerprint, vector)
            best = scores.top(k)
            known = self._passages([int(each) for each in best])
            values = scores.lookup(best)
            found = [(known[int(i)], float(v)) for i, v in zip(best, values, strict=True) if int(i) in known]
            record = self._record_of(query.answer)
            own = float("nan") if record is None else float(scores.lookup(np.array([record], dtype=np.int64))[0])
            if np.isnan(own):
                answer = self._encoder.encode([query.answer.text], "passage", [query.answer.language])
                own = float(answer[0] @ vector)
            yield Neighbours(own, tuple(found))


def _top(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    k = min(k, len(scores))
    if k == 0:
        return np.zeros(0, dtype=np.intp)
    best = np.argpartition(-scores, k - 1)[:k]
    return best[np.argsort(-scores[best], kind="stable")]
