"""The command line as another program sees it: a process with streams and an exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "librarian_app"]


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, **environment},
    )


def test_help_answers_at_once() -> None:
    """Under 0.4 s on an idle machine; the best of five, because tests share it."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        done = _run("--help")
        times.append(time.perf_counter() - begun)
        assert done.returncode == 0
        assert "usage: wenyuan" in done.stdout
    assert min(times) < 0.4


def test_the_version_is_the_projects() -> None:
    assert json.loads(_run("--version", "--json").stdout)["version"] == "0.1.0"


@pytest.mark.parametrize("line", [["fly"], ["search"], ["--json"], ["import", "--json"]])
def test_wrong_usage_exits_with_2(line: list[str]) -> None:
    done = _run(*line)
    assert done.returncode == 2
    assert "wenyuan --help" in done.stderr
    if "--json" in line:
        assert json.loads(done.stdout)["error"]["id"] == "usage"
    else:
        assert done.stdout == ""


@pytest.mark.parametrize("language", ["en_US.UTF-8", "zh_CN.UTF-8", "zh_TW.UTF-8"])
def test_a_missing_library_is_one_document_and_exit_1(language: str, tmp_path: Path) -> None:
    done = _run("--library", str(tmp_path / "没有"), "stats", "--json", LANG=language, LC_ALL=language)
    assert done.returncode == 1
    error = json.loads(done.stdout)["error"]
    assert error["id"] == "library.missing"
    assert "没有" in error["message"]


def test_chinese_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    done = _run("--library", str(tmp_path / "书库"), "stats", "--lang", "zh_CN", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "书库" in done.stderr


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen(
        [*COMMAND, "models", "list", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) == 0
    assert said == b""


@pytest.mark.models
@pytest.mark.skipif(os.name != "posix", reason="Windows sends Ctrl-C to whole consoles only")
def test_ctrl_c_during_an_import_keeps_what_was_confirmed(tmp_path: Path) -> None:
    records = tmp_path / "many.jsonl"
    with records.open("w", encoding="utf-8") as file:
        for number in range(20_000):
            file.write(
                json.dumps({"id": f"n{number}", "title": f"第 {number} 本书 book {number}"}, ensure_ascii=False) + "\n"
            )
    library = tmp_path / "library"
    command = [*COMMAND, "--library", str(library), "import", str(records), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 90
        while process.poll() is None and time.monotonic() < deadline and not _records_in(library):
            time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=90)
    assert process.returncode == 130, err.decode("utf-8")
    assert json.loads(out)["error"]["id"] == "cancelled"
    kept = _records_in(library)
    assert 0 < kept < 20_000


def _records_in(library: Path) -> int:
    done = _run("--library", str(library), "stats", "--json")
    return int(json.loads(done.stdout)["records"]) if done.returncode == 0 else 0
