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
        "lint", "format", "layers", "unit", "types", "window", "slow window", "integration", "slow",
        "slow training",
    ]  # fmt: skip


_COLLECT = """
import json, pathlib, sys, pytest
class Plugin:
    def pytest_collection_finish(self, session):
        found = [(i.nodeid, sorted(m.name for m in i.iter_markers())) for i in session.items]
        pathlib.Path(sys.argv[1]).write_text(json.dumps(found), encoding="utf-8")
sys.exit(pytest.main(["--collect-only", "-q", "-q", "tests"], plugins=[Plugin()]))
"""


def _selects(step: Step, test: str, marks: set[str]) -> bool:
    arguments = step.arguments[2:]
    marked = arguments[arguments.index("-m") + 1].split(" and ")
    folders = [part for part in arguments[: arguments.index("-m")] if not part.startswith("--")]
    ignored = [part.removeprefix("--ignore=") for part in arguments if part.startswith("--ignore=")]

    def is_in(places: list[str]) -> bool:
        return any(test.startswith((f"{place}/", f"{place}::")) for place in places)

    return (
        is_in(folders)
        and not is_in(ignored)
        and all((word.removeprefix("not ") in marks) != word.startswith("not ") for word in marked)
    )


def test_every_test_belongs_to_one_step(checkout: Path, tmp_path: Path) -> None:
    """The selections of the pytest steps together are all tests, and none is run twice."""
    import json
    import subprocess

    listing = tmp_path / "tests.json"
    command = [sys.executable, "-c", _COLLECT, str(listing)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:]
    found = json.loads(listing.read_text(encoding="utf-8"))
    assert len(found) > 1000
    steps = [step for step in STEPS if step.is_tests]
    for test, marks in found:
        assert sum(_selects(step, test, set(marks)) for step in steps) == 1, test


def test_two_steps_run_at_a_time_and_both_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    sign = tmp_path / "sign"
    first = tmp_path / "test_first.py"
    first.write_text(
        "import pathlib, time\n\ndef test():\n"
        f"    while not pathlib.Path({str(sign)!r}).exists():\n        time.sleep(0.01)\n"
    )
    second = f"import pathlib; pathlib.Path({str(sign)!r}).touch(); print('ran'); raise SystemExit(4)"
    steps = (
        Step("first", ("-m", "pytest", "-q", "-p", "no:cacheprovider", str(first))),
        Step("second", ("-c", second)),
        Step("third", ("-c", "print('third ran')")),
    )
    monkeypatch.setattr(checks, "STEPS", steps)
    assert checks.run_checks(Path(sys.executable), tmp_path, []) == 1
    said = capfd.readouterr().out
    assert "1 passed" in said
    assert "== second (beside the others)\nran" in said
    assert "third ran" in said
    assert "Failed: second" in said


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
