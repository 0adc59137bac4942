"""The virtual environment of the checkout: made once, renewed only when the project's requirements change."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installer import weights

BOOTSTRAP_VERSION = 1
NEEDED_GIB = 9.0
"""What the environment takes on Linux, where PyTorch brings the CUDA libraries."""

_CAUSES = (
    (r"No space left on device|Errno 28", "The disk is full. About {needed:.0f} GiB are needed in {venv}."),
    (
        r"NewConnectionError|Temporary failure in name resolution|Network is unreachable|ConnectTimeout"
        r"|ProxyError|Failed to establish a new connection",
        "The package index cannot be reached. Check the network or the proxy, or install from a folder of packages: "
        "--wheelhouse DIR (installer/README.md says how to fill it).",
    ),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError", "The package index's certificate is not trusted here (pip's option cert)."),
    (
        r"No matching distribution found|Could not find a version",
        "A package is not to be had for this Python and this machine. The line before this one names it.",
    ),
    (r"Permission denied|Errno 13", "The folder {venv} cannot be written. Run this as the user who owns it."),
)


class BootstrapError(Exception):
    """It cannot go on; the text says why and what to do."""


@dataclass(frozen=True)
class Environment:
    """Where things are. `wheelhouse`: a folder of wheels that replaces the package index."""

    root: Path
    wheelhouse: Path | None = None

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        return self.venv / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    @property
    def program(self) -> Path:
        return self.scripts / ("wenyuan.exe" if os.name == "nt" else "wenyuan")

    @property
    def stamp_file(self) -> Path:
        return self.venv / "wenyuan-stamp.json"

    def key(self) -> str:
        """Changes when the environment must be renewed: requirements, this installer, the checkout's place."""
        project = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        parts = [BOOTSTRAP_VERSION, project.get("build-system"), project["project"], str(self.root)]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def stamp(self) -> dict[str, Any]:
        """What the last complete installation left; empty when there was none or it is unreadable."""
        try:
            stamp = json.loads(self.stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def is_ready(self, *, with_tests: bool) -> bool:
        """Whether the environment is complete and current. Reads two small files and starts nothing."""
        stamp = self.stamp()
        return (
            stamp.get("key") == self.key()
            and (bool(stamp.get("tests")) or not with_tests)
            and self._has_same_python(stamp)
            and self.program.is_file()
        )

    def _has_same_python(self, stamp: dict[str, Any]) -> bool:
        """False when the system's Python was replaced: then the environment's packages belong to another version."""
        return self.python.exists() and stamp.get("python") == str(self.python.resolve())


def provide(place: Environment, *, with_tests: bool) -> None:
    """Make or renew the environment. Returns at once when nothing changed.

    Raises:
        BootstrapError: If it cannot be made.
    """
    if place.is_ready(with_tests=with_tests):
        return
    if place.wheelhouse is not None and not place.wheelhouse.is_dir():
        raise BootstrapError(f"There is no folder {place.wheelhouse}: --wheelhouse names a folder of packages.")
    stamp = place.stamp()
    with_tests = with_tests or bool(stamp.get("tests"))
    if not place.python.exists() or (stamp and not place._has_same_python(stamp)):
        _make_venv(place)
    place.stamp_file.unlink(missing_ok=True)
    say(f"Installing into {place.venv} (this takes some minutes the first time) …")
    _warn_of_little_space(place)
    _pip(place, ["install", "-e", ".[dev]" if with_tests else "."])
    index = "hnswlib" if _install_hnswlib(place) else "usearch"
    weights.provide(place.python, place.root, pip_source(place))
    stamp = {"key": place.key(), "tests": with_tests, "python": str(place.python.resolve()), "index": index}
    place.stamp_file.write_text(json.dumps(stamp), encoding="utf-8")


def pip_source(place: Environment) -> list[str]:
    """The pip options that say where packages come from."""
    return ["--no-index", "--find-links", str(place.wheelhouse)] if place.wheelhouse else []


def say(text: str) -> None:
    """Tell the person; on stderr, because `run` may be a command whose stdout is read by a script."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def explain(log: str, venv: Path) -> str:
    """The known cause that pip's output points to, as a sentence; "" when it is none of them."""
    for pattern, text in _CAUSES:
        if re.search(pattern, log):
            return text.format(needed=NEEDED_GIB, venv=venv)
    return ""


def _make_venv(place: Environment) -> None:
    say(f"Making {place.venv} …")
    command = [sys.executable, "-m", "venv", "--clear", str(place.venv)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", errors="replace")
    if done.returncode == 0:
        return
    shutil.rmtree(place.venv, ignore_errors=True)
    output = done.stdout + done.stderr
    if "ensurepip" in output:
        minor = sys.version_info.minor
        raise BootstrapError(
            "This Python cannot make virtual environments. "
            f"On Debian or Ubuntu: sudo apt-get install python3.{minor}-venv"
        )
    raise BootstrapError(explain(output, place.venv) or f"The virtual environment cannot be made:\n{output.strip()}")


def _pip(place: Environment, arguments: list[str]) -> None:
    """Run pip in the environment, its output on stderr.

    Raises:
        BootstrapError: If it fails, with the likely cause.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "pip.log"
        base = [str(place.python), "-m", "pip", "--disable-pip-version-check", "--log", str(log)]
        command = [*base, arguments[0], *pip_source(place), *arguments[1:]]
        done = subprocess.run(command, cwd=place.root, stdout=sys.stderr.fileno(), check=False)
        if done.returncode == 0:
            return
        text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    cause = explain(text, place.venv)
    raise BootstrapError(
        f"The packages could not be installed. {cause} Then run the same command again.".replace("  ", " ")
    )


def _install_hnswlib(place: Environment) -> bool:
    """Compile hnswlib. Without it usearch holds the large indexes, so a failure is only worth a line."""
    project = tomllib.loads((place.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project.get("optional-dependencies", {}).get("hnsw", [])
    if not wanted:
        return False
    base = [str(place.python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    command = [*base, *pip_source(place), *wanted]
    done = subprocess.run(command, cwd=place.root, capture_output=True, check=False)
    if done.returncode != 0:
        say("hnswlib was not compiled (it needs a C++ compiler and Python's headers); usearch takes its place.")
    return done.returncode == 0


def _warn_of_little_space(place: Environment) -> None:
    free = shutil.disk_usage(place.root).free / (1 << 30)
    if free < NEEDED_GIB and not any(place.venv.glob("lib/*/site-packages/torch")):
        say(f"Only {free:.1f} GiB are free here; a first installation may need {NEEDED_GIB:.0f} GiB.")
