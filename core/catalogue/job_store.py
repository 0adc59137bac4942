"""Jobs as they were last seen, so that a restart can list and resume them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from core.catalogue.engine import as_list, is_among
from core.catalogue.tables import JobRow
from core.jobs.job import JobId, JobInfo

_DECODE = msgspec.json.Decoder(JobInfo).decode
_PUT = upsert(JobRow)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["id"], set_={"state": _PUT.excluded.state, "info": _PUT.excluded.info}
)


def save(connection: Connection, job: JobInfo, now_ms: int) -> None:
    """Store a snapshot in place of the job's former one."""
    created_at_ms = now_ms if job.created_at is None else int(job.created_at.timestamp() * 1000)
    info = msgspec.json.encode(job).decode()
    connection.execute(_PUT, {"id": job.id, "state": job.state, "created_at_ms": created_at_ms, "info": info})


def load(connection: Connection) -> tuple[JobInfo, ...]:
    """All jobs, oldest first."""
    rows = connection.execute(select(JobRow.info).order_by(JobRow.created_at_ms, JobRow.id)).scalars()
    return tuple(_DECODE(info) for info in rows)


def forget(connection: Connection, ids: Sequence[JobId]) -> None:
    """Delete jobs."""
    connection.execute(delete(JobRow).where(is_among(JobRow.id, "ids")), {"ids": as_list(ids)})
