"""What travels between the window and the engine, and how it is written: one JSON object a line, UTF-8.

Calls carry a service name, a method name and arguments; both ends take the types from the method's own annotations,
so there is no second description of the services to keep in step.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from core.domain.changes import ChangeSet
from core.domain.library import EngineState
from core.errors import ConflictError, HostFaultError, InvalidInputError, LibrarianError, StoreMismatchError
from core.jobs.job import JobInfo


@dataclass(frozen=True, slots=True)
class EngineStarted:
    """The engine process answers calls. `pid` is its process id."""

    pid: int


@dataclass(frozen=True, slots=True)
class EngineStateChanged:
    """Encoders became ready, or the library's state changed."""

    state: EngineState


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A new snapshot of a job."""

    job: JobInfo


@dataclass(frozen=True, slots=True)
class CatalogueChanged:
    """A mutation was committed, by whomever."""

    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class EngineStopped:
    """The engine process has ended.

    `expected` after `stop()`. `error_id` is set when it ended because the library could not be opened; then it is not
    restarted. `restarting` tells that a new one is being started.
    """

    expected: bool
    exit_code: int | None
    restarting: bool
    error_id: str | None = None
    error_context: Mapping[str, str | int | float] = field(default_factory=dict)


EngineEvent = EngineStarted | EngineStateChanged | JobChanged | CatalogueChanged | EngineStopped
WIRE_EVENTS: Mapping[str, type] = {
    cls.__name__: cls for cls in (EngineStarted, EngineStateChanged, JobChanged, CatalogueChanged)
}
ERROR_CLASSES: Mapping[str, type[LibrarianError]] = {
    cls.__name__: cls for cls in (HostFaultError, InvalidInputError, ConflictError, StoreMismatchError)
}


@dataclass(frozen=True, slots=True)
class Signature:
    """The types of one service method. Parameters named `ctx` belong to jobs and never travel."""

    parameters: Mapping[str, Any]
    returns: Any


@cache
def signature_of(method: Callable[..., Any]) -> Signature:
    """Read a method's parameter and return types from its annotations."""
    hints = typing.get_type_hints(method)
    names = [name for name in inspect.signature(method).parameters if name not in ("self", "ctx")]
    return Signature({name: hints[name] for name in names}, hints.get("return", type(None)))


def write_line(message: Mapping[str, Any]) -> bytes:
    """One message as a line."""
    return msgspec.json.encode(message) + b"\n"


def read_line(line: bytes) -> dict[str, Any]:
    """The message in a line.

    Raises:
        StoreMismatchError: If it is not one of ours; the other end is of another version or broken.
    """
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except msgspec.DecodeError as exc:
        raise StoreMismatchError("engine.garbled", detail=str(exc)) from exc


def to_wire(value: object) -> Any:
    """A dataclass tree as JSON-like values."""
    return msgspec.to_builtins(value, str_keys=True)


def from_wire(value: Any, expected: Any) -> Any:
    """JSON-like values as the expected type.

    Raises:
        StoreMismatchError: If they do not fit it.
    """
    if expected is Any:
        return value
    try:
        return msgspec.convert(value, expected, strict=False)
    except msgspec.ValidationError as exc:
        raise StoreMismatchError("engine.garbled", detail=str(exc)) from exc


def error_to_wire(error: LibrarianError) -> dict[str, Any]:
    """An expected failure, with its family."""
    family = next((name for name, cls in ERROR_CLASSES.items() if isinstance(error, cls)), "HostFaultError")
    return {"family": family, "message_id": error.message_id, "context": dict(error.context)}


def error_from_wire(value: Mapping[str, Any]) -> LibrarianError:
    """The same failure at the other end."""
    family = ERROR_CLASSES.get(value["family"], HostFaultError)
    return family(value["message_id"], **value["context"])
