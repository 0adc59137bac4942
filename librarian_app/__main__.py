"""`wenyuan`: with a command, the command line; without one, the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

WINDOW_OPTIONS = ("--library", "--lang")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: The arguments after the program's name; those of the process if not given.

    Returns:
        The exit code.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if _wants_window(arguments):
        from librarian_app.main import run_window

        return run_window(arguments)
    from librarian_app.cli.run import run

    return run(arguments)


def _wants_window(arguments: Sequence[str]) -> bool:
    """True when nothing but the options of the window is given (`wenyuan --library DIR` opens it there)."""
    rest = list(arguments)
    while rest:
        name, equals, _ = rest[0].partition("=")
        if name not in WINDOW_OPTIONS or (not equals and len(rest) < 2):
            return False
        rest = rest[1 if equals else 2 :]
    return True


if __name__ == "__main__":
    sys.exit(main())
