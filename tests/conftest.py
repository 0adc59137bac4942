"""Fixtures for every test: isolation from the developer's own files, leak detectors, data and fonts.

Isolation works through the environment, so that child processes (the engine, the command line) inherit it. Settings,
libraries and logs get a fresh place for each test. The cache of converted model weights is the exception: making it
takes seconds and it depends on nothing but the installed packages, so one folder serves all tests and all runs
(``build/test-cache`` in the checkout; delete it at will). A test of the conversion itself gives its own folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hypothesis
import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
_CACHE = CHECKOUT / "build" / "test-cache"
_CJK_FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/System/Library/Fonts/PingFang.ttc"),
    Path("/System/Library/Fonts/STHeiti Light.ttc"),
    Path("C:/Windows/Fonts/msyh.ttc"),
)
_THREAD_GRACE_SECONDS = 3.0
_numbers = count()


def pytest_configure(config: pytest.Config) -> None:
    """Set what must hold before any module of the program is imported."""
    hypothesis.settings.register_profile("wenyuan", deadline=None)  # a busy machine is no bug
    hypothesis.settings.load_profile("wenyuan")
    os.environ["XDG_CACHE_HOME"] = str(_CACHE)
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["PYTHONUTF8"] = "1"
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def _private_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("private")


@pytest.fixture(autouse=True)
def fresh_settings(_private_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for settings, libraries and logs, different for each test. Returns it (not yet made)."""
    root = _private_root / str(next(_numbers))
    for variable, folder in (("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state")):
        monkeypatch.setenv(variable, str(root / folder))
    return root


@pytest.fixture(autouse=True)
def no_dangling_threads() -> Iterator[None]:
    """Fail a test that leaves a Python thread running.

    Left out: threads of fixtures with a wider scope (they run before the test), tqdm's monitor (one for the process,
    a daemon), and the entries Python keeps for foreign threads that once called into it (Qt's pool).
    """
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _THREAD_GRACE_SECONDS
    while left := _new_threads(before):
        if time.monotonic() > deadline:
            pytest.fail(f"threads left running: {', '.join(sorted(thread.name for thread in left))}")
        left[0].join(0.05)


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and thread.is_alive()
        and not isinstance(thread, threading._DummyThread)  # type: ignore[attr-defined]
        and type(thread).__name__ != "TMonitor"
    ]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the repository."""
    return CHECKOUT


@pytest.fixture(scope="session")
def dev_data() -> Path:
    """The development data beside the checkout; tests that need it are skipped elsewhere."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not (folder / "covers-dev" / "records.jsonl").is_file():
        pytest.skip(f"the development data is not there: {folder}")
    return folder


@pytest.fixture
def library_dir(tmp_path: Path) -> Path:
    """A path for a new library with Chinese characters and a space in it. Not made yet."""
    return tmp_path / "图书馆 一号" / "library"


@pytest.fixture(scope="session")
def cjk_font() -> Path:
    """A font file with Chinese glyphs, for drawing test images."""
    for path in _CJK_FONTS:
        if path.is_file():
            return path
    if fc_match := shutil.which("fc-match"):
        command = [fc_match, "--format=%{file}", "sans:lang=zh-cn"]
        found = Path(subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stdout.strip())
        if found.is_file() and any(mark in found.name for mark in ("CJK", "Hei", "Song", "Ming", "SC", "wqy")):
            return found
    pytest.skip("no font with Chinese characters is installed (Debian: fonts-noto-cjk)")
