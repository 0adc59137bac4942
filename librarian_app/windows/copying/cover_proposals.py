"""What a cover says, with what the nearest holdings add to it where it says nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.domain.classification import CoverDraft, FieldProposal
from core.domain.records import BibliographicRecord, Subject
from librarian_app import wording

LEAST_CONFIDENCE = 0.5
_PLAIN = ("publisher", "place", "series", "language")
_TITLES_SHOWN = 2


def enriched(draft: CoverDraft) -> tuple[BibliographicRecord, str]:
    """The draft with the likely proposals for its empty fields, and a sentence on where they come from."""
    record = draft.record
    changes: dict[str, Any] = {}
    told: list[str] = []
    for name in _PLAIN:
        proposal = next((p for p in draft.proposals.proposals if p.field == name), None)
        if proposal is not None and proposal.confidence >= LEAST_CONFIDENCE and not getattr(record, name):
            changes[name] = proposal.value
            told.append(_told(proposal))
    subjects = list(record.subjects)
    for proposal in draft.proposals.proposals:
        is_likely = proposal.field in ("class", "subject") and proposal.confidence >= LEAST_CONFIDENCE
        subject = Subject(proposal.value, proposal.scheme)
        if is_likely and subject not in subjects:
            subjects.append(subject)
            told.append(_told(proposal))
    changes["subjects"] = tuple(subjects)
    taken: BibliographicRecord = replace(
        record, id=None, external_id=None, holdings=(), version=0, status="draft", **changes
    )
    return taken, "  ·  ".join(told)


def _told(proposal: FieldProposal) -> str:
    titles = wording.list_separator().join(each.title for each in proposal.evidence[:_TITLES_SHOWN])
    said = f"{wording.field(proposal.field)} {proposal.value} {proposal.confidence:.0%}"
    return f"{said} ({titles})" if titles else said
