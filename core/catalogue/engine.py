"""How SQLite is opened: one writing connection whose transactions are real, and many reading ones.

Python's driver leaves DDL outside transactions unless it is told to keep its hands off (`isolation_level=None`); the
hooks here then begin each transaction themselves, `IMMEDIATE` for the writer, so that a migration that fails leaves
nothing and a writer never finds out half-way that it cannot write. Readers see the state at their first statement and
are never blocked (WAL). `synchronous=FULL` makes a commit survive a power cut, for about 3 ms each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    SQLColumnExpression,
    bindparam,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

APPLICATION_ID = 0x57454E59
"""Written into the file's header ("WENY"), so that another program's database is not taken for ours."""

BUSY_TIMEOUT_MS = 10_000


def _file_uri(file: Path, mode: str) -> str:
    return f"{file.absolute().as_uri()}?{mode}"


def _engine(uri: str, begin: str, pragmas: Iterable[str], *, single: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000
        )

    pool = {"poolclass": QueuePool, "pool_size": 1 if single else 6, "max_overflow": 0 if single else -1}
    engine = create_engine("sqlite+pysqlite://", creator=connect, **pool)
    settings = tuple(pragmas)

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        for pragma in settings:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def writing_engine(file: Path) -> Engine:
    """The only engine that writes. It has one connection; `file` is made when missing."""
    pragmas = ("foreign_keys = ON", "synchronous = FULL", "temp_store = MEMORY", "cache_size = -16384",
               "trusted_schema = OFF")  # fmt: skip
    return _engine(_file_uri(file, "mode=rwc"), "BEGIN IMMEDIATE", pragmas, single=True)


def reading_engine(file: Path, *, is_immutable: bool = False) -> Engine:
    """An engine for any number of threads that cannot write.

    Args:
        file: The database.
        is_immutable: For a file in a folder where not even the WAL's side files can be made.
    """
    pragmas = ("query_only = ON", "temp_store = MEMORY", "cache_size = -32768", "trusted_schema = OFF")
    mode = "mode=ro&immutable=1" if is_immutable else "mode=ro"
    return _engine(_file_uri(file, mode), "BEGIN", pragmas, single=False)


def plain_connection(file: Path) -> sqlite3.Connection:
    """A bare connection for the online backup, outside every pool."""
    return sqlite3.connect(_file_uri(file, "mode=rwc"), uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)


@contextmanager
def _outside_transactions(engine: Engine) -> Iterator[sqlite3.Connection]:
    """The driver's own connection, for the few statements that SQLite refuses inside a transaction."""
    pooled = engine.raw_connection()
    try:
        connection = pooled.driver_connection
        if not isinstance(connection, sqlite3.Connection):
            raise TypeError(connection)
        yield connection
    finally:
        pooled.close()


def switch_to_wal(engine: Engine) -> bool:
    """Turn write-ahead logging on; False where the file system cannot do it (readers then wait for the writer)."""
    with _outside_transactions(engine) as connection:
        return bool(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal")


def checkpoint(engine: Engine) -> None:
    """Move the log into the file and refresh the planner's statistics; done when closing."""
    with _outside_transactions(engine) as connection:
        connection.execute("PRAGMA optimize").close()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def pragma(connection: Connection, name: str) -> int:
    """The integer value of a pragma."""
    return int(connection.execute(text(f"PRAGMA {name}")).scalar_one())


def is_among(column: SQLColumnExpression[Any], parameter: str) -> ColumnElement[bool]:
    """`column IN parameter`, for any number of values: bind `as_list(values)` to `parameter`.

    One JSON parameter instead of one for each value: no limit, and the statement is compiled once.
    """
    values = func.json_each(bindparam(parameter)).table_valued("value")
    return column.in_(select(values.c.value))


def as_list(values: Iterable[int] | Iterable[str]) -> str:
    """The value to bind to the parameter of `is_among`.

    What cannot be stored as text (NUL, half surrogate pairs) becomes something that is never found.
    """
    listed = list(values)
    try:
        encoded = msgspec.json.encode(listed)
    except UnicodeEncodeError:
        return as_list([storable(str(value)) for value in listed])
    if b"\\u0000" in encoded:  # json_each would cut the string there
        encoded = msgspec.json.encode([str(value).replace("\0", "\ufffd") for value in listed])
    return encoded.decode()


def storable(text: str) -> str:
    """File names may hold bytes that are no text; those are written as escapes, so that the rest can be stored."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
