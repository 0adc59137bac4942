"""Multilingual text encoder alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.domain.retrieval import Run
from core.evaluation.collections import Collection, CollectionQuery
from core.evaluation.systems.ranking import best
from core.protocols import FloatMatrix, JobContext, TextEncoder, TextRole
from core.retrieval.record_text import description_text, title_texts

_ENCODED_AT_ONCE = 512


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
