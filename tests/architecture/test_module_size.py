"""No module grows past what one can keep in mind."""

from __future__ import annotations

from pathlib import Path

import pytest

MAX_LINES = 500
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def _modules(checkout: Path) -> list[Path]:
    return sorted(
        path for folder in ("core", "librarian_app", "installer", "tests") for path in (checkout / folder).rglob("*.py")
    )


def test_modules_are_short(checkout: Path) -> None:
    lengths = {
        str(path.relative_to(checkout)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _modules(checkout)
    }
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_module_names_say_something(checkout: Path) -> None:
    assert [str(path) for path in _modules(checkout) if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("folder", ["core", "librarian_app"])
def test_every_package_says_what_it_is_for(checkout: Path, folder: str) -> None:
    import ast

    packages = sorted((checkout / folder).rglob("__init__.py"))
    mute = [str(p) for p in packages if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert packages
    assert mute == []
