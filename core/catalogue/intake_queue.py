"""The review queue: scans that were identified and wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, text, update

from core.catalogue.engine import as_list, is_among, storable
from core.catalogue.journal import IntakeMark
from core.catalogue.tables import IntakeItemRow
from core.domain.library import IntakeItem, IntakeItemId, IntakeState
from core.domain.records import RecordId
from core.domain.retrieval import Identification

_ITEMS = select(IntakeItemRow.__table__).order_by(IntakeItemRow.id)
_DECODE = msgspec.json.Decoder(Identification).decode


def _item(row: Row[Any]) -> IntakeItem:
    return IntakeItem(
        id=IntakeItemId(row.id),
        path=row.path,
        state=row.state,
        identification=_DECODE(row.identification),
        record_id=row.record_id,
        added_at=datetime.fromtimestamp(row.added_at_ms / 1000, UTC),
    )


def load_items(connection: Connection, states: Sequence[IntakeState]) -> tuple[IntakeItem, ...]:
    """The items in these states, oldest first."""
    statement = _ITEMS.where(is_among(IntakeItemRow.state, "states"))
    return tuple(_item(row) for row in connection.execute(statement, {"states": as_list(states)}))


def load_item(connection: Connection, item_id: IntakeItemId) -> IntakeItem | None:
    """One item."""
    row = connection.execute(_ITEMS.where(IntakeItemRow.id == item_id)).one_or_none()
    return None if row is None else _item(row)


def add_item(
    connection: Connection, item_id: IntakeItemId, path: str, identification: Identification, now_ms: int
) -> IntakeItem:
    """Put a scan into the queue. File names that are no text are stored with escapes."""
    told = replace(identification, image=storable(identification.image))
    row = {
        "id": item_id,
        "path": storable(path),
        "state": "rejected" if identification.decision == "rejected" else "waiting",
        "record_id": None,
        "identification": msgspec.json.encode(told).decode(),
        "added_at_ms": now_ms,
    }
    connection.execute(insert(IntakeItemRow), row)
    return IntakeItem(
        id=item_id,
        path=storable(path),
        state="rejected" if identification.decision == "rejected" else "waiting",
        identification=told,
        added_at=datetime.fromtimestamp(now_ms / 1000, UTC),
    )


def delete_items(connection: Connection, item_ids: Sequence[IntakeItemId]) -> None:
    """Take items out of the queue for good."""
    connection.execute(delete(IntakeItemRow).where(is_among(IntakeItemRow.id, "ids")), {"ids": as_list(item_ids)})


def load_mark(connection: Connection, item_id: IntakeItemId) -> IntakeMark | None:
    """State and record of an item, None when there is no such item."""
    row: Sequence[Any] | None = connection.execute(
        select(IntakeItemRow.state, IntakeItemRow.record_id).where(IntakeItemRow.id == item_id)
    ).one_or_none()
    return None if row is None else IntakeMark(row[0], None if row[1] is None else RecordId(row[1]))


def store_mark(connection: Connection, item_id: IntakeItemId, mark: IntakeMark) -> None:
    """Set state and record of an item."""
    connection.execute(
        update(IntakeItemRow).where(IntakeItemRow.id == item_id).values(state=mark.state, record_id=mark.record_id)
    )


def scans_in_queue(connection: Connection) -> set[str]:
    """The contents of every scan the queue knows, settled ones included."""
    found = connection.execute(text("SELECT DISTINCT json_extract(identification, '$.sha256') FROM intake_item"))
    return {sha256 for sha256 in found.scalars() if sha256}
