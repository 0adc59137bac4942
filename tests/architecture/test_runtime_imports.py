"""What is really loaded, seen in fresh processes: import contracts do not see everything, and loading costs time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ENGINES = (
    "torch",
    "timm",
    "transformers",
    "sqlalchemy",
    "hnswlib",
    "usearch",
    "cv2",
    "rapidocr",
    "onnxruntime",
    "jieba",
)


def _loaded(code: str, checkout: Path) -> set[str]:
    """The top-level modules in sys.modules after running `code` in a new interpreter."""
    report = "import sys, json; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{code}\n{report}"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def _module_names(checkout: Path, package: str) -> list[str]:
    names = []
    for path in sorted((checkout / package).rglob("*.py")):
        parts = path.relative_to(checkout).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return [name for name in names if not name.endswith("__main__") and "versions" not in name]


def test_core_never_loads_qt(checkout: Path) -> None:
    names = _module_names(checkout, "core")
    assert len(names) > 20
    loaded = _loaded("\n".join(f"import {name}" for name in names), checkout)
    assert not loaded & {"PySide6", "shiboken6", "librarian_app"}


def test_importing_core_loads_no_model_library(checkout: Path) -> None:
    """torch and its like are loaded by the function that needs them, never by an import."""
    names = _module_names(checkout, "core")
    guarded = "\n".join(f"import {name}" for name in names)
    assert not _loaded(guarded, checkout) & {"timm", "transformers", "rapidocr", "onnxruntime", "jieba", "opencc"}


def test_the_window_process_stays_light(checkout: Path) -> None:
    loaded = _loaded("import librarian_app.main", checkout)
    assert "PySide6" in loaded
    assert not loaded & set(ENGINES)


@pytest.mark.parametrize("code", ["import librarian_app.__main__", "import librarian_app.cli.run"])
def test_the_command_line_starts_light(checkout: Path, code: str) -> None:
    assert not _loaded(code, checkout) & {*ENGINES, "PySide6", "numpy"}


def test_help_loads_nothing_heavy(checkout: Path) -> None:
    code = "from librarian_app.__main__ import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert not _loaded(code, checkout) & {*ENGINES, "PySide6", "numpy"}


def test_services_load_no_engine(checkout: Path) -> None:
    names = [name for name in _module_names(checkout, "core") if name.startswith("core.services")]
    loaded = _loaded("\n".join(f"import {name}" for name in names), checkout)
    assert not loaded & {"torch", "timm", "transformers", "sqlalchemy"}
