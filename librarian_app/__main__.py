"""`wenyuan`: with a command, the command line; without one, the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

WINDOW_OPTIONS = ("--library", "--lang")
WORKER_OPTION = "--worker"
ENGINE_OPTION = "--engine"
"""How a frozen program, which has no `python -m core`, starts itself as the engine process, or as a worker."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: The arguments after the program's name; those of the process if not given.

    Returns:
        The exit code.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [ENGINE_OPTION]:
        from core.__main__ import main as run_engine

        return run_engine(arguments[1:])
    if arguments[:1] == [WORKER_OPTION]:
        from core.__main__ import main as run_core

        return run_core(arguments)
    if _wants_window(arguments):
        return _open_window(arguments)
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


def _open_window(arguments: Sequence[str]) -> int:
    """Open the window, or say what keeps it from opening: without a display Qt would abort the process."""
    if _lacks_display():
        return _tell("window.no_display")
    try:
        from librarian_app.main import run_window
    except ImportError as exc:
        if "PySide6" not in str(exc) and ".so" not in str(exc):
            raise
        return _tell("window.qt_missing", detail=str(exc))
    return run_window(arguments)


def _lacks_display() -> bool:
    """Whether Qt would find no screen. Only Linux can be without one; offscreen and other platforms need none."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names)


def _tell(message_id: str, **values: str) -> int:
    from librarian_app.messages import sentence, system_language

    sys.stderr.write(f"wenyuan: {sentence(message_id, values, system_language(), 'cli')}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
