"""Items on their own, across records: those of a location, of records, or with a barcode."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, select

from core.catalogue.engine import as_list, is_among
from core.catalogue.tables import HoldingRow
from core.domain.records import Holding, HoldingId, RecordId

_COLUMNS = (
    HoldingRow.id,
    HoldingRow.barcode,
    HoldingRow.call_number,
    HoldingRow.location,
    HoldingRow.status,
    HoldingRow.note,
    HoldingRow.record_id,
)
Item = tuple[Holding, RecordId]


def items(
    connection: Connection,
    *,
    location: str | None = None,
    record_ids: Collection[int] | None = None,
    barcodes: Collection[str] | None = None,
) -> list[Item]:
    """The items that meet all that is given; without anything, every item."""
    query: Any = select(*_COLUMNS)
    values: dict[str, object] = {}
    if location is not None:
        query = query.where(HoldingRow.location == location)
    if record_ids is not None:
        query = query.where(is_among(HoldingRow.record_id, "records"))
        values["records"] = as_list(record_ids)
    if barcodes is not None:
        query = query.where(is_among(HoldingRow.barcode, "barcodes"))
        values["barcodes"] = as_list(barcodes)
    rows = connection.execute(query.order_by(HoldingRow.record_id, HoldingRow.position), values)
    return [
        (
            Holding(HoldingId(row[0]), row[1], row[2], row[3], row[4], row[5]),
            RecordId(row[6]),
        )
        for row in rows
    ]


def locations(connection: Connection) -> list[tuple[str, int]]:
    """Every location and its number of items, in alphabetical order."""
    query = select(HoldingRow.location, func.count()).group_by(HoldingRow.location).order_by(HoldingRow.location)
    return [(row[0], row[1]) for row in connection.execute(query)]
