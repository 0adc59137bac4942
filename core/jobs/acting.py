"""Who asked for the job that runs in this thread, so that journal and audit log name that person to the end."""

from __future__ import annotations

from contextvars import ContextVar

from core.domain.people import Actor

acting: ContextVar[Actor | None] = ContextVar("acting", default=None)
"""Set around each job; None outside jobs, where whoever is signed in acts."""
