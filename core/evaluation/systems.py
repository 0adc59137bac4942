"""Systems that can be measured side by side. Each takes the records of a collection and answers its queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from core.domain.retrieval import Run
from core.evaluation.collections import Collection, CollectionQuery
from core.protocols import FloatMatrix, JobContext, TextEncoder, TextRole
from core.retrieval.record_text import description_text, title_texts
from core.text import segment

DEPTH = 1000
"""How many records a system returns for a query, as usual in TREC runs."""
_ENCODED_AT_ONCE = 512


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


class Bm25System:
    """BM25 over the words of title, names, subjects and description (Chinese in characters, pairs and words).

    The baseline of exact words: no meaning, no pinyin, no fields. Library: bm25s, variant of Lucene, k1 1.5, b 0.75.
    """

    name = "bm25"

    def accepts(self, query: CollectionQuery) -> bool:
        return bool(query.text.strip())

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        import bm25s

        ids = [each.id for each in collection.records]
        documents: list[list[str]] = []
        for each in collection.records:
            record = each.record
            names = [contributor.name for contributor in record.contributors]
            subjects = [subject.term for subject in record.subjects]
            parts = (record.title, *record.title_parallel, *names, *subjects, record.description)
            documents.append(segment.tokens(" \n".join(parts)))
            if len(documents) % 500 == 0:
                ctx.report(len(documents), len(ids), "evaluate.indexing", system=self.name)
        index = bm25s.BM25(method="lucene")
        index.index(documents, show_progress=False)
        vocabulary = index.vocab_dict
        run: dict[str, Mapping[str, float]] = {}
        for done, query in enumerate((query for query in queries if self.accepts(query)), start=1):
            known = [token for token in segment.tokens(query.text) if token in vocabulary]
            scores = index.get_scores(known) if known else np.zeros(len(ids), dtype=np.float32)
            run[query.id] = {record: score for record, score in best(ids, scores).items() if score > 0}
            ctx.report(done, len(queries), "evaluate.searching", system=self.name)
        return run


class ClirSystem:
    """Meaning across languages by the text encoder alone: title vectors and a description vector for each record.

    A record's score is the cosine of its best title plus that of its description, 0 for what it does not have; the
    encoder has already subtracted the mean of each language and role. Nothing lexical, nothing visual.

    Args:
        encoder: The multilingual text encoder.
    """

    name = "clir"

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder

    def accepts(self, query: CollectionQuery) -> bool:
        return bool(query.text.strip())

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        titles: list[str] = []
        languages: list[str] = []
        owners: list[int] = []
        for place, each in enumerate(collection.records):
            of_record = title_texts(each.record)
            titles += of_record
            # Only the record's own title is sure to be in its language; the encoder tells the others by script.
            languages += [each.record.language if title == each.record.title else "" for title in of_record]
            owners += [place] * len(of_record)
        texts = [description_text(each.record) for each in collection.records]
        described = [place for place, text in enumerate(texts) if text]
        asked = [query for query in queries if self.accepts(query)]
        title_vectors = self._encode(titles, languages, "passage", ctx)
        text_vectors = self._encode([texts[place] for place in described], [""] * len(described), "passage", ctx)
        questions = self._encode([q.text for q in asked], [q.language for q in asked], "query", ctx)
        ids = [each.id for each in collection.records]
        rows = np.asarray(owners, dtype=np.int64)
        run: dict[str, Mapping[str, float]] = {}
        for query, vector in zip(asked, questions, strict=True):
            scores = np.full(len(ids), -np.inf, dtype=np.float32)
            np.maximum.at(scores, rows, title_vectors @ vector)
            scores[np.isneginf(scores)] = 0.0
            scores[described] += text_vectors @ vector
            run[query.id] = best(ids, scores)
        return run

    def _encode(self, texts: Sequence[str], languages: Sequence[str], role: TextRole, ctx: JobContext) -> FloatMatrix:
        blocks: list[FloatMatrix] = []
        for start in range(0, len(texts), _ENCODED_AT_ONCE):
            block = slice(start, start + _ENCODED_AT_ONCE)
            blocks.append(self._encoder.encode(texts[block], role, languages[block]))
            ctx.report(min(start + _ENCODED_AT_ONCE, len(texts)), len(texts), "evaluate.encoding", system=self.name)
        if not blocks:
            return np.zeros((0, self._encoder.info.dim), dtype=np.float32)
        return np.concatenate(blocks)
