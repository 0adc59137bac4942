"""Signing in, and what each role may do. Off until an administrator turns it on: then everybody signs in.

This keeps people from mistakes and from what is none of their business. It is no protection against somebody who can
read or write the library's files: they can open them with other programs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from core.domain.people import AccessState, Actor, Person, Role, includes
from core.errors import ConflictError, InvalidInputError
from core.services.passwords import check_new_password, fits, hashed, wait_seconds
from core.services.permissions import ANYONE, least_role, least_role_of_job

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

_ROLES_ON = "roles"
LONGEST_NAME = 80


class AccessService:
    """Who is signed in here, and the accounts.

    Args:
        catalogue: The open library.
        owner: Who acts while roles are off.
        job_of: Kind and parameters of a job, for the question who may stop or retry it.
        changed: Told when another person, or nobody, is signed in now.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        owner: Actor,
        job_of: Callable[[str], tuple[str, Mapping[str, Any]]] = lambda job: ("", {}),
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._catalogue = catalogue
        self._owner = owner
        self._job_of = job_of
        self._changed = changed
        self._clock = clock
        self._person: Person | None = None
        self._is_on = catalogue.get_meta(_ROLES_ON) == "on"
        self._nobody = hashed("nobody has this password")
        self._failures_elsewhere: dict[str, tuple[int, float]] = {}

    def rename_owner(self, name: str) -> None:
        """Who acts while roles are off is called otherwise from now on."""
        self._owner = replace(self._owner, name=name)
        if not self._is_on:
            self._catalogue.act_as(self._owner)

    # What the engine asks

    def check(self, service: str, method: str, arguments: Mapping[str, Any]) -> None:
        """Refuse a call that the person who is signed in may not make.

        Raises:
            ConflictError: "role.sign_in" while nobody is signed in, "role.refused".
        """
        if not self._is_on:
            return
        least = least_role(service, method)
        if least == ANYONE:
            return
        person = self._person
        if person is None:
            raise ConflictError("role.sign_in")
        if service == "jobs" and method == "submit":
            least = least_role_of_job(str(arguments.get("kind", "")), arguments.get("params") or {})
        elif service == "jobs" and method in ("cancel", "retry"):
            least = least_role_of_job(*self._job_of(str(arguments.get("job_id", ""))))
        if not includes(person.role, least):
            raise ConflictError("role.refused", role=person.role, least=least, call=f"{service}.{method}")

    @property
    def role(self) -> Role | None:
        """The role that limits what can be done here; None while nobody is signed in."""
        if not self._is_on:
            return "administrator"
        return self._person.role if self._person else None

    # What the window asks

    def state(self) -> AccessState:
        """Whether roles are on, and who is signed in."""
        if not self._is_on:
            return AccessState(False, False, self._owner.name, "administrator")
        names = tuple(account.person.name for account in self._catalogue.people.all())
        person = self._person
        if person is None:
            return AccessState(True, True, names=names)
        return AccessState(True, False, person.name, person.role, names)

    def sign_in(self, name: str, password: str) -> AccessState:
        """Sign in; whoever was signed in before is signed out.

        Raises:
            ConflictError: "people.wrong_password" (also for a name that is unknown), "people.wait" after too many.
        """
        name = name.strip()
        account = self._catalogue.people.find(name)
        failures, wait_until = self._failures(name)
        now = self._clock()
        if now < wait_until:
            raise ConflictError("people.wait", seconds=max(1, round(wait_until - now)))
        is_right = fits(password, account.password if account else self._nobody)
        if account is None or not is_right:
            self._note_failure(name, failures + 1, is_known=account is not None)
            raise ConflictError("people.wrong_password")
        self._sign_out()
        if not self._catalogue.is_read_only:
            self._catalogue.people.note_sign_in(name, round(now * 1000))
        self._failures_elsewhere.pop(name, None)
        self._enter(account.person)
        self._note("sign_in", name)
        return self.state()

    def sign_out(self) -> AccessState:
        """Nobody is signed in any more."""
        self._sign_out()
        self._changed()
        return self.state()

    def change_password(self, old: str, new: str) -> None:
        """Change one's own password.

        Raises:
            ConflictError: "people.wrong_password", "role.off".
            InvalidInputError: "people.password_short".
        """
        if self._person is None:
            raise ConflictError("role.off")
        account = self._catalogue.people.find(self._person.name)
        if account is None or not fits(old, account.password):
            raise ConflictError("people.wrong_password")
        check_new_password(new)
        self._catalogue.people.set_password(self._person.name, hashed(new))
        self._note("password_changed", self._person.name)

    # What an administrator asks

    def turn_on(self, name: str, password: str) -> AccessState:
        """Turn roles on and sign in as an administrator, whose account is made where there is none of this name.

        Raises:
            ConflictError: "role.already_on"; "people.wrong_password" and "people.not_administrator" where the account
                is there.
            InvalidInputError: "people.name_empty", "people.password_short".
        """
        if self._is_on:
            raise ConflictError("role.already_on")
        name = checked_name(name)
        account = self._catalogue.people.find(name)
        if account is None:
            check_new_password(password)
            self._catalogue.people.add(name, "administrator", hashed(password), self._now_ms())
        elif not fits(password, account.password):
            raise ConflictError("people.wrong_password")
        elif account.person.role != "administrator":
            raise ConflictError("people.not_administrator", name=name)
        self._catalogue.set_meta(_ROLES_ON, "on")
        self._is_on = True
        self._catalogue.people.note_sign_in(name, self._now_ms())
        made = self._catalogue.people.find(name)
        if made is not None:
            self._enter(made.person)
        self._note("roles_on", name)
        return self.state()

    def turn_off(self) -> AccessState:
        """Let everybody do everything again. The accounts are kept."""
        self._note("roles_off")
        self._catalogue.set_meta(_ROLES_ON, "off")
        self._is_on, self._person = False, None
        self._catalogue.act_as(self._owner)
        self._changed()
        return self.state()

    def people(self) -> tuple[Person, ...]:
        """Every account, by name."""
        return tuple(account.person for account in self._catalogue.people.all())

    def add(self, name: str, role: Role, password: str) -> tuple[Person, ...]:
        """Make an account.

        Raises:
            ConflictError: "people.name_taken".
            InvalidInputError: "people.name_empty", "people.password_short", "people.unknown_role".
        """
        name = checked_name(name)
        check_new_password(password)
        self._catalogue.people.add(name, _checked_role(role), hashed(password), self._now_ms())
        self._note("person_added", name, role=role)
        return self.people()

    def remove(self, name: str) -> tuple[Person, ...]:
        """Delete an account; one's own too, as long as another administrator is left.

        Raises:
            ConflictError: "people.last_administrator".
            InvalidInputError: "people.unknown".
        """
        self._catalogue.people.remove(name)
        self._note("person_removed", name)
        if self._person is not None and self._person.name == name:
            self.sign_out()
        return self.people()

    def set_role(self, name: str, role: Role) -> tuple[Person, ...]:
        """Give another role. Raises as `remove`, and "people.unknown_role"."""
        self._catalogue.people.set_role(name, _checked_role(role))
        self._note("role_changed", name, role=role)
        if self._person is not None and self._person.name == name:
            account = self._catalogue.people.find(name)
            if account is not None:
                self._enter(account.person)
        return self.people()

    def set_password(self, name: str, password: str) -> None:
        """Give somebody a new password; earlier failures are forgotten.

        Raises:
            InvalidInputError: "people.unknown", "people.password_short".
        """
        check_new_password(password)
        self._catalogue.people.set_password(name, hashed(password))
        self._note("password_reset", name)

    def _enter(self, person: Person) -> None:
        self._person = person
        self._catalogue.act_as(Actor(person.name, person.role))
        self._changed()

    def _sign_out(self) -> None:
        if self._person is not None:
            self._note("sign_out", self._person.name)
        self._person = None
        self._catalogue.act_as(self._owner)

    def _failures(self, name: str) -> tuple[int, float]:
        """Wrong passwords in a row for a name, and until when nobody may try. Kept in the library for real accounts."""
        account = self._catalogue.people.find(name)
        if account is None or self._catalogue.is_read_only:
            return self._failures_elsewhere.get(name, (0, 0.0))
        return account.failures, account.wait_until_ms / 1000

    def _note_failure(self, name: str, failures: int, *, is_known: bool) -> None:
        wait_until = self._clock() + wait_seconds(failures)
        if is_known and not self._catalogue.is_read_only:
            self._catalogue.people.note_failure(name, failures, round(wait_until * 1000))
        elif len(self._failures_elsewhere) < 1000:
            self._failures_elsewhere[name] = failures, wait_until
        self._note("sign_in_failed", name[:LONGEST_NAME], actor=Actor(name[:LONGEST_NAME] or "?", ""))

    def _note(self, kind: str, subject: str = "", *, actor: Actor | None = None, **detail: str) -> None:
        self._catalogue.audit_log.note(kind, subject, detail, actor=actor)

    def _now_ms(self) -> int:
        return round(self._clock() * 1000)


def checked_name(name: str) -> str:
    """A person's name without needless blanks.

    Raises:
        InvalidInputError: "people.name_empty".
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInputError("people.name_empty", most=LONGEST_NAME)
    return name


def _checked_role(role: str) -> Role:
    if role not in get_args(Role):
        raise InvalidInputError("people.unknown_role", role=role)
    known: Role = role  # type: ignore[assignment]
    return known
