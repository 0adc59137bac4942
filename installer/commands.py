"""`install`, `run` and `test`."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from installer import checks, environment, system_packages
from installer.environment import BootstrapError, Environment

CHECKOUT = Path(__file__).resolve().parent.parent
COMMANDS = ("install", "run", "test")
CAN_REPLACE_ITSELF = os.name == "posix"


@dataclass(frozen=True)
class Options:
    """A parsed command line. `arguments` belong to `wenyuan` or pytest."""

    command: str
    arguments: tuple[str, ...] = ()
    wheelhouse: Path | None = None
    may_install_system: bool = True


class UsageError(Exception):
    """The command line does not fit."""


def run_bootstrap(arguments: list[str], usage: str) -> int:
    """Run one bootstrap command line. Returns the exit code."""
    if any(a in ("-h", "--help") for a in arguments[:1]):
        sys.stdout.write(usage)
        return 0
    try:
        options = parse(arguments)
    except UsageError as wrong:
        sys.stderr.write(f"{usage}\n{wrong}\n")
        return 2
    place = Environment(CHECKOUT, wheelhouse=options.wheelhouse)
    try:
        return _perform(options, place)
    except BootstrapError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run the same command again to go on.\n")
        return 130


def parse(arguments: list[str]) -> Options:
    """Read a bootstrap command line.

    Raises:
        UsageError: If it does not fit.
    """
    rest = list(arguments)
    wheelhouse: Path | None = None
    may_install_system = True
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        name, _, value = option.partition("=")
        if name == "--wheelhouse":
            value = value or (rest.pop(0) if rest else "")
            if not value:
                raise UsageError("--wheelhouse needs a folder.")
            wheelhouse = Path(value).expanduser().absolute()
        elif option == "--no-system":
            may_install_system = False
        else:
            raise UsageError(f"unknown option: {option}")
    if not rest or rest[0] not in COMMANDS:
        raise UsageError(f"name a command: {', '.join(COMMANDS)}")
    command, *own = rest
    if command == "install" and own:
        raise UsageError(f"`install` takes nothing after it: {' '.join(own)} (options stand before the command)")
    return Options(command, tuple(own), wheelhouse, may_install_system)


def _perform(options: Options, place: Environment) -> int:
    wants_tests = options.command == "test"
    if options.command != "run" or not place.is_ready(with_tests=False):
        system_packages.provide(may_install=options.may_install_system)
        environment.provide(place, with_tests=wants_tests)
    if options.command == "run":
        return start(place.program, list(options.arguments))
    if wants_tests:
        return checks.run_checks(place.python, place.root, list(options.arguments))
    sys.stderr.write(f"Ready. Start it with: {place.program}\n")
    return 0


def start(program: Path, arguments: list[str]) -> int:
    """Become the program. On Windows, where a process cannot become another, wait for it instead."""
    command = [str(program), *arguments]
    if CAN_REPLACE_ITSELF:
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:  # the child got it too, and has said so
        return 130
