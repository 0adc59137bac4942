"""Encoders carried in a file: whole and as they were, or refused with the reason and nothing left behind."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from core.encoders import checkpoint_archive
from core.encoders.checkpoint_archive import pack_checkpoint, unpack_checkpoint
from core.encoders.checkpoint_io import load_checkpoint, save_checkpoint
from core.errors import InvalidInputError, JobCancelledError, LibrarianError, StoreMismatchError
from core.protocols import NullJobContext

Rewrite = Callable[[dict[str, bytes]], dict[str, bytes]]


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    folder = tmp_path / "运行 一" / "checkpoint"
    save_checkpoint(folder, {"w": torch.arange(6.0)}, {"kind": "test"}, {"name": "馆藏"})
    return folder


@pytest.fixture
def archive(checkpoint: Path, tmp_path: Path) -> Path:
    target = tmp_path / "编码器.zip"
    pack_checkpoint(checkpoint, target)
    return target


def rewritten(archive: Path, change: Rewrite) -> Path:
    with zipfile.ZipFile(archive) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    target = archive.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as zipped:
        for name, data in change(files).items():
            zipped.writestr(name, data)
    return target


def test_an_encoder_arrives_as_it_left(archive: Path, checkpoint: Path, tmp_path: Path) -> None:
    unpack_checkpoint(archive, tmp_path / "there")
    came, left = load_checkpoint(tmp_path / "there"), load_checkpoint(checkpoint)
    assert came.fingerprint == left.fingerprint
    assert torch.equal(came.tensors["w"], left.tensors["w"])
    assert came.provenance == {"name": "馆藏"}


def test_a_checkpoint_zipped_by_hand_in_its_folder_is_taken(archive: Path, tmp_path: Path) -> None:
    by_hand = rewritten(archive, lambda files: {f"checkpoint/{name}": data for name, data in files.items()})
    unpack_checkpoint(by_hand, tmp_path / "there")
    assert load_checkpoint(tmp_path / "there").provenance == {"name": "馆藏"}


def _without(name: str) -> Rewrite:
    return lambda files: {each: data for each, data in files.items() if each != name}


def _with(name: str, data: bytes = b"x") -> Rewrite:
    return lambda files: {**files, name: data}


def _other_list(files: dict[str, bytes]) -> dict[str, bytes]:
    listed = {**json.loads(files["checksums.json"]), "../../outside": "0" * 64}
    return {**files, "checksums.json": json.dumps(listed).encode()}


@pytest.mark.parametrize(
    ("change", "message_id"),
    [
        (_with("weights.safetensors", b"other"), "models.archive_damaged"),
        (_with("config.json", b"{}"), "models.archive_damaged"),
        (_with("checksums.json", b"[]"), "models.archive_damaged"),
        (_other_list, "models.archive_damaged"),
        (_without("weights.safetensors"), "models.not_an_archive"),
        (_without("checksums.json"), "models.not_an_archive"),
        (_with("../outside.json"), "models.unexpected_file"),
        (_with("/etc/config.json"), "models.unexpected_file"),
        (_with("C:/config.json"), "models.unexpected_file"),
        (_with("a/b/c/config.json"), "models.unexpected_file"),
        (_with("run.py"), "models.unexpected_file"),
        (_with("other/config.json"), "models.unexpected_file"),
    ],
)
def test_a_wrong_archive_is_refused_and_nothing_is_left(
    archive: Path, tmp_path: Path, change: Rewrite, message_id: str
) -> None:
    target = tmp_path / "there" / "checkpoint"
    target.parent.mkdir()
    with pytest.raises(LibrarianError) as caught:
        unpack_checkpoint(rewritten(archive, change), target)
    assert caught.value.message_id == message_id
    assert list(target.parent.iterdir()) == []
    assert not (tmp_path / "outside.json").exists()


def test_a_link_is_refused(archive: Path, tmp_path: Path) -> None:
    linked = rewritten(archive, _without("config.json"))
    with zipfile.ZipFile(linked, "a") as zipped:
        entry = zipfile.ZipInfo("config.json")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(entry, "/etc/passwd")
    with pytest.raises(InvalidInputError) as caught:
        unpack_checkpoint(linked, tmp_path / "there")
    assert caught.value.message_id == "models.unexpected_file"


def test_a_bomb_is_refused_before_it_is_unpacked(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in {**files, "provenance.json": b" " * (5 << 20)}.items():
            zipped.writestr(name, data)
    with pytest.raises(InvalidInputError) as caught:
        unpack_checkpoint(bomb, tmp_path / "there")
    assert caught.value.message_id == "models.too_large"


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.98])
def test_a_file_cut_short_is_refused(archive: Path, tmp_path: Path, keep: float) -> None:
    data = archive.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(data[: int(keep if keep >= 1 else len(data) * keep)])
    with pytest.raises(LibrarianError) as caught:
        unpack_checkpoint(cut, tmp_path / "there")
    assert caught.value.message_id == "models.not_an_archive"
    assert not (tmp_path / "there").exists()


def test_every_flipped_byte_is_noticed_or_harmless(archive: Path, checkpoint: Path, tmp_path: Path) -> None:
    data, wanted = archive.read_bytes(), load_checkpoint(checkpoint).fingerprint
    for place in range(0, len(data), max(1, len(data) // 60)):
        broken = tmp_path / "broken.zip"
        broken.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        target = tmp_path / f"there-{place}"
        try:
            unpack_checkpoint(broken, target)
        except LibrarianError:
            assert not target.exists()
        else:
            assert load_checkpoint(target).fingerprint == wanted


def test_without_room_it_is_said_first(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free = 1000

    monkeypatch.setattr(checkpoint_archive.shutil, "disk_usage", lambda place: Full)
    with pytest.raises(InvalidInputError) as caught:
        unpack_checkpoint(archive, tmp_path / "there")
    assert caught.value.message_id == "models.no_room"


def test_a_damaged_checkpoint_is_not_exported(checkpoint: Path, tmp_path: Path) -> None:
    (checkpoint / "weights.safetensors").write_bytes(b"broken")
    with pytest.raises(StoreMismatchError) as caught:
        pack_checkpoint(checkpoint, tmp_path / "out.zip")
    assert caught.value.message_id == "checkpoint.damaged"
    assert not (tmp_path / "out.zip").exists()


def test_a_cancelled_export_leaves_no_file(checkpoint: Path, tmp_path: Path) -> None:
    class Cancelled(NullJobContext):
        def report(
            self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float
        ) -> None:
            raise JobCancelledError

    with pytest.raises(JobCancelledError):
        pack_checkpoint(checkpoint, tmp_path / "out.zip", Cancelled())
    assert not (tmp_path / "out.zip").exists()
