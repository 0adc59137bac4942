"""Why a result is there: one reason a channel, as a message id with values and the words to highlight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.domain.records import BibliographicRecord
from core.domain.retrieval import Reason
from core.retrieval.word_evidence import WordEvidence
from core.text.match import highlight_terms
from core.text.query import ParsedQuery

if TYPE_CHECKING:
    from core.retrieval.searcher import Evidence

_FIELDS = ("title", "title_parallel", "names", "subjects", "description", "imprint", "cover_text")


def reasons_for(
    parsed: ParsedQuery,
    record: BibliographicRecord,
    words: WordEvidence,
    evidence: Evidence,
    channels: Mapping[str, float],
) -> tuple[Reason, ...]:
    """The reasons of one result, the most telling first."""
    reasons: list[Reason] = []
    record_id = int(record.id or 0)
    if "identifier" in channels:
        reasons.append(Reason("identifier", "why.number", {"number": parsed.raw.strip()}))
    hit = evidence.lexical.get(record_id)
    if hit is not None and hit.fields:
        if all(name.startswith("pinyin") for name in hit.fields):
            field_name = "names" if "pinyin_names" in hit.fields else "title"
            reasons.append(Reason("lexical", "why.pinyin", {"query": parsed.raw.strip()}, field_name))
        else:
            field_name = next((name for name in _FIELDS if name in hit.fields), "")
            reasons.append(Reason("lexical", "why.words", {"field": field_name}, field_name, highlight_terms(parsed)))
    elif words.matched:
        reasons.append(Reason("lexical", "why.some_words", {"n": len(words.matched)}, "", words.matched))
    if max(words.gloss_title, words.gloss_title_reverse, words.gloss_words) >= 0.5:
        reasons.append(Reason("lexical", "why.translation", {}, "title"))
    similarity = channels.get("semantic", 0.0)
    if similarity > 0.2:
        reasons.append(Reason("semantic", "why.meaning", {"percent": round(100 * similarity)}))
    if channels.get("cover", 0.0) > 0.05:
        reasons.append(Reason("cover", "why.cover", {"percent": round(100 * channels["cover"])}))
    return tuple(reasons)
