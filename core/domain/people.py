"""Who may do what: roles, people with a password of this library, and who is acting now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Role = Literal["viewer", "cataloguer", "administrator"]
ROLES: Final[tuple[Role, ...]] = ("viewer", "cataloguer", "administrator")
"""From the least to the most; each may do what those before it may."""

OWNER: Final = "owner"
"""What stands for a role in the audit log where roles are off, and for the command line: whoever has the folder."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name for journal and audit log, and the role ("owner" where roles do not apply)."""

    name: str
    role: str = OWNER


@dataclass(frozen=True, slots=True)
class Person:
    """An account of this library. `last_seen_at` is the last sign-in."""

    name: str
    role: Role
    created_at: datetime
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccessState:
    """Whether roles are on, and who is signed in here.

    `name` and `role` are "" while `needs_sign_in`; with roles off everything is allowed and `role` is "administrator".
    `names` are the accounts, for the sign-in dialog.
    """

    is_on: bool
    needs_sign_in: bool
    name: str = ""
    role: Role | Literal[""] = ""
    names: tuple[str, ...] = ()


def includes(role: str, least: str) -> bool:
    """Whether a role may do what needs at least another one. The owner of the folder may do everything."""
    if role == OWNER:
        return True
    order: tuple[str, ...] = ROLES
    return role in order and least in order and order.index(role) >= order.index(least)
