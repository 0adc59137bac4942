"""One transaction that changes the catalogue: records, covers, words, vectors and journal together or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection

from core.catalogue import (
    agent_forms,
    feedback_rows,
    fulltext,
    intake_queue,
    item_states,
    marc_sources,
    saved_searches,
    suspects,
)
from core.catalogue.counters import Counters
from core.catalogue.cover_steps import CoverSteps
from core.catalogue.covers import CoverWriter, covers_of
from core.catalogue.embeddings import VectorWriter
from core.catalogue.feedback_rows import FeedbackMark
from core.catalogue.journal import IntakeMark, Ledger, Step
from core.catalogue.record_checks import storable_record
from core.catalogue.record_rows import RecordWriter, load_records, resolve_external, same_content
from core.domain.agents import Agent, AgentForm, AgentId
from core.domain.changes import ChangeSet, OperationId
from core.domain.duplicates import Exemption, ExemptionId
from core.domain.feedback import FeedbackKind
from core.domain.item_states import ItemStates
from core.domain.library import IntakeItemId, IntakeState
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, Holding, RecordId
from core.domain.saved_searches import SavedSearch, SavedSearchId
from core.domain.scans import CorrectionId, CoverId, CoverScan, OcrCorrection, OcrPage
from core.errors import ConflictError
from core.protocols import EmbeddingChannel, FloatMatrix

_Thing = TypeVar("_Thing")

_RECORDS_PER_BATCH = 500


class UnitOfWork(CoverSteps):
    """Handed out by `Catalogue.write` and `Catalogue.maintain`; not for use after their block.

    Records that are added or updated are written in batches, at the latest when the block ends; a clash with what is
    stored (`ConflictError`) may therefore be raised by a later call or at the end of the block. Either way nothing of
    the block is kept.
    """

    def __init__(self, connection: Connection, step: Step) -> None:
        self._connection = connection
        self._step = step
        self._counters = Counters(connection)
        self._ledger = Ledger(connection, self._counters, step)
        self._records = RecordWriter(connection, self._counters, step.now_ms)
        self._covers = CoverWriter(connection, self._counters, self._ledger)
        self._vectors = VectorWriter(connection, self._counters, self._ledger)
        self._added: dict[RecordId, BibliographicRecord] = {}
        self._edited: dict[RecordId, BibliographicRecord] = {}
        self._changes: ChangeSet | None = None
        self._is_committed = False

    @property
    def changes(self) -> ChangeSet:
        """What was committed. Only after the block has ended well."""
        if self._changes is None or not self._is_committed:
            raise RuntimeError("the unit of work has not been committed")
        return self._changes

    @property
    def operation_id(self) -> OperationId | None:
        """The step of the journal, once something was changed under it."""
        return self._ledger.operation_id

    # Records

    def add_record(self, record: BibliographicRecord) -> RecordId:
        """Store a new record; its `id`, `version` and the ids of its holdings are given here.

        Raises:
            ConflictError: "record.external_id_taken" (see the class about when).
            InvalidInputError: "record.year_impossible".
        """
        record_id = RecordId(self._counters.take("record"))
        fresh = self._records.with_holding_ids(storable_record(record), ())
        self._added[record_id] = replace(fresh, id=record_id, version=1)
        if len(self._added) >= _RECORDS_PER_BATCH:
            self._flush_records()
        return record_id

    def add_records(self, records: Iterable[BibliographicRecord]) -> list[RecordId]:
        """`add_record` for each, in order."""
        return [self.add_record(record) for record in records]

    def update_record(self, record: BibliographicRecord) -> None:
        """Store an edited record under its id. Nothing happens when it is as stored.

        Raises:
            ConflictError: "record.changed" when `record.version` is not the stored version, "record.deleted",
                "record.external_id_taken" (see the class about when).
            InvalidInputError: As `add_record`.
        """
        if record.id is None:
            raise ValueError("only a stored record can be updated")
        if record.id in self._added or record.id in self._edited:
            self._flush_records()
        self._edited[record.id] = storable_record(record)
        if len(self._edited) >= _RECORDS_PER_BATCH:
            self._flush_records()

    def delete_record(self, record_id: RecordId) -> None:
        """Delete one record; see `delete_records`."""
        self.delete_records([record_id])

    def delete_records(self, record_ids: Collection[RecordId]) -> None:
        """Delete records with holdings, covers and MARC source; unknown ids are ignored.

        Their vectors and what OCR read stay for an undo; nothing finds them meanwhile.
        """
        self._flush_records()
        ids = list(dict.fromkeys(record_ids))
        for start in range(0, len(ids), _RECORDS_PER_BATCH):
            batch = ids[start : start + _RECORDS_PER_BATCH]
            self._covers.remove_of(batch)
            self._drop(load_records(self._connection, batch))

    def set_holdings(self, record_id: RecordId, holdings: Sequence[Holding]) -> None:
        """Replace the holdings of a record, whatever its version. Holdings with a known id keep it.

        Raises:
            ConflictError: "record.deleted".
        """
        self._flush_records()
        record = load_records(self._connection, [record_id]).get(record_id)
        if record is None:
            raise ConflictError("record.deleted", record_id=record_id)
        self.update_record(replace(record, holdings=tuple(holdings)))

    def get(self, record_ids: Collection[RecordId]) -> list[BibliographicRecord]:
        """Records as they are inside this transaction, in the order asked for; missing ones are left out."""
        self._flush_records()
        found = load_records(self._connection, record_ids)
        return [found[record_id] for record_id in record_ids if record_id in found]

    def by_external(self, external_ids: Collection[str]) -> dict[str, BibliographicRecord]:
        """External id → record inside this transaction, for those that are known."""
        self._flush_records()
        ids = resolve_external(self._connection, external_ids)
        found = load_records(self._connection, list(ids.values()))
        return {external_id: found[record_id] for external_id, record_id in ids.items()}

    # Vectors

    def put_vectors(
        self,
        record_id: RecordId,
        channel: EmbeddingChannel,
        fingerprint: str,
        vectors: FloatMatrix,
        content_hash: str | Sequence[str],
    ) -> None:
        """Replace the vectors of a record in one text channel. Derived data: not journalled.

        Args:
            record_id: The record, which may have been added in this unit.
            channel: "title" or "description"; the vectors of pictures belong to covers (`put_cover_vector`).
            fingerprint: Of the encoder. Vectors of other encoders stay.
            vectors: Unit rows, float32, shape (n, dim); n may be 0. Stored as float16.
            content_hash: Of what was encoded, to tell later whether it is still the same; one, or one a row.
        """
        self._vectors.put(record_id, channel, fingerprint, vectors, content_hash)

    # What else belongs to the same step

    def set_intake_state(self, item_id: IntakeItemId, state: IntakeState, record_id: RecordId | None = None) -> None:
        """Settle an item of the review queue as part of this step; undoing the step opens it again.

        Raises:
            ConflictError: "intake.deleted".
        """
        before = intake_queue.load_mark(self._connection, item_id)
        if before is None:
            raise ConflictError("intake.deleted", item_id=item_id)
        after = IntakeMark(state, record_id)
        if after != before:
            self._put_intake_mark(item_id, before, after)

    def exempt(self, one: RecordId, other: RecordId) -> None:
        """Note that two records are no duplicates. Nothing happens when that was said before."""
        pair = Exemption(min(one, other), max(one, other))
        if suspects.find_mark(self._connection, pair) is None:
            self._put_exemption(ExemptionId(self._counters.take("exemption")), None, pair)

    def put_marc_source(self, record_id: RecordId, source: MarcSource | None) -> None:
        """Keep the MARC record that a record was imported from, byte for byte; None forgets it."""
        self._flush_records()
        before = marc_sources.load(self._connection, [record_id]).get(record_id)
        if before != source:
            self._put_marc(record_id, before, source)

    def say(self, event_id: int, record_id: RecordId, kind: FeedbackKind, value: str = "") -> None:
        """Store a verdict on a result as part of this step."""
        mark = FeedbackMark(event_id, record_id, kind, value, self._step.now_ms)
        self._put_feedback(self._counters.take("feedback"), None, mark)

    def unsay(self, said: Mapping[int, FeedbackMark]) -> None:
        """Take verdicts back, by their ids."""
        for feedback_id, mark in said.items():
            self._put_feedback(feedback_id, mark, None)

    def put_agent(self, agent_id: AgentId | None, forms: Sequence[AgentForm]) -> AgentId:
        """Store the forms of an agent's name (None: of a new agent); fewer than two forget it.

        The records that name it are found under every form from then on.

        Raises:
            ConflictError: "agent.form_taken" when a form belongs to another agent.
        """
        number = AgentId(self._counters.take("authority")) if agent_id is None else agent_id
        before = agent_forms.load_agents(self._connection, [number]).get(number)
        for name, other in agent_forms.agents_of_names(self._connection, [form.name for form in forms]).items():
            if other.id != number:
                raise ConflictError("agent.form_taken", name=name, other=other.preferred)
        self._put_agent(number, before, Agent(number, tuple(forms)) if len(forms) > 1 else None)
        return number

    def save_search(self, search: SavedSearch) -> SavedSearch:
        """Store a search under its name: a new one, or another state of one that has an id."""
        if search.id is None:
            search = replace(search, id=SavedSearchId(self._counters.take("saved_search")))
        search_id = SavedSearchId(int(search.id or 0))
        before = saved_searches.load(self._connection, [search_id]).get(search_id)
        self._put_search(search_id, before, search)
        return search

    def forget_search(self, search: SavedSearch) -> None:
        """Take a saved search away."""
        if search.id is not None:
            self._put_search(search.id, search, None)

    def put_item_states(self, states: ItemStates) -> None:
        """Replace the list of the library's own states of items. Nothing happens when it is as stored.

        Raises:
            ConflictError: "states.in_use".
        """
        self._flush_records()
        before = item_states.load(self._connection)
        if states != before:
            self._put_states(before, states)

    # For undo and for the catalogue

    def restore(
        self,
        records: Mapping[RecordId, tuple[BibliographicRecord | None, BibliographicRecord | None]],
        covers: Mapping[CoverId, tuple[CoverScan | None, CoverScan | None]],
        marc: Mapping[RecordId, tuple[MarcSource | None, MarcSource | None]],
        intake: Mapping[IntakeItemId, tuple[IntakeMark | None, IntakeMark | None]],
        exemptions: Mapping[ExemptionId, tuple[Exemption | None, Exemption | None]],
        feedback: Mapping[int, tuple[FeedbackMark | None, FeedbackMark | None]],
        agents: Mapping[AgentId, tuple[Agent | None, Agent | None]],
        corrections: Mapping[CorrectionId, tuple[OcrCorrection | None, OcrCorrection | None]],
        texts: Mapping[CoverId, tuple[OcrPage | None, OcrPage | None]],
        searches: Mapping[SavedSearchId, tuple[SavedSearch | None, SavedSearch | None]],
        states: Mapping[int, tuple[ItemStates | None, ItemStates | None]],
    ) -> None:
        """Bring things from their present state to an earlier one; each pair is (present, wanted).

        The order keeps every reference valid on the way: what is to come back comes first, what is to go goes last.
        """
        present = {record_id: now for record_id, (now, _) in records.items() if now is not None}
        doomed = {record_id: now for record_id, now in present.items() if records[record_id][1] is None}
        self._records.forget_external_ids(list(present))
        for batch in _batches([(now, then) for now, then in records.values() if then is not None]):
            self._write_records([(now, replace(then, version=(now or then).version + 1)) for now, then in batch])
        for record_id, (now_marc, then_marc) in marc.items():
            self._put_marc(record_id, now_marc, then_marc)
        for now_cover, then_cover in sorted(covers.values(), key=lambda pair: pair[1] is not None):
            self._covers.put(now_cover, then_cover)
        if covers_of(self._connection, doomed):
            raise ConflictError("undo.changed", operation=self._step.undoes or 0)
        self._covers.settle()
        for some in _batches(list(doomed.items())):
            self._drop(dict(some))
        for agent_id, (now_agent, then_agent) in sorted(agents.items(), key=lambda item: item[1][1] is not None):
            self._put_agent(agent_id, now_agent, then_agent)
        for now_correction, then_correction in corrections.values():
            self._covers.put_correction(now_correction, then_correction)
        for cover_id, (_, then_page) in texts.items():
            if then_page is not None:
                self._covers.replace_text(cover_id, then_page)
        for item_id, (now_mark, then_mark) in intake.items():
            if then_mark is not None:
                self._put_intake_mark(item_id, now_mark, then_mark)
        for mark_id, (now_pair, then_pair) in exemptions.items():
            self._put_exemption(mark_id, now_pair, then_pair)
        for feedback_id, (now_said, then_said) in feedback.items():
            self._put_feedback(feedback_id, now_said, then_said)
        for search_id, (now_search, then_search) in searches.items():
            self._put_search(search_id, now_search, then_search)
        for now_states, then_states in states.values():
            self._put_states(now_states or ItemStates(), then_states or ItemStates())

    def finish(self) -> None:
        """Write everything that still waits. Called by the catalogue before it commits."""
        self._flush_records()
        self._vectors.flush()
        fulltext.set_cover_words(self._connection, self._covers.stale_words())
        self._changes = self._ledger.save()
        self._counters.save()

    def seal(self) -> None:
        """Called by the catalogue after the commit."""
        self._is_committed = True

    def _flush_records(self) -> None:
        added, edited = self._added, self._edited
        if not added and not edited:
            return
        self._added, self._edited = {}, {}
        pairs: list[tuple[BibliographicRecord | None, BibliographicRecord]] = [(None, r) for r in added.values()]
        stored = load_records(self._connection, list(edited))
        for record_id, record in edited.items():
            before = stored.get(record_id)
            if before is None:
                raise ConflictError("record.deleted", record_id=record_id)
            if before.version != record.version:
                raise ConflictError("record.changed", record_id=record_id)
            after = self._records.with_holding_ids(record, {h.id for h in before.holdings})
            if not same_content(before, after):
                pairs.append((before, replace(after, version=before.version + 1)))
        self._write_records(pairs)

    def _write_records(self, pairs: Sequence[tuple[BibliographicRecord | None, BibliographicRecord]]) -> None:
        """Store states of records; each pair is (present state, new state with its version)."""
        self._refuse_taken_ids([after for _, after in pairs])
        fresh = [after for before, after in pairs if before is None]
        changed = [(before, after) for before, after in pairs if before is not None]
        self._records.insert(fresh)
        self._records.update([after for _, after in changed])
        fulltext.remove_words(self._connection, [r.id for _, r in changed if r.id is not None])
        fulltext.add_words(self._connection, [*fresh, *(after for _, after in changed)])
        for record in fresh:
            if record.id is not None:
                self._ledger.note_record(record.id, None, record)
        for before, after in changed:
            if after.id is not None:
                self._ledger.note_record(after.id, before, after)
        self._covers.owe_words([after.id for _, after in changed if after.id is not None])

    def _drop(self, records: Mapping[RecordId, BibliographicRecord]) -> None:
        """Delete records that have no covers any more."""
        for record_id, source in marc_sources.load(self._connection, list(records)).items():
            self._put_marc(record_id, source, None)
        fulltext.remove_words(self._connection, list(records))
        self._records.delete(list(records))
        for record_id, record in records.items():
            self._ledger.note_record(record_id, record, None)

    def _refuse_taken_ids(self, records: Sequence[BibliographicRecord]) -> None:
        wanted: dict[str, RecordId | None] = {}
        for record in records:
            if record.external_id is not None:
                if record.external_id in wanted:
                    raise ConflictError("record.external_id_taken", external_id=record.external_id)
                wanted[record.external_id] = record.id
        for external_id, record_id in resolve_external(self._connection, list(wanted)).items():
            if wanted[external_id] != record_id:
                raise ConflictError("record.external_id_taken", external_id=external_id)

    def _put_marc(self, record_id: RecordId, before: MarcSource | None, after: MarcSource | None) -> None:
        marc_sources.put(self._connection, record_id, after)
        self._ledger.note("marc_source", record_id, before, after)
        self._ledger.show(record_id)

    def _put_agent(self, agent_id: AgentId, before: Agent | None, after: Agent | None) -> None:
        """Store the forms of an agent, and index the records that name it anew."""
        if before == after:
            return
        self._flush_records()
        agent_forms.put_agent(self._connection, agent_id, after)
        self._ledger.note("agent", agent_id, before, after)
        names = {*(before.names if before else ()), *(after.names if after else ())}
        naming = agent_forms.records_naming(self._connection, names)
        for ids in _batches(naming):
            fulltext.remove_words(self._connection, ids)
            fulltext.add_words(self._connection, load_records(self._connection, ids).values())
            self._covers.owe_words(ids)
            for record_id in ids:
                self._ledger.touch(record_id)
                self._ledger.show(record_id)

    def _put_intake_mark(self, item_id: IntakeItemId, before: IntakeMark | None, after: IntakeMark) -> None:
        intake_queue.store_mark(self._connection, item_id, after)
        self._ledger.note("intake_item", item_id, before, after)

    def _put_exemption(self, mark_id: ExemptionId, before: Exemption | None, after: Exemption | None) -> None:
        suspects.put_mark(self._connection, mark_id, after)
        self._ledger.note("exemption", mark_id, before, after)

    def _put_search(self, search_id: SavedSearchId, before: SavedSearch | None, after: SavedSearch | None) -> None:
        saved_searches.put(self._connection, search_id, after)
        self._ledger.note("saved_search", search_id, before, after)

    def _put_states(self, before: ItemStates, after: ItemStates) -> None:
        item_states.put(self._connection, after)
        self._ledger.note("item_states", item_states.KEY, before, after)

    def _put_feedback(self, feedback_id: int, before: FeedbackMark | None, after: FeedbackMark | None) -> None:
        feedback_rows.put_mark(self._connection, feedback_id, after)
        self._ledger.note("feedback", feedback_id, before, after)


def _batches(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    for start in range(0, len(things), _RECORDS_PER_BATCH):
        yield things[start : start + _RECORDS_PER_BATCH]
