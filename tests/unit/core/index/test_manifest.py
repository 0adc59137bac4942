"""Files of indexes: whatever does not fit is an error that says so, never a wrong answer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.errors import HostFaultError, StoreMismatchError
from core.index.building import EXACT_LIMIT, build_index, is_installed, load_index
from core.index.exact import ExactIndex
from core.index.hnsw import HnswIndex
from core.index.manifest import DATA_FILE, MANIFEST_FILE
from core.index.usearch_index import UsearchIndex

KINDS = [
    "exact",
    pytest.param("hnsw", marks=pytest.mark.skipif(not is_installed("hnsw"), reason="hnswlib is not installed")),
    "usearch",
]


@pytest.fixture(params=KINDS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    index = build_index(60, 16, kind=request.param)
    vectors = np.eye(16, dtype=np.float32)
    index.add(np.arange(16), vectors)
    index.save(tmp_path, encoder_fingerprint="right", generation=3)
    return tmp_path


def load(folder: Path, **changes: object) -> object:
    wanted = {"dim": 16, "encoder_fingerprint": "right", **changes}
    return load_index(folder, **wanted)  # type: ignore[arg-type]


def edit_manifest(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST_FILE
    values = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**values, **changes}), encoding="utf-8")


def test_no_index_is_not_an_error(tmp_path: Path) -> None:
    assert load(tmp_path) is None


@pytest.mark.parametrize(
    "changes",
    [{"dim": 17}, {"encoder_fingerprint": "other"}],
    ids=["dimension", "encoder"],
)
def test_other_encoder_is_refused(folder: Path, changes: dict[str, object]) -> None:
    with pytest.raises(StoreMismatchError) as caught:
        load(folder, **changes)
    assert caught.value.message_id == "index.mismatch"


def test_manifest_that_lies_about_the_dimension_does_not_load_the_file(folder: Path) -> None:
    edit_manifest(folder, dim=8)
    with pytest.raises(StoreMismatchError):
        load(folder, dim=8)


@pytest.mark.parametrize("kind", ["annoy", "hnsw; rm"])
def test_unknown_kind_is_refused(folder: Path, kind: str) -> None:
    edit_manifest(folder, kind=kind)
    with pytest.raises(StoreMismatchError) as caught:
        load(folder)
    assert caught.value.message_id == "index.mismatch"


@pytest.mark.parametrize("size", [0, 1, 100, -1, -200])
def test_truncated_file_is_refused(folder: Path, size: int) -> None:
    path = folder / DATA_FILE
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(StoreMismatchError) as caught:
        load(folder)
    assert caught.value.message_id == "index.damaged"


def test_altered_byte_is_noticed(folder: Path) -> None:
    path = folder / DATA_FILE
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(data)
    with pytest.raises(StoreMismatchError) as caught:
        load(folder)
    assert caught.value.message_id == "index.damaged"


def test_missing_data_file_is_refused(folder: Path) -> None:
    (folder / DATA_FILE).unlink()
    with pytest.raises(StoreMismatchError):
        load(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"kind": "exact"}', "\x00\xff"])
def test_damaged_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / MANIFEST_FILE).write_bytes(text.encode("latin-1"))
    with pytest.raises(StoreMismatchError) as caught:
        load(folder)
    assert caught.value.message_id == "index.damaged"


def test_count_that_differs_from_the_file_is_refused(folder: Path) -> None:
    edit_manifest(folder, count=12)
    with pytest.raises(StoreMismatchError):
        load(folder)


def test_killed_between_data_and_manifest_is_noticed(folder: Path) -> None:
    # What remains is the old manifest beside the new data.
    old = (folder / MANIFEST_FILE).read_bytes()
    loaded = load_index(folder, dim=16, encoder_fingerprint="right")
    assert loaded is not None
    index, _ = loaded
    index.add(np.array([99]), np.ones((1, 16), dtype=np.float32) / 4)
    index.save(folder, encoder_fingerprint="right", generation=4)
    (folder / MANIFEST_FILE).write_bytes(old)
    with pytest.raises(StoreMismatchError):
        load(folder)


def test_no_temporary_files_stay(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {DATA_FILE, MANIFEST_FILE}


def test_folder_that_cannot_be_made_is_a_host_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(HostFaultError) as caught:
        ExactIndex(4).save(tmp_path / "file" / "index", encoder_fingerprint="x", generation=0)
    assert caught.value.message_id == "index.unwritable"


def test_small_libraries_search_exactly_and_large_ones_do_not() -> None:
    assert isinstance(build_index(EXACT_LIMIT, 8), ExactIndex)
    assert isinstance(build_index(EXACT_LIMIT + 1, 8), HnswIndex if is_installed("hnsw") else UsearchIndex)


def test_usearch_takes_over_where_hnswlib_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.index.building.is_installed", lambda kind: kind == "usearch")
    assert isinstance(build_index(EXACT_LIMIT + 1, 8), UsearchIndex)


def test_neither_library_is_a_host_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.index.building.is_installed", lambda kind: False)
    with pytest.raises(HostFaultError) as caught:
        build_index(EXACT_LIMIT + 1, 8)
    assert caught.value.message_id == "index.engine_missing"
