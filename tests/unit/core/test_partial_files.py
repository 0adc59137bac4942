"""What a killed program left half-written goes; what anybody still writes stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.files import complete_file, write_atomically
from core.partial_files import partial_file, sweep_partial_files
from core.paths import LibraryPaths

CHECKOUT = Path(__file__).resolve().parents[3]
WRITER = """
import sys
from pathlib import Path
from core.files import complete_file

with complete_file(Path(sys.argv[1])) as target:
    target.write(b"half")
    target.flush()
    print("writing", flush=True)
    sys.stdin.read()
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there in any case")


def writer(path: Path) -> subprocess.Popen[str]:
    """A process that has written half of a file."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def test_only_files_of_dead_programs_are_swept(tmp_path: Path) -> None:
    others = [tmp_path / ".wenyuan-abcdefgh.partial", tmp_path / ".wenyuan-00000000-x.partial", tmp_path / "my.partial"]
    for other in others:
        other.write_bytes(b"somebody else's")
    with writer(tmp_path / "dead.csv") as dead, writer(tmp_path / "alive.csv") as alive:
        dead.kill()
        dead.wait()
        assert len(list(tmp_path.iterdir())) == 5
        assert sweep_partial_files(tmp_path) == 1
        assert sweep_partial_files(tmp_path) == 0
        assert alive.stdin is not None
        alive.stdin.close()
        assert alive.wait(10) == 0
    assert (tmp_path / "alive.csv").read_bytes() == b"half"
    assert set(tmp_path.iterdir()) == {*others, tmp_path / "alive.csv"}


def test_one_in_this_process_is_not_swept(tmp_path: Path) -> None:
    with complete_file(tmp_path / "a") as target:
        target.write(b"a")
        write_atomically(tmp_path / "b", b"b")
        assert sweep_partial_files(tmp_path) == 0
    assert {each.name for each in tmp_path.iterdir()} == {"a", "b"}


def test_the_lock_holds_until_the_file_has_its_name(tmp_path: Path) -> None:
    import os

    with partial_file(tmp_path) as (handle, path):
        os.close(handle)
        assert sweep_partial_files(tmp_path) == 0
        path.replace(tmp_path / "a")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("place", ["the next file", "opening the library"])
def test_when_it_happens(tmp_path: Path, place: str) -> None:
    root = tmp_path / "library"
    root.mkdir()
    with writer(root / "export.mrc") as process:
        process.kill()
        process.wait()
    assert len(list(root.iterdir())) == 1
    if place == "the next file":
        write_atomically(root / "other.mrc", b"whole")
    else:
        Catalogue.open(LibraryPaths(root), actor="x").close()
    assert not [each.name for each in root.iterdir() if each.name.endswith(".partial")]


def test_a_folder_that_cannot_be_read_is_left(tmp_path: Path) -> None:
    assert sweep_partial_files(tmp_path / "no such folder") == 0
