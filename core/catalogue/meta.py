"""Values kept with the library under names."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from core.catalogue.tables import MetaRow

_READ = select(MetaRow.value).where(MetaRow.key == bindparam("meta_key"))
_WRITE = insert(MetaRow)
_WRITE = _WRITE.on_conflict_do_update(index_elements=["key"], set_={"value": _WRITE.excluded.value})


def load(connection: Connection, key: str) -> str | None:
    """The value under a name; None where nothing was kept."""
    return connection.execute(_READ, {"meta_key": key}).scalar()


def put(connection: Connection, key: str, value: str) -> None:
    """Keep a value under a name, in place of an earlier one."""
    connection.execute(_WRITE, {"key": key, "value": value})
