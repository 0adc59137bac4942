"""The catalogue of one library: the only way in and out of its database."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine

from core.catalogue import (
    audit_log,
    embeddings,
    fulltext,
    inspection,
    intake_queue,
    job_store,
    journal,
    meta,
    model_registry,
    shelf,
)
from core.catalogue.audit_log import AuditLog
from core.catalogue.counters import Counters
from core.catalogue.covers import texts_of_records
from core.catalogue.engine import checkpoint
from core.catalogue.faults import folder_fault, translated_faults
from core.catalogue.feedback_store import FeedbackStore
from core.catalogue.journal import IntakeMark, Step
from core.catalogue.lock import lock_holder
from core.catalogue.opening import OpenedStore, open_for_reading, open_for_writing
from core.catalogue.people import People
from core.catalogue.reading import CatalogueReader
from core.catalogue.record_rows import load_records, record_ids_after
from core.catalogue.suspects import SuspectWriter
from core.catalogue.undo import undo_step
from core.catalogue.unit_of_work import UnitOfWork
from core.catalogue.vector_facts import VectorFacts
from core.catalogue.watched_files import WatchedFileWriter
from core.domain.changes import ChangeSet, OperationId, OperationKind
from core.domain.checkpoints import CheckpointInfo
from core.domain.classification import ReservationId
from core.domain.library import IntakeItem, IntakeItemId, IntakeState
from core.domain.people import Actor
from core.domain.promotion import GateDecision, ModelSwitch, SwitchKind
from core.domain.records import RecordId
from core.domain.retrieval import Identification
from core.errors import ConflictError
from core.jobs.acting import acting
from core.jobs.job import JobId, JobInfo
from core.paths import LibraryPaths

log = logging.getLogger(__name__)

_WAIT_FOR_WRITER_SECONDS = 60.0
_RECORDS_PER_BATCH = 500


def _now_ms() -> int:
    return int(time.time() * 1000)


class Catalogue(CatalogueReader, SuspectWriter, WatchedFileWriter):
    """An open catalogue: reads from any thread, one write at a time. Use as a context manager, or call `close`.

    Example:
        >>> with Catalogue.open(LibraryPaths(Path("my-library")), actor="li") as catalogue:  # doctest: +SKIP
        ...     with catalogue.write("create_record", "红楼梦") as unit:
        ...         unit.add_record(BibliographicRecord("红楼梦"))
        ...     catalogue.undo()
    """

    def __init__(self, paths: LibraryPaths, store: OpenedStore, actor: str) -> None:
        super().__init__(paths, store)
        self._actor = Actor(actor)
        self.audit_log = AuditLog(self._reading, self._writing, lambda: self.actor, _now_ms, lambda: self.is_read_only)
        self.people = People(self._reading, self._writing)
        self.vector_facts = VectorFacts(self._reading, self._writing)
        self._turn = threading.Lock()
        self._turn_of: int | None = None
        self._current: Connection | None = None

    @classmethod
    def open(cls, paths: LibraryPaths, *, actor: str, read_only: bool = False, create: bool = True) -> Catalogue:
        """Open the catalogue of a library, bringing its schema up to date after a backup.

        Args:
            paths: The library folder.
            actor: Who will be named in the journal.
            read_only: Do not take the writer's lock and change nothing, not even the schema.
            create: Make the library when there is none.

        Raises:
            ConflictError: "library.locked" when somebody else writes it; "catalogue.busy".
            HostFaultError: "library.missing", "library.unwritable", "library.path_too_long", "disk.full".
            StoreMismatchError: "catalogue.newer", "catalogue.older" (read-only), "catalogue.foreign",
                "catalogue.corrupt", "catalogue.corrupt_without_backup".
        """
        store = open_for_reading(paths) if read_only else open_for_writing(paths, create=create)
        return cls(paths, store, actor)

    def close(self) -> None:
        """Finish the write under way, tidy the file and give the lock back. Closing twice is harmless."""
        if self._is_closed:
            return
        if self._turn_of == threading.get_ident():
            raise RuntimeError("the catalogue is closed inside a unit of work")
        with self._turn:
            self._is_closed = True
            self._store.readers.dispose()
            try:
                if self._store.writer is not None:
                    with translated_faults(self._paths):
                        checkpoint(self._store.writer)
            finally:
                if self._store.writer is not None:
                    self._store.writer.dispose()
                if self._store.lock is not None:
                    self._store.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def feedback(self) -> FeedbackStore:
        """What people said about results, and what was learned from it."""
        return FeedbackStore(self._reading, self._writing, self.actor.name)

    @property
    def is_read_only(self) -> bool:
        """Whether every write will be refused."""
        return self._store.writer is None

    @property
    def actor(self) -> Actor:
        """Who acts now: who asked for the job of this thread, else who is signed in or opened the catalogue."""
        return acting.get() or self._actor

    def act_as(self, actor: Actor) -> None:
        """From now on name another person in journal and audit log."""
        self._actor = actor

    # Units of work

    @contextmanager
    def write(
        self,
        kind: OperationKind | None = None,
        summary: str = "",
        *,
        actor: str | None = None,
        operation: OperationId | None = None,
    ) -> Iterator[UnitOfWork]:
        """One transaction. It is committed when the block ends and rolled back when the block raises.

        Until then only the unit's own methods see what was changed; those of the catalogue see the state before.

        Args:
            kind: What is done; the transaction is one step of the journal.
            summary: For the list of steps, e.g. a title or a file name.
            actor: In place of the one given to `open`.
            operation: Add to this step instead (`begin_operation`), for work that is committed in batches.

        Raises:
            ConflictError: "library.read_only"; "catalogue.busy" when another thread writes for over a minute;
                "undo.done" when `operation` was undone meanwhile; and what the unit's methods raise.
            HostFaultError: "disk.full", "library.unwritable".
        """
        if (kind is None) == (operation is None):
            raise ValueError("give either the kind of a new operation or the operation to continue")
        step = self._step(actor, kind=kind, summary=summary, operation=operation)
        with self._unit(step) as unit:
            yield unit

    @contextmanager
    def maintain(self) -> Iterator[UnitOfWork]:
        """A transaction for derived data only (vectors, OCR text), outside the journal. Raises as `write`."""
        with self._unit(self._step()) as unit:
            yield unit

    def begin_operation(self, kind: OperationKind, summary: str, *, actor: str | None = None) -> OperationId:
        """Open a step that several transactions will share. It can be undone from the first of them on."""
        with self._writing() as connection:
            counters = Counters(connection)
            operation_id = journal.insert_operation(connection, counters, self._step(actor, kind=kind, summary=summary))
            counters.save()
        return operation_id

    def undo(self, operation_id: OperationId | None = None, *, actor: str | None = None) -> ChangeSet:
        """Undo a step; without an id the newest one in force that is no undo. Undoing an undo does it again.

        Raises:
            ConflictError: "undo.nothing", "undo.unknown", "undo.done", or "undo.changed" when something it changed
                was changed again since.
        """
        with self._writing() as connection:
            target = journal.last_undoable(connection) if operation_id is None else operation_id
            if target is None:
                raise ConflictError("undo.nothing")
            unit = self._undo_in(connection, target, actor)
        unit.seal()
        return unit.changes

    def redo(self, operation_id: OperationId | None = None, *, actor: str | None = None) -> ChangeSet:
        """Do again what was undone last, as long as nothing else was done since.

        Args:
            operation_id: The step that is meant; it is refused when another one was undone last.
            actor: Who will be named in the journal.

        Raises:
            ConflictError: "redo.nothing", and as `undo`.
        """
        with self._writing() as connection:
            found = journal.last_redoable(connection)
            if found is None or operation_id not in (None, found[1]):
                raise ConflictError("redo.nothing")
            unit = self._undo_in(connection, found[0], actor)
        unit.seal()
        return unit.changes

    def _undo_in(self, connection: Connection, target: OperationId, actor: str | None) -> UnitOfWork:
        summary = journal.load_operation(connection, target).summary
        step = self._step(actor, kind="undo", summary=summary, undoes=target)
        unit = UnitOfWork(connection, step)
        undo_step(connection, unit, target, step.now_ms)
        unit.finish()
        return unit

    # What is not part of a step

    def add_intake_item(self, path: str, identification: Identification) -> IntakeItem:
        """Put a scan into the review queue: as "waiting", or "rejected" when it could not be read."""
        with self._writing() as connection:
            counters = Counters(connection)
            item_id = IntakeItemId(counters.take("intake_item"))
            item = intake_queue.add_item(connection, item_id, path, identification, _now_ms())
            counters.save()
        return item

    def set_intake_state(self, item_id: IntakeItemId, state: IntakeState, record_id: RecordId | None = None) -> None:
        """Settle or reopen an item of the review queue, outside the journal.

        Raises:
            ConflictError: "intake.deleted".
        """
        with self._writing() as connection:
            if intake_queue.load_mark(connection, item_id) is None:
                raise ConflictError("intake.deleted", item_id=item_id)
            intake_queue.store_mark(connection, item_id, IntakeMark(state, record_id))

    def delete_intake_items(self, item_ids: Sequence[IntakeItemId]) -> None:
        """Take items out of the review queue for good."""
        with self._writing() as connection:
            intake_queue.delete_items(connection, item_ids)

    def reserve_call_number(self, call_number: str, class_number: str, *, actor: str | None = None) -> ReservationId:
        """Keep a call number for a record under edit, for a day at most.

        Raises:
            ConflictError: "call_number.taken".
        """
        with self._writing() as connection:
            counters = Counters(connection)
            who = actor or self.actor.name
            reservation = shelf.reserve(connection, counters, call_number, class_number, who, _now_ms())
            counters.save()
        return reservation

    def reserve_running_number(self, class_number: str, *, actor: str | None = None) -> tuple[ReservationId, int]:
        """Take the next running number (种次号) of a class; no two callers ever get the same."""
        with self._writing() as connection:
            counters = Counters(connection)
            taken = shelf.reserve_running(connection, counters, class_number, actor or self.actor.name, _now_ms())
            counters.save()
        return taken

    def release_call_number(self, reservation: ReservationId) -> None:
        """Give a reserved number back, used or not; harmless when it is gone."""
        with self._writing() as connection:
            shelf.release(connection, reservation)

    def reserved_call_numbers(self, class_number: str) -> set[str]:
        """The call numbers that are reserved in a class now."""
        with self._reading() as connection:
            return shelf.reserved_call_numbers(connection, class_number, _now_ms())

    def save_job(self, job: JobInfo) -> None:
        """Store a snapshot of a job. Waits for the write under way, so not for every step of progress."""
        with self._writing() as connection:
            job_store.save(connection, job, _now_ms())

    def delete_jobs(self, ids: Sequence[JobId]) -> None:
        """Forget jobs."""
        with self._writing() as connection:
            job_store.forget(connection, ids)

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value with the library under a name."""
        with self._writing() as connection:
            meta.put(connection, key, value)

    def activate_model(self, role: str, info: CheckpointInfo) -> None:
        """Note that an encoder is now in use in a role, e.g. "text"; the former one is retired."""
        with self._writing() as connection:
            model_registry.put_active(connection, role, info, _now_ms())

    def register_model(self, role: str, info: CheckpointInfo, folder: str = "") -> None:
        """Note an encoder that may be switched to; `folder` is its checkpoint, "" for the preset's own."""
        with self._writing() as connection:
            model_registry.register(connection, role, info, folder, _now_ms())

    def note_decision(self, fingerprint: str, decision: GateDecision) -> None:
        """Keep what the gate said about an encoder."""
        with self._writing() as connection:
            model_registry.note_decision(connection, fingerprint, decision)

    def forget_model(self, fingerprint: str) -> bool:
        """Delete an encoder that is not in use, with its vectors; False where it is in use or unknown."""
        with self._writing() as connection:
            is_gone = model_registry.forget(connection, fingerprint)
            if is_gone:
                embeddings.drop_vectors(connection, fingerprint)
            return is_gone

    def switch_model(
        self,
        role: str,
        fingerprint: str,
        kind: SwitchKind,
        *,
        reason: str = "",
        decision: GateDecision | None = None,
        actor: str | None = None,
    ) -> ModelSwitch:
        """Make a registered encoder the active one, in one transaction with the note of who did it and why.

        Raises:
            ConflictError: "promotion.unknown_model".
        """
        with self._writing() as connection:
            counters = Counters(connection)
            made = model_registry.switch(
                connection, counters, role, fingerprint, kind, actor or self.actor.name, reason, decision, _now_ms()
            )
            detail = {"reason": reason, "before": made.before[:12], "after": fingerprint[:12]}
            audit_log.append(connection, counters, self.actor, _now_ms(), kind, role, detail)
            counters.save()
            return made

    def drop_vectors(self, fingerprint: str) -> int:
        """Delete every vector of an encoder that is no longer used; returns how many there were."""
        with self._writing() as connection:
            return embeddings.drop_vectors(connection, fingerprint)

    def rebuild_full_text(self, report: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Cut and index the words of every record anew, in one transaction; searches see the old index meanwhile.

        Args:
            report: Told (records done, records in all) after each batch. When it raises, the old index stays.

        Returns:
            The number of records indexed.
        """
        total, done, last = self.count(), 0, 0
        with self._writing() as connection:
            fulltext.clear(connection)
            while ids := record_ids_after(connection, last, _RECORDS_PER_BATCH):
                fulltext.add_words(connection, load_records(connection, ids).values())
                texts = texts_of_records(connection, ids)
                fulltext.set_cover_words(connection, {i: pages for i, pages in texts.items() if pages})
                done, last = done + len(ids), ids[-1]
                report(done, max(total, done))
        return done

    def backup_to(self, path: Path) -> None:
        """Copy the database, in use or not, into one file that was tested before it got its name.

        Raises:
            HostFaultError: "disk.full", "library.unwritable".
            StoreMismatchError: "catalogue.copy_damaged", "catalogue.corrupt".
        """
        try:
            with translated_faults(self._paths):
                inspection.back_up(self._paths.catalogue, path)
        except OSError as exc:
            raise folder_fault(exc, path) from exc

    # Transactions

    def _step(self, actor: str | None = None, **values: Any) -> Step:
        now = self.actor
        return Step(actor or now.name, _now_ms(), role=now.role, **values)

    @contextmanager
    def _unit(self, step: Step) -> Iterator[UnitOfWork]:
        with self._writing(is_unit=True) as connection:
            if step.operation is not None and journal.load_operation(connection, step.operation).undone_at is not None:
                raise ConflictError("undo.done", operation=step.operation)
            unit = UnitOfWork(connection, step)
            yield unit
            unit.finish()
        unit.seal()

    @contextmanager
    def _writing(self, *, is_unit: bool = False) -> Iterator[Connection]:
        """The writing transaction. A thread that is inside one already joins it, except with another unit."""
        self._writer()  # refuse before waiting
        if self._current is not None and self._turn_of == threading.get_ident():
            if is_unit:
                raise RuntimeError("a unit of work inside another one")
            yield self._current
            return
        if not self._turn.acquire(timeout=_WAIT_FOR_WRITER_SECONDS):
            raise ConflictError("catalogue.busy", path=self._paths.catalogue)
        try:
            with translated_faults(self._paths), self._writer().begin() as connection:
                self._current, self._turn_of = connection, threading.get_ident()
                try:
                    yield connection
                finally:
                    self._current = self._turn_of = None
        finally:
            self._turn.release()

    def _writer(self) -> Engine:
        if self._is_closed:
            raise RuntimeError("the catalogue is closed")
        if self._store.writer is None:
            raise ConflictError("library.read_only", path=self._paths.root, holder=lock_holder(self._paths) or "?")
        return self._store.writer
