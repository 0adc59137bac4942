from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installer import checks
from installer.checks import NO_TESTS, STEPS, Step, StepResult

LINT = Step("lint", ("-m", "ruff"))
UNIT = Step("unit", ("-m", "pytest", "tests/unit"))
GUI = Step("window", ("-m", "pytest", "tests/gui"))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((0, 0, 0), True),
        ((1, 0, 0), False),
        ((0, 1, 0), False),
        ((0, 0, NO_TESTS), True),
        ((0, NO_TESTS, NO_TESTS), False),
        ((NO_TESTS, 0, 0), False),
    ],
)
def test_success_needs_every_step_and_some_test(codes: tuple[int, int, int], expected: bool) -> None:
    results = [StepResult(step, code, 1.0) for step, code in zip((LINT, UNIT, GUI), codes, strict=True)]
    assert checks.is_success(results) is expected
    assert ("All checks passed." in checks.summary(results)) is expected


def test_summary_names_what_failed() -> None:
    text = checks.summary([StepResult(LINT, 1, 0.5), StepResult(UNIT, 0, 60.0), StepResult(GUI, 139, 2.0)])
    assert text.splitlines()[-1] == "Failed: lint, window"


def test_order_is_from_fast_to_slow() -> None:
    assert [step.name for step in STEPS] == [
        "lint", "format", "types", "layers", "unit", "window", "integration", "slow",
    ]  # fmt: skip


def test_every_test_belongs_to_one_step(checkout: Path) -> None:
    """The selections of the pytest steps together are all tests, and none is run twice."""
    import subprocess

    def collect(arguments: tuple[str, ...]) -> list[str]:
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *arguments]
        done = subprocess.run(command, cwd=checkout, capture_output=True, encoding="utf-8", check=False, timeout=300)
        return [line for line in done.stdout.splitlines() if "::" in line]

    parts = [test for step in STEPS if step.is_tests for test in collect(step.arguments[2:])]
    assert sorted(parts) == sorted(collect(("tests",)))


def test_later_steps_run_after_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = (Step("first", ("-c", "import sys; sys.exit(3)")), Step("second", ("-c", "print('second ran')")))
    monkeypatch.setattr(checks, "STEPS", steps)
    assert checks.run_checks(Path(sys.executable), tmp_path, []) == 1
    said = capfd.readouterr().out
    assert "second ran" in said
    assert "Failed: first" in said


def test_qt_draws_offscreen_without_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert checks.environment_for_tests({})["QT_QPA_PLATFORM"] == "offscreen"
    assert "QT_QPA_PLATFORM" not in checks.environment_for_tests({"DISPLAY": ":1"})
    assert checks.environment_for_tests({"QT_QPA_PLATFORM": "minimal"})["QT_QPA_PLATFORM"] == "minimal"
