"""`undo`, `history`, `jobs`: what was done, and taking it back."""

from __future__ import annotations

from argparse import Namespace
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from core.errors import LibrarianError
from librarian_app.cli.documents import change_document, plain
from librarian_app.cli.output import table
from librarian_app.cli.parser import Commands, positive
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.changes import Operation
    from core.jobs.job import JobInfo

_ENCODED_BY_UNDO = 128
"""Undo itself makes the vectors of so many records anew; for more it queues a job, for which a command cannot wait."""


def register(commands: Commands) -> None:
    """Add the commands of this module to the grammar."""
    words = commands.words
    undo = commands.add("undo", run_undo)
    undo.add_argument("operation", metavar="ID", nargs="?", type=positive, help=words("argument.operation"))
    history = commands.add("history", run_history)
    history.add_argument("--limit", metavar="N", type=positive, default=20, help=words("option.history_limit"))
    jobs = commands.add("jobs", run_jobs)
    jobs.add_argument("--clear", action="store_true", help=words("option.clear_jobs"))


def run_undo(session: Session, options: Namespace) -> Outcome:
    """Take back one operation, the last one if none is named."""
    with session.application() as application:
        change = application.cataloguing.undo(options.operation)
        if len(change.updated) > _ENCODED_BY_UNDO:
            with suppress(LibrarianError):  # without encoders the words are back all the same
                application.reindexing.complete(session.progress)
    counts = {"created": len(change.created), "updated": len(change.updated), "deleted": len(change.deleted)}
    return Outcome(change_document(change), lambda: session.words("undo.done", **counts))


def run_history(session: Session, options: Namespace) -> Outcome:
    """List the latest operations, newest first."""
    with session.application(read_only=True) as application:
        operations = application.cataloguing.history(options.limit)
    return Outcome([plain(each) for each in operations], lambda: _history_text(session, operations))


def run_jobs(session: Session, options: Namespace) -> Outcome:
    """List the library's jobs."""
    with session.application(read_only=not options.clear) as application:
        if options.clear:
            application.jobs.clear_finished()
        jobs = application.jobs.list()
    return Outcome([plain(each) for each in jobs], lambda: _jobs_text(session, jobs))


def _history_text(session: Session, operations: tuple[Operation, ...]) -> str:
    words = session.words
    if not operations:
        return words("history.none")
    headings = ["id", *(words(f"history.{name}") for name in ("at", "actor", "kind", "summary", "changes", "undone"))]
    rows = [
        [
            str(each.id), _time(each.at), each.actor, words(f"operation.{each.kind}"), each.summary,
            str(each.n_changes), _time(each.undone_at),
        ]
        for each in operations
    ]  # fmt: skip
    return table(headings, rows, max_width=40)


def _jobs_text(session: Session, jobs: tuple[JobInfo, ...]) -> str:
    words = session.words
    if not jobs:
        return words("jobs.none")
    headings = ["id", *(words(f"jobs.{name}") for name in ("kind", "state", "progress", "created", "problem"))]
    rows = []
    for each in jobs:
        progress = f"{each.done}/{each.total}" if each.total else str(each.done or "")
        problem = session.sentence(each.error_id, dict(each.error_context)) if each.error_id else ""
        state = words(f"job_state.{each.state}")
        rows.append([str(each.id)[:8], each.title or each.kind, state, progress, _time(each.created_at), problem])
    return table(headings, rows, max_width=60)


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""
