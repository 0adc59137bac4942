from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a screen")


@linux
def test_without_a_screen_the_window_says_so(checkout: Path) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in hidden} | {"LC_ALL": "zh_CN.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "librarian_app"],
        cwd=checkout,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("wenyuan: 此处没有可显示窗口的屏幕")
    assert done.stdout == ""


@linux
def test_a_missing_library_of_qt_is_named(checkout: Path, tmp_path: Path) -> None:
    """A PySide6 that fails to load as it does where libEGL is missing."""
    fake = tmp_path / "PySide6" / "__init__.py"
    fake.parent.mkdir()
    fake.write_text('raise ImportError("libEGL.so.1: cannot open shared object file")', encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "en_US.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "librarian_app"],
        cwd=checkout,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "libEGL.so.1" in done.stderr
    assert "bootstrap.py install" in done.stderr
    assert "Traceback" not in done.stderr
