"""Rows of what people said: search events, verdicts on results, and the history of the weights learned from them.

A verdict is journalled without the query, so that it can be undone, and its traces in the journal go when it is
deleted: what a person deletes here is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, update

from core.catalogue.counters import Counters
from core.catalogue.engine import as_list, is_among, storable
from core.catalogue.tables import ChangeRow, FeedbackRow, FusionWeightsRow, OperationRow, SearchEventRow
from core.domain.feedback import FeedbackKind, Said, SearchEvent, ShownResult, WeightsChange
from core.domain.records import RecordId
from core.domain.retrieval import SearchRequest

_DECODE_REQUEST = msgspec.json.Decoder(SearchRequest).decode
_DECODE_SHOWN = msgspec.json.Decoder(tuple[ShownResult, ...]).decode
_DECODE_CHANGE = msgspec.json.Decoder(WeightsChange).decode
_EVENTS = select(SearchEventRow.__table__)


@dataclass(frozen=True, slots=True)
class FeedbackMark:
    """A stored verdict as the journal keeps it."""

    event_id: int
    record_id: RecordId
    kind: FeedbackKind
    value: str
    at_ms: int


def _time(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def add_event(
    connection: Connection, counters: Counters, event: SearchEvent, query_key: str, actor: str, now_ms: int
) -> int:
    """Store a search that was acted on; its id, time and actor are given here."""
    event_id = counters.take("search_event")
    row = {
        "id": event_id,
        "at_ms": now_ms,
        "actor": actor,
        "request": storable(msgspec.json.encode(event.request).decode()),
        "ranking": msgspec.json.encode(event.shown).decode(),
        "origin": event.origin,
        "query_key": storable(query_key),
    }
    connection.execute(insert(SearchEventRow), row)
    return event_id


def load_marks(connection: Connection, ids: Sequence[int]) -> dict[int, FeedbackMark]:
    """Things said, by their ids, as far as they exist."""
    statement = select(FeedbackRow.__table__).where(is_among(FeedbackRow.id, "ids"))
    return {row.id: _mark(row) for row in connection.execute(statement, {"ids": as_list(ids)})}


def put_mark(connection: Connection, feedback_id: int, mark: FeedbackMark | None) -> None:
    """Bring one thing said to a state; None removes it. Nothing is stored whose event is gone."""
    connection.execute(delete(FeedbackRow).where(FeedbackRow.id == feedback_id))
    if mark is None:
        return
    known = select(func.count()).select_from(SearchEventRow).where(SearchEventRow.id == mark.event_id)
    if connection.execute(known).scalar():
        row = {
            "id": feedback_id,
            "search_event_id": mark.event_id,
            "record_id": mark.record_id,
            "kind": mark.kind,
            "value": storable(mark.value),
            "at_ms": mark.at_ms,
        }
        connection.execute(insert(FeedbackRow), row)


def said_about(connection: Connection, query_key: str) -> list[tuple[int, FeedbackMark]]:
    """Everything said about results of equal queries, as (id, mark), the oldest first."""
    statement = (
        select(FeedbackRow.__table__)
        .join(SearchEventRow, SearchEventRow.id == FeedbackRow.search_event_id)
        .where(SearchEventRow.query_key == query_key)
        .order_by(FeedbackRow.id)
    )
    return [(row.id, _mark(row)) for row in connection.execute(statement)]


def load_events(
    connection: Connection,
    *,
    text: str = "",
    kind: FeedbackKind | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[list[SearchEvent], int]:
    """Events with something said, the newest first, and how many there are in all.

    Args:
        connection: Reading.
        text: Only where the query key or the person's name contains this.
        kind: Only where something of this kind was said.
        offset: So many are passed over.
        limit: At most so many; None = all.
    """
    said = select(FeedbackRow.search_event_id)
    if kind is not None:
        said = said.where(FeedbackRow.kind == kind)
    wanted: ColumnElement[bool] = SearchEventRow.id.in_(said)
    if text:
        named = [column.contains(text, autoescape=True) for column in (SearchEventRow.query_key, SearchEventRow.actor)]
        wanted = and_(wanted, or_(*named))
    total = connection.execute(select(func.count()).select_from(SearchEventRow).where(wanted)).scalar_one()
    statement = _EVENTS.where(wanted).order_by(SearchEventRow.id.desc()).offset(offset)
    if limit is not None:
        statement = statement.limit(limit)
    rows = connection.execute(statement).all()
    by_event: dict[int, list[Said]] = {row.id: [] for row in rows}
    things = (
        select(FeedbackRow.__table__).where(is_among(FeedbackRow.search_event_id, "events")).order_by(FeedbackRow.id)
    )
    for row in connection.execute(things, {"events": as_list(list(by_event))}):
        by_event[row.search_event_id].append(
            Said(row.kind, RecordId(row.record_id or 0), _time(row.at_ms), row.value, row.id)
        )
    return [_event(row, by_event[row.id]) for row in rows], int(total)


def delete_events(connection: Connection, event_ids: Sequence[int] | None, before_ms: int | None = None) -> int:
    """Delete events with all that was said on them and their traces in the journal; returns how many.

    Args:
        connection: Writing.
        event_ids: Which; None = all.
        before_ms: Only those older than this.
    """
    statement = select(SearchEventRow.id)
    parameters: dict[str, str] = {}
    if event_ids is not None:
        statement = statement.where(is_among(SearchEventRow.id, "ids"))
        parameters["ids"] = as_list(event_ids)
    if before_ms is not None:
        statement = statement.where(SearchEventRow.at_ms < before_ms)
    doomed = [int(i) for i in connection.execute(statement, parameters).scalars()]
    if not doomed:
        return 0
    _forget_in_journal(connection, doomed)
    events = {"ids": as_list(doomed)}
    connection.execute(delete(FeedbackRow).where(is_among(FeedbackRow.search_event_id, "ids")), events)
    connection.execute(delete(SearchEventRow).where(is_among(SearchEventRow.id, "ids")), events)
    return len(doomed)


def _forget_in_journal(connection: Connection, event_ids: Sequence[int]) -> None:
    """Take verdicts on these events out of the journal, those undone included; emptied steps no longer show."""
    events = frozenset(event_ids)
    statement = select(
        ChangeRow.operation_id, ChangeRow.ordinal, func.coalesce(ChangeRow.before, ChangeRow.after)
    ).where(ChangeRow.table_name == "feedback")
    for operation_id, ordinal, image in connection.execute(statement).all():
        if msgspec.json.decode(image, type=FeedbackMark).event_id not in events:
            continue
        connection.execute(
            delete(ChangeRow).where(ChangeRow.operation_id == operation_id, ChangeRow.ordinal == ordinal)
        )
        connection.execute(
            update(OperationRow)
            .where(OperationRow.id == operation_id)
            .values(n_changes=OperationRow.n_changes - 1, summary="")
        )


def add_change(connection: Connection, counters: Counters, change: WeightsChange, actor: str, now_ms: int) -> int:
    """Note an attempt to learn, or a reset; its id, time and actor are given here."""
    change_id = counters.take("fusion_weights")
    row = {
        "id": change_id,
        "at_ms": now_ms,
        "actor": actor,
        "outcome": change.outcome,
        "change": msgspec.json.encode(change).decode(),
    }
    connection.execute(insert(FusionWeightsRow), row)
    return change_id


def load_changes(connection: Connection, limit: int) -> tuple[WeightsChange, ...]:
    """The history of the weights, the newest first."""
    statement = select(FusionWeightsRow.__table__).order_by(FusionWeightsRow.id.desc()).limit(limit)
    return tuple(_change(row) for row in connection.execute(statement))


def weights_in_force(connection: Connection) -> WeightsChange | None:
    """The newest weights that were kept, or the reset after them; None where nothing was ever learned."""
    statement = (
        select(FusionWeightsRow.__table__)
        .where(FusionWeightsRow.outcome != "dropped")
        .order_by(FusionWeightsRow.id.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else _change(row)


def _change(row: Row[Any]) -> WeightsChange:
    return replace(_DECODE_CHANGE(row.change), id=row.id, at=_time(row.at_ms), actor=row.actor)


def _mark(row: Row[Any]) -> FeedbackMark:
    return FeedbackMark(row.search_event_id or 0, RecordId(row.record_id or 0), row.kind, row.value, row.at_ms)


def _event(row: Row[Any], said: Sequence[Said]) -> SearchEvent:
    return SearchEvent(
        id=row.id,
        at=_time(row.at_ms),
        actor=row.actor,
        origin=row.origin,
        request=_DECODE_REQUEST(row.request),
        shown=_DECODE_SHOWN(row.ranking),
        said=tuple(said),
    )
