"""Real libraries for the tests of whole paths. The models are loaded once for all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.application import Application, build_application
from core.domain.changes import ChangeSet
from core.errors import HostFaultError
from core.paths import resources_dir
from core.retrieval.models import LoadedModels, ModelHost

Rows = Callable[..., list[dict[str, Any]]]
WriteRows = Callable[[Path, list[dict[str, Any]]], str]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> ModelHost:
    """The compact preset, loaded."""
    with build_application(tmp_path_factory.mktemp("models") / "library") as application:
        application.models.get()
        return application.models


@pytest.fixture(scope="session")
def demo_rows() -> Rows:
    """Call with names: those records of the demo library as objects, without covers unless these are wanted."""
    folder = resources_dir() / "demo"
    text = (folder / "records.jsonl").read_text(encoding="utf-8")
    known = {row["id"].removeprefix("demo-"): row for row in map(json.loads, text.splitlines())}

    def pick(*names: str, covers: bool = False) -> list[dict[str, Any]]:
        return [{**known[name], "cover": known[name]["cover"] if covers else None} for name in names or known]

    return pick


@pytest.fixture(scope="session")
def write_rows() -> WriteRows:
    """Write objects as a records file and give its path."""

    def write(path: Path, rows: list[dict[str, Any]]) -> str:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def no_models() -> ModelHost:
    """Encoders that cannot be had."""

    def none() -> LoadedModels:
        raise HostFaultError("model.missing", file="weights", package="none")

    return ModelHost(none)


@pytest.fixture
def words_only(library_dir: Path, no_models: ModelHost) -> Iterator[Application]:
    """An empty library whose encoders cannot be had."""
    with build_application(library_dir, models=no_models) as application:
        yield application


@pytest.fixture
def told() -> list[ChangeSet]:
    """What `library` says has changed, in order."""
    return []


@pytest.fixture
def library(library_dir: Path, models: ModelHost, told: list[ChangeSet]) -> Iterator[Application]:
    """A new, empty library with real models."""
    with build_application(library_dir, models=models, on_changes=told.append) as application:
        yield application


@pytest.fixture
def ids(library: Application) -> Callable[[], dict[str, int]]:
    """Call: external id → record id of everything in the library."""

    def read() -> dict[str, int]:
        return {r.external_id or "": int(r.id or 0) for r in library.catalogue.iter_records()}

    return read
