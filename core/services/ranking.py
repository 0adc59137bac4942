"""The weights of search: learned from feedback where that is better, listed beside the shipped ones, reset."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from core.domain.feedback import SearchEvent, WeightsChange, WeightsReport
from core.domain.records import BibliographicRecord
from core.domain.retrieval import SearchRequest
from core.retrieval.feedback_learning import LEAST_EVENTS, Anchor, judged_lists, learn
from core.retrieval.fusion import FEATURES, FusionWeights
from core.text.normalize import fold

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.searcher import Searcher

log = logging.getLogger(__name__)

LEARN_EVERY = 10
_N_ANCHORS = 40
_ANCHOR_WORDS = 90


class RankingService:
    """Owns the weights in use; they are kept in the library with their history.

    Args:
        catalogue: Where events and weights are kept.
        searcher: Whose weights they are.
    """

    def __init__(self, catalogue: Catalogue, searcher: Searcher) -> None:
        self._catalogue = catalogue
        self._searcher = searcher
        self._lock = threading.Lock()
        in_force = catalogue.feedback.weights_in_force()
        if in_force is not None and in_force.outcome == "kept" and set(in_force.weights) <= set(FEATURES):
            searcher.use_weights(FusionWeights(in_force.weights, in_force.none, "feedback"))

    def is_due(self) -> bool:
        """Whether enough was said since learning was last tried."""
        _, total = self._catalogue.feedback.events(limit=1)
        tried = next((c.events for c in self._catalogue.feedback.weights_history(20) if c.outcome != "reset"), 0)
        return total >= LEAST_EVENTS and abs(total - tried) >= LEARN_EVERY

    def report(self) -> WeightsReport:
        """The weights in use beside the shipped ones, and how they came about."""
        return WeightsReport(
            dict(self._searcher.shipped_weights.weights),
            dict(self._searcher.weights.weights),
            self._catalogue.feedback.weights_history(),
        )

    def learn(self) -> WeightsChange:
        """Learn from all feedback; the new weights are used only when they pass the replay. Either way it is noted.

        Raises:
            ConflictError: ``library.read_only``.
        """
        with self._lock:
            events, total = self._catalogue.feedback.events()
            lists = judged_lists([e for e in events if e.origin == "search"], _key)
            present = self._searcher.weights
            found = learn(lists, self._searcher.shipped_weights, present, self._anchors)
            change = self._catalogue.feedback.note_weights(
                WeightsChange(
                    id=0,
                    at=datetime.now(UTC),
                    outcome="kept" if found.is_kept else "dropped",
                    reason=found.reason,
                    weights=dict(found.weights.weights),
                    none=found.weights.none,
                    events=total,
                    replay=found.replay,
                )
            )
            if found.is_kept:
                self._searcher.use_weights(found.weights)
            log.info("learned from %d events: %s", total, found.reason)
            return change

    def reset(self) -> WeightsChange:
        """Go back to the shipped weights; feedback stays.

        Raises:
            ConflictError: ``library.read_only``.
        """
        with self._lock:
            shipped = self._searcher.shipped_weights
            change = self._catalogue.feedback.note_weights(
                WeightsChange(
                    id=0,
                    at=datetime.now(UTC),
                    outcome="reset",
                    reason="feedback.reset",
                    weights=dict(shipped.weights),
                    none=shipped.none,
                )
            )
            self._searcher.use_weights(shipped)
            return change

    def _anchors(self) -> list[Anchor]:
        """Records evenly from the whole library, asked by their title and by words of their description."""
        ids = sorted(record_id for record_id in self._catalogue.record_languages())
        chosen = [ids[i] for i in sorted({int(i) for i in np.linspace(0, len(ids) - 1, min(_N_ANCHORS, len(ids)))})]
        found: list[Anchor] = []
        for record in self._catalogue.get(chosen):
            for text in _own_words(record):
                evidence = self._searcher.gather(SearchRequest(text))
                scored = self._searcher.featurise(evidence)
                places = [i for i, each in enumerate(scored.records) if each.id == record.id]
                if places:
                    found.append(Anchor(scored.features.astype(np.float64), places[0]))
        return found


def _own_words(record: BibliographicRecord) -> list[str]:
    words = [record.title, record.description.strip()[-_ANCHOR_WORDS:]]
    return [text.replace('"', " ") for text in words if len(fold(text)) > 1]


def _key(event: SearchEvent) -> str:
    return fold(event.request.text.strip())
