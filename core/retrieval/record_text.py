"""What of a record is encoded: each title on its own, and description with subjects. One vector drowns the title."""

from __future__ import annotations

import hashlib
import re

from core.domain.records import BibliographicRecord

MAX_TITLES = 8
MAX_PASSAGES = 10
MIN_SENTENCE = 5
_SENTENCE_END = re.compile(r"(?<=[。！？；.!?;])\s*")
_SERIES_TAIL = re.compile(r"\s*[(（][^()（）]*(?:#|No\.|第)\s*[\d.\-–]+[^()（）]*[)）]\s*$")


def title_texts(record: BibliographicRecord) -> tuple[str, ...]:
    """The title and its parallel forms, without a series statement in brackets at the end, each once."""
    forms: dict[str, None] = {}
    for title in (record.title, *record.title_parallel):
        bare = _SERIES_TAIL.sub("", title).strip() or title.strip()
        if bare:
            forms.setdefault(bare)
    return tuple(forms)[:MAX_TITLES]


def description_text(record: BibliographicRecord) -> str:
    """Description and subject terms; "" when the record has neither. Class numbers carry no words and stay out."""
    return "\n".join(part for part in (record.description.strip(), subject_text(record)) if part)


def subject_text(record: BibliographicRecord) -> str:
    """The subject terms alone."""
    return "; ".join(s.term for s in record.subjects if s.scheme not in ("clc", "ddc", "lcc") and s.term.strip())


def passage_texts(record: BibliographicRecord) -> tuple[str, ...]:
    """Sentences of the description and single subjects: what somebody remembers is often one detail."""
    sentences = [s.strip() for s in _SENTENCE_END.split(record.description) if len(s.strip()) > MIN_SENTENCE]
    subjects = [s.term for s in record.subjects if s.scheme not in ("clc", "ddc", "lcc") and s.term.strip()]
    return tuple(dict.fromkeys([*sentences[:MAX_PASSAGES], *subjects[:MAX_PASSAGES]]))


def content_hash(texts: tuple[str, ...]) -> str:
    """Tells whether a channel's input changed, so that nothing is encoded twice."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:32]
