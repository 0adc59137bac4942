"""The audit log: lines that are only ever added, each sealed with the hash of the one before.

Triggers refuse to change or delete a line, and to add one out of order. The chain shows what was changed behind their
back, and the counter of lines shows what was cut off at the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, insert, select

from core.catalogue.counters import Counters, read_counter
from core.catalogue.engine import storable
from core.catalogue.tables import AuditEventRow
from core.domain.audit import AuditEvent, AuditFilter, AuditPage, AuditVerdict
from core.domain.people import Actor
from core.errors import ConflictError

_COUNTER = "audit_event"
_TABLE = AuditEventRow.__table__
_ROWS_AT_ONCE = 2000

Opened = Callable[[], AbstractContextManager[Connection]]
Detail = Mapping[str, str | int | float]


class AuditLog:
    """The log of one catalogue.

    Args:
        reading: Opens a reading transaction.
        writing: Opens the writing transaction, or joins the one of this thread.
        actor: Who acts now.
        now_ms: The clock.
        is_read_only: Nothing can be written.
    """

    def __init__(
        self,
        reading: Opened,
        writing: Opened,
        actor: Callable[[], Actor],
        now_ms: Callable[[], int],
        is_read_only: Callable[[], bool],
    ) -> None:
        self._reading = reading
        self._writing = writing
        self._actor = actor
        self._now_ms = now_ms
        self._is_read_only = is_read_only

    def add(self, kind: str, subject: str = "", detail: Detail | None = None, *, actor: Actor | None = None) -> None:
        """Write a line.

        Raises:
            ConflictError: "library.read_only".
        """
        with self._writing() as connection:
            counters = Counters(connection)
            append(connection, counters, actor or self._actor(), self._now_ms(), kind, subject, detail)
            counters.save()

    def note(self, kind: str, subject: str = "", detail: Detail | None = None, *, actor: Actor | None = None) -> None:
        """`add`, where the library can be written."""
        if not self._is_read_only():
            self.add(kind, subject, detail, actor=actor)

    def page(self, wanted: AuditFilter, limit: int = 200, before: int | None = None) -> AuditPage:
        """The newest events that pass a filter, older than the event `before` where it is given."""
        conditions = _conditions(wanted)
        older = [] if before is None else [AuditEventRow.id < before]
        statement = select(_TABLE).where(*conditions, *older).order_by(AuditEventRow.id.desc()).limit(limit)
        with self._reading() as connection:
            events = tuple(_event(row) for row in connection.execute(statement))
            total = connection.execute(select(func.count()).select_from(_TABLE).where(*conditions)).scalar_one()
            actors = connection.execute(select(AuditEventRow.actor).distinct().order_by(AuditEventRow.actor)).scalars()
            return AuditPage(events, int(total), tuple(actors))

    def each(self, wanted: AuditFilter | None = None, after: int = 0) -> Iterator[AuditEvent]:
        """All events that pass a filter, the oldest first, read in batches."""
        conditions = _conditions(wanted or AuditFilter())
        last = after
        while True:
            statement = select(_TABLE).where(AuditEventRow.id > last, *conditions).order_by(AuditEventRow.id)
            with self._reading() as connection:
                events = [_event(row) for row in connection.execute(statement.limit(_ROWS_AT_ONCE))]
            if not events:
                return
            yield from events
            last = events[-1].id

    def head(self) -> tuple[int, str]:
        """Number and hash of the newest line; (0, "") while there is none."""
        with self._reading() as connection:
            return _head(connection)

    def hash_of(self, event_id: int) -> str | None:
        """The hash of a line; None where there is no such line."""
        with self._reading() as connection:
            found = connection.execute(select(AuditEventRow.hash).where(AuditEventRow.id == event_id)).scalar()
        return None if found is None else str(found)

    def verify(self) -> AuditVerdict:
        """Compute the chain again, and compare the number of lines with how many were ever written."""
        previous, expected, n = "", 1, 0
        for event in self.each():
            if event.id != expected or event.previous != previous or event.hash != seal(event):
                return AuditVerdict(n, broken_at=event.id)
            previous, expected, n = event.hash, event.id + 1, n + 1
        with self._reading() as connection:
            written = read_counter(connection, _COUNTER)
        return AuditVerdict(n, lost=max(0, written - n))

    def adopt(self, events: Sequence[AuditEvent]) -> int:
        """Go on with the lines of a later state of this log (after a backup was restored); returns how many.

        Raises:
            ConflictError: "audit.other_log" when they do not continue this one; nothing is added then.
        """
        with self._writing() as connection:
            number, previous = _head(connection)
            counters = Counters(connection)
            for event in events:
                number += 1
                if event.id != number or event.previous != previous or event.hash != seal(event):
                    raise ConflictError("audit.other_log", event=event.id)
                counters.take(_COUNTER)
                connection.execute(insert(AuditEventRow), _row(event))
                previous = event.hash
            counters.save()
        return len(events)


def append(
    connection: Connection,
    counters: Counters,
    actor: Actor,
    now_ms: int,
    kind: str,
    subject: str = "",
    detail: Detail | None = None,
) -> None:
    """Write a line within a transaction of something else."""
    number, previous = _head(connection)
    counters.take(_COUNTER)
    event = AuditEvent(
        id=number + 1,
        at=datetime.fromtimestamp(now_ms / 1000, UTC),
        actor=storable(actor.name),
        role=actor.role,
        kind=kind,
        subject=storable(subject),
        detail=detail or {},
        previous=previous,
    )
    connection.execute(insert(AuditEventRow), {**_row(event), "hash": seal(event)})


def seal(event: AuditEvent) -> str:
    """The hash of a line, from all it says and the hash of the line before."""
    said = [event.id, _ms(event.at), event.actor, event.role, event.kind, event.subject, _text(event.detail)]
    return hashlib.sha256(msgspec.json.encode([*said, event.previous])).hexdigest()


def _head(connection: Connection) -> tuple[int, str]:
    newest = select(AuditEventRow.id, AuditEventRow.hash).order_by(AuditEventRow.id.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (0, "") if row is None else (int(row[0]), str(row[1]))


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor:
        found.append(AuditEventRow.actor == wanted.actor)
    if wanted.kinds:
        found.append(AuditEventRow.kind.in_(wanted.kinds))
    if wanted.words.strip():
        found.append(AuditEventRow.subject.icontains(wanted.words.strip(), autoescape=True))
    if wanted.since is not None:
        found.append(AuditEventRow.at_ms >= _ms(wanted.since))
    if wanted.until is not None:
        found.append(AuditEventRow.at_ms < _ms(wanted.until))
    return found


def _event(row: Row[Any]) -> AuditEvent:
    return AuditEvent(
        id=row.id,
        at=datetime.fromtimestamp(row.at_ms / 1000, UTC),
        actor=row.actor,
        role=row.role,
        kind=row.kind,
        subject=row.subject,
        detail=_parsed(row.detail),
        previous=row.previous,
        hash=row.hash,
    )


def _parsed(text: str) -> Detail:
    try:
        return msgspec.json.decode(text, type=dict[str, str | int | float])
    except msgspec.DecodeError:  # altered by hand; the seal will not fit, and that is told by `verify`
        return {"?": text}


def _row(event: AuditEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "at_ms": _ms(event.at),
        "actor": event.actor,
        "role": event.role,
        "kind": event.kind,
        "subject": event.subject,
        "detail": _text(event.detail),
        "previous": event.previous,
        "hash": event.hash,
    }


def _text(detail: Detail) -> str:
    return msgspec.json.encode(dict(detail)).decode()


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
