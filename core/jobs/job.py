"""What a job is, as seen from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NewType

JobId = NewType("JobId", str)
Lane = Literal["catalogue", "gpu", "io"]
JobState = Literal["queued", "running", "cancelling", "succeeded", "failed", "cancelled"]
FINAL_STATES: frozenset[JobState] = frozenset({"succeeded", "failed", "cancelled"})
LANE_WORKERS: Mapping[Lane, int] = {"catalogue": 1, "gpu": 1, "io": 4}


@dataclass(frozen=True, slots=True)
class JobInfo:
    """A snapshot of one job.

    `kind` and `params` are enough to run it again (resume, retry). `total` is None while unknown.
    `rate` is in steps a second over the last seconds; `seconds_left` is an estimate or None.
    `message_id` + `values` describe the present step. `result` is JSON-like, set when succeeded (or partly, when
    cancelled). `failures` counts pieces that failed inside a job that went on. `actor` and `role` are who asked for it.
    """

    id: JobId
    kind: str
    lane: Lane
    state: JobState
    params: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    done: int = 0
    total: int | None = None
    rate: float = 0.0
    seconds_left: float | None = None
    message_id: str = ""
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    failures: int = 0
    result: Mapping[str, Any] | None = None
    error_id: str | None = None
    error_context: Mapping[str, str | int | float] = field(default_factory=dict)
    created_at: datetime | None = None
    finished_at: datetime | None = None
    is_resumed: bool = False
    actor: str = ""
    role: str = ""
