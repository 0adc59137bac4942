"""Backups as the window shows them: which there are, what was proved about them, when the next is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

BackupEvery = Literal["off", "daily", "weekly"]


@dataclass(frozen=True, slots=True)
class DrillResult:
    """A trial: the backup was restored into a temporary folder, opened, checked and counted there.

    `problem_id` + `problem_values` say what went wrong, None when nothing did. `expected` is what the backup says it
    holds; `found_by_words` whether the full text found one of its records.
    """

    at: datetime
    is_good: bool
    records: int = 0
    expected: int = 0
    covers: int = 0
    found_by_words: bool = False
    seconds: float = 0.0
    problem_id: str | None = None
    problem_values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownBackup:
    """A backup that lies in the library's folder, or that was made elsewhere and is remembered.

    `is_present` is False where its file cannot be reached now (a disk that was taken away). `verified_at` is when every
    checksum and the database were last read and fitted, None when they were not, or did not.
    """

    file: str
    created_at: datetime
    size_mib: float
    records: int
    is_present: bool = True
    is_scheduled: bool = False
    verified_at: datetime | None = None
    drill: DrillResult | None = None


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """When the window backs up by itself. `folder` "" is the library's own; of the planned ones `keep` are kept."""

    every: BackupEvery = "off"
    keep: int = 5
    folder: str = ""


@dataclass(frozen=True, slots=True)
class RestoreOutcome:
    """How the last restore from the window ended. `kept_in` is the folder with what was there before."""

    at: datetime
    file: str
    is_done: bool
    records: int = 0
    kept_in: str = ""
    problem_id: str | None = None
    problem_values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BackupOverview:
    """All that is known. `is_due`: the plan asks for one now. `is_old`: the last is older than `MAX_AGE_DAYS`, or there
    is none, and there is something to lose.
    """

    backups: tuple[KnownBackup, ...]
    plan: BackupPlan
    last_at: datetime | None
    is_due: bool
    is_old: bool
    folder: str
    free_mib: float
    last_restore: RestoreOutcome | None = None
