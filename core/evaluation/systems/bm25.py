"""BM25 over the words of the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.domain.retrieval import Run
from core.evaluation.collections import Collection, CollectionQuery
from core.evaluation.systems.ranking import best
from core.protocols import JobContext
from core.text import segment


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
