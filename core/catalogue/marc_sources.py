"""The MARC records that records were imported from, kept byte for byte."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue.engine import as_list, is_among
from core.catalogue.tables import MarcSourceRow
from core.domain.marc import MarcSource
from core.domain.records import RecordId

_LOAD = select(MarcSourceRow.record_id, MarcSourceRow.format, MarcSourceRow.encoding, MarcSourceRow.data).where(
    is_among(MarcSourceRow.record_id, "ids")
)


def load(connection: Connection, record_ids: Collection[int]) -> dict[RecordId, MarcSource]:
    """The sources of those records that have one."""
    rows = connection.execute(_LOAD, {"ids": as_list(record_ids)})
    return {RecordId(row[0]): MarcSource(row[1], row[2], row[3]) for row in rows}


def load_latest(connection: Connection, formats: Collection[str]) -> MarcSource | None:
    """The source of the newest record that has one in any of these formats."""
    statement = select(MarcSourceRow.format, MarcSourceRow.encoding, MarcSourceRow.data)
    newest = statement.where(MarcSourceRow.format.in_(formats)).order_by(MarcSourceRow.record_id.desc()).limit(1)
    row = connection.execute(newest).first()
    return MarcSource(*row) if row is not None else None


def put(connection: Connection, record_id: RecordId, source: MarcSource | None) -> None:
    """Store, replace or (None) forget the source of a record."""
    if source is None:
        connection.execute(delete(MarcSourceRow).where(MarcSourceRow.record_id == record_id))
        return
    values = {"format": source.format, "encoding": source.encoding, "data": source.data}
    statement = upsert(MarcSourceRow).values(record_id=record_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["record_id"], set_=values))
