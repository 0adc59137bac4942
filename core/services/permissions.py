"""The least role of every service method and of every kind of job. What is not listed needs an administrator.

"anyone" may be called before anybody has signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ANYONE: Final = "anyone"
_VIEWER, _CATALOGUER, _ADMINISTRATOR = "viewer", "cataloguer", "administrator"
_REST: Final = "*"

METHODS: Final[Mapping[str, Mapping[str, str]]] = {
    "access": {
        "state": ANYONE, "sign_in": ANYONE, "sign_out": ANYONE, "change_password": _VIEWER, "turn_on": _VIEWER,
        _REST: _ADMINISTRATOR,
    },
    "agents": {"of_name": _VIEWER, "complete": _VIEWER, "suggest": _VIEWER, _REST: _CATALOGUER},
    "audit": {_REST: _ADMINISTRATOR},
    "backup": {"list": _CATALOGUER, "create": _CATALOGUER},
    "bulk_editing": {_REST: _CATALOGUER},
    "call_numbers": {_REST: _CATALOGUER},
    "cataloguing": {
        "details": _VIEWER, "browse": _VIEWER, "history": _VIEWER, "next_steps": _VIEWER, "stats": _VIEWER,
        "ocr_page": _VIEWER, "thumbnail_path": _VIEWER, "original_path": _VIEWER, "encode_text": _VIEWER,
        _REST: _CATALOGUER,
    },
    "checking": {_REST: _VIEWER},
    "classification": {_REST: _CATALOGUER},
    "consistency": {"check": _ADMINISTRATOR},
    "copy_cataloguing": {_REST: _CATALOGUER},
    "cover_editing": {"engines": _VIEWER, _REST: _CATALOGUER},
    "covers": {_REST: _CATALOGUER},
    "doctor": {"report": _VIEWER, _REST: _ADMINISTRATOR},
    "duplicates": {"page": _VIEWER, "compare": _VIEWER, _REST: _CATALOGUER},
    "evaluation_reports": {_REST: _ADMINISTRATOR},
    "feedback": {
        "shown": _VIEWER, "say": _VIEWER, "take_back": _VIEWER, "note_identification": _CATALOGUER,
        "note_correction": _CATALOGUER, _REST: _ADMINISTRATOR,
    },
    "fine_tuning": {_REST: _ADMINISTRATOR},
    "history": {"of_record": _VIEWER, "step": _VIEWER, "journal": _VIEWER, _REST: _CATALOGUER},
    "import_preparation": {_REST: _CATALOGUER},
    "index_health": {"report": _CATALOGUER, _REST: _ADMINISTRATOR},
    "intake": {"queue": _VIEWER, "scan_path": _VIEWER, _REST: _CATALOGUER},
    "interchange": {_REST: _CATALOGUER},
    "item_states": {"own": _VIEWER, _REST: _ADMINISTRATOR},
    "jobs": {"list": _VIEWER, "submit": _VIEWER, "retry": _VIEWER, "cancel": _VIEWER, "clear_finished": _CATALOGUER},
    "marc": {"view": _VIEWER, "preview": _VIEWER, "check": _VIEWER, _REST: _CATALOGUER},
    "model_shelf": {_REST: _ADMINISTRATOR},
    "promotion": {_REST: _ADMINISTRATOR},
    "ranking": {"is_due": _VIEWER, _REST: _ADMINISTRATOR},
    "safekeeping": {
        "overview": _CATALOGUER, "plan": _CATALOGUER, "last_restore": _VIEWER, _REST: _ADMINISTRATOR,
    },
    "saved_searches": {"all": _VIEWER, _REST: _CATALOGUER},
    "search": {_REST: _VIEWER},
    "settings": {"get": _VIEWER, _REST: _ADMINISTRATOR},
    "shelf": {
        "locations": _VIEWER, "items": _VIEWER, "look_up": _VIEWER, "look_up_all": _VIEWER, "layouts": _VIEWER,
        _REST: _CATALOGUER,
    },
    "system": {"state": ANYONE},
    "watching": {"state": _VIEWER, _REST: _CATALOGUER},
}  # fmt: skip
"""Service → method → least role; "*" stands for the methods that are not named."""

JOBS: Final[Mapping[str, str]] = {
    "intake": _CATALOGUER,
    "import": _CATALOGUER,
    "covers": _CATALOGUER,
    "fetch": _CATALOGUER,
    "bulk_edit": _CATALOGUER,
    "export": _VIEWER,
    "check": _CATALOGUER,
    "backup": _CATALOGUER,
    "reindex": _CATALOGUER,
    "duplicates": _CATALOGUER,
    "review": _CATALOGUER,
    "convert": _CATALOGUER,
    "dry_run": _CATALOGUER,
    "learn": _VIEWER,
}
"""Kind of job → least role of who may start, stop or retry it. Looking a check over is for cataloguers; repairing is
not (`least_role_of_job`)."""


def least_role(service: str, method: str) -> str:
    """Who may call a method."""
    methods = METHODS.get(service, {})
    return methods.get(method) or methods.get(_REST) or _ADMINISTRATOR


def least_role_of_job(kind: str, params: Mapping[str, object]) -> str:
    """Who may start a job, or stop or retry one."""
    if kind == "check" and params.get("repair"):
        return _ADMINISTRATOR
    return JOBS.get(kind, _ADMINISTRATOR)


def is_listed(service: str, method: str) -> bool:
    """Whether somebody thought about a method; a test asks this of all."""
    methods = METHODS.get(service, {})
    return method in methods or _REST in methods
