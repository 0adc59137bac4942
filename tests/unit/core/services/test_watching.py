"""The watch folder on a real catalogue and real files; jobs are only noted."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.catalogue.catalogue import Catalogue
from core.errors import InvalidInputError
from core.paths import LibraryPaths
from core.services import watching
from core.services.settling import Settling
from core.services.watching import WatchService

SETTLE = 0.05


@pytest.fixture
def paths(library_dir: Path) -> LibraryPaths:
    return LibraryPaths(library_dir)


@pytest.fixture
def catalogue(paths: LibraryPaths) -> Iterator[Catalogue]:
    with Catalogue.open(paths, actor="x") as opened:
        yield opened


@pytest.fixture
def jobs() -> list[list[str]]:
    return []


@pytest.fixture
def service(catalogue: Catalogue, paths: LibraryPaths, jobs: list[list[str]]) -> Iterator[WatchService]:
    def submit(kind: str, params: Any) -> None:
        assert kind == "intake"
        jobs.append([Path(path).name for path in params["paths"]])

    made = WatchService(catalogue, paths.settings, submit, SETTLE)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "扫描仪 输出"
    made.mkdir()
    return made


def looks(service: WatchService, folder: Path, settling: Settling | None = None) -> None:
    settling = settling or Settling(SETTLE)
    service.look(folder, settling)
    time.sleep(2 * SETTLE)
    service.look(folder, settling)


def test_new_scans_are_taken_in_once_and_left_as_they_are(service, folder, jobs):
    (folder / "a.jpg").write_bytes(b"one")
    (folder / "below").mkdir()
    (folder / "below" / "b.PDF").write_bytes(b"two")
    (folder / "notes.txt").write_bytes(b"x")
    (folder / ".part.jpg").write_bytes(b"y")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    looks(service, folder)
    assert jobs == [["a.jpg", "b.PDF"]]
    looks(service, folder)
    assert len(jobs) == 1
    assert before == {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.rglob("*") if p.is_file()}


def test_files_are_known_by_content_even_after_a_restart(service, catalogue, paths, folder, jobs):
    (folder / "a.jpg").write_bytes(b"one")
    looks(service, folder)
    (folder / "copy of a.jpg").write_bytes(b"one")
    os.utime(folder / "a.jpg")
    again = WatchService(catalogue, paths.settings, lambda kind, params: jobs.append(params["paths"]), SETTLE)
    looks(again, folder)
    assert jobs == [["a.jpg"]]
    (folder / "a.jpg").write_bytes(b"scanned anew")
    looks(service, folder)
    assert jobs == [["a.jpg"], ["a.jpg"]]


def test_a_file_that_grows_waits(service, folder, jobs):
    settling = Settling(SETTLE)
    (folder / "a.jpg").write_bytes(b"1")
    service.look(folder, settling)
    time.sleep(2 * SETTLE)
    (folder / "a.jpg").write_bytes(b"12")
    service.look(folder, settling)
    assert jobs == []
    assert service.state().n_settling == 1
    time.sleep(2 * SETTLE)
    service.look(folder, settling)
    assert jobs == [["a.jpg"]]
    assert service.state().n_taken == 1


def test_a_vanished_folder_is_told_and_survived(service, folder, jobs):
    folder.rename(folder.with_name("away"))
    looks(service, folder)
    assert service.state().problem_id == "watch.gone"
    assert service.state().problem_context["folder"] == str(folder)
    folder.with_name("away").rename(folder)
    (folder / "a.jpg").write_bytes(b"1")
    looks(service, folder)
    assert service.state().problem_id is None
    assert jobs == [["a.jpg"]]


def test_the_choice_is_kept_and_checked(service, catalogue, paths, folder):
    with pytest.raises(InvalidInputError, match=r"watch\.no_folder"):
        service.configure(str(folder / "gone"), True)
    with pytest.raises(InvalidInputError, match=r"watch\.own_folder"):
        service.configure(str(paths.covers), True)
    assert service.configure(str(folder), True).is_on
    assert WatchService(catalogue, paths.settings, lambda *_: None).state().folder == str(folder)
    assert not service.configure(str(folder), False).is_on


def test_the_thread_watches_switches_off_and_ends(service, folder, jobs, monkeypatch):
    monkeypatch.setattr(watching, "BUSY_SECONDS", 0.05)
    service.start()
    service.configure(str(folder), True)
    time.sleep(0.3)  # it has looked and waits for a notice of the system
    (folder / "a.jpg").write_bytes(b"one")
    until = time.monotonic() + 8
    while not jobs and time.monotonic() < until:
        time.sleep(0.05)
    assert jobs == [["a.jpg"]]
    service.configure(str(folder), False)
    (folder / "b.jpg").write_bytes(b"two")
    time.sleep(0.5)
    assert jobs == [["a.jpg"]]
    shutil.rmtree(folder)
