"""Slices of a held-out part, and where an encoder ranks the answers in each.

A slice is a set of queries against a set of documents, both of any modality. An encoder turns both into vectors and
the documents are ranked by cosine; what counts is the rank of the best answer. Documents of the query's own work that
are no answers, and those judged related, stay out of the race: they are neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.encoders.unified.inputs import UnifiedInput
from core.protocols import DocumentEncoder, FloatMatrix, JobContext, NullJobContext

_ENCODED_AT_ONCE = 64
Ranks = Mapping[str, Mapping[str, int]]
"""Slice → query id → rank of the best answer, from 1."""


@dataclass(frozen=True, slots=True)
class SliceDocument:
    """Something that can be found. `load` opens it, when it is encoded."""

    id: str
    work: str
    load: Callable[[], UnifiedInput]


@dataclass(frozen=True, slots=True)
class SliceQuery:
    """A query. `label` is what people see of it; `answers` are right, `aside` neither right nor wrong."""

    id: str
    work: str
    label: str
    answers: frozenset[str]
    load: Callable[[], UnifiedInput]
    aside: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Slice:
    """Queries and documents. `repeats` is True when the queries of other slices are asked again here."""

    name: str
    queries: tuple[SliceQuery, ...]
    documents: tuple[SliceDocument, ...]
    repeats: bool = False

    @property
    def works(self) -> dict[str, str]:
        """Query id → work."""
        return {query.id: query.work for query in self.queries}


def rank_answers(
    encoder: DocumentEncoder[UnifiedInput], slices: Sequence[Slice], ctx: JobContext | None = None
) -> Ranks:
    """Ranks of every query of every slice. Documents that slices share are encoded once.

    Ties count against the answer: an encoder that gives everything one vector finds nothing.

    Raises:
        InvalidInputError, HostFaultError: As the loaders raise; ``device.memory`` of the encoder.
    """
    context = ctx or NullJobContext()
    n_inputs = sum(len(each.queries) for each in slices) + len({d.id for each in slices for d in each.documents})
    done = 0

    def encode(loads: Sequence[Callable[[], UnifiedInput]]) -> FloatMatrix:
        nonlocal done
        blocks = [np.zeros((0, encoder.info.dim), dtype=np.float32)]
        for start in range(0, len(loads), _ENCODED_AT_ONCE):
            block = loads[start : start + _ENCODED_AT_ONCE]
            blocks.append(encoder.encode([load() for load in block]))
            done += len(block)
            context.report(min(done, n_inputs), n_inputs, "promotion.comparing", model=encoder.info.name)
        return np.concatenate(blocks)

    documents = {each.id: each for part in slices for each in part.documents}
    place = {name: row for row, name in enumerate(documents)}
    vectors = encode([each.load for each in documents.values()])
    return {part.name: _ranks(part, encode([each.load for each in part.queries]), vectors, place) for part in slices}


def _ranks(part: Slice, asked: FloatMatrix, vectors: FloatMatrix, place: Mapping[str, int]) -> dict[str, int]:
    rows = np.array([place[each.id] for each in part.documents], dtype=np.int64)
    scores = asked @ vectors[rows].T
    works = np.array([each.work for each in part.documents], dtype=np.str_)
    column = {each.id: number for number, each in enumerate(part.documents)}
    return {query.id: _rank(query, scores[row], works, column) for row, query in enumerate(part.queries)}


def _rank(query: SliceQuery, scores: NDArray[np.float32], works: NDArray[np.str_], column: Mapping[str, int]) -> int:
    answers = _columns(query.answers, column)
    in_race = works != query.work
    in_race[_columns(query.aside, column)] = False
    in_race[answers] = False
    best = float(scores[answers].max())
    return 1 + int(np.count_nonzero(scores[in_race] >= best))


def _columns(names: Iterable[str], column: Mapping[str, int]) -> NDArray[np.int64]:
    return np.array([column[name] for name in names if name in column], dtype=np.int64)


def value_of(rank: int, measure: str) -> float:
    """A rank as a measure: "RR" is its reciprocal, "hit@k" 1 up to rank k.

    Raises:
        ValueError: For any other measure.
    """
    if measure == "RR":
        return 1.0 / rank
    if measure in ("hit@1", "hit@10"):
        return float(rank <= int(measure.removeprefix("hit@")))
    raise ValueError(f"ranks have no measure {measure!r}")
