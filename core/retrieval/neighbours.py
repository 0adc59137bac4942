"""The holdings nearest to a record: by meaning of titles and descriptions, by words, and by who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.domain.records import BibliographicRecord, RecordId
from core.protocols import IntVector
from core.retrieval.record_text import description_text, title_texts
from core.text.match import to_match
from core.text.normalize import fold, to_simplified
from core.text.query import parse

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.protocols import TextEncoder
    from core.retrieval.models import ModelHost
    from core.retrieval.vector_store import FloatVector, VectorStore

_PER_CHANNEL = 40
_MAX_QUERY = 300
# Chosen by leave-one-out on the demo library among a few round values; see core.bench.class_suggestion.
_DESCRIPTION, _TITLE, _WORDS, _AUTHOR, _SERIES = 1.0, 0.5, 0.5, 0.35, 0.25


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A stored record and how near it is (0…about 2.6; unrelated ones reach about .5)."""

    record: BibliographicRecord
    nearness: float


class NeighbourFinder:
    """Finds the nearest holdings of a record that is stored or only drafted."""

    def __init__(self, catalogue: Catalogue, vectors: VectorStore, models: ModelHost) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._models = models

    @property
    def has_meaning(self) -> bool:
        """Whether the encoders are loaded, so that meaning is compared too."""
        return self._models.ready is not None

    def nearest(self, record: BibliographicRecord, k: int = 16, *, others_than_work: bool = False) -> list[Neighbour]:
        """The k nearest stored records, nearest first, never the record itself.

        Args:
            record: Title and whatever else is known; subjects and description help most.
            k: How many.
            others_than_work: Leave out other editions and translations of the same title, to measure what is left.
        """
        description: dict[int, float] = {}
        titles: dict[int, float] = {}
        if (models := self._models.ready) is not None:
            description = self._by_description(record, models.text)
            titles = self._by_title(record, models.text)
        words = self._by_words(record)
        candidates = [RecordId(i) for i in {**description, **titles, **words} if i != record.id]
        authors = {_folded(name) for name in record.authors}
        found: list[Neighbour] = []
        for stored in self._catalogue.get(candidates):
            if stored.id is None or (others_than_work and _is_same_work(record, stored)):
                continue
            nearness = (
                _DESCRIPTION * description.get(stored.id, 0.0)
                + _TITLE * titles.get(stored.id, 0.0)
                + _WORDS * words.get(stored.id, 0.0)
                + _AUTHOR * bool(authors & {_folded(name) for name in stored.authors})
                + _SERIES * bool(record.series and _folded(record.series) == _folded(stored.series))
            )
            found.append(Neighbour(stored, nearness))
        found.sort(key=lambda neighbour: (-neighbour.nearness, neighbour.record.id or 0))
        return found[:k]

    def _by_description(self, record: BibliographicRecord, encoder: TextEncoder) -> dict[int, float]:
        text = description_text(record)
        if not text:
            return {}
        (vector,) = encoder.encode([text], "passage", [record.language])
        scores = self._vectors.score("description", encoder.info.fingerprint, vector)
        best = scores.top(_PER_CHANNEL)
        return _by_id(best, scores.lookup(best))

    def _by_title(self, record: BibliographicRecord, encoder: TextEncoder) -> dict[int, float]:
        texts = title_texts(record)
        found: dict[int, float] = {}
        for vector in encoder.encode(texts, "passage") if texts else ():
            scores = self._vectors.score("title", encoder.info.fingerprint, vector)
            best = scores.top(_PER_CHANNEL)
            for record_id, score in _by_id(best, scores.lookup(best)).items():
                found[record_id] = max(score, found.get(record_id, 0.0))
        return found

    def _by_words(self, record: BibliographicRecord) -> dict[int, float]:
        """BM25 of title, names and subjects, as a share of the best score of another record."""
        pieces = [
            record.title,
            *record.authors,
            *(s.term for s in record.subjects if s.scheme not in ("clc", "ddc", "lcc")),
        ]
        match = to_match(parse(" ".join(pieces)[:_MAX_QUERY]), "or")
        if match is None:
            return {}
        ranked = [(i, s) for i, s in self._catalogue.rank_text(match, _PER_CHANNEL) if i != record.id]
        best = max((score for _, score in ranked), default=0.0)
        return {int(record_id): score / best for record_id, score in ranked} if best > 0 else {}


def _by_id(ids: IntVector, scores: FloatVector) -> dict[int, float]:
    return {int(i): float(s) for i, s in zip(ids, scores, strict=True) if not np.isnan(s)}


def _folded(text: str) -> str:
    return fold(to_simplified(text))


def _is_same_work(one: BibliographicRecord, other: BibliographicRecord) -> bool:
    """Whether they share a title in some script or language."""
    mine = {_folded(t) for t in (one.title, *one.title_parallel)}
    return bool(mine & {_folded(t) for t in (other.title, *other.title_parallel)})
