"""Records that may describe the same thing, and what a person said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

from core.domain.library import IntakeItemId
from core.domain.records import BibliographicRecord, RecordId

Verdict = Literal["same_scan", "same_edition", "other_edition", "translation", "different"]
VERDICTS: tuple[Verdict, ...] = ("same_scan", "same_edition", "other_edition", "translation", "different")
"""From the strongest reason to merge to none at all."""
DUPLICATE_VERDICTS: frozenset[Verdict] = frozenset({"same_scan", "same_edition"})
"""Verdicts by which two records describe one edition."""

EvidenceKind = Literal[
    "scan", "isbn", "title", "author", "year", "edition", "volume", "publisher", "language", "cover",
]  # fmt: skip
ExemptionId = NewType("ExemptionId", int)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was compared. `agrees` False speaks against one edition; None where a side says nothing."""

    kind: EvidenceKind
    agrees: bool | None
    first: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """What two descriptions are to each other. `score` 0…1 says how sure that is."""

    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_duplicate(self) -> bool:
        """Whether one of two such records is too many."""
        return self.verdict in DUPLICATE_VERDICTS


@dataclass(frozen=True, slots=True)
class SuspectPair:
    """Two stored records that look alike. `covers` are the SHA-256 of their main covers."""

    first: BibliographicRecord
    second: BibliographicRecord
    verdict: PairVerdict
    covers: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True)
class SuspectPage:
    """A page of suspect pairs, the surest first.

    `total` counts the whole list, `by_verdict` its parts. `searched_at` is None before the first search; `n_changed`
    counts records that changed since.
    """

    pairs: tuple[SuspectPair, ...]
    offset: int
    total: int
    by_verdict: Mapping[Verdict, int] = field(default_factory=dict)
    searched_at: datetime | None = None
    n_changed: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """A stored record that a draft would double, or is related to."""

    record: BibliographicRecord
    verdict: PairVerdict
    cover_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ScanVerdict:
    """What the draft of a scan in the review queue is to the stored record nearest to it."""

    item_id: IntakeItemId
    record_id: RecordId
    title: str
    verdict: Verdict
    score: float


@dataclass(frozen=True, slots=True)
class Exemption:
    """A person's word that two records are no duplicates; `first` < `second`."""

    first: RecordId
    second: RecordId


@dataclass(frozen=True, slots=True)
class StoredSuspect:
    """A suspect pair as the search left it; `first` < `second`."""

    first: RecordId
    second: RecordId
    verdict: Verdict
    score: float
