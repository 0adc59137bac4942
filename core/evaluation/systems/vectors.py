"""Systems that turn queries and records into vectors: clip, layoutlmv3, scene-text, unified."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.domain.retrieval import Qrels, Run
from core.encoders.unified.inputs import UnifiedInput
from core.evaluation.collections import Collection, CollectionQuery
from core.evaluation.late_fusion import Features, fit_weights, standardise
from core.evaluation.parts import QUERY_PARTS, RECORD_VIEWS, Modality, PartInput, query_parts, record_views
from core.evaluation.pictures import PictureReader
from core.evaluation.systems.ranking import best
from core.protocols import DocumentEncoder, FloatMatrix, JobContext

CHANNELS = tuple((part, view) for part in QUERY_PARTS for view in RECORD_VIEWS)
"""Pairs of a query part and a record view, each of which has a weight."""
_ENCODED_AT_ONCE = 64
_SAME_KIND = 1.0
_OTHER_KIND = 0.25
"""Weights before tuning: like with like in full, across modalities a quarter."""


def prior_weights() -> NDArray[np.float64]:
    """Weights of a system that was never tuned, (channels,)."""
    like = {
        ("text", "title"),
        ("text", "text"),
        ("image", "image"),
        ("ocr", "ocr"),
        ("ocr", "title"),
        ("whole", "whole"),
    }
    return np.array([_SAME_KIND if channel in like else _OTHER_KIND for channel in CHANNELS], dtype=np.float64)


class VectorSystem:
    """Cosines between the parts of a query and the views of a record, added with fitted weights.

    Args:
        name: The system's name.
        encoder: Makes the vectors; a part of an input that it does not know is never given to it.
        modalities: What it takes.
        reader: Opens and reads pictures.
        weights: Of `CHANNELS`; None = `prior_weights`, until `tune` is called.
    """

    def __init__(
        self,
        name: str,
        encoder: DocumentEncoder[UnifiedInput],
        modalities: frozenset[Modality],
        reader: PictureReader,
        weights: NDArray[np.float64] | None = None,
    ) -> None:
        self.name = name
        self._encoder = encoder
        self._modalities = modalities
        self._reader = reader
        self.weights = prior_weights() if weights is None else weights

    def accepts(self, query: CollectionQuery) -> bool:
        if query.ocr is not None or query.text.strip():
            return "text" in self._modalities or (query.ocr is not None and "ocr" in self._modalities)
        return query.image is not None and bool(self._modalities & {"image", "ocr"})

    def tune(self, collection: Collection, queries: Sequence[CollectionQuery], qrels: Qrels, ctx: JobContext) -> None:
        """Fit the weights on queries that are not tested on."""
        asked = [query for query in queries if self.accepts(query)]
        if not asked:
            return
        features = self._features(collection, asked, ctx)
        relevant = np.array(
            [[qrels.get(query.id, {}).get(each.id, 0) > 0 for each in collection.records] for query in asked],
            dtype=bool,
        )
        self.weights = fit_weights(features, relevant, self.weights)

    def run(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Run:
        asked = [query for query in queries if self.accepts(query)]
        if not asked:
            return {}
        scores = self._features(collection, asked, ctx) @ self.weights
        ids = [each.id for each in collection.records]
        return {query.id: best(ids, row) for query, row in zip(asked, scores, strict=True)}

    def _features(self, collection: Collection, queries: Sequence[CollectionQuery], ctx: JobContext) -> Features:
        """(queries, records, channels)."""
        views = record_views(collection.records, self._modalities, self._reader)
        parts = query_parts(queries, self._modalities, self._reader)
        documents = self._encode(views, ctx)
        questions = self._encode(parts, ctx)
        features = np.zeros((len(queries), len(collection.records), len(CHANNELS)), dtype=np.float32)
        for place, (part, view) in enumerate(CHANNELS):
            asking = [i for i, each in enumerate(parts) if each.part == part]
            answering = [i for i, each in enumerate(views) if each.part == view]
            if not asking or not answering:
                continue
            cosines = questions[asking] @ documents[answering].T
            table = np.full((len(queries), len(collection.records)), -np.inf, dtype=np.float32)
            rows = np.array([parts[i].owner for i in asking])
            best_of = np.full((len(asking), len(collection.records)), -np.inf, dtype=np.float32)
            owners = np.array([views[i].owner for i in answering])
            np.maximum.at(best_of.T, owners, cosines.T)  # of several titles the nearest counts
            table[rows] = best_of
            features[:, :, place] = standardise(np.where(np.isneginf(table), np.nan, table))
        return features

    def _encode(self, inputs: Sequence[PartInput], ctx: JobContext) -> FloatMatrix:
        blocks: list[FloatMatrix] = []
        for start in range(0, len(inputs), _ENCODED_AT_ONCE):
            block = [each.given for each in inputs[start : start + _ENCODED_AT_ONCE]]
            blocks.append(self._encoder.encode(block))
            done = min(start + _ENCODED_AT_ONCE, len(inputs))
            ctx.report(done, len(inputs), "evaluate.encoding", system=self.name)
        return np.concatenate(blocks) if blocks else np.zeros((0, self._encoder.info.dim), dtype=np.float32)


def named_weights(weights: NDArray[np.float64]) -> Mapping[str, float]:
    """Weights under the names of their channels, those above 0, for files and reports."""
    return {
        f"{part}→{view}": float(weight)
        for (part, view), weight in zip(CHANNELS, weights, strict=True)
        if weight > 0 and math.isfinite(weight)
    }


def weights_of(named: Mapping[str, float]) -> NDArray[np.float64]:
    """Undo `named_weights`."""
    return np.array([named.get(f"{part}→{view}", 0.0) for part, view in CHANNELS], dtype=np.float64)
