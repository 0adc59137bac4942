"""The store of cover files, and which files of a drop are looked at."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from core.errors import ConflictError, HostFaultError
from core.files import write_atomically
from core.paths import LibraryPaths
from core.services.cover_store import CoverStore
from core.services.covers import expand_images

DATA = b"scan"
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def paths(library_dir: Path) -> LibraryPaths:
    return LibraryPaths(library_dir)


def test_a_cover_is_stored_once_under_its_content(paths: LibraryPaths) -> None:
    store = CoverStore(paths)
    store.put(SHA, DATA, b"small")
    store.put(SHA, b"never written over", b"nor this")
    assert (store.original(SHA).read_bytes(), store.thumbnail(SHA).read_bytes()) == (DATA, b"small")
    assert list(store.stored()) == [SHA]
    store.replace_thumbnail(SHA, b"new")
    assert store.thumbnail(SHA).read_bytes() == b"new"
    store.remove(SHA)
    store.remove(SHA)
    assert list(store.stored()) == []


def test_an_empty_store_holds_nothing(paths: LibraryPaths) -> None:
    assert list(CoverStore(paths).stored()) == []


def test_a_read_only_library_stores_nothing(paths: LibraryPaths) -> None:
    with pytest.raises(ConflictError) as caught:
        CoverStore(paths, is_read_only=True).put(SHA, DATA, b"small")
    assert caught.value.message_id == "library.read_only"
    assert not paths.covers.exists()


@pytest.mark.parametrize(("code", "message_id"), [(28, "disk.full"), (122, "disk.full"), (13, "file.unwritable")])
def test_a_failed_write_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, message_id: str
) -> None:
    target = tmp_path / "文件"
    write_atomically(target, b"old")

    def fail(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(HostFaultError) as caught:
        write_atomically(target, b"new")
    assert caught.value.message_id == message_id
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["文件"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(HostFaultError) as caught:
        write_atomically(tmp_path / "file" / "x", b"")
    assert caught.value.message_id == "file.unwritable"


def test_folders_give_their_images_and_files_are_taken_as_they_are(tmp_path: Path) -> None:
    for name in ("乙.PNG", "a.jpg", "下层/c.TIFF", "notes.txt", "下层/deep/d.webp"):
        (tmp_path / "扫描" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "扫描" / name).write_bytes(b"")
    (tmp_path / "扫描" / "folder.jpg").mkdir()
    found = expand_images([str(tmp_path / "扫描"), str(tmp_path / "notes"), str(tmp_path / "扫描" / "a.jpg")])
    assert {p.name for p in found} == {"乙.PNG", "a.jpg", "c.TIFF", "d.webp", "notes"}
    assert len(found) == 5, "nothing twice"
    assert found == expand_images([str(tmp_path / "扫描"), str(tmp_path / "notes")])
    assert expand_images([]) == ()
