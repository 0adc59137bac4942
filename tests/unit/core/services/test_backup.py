from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord
from core.errors import HostFaultError, InvalidInputError, JobCancelledError, StoreMismatchError
from core.paths import LibraryPaths
from core.protocols import NullJobContext
from core.services.backup import MANIFEST, BackupService, restore, verify

COVER = b"\xff\xd8 the bytes of a scan" * 4000
SHA = hashlib.sha256(COVER).hexdigest()


@pytest.fixture
def paths(library_dir: Path) -> LibraryPaths:
    return LibraryPaths(library_dir)


@pytest.fixture
def catalogue(paths: LibraryPaths) -> Iterator[Catalogue]:
    with Catalogue.open(paths, actor="test") as opened:
        with opened.write("create_record", "") as unit:
            unit.add_records(BibliographicRecord(f"第{n}卷", description="字" * 300) for n in range(50))
        file = paths.cover_file(SHA)
        file.parent.mkdir(parents=True)
        file.write_bytes(COVER)
        (file.parent / ".part-abc").write_bytes(b"a write under way")
        paths.settings.write_text('{"device": "cpu"}', encoding="utf-8")
        yield opened


@pytest.fixture
def archive(catalogue: Catalogue, paths: LibraryPaths) -> Path:
    return Path(BackupService(catalogue, paths).create().file)


