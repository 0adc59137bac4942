"""What was committed survives the death of the process at any instant; what was not leaves no trace."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.application import build_application
from core.catalogue.catalogue import Catalogue
from core.catalogue.lock import is_orphaned
from core.errors import ConflictError
from core.paths import LibraryPaths
from core.retrieval.models import ModelHost

CHECKOUT = Path(__file__).resolve().parents[2]

IMPORT = """
import sys
from pathlib import Path
import numpy as np
from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, Contributor, Holding
from core.paths import LibraryPaths

with Catalogue.open(LibraryPaths(Path(sys.argv[1])), actor="child") as catalogue:
    step = catalogue.begin_operation("import", "big")
    for batch in range(100_000):
        with catalogue.write(operation=step) as unit:
            for i in range(20):
                name = f"{batch}-{i}"
                record_id = unit.add_record(BibliographicRecord(
                    f"book {name}", external_id=name, contributors=(Contributor("author"),), holdings=(Holding(),)))
                unit.put_vectors(record_id, "title", "fp", np.eye(1, 8, dtype=np.float32), "hash")
        print(batch, flush=True)
"""


def child(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(
        command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_killed_import_leaves_exactly_its_committed_batches(library_dir, seed):
    paths = LibraryPaths(library_dir)
    with child(IMPORT, str(library_dir)) as process:
        assert process.stdout is not None
        for _ in range(3 + seed):
            confirmed = int(process.stdout.readline())
        time.sleep(random.Random(seed).uniform(0, 0.05))
        process.kill()
        confirmed = max([confirmed, *map(int, process.stdout.read().split())])

    with Catalogue.open(paths, actor="x") as catalogue:
        names = {record.external_id for record in catalogue.iter_records(batch=100)}
        n_batches = len(names) // 20
        # The last batch may have been committed without its confirmation getting through.
        assert n_batches in (confirmed + 1, confirmed + 2)
        assert names == {f"{batch}-{i}" for batch in range(n_batches) for i in range(20)}
        assert catalogue.integrity_check() == ()
        assert catalogue.full_text_mismatches() == 0
        assert len(catalogue.vectors("title", "fp").record_ids) == len(names)
        assert catalogue.operations(1)[0].n_changes == len(names)
        assert len(catalogue.undo().deleted) == len(names)
        assert catalogue.count() == 0


HOLD = """
import sys
from pathlib import Path
from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord
from core.paths import LibraryPaths

with Catalogue.open(LibraryPaths(Path(sys.argv[1])), actor="child") as catalogue:
    with catalogue.write("import", "x") as unit:
        unit.add_record(BibliographicRecord("from the other desk"))
    print("open", flush=True)
    sys.stdin.readline()
"""


def test_another_process_is_locked_out_only_as_long_as_the_first_lives(library_dir):
    paths = LibraryPaths(library_dir)
    with child(HOLD, str(library_dir)) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "open\n"
            with pytest.raises(ConflictError, match=r"library\.locked") as caught:
                Catalogue.open(paths, actor="x")
            assert str(process.pid) in str(caught.value.context["holder"])
            with Catalogue.open(paths, actor="x", read_only=True) as reader:
                assert reader.count() == 1
        finally:
            process.kill()
    with Catalogue.open(paths, actor="x") as catalogue:
        assert catalogue.count() == 1


ENGINE = """
import sys
from pathlib import Path
from core.catalogue.catalogue import Catalogue
from core.paths import LibraryPaths

with Catalogue.open(LibraryPaths(Path(sys.argv[1])), actor="engine"):
    print("open", flush=True)
    sys.stdin.read()
    Path(sys.argv[2]).touch()
    __import__("time").sleep(float(sys.argv[3]))
"""
WINDOW = """
import subprocess, sys

engine = subprocess.Popen([sys.executable, "-c", *sys.argv[1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(engine.stdout.readline().decode().strip(), flush=True)
sys.stdin.read()
"""


def test_who_opens_a_library_whose_window_crashed_waits_for_its_engine_to_leave(
    library_dir: Path, no_models: ModelHost, tmp_path: Path
) -> None:
    heard = tmp_path / "heard"
    with child(WINDOW, ENGINE, str(library_dir), str(heard), "3") as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "open\n"
        with build_application(library_dir, models=no_models) as second:
            assert second.state().read_only, "the window is there, and so is its engine"
        assert not is_orphaned(LibraryPaths(library_dir))
        window.kill()
    assert wait_until(heard.exists, 10)
    assert is_orphaned(LibraryPaths(library_dir))
    with build_application(library_dir, models=no_models) as again:
        assert not again.state().read_only


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
