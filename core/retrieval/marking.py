"""Where a query stands in what is printed of a record."""

from __future__ import annotations

from core.domain.records import BibliographicRecord
from core.domain.retrieval import Marks
from core.text.highlight import Highlighter


def printed_fields(record: BibliographicRecord) -> dict[str, str]:
    """The texts of a record that lists and previews show, by field; of several values one entry each."""
    fields = {"title": record.title, "description": record.description, "publisher": record.publisher}
    fields["series"] = record.series
    fields.update((f"title_parallel.{i}", title) for i, title in enumerate(record.title_parallel))
    fields.update((f"contributor.{i}", agent.name) for i, agent in enumerate(record.contributors))
    fields.update((f"subject.{i}", subject.term) for i, subject in enumerate(record.subjects))
    return {name: text for name, text in fields.items() if text}


def marks_of(record: BibliographicRecord, highlighter: Highlighter) -> Marks:
    """Field → spans in characters."""
    fields = printed_fields(record)
    names = [name for name in fields if name.startswith("contributor.")]
    titles = [name for name in fields if name.startswith("title")]
    return highlighter.marks(fields, pinyin=[*titles, *names], names=names)
