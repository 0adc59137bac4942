"""What the audit log keeps: who did what, as whom, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

AuditKind = Literal[
    "import", "create_record", "edit_record", "delete_record", "add_cover", "remove_cover", "confirm_draft",
    "attach_scan", "edit_holdings", "intake", "undo", "merge",
    "export", "train", "promote", "override", "use", "rollback", "backup", "verify_backup", "drill", "restore",
    "repair", "rebuild_index", "settings", "sign_in", "sign_in_failed", "sign_out", "roles_on", "roles_off",
    "person_added", "person_removed", "role_changed", "password_changed", "password_reset", "feedback_deleted",
]  # fmt: skip
"""Kinds of events. Steps of the journal keep their own kind; what another version wrote is shown as it stands."""

AUDIT_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "catalogue": (
        "import", "create_record", "edit_record", "delete_record", "add_cover", "remove_cover", "confirm_draft",
        "attach_scan", "edit_holdings", "intake", "undo", "merge",
    ),
    "files": ("export", "backup", "verify_backup", "drill", "restore"),
    "models": ("train", "promote", "override", "use", "rollback", "rebuild_index"),
    "people": (
        "sign_in", "sign_in_failed", "sign_out", "roles_on", "roles_off", "person_added", "person_removed",
        "role_changed", "password_changed", "password_reset",
    ),
    "settings": ("settings", "repair", "feedback_deleted"),
}  # fmt: skip
"""What the filter of the log offers: group → kinds."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the log. `hash` covers everything in it and the hash of the line before (SHA-256, hexadecimal)."""

    id: int
    at: datetime
    actor: str
    role: str
    kind: str
    subject: str
    detail: Mapping[str, str | int | float] = field(default_factory=dict)
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events are wanted; empty values filter nothing.

    `words` must occur in the subject. `kinds` are any of these. `since` and `until` are inclusive and exclusive.
    """

    actor: str = ""
    kinds: tuple[str, ...] = ()
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Events, the newest first; `total` counts all that pass the filter. `actors` are all who ever acted."""

    events: tuple[AuditEvent, ...]
    total: int
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """Whether the log is as it was written. `broken_at` is the first event that does not fit, `lost` how many are gone.

    Whoever may write the file can make a whole new chain; that is noticed only by comparing with a backup.
    """

    n_events: int
    broken_at: int | None = None
    lost: int = 0

    @property
    def is_intact(self) -> bool:
        return self.broken_at is None and self.lost == 0
