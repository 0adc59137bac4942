"""Runs jobs in lanes: one at a time for the catalogue and the GPU, four for input and output."""

from __future__ import annotations

import contextlib
import logging
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from core.domain.people import Actor
from core.errors import ConflictError, InvalidInputError, JobCancelledError, LibrarianError
from core.jobs.acting import acting
from core.jobs.job import FINAL_STATES, LANE_WORKERS, JobId, JobInfo, Lane
from core.jobs.progress import ProgressMeter
from core.logs import current_job
from core.protocols import JobContext

log = logging.getLogger(__name__)

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobKind:
    """How one kind of job is run.

    `run` gets the parameters and a context and returns a JSON-like result. `is_resumable` jobs are started again
    after a crash with the same parameters, so running them twice must be harmless.
    """

    name: str
    lane: Lane
    run: Callable[[Params, JobContext], Mapping[str, Any]]
    title: Callable[[Params], str]
    is_resumable: bool = True


class JobStore(Protocol):
    """Where jobs outlive the process."""

    def save_job(self, job: JobInfo) -> None: ...
    def load_jobs(self) -> Sequence[JobInfo]: ...
    def delete_jobs(self, ids: Sequence[JobId]) -> None: ...


class _Context:
    def __init__(self, runner: JobRunner, job_id: JobId) -> None:
        self._runner = runner
        self._job_id = job_id
        self._meter = ProgressMeter()
        self.cancel = threading.Event()

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        self.check_cancelled()
        if self._meter.update(done, total):
            self._runner._publish_progress(self._job_id, self._meter, message_id, values)

    def check_cancelled(self) -> None:
        if self.cancel.is_set():
            raise JobCancelledError


