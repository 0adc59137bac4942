"""What people said about results, as services reach it: `Catalogue.feedback`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from sqlalchemy import Connection

from core.catalogue import feedback_rows as rows
from core.catalogue.counters import Counters
from core.catalogue.feedback_rows import FeedbackMark
from core.domain.feedback import FeedbackKind, SearchEvent, WeightsChange
from core.domain.records import RecordId
from core.domain.retrieval import Verdict

_Transaction = Callable[[], AbstractContextManager[Connection]]


class FeedbackStore:
    """Reads and writes feedback outside the journal; verdicts that can be undone go through a unit of work.

    Args:
        reading: A snapshot of the catalogue.
        writing: Its writing transaction; raises where the library is read-only.
        actor: Who is named with events.
    """

    def __init__(self, reading: _Transaction, writing: _Transaction, actor: str) -> None:
        self._reading = reading
        self._writing = writing
        self._actor = actor

    def add_event(self, event: SearchEvent, query_key: str) -> int:
        """Store a search that was acted on, without what was said; returns its id."""
        with self._writing() as connection:
            counters = Counters(connection)
            event_id = rows.add_event(connection, counters, event, query_key, self._actor, _now_ms())
            counters.save()
        return event_id

    def add_said(self, event_id: int, record_id: RecordId, kind: FeedbackKind, value: str = "") -> None:
        """Store something said that no undo needs to know of: a click, what happened at the intake desk."""
        with self._writing() as connection:
            counters = Counters(connection)
            mark = FeedbackMark(event_id, record_id, kind, value, _now_ms())
            rows.put_mark(connection, counters.take("feedback"), mark)
            counters.save()

    def verdicts(self, query_key: str) -> dict[RecordId, Verdict]:
        """What was said last about each record when the same was asked."""
        with self._reading() as connection:
            marks = rows.said_about(connection, query_key)
        found: dict[RecordId, Verdict] = {}
        for _, mark in marks:
            if mark.kind == "this_is_it" or mark.kind == "not_this":
                found[mark.record_id] = mark.kind
        return found

    def said(self, query_key: str, record_id: RecordId) -> list[tuple[int, FeedbackMark]]:
        """Everything said about a record when the same was asked, the oldest first."""
        with self._reading() as connection:
            return [each for each in rows.said_about(connection, query_key) if each[1].record_id == record_id]

    def events(
        self, text: str = "", kind: FeedbackKind | None = None, offset: int = 0, limit: int | None = None
    ) -> tuple[list[SearchEvent], int]:
        """See `feedback_rows.load_events`."""
        with self._reading() as connection:
            return rows.load_events(connection, text=text, kind=kind, offset=offset, limit=limit)

    def delete(self, event_ids: Sequence[int] | None = None, before: datetime | None = None) -> int:
        """Delete events for good, with what was said and its traces in the journal; returns how many."""
        before_ms = None if before is None else int(before.timestamp() * 1000)
        with self._writing() as connection:
            return rows.delete_events(connection, event_ids, before_ms)

    def note_weights(self, change: WeightsChange) -> WeightsChange:
        """Add to the history of the weights; returns the change as stored."""
        now_ms = _now_ms()
        with self._writing() as connection:
            counters = Counters(connection)
            change_id = rows.add_change(connection, counters, change, self._actor, now_ms)
            counters.save()
        return WeightsChange(
            id=change_id,
            at=datetime.fromtimestamp(now_ms / 1000, UTC),
            outcome=change.outcome,
            reason=change.reason,
            weights=change.weights,
            none=change.none,
            events=change.events,
            replay=change.replay,
            actor=self._actor,
        )

    def weights_history(self, limit: int = 50) -> tuple[WeightsChange, ...]:
        """Every attempt to learn and every reset, the newest first."""
        with self._reading() as connection:
            return rows.load_changes(connection, limit)

    def weights_in_force(self) -> WeightsChange | None:
        """The weights that were kept last, or a reset after them; None where nothing was learned."""
        with self._reading() as connection:
            return rows.weights_in_force(connection)


def _now_ms() -> int:
    return int(time.time() * 1000)
