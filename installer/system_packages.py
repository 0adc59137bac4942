"""What the operating system must bring: found by looking for the thing itself, installed where that is allowed.

Looked for is what is used (a library that loads, a language that Tesseract lists), not the name of a package, so that
it holds on any distribution. Only apt is run by itself; for the others the line is printed for copying. The branches
for macOS, Windows and distributions other than Debian's family were written from their package lists and not run.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Manager = str
_FONT_PATHS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)
_INSTALL: Mapping[Manager, tuple[str, ...]] = {
    "apt": ("apt-get", "install", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "pacman": ("pacman", "-S", "--needed"),
    "zypper": ("zypper", "install", "-y"),
    "brew": ("brew", "install"),
}
_PROGRAMS: Mapping[Manager, str] = {name: words[0] for name, words in _INSTALL.items()}


@dataclass(frozen=True)
class Need:
    """One thing the program uses, how to see that it is there, and which package of each manager brings it."""

    name: str
    is_met: Callable[[], bool]
    packages: Mapping[Manager, str]


def _library(file: str, apt: str, dnf: str, pacman: str, zypper: str) -> Need:
    packages = {"apt": apt, "dnf": dnf, "pacman": pacman, "zypper": zypper}
    return Need(file, lambda: can_load(file), packages)


def _language(code: str, zypper: str) -> Need:
    packages = {
        "apt": f"tesseract-ocr-{code.replace('_', '-')}",
        "dnf": f"tesseract-langpack-{code}",
        "pacman": f"tesseract-data-{code}",
        "zypper": f"tesseract-ocr-traineddata-{zypper}",
        "brew": "tesseract-lang",
    }
    return Need(f"Tesseract language {code}", lambda: code in tesseract_languages(), packages)


_TESSERACT = (
    Need(
        "tesseract",
        lambda: shutil.which("tesseract") is not None,
        {
            "apt": "tesseract-ocr",
            "dnf": "tesseract",
            "pacman": "tesseract",
            "zypper": "tesseract-ocr",
            "brew": "tesseract",
        },
    ),
    _language("eng", "english"),
    _language("chi_sim", "chinese_simplified"),
    _language("chi_tra", "chinese_traditional"),
)
_YAZ = Need(
    "yaz-client (catalogues over Z39.50)",
    lambda: shutil.which("yaz-client") is not None,
    {"apt": "yaz", "dnf": "yaz", "zypper": "yaz", "brew": "yaz"},
)
_LINUX = (
    *_TESSERACT,
    _YAZ,
    # what Qt and its xcb plugin are linked against and do not bring (ldd on the wheel's files)
    _library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd", "Mesa-libEGL1"),
    _library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd", "Mesa-libGL1"),
    _library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    _library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig", "libfontconfig1"),
    _library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    _library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    _library(
        "libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0",
    ),
    _library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
    _library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    _library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    _library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    _library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    _library(
        "libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil",
        "libxcb-render-util0",
    ),
    _library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    _library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    Need(
        "a font with Chinese characters",
        lambda: has_chinese_font(),
        {
            "apt": "fonts-noto-cjk",
            "dnf": "google-noto-sans-cjk-fonts",
            "pacman": "noto-fonts-cjk",
            "zypper": "google-noto-sans-sc-fonts",
        },
    ),
    Need(
        "a C++ compiler",
        lambda: shutil.which("g++") is not None or shutil.which("c++") is not None,
        {"apt": "g++", "dnf": "gcc-c++", "pacman": "gcc", "zypper": "gcc-c++"},
    ),
    Need(
        "Python's headers",
        lambda: (Path(sysconfig.get_path("include")) / "Python.h").is_file(),
        {
            "apt": f"python3.{sys.version_info.minor}-dev",
            "dnf": "python3-devel",
            "pacman": "python",
            "zypper": "python3-devel",
        },
    ),
    Need(
        "Python's venv",
        lambda: _has_module("ensurepip"),
        {
            "apt": f"python3.{sys.version_info.minor}-venv",
            "dnf": "python3",
            "pacman": "python",
            "zypper": "python3",
        },
    ),
)  # fmt: skip


def provide(*, may_install: bool) -> None:
    """Look for what is needed, install it where that is allowed, and name the rest in one line. Never fails.

    Args:
        may_install: False leaves the system alone and only names what is missing.
    """
    missing = missing_needs(sys.platform)
    if not missing:
        return
    manager = find_manager()
    if may_install and manager == "apt" and (prefix := root_prefix()) is not None:
        _say(f"Installing system packages: {' '.join(packages_for(missing, manager))}")
        _apt_install(prefix, packages_for(missing, manager))
        missing = missing_needs(sys.platform)
    if missing:
        _say(advice(missing, manager, sys.platform))


def missing_needs(platform: str) -> list[Need]:
    """What is not there, of what this operating system must bring."""
    elsewhere = (*_TESSERACT, _YAZ) if platform == "darwin" else _TESSERACT
    needs = _LINUX if platform.startswith("linux") else elsewhere
    return [need for need in needs if not need.is_met()]


def packages_for(needs: Sequence[Need], manager: Manager) -> list[str]:
    """The packages that bring `needs`, each once, in order."""
    return list(dict.fromkeys(need.packages[manager] for need in needs if manager in need.packages))


def install_line(needs: Sequence[Need], manager: Manager, *, as_root: bool) -> str:
    """The one line to copy into a terminal."""
    words = [*_INSTALL[manager], *packages_for(needs, manager)]
    return " ".join(words if as_root or manager == "brew" else ["sudo", *words])


def advice(missing: Sequence[Need], manager: Manager | None, platform: str) -> str:
    """What is missing, and what to do about it."""
    named = ", ".join(need.name for need in missing)
    if platform == "win32":
        return (
            f"Not found: {named}. The program works without (RapidOCR reads the covers). To use Tesseract as well:\n"
            "  winget install --exact --id UB-Mannheim.TesseractOCR"
        )
    if manager is None or not packages_for(missing, manager):
        return f"Not found: {named}. Install them with your system's package manager; going on without them."
    line = install_line(missing, manager, as_root=_is_root())
    return f"Not found: {named}. Going on without them. To install them:\n  {line}"


def find_manager() -> Manager | None:
    """The package manager of this machine."""
    return next((name for name, program in _PROGRAMS.items() if shutil.which(program)), None)


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root without being asked: nothing, sudo, or None if impossible."""
    if _is_root():
        return []
    if sudo := shutil.which("sudo"):
        asked = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return [sudo, "-n"]
    return None


