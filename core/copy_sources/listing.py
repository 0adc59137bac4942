"""The list of catalogues: those that ship with the program, and a library's own."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from core.domain.copy_sources import SEARCH_FIELDS, CopySource
from core.errors import HostFaultError, InvalidInputError
from core.files import write_atomically
from core.paths import resources_dir


def load_sources(own: Path | None = None) -> tuple[CopySource, ...]:
    """Every catalogue that is configured, the library's own first.

    Args:
        own: A library's own list; a file that is not there is an empty one.

    Raises:
        InvalidInputError: "sources.invalid" with the place that is wrong.
        HostFaultError: "file.unreadable".
    """
    shipped = _read(resources_dir() / "copy_sources.toml")
    private = _read(own) if own is not None and own.is_file() else {}
    kept = {name: each for name, each in shipped.items() if name not in private}
    hidden = {name for name, each in private.items() if each.get("hidden") is True}
    file = own or resources_dir() / "copy_sources.toml"
    return tuple(_source(name, each, file) for name, each in {**private, **kept}.items() if name not in hidden)


def save_sources(own: Path, sources: Sequence[CopySource]) -> None:
    """Write a library's own list, so that `load_sources` gives these, in this order.

    Raises:
        InvalidInputError: "sources.invalid"; nothing is written then.
        HostFaultError: "file.unwritable", "disk.full".
    """
    shipped = _read(resources_dir() / "copy_sources.toml")
    lines = []
    for source in sources:
        table = {name: value for name, value in msgspec.to_builtins(source).items() if value and name != "name"}
        _source(source.name, table, own)  # the checks of reading
        lines += [f"[{_quoted(source.name)}]", *(f"{name} = {_toml(value)}" for name, value in table.items()), ""]
    for name in shipped.keys() - {source.name for source in sources}:
        lines += [f"[{_quoted(name)}]", "hidden = true", ""]
    write_atomically(own, "\n".join(lines).encode("utf-8"))


def find_source(sources: tuple[CopySource, ...], name: str) -> CopySource:
    """The catalogue with a name.

    Raises:
        InvalidInputError: "sources.unknown".
    """
    for source in sources:
        if source.name == name:
            return source
    raise InvalidInputError("sources.unknown", name=name, known=", ".join(s.name for s in sources))


def _read(file: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        stored = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as exc:
        raise HostFaultError("file.unreadable", file=file, detail=exc.strerror or str(exc)) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise InvalidInputError("sources.invalid", file=file, detail=exc) from exc
    for name, each in stored.items():
        if not isinstance(each, dict):
            raise InvalidInputError("sources.invalid", file=file, detail=f"{name}: [{name}]")
    return stored


def _source(name: str, given: Mapping[str, Any], file: Path) -> CopySource:
    try:
        source = msgspec.convert({"name": name, "title": name, **given}, CopySource)
    except msgspec.ValidationError as exc:
        raise InvalidInputError("sources.invalid", file=file, detail=f"{name}: {exc}") from exc
    unknown = [each for each in source.indexes if each not in SEARCH_FIELDS]
    if unknown or not source.indexes:
        raise InvalidInputError("sources.invalid", file=file, detail=f"{name}: indexes {', '.join(unknown)}")
    if source.protocol == "sru" and urlsplit(source.address).scheme not in ("http", "https"):
        raise InvalidInputError("sources.invalid", file=file, detail=f"{name}: address {source.address}")
    return source


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_quoted(str(key))} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's, save for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
