"""Agents under the several forms of their names: 傅雷, Fu Lei, Fou Lei."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

AgentId = NewType("AgentId", int)
FormKind = Literal["chinese", "pinyin", "english", "other"]
FORM_KINDS: tuple[FormKind, ...] = ("chinese", "pinyin", "english", "other")


@dataclass(frozen=True, slots=True)
class AgentForm:
    """One form of a name. A name belongs to one agent at most."""

    name: str
    kind: FormKind = "other"
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class Agent:
    """The forms under which one person or body occurs; one of them is preferred."""

    id: AgentId
    forms: tuple[AgentForm, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(form.name for form in self.forms)

    @property
    def preferred(self) -> str:
        """The form to use in new records."""
        return next((form.name for form in self.forms if form.is_preferred), self.forms[0].name if self.forms else "")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name as records have it, for completion. `preferred` is the form to use instead, "" where it is this one."""

    name: str
    n_records: int
    preferred: str = ""


@dataclass(frozen=True, slots=True)
class FormSuggestion:
    """A name that may be another form of the one asked about. `reason_id` says why."""

    name: str
    kind: FormKind
    reason_id: str
    n_records: int
