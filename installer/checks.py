"""`test`: the linters, the types, the layers, then the tests from fast to slow, and a plain summary."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
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


def _pytest(name: str, *arguments: str) -> Step:
    return Step(name, ("-m", "pytest", *arguments))


_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"

# The slow tests are two steps of like length, so that neither of the two lanes stands idle at the end.
_TRAINING = tuple(
    f"tests/integration/test_{name}.py"
    for name in ("training_run", "training_kill", "comparison", "promotion_cli", "search_during_rebuild", "model_shelf")
)

STEPS = (
    Step("lint", ("-m", "ruff", "check", ".")),
    Step("format", ("-m", "ruff", "format", "--check", ".")),
    Step("layers", ("-c", _LINT_IMPORTS)),
    _pytest("unit", "tests/unit", "tests/architecture", "-m", "not gui and not slow"),
    Step("types", ("-m", "mypy")),
    _pytest("window", "tests", "-m", "gui and not slow"),
    _pytest("slow window", "tests", "-m", "gui and slow"),
    _pytest("integration", "tests", "--ignore=tests/unit", "--ignore=tests/architecture", "-m", "not gui and not slow"),
    _pytest("slow", "tests", *(f"--ignore={file}" for file in _TRAINING), "-m", "slow and not gui"),
    _pytest("slow training", *_TRAINING, "-m", "slow and not gui"),
)


def run_checks(python: Path, root: Path, pytest_arguments: Sequence[str]) -> int:
    """Run everything, two steps at a time, and go on after a failure, so that one run shows all of them.

    What one of the two says is shown at once; what the other says, when it and the step shown at that time have ended.

    Args:
        python: The environment's interpreter.
        root: The checkout.
        pytest_arguments: When there are any, only pytest is run, with them.

    Returns:
        0 when all is well, 1 otherwise.
    """
    waiting = deque((_pytest("tests", *pytest_arguments),) if pytest_arguments else STEPS)
    results: list[StepResult] = []
    while waiting and not waiting[0].is_tests:  # what is wrong with the text is said before anything else
        results.append(_run_shown(waiting.popleft(), python, root))
    ended: queue.SimpleQueue[tuple[StepResult, bytes]] = queue.SimpleQueue()
    beside = threading.Thread(target=_run_beside, args=(waiting, python, root, ended))
    step = _next(waiting)
    beside.start()
    try:
        while step is not None:
            results.append(_run_shown(step, python, root))
            results += _shown(ended)
            step = _next(waiting)
    finally:
        waiting.clear()  # after Ctrl-C nothing more is begun
        beside.join()
    results += _shown(ended)
    _write(f"\n{summary(results)}\n")
    return 0 if is_success(results) else 1


def _next(waiting: deque[Step]) -> Step | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _run_shown(step: Step, python: Path, root: Path) -> StepResult:
    _write(f"\n== {step.name}\n")
    begun = time.monotonic()
    code = _start(python, root, step).wait()
    return StepResult(step, code, time.monotonic() - begun)


def _run_beside(
    waiting: deque[Step], python: Path, root: Path, ended: queue.SimpleQueue[tuple[StepResult, bytes]]
) -> None:
    while (step := _next(waiting)) is not None:
        begun = time.monotonic()
        with tempfile.TemporaryFile() as said:
            code = _start(python, root, step, said).wait()
            result = StepResult(step, code, time.monotonic() - begun)
            said.seek(0)
            ended.put((result, said.read()))


def _shown(ended: queue.SimpleQueue[tuple[StepResult, bytes]]) -> list[StepResult]:
    """Show what was said beside, as far as it has ended."""
    results = []
    while not ended.empty():
        result, said = ended.get()
        _write(f"\n== {result.step.name} (beside the others)\n{said.decode('utf-8', 'replace')}")
        results.append(result)
    return results


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
