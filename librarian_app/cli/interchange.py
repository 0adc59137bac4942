"""`import`, `export` and `convert`: records from and to files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from librarian_app.cli.documents import plain, rejected_document
from librarian_app.cli.export_options import add_export_options, export_options, warning_lines
from librarian_app.cli.import_options import add_import_options, import_document, import_lines, import_options
from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands, UsageError
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.library import ImportPreview
    from core.domain.records import RejectedInput

FORMATS = (
    "auto", "marc", "marcxml", "unimarc", "marcjson", "mods", "dc", "csv", "xlsx", "jsonl", "ris", "bibtex",
)  # fmt: skip
_SHOWN_REJECTIONS = 20


def register(commands: Commands) -> None:
    """Add the commands of this module to the grammar."""
    words = commands.words
    importing = commands.add("import", run_import)
    importing.add_argument("files", metavar="FILE", nargs="+", type=Path, help=words("argument.import_files"))
    importing.add_argument("--format", choices=FORMATS, default="auto", help=words("option.format"))
    importing.add_argument("--encoding", default="auto", metavar="NAME", help=words("option.encoding"))
    importing.add_argument(
        "--map", dest="mapping", action="append", default=[], metavar="COLUMN=FIELD", help=words("option.mapping")
    )
    importing.add_argument("--preview", action="store_true", help=words("option.preview"))
    add_import_options(importing, words)
    exporting = commands.add("export", run_export)
    exporting.add_argument("file", metavar="FILE", type=Path, help=words("argument.export_file"))
    exporting.add_argument("--format", choices=FORMATS, default="auto", help=words("option.format"))
    exporting.add_argument("--query", default="", metavar="Q", help=words("option.export_query"))
    add_export_options(exporting, words)
    converting = commands.add("convert", run_convert)
    converting.add_argument("source", metavar="IN", type=Path, help=words("argument.convert_source"))
    converting.add_argument("target", metavar="OUT", type=Path, help=words("argument.convert_target"))
    converting.add_argument(
        "--from", dest="source_format", choices=FORMATS, default="auto", help=words("option.convert_from")
    )
    converting.add_argument(
        "--to", dest="target_format", choices=FORMATS, default="auto", help=words("option.convert_to")
    )
    converting.add_argument("--from-encoding", default="auto", metavar="NAME", help=words("option.from_encoding"))
    converting.add_argument(
        "--map", dest="mapping", action="append", default=[], metavar="COLUMN=FIELD", help=words("option.mapping")
    )
    converting.add_argument("--rejects", metavar="FILE", type=Path, help=words("option.rejects"))
    add_export_options(converting, words)


def run_import(session: Session, options: Namespace) -> Outcome:
    """Import files; one import is one undo step. Exit code 1 when nothing at all could be taken."""
    paths = [str(path.expanduser().absolute()) for path in options.files]
    if options.preview:
        return _preview(session, paths, options)
    chosen = import_options(options)
    with session.application() as application:
        report = application.interchange.import_files(
            paths, options.format, options.encoding, _mapping(options.mapping), session.progress, chosen
        )
        if not report.is_dry_run and "import.words_only" not in report.notices:
            application.reindexing.complete(session.progress)
    document: JsonValue = {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": rejected_document(report.rejected, session.language),
        **import_document(report, session.language),
    }
    taken = report.created + report.updated + report.unchanged + report.held

    def readable() -> str:
        counts = session.words(
            "import.done", created=report.created, updated=report.updated, unchanged=report.unchanged
        )
        refused = rejected_lines(session, report.rejected, report.n_rejected)
        return "\n".join([counts, *import_lines(session, report), *refused])

    return Outcome(document, readable, 1 if report.rejected and not taken else 0)


def run_export(session: Session, options: Namespace) -> Outcome:
    """Write records to a file."""
    path = options.file.expanduser().absolute()
    with session.application(read_only=True) as application:
        report = application.interchange.export(
            str(path), options.format, options.query, export_options(options), session.progress
        )
    document: dict[str, JsonValue] = {"written": report.written}
    if report.warnings:
        document["warnings"] = rejected_document(report.warnings, session.language)

    def readable() -> str:
        done = session.words("export.done", written=report.written, file=str(path))
        return "\n".join([done, *warning_lines(session, report.warnings)])

    return Outcome(document, readable)


def run_convert(session: Session, options: Namespace) -> Outcome:
    """Write the records of one file to another, without a library. Exit code 1 when nothing could be taken."""
    from core.domain.library import ConversionRequest
    from core.services.conversion import convert_file

    request = ConversionRequest(
        source=str(options.source.expanduser().absolute()),
        target=str(options.target.expanduser().absolute()),
        source_format=options.source_format,
        target_format=options.target_format,
        source_encoding=options.from_encoding,
        mapping=_mapping(options.mapping),
        rejects_file=str(options.rejects.expanduser().absolute()) if options.rejects else "",
        options=export_options(options),
    )
    with session.progress.cancelled_by_ctrl_c(session.words("cancelling")):
        report = convert_file(request, session.progress)
    document: JsonValue = {
        "from": report.source_format,
        "to": report.target_format,
        "written": report.written,
        "n_rejected": report.n_rejected,
        "rejected": rejected_document(report.rejected, session.language),
        "warnings": rejected_document(report.warnings, session.language),
        "files": list(report.rejects_files),
    }

    def readable() -> str:
        done = session.words("export.done", written=report.written, file=request.target)
        files = [session.words("import.file_written", file=file) for file in report.rejects_files]
        refused = rejected_lines(session, report.rejected, report.n_rejected)
        return "\n".join([done, *warning_lines(session, report.warnings), *refused, *files])

    return Outcome(document, readable, 1 if report.n_rejected and not report.written else 0)


def rejected_lines(session: Session, rejected: tuple[RejectedInput, ...], n_rejected: int = 0) -> list[str]:
    """The refused pieces, one a line; the first twenty of many. `n_rejected` where not all are listed."""
    if not rejected:
        return []
    n_rejected = max(n_rejected, len(rejected))
    lines = [session.words("import.rejected", n=n_rejected)]
    for each in rejected[:_SHOWN_REJECTIONS]:
        place = f"{each.file}:{each.position}" if each.position else each.file
        lines.append(f"  {place}  {session.sentence(each.reason_id, dict(each.reason))}")
    if n_rejected > _SHOWN_REJECTIONS:
        lines.append(session.words("import.more_rejected", n=n_rejected - _SHOWN_REJECTIONS))
    return lines


def _preview(session: Session, paths: list[str], options: Namespace) -> Outcome:
    with session.application(read_only=True) as application:
        previews = [application.interchange.preview(path, options.format, options.encoding) for path in paths]
    return Outcome(
        [plain(each) for each in previews], lambda: "\n\n".join(_preview_text(session, each) for each in previews)
    )


def _preview_text(session: Session, preview: ImportPreview) -> str:
    told = ", ".join(filter(None, (preview.format, preview.encoding)))
    title = session.words("import.preview", file=preview.file, told=told)
    choices = [
        session.words(
            "import.decoding",
            mark="→" if each.is_recommended else " ",
            told=", ".join(filter(None, (each.encoding, each.flavour))),
            titles=" | ".join(each.titles),
        )
        for each in preview.decodings
    ]
    title = "\n".join([title, *choices])
    is_table = preview.format in ("csv", "xlsx")
    headings = [f"{c} → {preview.mapping.get(c) or '—'}" if is_table else c for c in preview.columns]
    return f"{title}\n{table(headings, preview.rows, max_width=30)}" if headings else title


def _mapping(pairs: list[str]) -> dict[str, str] | None:
    """``["书名=title"]`` → ``{"书名": "title"}``; None when empty, so that the columns are guessed."""
    mapping = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise UsageError(f"--map {pair}: COLUMN=FIELD")
        mapping[column] = field
    return mapping or None
