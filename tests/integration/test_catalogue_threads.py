"""Reading goes on while somebody writes, and always sees whole commits."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, Contributor
from core.paths import LibraryPaths

BATCH = 25


def pair(name: str) -> list[BibliographicRecord]:
    return [BibliographicRecord(f"{name} {side}", contributors=(Contributor(name),)) for side in ("left", "right")]


def test_readers_see_whole_commits_and_are_not_held_up(library_dir: Path):
    with Catalogue.open(LibraryPaths(library_dir), actor="x") as catalogue:
        stop = threading.Event()

        def read() -> tuple[int, float]:
            n, slowest = 0, 0.0
            while not stop.is_set() or n < 5:
                start = time.perf_counter()
                records, total = catalogue.browse(0, 10_000, "added")
                slowest = max(slowest, time.perf_counter() - start)
                assert total == len(records)
                assert total % (2 * BATCH) == 0
                assert all(r.contributors for r in records)
                n += 1
            return n, slowest

        with ThreadPoolExecutor(4) as pool:
            readers = [pool.submit(read) for _ in range(3)]
            for batch in range(8):
                with catalogue.write("import", "x") as unit:
                    for i in range(BATCH):
                        unit.add_records(pair(f"{batch}.{i}"))
                    unit.get([])  # written, not committed
            stop.set()
            assert all(reader.result(60)[0] >= 5 for reader in readers)
        assert catalogue.count() == 8 * 2 * BATCH


def test_a_reader_is_not_blocked_by_a_transaction_that_stays_open(library_dir: Path):
    with Catalogue.open(LibraryPaths(library_dir), actor="x") as catalogue, ThreadPoolExecutor(1) as pool:
        with catalogue.write("import", "x") as unit:
            unit.add_records(pair("a"))
            assert len(unit.get(list(range(1, 3)))) == 2
            assert pool.submit(catalogue.count).result(5) == 0
            assert pool.submit(catalogue.search_text, "left", 5).result(5) == []
        assert pool.submit(catalogue.count).result(5) == 2


def test_writers_from_several_threads_take_turns(library_dir: Path):
    with Catalogue.open(LibraryPaths(library_dir), actor="x") as catalogue:

        def write(name: int) -> None:
            for i in range(10):
                with catalogue.write("import", f"{name}") as unit:
                    unit.add_records(pair(f"{name}.{i}"))

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(write, name) for name in range(4)]:
                done.result(60)
        assert catalogue.count() == 80
        assert len(catalogue.operations()) == 40
        assert catalogue.generation() == 40


@pytest.mark.slow
def test_undo_while_others_read(library_dir: Path):
    with Catalogue.open(LibraryPaths(library_dir), actor="x") as catalogue, ThreadPoolExecutor(2) as pool:
        with catalogue.write("import", "x") as unit:
            unit.add_records(BibliographicRecord(f"{i}") for i in range(2000))
        for _ in range(3):
            undoing = pool.submit(catalogue.undo)
            while not undoing.done():
                assert catalogue.count() in (0, 2000)
            undoing.result()
            catalogue.redo()
