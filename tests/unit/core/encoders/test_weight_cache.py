"""Converted weights are whole and checked, or made again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.encoders.weight_cache import CHECKSUMS, checked_bytes, converted_folder, is_intact
from core.errors import HostFaultError, StoreMismatchError


class Converter:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, folder: Path) -> None:
        self.calls += 1
        (folder / "weights.bin").write_bytes(b"weights" * 100)
        (folder / "config.json").write_text("{}", encoding="utf-8")


def test_converts_once(tmp_path: Path) -> None:
    convert = Converter()
    first = converted_folder(tmp_path / "模型", "abc", convert)
    second = converted_folder(tmp_path / "模型", "abc", convert)
    assert first == second
    assert convert.calls == 1
    assert sorted(json.loads((first / CHECKSUMS).read_text(encoding="utf-8"))) == ["config.json", "weights.bin"]


@pytest.mark.parametrize("fault", ["altered", "missing", "no checksums", "torn checksums", "empty checksums"])
def test_anything_damaged_is_made_again(tmp_path: Path, fault: str) -> None:
    convert = Converter()
    folder = converted_folder(tmp_path, "abc", convert)
    if fault == "altered":
        (folder / "weights.bin").write_bytes(b"weightz" * 100)
    elif fault == "missing":
        (folder / "config.json").unlink()
    elif fault == "no checksums":
        (folder / CHECKSUMS).unlink()
    else:
        (folder / CHECKSUMS).write_text("{" if fault == "torn checksums" else "{}", encoding="utf-8")
    assert not is_intact(folder)
    again = converted_folder(tmp_path, "abc", convert)
    assert convert.calls == 2
    assert is_intact(again)
    assert [path.name for path in tmp_path.iterdir()] == ["abc"]


def test_conversion_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def convert(folder: Path) -> None:
        (folder / "half").write_bytes(b"x")
        raise StoreMismatchError("model.damaged", file="x", detail="y")

    with pytest.raises(StoreMismatchError):
        converted_folder(tmp_path, "abc", convert)
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_a_host_fault(tmp_path: Path) -> None:
    def convert(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(HostFaultError) as caught:
        converted_folder(tmp_path, "abc", convert)
    assert caught.value.message_id == "model.cache_unwritable"
    assert "No space" in str(caught.value.context["reason"])


def test_a_file_where_the_folder_should_be_is_a_host_fault(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("in the way", encoding="utf-8")
    with pytest.raises(HostFaultError):
        converted_folder(tmp_path / "models", "abc", Converter())


def test_source_with_another_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(StoreMismatchError) as caught:
        checked_bytes(tmp_path / "a", "0" * 64)
    assert caught.value.message_id == "model.checksum"
    with pytest.raises(HostFaultError):
        checked_bytes(tmp_path / "b", "0" * 64)
