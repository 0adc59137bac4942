"""The grammar of the command line. Imports nothing heavy: `wenyuan --help` must answer at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from librarian_app.cli import (
    bench,
    bulk_edit,
    copying,
    covers,
    doctor,
    duplicates,
    evaluation,
    finding,
    interchange,
    journal,
    library,
    models,
    people,
    promotion,
    training,
)
from librarian_app.cli.parser import PROGRAM, Commands, Parser, Words, translate_headings
from librarian_app.messages import LANGUAGES, Language, sentence

_GROUPS = (
    library,
    interchange,
    copying,
    covers,
    bulk_edit,
    duplicates,
    finding,
    evaluation,
    training,
    promotion,
    journal,
    models,
    doctor,
    people,
    bench,
)


def build_parser(language: Language) -> argparse.ArgumentParser:
    """The whole grammar, with its help in `language`."""

    def words(name: str, **values: str) -> str:
        return sentence(name, values, language, "cli")

    common = _common_options(words)
    parser = Parser(
        prog=PROGRAM,
        description=words("help.program"),
        epilog=words("help.epilog"),
        parents=[common],
        add_help=False,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    translate_headings(parser, words)
    parser.add_argument("--version", action="store_true", help=words("option.version"))
    commands = Commands(parser, common, words)
    for group in _GROUPS:
        group.register(commands)
    return parser


def parse(argv: list[str], language: Language) -> argparse.Namespace:
    """Read a command line.

    Returns:
        The options; `run` is the handler, None when no command was named.

    Raises:
        UsageError: If the line does not fit the grammar.
    """
    options = argparse.Namespace(run=None, library=None, lang=None, as_json=False, verbose=False, version=False)
    return build_parser(language).parse_args(argv, namespace=options)


def _common_options(words: Words) -> Parser:
    """Options that may stand before and after the command. Left out of the result when not given (SUPPRESS)."""
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group: Any = common.add_argument_group(words("help.common"))
    group.add_argument("-h", "--help", action="help", help=words("option.help"))
    group.add_argument("--library", metavar="DIR", type=Path, help=words("option.library"))
    group.add_argument("--json", dest="as_json", action="store_true", help=words("option.json"))
    group.add_argument("--lang", choices=LANGUAGES, help=words("option.lang"))
    group.add_argument("--verbose", action="store_true", help=words("option.verbose"))
    return common
