from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer import bootstrap, commands


def test_an_old_python_can_read_the_entry_file(checkout: Path) -> None:
    """Python 3.5 must get as far as the sentence that says what it lacks."""
    ast.parse((checkout / "installer" / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 5))


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14)])
def test_a_python_out_of_range_is_told_so(
    version: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.main(["install"]) == 1
    said = capsys.readouterr().err
    assert f"this is Python {version[0]}.{version[1]}" in said
    assert "3.11 to 3.13" in said


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for another Python")
def test_another_python_takes_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "python3.12"
    other.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    other.chmod(0o755)
    broken = tmp_path / "python3.13"  # a version manager's stand-in
    broken.write_text("#!/bin/sh\nexit 127\n", encoding="ascii")
    broken.chmod(0o755)
    taken: list[list[str]] = []

    class ReplacedError(Exception):
        pass

    def replace_process(program: str, arguments: list[str]) -> None:
        taken.append([program, *arguments])
        raise ReplacedError

    monkeypatch.setattr(sys, "version_info", (3, 9, 0, "final", 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "execv", replace_process)
    with pytest.raises(ReplacedError):
        bootstrap.main(["run", "search", "三体"])
    assert taken[0][0] == taken[0][1] == str(other)
    assert taken[0][3:] == ["run", "search", "三体"]


def test_arguments_after_run_belong_to_the_program() -> None:
    options = commands.parse(["--no-system", "run", "--library", "书 库", "search", "--json", "三体"])
    assert options.command == "run"
    assert options.arguments == ("--library", "书 库", "search", "--json", "三体")
    assert not options.may_install_system
    assert options.wheelhouse is None


@pytest.mark.parametrize("given", [["--wheelhouse", "轮子", "install"], ["--wheelhouse=轮子", "install"]])
def test_wheelhouse_in_both_spellings(given: list[str]) -> None:
    assert commands.parse(given).wheelhouse == Path.cwd() / "轮子"


@pytest.mark.parametrize(
    "given", [[], ["fly"], ["--fast", "install"], ["--wheelhouse"], ["install", "extra"], ["--no-system"]]
)
def test_wrong_usage_is_refused(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run_bootstrap(given, bootstrap.USAGE) == 2
    assert "usage:" in capsys.readouterr().err


def test_help_names_the_commands(checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(checkout / "installer" / "bootstrap.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert all(name in done.stdout for name in commands.COMMANDS)


def test_ci_runs_the_tests_through_the_bootstrap(checkout: Path) -> None:
    script = checkout / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "installer/bootstrap.py test" in script.read_text(encoding="utf-8")
