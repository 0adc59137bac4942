"""The catalogue beside bare sqlite3 and FTS5: storing records, finding words."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from core.bench.measuring import Measurement, side_by_side
from core.bench.sample import sample_records
from core.catalogue.catalogue import Catalogue
from core.catalogue.fulltext import FIELD_WEIGHTS, record_words
from core.paths import LibraryPaths
from core.text.match import to_match
from core.text.query import parse

BATCH = 128
_Thing = TypeVar("_Thing")
_ROUNDS = 3
_QUERIES = ("红楼梦", "river winter", "三国 -水浒", "author:harvest", "history of the island")
_LIMIT = 20


def measure_import(folder: Path, n_records: int) -> Measurement:
    """Storing records (rows, agents, subjects, identifiers, full text, undo journal) against bare inserts.

    The bare side inserts one row a record and one row of words already cut into an FTS5 table, in transactions of the
    same size; so the ratio holds the cost of normalised tables, of undo and of cutting Chinese into words.
    """
    records = sample_records(n_records)
    words = [tuple(record_words(record).values())[1:] for record in records]
    places = itertools.count()

    def ours() -> None:
        with Catalogue.open(LibraryPaths(folder / f"ours-{next(places)}"), actor="bench") as catalogue:
            operation = catalogue.begin_operation("import", "bench")
            for batch in _batches(records):
                with catalogue.write(operation=operation) as unit:
                    unit.add_records(batch)

    def bare() -> None:
        with closing(_bare_database(folder / f"bare-{next(places)}.sqlite3")) as connection:
            rows = [(r.title, r.language, r.year, r.description, r.external_id) for r in records]
            marks = ", ".join("?" * len(FIELD_WEIGHTS))
            for some_rows, some_words in zip(_batches(rows), _batches(words), strict=True):
                with connection:
                    connection.executemany("INSERT INTO record VALUES (NULL, ?, ?, ?, ?, ?)", some_rows)
                    connection.executemany(f"INSERT INTO words VALUES ({marks})", some_words)

    ours_ms, bare_ms = side_by_side(ours, bare, rounds=_ROUNDS, warm_up=False)
    return Measurement("import", f"{n_records} records stored", "sqlite3: INSERT, FTS5", ours_ms, bare_ms)


def measure_words(database: Path, search: Callable[[str], object]) -> Measurement:
    """Finding words through the product's search against the same MATCH sent to FTS5.

    Args:
        database: The catalogue's file.
        search: Our search by words alone.
    """
    expressions = [match for match in (to_match(parse(query)) for query in _QUERIES) if match]
    statement = "SELECT rowid, bm25(record_text) FROM record_text WHERE record_text MATCH ? ORDER BY 2 LIMIT ?"
    with closing(sqlite3.connect(f"file:{database.as_posix()}?mode=ro", uri=True)) as connection:

        def bare() -> None:
            for expression in expressions:
                connection.execute(statement, (expression, _LIMIT)).fetchall()

        def ours() -> None:
            for query in _QUERIES:
                search(query)

        ours_ms, bare_ms = side_by_side(ours, bare, rounds=9)
    n = len(_QUERIES)
    return Measurement("search-words", f"one of {n} queries", "sqlite3: FTS5 MATCH, bm25()", ours_ms / n, bare_ms / n)


def _bare_database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "CREATE TABLE record(id INTEGER PRIMARY KEY, title, language, year, description, external_id UNIQUE);"
        f"CREATE VIRTUAL TABLE words USING fts5({', '.join(FIELD_WEIGHTS)});"
    )
    return connection


def _batches(things: Sequence[_Thing]) -> list[Sequence[_Thing]]:
    return [things[start : start + BATCH] for start in range(0, len(things), BATCH)]
