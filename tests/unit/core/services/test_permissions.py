"""Every method of every service, and every kind of job, has a least role."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from core.domain.people import ROLES
from core.services.permissions import ANYONE, JOBS, METHODS, is_listed, least_role, least_role_of_job
from core.services.vocabulary import VOCABULARY

CALLS = [
    (service, name)
    for service, kind in VOCABULARY.items()
    for name, member in inspect.getmembers(kind, inspect.isfunction)
    if not name.startswith("_")
]


@pytest.mark.parametrize(("service", "method"), CALLS)
def test_every_method_has_a_least_role(service: str, method: str) -> None:
    assert is_listed(service, method), f"name {service}.{method} in core/services/permissions.py"
    assert least_role(service, method) in (ANYONE, *ROLES)


def test_nothing_is_listed_that_is_not_there() -> None:
    known = set(CALLS)
    listed = {(service, method) for service, methods in METHODS.items() for method in methods if method != "*"}
    assert sorted(listed - known) == []
    assert sorted(set(METHODS) - set(VOCABULARY)) == []


def test_what_is_not_listed_needs_an_administrator() -> None:
    assert least_role("search_of_tomorrow", "run") == "administrator"
    assert least_role("jobs", "pause_all") == "administrator"
    assert least_role_of_job("unknown", {}) == "administrator"


def test_only_signing_in_is_open_to_anyone() -> None:
    anyone = {(service, method) for service, method in CALLS if least_role(service, method) == ANYONE}
    assert anyone == {("access", "state"), ("access", "sign_in"), ("access", "sign_out"), ("system", "state")}


def test_a_check_may_be_run_by_cataloguers_but_repairs_not() -> None:
    assert least_role_of_job("check", {"repair": False}) == "cataloguer"
    assert least_role_of_job("check", {"repair": True}) == "administrator"


def test_listed_jobs_are_kinds_of_jobs(checkout: Path) -> None:
    kinds = set()
    for file in (checkout / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "JobKind":
                first = node.args[0]
                assert isinstance(first, ast.Constant)
                kinds.add(first.value)
    assert set(JOBS) <= kinds
