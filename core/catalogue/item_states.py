"""The states of items that a library made for itself, as one list."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue import shelf
from core.catalogue.tables import MetaRow
from core.domain.item_states import ItemState, ItemStates, codes
from core.errors import ConflictError

_META = "item_states"
KEY = 1
"""The list's key in the journal; there is one."""

_PUT = upsert(MetaRow)
_PUT = _PUT.on_conflict_do_update(index_elements=["key"], set_={"value": _PUT.excluded.value})


def load(connection: Connection) -> ItemStates:
    """The library's own states."""
    kept = connection.execute(select(MetaRow.value).where(MetaRow.key == _META)).scalar()
    return ItemStates(msgspec.json.decode(kept, type=tuple[ItemState, ...]) if kept else ())


def put(connection: Connection, states: ItemStates) -> None:
    """Replace the list.

    Raises:
        ConflictError: "states.in_use" when items have a state that it leaves out.
    """
    stay = codes(states.states)
    for each in load(connection).states:
        if each.code not in stay and (n := shelf.n_in_state(connection, each.code)):
            raise ConflictError("states.in_use", name=f"{each.name_zh} / {each.name_en}", n=n)
    connection.execute(_PUT, {"key": _META, "value": msgspec.json.encode(states.states).decode()})
