"""`duplicates`: records that describe one thing."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from librarian_app.cli.documents import SCORE_DIGITS
from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands, positive
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.duplicates import SuspectPage
    from core.domain.records import BibliographicRecord


def register(commands: Commands) -> None:
    """Add the command of this module to the grammar."""
    words = commands.words
    command = commands.add("duplicates", run_duplicates)
    command.add_argument("--limit", metavar="N", type=positive, default=100, help=words("option.duplicates_limit"))


def run_duplicates(session: Session, options: Namespace) -> Outcome:
    """Look through the library and list the suspect pairs, the surest first. Changes no record."""
    with session.application() as application:
        application.duplicates.search(session.progress)
        page = application.duplicates.page(0, options.limit)
    pairs: list[JsonValue] = [
        {
            "verdict": pair.verdict.verdict,
            "score": round(pair.verdict.score, SCORE_DIGITS),
            "first": _record_document(pair.first),
            "second": _record_document(pair.second),
            "evidence": {fact.kind: fact.agrees for fact in pair.verdict.evidence},
        }
        for pair in page.pairs
    ]
    counts: JsonValue = {str(verdict): n for verdict, n in page.by_verdict.items()}
    return Outcome({"total": page.total, "by_verdict": counts, "pairs": pairs}, lambda: _text(session, page))


def _record_document(record: BibliographicRecord) -> JsonValue:
    return {
        "record_id": record.id,
        "identifier": record.external_id,
        "title": record.title,
        "authors": list(record.authors),
        "year": record.year,
    }


def _text(session: Session, page: SuspectPage) -> str:
    words = session.words
    if not page.pairs:
        return words("duplicates.none")
    headings = [words(f"duplicates.{name}") for name in ("verdict", "score", "first", "second")]
    rows = [
        [
            words(f"duplicates.{pair.verdict.verdict}"),
            f"{pair.verdict.score:.2f}",
            _line(pair.first),
            _line(pair.second),
        ]
        for pair in page.pairs
    ]
    return "\n".join([table(headings, rows, max_width=44), words("duplicates.total", n=page.total)])


def _line(record: BibliographicRecord) -> str:
    parts = (f"#{record.id}", record.title, "; ".join(record.authors[:1]), "" if record.year is None else record.year)
    return " ".join(str(part) for part in parts if part != "")
