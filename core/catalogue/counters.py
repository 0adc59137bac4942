"""Numbers that only grow: ids of new rows and the catalogue's generation."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from core.catalogue.tables import CounterRow

GENERATION = "generation"

_READ = select(CounterRow.value).where(CounterRow.name == bindparam("counter_name"))
_WRITE = insert(CounterRow)
_WRITE = _WRITE.on_conflict_do_update(index_elements=["name"], set_={"value": _WRITE.excluded.value})


def read_counter(connection: Connection, name: str) -> int:
    """The last number given out under `name`, 0 at first."""
    return int(connection.execute(_READ, {"counter_name": name}).scalar() or 0)


class Counters:
    """The counters as seen by one writing transaction, which has them to itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._values: dict[str, int] = {}

    def take(self, name: str, n: int = 1) -> int:
        """Reserve `n` consecutive numbers and return the first."""
        value = self._values.get(name)
        if value is None:
            value = read_counter(self._connection, name)
        self._values[name] = value + n
        return value + 1

    def save(self) -> None:
        """Write what was taken; part of the same transaction."""
        if self._values:
            self._connection.execute(_WRITE, [{"name": name, "value": value} for name, value in self._values.items()])
            self._values.clear()
