"""The import contracts of pyproject.toml hold, and `core` is ours."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import core
import librarian_app


def test_import_contracts_hold(checkout: Path) -> None:
    program = Path(sys.executable).with_name("lint-imports")
    env = {**os.environ, "COLUMNS": "200"}
    done = subprocess.run(
        [str(program), "--no-cache"], cwd=checkout, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_core_is_the_checkouts(checkout: Path) -> None:
    """`core` is a common name: some other package on the path must not take its place."""
    assert Path(core.__file__ or "").resolve() == checkout / "core" / "__init__.py"
    assert Path(librarian_app.__file__ or "").resolve() == checkout / "librarian_app" / "__init__.py"


def test_the_window_imports_nothing_by_name(checkout: Path) -> None:
    """`import_module("torch")` would pass the import contracts unseen."""
    offenders = []
    for path in sorted((checkout / "librarian_app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            function = node.func if isinstance(node, ast.Call) else None
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if called == "import_module" or (
                isinstance(function, ast.Name) and called in {"__import__", "exec", "eval"}
            ):
                offenders.append(f"{path.relative_to(checkout)}:{node.lineno} {called}")
    assert offenders == []
