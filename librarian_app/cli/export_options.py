"""The options of `export` and `convert` about how records are written, and how their warnings read."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from librarian_app.cli.parser import Words

if TYPE_CHECKING:
    from core.domain.library import ExportOptions
    from core.domain.records import RejectedInput
    from librarian_app.cli.session import Session

_SHOWN_WARNINGS = 20


def add_export_options(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add the options to a command."""
    parser.add_argument("--encoding", default="auto", metavar="NAME", help=words("option.output_encoding"))
    parser.add_argument("--flavour", choices=("marc21", "unimarc"), default="", help=words("option.flavour"))
    parser.add_argument("--rules", choices=("calis", "nlc"), default="", help=words("option.rules"))
    parser.add_argument("--profile", default="", metavar="NAME", help=words("option.profile"))
    parser.add_argument("--checksum", action="store_true", help=words("option.checksum"))
    parser.add_argument("--unencodable", choices=("refuse", "warn"), default="refuse", help=words("option.unencodable"))


def export_options(options: argparse.Namespace) -> ExportOptions:
    """What was given on the command line."""
    from core.domain.library import ExportOptions

    return ExportOptions(
        encoding=options.encoding,
        flavour=options.flavour,
        rules=options.rules,
        profile=options.profile,
        checksum=options.checksum,
        unencodable=options.unencodable,
    )


def warning_lines(session: Session, warnings: tuple[RejectedInput, ...]) -> list[str]:
    """What was written otherwise than it stands, one a line; the first twenty of many."""
    lines = [
        f"  {f'{each.position}  ' if each.position else ''}{session.sentence(each.reason_id, dict(each.reason))}"
        for each in warnings[:_SHOWN_WARNINGS]
    ]
    if len(warnings) > _SHOWN_WARNINGS:
        lines.append(session.words("import.more_rejected", n=len(warnings) - _SHOWN_WARNINGS))
    return lines
