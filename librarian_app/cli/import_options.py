"""The options of `import` about what is in the library already, and how its answer reads."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.importing import MATCH_RULES
from librarian_app.cli.documents import plain, rejected_document
from librarian_app.cli.parser import UsageError, Words

if TYPE_CHECKING:
    from core.domain.changes import ImportReport
    from core.domain.importing import ImportEntry, ImportOptions
    from librarian_app.cli.output import JsonValue
    from librarian_app.cli.session import Session

_SHOWN_ENTRIES = 20


def add_import_options(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add the options to the command."""
    parser.add_argument("--dry-run", action="store_true", help=words("option.dry_run"))
    parser.add_argument(
        "--match", default="", metavar="RULE,…", help=words("option.match", rules=", ".join(MATCH_RULES))
    )
    parser.add_argument("--overlay", default="replace", metavar="PROFILE", help=words("option.overlay"))
    parser.add_argument("--duplicates", metavar="FILE", type=Path, help=words("option.duplicates"))
    parser.add_argument("--hold", choices=("nothing", "possible", "all"), help=words("option.hold"))
    parser.add_argument("--hold-changed-titles", action="store_true", help=words("option.hold_changed_titles"))
    parser.add_argument("--report", metavar="FILE", type=Path, help=words("option.import_report"))
    parser.add_argument("--rejects", metavar="FILE", type=Path, help=words("option.rejects"))
    parser.add_argument("--profile", default="", metavar="NAME", help=words("option.profile"))


def import_options(options: argparse.Namespace) -> ImportOptions:
    """What was given on the command line.

    With a duplicates file, records that may be in the library are held back unless `--hold nothing` says otherwise.

    Raises:
        UsageError: If a match rule is unknown.
    """
    from core.domain.importing import ImportOptions

    named = [name.strip() for name in options.match.split(",") if name.strip()]
    rules = [rule for name in named for rule in MATCH_RULES if rule == name]
    if len(rules) != len(named):
        raise UsageError(f"--match {options.match}: {', '.join(MATCH_RULES)}")
    return ImportOptions(
        match=tuple(dict.fromkeys(rules)),
        overlay=options.overlay,
        hold=options.hold or ("possible" if options.duplicates else "nothing"),
        hold_changed_titles=options.hold_changed_titles,
        dry_run=options.dry_run,
        duplicates_file=_path(options.duplicates),
        report_file=_path(options.report),
        rejects_file=_path(options.rejects),
        holdings=options.profile,
    )


def import_document(report: ImportReport, language: str) -> dict[str, JsonValue]:
    """What the JSON of `import` says beside its four stable keys; what is nothing, no or empty is left out."""
    document: dict[str, JsonValue] = {
        "n_rejected": report.n_rejected,
        "held": report.held,
        "possible_duplicates": report.possible,
        "changed_titles": report.changed_titles,
        "sources_stored": report.sources,
        "copies_joined": report.copies,
        "dry_run": report.is_dry_run,
        "entries": [plain(entry) for entry in report.entries],
        "warnings": rejected_document(report.warnings, language),
        "notices": list(report.notices),
        "files": plain(report.written),
    }
    return {key: value for key, value in document.items() if value}


def import_lines(session: Session, report: ImportReport) -> list[str]:
    """What a person should know beyond the counts: held and doubtful records, changed titles, files, notices."""
    words = session.words
    lines = [words("import.dry_run")] if report.is_dry_run else []
    if report.sources:
        lines.append(words("import.sources", n=report.sources))
    if report.copies:
        lines.append(words("import.copies", n=report.copies))
    if report.held:
        lines.append(words("import.held", n=report.held))
    if report.possible:
        lines.append(words("import.possible", n=report.possible))
    if report.changed_titles:
        lines.append(words("import.changed_titles", n=report.changed_titles))
    shown = [e for e in report.entries if report.is_dry_run or e.has_other_title or e.outcome in ("possible", "held")]
    for entry in shown[:_SHOWN_ENTRIES]:
        lines += _entry_lines(session, entry)
    if report.n_warnings:
        lines.append(words("import.warnings", n=report.n_warnings))
    shown_warnings = report.warnings[:_SHOWN_ENTRIES]
    has_several_files = len({warning.file for warning in report.warnings}) > 1
    for warning in shown_warnings:
        place = f"{Path(warning.file).name}: {warning.position}" if has_several_files else warning.position
        lines.append(f"  {place}  {session.sentence(warning.reason_id, dict(warning.reason))}")
    if report.n_warnings > len(shown_warnings):
        lines.append(words("import.more_rejected", n=report.n_warnings - len(shown_warnings)))
    lines += [words("import.file_written", file=path) for paths in report.written.values() for path in paths]
    lines += [session.sentence(notice, {}) for notice in report.notices]
    return lines


def _entry_lines(session: Session, entry: ImportEntry) -> list[str]:
    outcome = session.words(f"import_outcome.{entry.outcome}")
    found = f"  ← {entry.record_id} ({entry.rule} {entry.score:.2f})" if entry.rule else ""
    lines = [f"  {entry.position}  {outcome}  {entry.title}{found}"]
    for each in entry.differences:
        lines.append(f"      {each.field}: {'; '.join(each.before) or '—'} → {'; '.join(each.after) or '—'}")
    if entry.reason_id:
        lines.append(f"      {session.sentence(entry.reason_id, dict(entry.values))}")
    return lines


def _path(given: Path | None) -> str:
    return str(given.expanduser().absolute()) if given else ""