def can_load(file: str) -> bool:
    """Whether the dynamic loader finds a library. Loading it is the only test that holds on every distribution."""
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def tesseract_languages() -> frozenset[str]:
    """The languages that Tesseract has data for; none when there is no Tesseract."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    return frozenset(line.strip() for line in (listed.stdout + listed.stderr).splitlines()[1:])


def has_chinese_font() -> bool:
    """Whether a font with Chinese characters is installed."""
    if any(Path(path).is_file() for path in _FONT_PATHS):
        return True
    program = shutil.which("fc-list")
    if program is None:
        return False
    listed = subprocess.run([program, ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def _apt_install(prefix: list[str], packages: list[str]) -> None:
    """Install with apt; when one name is unknown here, the others one by one."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, *_INSTALL["apt"]]
    # Package lists may be old or, in a container, not there at all; a failure shows in the installation.
    subprocess.run([*prefix, "apt-get", "update", "-q"], stdout=sys.stderr.fileno(), env=env, check=False)
    done = subprocess.run([*install, "-q", *packages], stdout=sys.stderr.fileno(), env=env, check=False)
    if done.returncode != 0:
        for package in packages:
            subprocess.run([*install, "-q", package], stdout=sys.stderr.fileno(), env=env, check=False)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _has_module(name: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(name) is not None


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