def rewrite(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with other members, its manifest as `change` leaves it."""
    with zipfile.ZipFile(archive) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    change(members)
    target = archive.with_name("rewritten.zip")
    with zipfile.ZipFile(target, "w") as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return target


def smuggle(name: str, data: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    """Put a member into an archive with a right checksum."""

    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        manifest["sha256"][name] = hashlib.sha256(data).hexdigest()
        members[name] = data
        members[MANIFEST] = json.dumps(manifest).encode()

    return change


def test_a_backup_is_complete_and_verified(catalogue: Catalogue, paths: LibraryPaths) -> None:
    info = BackupService(catalogue, paths).create()
    assert (info.records, info.verified) == (50, True)
    assert info.size_mib > 0
    with zipfile.ZipFile(info.file) as zipped:
        names = set(zipped.namelist())
    assert names == {"catalogue.sqlite3", "settings.json", f"covers/{SHA[:2]}/{SHA}", MANIFEST}
    assert verify(Path(info.file)) == info
    assert [p.name for p in paths.backups.iterdir()] == [Path(info.file).name], "nothing temporary is left"


def test_backups_are_listed_newest_first_without_strangers(catalogue: Catalogue, paths: LibraryPaths) -> None:
    service = BackupService(catalogue, paths)
    assert service.list() == ()
    names = ["wenyuan-20250101-000000.zip", "wenyuan-20250102-000000.zip"]
    for name in names:
        service.create(str(paths.backups / name))
    (paths.backups / "zzz.zip").write_bytes(b"no archive")
    assert [Path(info.file).name for info in service.list()] == names[::-1]
    assert not any(info.verified for info in service.list())


def test_a_cancelled_backup_leaves_nothing(catalogue: Catalogue, paths: LibraryPaths) -> None:
    class Cancelled(NullJobContext):
        def report(
            self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float
        ) -> None:
            raise JobCancelledError

    with pytest.raises(JobCancelledError):
        BackupService(catalogue, paths).create(ctx=Cancelled())
    assert list(paths.backups.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(catalogue: Catalogue, paths: LibraryPaths, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(HostFaultError) as caught:
        BackupService(catalogue, paths).create(str(tmp_path / "file" / "b.zip"))
    assert caught.value.message_id == "file.unwritable"


@pytest.mark.parametrize("member", ["catalogue.sqlite3", f"covers/{SHA[:2]}/{SHA}"])
def test_a_flipped_byte_is_found_whatever_it_hits(archive: Path, tmp_path: Path, member: str) -> None:
    with zipfile.ZipFile(archive) as zipped:
        info = zipped.getinfo(member)
    whole = archive.read_bytes()
    start = info.header_offset + 30 + len(member)
    for share in (0.0, 0.02, 0.2, 0.5, 0.9):
        data = bytearray(whole)
        at = start + int(info.compress_size * share)
        data[at : at + 8] = b"\xff" * 8
        damaged = tmp_path / "damaged.zip"
        damaged.write_bytes(data)
        with pytest.raises(StoreMismatchError) as caught:
            verify(damaged)
        assert caught.value.message_id == "backup.damaged"
        assert caught.value.context["part"] == member


@pytest.mark.parametrize("keep", [0, 10, 0.3, 0.9, -30])
def test_a_cut_off_archive_is_no_backup(archive: Path, tmp_path: Path, keep: float) -> None:
    whole = archive.read_bytes()
    n = int(len(whole) * keep) if isinstance(keep, float) else keep
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[:n])
    with pytest.raises((InvalidInputError, StoreMismatchError)):
        verify(cut)


def test_a_lost_or_exchanged_member_is_damage(archive: Path) -> None:
    for change in (
        lambda members: members.pop(f"covers/{SHA[:2]}/{SHA}"),
        lambda members: members.update({"settings.json": b"{}"}),
    ):
        with pytest.raises(StoreMismatchError):
            verify(rewrite(archive, change))


def test_foreign_archives_are_no_backup(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.zip"
    for manifest in (None, b"", b"[]", b'{"format": 2}', b'{"format": 1}', b'{"format": 1, "created_at": "now"}'):
        with zipfile.ZipFile(foreign, "w") as zipped:
            zipped.writestr("readme.txt", "hello")
            if manifest is not None:
                zipped.writestr(MANIFEST, manifest)
        with pytest.raises(InvalidInputError) as caught:
            verify(foreign)
        assert caught.value.message_id == "backup.not_one"
    for other in (tmp_path, tmp_path / "missing.zip"):
        with pytest.raises(InvalidInputError):
            verify(other)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "covers/../../outside.txt",
        "/outside.txt",
        "covers\\..\\..\\outside.txt",
        "C:/outside.txt",
        "library.lock",
        "models/weights.bin",
        "backups/old.zip",
        ".",
        "covers",
    ],
)
def test_a_member_that_does_not_belong_in_a_backup_changes_nothing(archive: Path, tmp_path: Path, name: str) -> None:
    target = LibraryPaths(tmp_path / "目标" / "library")
    target.models.mkdir(parents=True)
    (target.models / "weights.bin").write_bytes(b"mine")
    with Catalogue.open(target, actor="test") as present, present.write("create_record", "") as unit:
        unit.add_record(BibliographicRecord("present"))
    before = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(StoreMismatchError) as caught:
        restore(rewrite(archive, smuggle(name)), target)
    assert caught.value.message_id == "backup.damaged"
    after = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    after.pop(archive.with_name("rewritten.zip").relative_to(tmp_path))
    assert after == before
    assert not list(target.root.glob(".restore-*"))


def test_a_backup_without_a_catalogue_is_not_restored(archive: Path, tmp_path: Path) -> None:
    def drop(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        del manifest["sha256"]["catalogue.sqlite3"]
        del members["catalogue.sqlite3"]
        members[MANIFEST] = json.dumps(manifest).encode()

    with pytest.raises(StoreMismatchError):
        restore(rewrite(archive, drop), LibraryPaths(tmp_path / "elsewhere"))
    assert not (tmp_path / "elsewhere" / "catalogue.sqlite3").exists()


def test_everything_comes_back(catalogue: Catalogue, archive: Path, tmp_path: Path) -> None:
    elsewhere = LibraryPaths(tmp_path / "新馆" / "library")
    seen: list[tuple[int, int | None]] = []

    class Watched(NullJobContext):
        def report(
            self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float
        ) -> None:
            seen.append((done, total))

    assert restore(archive, elsewhere, Watched()).records == 50
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert elsewhere.cover_file(SHA).read_bytes() == COVER
    assert elsewhere.settings.read_text(encoding="utf-8") == '{"device": "cpu"}'
    with Catalogue.open(elsewhere, actor="test") as restored:
        assert list(restored.iter_records()) == list(catalogue.iter_records())


def test_two_restores_at_once_keep_both_former_states(archive: Path, tmp_path: Path) -> None:
    elsewhere = LibraryPaths(tmp_path / "library")
    for _ in range(3):
        restore(archive, elsewhere)
    kept = sorted(elsewhere.root.glob("before-restore-*"))
    assert len(kept) == 2, "there was nothing to keep the first time"
    assert all((folder / "catalogue.sqlite3").is_file() for folder in kept)


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_an_exchange_that_fails_half_way_leaves_the_library_as_it_was(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    target = LibraryPaths(tmp_path / "library")
    with Catalogue.open(target, actor="test") as present, present.write("create_record", "") as unit:
        unit.add_record(BibliographicRecord("present"))
    (target.covers / "mine").write_bytes(b"mine")
    rename, calls = Path.rename, iter(range(1, 100))

    def full(source: Path, wanted: Path) -> Path:
        if next(calls) == failing:
            raise OSError(28, "No space left on device")
        return rename(source, wanted)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        with pytest.raises(HostFaultError) as caught:
            restore(archive, target)
    assert caught.value.message_id == "disk.full"
    assert (target.covers / "mine").read_bytes() == b"mine"
    with Catalogue.open(target, actor="test") as present:
        assert [r.title for r in present.iter_records()] == ["present"]
