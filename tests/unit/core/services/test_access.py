"""Signing in, accounts, and refusing what a role does not include."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord
from core.errors import ConflictError, InvalidInputError
from core.paths import LibraryPaths
from core.services import passwords
from core.services.access import AccessService

ADMIN, VIEWER = ("李主任", "open sesame 1"), ("小读者", "open sesame 2")


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_N", 2**4)


@pytest.fixture
def catalogue(library_dir: Path) -> Iterator[Catalogue]:
    with Catalogue.open(LibraryPaths(library_dir), actor="owner-of-folder") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(catalogue: Catalogue, clock: Clock) -> AccessService:
    return AccessService(catalogue, catalogue.actor, lambda job: ("promote", {}), clock=clock)


@pytest.fixture
def staffed(access: AccessService) -> AccessService:
    access.turn_on(*ADMIN)
    access.add(VIEWER[0], "viewer", VIEWER[1])
    return access


def events(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    return [(event.actor, event.kind, event.subject) for event in catalogue.audit_log.each()]


def test_off_means_everything_is_allowed(access: AccessService) -> None:
    state = access.state()
    assert (state.is_on, state.needs_sign_in, state.role) == (False, False, "administrator")
    access.check("cataloguing", "delete", {})
    access.check("safekeeping", "request_restore", {})


def test_turning_on_makes_the_first_administrator(access: AccessService, catalogue: Catalogue) -> None:
    state = access.turn_on(*ADMIN)
    assert (state.is_on, state.needs_sign_in, state.name, state.role) == (True, False, ADMIN[0], "administrator")
    with pytest.raises(ConflictError, match="already_on"):
        access.turn_on(*ADMIN)
    with catalogue.write("create_record", "x") as unit:
        unit.add_record(BibliographicRecord("x"))
    assert catalogue.operations(1)[0].actor == ADMIN[0]
    again = AccessService(catalogue, catalogue.actor)
    assert again.state().needs_sign_in, "the next opening asks"
    assert again.state().names == (ADMIN[0],)


def test_nobody_signed_in_may_do_nothing(catalogue: Catalogue, staffed: AccessService) -> None:
    staffed.sign_out()
    for call in (("search", "search"), ("cataloguing", "browse"), ("jobs", "submit"), ("access", "people")):
        with pytest.raises(ConflictError, match="sign_in"):
            staffed.check(*call, {})
    for call in (("access", "state"), ("access", "sign_in"), ("system", "state")):
        staffed.check(*call, {})
    assert catalogue.actor.name == "owner-of-folder"


def test_a_viewer_looks_and_does_not_touch(staffed: AccessService) -> None:
    staffed.sign_in(*VIEWER)
    staffed.check("search", "search", {})
    staffed.check("jobs", "submit", {"kind": "export", "params": {}})
    refused = [
        ("cataloguing", "update", {}),
        ("cataloguing", "delete", {}),
        ("access", "add", {}),
        ("access", "turn_off", {}),
        ("audit", "page", {}),
        ("jobs", "submit", {"kind": "import", "params": {}}),
        ("jobs", "retry", {"job_id": "1"}),
        ("jobs", "cancel", {"job_id": "1"}),
        ("something", "new", {}),
    ]
    for call in refused:
        with pytest.raises(ConflictError, match="refused"):
            staffed.check(*call)


def test_a_cataloguer_catalogues_but_does_not_administer(staffed: AccessService) -> None:
    staffed.set_role(VIEWER[0], "cataloguer")
    staffed.sign_in(*VIEWER)
    staffed.check("cataloguing", "update", {})
    staffed.check("jobs", "submit", {"kind": "import", "params": {}})
    for call in (
        ("jobs", "submit", {"kind": "check", "params": {"repair": True}}),
        ("safekeeping", "request_restore", {}),
        ("promotion", "promote", {}),
        ("doctor", "use_device", {}),
    ):
        with pytest.raises(ConflictError, match="refused"):
            staffed.check(*call)


def test_wrong_passwords_cost_time_even_after_a_restart(
    staffed: AccessService, catalogue: Catalogue, clock: Clock
) -> None:
    for _ in range(passwords.FREE_FAILURES):
        with pytest.raises(ConflictError, match="wrong_password"):
            staffed.sign_in(VIEWER[0], "wrong")
    restarted = AccessService(catalogue, catalogue.actor, clock=clock)
    with pytest.raises(ConflictError, match="wait") as caught:
        restarted.sign_in(*VIEWER)
    assert caught.value.context["seconds"] == passwords.FIRST_WAIT_SECONDS
    clock.now += passwords.FIRST_WAIT_SECONDS
    assert restarted.sign_in(*VIEWER).name == VIEWER[0]
    account = catalogue.people.find(VIEWER[0])
    assert account is not None
    assert account.failures == 0


def test_unknown_names_look_like_wrong_passwords_and_wait_too(staffed: AccessService) -> None:
    for _ in range(passwords.FREE_FAILURES):
        with pytest.raises(ConflictError, match="wrong_password"):
            staffed.sign_in("nobody", "guess guess")
    with pytest.raises(ConflictError, match="wait"):
        staffed.sign_in("nobody", "guess guess")


def test_the_log_tells_who_signed_in_and_who_failed(staffed: AccessService, catalogue: Catalogue) -> None:
    with pytest.raises(ConflictError):
        staffed.sign_in(VIEWER[0], "wrong")
    staffed.sign_in(*VIEWER)
    staffed.sign_out()
    assert events(catalogue) == [
        (ADMIN[0], "roles_on", ADMIN[0]),
        (ADMIN[0], "person_added", VIEWER[0]),
        (VIEWER[0], "sign_in_failed", VIEWER[0]),
        (ADMIN[0], "sign_out", ADMIN[0]),
        (VIEWER[0], "sign_in", VIEWER[0]),
        (VIEWER[0], "sign_out", VIEWER[0]),
    ]
    assert catalogue.audit_log.verify().is_intact


def test_no_password_is_ever_written_to_the_log(staffed: AccessService, catalogue: Catalogue) -> None:
    staffed.set_password(VIEWER[0], "another secret")
    staffed.change_password(ADMIN[1], "a new secret one")
    said = str(list(catalogue.audit_log.each()))
    for secret in (ADMIN[1], VIEWER[1], "another secret", "a new secret one"):
        assert secret not in said
    assert staffed.sign_in(ADMIN[0], "a new secret one").role == "administrator"


def test_ones_own_password_needs_the_old_one(staffed: AccessService) -> None:
    with pytest.raises(ConflictError, match="wrong_password"):
        staffed.change_password("not it", "long enough")
    with pytest.raises(InvalidInputError, match="short"):
        staffed.change_password(ADMIN[1], "short")
    staffed.turn_off()
    with pytest.raises(ConflictError, match=r"role\.off"):
        staffed.change_password(ADMIN[1], "long enough")


def test_the_last_administrator_stays(staffed: AccessService) -> None:
    for change in (lambda: staffed.remove(ADMIN[0]), lambda: staffed.set_role(ADMIN[0], "viewer")):
        with pytest.raises(ConflictError, match="last_administrator"):
            change()
    staffed.set_role(VIEWER[0], "administrator")
    staffed.remove(ADMIN[0])
    assert staffed.state().needs_sign_in, "who removes oneself is signed out"


def test_demoting_oneself_takes_effect_at_once(staffed: AccessService) -> None:
    staffed.set_role(VIEWER[0], "administrator")
    staffed.set_role(ADMIN[0], "viewer")
    with pytest.raises(ConflictError, match="refused"):
        staffed.check("access", "add", {})


def test_accounts_survive_off_and_on(staffed: AccessService) -> None:
    staffed.turn_off()
    staffed.check("access", "turn_on", {})
    with pytest.raises(ConflictError, match="wrong_password"):
        staffed.turn_on(ADMIN[0], "not the password")
    with pytest.raises(ConflictError, match="not_administrator"):
        staffed.turn_on(*VIEWER)
    assert staffed.turn_on(*ADMIN).names == (VIEWER[0], ADMIN[0])


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x07b"])
def test_names_must_be_names(staffed: AccessService, name: str) -> None:
    with pytest.raises(InvalidInputError, match="name_empty"):
        staffed.add(name, "viewer", "long enough")