class JobRunner:
    """Owns the lanes. Thread-safe. `on_change` is called from any thread with each new snapshot.

    Args:
        kinds: What can be run.
        store: Keeps jobs across restarts; None keeps them in memory only.
        on_change: Observer of snapshots; it must not raise.
        actor: Who asks for a job that is submitted now; None = it is not known.
    """

    def __init__(
        self,
        kinds: Sequence[JobKind],
        store: JobStore | None = None,
        on_change: Callable[[JobInfo], None] | None = None,
        actor: Callable[[], Actor | None] = lambda: None,
    ) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        self._store = store
        self._on_change = on_change or (lambda job: None)
        self._actor = actor
        self._lock = threading.RLock()
        self._jobs: dict[JobId, JobInfo] = {}
        self._contexts: dict[JobId, _Context] = {}
        self._idle = threading.Condition(self._lock)
        self._pools = {
            lane: ThreadPoolExecutor(max_workers=n, thread_name_prefix=f"lane-{lane}")
            for lane, n in LANE_WORKERS.items()
        }
        self._closed = threading.Event()

    def resume_interrupted(self) -> tuple[JobInfo, ...]:
        """Load stored jobs; those that a crash interrupted are queued again, or failed when not resumable."""
        if self._store is None:
            return ()
        resumed: list[JobInfo] = []
        for job in self._store.load_jobs():
            with self._lock:
                self._jobs[job.id] = job
            if job.state in FINAL_STATES:
                continue
            kind = self._kinds.get(job.kind)
            if job.state == "cancelling":
                self._set(replace(job, state="cancelled", finished_at=datetime.now(UTC)))
            elif kind is None or not kind.is_resumable:
                self._set(replace(job, state="failed", error_id="job.interrupted", finished_at=datetime.now(UTC)))
            else:
                queued = replace(job, state="queued", done=0, rate=0.0, seconds_left=None, is_resumed=True)
                self._start(kind, queued)
                resumed.append(queued)
        return tuple(resumed)

    def submit(self, kind: str, params: Params) -> JobInfo:
        """Queue a job.

        Raises:
            InvalidInputError: If the kind is unknown.
            ConflictError: If the runner is closing.
        """
        found = self._kinds.get(kind)
        if found is None:
            raise InvalidInputError("job.unknown_kind", kind=kind)
        if self._closed.is_set():
            raise ConflictError("job.closing")
        actor = self._actor()
        job = JobInfo(
            id=JobId(uuid.uuid4().hex[:12]),
            kind=kind,
            lane=found.lane,
            state="queued",
            params=dict(params),
            title=found.title(params),
            created_at=datetime.now(UTC),
            actor=actor.name if actor else "",
            role=actor.role if actor else "",
        )
        self._start(found, job)
        return job

    def retry(self, job_id: JobId) -> JobInfo:
        """Queue a finished job again with the same parameters, or with what failed in it where it says so."""
        job = self.get(job_id)
        if job.state not in FINAL_STATES:
            raise ConflictError("job.still_running", title=job.title)
        retry_params = (job.result or {}).get("retry_params") or job.params
        return self.submit(job.kind, retry_params)

    def remember(self, job_id: JobId, values: Params) -> None:
        """Add to the parameters of a running job what it needs to go on from where it is, should it be interrupted."""
        with self._lock:
            job = self.get(job_id)
            self._set(replace(job, params={**job.params, **values}))

    def cancel(self, job_id: JobId) -> None:
        """Ask a job to stop at its next report; a queued job stops at once. Finished jobs are left as they are."""
        with self._lock:
            job, context = self._jobs.get(job_id), self._contexts.get(job_id)
            if job is None or context is None or job.state in FINAL_STATES:
                return
            context.cancel.set()
            if job.state == "queued":
                self._finish(job_id, state="cancelled")
            else:
                self._set(replace(job, state="cancelling"))

    def get(self, job_id: JobId) -> JobInfo:
        """The present snapshot."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise InvalidInputError("job.unknown", job=job_id)
        return job

    def list(self) -> tuple[JobInfo, ...]:
        """All known jobs, newest first."""
        with self._lock:
            jobs = list(self._jobs.values())
        return tuple(sorted(jobs, key=lambda j: j.created_at or datetime.min.replace(tzinfo=UTC), reverse=True))

    def clear_finished(self) -> None:
        """Forget jobs that have ended."""
        with self._lock:
            ended = [job.id for job in self._jobs.values() if job.state in FINAL_STATES]
            for job_id in ended:
                del self._jobs[job_id]
        if self._store is not None and ended:
            self._store.delete_jobs(ended)

    def wait(self, job_id: JobId, timeout_seconds: float | None = None) -> JobInfo:
        """Block until the job has ended (or the time is over) and return its snapshot."""
        with self._idle:
            self._idle.wait_for(lambda: self.get(job_id).state in FINAL_STATES, timeout_seconds)
            return self.get(job_id)

    def close(self) -> None:
        """Leave running jobs to be resumed at the next start: they stop at their next report, stored as running."""
        self._closed.set()
        with self._lock:
            contexts = list(self._contexts.values())
        for context in contexts:
            context.cancel.set()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, kind: JobKind, job: JobInfo) -> None:
        context = _Context(self, job.id)
        with self._lock:
            self._contexts[job.id] = context
            self._set(job)
        self._pools[kind.lane].submit(self._run, kind, job.id, context)

    def _run(self, kind: JobKind, job_id: JobId, context: _Context) -> None:
        with self._lock:
            job = self.get(job_id)
            if job.state != "queued" or self._closed.is_set():
                return
            self._set(replace(job, state="running"))
        token = current_job.set(job_id)
        actor_token = acting.set(Actor(job.actor, job.role) if job.actor else None)
        try:
            result = kind.run(job.params, context)
        except JobCancelledError:
            if not self._closed.is_set() or self.get(job_id).state == "cancelling":
                self._finish(job_id, state="cancelled")
        except LibrarianError as exc:
            log.warning("job %s failed: %s", kind.name, exc)
            self._finish(job_id, state="failed", error_id=exc.message_id, error_context=dict(exc.context))
        except Exception as exc:  # a bug in one job must not stop the lane; it is reported as a bug
            log.exception("job %s crashed", kind.name)
            self._finish(
                job_id, state="failed", error_id="bug", error_context={"detail": f"{type(exc).__name__}: {exc}"}
            )
        else:
            failures = result.get("rejected", ())
            self._finish(job_id, state="succeeded", result=result, failures=len(failures))
        finally:
            acting.reset(actor_token)
            current_job.reset(token)

    def _finish(self, job_id: JobId, **changes: Any) -> None:
        with self._idle:
            job = self.get(job_id)
            done = job.total if changes["state"] == "succeeded" and job.total is not None else job.done
            finished = replace(job, finished_at=datetime.now(UTC), seconds_left=None, done=done, **changes)
            self._contexts.pop(job_id, None)
            self._set(finished)
            self._idle.notify_all()

    def _publish_progress(
        self, job_id: JobId, meter: ProgressMeter, message_id: str, values: Mapping[str, str | int | float]
    ) -> None:
        with self._lock:
            job = self._jobs[job_id]
            job = replace(
                job,
                done=meter.done,
                total=meter.total,
                rate=meter.rate,
                seconds_left=meter.seconds_left,
                message_id=message_id or job.message_id,
                values=dict(values) or job.values,
            )
            self._jobs[job_id] = job
        self._on_change(job)

    def _set(self, job: JobInfo) -> None:
        with self._lock:
            self._jobs[job.id] = job
        if self._store is not None:
            with contextlib.suppress(ConflictError):  # a busy catalogue must not end the job it would record
                self._store.save_job(job)
        self._on_change(job)
