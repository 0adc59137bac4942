"""Installs, runs and tests Wenyuan from a checkout: `python3 installer/bootstrap.py install|run|test`.

Needs nothing but Python. This file is kept in words that any Python 3 can read, so that an old one is told what it
lacks in a sentence; the work is in the modules beside it.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)
USAGE = """usage: python3 installer/bootstrap.py [OPTIONS] COMMAND

commands:
  install        make .venv in the checkout and install the program and what it needs
  run [ARGS...]  install if need be, then run `wenyuan ARGS...`; without ARGS the window opens
  test [ARGS...] install if need be, then check and test everything; with ARGS only `pytest ARGS...`

options (before the command):
  --wheelhouse DIR  take packages from this folder only, without a network
  --no-system       leave the system's packages alone: name the missing ones, install none
  --help            show this
"""


def main(arguments: "list[str]") -> int:
    """Run one command. Returns the exit code: 0 done, 1 failed, 2 wrong usage."""
    version = sys.version_info[:2]
    if not OLDEST <= version <= NEWEST:
        return _with_another_python(arguments)
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
    from installer.commands import run_bootstrap

    return run_bootstrap(arguments, USAGE)


def _with_another_python(arguments: "list[str]") -> int:
    """Hand over to a fitting Python on the PATH, or say which one to install."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which("python3." + str(minor))
        # Looking is not enough: a version manager's stand-in for a Python that is not installed only prints an error.
        if other and subprocess.call([other, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            os.execv(other, [other, os.path.abspath(__file__)] + arguments)  # noqa: PTH100, RUF005
    # Not an f-string: Python 3.5 and older must be able to read this file.
    numbers = (OLDEST[1], NEWEST[1], sys.version_info[0], sys.version_info[1])
    needed = "Wenyuan needs Python 3.%d to 3.%d; this is Python %d.%d." % numbers  # noqa: UP031
    sys.stderr.write(
        needed + " Install one of them (python.org, or your system's packages, for example python3.12) and run this "
        "command with it.\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
