from __future__ import annotations

import pytest

from core.catalogue.catalogue import Catalogue
from core.errors import ConflictError, InvalidInputError


@pytest.fixture
def staffed(catalogue: Catalogue) -> Catalogue:
    catalogue.people.add("李主任", "administrator", "hash-1", 1_000)
    catalogue.people.add("王馆员", "cataloguer", "hash-2", 2_000)
    return catalogue


def test_accounts_are_kept(staffed: Catalogue) -> None:
    people = staffed.people
    assert [(a.person.name, a.person.role, a.password) for a in people.all()] == [
        ("李主任", "administrator", "hash-1"),
        ("王馆员", "cataloguer", "hash-2"),
    ]
    people.note_failure("王馆员", 3, 99)
    found = people.find("王馆员")
    assert found is not None
    assert (found.failures, found.wait_until_ms, found.person.last_seen_at) == (3, 99, None)
    people.note_sign_in("王馆员", 5_000)
    found = people.find("王馆员")
    assert found is not None
    assert (found.failures, found.wait_until_ms) == (0, 0)
    assert found.person.last_seen_at is not None
    assert found.person.last_seen_at.timestamp() == 5
    assert people.find("nobody") is None


def test_a_name_is_given_once(staffed: Catalogue) -> None:
    with pytest.raises(ConflictError, match="name_taken"):
        staffed.people.add("王馆员", "viewer", "x", 1)


def test_there_is_always_an_administrator(staffed: Catalogue) -> None:
    people = staffed.people
    for change in (lambda: people.remove("李主任"), lambda: people.set_role("李主任", "viewer")):
        with pytest.raises(ConflictError, match="last_administrator"):
            change()
    people.set_role("王馆员", "administrator")
    people.remove("李主任")
    assert [a.person.name for a in people.all()] == ["王馆员"]


def test_unknown_names_are_told(staffed: Catalogue) -> None:
    people = staffed.people
    for change in (
        lambda: people.remove("x"),
        lambda: people.set_role("x", "viewer"),
        lambda: people.set_password("x", "y"),
        lambda: people.note_sign_in("x", 1),
    ):
        with pytest.raises(InvalidInputError, match=r"people\.unknown"):
            change()


def test_all_accounts_can_be_taken_over(staffed: Catalogue) -> None:
    accounts = staffed.people.all()
    staffed.people.set_password("王馆员", "other")
    staffed.people.replace_all(accounts)
    assert staffed.people.all() == accounts
