"""`covers add`: cover scans for records that are there."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from librarian_app.cli.documents import rejected_document
from librarian_app.cli.interchange import rejected_lines
from librarian_app.cli.output import JsonValue
from librarian_app.cli.parser import Commands
from librarian_app.cli.session import Outcome, Session


def register(commands: Commands) -> None:
    """Add the commands of this module to the grammar."""
    words = commands.words
    add = commands.add_group("covers").add("add", run_add, help_id="help.covers_add")
    add.add_argument("paths", metavar="PATH", nargs="+", type=Path, help=words("argument.cover_paths"))
    add.add_argument("--map", dest="map_file", metavar="MAP.csv", type=Path, help=words("option.cover_map"))


def run_add(session: Session, options: Namespace) -> Outcome:
    """Add covers to records. Exit code 1 when every file was refused."""
    paths = [str(path.expanduser().absolute()) for path in options.paths]
    map_file = str(options.map_file.expanduser().absolute()) if options.map_file else None
    with session.application() as application:
        report = application.covers.add_covers(paths, map_file, session.progress)
        application.reindexing.complete(session.progress)
    document: JsonValue = {
        "added": report.added,
        "duplicates": report.duplicates,
        "rejected": rejected_document(report.rejected, session.language),
    }

    def readable() -> str:
        counts = session.words("covers.done", added=report.added, duplicates=report.duplicates)
        return "\n".join([counts, *rejected_lines(session, report.rejected)])

    return Outcome(document, readable, 1 if report.rejected and not report.added + report.duplicates else 0)
