from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from core.errors import HostFaultError, InvalidInputError
from core.files import (
    complete_file,
    delete_folder,
    folder_size,
    host_fault,
    replacement,
    write_atomically,
    write_fault,
)


@pytest.mark.parametrize("write", ["atomically", "complete", "replacement"])
def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path, write: str) -> None:
    path = tmp_path / "馆 藏.json"
    path.write_bytes(b"old")
    if write == "atomically":
        write_atomically(path, b"new")
    else:
        with (complete_file if write == "complete" else replacement)(path) as target:
            target.write(b"new")
            target.flush()
            assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_an_error_inside_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a"

    def write() -> None:
        with complete_file(path) as target:
            target.write(b"half")
            raise KeyError("stop")

    with pytest.raises(KeyError):
        write()
    assert list(tmp_path.iterdir()) == []


def test_folders_are_made_only_where_the_program_chose_them(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b" / "c", b"x")
    assert (tmp_path / "a" / "b" / "c").read_bytes() == b"x"
    with pytest.raises(InvalidInputError) as caught, complete_file(tmp_path / "no" / "c"):
        pass
    assert caught.value.message_id == "folder.missing"


@pytest.mark.skipif(os.name == "nt", reason="no modes")
def test_a_new_file_may_be_read_as_others_are(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "ours", b"")
    assert stat.S_IMODE((tmp_path / "ours").stat().st_mode) == stat.S_IMODE((tmp_path / "usual").stat().st_mode)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)])
def test_no_room(code: int) -> None:
    error = OSError(code, os.strerror(code))
    for fault in (host_fault(error, Path("x")), write_fault(error, Path("x"))):
        assert isinstance(fault, HostFaultError)
        assert fault.message_id == "disk.full"


@pytest.mark.parametrize(
    ("code", "ours", "theirs"),
    [
        (errno.EISDIR, "file.unwritable", "file.is_folder"),
        (errno.ENOTDIR, "file.unwritable", "folder.missing"),
        (errno.ENOENT, "file.unwritable", "folder.missing"),
        (errno.EACCES, "file.unwritable", "file.unwritable"),
    ],
)
def test_a_name_that_a_person_gave_may_be_at_fault(code: int, ours: str, theirs: str) -> None:
    error = OSError(code, os.strerror(code))
    assert host_fault(error, Path("x/y")).message_id == ours
    assert write_fault(error, Path("x/y")).message_id == theirs


def test_a_folder_goes_whole(tmp_path: Path) -> None:
    (tmp_path / "run" / "checkpoint").mkdir(parents=True)
    (tmp_path / "run" / "checkpoint" / "weights").write_bytes(b"12345")
    assert folder_size(tmp_path / "run") == 5
    delete_folder(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
    assert folder_size(tmp_path / "run") == 0


def test_nobody_sees_half_of_a_folder_being_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "weights").touch()
    seen = []
    delete = shutil.rmtree
    monkeypatch.setattr(shutil, "rmtree", lambda path: (seen.append((tmp_path / "run").exists()), delete(path)))
    delete_folder(tmp_path / "run")
    assert seen == [False]


def test_a_folder_that_is_not_there_cannot_be_deleted(tmp_path: Path) -> None:
    with pytest.raises(HostFaultError):
        delete_folder(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
