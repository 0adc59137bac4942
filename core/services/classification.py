"""Classes to browse, and what the nearest holdings propose for a record: class, subjects, publisher, series, language.

Everything is a proposal with its evidence; a person decides.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stdnum import isbn as isbn_numbers
from stdnum.exceptions import ValidationError

from core.domain.classification import (
    ClassNode,
    CoverDraft,
    Evidence,
    FieldProposal,
    Proposals,
    ProposedField,
)
from core.domain.library import RecordPage
from core.domain.records import BibliographicRecord
from core.retrieval.neighbours import Neighbour
from core.services.class_table import CLASS_SCHEMES, classes_of, load_class_table
from core.text.normalize import fold, to_simplified

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.identify import Identifier
    from core.retrieval.neighbours import NeighbourFinder

_NEIGHBOURS = 16
_SHARPNESS = 4.0
"""Votes fall by e for each quarter of nearness below the nearest."""
_DOUBT = 0.3
"""The vote of those who are not there: what a single neighbour says counts for three quarters."""
_RELATED = 0.75
"""Neighbours that are less near than this say little about what a record is about."""
_SHOWN = 5
_LEAST_CONFIDENCE = 0.05
_BROADER_FROM = 0.2
_LEAST_SHARE = 0.005
"""Of the vote, for a holding to be named as evidence: less would show as 0 %. The first is named always."""
_MOST_EVIDENCE = 3
# Logistic calibration of a class's share of the vote and the nearness of its nearest voter; fitted by leave-one-out on
# the demo library (core.bench.class_suggestion prints the figures).
_BIAS, _PER_SHARE, _PER_NEARNESS = -6.2, 7.9, 2.2
_ISBN_LANGUAGES = {
    "978-7": "chi", "978-0": "eng", "978-1": "eng", "978-2": "fre", "978-3": "ger", "978-4": "jpn", "978-5": "rus",
    "978-89": "kor", "979-11": "kor", "978-957": "chi", "978-986": "chi", "978-626": "chi", "978-88": "ita",
    "978-84": "spa",
}  # fmt: skip
_CONFIDENCE_OF_GROUP = 0.8
_SHORTEST_SERIES = 3


class ClassificationService:
    """Browses classes and proposes fields from the holdings."""

    def __init__(self, catalogue: Catalogue, neighbours: NeighbourFinder, identifier: Identifier) -> None:
        self._catalogue = catalogue
        self._neighbours = neighbours
        self._identifier = identifier

    def classes(self, parent: str = "") -> tuple[ClassNode, ...]:
        """The classes of CLC (中图法) below one, the main classes for "", each with its number of records."""
        return load_class_table().children(parent, self._catalogue.class_counts("clc"))

    def class_path(self, notation: str) -> tuple[ClassNode, ...]:
        """The classes that lead to a notation, the main class first."""
        table, counts = load_class_table(), self._catalogue.class_counts("clc")
        return tuple(table.node(step, counts) for step in table.path(notation))

    def records_in_class(self, notation: str, offset: int = 0, limit: int = 50) -> RecordPage:
        """A page of the records in a class and below it, by title."""
        ids = self._catalogue.records_in_class("clc", notation)
        records, total = self._catalogue.browse(offset, limit, "title", ids=ids)
        covers = self._catalogue.covers_of([r.id for r in records if r.id is not None])
        main = [next((c.picture for c in covers.get(r.id, ()) if c.is_main), None) if r.id else None for r in records]
        return RecordPage(tuple(records), tuple(main), offset, total)

    def propose(self, record: BibliographicRecord, printed: str = "") -> Proposals:
        """What the holdings propose for a record, stored or not.

        Args:
            record: What is known. A title is enough; subjects and a description make it better.
            printed: The words on its cover or title page, where known: a series or publisher named there counts.
        """
        nearest = self._neighbours.nearest(record, _NEIGHBOURS)
        proposals = [
            *self.proposed_classes(record, nearest),
            *_subjects(record, nearest),
            *self._publisher(record),
            *self._series(record, printed),
            *_language(record),
        ]
        return Proposals(tuple(proposals), words_only=not self._neighbours.has_meaning)

    def draft_from_cover(self, path: str) -> CoverDraft:
        """Fill a record from a scan: number and words of the cover, and what the nearest holdings add.

        The record holds what the cover says; what is only inferred stays a proposal. Where the scan shows a record that
        is held (decision "match"), the draft is that record.

        Raises:
            InvalidInputError: "image.…".
            HostFaultError: If the models or the OCR engine are missing.
        """
        found = self._identifier.identify_file(Path(path))
        if found.draft is None:
            record = found.candidates[0].record if found.candidates else BibliographicRecord("")
        else:
            record = found.draft
        return CoverDraft(found, record, self.propose(record, found.ocr.text if found.ocr else ""))

    def proposed_classes(self, record: BibliographicRecord, nearest: Sequence[Neighbour]) -> tuple[FieldProposal, ...]:
        """Class numbers by the vote of the neighbours, each scheme by itself."""
        own = set(classes_of(record))
        found: list[FieldProposal] = []
        for scheme in CLASS_SCHEMES:
            votes: dict[str, list[tuple[Neighbour, float]]] = defaultdict(list)
            voters = [(n, [c for s, c in classes_of(n.record) if s == scheme]) for n in nearest]
            voters = [(n, classes) for n, classes in voters if classes]
            if not voters:
                continue
            weights = _weights([n for n, _ in voters])
            for (neighbour, classes), weight in zip(voters, weights, strict=True):
                for notation in classes:
                    votes[notation].append((neighbour, weight / len(classes)))
            proposals = [
                _proposal("class", notation, scheme, who)
                for notation, who in votes.items()
                if (scheme, notation) not in own
            ]
            proposals.sort(key=lambda p: (-p.confidence, p.value))
            found += [p for p in proposals[:_SHOWN] if p.confidence >= _LEAST_CONFIDENCE]
            if scheme == "clc" and not own:
                found += _broader(votes)
        return tuple(found)

    def _publisher(self, record: BibliographicRecord) -> list[FieldProposal]:
        """The publisher to whom the ISBN's registrant belongs, by the holdings."""
        prefix = _registrant(record)
        if not prefix or record.publisher:
            return []
        rows = [row for row in self._catalogue.publishers_by_isbn(prefix) if row[0] != record.id]
        names: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for record_id, title, publisher, place in rows:
            names[publisher].append((record_id, title, place))
        found: list[FieldProposal] = []
        for name, books in sorted(names.items(), key=lambda pair: -len(pair[1]))[:2]:
            share = len(books) / (len(rows) + 1)  # one unseen book may have another
            evidence = tuple(Evidence(r, t, 1 / len(rows)) for r, t, _ in books[:_MOST_EVIDENCE])  # type: ignore[arg-type]
            found.append(FieldProposal("publisher", name, round(share, 3), "propose.isbn_publisher", "", evidence))
            place = next((p for _, _, p in books if p), "")
            if place and not record.place:
                found.append(FieldProposal("place", place, round(share, 3), "propose.isbn_publisher", "", evidence))
        return found

    def _series(self, record: BibliographicRecord, printed: str) -> list[FieldProposal]:
        """A series of the holdings whose name is printed on the cover."""
        text = _compact(printed)
        if record.series or not text:
            return []
        names = self._catalogue.series_names()
        hits = [name for name in names if len(key := _compact(name)) >= _SHORTEST_SERIES and key in text]
        hits.sort(key=lambda name: (-len(name), name))
        return [
            FieldProposal("series", name, round(names[name] / (names[name] + 0.5), 3), "propose.printed")
            for name in hits[:2]
        ]


