"""The accounts of a library, and how often somebody failed to sign in as one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Row, delete, func, insert, select, update

from core.catalogue.audit_log import Opened
from core.catalogue.tables import PersonRow
from core.domain.people import Person, Role
from core.errors import ConflictError, InvalidInputError

_TABLE = PersonRow.__table__


@dataclass(frozen=True, slots=True)
class Account:
    """A person with what is needed to sign in. Never leaves the engine process."""

    person: Person
    password: str
    failures: int = 0
    wait_until_ms: int = 0


class People:
    """The accounts of one catalogue. Names are compared exactly; there is always an administrator, once there is one.

    Args:
        reading: Opens a reading transaction.
        writing: Opens the writing transaction, or joins the one of this thread.
    """

    def __init__(self, reading: Opened, writing: Opened) -> None:
        self._reading = reading
        self._writing = writing

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._reading() as connection:
            return tuple(_account(row) for row in connection.execute(select(_TABLE).order_by(PersonRow.name)))

    def find(self, name: str) -> Account | None:
        """One account."""
        with self._reading() as connection:
            row = connection.execute(select(_TABLE).where(PersonRow.name == name)).one_or_none()
        return None if row is None else _account(row)

    def add(self, name: str, role: Role, password: str, now_ms: int) -> None:
        """Make an account.

        Raises:
            ConflictError: "people.name_taken".
        """
        with self._writing() as connection:
            if connection.execute(select(PersonRow.name).where(PersonRow.name == name)).first():
                raise ConflictError("people.name_taken", name=name)
            row = {"name": name, "role": role, "password": password, "created_at_ms": now_ms}
            connection.execute(insert(PersonRow), {**row, "last_seen_at_ms": None, "failures": 0, "wait_until_ms": 0})

    def remove(self, name: str) -> None:
        """Delete an account; what the person did stays in journal and log.

        Raises:
            ConflictError: "people.last_administrator".
            InvalidInputError: "people.unknown".
        """
        with self._writing() as connection:
            self._keep_an_administrator(connection, name)
            if not connection.execute(delete(PersonRow).where(PersonRow.name == name)).rowcount:
                raise InvalidInputError("people.unknown", name=name)

    def set_role(self, name: str, role: Role) -> None:
        """Give another role. Raises as `remove`."""
        with self._writing() as connection:
            if role != "administrator":
                self._keep_an_administrator(connection, name)
            self._set(connection, name, role=role)

    def set_password(self, name: str, password: str) -> None:
        """Replace a (hashed) password; earlier failures are forgotten.

        Raises:
            InvalidInputError: "people.unknown".
        """
        with self._writing() as connection:
            self._set(connection, name, password=password, failures=0, wait_until_ms=0)

    def note_failure(self, name: str, failures: int, wait_until_ms: int) -> None:
        """Keep how often a password was wrong, and from when on it may be tried again."""
        with self._writing() as connection:
            self._set(connection, name, failures=failures, wait_until_ms=wait_until_ms)

    def note_sign_in(self, name: str, now_ms: int) -> None:
        """Somebody signed in: earlier failures are forgotten."""
        with self._writing() as connection:
            self._set(connection, name, failures=0, wait_until_ms=0, last_seen_at_ms=now_ms)

    def replace_all(self, accounts: tuple[Account, ...]) -> None:
        """Take over the accounts of another state of the library, in one transaction."""
        rows = [
            {
                "name": each.person.name,
                "role": each.person.role,
                "password": each.password,
                "created_at_ms": round(each.person.created_at.timestamp() * 1000),
                "last_seen_at_ms": (
                    None if each.person.last_seen_at is None else round(each.person.last_seen_at.timestamp() * 1000)
                ),
                "failures": each.failures,
                "wait_until_ms": each.wait_until_ms,
            }
            for each in accounts
        ]
        with self._writing() as connection:
            connection.execute(delete(PersonRow))
            if rows:
                connection.execute(insert(PersonRow), rows)

    @staticmethod
    def _set(connection: Any, name: str, **values: Any) -> None:
        if not connection.execute(update(PersonRow).where(PersonRow.name == name).values(**values)).rowcount:
            raise InvalidInputError("people.unknown", name=name)

    @staticmethod
    def _keep_an_administrator(connection: Any, name: str) -> None:
        others = (
            select(func.count()).select_from(_TABLE).where(PersonRow.role == "administrator", PersonRow.name != name)
        )
        is_one = select(PersonRow.name).where(PersonRow.role == "administrator", PersonRow.name == name)
        if connection.execute(is_one).first() and not connection.execute(others).scalar_one():
            raise ConflictError("people.last_administrator", name=name)


def _account(row: Row[Any]) -> Account:
    seen = row.last_seen_at_ms
    person = Person(
        name=row.name,
        role=cast("Role", row.role),
        created_at=datetime.fromtimestamp(row.created_at_ms / 1000, UTC),
        last_seen_at=None if seen is None else datetime.fromtimestamp(seen / 1000, UTC),
    )
    return Account(person, row.password, row.failures, row.wait_until_ms)
