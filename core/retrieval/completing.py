"""What a library holds that goes on from the first letters or characters of a query."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.listing import Suggestion
from core.domain.records import BibliographicRecord
from core.text.highlight import typed_span
from core.text.normalize import fold

_MOST_NAMES = 3


def completions(typed: str, records: Sequence[BibliographicRecord], limit: int) -> tuple[Suggestion, ...]:
    """Suggestions from records that were found for what was typed, best first; names and subjects after titles."""
    titles: dict[str, Suggestion] = {}
    others: dict[str, Suggestion] = {}
    for record in records:
        names = [agent.name for agent in record.contributors]
        of_names = [(name, span) for name in names if (span := typed_span(typed, name, is_name=True))]
        others.update((fold(name), Suggestion(name, "author", span)) for name, span in of_names)
        for subject in record.subjects:
            if subject.scheme not in ("clc", "ddc", "lcc") and (span := typed_span(typed, subject.term)):
                others.setdefault(fold(subject.term), Suggestion(subject.term, "subject", span))
        for title in (record.title, *record.title_parallel):
            if span := typed_span(typed, title):
                titles.setdefault(fold(title), Suggestion(title, "title", span))
                break
        else:
            if not of_names:
                titles.setdefault(fold(record.title), Suggestion(record.title, "title"))
    also = list(others.values())[:_MOST_NAMES]
    return (*list(titles.values())[: limit - len(also)], *also)
