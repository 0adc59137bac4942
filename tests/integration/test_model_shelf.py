"""Encoders of a real library listed, carried to another library, refused, used, deleted; a library measures itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.application import Application, build_application
from core.domain.evaluation import EvaluationRequest
from core.domain.model_shelf import ModelEntry
from core.encoders.checkpoint_io import load_checkpoint, save_checkpoint
from core.errors import ConflictError, InvalidInputError, LibrarianError, StoreMismatchError
from core.retrieval.models import ModelHost
from core.services.holdings_collection import HoldingsCollectionSettings
from tests.integration.conftest import Rows, WriteRows

pytestmark = [pytest.mark.models, pytest.mark.slow]


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of the compact preset whose added blocks were moved a little, as training would."""
    import torch

    from core.encoders.presets import load_preset
    from core.encoders.unified.building import build_unified
    from core.encoders.unified.config import UnifiedConfig
    from core.encoders.unified.storing import save_unified

    model = build_unified(load_preset("compact"), UnifiedConfig(layers=1, use_visual=False), "cpu")
    with torch.no_grad():
        model.text.head.gate.weight.add_(0.01)
    folder = tmp_path_factory.mktemp("别的馆 other library") / "调优 一" / "checkpoint"
    save_unified(folder, model, {"name": "调优 一"})
    return folder


@pytest.fixture
def library(library_dir: Path, models: ModelHost) -> Iterator[Application]:
    """A library with a host of its own, whose encoder may be changed without changing that of other tests."""
    with build_application(library_dir, models=ModelHost(models.get)) as application:
        application.models.get()
        yield application


@pytest.fixture
def stocked(library: Application, demo_rows: Rows, write_rows: WriteRows, tmp_path: Path) -> Application:
    rows = demo_rows("hongloumeng", "dream-red-chamber", "xiyouji", "journey-west", "sunzi", "art-of-war")
    library.interchange.import_files([write_rows(tmp_path / "records.jsonl", rows)])
    library.reindexing.complete()
    return library


def text_entries(library: Application) -> dict[str, ModelEntry]:
    return {each.name: each for each in library.model_shelf.list() if each.role == "text"}


def test_the_list_names_everything_in_use(stocked: Application) -> None:
    base, visual, reader = stocked.model_shelf.list()
    assert (base.key, base.state, base.licence, base.dim) == ("base", "active", "MIT", 384)
    assert base.size_mib > 50
    assert base.vectors > 0
    assert (visual.role, visual.licence) == ("visual", "Apache-2.0")
    assert (reader.role, reader.dim) == ("ocr", 0)
    assert all(stocked.model_shelf.verify(each.key).is_intact for each in (base, visual, reader))


def test_from_one_library_to_another_in_use_and_away(
    stocked: Application, models: ModelHost, untrained: Path, tmp_path: Path
) -> None:
    shelf = stocked.model_shelf
    came = shelf.install(str(untrained.parent))  # the folder of a run
    assert (came.state, came.origin, came.vectors) == ("candidate", "installed", 0)
    assert came.name.startswith("调优 一-")
    with pytest.raises(ConflictError) as twice:
        shelf.install(str(untrained))
    assert twice.value.message_id == "models.installed_already"
    file = shelf.export(came.key, str(tmp_path / "带走"))
    assert file.endswith(".wenyuan-model.zip")
    with build_application(tmp_path / "二馆", models=models) as other:
        there = other.model_shelf.install(file)
        assert there.fingerprint == came.fingerprint
    report = stocked.promotion.use(came.key, "试用")
    assert report.encoded == stocked.catalogue.count()
    used = text_entries(stocked)[came.name]
    assert (used.state, used.vectors > 0) == ("active", True)
    with pytest.raises(ConflictError) as in_use:
        shelf.delete(came.key)
    assert in_use.value.message_id == "models.in_use"
    stocked.promotion.rollback()
    shelf.delete(came.key)
    assert came.name not in text_entries(stocked)
    assert not Path(came.key).exists()
    assert [each.name for each in stocked.promotion.known() if each.fingerprint == came.fingerprint]  # for the history
    assert stocked.catalogue.vector_counts().get(came.fingerprint, 0) == 0


