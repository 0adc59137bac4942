"""`test`: the linters, the types, the layers, then the tests from fast to slow, and a plain summary."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

NO_TESTS = 5
"""pytest's exit code when it selected nothing."""


@dataclass(frozen=True)
class Step:
    """One thing to run in the environment: the arguments of its Python."""

    name: str
    arguments: tuple[str, ...]
    is_beside: bool = False
    """Run on another processor while the others run."""

    @property
    def is_tests(self) -> bool:
        return self.arguments[:2] == ("-m", "pytest")


@dataclass(frozen=True)
class StepResult:
    """How a step ended."""

    step: Step
    exit_code: int
    seconds: float

    @property
    def word(self) -> str:
        if self.step.is_tests and self.exit_code == NO_TESTS:
            return "none"
        return "ok" if self.exit_code == 0 else "FAILED"


def _pytest(name: str, *arguments: str, is_beside: bool = False) -> Step:
    return Step(name, ("-m", "pytest", *arguments), is_beside)


_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"

STEPS = (
    Step("lint", ("-m", "ruff", "check", ".")),
    Step("format", ("-m", "ruff", "format", "--check", ".")),
    Step("types", ("-m", "mypy"), is_beside=True),
    Step("layers", ("-c", _LINT_IMPORTS)),
    # The windows wait for their engines half the time; beside them the other processor is not idle.
    _pytest("slow window", "tests", "-m", "gui and slow", is_beside=True),
    _pytest("unit", "tests/unit", "tests/architecture", "-m", "not gui and not slow"),
    _pytest("window", "tests", "-m", "gui and not slow"),
    _pytest("integration", "tests", "--ignore=tests/unit", "--ignore=tests/architecture", "-m", "not gui and not slow"),
    _pytest("slow", "tests", "-m", "slow and not gui"),
)


def run_checks(python: Path, root: Path, pytest_arguments: Sequence[str]) -> int:
    """Run everything and go on after a failure, so that one run shows all of them. One step may run beside the others.

    Args:
        python: The environment's interpreter.
        root: The checkout.
        pytest_arguments: When there are any, only pytest is run, with them.

    Returns:
        0 when all is well, 1 otherwise.
    """
    steps = (_pytest("tests", *pytest_arguments),) if pytest_arguments else STEPS
    results = []
    with ExitStack() as files:
        beside = [
            _Beside(step, python, root, files.enter_context(tempfile.TemporaryFile()))
            for step in steps
            if step.is_beside
        ]
        for step in steps:
            if step.is_beside:
                continue
            _write(f"\n== {step.name}\n")
            begun = time.monotonic()
            code = _start(python, root, step).wait()
            results.append(StepResult(step, code, time.monotonic() - begun))
            ended = [each for each in beside if each.has_ended or step == steps[-1]]
            beside = [each for each in beside if each not in ended]
            results += [each.result() for each in ended]
    _write(f"\n{summary(results)}\n")
    return 0 if is_success(results) else 1


class _Beside:
    """A step that runs beside the others; what it says is shown when it has ended."""

    def __init__(self, step: Step, python: Path, root: Path, said: IO[bytes]) -> None:
        self._step = step
        self._said = said
        self._process = _start(python, root, step, said)
        self._begun = time.monotonic()

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def result(self) -> StepResult:
        """Wait for its end and show what it said."""
        code = self._process.wait()
        self._said.seek(0)
        _write(f"\n== {self._step.name} (beside the others)\n{self._said.read().decode('utf-8', 'replace')}")
        return StepResult(self._step, code, time.monotonic() - self._begun)


def _start(python: Path, root: Path, step: Step, said: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    command = [str(python), *step.arguments]
    to = None if said is None else subprocess.STDOUT
    return subprocess.Popen(command, cwd=root, env=environment_for_tests(os.environ), stdout=said, stderr=to)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def is_success(results: Sequence[StepResult]) -> bool:
    """No step failed, and some tests were run."""
    tests = [result for result in results if result.step.is_tests]
    ran_tests = any(result.exit_code == 0 for result in tests)
    return ran_tests and all(result.word != "FAILED" for result in results)


def summary(results: Sequence[StepResult]) -> str:
    """One line a step, and the verdict."""
    lines = [f"{result.step.name:<12} {result.word:<7} {result.seconds:6.1f} s" for result in results]
    failed = [result.step.name for result in results if result.word == "FAILED"]
    if failed:
        lines.append(f"Failed: {', '.join(failed)}")
    elif not is_success(results):
        lines.append("Failed: no test was run")
    else:
        lines.append("All checks passed.")
    return "\n".join(lines)


def environment_for_tests(inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment for the tests: no display needed, UTF-8, no model hub."""
    env = {**inherited, "PYTHONUTF8": "1", "HF_HUB_OFFLINE": "1"}
    if sys.platform.startswith("linux") and not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")):
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env
