"""The list of catalogues: those that ship with the program, and a library's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from core.domain.copy_sources import SEARCH_FIELDS, CopySource
from core.errors import HostFaultError, InvalidInputError
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
