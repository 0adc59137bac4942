"""`people`: the accounts of a library, for whoever has its folder; above all a new password for a forgotten one."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from core.errors import ConflictError, InvalidInputError
from librarian_app import messages
from librarian_app.cli.documents import plain
from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands, UsageError
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.application import Application


def register(commands: Commands) -> None:
    """Add the commands of this module to the grammar."""
    words = commands.words
    people = commands.add_group("people")
    people.add("list", run_list, help_id="help.people_list")
    reset = people.add("reset", run_reset, help_id="help.people_reset")
    reset.add_argument("name", metavar="NAME", help=words("argument.person"))
    reset.add_argument("--yes", action="store_true", help=words("option.yes"))
    off = people.add("off", run_off, help_id="help.people_off")
    off.add_argument("--yes", action="store_true", help=words("option.yes"))


def run_list(session: Session, _options: Namespace) -> Outcome:
    """List the accounts."""
    with session.application(read_only=True) as application:
        is_on = application.access.state().is_on
        people = application.access.people()
    document: JsonValue = {"roles": "on" if is_on else "off", "people": [plain(each) for each in people]}

    def readable() -> str:
        state = session.words("people.on" if is_on else "people.off")
        if not people:
            return state
        headings = [session.words(f"people.{name}") for name in ("name", "role", "last_seen")]
        rows = [
            [each.name, each.role, f"{each.last_seen_at.astimezone():%Y-%m-%d %H:%M}" if each.last_seen_at else "–"]
            for each in people
        ]
        return f"{state}\n{table(headings, rows)}"

    return Outcome(document, readable)


def run_reset(session: Session, options: Namespace) -> Outcome:
    """Give an account a new password, asked for twice; with `--yes` it is read from standard input. It is recorded."""
    name = str(options.name)
    with _writable(session) as application:
        if name not in {each.name for each in application.access.people()}:
            raise InvalidInputError("people.unknown", name=name)
        if not options.yes:
            _confirm(session, session.words("people.confirm_reset", person=name))
        application.access.set_password(name, _new_password(session, is_asked=not options.yes))
    return Outcome({"name": name, "reset": True}, lambda: session.words("people.reset_done", person=name))


def run_off(session: Session, options: Namespace) -> Outcome:
    """Turn roles off, so that everybody may do everything again. It is recorded."""
    with _writable(session) as application:
        if not application.access.state().is_on:
            raise ConflictError("role.off")
        if not options.yes:
            _confirm(session, session.words("people.confirm_off"))
        application.access.turn_off()
    return Outcome({"roles": "off"}, lambda: session.words("people.off"))


def _writable(session: Session) -> AbstractContextManager[Application]:
    return session.application()


def _confirm(session: Session, question: str) -> None:
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip().casefold()
    if answer not in {"y", "yes", "是", "j", "ja"}:
        raise UsageError(messages.sentence("people.not_confirmed", {}, session.language, "cli"))


def _new_password(session: Session, *, is_asked: bool) -> str:
    if not is_asked:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(session.words("people.password"))
    if getpass.getpass(session.words("people.password_again")) != first:
        raise UsageError(session.words("people.passwords_differ"))
    return first
