"""Checkpoint folders: written whole, checked when read, refused otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from core.encoders.checkpoint_io import (
    CONFIG,
    PROVENANCE,
    WEIGHTS,
    checkpoint_fingerprint,
    load_checkpoint,
    save_checkpoint,
)
from core.errors import ConflictError, HostFaultError, StoreMismatchError

TENSORS = {"门.weight": torch.tensor([1.5, -2.0]), "matrix": torch.arange(6.0).view(2, 3).t()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "检查点 №1" / "best"
    save_checkpoint(target, TENSORS, {"dim": 3, "名": "统一"}, {"seed": 7})
    return target


def test_what_was_saved_is_loaded(folder: Path) -> None:
    loaded = load_checkpoint(folder)
    assert set(loaded.tensors) == set(TENSORS)
    for name, value in TENSORS.items():
        assert torch.equal(loaded.tensors[name], value)
    assert loaded.config == {"dim": 3, "名": "统一"}
    assert loaded.provenance == {"seed": 7}
    assert [path.name for path in folder.parent.iterdir()] == ["best"]  # nothing temporary is left


def test_fingerprint_is_of_weights_and_config_alone(folder: Path, tmp_path: Path) -> None:
    same = save_checkpoint(tmp_path / "a", TENSORS, {"dim": 3, "名": "统一"}, {"seed": 8})
    assert same == checkpoint_fingerprint(folder) == load_checkpoint(folder).fingerprint
    assert save_checkpoint(tmp_path / "b", TENSORS, {"dim": 4}, {}) != same
    moved = {**TENSORS, "matrix": TENSORS["matrix"] + 1e-6}
    assert save_checkpoint(tmp_path / "c", moved, {"dim": 3, "名": "统一"}, {}) != same


def test_tensors_that_share_memory_are_stored_each(tmp_path: Path) -> None:
    whole = torch.arange(4.0)
    save_checkpoint(tmp_path / "a", {"whole": whole, "half": whole[:2]}, {}, {})
    assert load_checkpoint(tmp_path / "a").tensors["half"].tolist() == [0.0, 1.0]


def test_nothing_is_overwritten(folder: Path) -> None:
    with pytest.raises(ConflictError) as caught:
        save_checkpoint(folder, {}, {}, {})
    assert caught.value.message_id == "checkpoint.exists"
    assert load_checkpoint(folder).config["dim"] == 3


@pytest.mark.parametrize("name", [WEIGHTS, CONFIG, PROVENANCE])
def test_a_changed_file_is_refused(folder: Path, name: str) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(StoreMismatchError) as caught:
        load_checkpoint(folder)
    assert caught.value.message_id == "checkpoint.damaged"
    assert name in str(caught.value.context["detail"])


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    with pytest.raises(StoreMismatchError, match="damaged"):
        load_checkpoint(folder)


@pytest.mark.parametrize("listed", ["{}", "[]", "{", '{"config.json": ""}'])
def test_a_bad_list_of_checksums_is_refused(folder: Path, listed: str) -> None:
    (folder / "checksums.json").write_text(listed, encoding="utf-8")
    with pytest.raises(StoreMismatchError, match="damaged"):
        load_checkpoint(folder)


def test_weights_that_are_none_are_refused_even_with_a_right_checksum(folder: Path) -> None:
    import hashlib

    (folder / WEIGHTS).write_bytes(b"no tensors")
    listed = json.loads((folder / "checksums.json").read_text(encoding="utf-8"))
    listed[WEIGHTS] = hashlib.sha256(b"no tensors").hexdigest()
    (folder / "checksums.json").write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(StoreMismatchError, match="damaged"):
        load_checkpoint(folder)


def test_no_checkpoint_there(tmp_path: Path) -> None:
    with pytest.raises(HostFaultError) as caught:
        load_checkpoint(tmp_path)
    assert caught.value.message_id == "checkpoint.missing"


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.encoders.checkpoint_io.os.fsync", full)
    with pytest.raises(HostFaultError) as caught:
        save_checkpoint(tmp_path / "a", TENSORS, {}, {})
    assert caught.value.message_id == "checkpoint.unwritable"
    assert "No space left" in str(caught.value.context["reason"])
    assert list(tmp_path.iterdir()) == []
