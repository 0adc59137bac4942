"""The grammar of the command line. Imports nothing heavy: `wenyuan --help` must answer at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from librarian_app.messages import LANGUAGES, Language, sentence

if TYPE_CHECKING:
    from librarian_app.cli.session import Outcome, Session

PROGRAM = "wenyuan"


class Words(Protocol):
    """The command line's own words in the person's language."""

    def __call__(self, name: str, **values: str) -> str: ...


Handler = Callable[["Session", argparse.Namespace], "Outcome"]


class UsageError(Exception):
    """The command line itself is wrong; exit code 2. `usage` is the line that shows how it is meant."""

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage


class _Parser(argparse.ArgumentParser):
    """Raises instead of exiting, so that `--json` can answer wrong usage with a document too."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage())


class Commands:
    """Where a group of commands registers: gives each command the options that all have, and its help in words."""

    def __init__(self, parser: argparse.ArgumentParser, common: _Parser, words: Words) -> None:
        self._subparsers = parser.add_subparsers(title=words("help.commands"), metavar="COMMAND", parser_class=_Parser)
        self._common = common
        self.words = words

    def add(self, name: str, handler: Handler, *, help_id: str = "") -> argparse.ArgumentParser:
        """A new command. `help_id` is ``help.NAME`` unless given."""
        text = self.words(help_id or f"help.{name}")
        parser = self._subparsers.add_parser(
            name, help=text, description=text, parents=[self._common], add_help=False, allow_abbrev=False
        )
        _translate_headings(parser, self.words)
        parser.set_defaults(run=handler)
        return parser

    def add_group(self, name: str) -> Commands:
        """A command that has commands of its own, such as `covers add`."""
        text = self.words(f"help.{name}")
        parser = self._subparsers.add_parser(
            name, help=text, description=text, parents=[self._common], add_help=False, allow_abbrev=False
        )
        _translate_headings(parser, self.words)
        return Commands(parser, self._common, self.words)


def build_parser(language: Language) -> argparse.ArgumentParser:
    """The whole grammar, with its help in `language`."""
    from librarian_app.cli import covers, evaluation, finding, interchange, journal, library, models

    def words(name: str, **values: str) -> str:
        return sentence(name, values, language, "cli")

    common = _common_options(words)
    parser = _Parser(
        prog=PROGRAM,
        description=words("help.program"),
        epilog=words("help.epilog"),
        parents=[common],
        add_help=False,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _translate_headings(parser, words)
    parser.add_argument("--version", action="store_true", help=words("option.version"))
    commands = Commands(parser, common, words)
    for group in (library, interchange, covers, finding, evaluation, journal, models):
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


def option_in(argv: list[str], name: str) -> str | None:
    """The value of a long option, before the grammar is built (it is built in the language that `--lang` names)."""
    for position, token in enumerate(argv):
        if token == "--":
            break
        if token == name and position + 1 < len(argv):
            return argv[position + 1]
        if token.startswith(f"{name}="):
            return token.partition("=")[2]
    return None


def positive(text: str) -> int:
    """An argparse type: a whole number from 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _common_options(words: Words) -> _Parser:
    """Options that may stand before and after the command. Left out of the result when not given (SUPPRESS)."""
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group: Any = common.add_argument_group(words("help.common"))
    group.add_argument("-h", "--help", action="help", help=words("option.help"))
    group.add_argument("--library", metavar="DIR", type=Path, help=words("option.library"))
    group.add_argument("--json", dest="as_json", action="store_true", help=words("option.json"))
    group.add_argument("--lang", choices=LANGUAGES, help=words("option.lang"))
    group.add_argument("--verbose", action="store_true", help=words("option.verbose"))
    return common


def _translate_headings(parser: argparse.ArgumentParser, words: Words) -> None:
    parser._positionals.title = words("help.arguments")
    parser._optionals.title = words("help.options")
