"""What the program can do is written down."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from librarian_app.cli.grammar import build_parser


def _commands(parser: argparse.ArgumentParser, prefix: str = "") -> list[str]:
    """Every command of the grammar with its group: ``covers add``."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                below = _commands(child, f"{prefix}{name} ")
                found += below or [f"{prefix}{name}"]
    return found


COMMANDS = _commands(build_parser("en"))


def test_the_grammar_has_the_commands_of_the_design() -> None:
    assert set(COMMANDS) >= {
        "init", "import", "export", "covers add", "identify", "search", "evaluate", "check", "backup", "restore",
        "stats", "jobs", "models list", "models verify", "bench", "undo", "history",
    }  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_explains_every_command(command: str, checkout: Path) -> None:
    text = (checkout / "README.md").read_text(encoding="utf-8")
    group, _, member = command.partition(" ")
    pattern = rf"`(wenyuan )?{group}\b[^`]*\b{member}\b" if member else rf"`(wenyuan )?{group}\b"
    assert re.search(pattern, text) or f"wenyuan {command}" in text


def test_the_readme_begins_with_the_two_commands(checkout: Path) -> None:
    first_screen = "\n".join((checkout / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    for command in ("run", "test"):
        assert f"python3 installer/bootstrap.py {command}" in first_screen


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"])
def test_links_between_our_files_lead_somewhere(name: str, checkout: Path) -> None:
    text = (checkout / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [target for target in targets if not (checkout / target).exists()] == []
