"""The picture alone: how far one gets without a single word being read or understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.domain.retrieval import Run
from core.errors import InvalidInputError
from core.evaluation.collections import Collection, CollectionQuery
from core.evaluation.pictures import PictureReader
from core.evaluation.systems.ranking import best
from core.evaluation.tasks import IMAGE_TO_OCR, JOINT_TO_RECORD
from core.protocols import FloatMatrix, JobContext, Pixels, VisualEncoder

_ENCODED_AT_ONCE = 16


class ImageOcrSystem:
    """Cosine between the visual tower's vectors of the query's picture and of the stored covers.

    Takes every query with a picture and ignores its words. Documents without a cover cannot be found by it, so the task
    image-to-ocr, whose documents are words, is not put to it.

    Args:
        encoder: The visual tower, as it comes.
        reader: Opens the pictures.
    """

    name = "image-ocr"

    def __init__(self, encoder: VisualEncoder, reader: PictureReader) -> None:
        self._encoder = encoder
        self._reader = reader

    def accepts(self, query: CollectionQuery) -> bool:
        return query.image is not None and query.task not in (IMAGE_TO_OCR, JOINT_TO_RECORD)

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        ids: list[str] = []
        covers: list[Pixels] = []
        for each in collection.records:
            if each.cover is None:
                continue
            try:
                covers.append(self._reader.picture(each.cover).pixels)
            except InvalidInputError:  # a missing or broken cover: this record has none
                continue
            ids.append(each.id)
        asked = [query for query in queries if query.image is not None]
        pictures = [self._reader.picture(query.image).pixels for query in asked if query.image is not None]
        stored = self._encode(covers, ctx)
        questions = self._encode(pictures, ctx)
        run: dict[str, Mapping[str, float]] = {}
        for query, vector in zip(asked, questions, strict=True):
            run[query.id] = best(ids, stored @ vector)
        return run

    def _encode(self, pictures: Sequence[Pixels], ctx: JobContext) -> FloatMatrix:
        blocks = [np.zeros((0, self._encoder.info.dim), dtype=np.float32)]
        for start in range(0, len(pictures), _ENCODED_AT_ONCE):
            blocks.append(self._encoder.encode(pictures[start : start + _ENCODED_AT_ONCE]))
            ctx.report(
                min(start + _ENCODED_AT_ONCE, len(pictures)), len(pictures), "evaluate.encoding", system=self.name
            )
        return np.concatenate(blocks)
