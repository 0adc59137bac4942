"""The states of items that a library made for itself, as one list."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from core.catalogue import meta, shelf
from core.domain.item_states import ItemState, ItemStates, codes
from core.errors import ConflictError

_META = "item_states"
KEY = 1
"""The list's key in the journal; there is one."""


def load(connection: Connection) -> ItemStates:
    """The library's own states."""
    kept = meta.load(connection, _META)
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
    meta.put(connection, _META, msgspec.json.encode(states.states).decode())