def test_wrong_ones_are_refused_and_leave_nothing(stocked: Application, untrained: Path, tmp_path: Path) -> None:
    shelf, place = stocked.model_shelf, stocked.paths.models / "installed"

    def refused(path: Path) -> str:
        with pytest.raises(LibrarianError) as caught:
            shelf.install(str(path))
        assert not list(place.glob("*"))
        assert not list(place.glob(".*"))
        return caught.value.message_id

    damaged = tmp_path / "damaged"
    shutil.copytree(untrained, damaged)
    (damaged / "weights.safetensors").write_bytes(b"broken")
    other, backbone = tmp_path / "other", tmp_path / "backbone"
    good = load_checkpoint(untrained)
    save_checkpoint(other, good.tensors, {"kind": "something else"}, {})
    save_checkpoint(backbone, good.tensors, {**good.config, "text": "0" * 16}, {})
    text = tmp_path / "notes.zip"
    text.write_text("no archive")
    assert refused(damaged) == "checkpoint.damaged"
    assert refused(other) == "checkpoint.damaged"
    assert refused(backbone) == "checkpoint.backbone"
    assert refused(text) == "models.not_an_archive"
    assert refused(tmp_path) == "checkpoint.missing"
    assert refused(tmp_path / "没有") == "file.missing"
    with pytest.raises(ConflictError):
        shelf.delete("base")


def test_a_checkpoint_damaged_later_is_named(stocked: Application, untrained: Path) -> None:
    came = stocked.model_shelf.install(str(untrained))
    assert stocked.model_shelf.verify(came.key).is_intact
    (Path(came.key) / "weights.safetensors").write_bytes(b"broken")
    check = stocked.model_shelf.verify(came.key)
    assert (check.is_intact, check.problem_id) == (False, "checkpoint.damaged")
    with pytest.raises(StoreMismatchError):
        stocked.model_shelf.export(came.key, str(Path(came.key).parent / "out.zip"))


@pytest.fixture
def with_covers(library: Application, demo_rows: Rows, write_rows: WriteRows, checkout: Path) -> Application:
    folder = library.paths.root.parent / "source"
    rows = demo_rows("hongloumeng", "dream-red-chamber", "sunzi", "art-of-war", covers=True)
    file = write_rows(folder / "records.jsonl", rows)
    (folder / "covers").mkdir()
    for row in rows:
        shutil.copy(checkout / "resources" / "demo" / row["cover"], folder / "covers")
    library.interchange.import_files([file])
    return library


def test_a_library_measures_itself(with_covers: Application, tmp_path: Path) -> None:
    reports = with_covers.evaluation_reports
    made = reports.make_collection(HoldingsCollectionSettings(max_queries=3))
    assert made.tasks["photo"] == 3
    assert made.tasks["title"] >= 2
    assert made.tasks["title-translated"] >= 1
    assert reports.own_collections() == (made,)
    records = (Path(made.folder) / "records.jsonl").read_text(encoding="utf-8")
    rows = {row["id"]: row for row in map(json.loads, records.splitlines())}
    queries = (Path(made.folder) / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    for query in map(json.loads, queries):
        if query["task"] == "title-translated":
            row = rows[query["id"].removeprefix("title-translated-")]
            assert query["text"] not in (row["title"], *row["title_parallel"])
    kept = reports.run(EvaluationRequest(made.folder, ("bm25", "clir"), "title"))
    assert [each.name for each in reports.list()] == [kept.name]
    assert {row.system for row in kept.report.rows} == {"bm25", "clir"}
    sheet = reports.export([kept.name], str(tmp_path / "报告.csv"))
    assert "title" in Path(sheet).read_text(encoding="utf-8-sig")
    assert Path(reports.export([kept.name], str(tmp_path / "报告"))).suffix == ".md"
    reports.delete(kept.name)
    assert reports.list() == ()
    with pytest.raises(InvalidInputError):
        reports.delete("../covers")


def test_an_empty_library_has_nothing_to_ask(words_only: Application) -> None:
    with pytest.raises(InvalidInputError) as caught:
        words_only.evaluation_reports.make_collection()
    assert caught.value.message_id == "collection.nothing_to_ask"
    assert not list(words_only.paths.collections.glob("*"))