def _broader(votes: Mapping[str, Sequence[tuple[Neighbour, float]]]) -> list[FieldProposal]:
    """The class of the table on which the neighbours agree best, where they do not agree on one notation."""
    table = load_class_table()
    by_stem: dict[str, list[tuple[Neighbour, float]]] = defaultdict(list)
    for notation, who in votes.items():
        stem = next((s for s in reversed(table.path(notation)) if s in table.names), "")
        if stem:
            by_stem[stem] += who
    proposals = [_proposal("class", stem, "clc", who) for stem, who in by_stem.items() if stem not in votes]
    best = max(proposals, key=lambda p: (p.confidence, p.value), default=None)
    return [replace(best, is_broader=True)] if best is not None and best.confidence >= _BROADER_FROM else []


def _subjects(record: BibliographicRecord, nearest: Sequence[Neighbour]) -> list[FieldProposal]:
    own = {_compact(s.term) for s in record.subjects}
    votes: dict[tuple[str, str], list[tuple[Neighbour, float]]] = defaultdict(list)
    for neighbour, weight in zip(nearest, _weights(nearest), strict=True):
        for subject in neighbour.record.subjects:
            if subject.scheme not in CLASS_SCHEMES and _compact(subject.term) not in own:
                votes[subject.scheme, subject.term].append((neighbour, weight))
    proposals = [_proposal("subject", term, scheme, who) for (scheme, term), who in votes.items()]
    proposals.sort(key=lambda p: (-p.confidence, p.value))
    return [p for p in proposals[:_SHOWN] if p.confidence >= _LEAST_CONFIDENCE]


def _language(record: BibliographicRecord) -> list[FieldProposal]:
    number = record.isbn
    if record.language or not number or len(number) != 13:
        return []
    for length in (3, 2, 1):
        language = _ISBN_LANGUAGES.get(f"{number[:3]}-{number[3 : 3 + length]}")
        if language:
            return [FieldProposal("language", language, _CONFIDENCE_OF_GROUP, "propose.isbn_group")]
    return []


def _weights(nearest: Sequence[Neighbour]) -> list[float]:
    """Shares of the vote; the nearest has the most. They sum to less than one: a lone or distant voter is in doubt."""
    if not nearest:
        return []
    best = max(n.nearness for n in nearest)
    raw = [math.exp(_SHARPNESS * (n.nearness - best)) * min(1.0, max(0.1, n.nearness / _RELATED)) for n in nearest]
    return [weight / (sum(raw) + _DOUBT) for weight in raw]


def _proposal(field: ProposedField, value: str, scheme: str, who: Sequence[tuple[Neighbour, float]]) -> FieldProposal:
    share = sum(weight for _, weight in who)
    nearness = max(n.nearness for n, _ in who)
    confidence = 1 / (1 + math.exp(-(_BIAS + _PER_SHARE * share + _PER_NEARNESS * nearness)))
    evidence = tuple(
        Evidence(n.record.id, n.record.title, round(weight, 4))
        for place, (n, weight) in enumerate(sorted(who, key=lambda pair: -pair[1])[:_MOST_EVIDENCE])
        if n.record.id is not None and (place == 0 or weight >= _LEAST_SHARE)
    )
    return FieldProposal(field, value, round(confidence, 3), "propose.neighbours", scheme, evidence)


def _registrant(record: BibliographicRecord) -> str:
    """The digits of an ISBN-13 that name its publisher; "" without a number that can be split."""
    number = record.isbn
    if not number or len(number) != 13:
        return ""
    try:
        parts: Sequence[str] = isbn_numbers.split(isbn_numbers.validate(number))
    except ValidationError:
        return ""
    return "".join(parts[:3]) if all(parts[:3]) else ""


def _compact(text: str) -> str:
    return fold(to_simplified(text)).replace(" ", "")
