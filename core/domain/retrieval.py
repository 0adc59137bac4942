"""Queries, ranked results, relevance judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.domain.filters import SearchFilters
from core.domain.records import BibliographicRecord, RecordId
from core.domain.scans import Decision, OcrPage

Channel = Literal["identifier", "lexical", "semantic", "cover"]
CHANNELS: tuple[Channel, ...] = ("identifier", "lexical", "semantic", "cover")
Verdict = Literal["", "this_is_it", "not_this"]

Marks = Mapping[str, tuple[tuple[int, int], ...]]
Qrels = Mapping[str, Mapping[str, int]]
"""Query id → document id → grade (0 = judged not relevant)."""
Run = Mapping[str, Mapping[str, float]]
"""Query id → document id → score, higher is better."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record whose like is looked for: by meaning of its words, or by the picture of its main cover."""

    record_id: RecordId
    by: Literal["meaning", "cover"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What was typed, dropped or chosen. At least one of `text`, `image_path` and `like` is needed for a search.

    `channels` empty means all. `limit` is the number of results wanted, 1…1000. `filters` are chosen beside the text
    and hold together with those typed in it.
    """

    text: str = ""
    image_path: str | None = None
    limit: int = 20
    channels: tuple[Channel, ...] = ()
    filters: SearchFilters = field(default_factory=SearchFilters)
    like: Likeness | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is there. `message_id` + `values` make the sentence; `field` and `terms` say what to highlight."""

    channel: Channel
    message_id: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    field_name: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One ranked record. `score` is the calibrated probability (0…1) that it is (also) what was looked for.

    `channels` holds each channel's own normalised score in 0…1, only of channels that found the record. `verdict` is
    what was said about it when the same was asked before. `marks` says where the query stands in what is printed, in
    any script or by pinyin: field ("title", "title_parallel.0", "contributor.0", "subject.0", "description",
    "publisher", "series") → (start, end) in characters.
    """

    rank: int
    record: BibliographicRecord
    score: float
    channels: Mapping[str, float]
    reasons: tuple[Reason, ...] = ()
    cover_sha256: str | None = None
    verdict: Verdict = ""
    marks: Marks = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """The answer to one `SearchRequest`.

    `no_good_match` is True when even the best result is improbable; results are then shown as "nearest" at most.
    `semantic_ready` is False while encoders are still loading, so only words and numbers were searched. `search_id`
    names the search when feedback on it can be taken, else "".
    """

    took_ms: float
    results: tuple[SearchResult, ...]
    total: int = 0
    no_good_match: bool = False
    semantic_ready: bool = True
    notice_id: str | None = None
    search_id: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a scan may show, with the evidence. `inliers` is None when geometry was not compared."""

    record: BibliographicRecord
    probability: float
    words: float
    picture: float
    inliers: int | None
    same_isbn: bool = False
    cover_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Identification:
    """The outcome for one image.

    `confidence` is the calibrated probability that the decision is right. `draft` is made for *possible* and *new*.
    `outline`: where the cover on which `ocr` was read lies in the image (8 numbers, corners from its top-left on, in
    shares of width and height); empty when it is the whole image. `error_id` and `error_context` are set only when the
    decision is "rejected".
    """

    image: str
    decision: Decision
    confidence: float
    isbn: str | None = None
    ocr: OcrPage | None = None
    draft: BibliographicRecord | None = None
    candidates: tuple[Candidate, ...] = ()
    sha256: str | None = None
    known_cover_of: RecordId | None = None
    took_ms: float = 0.0
    outline: tuple[float, ...] = ()
    error_id: str | None = None
    error_context: Mapping[str, str | int | float] = field(default_factory=dict)
