"""A cross-encoder over the best of a first stage: the system ``uniter``, and any other reranker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.domain.retrieval import Run
from core.encoders.unified.inputs import UnifiedInput
from core.errors import InvalidInputError
from core.evaluation.collections import Collection, CollectionQuery, CollectionRecord
from core.evaluation.parts import Modality
from core.evaluation.pictures import PictureReader
from core.evaluation.systems.ranking import DEPTH, System
from core.protocols import JobContext, PairScorer
from core.retrieval.record_text import description_text, title_texts

RERANKED = 20
"""How many of the first stage are scored again. Each costs a pass of the network with the query."""


class RerankingSystem:
    """The first stage's ranking, its first `depth` records in the order of a pair scorer.

    What lies below keeps its order, below them. The scorer sees query and record whole: words, picture, and where it
    reads them the words of the cover.

    Args:
        name: The system's name.
        first: The first stage; decides what is accepted.
        scorer: Scores (query, record) pairs.
        modalities: What the scorer takes.
        reader: Opens and reads pictures.
        depth: How many are scored again.
    """

    def __init__(
        self,
        name: str,
        first: System,
        scorer: PairScorer[UnifiedInput],
        modalities: frozenset[Modality],
        reader: PictureReader,
        depth: int = RERANKED,
    ) -> None:
        self.name = name
        self._first = first
        self._scorer = scorer
        self._modalities = modalities
        self._reader = reader
        self._depth = depth

    def accepts(self, query: CollectionQuery) -> bool:
        return self._first.accepts(query)

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        asked = [query for query in queries if self.accepts(query)]
        first = self._first.run(collection, asked, ctx)
        records = {each.id: each for each in collection.records}
        known: dict[str, UnifiedInput] = {}
        run: dict[str, Mapping[str, float]] = {}
        for done, query in enumerate(asked, start=1):
            ranked = sorted(first.get(query.id, {}).items(), key=lambda item: -item[1])
            head, tail = [record for record, _ in ranked[: self._depth]], ranked[self._depth :]
            for record in head:
                if record not in known:
                    known[record] = whole_record(records[record], self._modalities, self._reader)
            question = whole_query(query, self._modalities, self._reader)
            scores = self._scorer.score([question] * len(head), [known[record] for record in head])
            order = sorted(range(len(head)), key=lambda place: -float(scores[place]))
            # ranks become scores: logits of the second stage and scores of the first are not comparable
            ranking = [head[place] for place in order] + [record for record, _ in tail]
            run[query.id] = {record: float(DEPTH - place) for place, record in enumerate(ranking[:DEPTH])}
            ctx.report(done, len(asked), "evaluate.searching", system=self.name)
        return run


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
