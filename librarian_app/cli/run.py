"""Runs one command line: language, errors as sentences, exit codes."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from core.errors import JobCancelledError, LibrarianError
from core.paths import LibraryPaths
from librarian_app.cli.grammar import parse
from librarian_app.cli.output import print_json, print_text, use_utf8
from librarian_app.cli.parser import PROGRAM, UsageError, option_in
from librarian_app.cli.session import Session
from librarian_app.messages import Language, match_language, sentence, system_language

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_CANCELLED = 0, 1, 2, 130

logger = logging.getLogger(__name__)


def run(argv: Sequence[str]) -> int:
    """Run one command.

    Args:
        argv: The arguments after the program's name.

    Returns:
        0 ok, 1 failed, 2 wrong usage, 130 cancelled by Ctrl-C.
    """
    arguments = list(argv)
    use_utf8(sys.stdout)
    use_utf8(sys.stderr)
    named = option_in(arguments, "--lang")
    language = match_language(named) if named else system_language()
    try:
        options = parse(arguments, language)
    except UsageError as wrong:
        return _wrong_usage(wrong, language, is_json="--json" in arguments)
    if options.version:
        return _version(is_json=options.as_json)
    if options.run is None:
        return _wrong_usage(UsageError(sentence("usage.no_command", {}, language, "cli")), language, options.as_json)
    return run_command(options, language)


def run_command(options: Namespace, language: Language) -> int:
    """Run the command that was parsed, and print its answer."""
    session = Session(options.library, language, options.as_json)
    _set_up_logging(session, verbose=options.verbose)
    try:
        outcome = options.run(session, options)
        if options.as_json:
            print_json(outcome.document)
        else:
            print_text(outcome.readable())
    except UsageError as wrong:
        return _wrong_usage(wrong, language, options.as_json)
    except LibrarianError as error:
        return _failed(error.message_id, session.sentence(error.message_id, dict(error.context)), options.as_json)
    except (JobCancelledError, KeyboardInterrupt):
        session.progress.clear()
        message = session.words("cancelled")
        if options.as_json:
            print_json({"error": {"id": "cancelled", "message": message}})
        else:
            sys.stderr.write(f"{message}\n")
        return EXIT_CANCELLED
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain once more while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except Exception as bug:  # the last net: a script must get its one document and its exit code
        logger.error("a fault of the program", exc_info=bug)
        detail = {"detail": f"{type(bug).__name__}: {bug}"}
        return _failed("bug", session.sentence("bug", dict(detail)), options.as_json)
    exit_code: int = outcome.exit_code
    return exit_code


def _failed(message_id: str, message: str, is_json: bool) -> int:
    if is_json:
        print_json({"error": {"id": message_id, "message": message}})
    else:
        sys.stderr.write(f"{PROGRAM}: {message}\n")
    return EXIT_FAILED


def _wrong_usage(wrong: UsageError, language: Language, is_json: bool) -> int:
    sys.stderr.write(wrong.usage)
    hint = sentence("usage.see_help", {"program": PROGRAM}, language, "cli")
    sys.stderr.write(f"{PROGRAM}: {wrong}\n{hint}\n")
    if is_json:
        print_json({"error": {"id": "usage", "message": str(wrong)}})
    return EXIT_USAGE


def _version(*, is_json: bool) -> int:
    from importlib.metadata import version

    number = version("wenyuan")
    if is_json:
        print_json({"version": number})
    else:
        print_text(f"{PROGRAM} {number}")
    return EXIT_OK


def _set_up_logging(session: Session, *, verbose: bool) -> None:
    """Warnings to stderr, all to a file in the library if it is there: logging must not make a library."""
    from core.logs import set_up_logging

    folder = LibraryPaths(session.library_dir).logs
    set_up_logging(folder if folder.parent.is_dir() else None, name="cli", verbose=verbose)
