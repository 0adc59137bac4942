"""What the grammar is made of: a parser that raises, commands with the options that all have, argument types."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, Protocol

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


class Parser(argparse.ArgumentParser):
    """Raises instead of exiting, so that `--json` can answer wrong usage with a document too."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage())


class Commands:
    """Where a group of commands registers: gives each command the options that all have, and its help in words."""

    def __init__(self, parser: argparse.ArgumentParser, common: Parser, words: Words) -> None:
        self._subparsers = parser.add_subparsers(title=words("help.commands"), metavar="COMMAND", parser_class=Parser)
        self._common = common
        self.words = words

    def add(self, name: str, handler: Handler, *, help_id: str = "") -> argparse.ArgumentParser:
        """A new command. `help_id` is ``help.NAME`` unless given."""
        text = self.words(help_id or f"help.{name}")
        parser = self._subparsers.add_parser(
            name, help=text, description=text, parents=[self._common], add_help=False, allow_abbrev=False
        )
        translate_headings(parser, self.words)
        parser.set_defaults(run=handler)
        return parser

    def add_group(self, name: str) -> Commands:
        """A command that has commands of its own, such as `covers add`."""
        text = self.words(f"help.{name}")
        parser = self._subparsers.add_parser(
            name, help=text, description=text, parents=[self._common], add_help=False, allow_abbrev=False
        )
        translate_headings(parser, self.words)
        return Commands(parser, self._common, self.words)


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


def translate_headings(parser: argparse.ArgumentParser, words: Words) -> None:
    """Give argparse's own two headings in the person's language (it has no public way to)."""
    parser._positionals.title = words("help.arguments")
    parser._optionals.title = words("help.options")
