"""The searches that were saved under a name."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, delete, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue.engine import as_list, is_among, storable
from core.catalogue.tables import SavedSearchRow
from core.domain.saved_searches import SavedSearch, SavedSearchId

_PUT = upsert(SavedSearchRow)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["id"],
    set_={"name": _PUT.excluded.name, "cover_sha256": _PUT.excluded.cover_sha256, "search": _PUT.excluded.search},
)
_ALL = select(SavedSearchRow.search).order_by(SavedSearchRow.name, SavedSearchRow.id)
_DECODE = msgspec.json.Decoder(SavedSearch).decode


def load_all(connection: Connection) -> tuple[SavedSearch, ...]:
    """Every saved search, by name."""
    return tuple(_DECODE(row) for row in connection.execute(_ALL).scalars())


def load(connection: Connection, ids: Collection[int]) -> dict[int, SavedSearch]:
    """The saved searches with these ids, for those that exist."""
    rows = connection.execute(_ALL.where(is_among(SavedSearchRow.id, "ids")), {"ids": as_list(ids)}).scalars()
    return {int(found.id or 0): found for found in map(_DECODE, rows)}


def put(connection: Connection, search_id: SavedSearchId, search: SavedSearch | None) -> None:
    """Store a state of a saved search; None takes it away."""
    if search is None:
        connection.execute(delete(SavedSearchRow).where(SavedSearchRow.id == search_id))
        return
    row = {
        "id": search_id,
        "name": storable(search.name),
        "cover_sha256": search.cover_sha256,
        "search": storable(msgspec.json.encode(search).decode()),
    }
    connection.execute(_PUT, row)


def cover_shas(connection: Connection) -> set[str]:
    """The contents of every example cover that a saved search has, or that an undo could bring back."""
    statement = text(
        "SELECT cover_sha256 FROM saved_search UNION "
        "SELECT json_extract(before, '$.cover_sha256') FROM change WHERE table_name = 'saved_search' UNION "
        "SELECT json_extract(after, '$.cover_sha256') FROM change WHERE table_name = 'saved_search'"
    )
    return {sha256 for sha256 in connection.execute(statement).scalars() if sha256}
