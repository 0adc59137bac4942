"""Domain objects → the JSON documents that scripts rely on (README, "Command line"). Keys are stable."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from librarian_app.cli.output import JsonValue
from librarian_app.messages import sentence

if TYPE_CHECKING:
    from core.domain.changes import ChangeSet
    from core.domain.listing import Facet
    from core.domain.records import BibliographicRecord, RejectedInput
    from core.domain.retrieval import Candidate, Identification, SearchResponse

SCORE_DIGITS = 4
CHANNEL_KEYS = ("lexical", "semantic", "cover")


def plain(value: object) -> JsonValue:
    """Any domain value as JSON: dataclasses become objects with their field names, times ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return cast("JsonValue", value)


def search_document(response: SearchResponse, facets: Sequence[Facet] | None = None) -> dict[str, JsonValue]:
    """The answer of `search`: ``{"took_ms", "no_good_match", "results": [RESULT…]}``, and "facets" when asked for."""
    document: dict[str, JsonValue] = {
        "took_ms": round(response.took_ms, 2),
        "no_good_match": response.no_good_match,
        "results": [
            result_document(result.rank, result.record, result.score, result.channels) for result in response.results
        ],
    }
    if facets is not None:
        document["facets"] = {
            facet.name: [{"value": each.value, "count": each.count} for each in facet.values] for facet in facets
        }
    return document


def result_document(
    rank: int, record: BibliographicRecord, score: float, channels: Mapping[str, float | None]
) -> dict[str, JsonValue]:
    """One RESULT. `channels` always has lexical, semantic and cover (null where the channel did not find it)."""
    named: dict[str, JsonValue] = dict.fromkeys(CHANNEL_KEYS)
    named.update({key: None if value is None else round(float(value), SCORE_DIGITS) for key, value in channels.items()})
    return {
        "rank": rank,
        "record_id": record.id,
        "identifier": record.external_id,
        "title": record.title,
        "authors": list(record.authors),
        "year": record.year,
        "score": round(float(score), SCORE_DIGITS),
        "channels": named,
    }


def identification_document(found: Identification, language: str) -> dict[str, JsonValue]:
    """One item of `identify`. An image that could not be read has the decision "rejected" and an "error"."""
    document: dict[str, JsonValue] = {
        "image": found.image,
        "decision": found.decision,
        "confidence": round(found.confidence, SCORE_DIGITS),
        "isbn": found.isbn,
        "ocr_text": found.ocr.text if found.ocr else "",
        "draft": draft_document(found.draft) if found.draft else None,
        "candidates": [_candidate_document(rank, each) for rank, each in enumerate(found.candidates, start=1)],
        "took_ms": round(found.took_ms, 1),
    }
    if found.error_id:
        message = sentence(found.error_id, found.error_context, language)
        document["error"] = {"id": found.error_id, "message": message}
    return document


def _candidate_document(rank: int, candidate: Candidate) -> dict[str, JsonValue]:
    channels: dict[str, float | None] = {"lexical": candidate.words, "cover": candidate.picture}
    if candidate.same_isbn:
        channels["identifier"] = 1.0
    return result_document(rank, candidate.record, candidate.probability, channels)


def draft_document(record: BibliographicRecord) -> dict[str, JsonValue]:
    """A drafted record with the keys of a collection's records.jsonl, and the publisher."""
    return {
        "title": record.title,
        "title_parallel": list(record.title_parallel),
        "authors": list(record.authors),
        "language": record.language,
        "description": record.description,
        "subjects": [subject.term for subject in record.subjects],
        "year": record.year,
        "isbn": record.isbn,
        "publisher": record.publisher,
        "edition": record.edition,
        "series": record.series,
    }


def rejected_document(rejected: Sequence[RejectedInput], language: str) -> list[JsonValue]:
    """What an import refused: file, position and the reason as a sentence."""
    return [
        {"file": each.file, "position": each.position, "reason": sentence(each.reason_id, each.reason, language)}
        for each in rejected
    ]


def change_document(change: ChangeSet) -> dict[str, JsonValue]:
    """What a mutation changed, by record id."""
    return {
        "operation": change.operation_id,
        "created": list(change.created),
        "updated": list(change.updated),
        "deleted": list(change.deleted),
    }
