"""`init`, `stats`, `check`, `backup`, `restore`: the library as a whole."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import HostFaultError
from core.paths import LibraryPaths, resources_dir
from librarian_app.cli.documents import plain
from librarian_app.cli.output import JsonValue, facts, table
from librarian_app.cli.parser import Commands
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.library import BackupInfo, Finding, LibraryStats


def register(commands: Commands) -> None:
    """Add the commands of this module to the grammar."""
    words = commands.words
    init = commands.add("init", run_init)
    init.add_argument("--demo", action="store_true", help=words("option.demo"))
    commands.add("stats", run_stats)
    check = commands.add("check", run_check)
    check.add_argument("--repair", action="store_true", help=words("option.repair"))
    backup = commands.add("backup", run_backup)
    backup.add_argument("--list", dest="list_only", action="store_true", help=words("option.backup_list"))
    restore = commands.add("restore", run_restore)
    restore.add_argument("file", metavar="FILE", type=Path, help=words("argument.backup_file"))


def run_init(session: Session, options: Namespace) -> Outcome:
    """Make the library folder if it is not there, and fill it with the demo library if wanted."""
    demo = resources_dir() / "demo" / "records.jsonl"
    if options.demo and not demo.is_file():
        raise HostFaultError("cli.demo_missing", path=demo)
    with session.application() as application:
        if options.demo:
            application.interchange.import_files([str(demo)], ctx=session.progress)
            application.reindexing.complete(session.progress)
        stats = application.cataloguing.stats()
    document: JsonValue = {"library": str(session.library_dir), "records": stats.records}
    return Outcome(document, lambda: session.words("init.done", library=stats.library, records=stats.records))


def run_stats(session: Session, _options: Namespace) -> Outcome:
    """Count what the library holds."""
    with session.application(read_only=True) as application:
        stats = application.cataloguing.stats()
    return Outcome(plain(stats), lambda: _stats_text(session, stats))


def run_check(session: Session, options: Namespace) -> Outcome:
    """Check the library and mend it if wanted. Exit code 1 while something is left unrepaired."""
    with session.application(read_only=not options.repair) as application:
        report = application.consistency.check(options.repair, ctx=session.progress)
    findings: list[JsonValue] = [
        {
            "id": each.message_id,
            "message": session.sentence(each.message_id, dict(each.values)),
            "repairable": each.repairable,
            "repaired": each.repaired,
        }
        for each in report.findings
    ]
    document: JsonValue = {"sound": report.is_sound, "findings": findings, "checked": dict(report.checked)}
    return Outcome(document, lambda: _check_text(session, report.findings), 0 if report.is_sound else 1)


def run_backup(session: Session, options: Namespace) -> Outcome:
    """Write a backup, or list those there are."""
    if options.list_only:
        with session.application(read_only=True) as application:
            backups = application.backup.list()
        return Outcome([plain(each) for each in backups], lambda: _backups_text(session, backups))
    with session.application() as application:
        info = application.backup.create(ctx=session.progress)
    return Outcome(plain(info), lambda: session.words("backup.done", file=info.file, records=info.records))


def run_restore(session: Session, options: Namespace) -> Outcome:
    """Put a backup in the place of the library."""
    from core.application import folder_owner
    from core.services.restoring import restore_library

    file = options.file.expanduser().absolute()
    with session.progress.cancelled_by_ctrl_c(session.words("cancelling")):
        info = restore_library(file, LibraryPaths(session.library_dir), session.progress, folder_owner())
    return Outcome(plain(info), lambda: session.words("restore.done", file=info.file, records=info.records))


def _stats_text(session: Session, stats: LibraryStats) -> str:
    words = session.words

    def counts(values: object) -> str:
        return ", ".join(f"{name or '—'} {count}" for name, count in dict(values).items())  # type: ignore[call-overload]

    return facts(
        [
            (words("stats.library"), stats.library),
            (words("stats.records"), str(stats.records)),
            (words("stats.drafts"), str(stats.drafts)),
            (words("stats.covers"), str(stats.covers)),
            (words("stats.holdings"), str(stats.holdings)),
            (words("stats.languages"), counts(stats.languages)),
            (words("stats.vectors"), counts(stats.vectors)),
            (words("stats.encoders"), counts(stats.encoders)),
            (words("stats.schema"), stats.schema_version),
            (words("stats.size"), f"{stats.size_mib:.1f} MiB"),
        ]
    )


def _check_text(session: Session, findings: tuple[Finding, ...]) -> str:
    if not findings:
        return session.words("check.sound")
    lines = []
    for each in findings:
        state = "repaired" if each.repaired else "repairable" if each.repairable else "open"
        lines.append(f"[{session.words(f'check.{state}')}] {session.sentence(each.message_id, dict(each.values))}")
    return "\n".join(lines)


def _backups_text(session: Session, backups: tuple[BackupInfo, ...]) -> str:
    if not backups:
        return session.words("backup.none")
    headings = [session.words(f"backup.{name}") for name in ("created", "records", "size", "file")]
    rows = [
        [f"{each.created_at:%Y-%m-%d %H:%M}", str(each.records), f"{each.size_mib:.1f}", each.file] for each in backups
    ]
    return table(headings, rows, max_width=120)
