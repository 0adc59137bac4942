"""Feedback: what people say about results is stored with what they were shown, can be seen, and can be deleted."""

from __future__ import annotations

import csv
import io
import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.domain.changes import ChangeSet
from core.domain.feedback import (
    BEST_RATING,
    FeedbackKind,
    FeedbackOrigin,
    FeedbackPage,
    FeedbackRow,
    FeedbackSettings,
    SearchEvent,
    ShownResult,
)
from core.domain.records import RecordId
from core.domain.retrieval import SearchRequest, SearchResponse, Verdict
from core.errors import ConflictError, InvalidInputError
from core.files import write_atomically
from core.retrieval.examination import propensity
from core.text.normalize import fold

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.domain.retrieval import Identification
    from core.retrieval.searcher import Answered

SETTINGS_KEY = "feedback.settings"
REMEMBERED_SEARCHES = 200
VERDICTS: tuple[FeedbackKind, ...] = ("this_is_it", "not_this", "rating")
_TITLES_A_ROW = 5
_AGEING_EVERY_SECONDS = 3600.0


@dataclass(slots=True)
class _Shown:
    """A search of this session; `event_id` once it was acted on."""

    event: SearchEvent
    key: str
    event_id: int | None = None


class FeedbackService:
    """Takes feedback on searches of this session and keeps it in the library. Nothing leaves the machine.

    Args:
        catalogue: Where it is kept.
        notify: Told of verdicts, which change what searches show.
        learn_later: Called when something new can be learned from.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        notify: Callable[[ChangeSet], None],
        learn_later: Callable[[], None] = lambda: None,
    ) -> None:
        self._catalogue = catalogue
        self._notify = notify
        self._learn_later = learn_later
        self._lock = threading.Lock()
        self._searches: OrderedDict[str, _Shown] = OrderedDict()
        self._numbers = itertools.count(1)
        self._session = f"{time.time_ns():x}"
        self._settings: FeedbackSettings | None = None
        self._aged_at = float("-inf")

    # Searches and what is said about them

    def shown(self, request: SearchRequest, answered: Answered) -> SearchResponse:
        """Remember what is about to be shown, and put what was said before where it belongs.

        A record that was said to be meant when the same was asked stands first, one that was said not to be meant
        last; all others keep their order.
        """
        response = answered.response
        if not response.results:
            return response
        key = query_key(request)
        places = list(range(len(response.results)))
        results = response.results
        if verdicts := self._catalogue.feedback.verdicts(key):
            rank_of: dict[Verdict, int] = {"this_is_it": 0, "": 1, "not_this": 2}
            of: list[Verdict] = [
                verdicts.get(r.record.id, "") if r.record.id is not None else "" for r in response.results
            ]
            places.sort(key=lambda place: rank_of[of[place]])
            results = tuple(
                replace(response.results[place], rank=rank, verdict=of[place]) for rank, place in enumerate(places, 1)
            )
        is_confirmed = any(result.verdict == "this_is_it" for result in results)
        search_id = ""
        if self.is_recording:
            features = answered.features
            shown = tuple(
                ShownResult(
                    RecordId(int(result.record.id or 0)),
                    result.score,
                    round(propensity(result.rank), 5),
                    tuple(round(float(v), 5) for v in features[place]) if features is not None else (),
                )
                for place, result in zip(places, results, strict=True)
            )
            search_id = self._remember(SearchEvent(0, _now(), "", "search", request, shown), key)
        return replace(
            response,
            results=results,
            search_id=search_id,
            no_good_match=response.no_good_match and not is_confirmed,
        )

    def say(self, search_id: str, record_id: RecordId, kind: FeedbackKind, value: str = "") -> ChangeSet:
        """Store a verdict or a click on a result of a search of this session.

        "this_is_it", "not_this" and "rating" (value 1…5) replace what was said about the record before and are one
        undoable step; "opened" is stored beside the journal, once a record and search.

        Raises:
            ConflictError: ``feedback.search_gone`` when the search is not known any more; ``library.read_only``.
            InvalidInputError: ``feedback.rating`` for a rating outside 1…5; ``feedback.kind``.
        """
        if not self.is_recording:
            return ChangeSet()
        if kind not in (*VERDICTS, "opened"):
            raise InvalidInputError("feedback.kind", kind=kind)
        if kind == "rating" and value not in {str(n) for n in range(1, BEST_RATING + 1)}:
            raise InvalidInputError("feedback.rating", value=value, best=BEST_RATING)
        search = self._search(search_id)
        before = dict(self._catalogue.feedback.said(search.key, record_id))
        event_id = self._stored(search)
        if kind == "opened":
            if not any(m.kind == "opened" and m.event_id == event_id for m in before.values()):
                self._catalogue.feedback.add_said(event_id, record_id, kind)
            return ChangeSet()
        same = ("rating",) if kind == "rating" else ("this_is_it", "not_this")
        with self._catalogue.write("feedback", self._title(record_id)) as unit:
            unit.unsay({i: mark for i, mark in before.items() if mark.kind in same})
            unit.say(event_id, record_id, kind, value)
        self._notify(unit.changes)
        self._learn_later()
        return unit.changes

    def take_back(self, search_id: str, record_id: RecordId) -> ChangeSet:
        """Take back what was said about a record whenever the same was asked; one undoable step.

        Raises:
            ConflictError: ``feedback.search_gone``; ``library.read_only``.
        """
        search = self._search(search_id)
        said = {i: mark for i, mark in self._catalogue.feedback.said(search.key, record_id) if mark.kind in VERDICTS}
        if not said:
            return ChangeSet()
        with self._catalogue.write("feedback", self._title(record_id)) as unit:
            unit.unsay(said)
        self._notify(unit.changes)
        return unit.changes

    def note_identification(self, scan: str, found: Identification, chosen: RecordId | None, is_accepted: bool) -> None:
        """Store what came of an identification: the record accepted, or that none of those proposed was meant.

        Args:
            scan: The kept copy of the scan.
            found: What had been proposed.
            chosen: The record that the scan was attached to or made into; None when it was left aside.
            is_accepted: Whether `chosen` had been proposed or picked (False: a new record was made).
        """
        if not self.is_recording or self._catalogue.is_read_only:
            return
        shown = tuple(
            ShownResult(RecordId(int(c.record.id or 0)), c.probability, round(propensity(place), 5))
            for place, c in enumerate(found.candidates, 1)
        )
        said: list[tuple[RecordId, FeedbackKind]] = [(r.record_id, "rejected") for r in shown if r.record_id != chosen]
        if chosen is not None and is_accepted:
            first_was_wrong = bool(shown) and shown[0].record_id != chosen
            said = [(chosen, "accepted"), *(said[:1] if first_was_wrong else [])]
        if said:
            self._add("intake", SearchRequest(image_path=scan), shown, [(*each, "") for each in said])

    def note_correction(self, record_id: RecordId, read: str, corrected: str, scan: str = "") -> None:
        """Store that words read on a cover were corrected by a person.

        Args:
            record_id: The record with the cover.
            read: What OCR had read.
            corrected: What stands there.
            scan: The kept copy of the cover.
        """
        if self.is_recording and not self._catalogue.is_read_only and fold(read) != fold(corrected):
            request = SearchRequest(read, scan or None)
            self._add("record", request, (), [(record_id, "corrected", corrected)])

    # What is stored, for people

    def events(
        self, text: str = "", kind: FeedbackKind | None = None, offset: int = 0, limit: int = 100
    ) -> FeedbackPage:
        """What was said, the newest first: where the query contains a text, and of a kind."""
        events, total = self._catalogue.feedback.events(fold(text), kind, offset, limit)
        wanted = {
            record_id
            for event in events
            for record_id in (*(r.record_id for r in event.shown[:_TITLES_A_ROW]), *(s.record_id for s in event.said))
        }
        titles = {int(r.id or 0): r.title for r in self._catalogue.get(sorted(wanted))}
        short = [replace(e, shown=tuple(replace(s, features=()) for s in e.shown)) for e in events]
        return FeedbackPage(tuple(FeedbackRow(e, _named(e, titles)) for e in short), offset, total)

    def delete(self, event_ids: Sequence[int]) -> int:
        """Delete events with what was said, for good; returns how many."""
        return self._deleted(self._catalogue.feedback.delete(event_ids))

    def delete_all(self) -> int:
        """Delete all feedback, for good; returns how many events there were."""
        return self._deleted(self._catalogue.feedback.delete())

    def export(self, path: str) -> int:
        """Write all feedback to a file, one thing said a line; ``.csv`` for spreadsheets, else JSON lines.

        Raises:
            HostFaultError: The file cannot be written.
        """
        events, _ = self._catalogue.feedback.events()
        file = Path(path)
        if file.suffix.casefold() == ".csv":
            write_atomically(file, self._as_csv(events))
        else:
            lines = b"".join(msgspec.json.encode(event) + b"\n" for event in reversed(events))
            write_atomically(file, lines)
        return len(events)

    # Settings

    @property
    def is_recording(self) -> bool:
        """Whether feedback is taken now."""
        return self.settings().is_recording and not self._catalogue.is_read_only

    def settings(self) -> FeedbackSettings:
        """What is recorded and what is done with it."""
        if self._settings is None:
            stored = self._catalogue.get_meta(SETTINGS_KEY)
            try:
                self._settings = msgspec.json.decode(stored or "{}", type=FeedbackSettings)
            except msgspec.DecodeError:
                self._settings = FeedbackSettings()
        return self._settings

    def change_settings(self, settings: FeedbackSettings) -> FeedbackSettings:
        """Change what is recorded; events that are now too old are deleted at once.

        Raises:
            InvalidInputError: ``feedback.keep_days`` for a negative number of days.
            ConflictError: ``library.read_only``.
        """
        if settings.keep_days < 0:
            raise InvalidInputError("feedback.keep_days", days=settings.keep_days)
        self._catalogue.set_meta(SETTINGS_KEY, msgspec.json.encode(settings).decode())
        self._settings = settings
        self._age(now=True)
        return settings

    def _remember(self, event: SearchEvent, key: str) -> str:
        with self._lock:
            search_id = f"{self._session}-{next(self._numbers)}"
            self._searches[search_id] = _Shown(event, key)
            while len(self._searches) > REMEMBERED_SEARCHES:
                self._searches.popitem(last=False)
        return search_id

    def _search(self, search_id: str) -> _Shown:
        with self._lock:
            found = self._searches.get(search_id)
        if found is None:
            raise ConflictError("feedback.search_gone")
        return found

    def _stored(self, search: _Shown) -> int:
        with self._lock:
            if search.event_id is None:
                self._age()
                search.event_id = self._catalogue.feedback.add_event(search.event, search.key)
            return search.event_id

    def _add(
        self,
        origin: FeedbackOrigin,
        request: SearchRequest,
        shown: tuple[ShownResult, ...],
        said: Sequence[tuple[RecordId, FeedbackKind, str]],
    ) -> None:
        self._age()
        event = SearchEvent(0, _now(), "", origin, request, shown)
        event_id = self._catalogue.feedback.add_event(event, query_key(request) if origin == "search" else "")
        for record_id, kind, value in said:
            self._catalogue.feedback.add_said(event_id, record_id, kind, value)

    def _deleted(self, n: int) -> int:
        with self._lock:
            for search in self._searches.values():
                search.event_id = None
        if n:
            self._catalogue.audit_log.note("feedback_deleted", "", {"events": n})
            self._notify(ChangeSet())
        return n

    def _age(self, *, now: bool = False) -> None:
        """Delete what is older than the settings say, at most once an hour."""
        days = self.settings().keep_days
        if days and (now or time.monotonic() - self._aged_at > _AGEING_EVERY_SECONDS):
            self._aged_at = time.monotonic()
            self._catalogue.feedback.delete(before=_now() - timedelta(days=days))

    def _title(self, record_id: RecordId) -> str:
        found = self._catalogue.get([record_id])
        return found[0].title if found else ""

    def _as_csv(self, events: Sequence[SearchEvent]) -> bytes:
        from core.interchange.cells import neutralise_formula

        titles = {
            int(r.id or 0): r.title for r in self._catalogue.get(sorted({s.record_id for e in events for s in e.said}))
        }
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["time", "who", "origin", "query", "image", "said", "value", "record", "title", "place"])
        for event in reversed(events):
            places = {shown.record_id: place for place, shown in enumerate(event.shown, 1)}
            for said in event.said:
                cells = (
                    event.actor,
                    event.origin,
                    event.request.text,
                    event.request.image_path or "",
                    said.kind,
                    said.value,
                    str(said.record_id),
                    titles.get(said.record_id, ""),
                    str(places.get(said.record_id, "")),
                )
                writer.writerow([said.at.isoformat(timespec="seconds"), *(neutralise_formula(cell) for cell in cells)])
        return text.getvalue().encode("utf-8-sig")


def query_key(request: SearchRequest) -> str:
    """Equal for requests that ask the same, however the words are written."""
    return fold(request.text.strip()) + (f" | {request.image_path}" if request.image_path else "")


def _named(event: SearchEvent, titles: dict[int, str]) -> dict[int, str]:
    wanted = (*(r.record_id for r in event.shown[:_TITLES_A_ROW]), *(s.record_id for s in event.said))
    return {int(i): titles[int(i)] for i in wanted if int(i) in titles}


def _now() -> datetime:
    return datetime.now(UTC)
