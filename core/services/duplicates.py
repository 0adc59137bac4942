"""Duplicates: suspect pairs over the whole library, what a draft would double, and "this is no duplicate"."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from core.domain.changes import ChangeSet
from core.domain.duplicates import (
    VERDICTS,
    Alternative,
    PairVerdict,
    ScanVerdict,
    StoredSuspect,
    SuspectPage,
    SuspectPair,
    Verdict,
)
from core.domain.library import IntakeItem, IntakeItemId
from core.domain.records import BibliographicRecord, RecordId
from core.errors import InvalidInputError
from core.protocols import JobContext, NullJobContext
from core.services.duplicate_blocking import Blocks
from core.services.edition_verdicts import compare, isbns

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.models import ModelHost

log = logging.getLogger(__name__)

LISTED_FROM = 0.55
"""Score from which on a pair is worth a person's time."""
LISTED: tuple[Verdict, ...] = tuple(verdict for verdict in VERDICTS if verdict != "different")
_RECORDS_AT_ONCE = 500
_STATE = "duplicates.search"


class _SearchState(msgspec.Struct):
    """How far the search has come; kept with the library, so that it can go on after a kill."""

    number: int
    generation: int
    last: int
    finished_ms: int | None = None


class DuplicatesService:
    """Finds and judges records that describe one thing.

    Args:
        catalogue: The records.
        models: For the fingerprint of the picture vectors; never loaded for this.
        notify: Told of every committed mutation.
    """

    def __init__(self, catalogue: Catalogue, models: ModelHost, notify: Callable[[ChangeSet], None]) -> None:
        self._catalogue = catalogue
        self._models = models
        self._notify = notify

    def search(self, ctx: JobContext | None = None) -> Mapping[str, Any]:
        """Look through the whole library (the "duplicates" job). A search that was interrupted goes on.

        Returns:
            How many suspect pairs there are, by verdict, and "records".
        """
        context = ctx or NullJobContext()
        generation = self._catalogue.generation()
        state = self._state()
        if state is None or state.finished_ms is not None or state.generation != generation:
            state = _SearchState((state.number if state else 0) + 1, generation, 0)
        found: list[StoredSuspect] = []
        for pair in self.find(context, after=RecordId(state.last)):
            if pair is None:
                continue
            first, second, verdict = pair
            found.append(StoredSuspect(first, second, verdict.verdict, verdict.score))
            if len(found) >= _RECORDS_AT_ONCE:
                state = self._keep(state, found)
                found = []
        state = self._keep(state, found)
        self._catalogue.drop_older_suspects(state.number)
        state.finished_ms = int(datetime.now(UTC).timestamp() * 1000)
        self._save(state)
        counts = {str(verdict): n for verdict, n in self._catalogue.count_suspects().items()}
        return {"records": self._catalogue.count(), **counts, "pairs": self._n_open()}

    def find(
        self,
        ctx: JobContext,
        after: RecordId = RecordId(0),  # noqa: B008 (a number)
    ) -> Iterator[tuple[RecordId, RecordId, PairVerdict] | None]:
        """Every suspect pair whose first record comes after `after`, by ids; None marks a step without one.

        Nothing is stored: a library that is open for reading only can be searched too.
        """
        total = self._catalogue.count()
        blocks = Blocks()
        for n, record in enumerate(self._catalogue.iter_records(), start=1):
            blocks.add(record)
            if n % _RECORDS_AT_ONCE == 0:
                ctx.report(n // 2, total, "duplicates.progress")
        shared: set[tuple[RecordId, RecordId]] = set()
        for _, owners in self._catalogue.shared_scans():
            blocks.add_block(owners)
            shared.update((one, other) for one in owners for other in owners if one < other)
        partners = {first: others for first, others in blocks.partners().items() if first > after}
        exempt = self._catalogue.exempt_pairs()
        firsts = iter(partners)
        n_done = 0
        while batch := list(islice(firsts, _RECORDS_AT_ONCE)):
            wanted = {*batch, *(other for first in batch for other in partners[first])}
            records = {record.id: record for record in self._catalogue.get(sorted(wanted))}
            cosines = self._cosines(wanted)
            for first in batch:
                for second in partners[first]:
                    one, other = records.get(first), records.get(second)
                    if one is None or other is None or (first, second) in exempt:
                        continue
                    same = (first, second) in shared
                    verdict = compare(one, other, same_scan=same, cosine=cosines(first, second))
                    if verdict.verdict != "different" and verdict.score >= LISTED_FROM:
                        yield first, second, verdict
            n_done += len(batch)
            ctx.report(total // 2 + total * n_done // (2 * len(partners)), total, "duplicates.progress")
            yield None

    def page(self, offset: int, limit: int, verdicts: Sequence[Verdict] = ()) -> SuspectPage:
        """A page of open suspect pairs, the surest first, judged anew as the records are now.

        Args:
            offset: 0-based.
            limit: Pairs a page.
            verdicts: Only these; empty = all but "different".
        """
        stored = self._catalogue.suspects(verdicts or LISTED, offset, limit)
        pairs = self._judged([(pair.first, pair.second) for pair in stored])
        by_verdict = self._catalogue.count_suspects()
        state = self._state()
        finished = state.finished_ms if state is not None else None
        return SuspectPage(
            pairs=tuple(pairs),
            offset=offset,
            total=sum(n for verdict, n in by_verdict.items() if verdict in (verdicts or LISTED)),
            by_verdict=by_verdict,
            searched_at=None if finished is None else datetime.fromtimestamp(finished / 1000, UTC),
            n_changed=len(self._catalogue.touched_since(state.generation)) if state is not None else 0,
        )

    def compare(self, first: RecordId, second: RecordId) -> SuspectPair:
        """Judge two stored records.

        Raises:
            InvalidInputError: "record.unknown".
        """
        found = self._judged([(first, second)])
        if not found:
            there = {record.id for record in self._catalogue.get([first, second])}
            raise InvalidInputError("record.unknown", record=second if first in there else first)
        return found[0]

    def exempt(self, first: RecordId, second: RecordId) -> ChangeSet:
        """Remember that two records are no duplicates; they are never suspected again. One undoable step."""
        titles = [record.title for record in self._catalogue.get([first, second])]
        with self._catalogue.write("not_duplicate", " ≠ ".join(titles)) as unit:
            unit.exempt(first, second)
        self._notify(unit.changes)
        return unit.changes

    def alternatives(
        self, record: BibliographicRecord, item_id: IntakeItemId | None = None, limit: int = 6
    ) -> tuple[Alternative, ...]:
        """The stored records that a draft would double or is related to, the nearest first.

        Args:
            record: The draft.
            item_id: The scan it was read on; what the scan looks like is then considered too.
            limit: At most so many.
        """
        item = self._catalogue.intake_item(item_id) if item_id is not None else None
        return self._alternatives([(record, item)])[0][:limit]

    def of_queue(self, item_ids: Sequence[IntakeItemId]) -> tuple[ScanVerdict, ...]:
        """For scans in the queue that would be made into records: the stored record nearest to each draft, if any."""
        wanted = set(item_ids)
        drafts = [
            (item.identification.draft, item)
            for item in self._catalogue.intake_items(("waiting",))
            if item.id in wanted and item.identification.draft is not None and item.identification.draft.title.strip()
        ]
        verdicts: list[ScanVerdict] = []
        for (_, item), found in zip(drafts, self._alternatives(drafts), strict=True):
            if found and (record_id := found[0].record.id) is not None:
                verdict = found[0].verdict
                verdicts.append(ScanVerdict(item.id, record_id, found[0].record.title, verdict.verdict, verdict.score))
        return tuple(verdicts)

    def _alternatives(
        self, drafts: Sequence[tuple[BibliographicRecord, IntakeItem | None]]
    ) -> list[tuple[Alternative, ...]]:
        records = [draft for draft, _ in drafts]
        numbers = {number for record in records for number in isbns(record)}
        by_number = self._catalogue.find_identifier("isbn", numbers) if numbers else {}
        groups: list[list[RecordId]] = []
        for record, like, (_, item) in zip(records, self._catalogue.similar_titles(records), drafts, strict=True):
            ids = [i for number in isbns(record) for i in by_number.get(number, ())]
            seen = item.identification.candidates if item is not None else ()
            groups.append(list(dict.fromkeys([*ids, *like, *(c.record.id for c in seen if c.record.id is not None)])))
        stored = {r.id: r for r in self._catalogue.get(sorted({i for group in groups for i in group}))}
        covers = self._main_covers(list(stored))
        found: list[tuple[Alternative, ...]] = []
        for record, group, (_, item) in zip(records, groups, drafts, strict=True):
            known = item.identification.known_cover_of if item is not None else None
            judged = [
                Alternative(other, compare(record, other, same_scan=other.id == known), covers.get(other.id))
                for record_id in group
                if (other := stored.get(record_id)) is not None
            ]
            related = [a for a in judged if a.verdict.verdict != "different" and a.verdict.score >= LISTED_FROM]
            related.sort(key=lambda a: (VERDICTS.index(a.verdict.verdict), -a.verdict.score))
            found.append(tuple(related))
        return found

    def _judged(self, ids: Sequence[tuple[RecordId, RecordId]]) -> list[SuspectPair]:
        """Pairs as they are now; those that are no longer alike are forgotten."""
        wanted = sorted({record_id for pair in ids for record_id in pair})
        records = {record.id: record for record in self._catalogue.get(wanted)}
        scans = {i: {scan.sha256 for scan in found} for i, found in self._catalogue.covers_of(wanted).items()}
        main = self._main_covers(wanted)
        cosines = self._cosines(set(wanted))
        pairs: list[SuspectPair] = []
        for first, second in ids:
            one, other = records.get(first), records.get(second)
            if one is None or other is None:
                continue
            same = bool(scans.get(first, set()) & scans.get(second, set()))
            verdict = compare(one, other, same_scan=same, cosine=cosines(first, second))
            pairs.append(SuspectPair(one, other, verdict, (main.get(first), main.get(second))))
        return pairs

    def _main_covers(self, ids: Sequence[RecordId | None]) -> dict[RecordId | None, str]:
        covers = self._catalogue.covers_of([i for i in ids if i is not None])
        return {record_id: scans[0].sha256 for record_id, scans in covers.items() if scans}

    def _cosines(self, ids: set[RecordId]) -> Callable[[RecordId, RecordId], float | None]:
        """Cosine of the pictures of two records, None where one has no vector or the encoder is not loaded."""
        models = self._models.ready
        if models is None:
            return lambda one, other: None
        stored = self._catalogue.vectors_of("cover", models.visual.info.fingerprint, ids)
        row_of = {int(record_id): row for row, record_id in reversed(list(enumerate(stored.record_ids.tolist())))}

        def cosine(one: RecordId, other: RecordId) -> float | None:
            if one not in row_of or other not in row_of:
                return None
            return float(stored.vectors[row_of[one]] @ stored.vectors[row_of[other]])

        return cosine

    def _n_open(self) -> int:
        return sum(n for verdict, n in self._catalogue.count_suspects().items() if verdict in LISTED)

    def _keep(self, state: _SearchState, found: Sequence[StoredSuspect]) -> _SearchState:
        self._catalogue.store_suspects(state.number, found)
        if found:
            # The last record may have more pairs: it is compared again, which changes nothing.
            state = _SearchState(state.number, state.generation, found[-1].first - 1)
            self._save(state)
        return state

    def _state(self) -> _SearchState | None:
        stored = self._catalogue.get_meta(_STATE)
        try:
            return msgspec.json.decode(stored, type=_SearchState) if stored else None
        except msgspec.MsgspecError:
            log.warning("the state of the duplicate search cannot be read; it begins anew")
            return None

    def _save(self, state: _SearchState) -> None:
        self._catalogue.set_meta(_STATE, msgspec.json.encode(state).decode())
