"""The cache of vectors over a real catalogue, filled with drawn vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, RecordId
from core.index.building import build_index
from core.index.manifest import DATA_FILE, MANIFEST_FILE
from core.paths import LibraryPaths
from core.protocols import EmbeddingChannel, FloatMatrix
from core.retrieval.vector_store import SHRINKAGE, RecordScores, VectorStore

DIM = 16
PRINT = "0123456789abcdef"


def unit_rows(rng: np.random.Generator, n: int, towards: FloatMatrix | None = None) -> FloatMatrix:
    rows = rng.normal(size=(n, DIM)).astype(np.float32)
    if towards is not None:
        rows = rows * np.float32(0.3) + towards
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def fill(
    catalogue: Catalogue,
    vectors: Sequence[FloatMatrix],
    channel: EmbeddingChannel = "title",
    language: str = "eng",
) -> list[RecordId]:
    """One record for each matrix of vectors."""
    with catalogue.write("create_record", "test") as unit:
        ids = unit.add_records(BibliographicRecord(f"record {n}", language=language) for n in range(len(vectors)))
        for record_id, rows in zip(ids, vectors, strict=True):
            unit.put_vectors(record_id, channel, PRINT, rows, "h")
    return ids


def same(one: RecordScores, other: RecordScores) -> None:
    assert one.record_ids.tolist() == other.record_ids.tolist()
    assert one.scores == pytest.approx(other.scores, abs=1e-6)


def test_the_best_vector_of_each_record_counts(catalogue: Catalogue, paths: LibraryPaths) -> None:
    axes = np.eye(DIM, dtype=np.float32)
    ids = fill(catalogue, [axes[[0]], axes[[1, 2]], axes[[3]], np.zeros((0, DIM), dtype=np.float32)])
    store = VectorStore(catalogue, paths.vectors)
    query = np.asarray((axes[0] * 0.6 + axes[2] * 0.8), dtype=np.float32)
    scores = store.score("title", PRINT, query)
    assert scores.record_ids.tolist() == ids[:3]
    assert scores.scores == pytest.approx([0.6, 0.8, 0.0], abs=1e-3)
    assert scores.top(2).tolist() == [ids[1], ids[0]]
    assert scores.top(99).tolist()[:2] == [ids[1], ids[0]]
    looked_up = scores.lookup(np.array([ids[3], ids[0], 10_000], dtype=np.int64))
    assert np.isnan(looked_up[[0, 2]]).all()
    assert looked_up[1] == pytest.approx(0.6, abs=1e-3)
    assert store.count("title", PRINT) == 4


def test_an_empty_library_and_an_unknown_encoder_score_nothing(catalogue: Catalogue, paths: LibraryPaths) -> None:
    store = VectorStore(catalogue, paths.vectors)
    query = np.eye(DIM, dtype=np.float32)[0]
    for channel in ("title", "description", "passage", "cover"):
        scores = store.score(channel, PRINT, query)
        assert len(scores.top(5)) == 0
        assert np.isnan(scores.lookup(np.array([1], dtype=np.int64))).all()
    fill(catalogue, [np.eye(DIM, dtype=np.float32)[[0]]])
    assert store.count("title", "another-encoder") == 0
    assert store.count("title", PRINT) == 1


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(("add", "replace", "delete", "undo")), st.integers(0, 2**31)),
        min_size=1,
        max_size=8,
    )
)
def test_patching_gives_what_reading_everything_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """In the channels that are not centred again: the rows of an old state with the changed records replaced."""
    paths = LibraryPaths(tmp_path_factory.mktemp("store"))
    query = unit_rows(np.random.default_rng(0), 1)[0]
    with Catalogue.open(paths, actor="test") as catalogue:
        patched = VectorStore(catalogue, paths.vectors)
        ids = fill(catalogue, [unit_rows(np.random.default_rng(1), 2) for _ in range(4)])
        patched.score("title", PRINT, query)
        for action, seed in steps:
            rng = np.random.default_rng(seed)
            if action == "add":
                ids += fill(catalogue, [unit_rows(rng, int(rng.integers(0, 4)))])
            elif action == "replace":
                with catalogue.maintain() as unit:
                    unit.put_vectors(ids[seed % len(ids)], "title", PRINT, unit_rows(rng, seed % 3), "h2")
            elif action == "delete" and catalogue.count() > 1:
                with catalogue.write("delete_record", "") as unit:
                    unit.delete_record(ids[seed % len(ids)])
            elif action == "undo":
                catalogue.undo()
                if catalogue.count() == 0:
                    catalogue.undo(catalogue.operations(1)[0].id)
            same(
                patched.score("title", PRINT, query), VectorStore(catalogue, paths.vectors).score("title", PRINT, query)
            )


def test_what_is_left_of_each_languages_mean_is_taken_away(catalogue: Catalogue, paths: LibraryPaths) -> None:
    rng = np.random.default_rng(3)
    axes = np.eye(DIM, dtype=np.float32)
    chinese, english = unit_rows(rng, 150, axes[[0]]), unit_rows(rng, 50, axes[[1]])
    fill(catalogue, [row[None] for row in chinese], "description", "chi")
    fill(catalogue, [row[None] for row in english], "description", "eng")
    store = VectorStore(catalogue, paths.vectors)
    scores = store.score("description", PRINT, axes[0])

    def centred(rows: FloatMatrix) -> FloatMatrix:
        stored = rows.astype(np.float16).astype(np.float32)
        stored /= np.linalg.norm(stored, axis=1, keepdims=True)
        rest = stored - stored.mean(axis=0) * (len(rows) / (len(rows) + SHRINKAGE))
        return np.asarray(rest / np.linalg.norm(rest, axis=1, keepdims=True), dtype=np.float32)

    expected = np.concatenate([centred(chinese), centred(english)]) @ axes[0]
    assert scores.scores == pytest.approx(expected, abs=1e-5)
    titles = VectorStore(catalogue, paths.vectors).score("title", PRINT, axes[0])
    assert len(titles.record_ids) == 0, "channels do not mix"


def test_titles_are_not_centred_again(catalogue: Catalogue, paths: LibraryPaths) -> None:
    axes = np.eye(DIM, dtype=np.float32)
    fill(catalogue, [axes[[0]]] * 150)
    assert VectorStore(catalogue, paths.vectors).score("title", PRINT, axes[0]).scores == pytest.approx(1.0, abs=1e-3)


def test_means_follow_a_library_that_grows_while_it_is_searched(catalogue: Catalogue, paths: LibraryPaths) -> None:
    """A library that is filled while its window is open ranks like the same library opened afterwards."""
    rng = np.random.default_rng(4)
    axes = np.eye(DIM, dtype=np.float32)
    query = axes[0]
    store = VectorStore(catalogue, paths.vectors)
    store.score("description", PRINT, query)
    for _ in range(6):
        fill(catalogue, [row[None] for row in unit_rows(rng, 60, axes[[0]])], "description", "chi")
        grown = store.score("description", PRINT, query)
    fresh = VectorStore(catalogue, paths.vectors).score("description", PRINT, query)
    assert grown.record_ids.tolist() == fresh.record_ids.tolist()
    assert np.abs(grown.scores - fresh.scores).max() < 0.1
    overlap = set(grown.top(20).tolist()) & set(fresh.top(20).tolist())
    assert len(overlap) >= 18


@pytest.fixture
def clusters() -> list[FloatMatrix]:
    """300 records in 30 groups, as books on a subject lie together."""
    rng = np.random.default_rng(5)
    centres = unit_rows(rng, 30)
    return [unit_rows(rng, 1, centres[[n % 30]]) for n in range(300)]


def agreement(store: VectorStore, exact: VectorStore, queries: FloatMatrix, k: int = 10) -> float:
    hits = 0
    for query in queries:
        wanted = exact.score("title", PRINT, query).top(k).tolist()
        hits += len(set(wanted) & set(store.score("title", PRINT, query).top(k).tolist()))
    return hits / (k * len(queries))


@pytest.mark.parametrize("kind", ["hnsw", "usearch"])
def test_the_approximate_path_agrees_with_the_exact_one(
    catalogue: Catalogue, paths: LibraryPaths, clusters: list[FloatMatrix], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.retrieval.vector_store.APPROXIMATE_CANDIDATES", 60)
    monkeypatch.setattr("core.index.building.EXACT_LIMIT", 50)
    if kind == "usearch":
        monkeypatch.setattr("core.index.building.is_installed", lambda name: name == "usearch")
    ids = fill(catalogue, clusters)
    store = VectorStore(catalogue, paths.vectors, exact_limit=50)
    exact = VectorStore(catalogue, paths.vectors)
    queries = unit_rows(np.random.default_rng(6), 25)
    assert agreement(store, exact, queries) >= 0.95
    found = store.score("title", PRINT, queries[0])
    assert 10 <= len(found.record_ids) < len(ids), "only candidates are scored"
    assert (paths.vectors / f"title-{PRINT}" / MANIFEST_FILE).is_file()

    with catalogue.write("delete_record", "") as unit:
        unit.delete_records(ids[:20])
    fill(catalogue, clusters[:15])
    with catalogue.maintain() as unit:
        unit.put_vectors(ids[30], "title", PRINT, queries[[0]], "h")
    assert agreement(store, exact, queries) >= 0.95
    assert store.score("title", PRINT, queries[0]).top(1).tolist() == [ids[30]]
    assert not set(ids[:20]) & set(store.score("title", PRINT, queries[1]).record_ids.tolist())

    store.save()
    again = VectorStore(catalogue, paths.vectors, exact_limit=50)
    assert agreement(again, exact, queries) >= 0.95


def test_a_saved_index_is_brought_up_to_date(
    catalogue: Catalogue, paths: LibraryPaths, clusters: list[FloatMatrix]
) -> None:
    ids = fill(catalogue, clusters)
    VectorStore(catalogue, paths.vectors, exact_limit=50).score("title", PRINT, clusters[0][0])
    with catalogue.maintain() as unit:
        unit.put_vectors(ids[7], "title", PRINT, clusters[200], "h")
    manifest = paths.vectors / f"title-{PRINT}" / MANIFEST_FILE
    written = manifest.read_bytes()
    scores = VectorStore(catalogue, paths.vectors, exact_limit=50).score("title", PRINT, clusters[200][0])
    assert set(scores.top(2).tolist()) == {ids[7], ids[200]}
    assert manifest.read_bytes() == written, "it was read, not built anew"


@pytest.mark.parametrize("damage", ["data", "manifest", "truncated", "no data", "another encoder"])
def test_an_index_file_that_does_not_fit_is_built_anew(
    catalogue: Catalogue, paths: LibraryPaths, clusters: list[FloatMatrix], damage: str
) -> None:
    ids = fill(catalogue, clusters)
    VectorStore(catalogue, paths.vectors, exact_limit=50).score("title", PRINT, clusters[0][0])
    folder = paths.vectors / f"title-{PRINT}"
    data, manifest = folder / DATA_FILE, folder / MANIFEST_FILE
    before = data.read_bytes()
    if damage == "data":
        data.write_bytes(before[:-8] + b"\x00" * 8)
    elif damage == "manifest":
        manifest.write_text("{ not json", encoding="utf-8")
    elif damage == "truncated":
        data.write_bytes(before[: len(before) // 2])
    elif damage == "no data":
        data.unlink()
    else:
        index = build_index(1, DIM, "exact")
        index.add(np.array([1], dtype=np.int64), clusters[0])
        index.save(folder, encoder_fingerprint="f" * 16, generation=1)
    scores = VectorStore(catalogue, paths.vectors, exact_limit=50).score("title", PRINT, clusters[42][0])
    assert scores.top(1).tolist() == [ids[42]]
    assert data.read_bytes() == before


def test_rebuild_throws_the_files_away_and_makes_them_again(
    catalogue: Catalogue, paths: LibraryPaths, clusters: list[FloatMatrix]
) -> None:
    ids = fill(catalogue, clusters)
    store = VectorStore(catalogue, paths.vectors, exact_limit=50)
    store.score("title", PRINT, clusters[0][0])
    store.rebuild()
    assert not [file for file in paths.vectors.rglob("*") if file.is_file()]
    assert store.score("title", PRINT, clusters[3][0]).top(1).tolist() == [ids[3]]
    assert (paths.vectors / f"title-{PRINT}" / DATA_FILE).is_file()


def test_an_index_that_cannot_be_written_does_not_stop_the_search(
    catalogue: Catalogue, paths: LibraryPaths, clusters: list[FloatMatrix], tmp_path: Path
) -> None:
    ids = fill(catalogue, clusters)
    (tmp_path / "in the way").write_text("a file where the folder should be", encoding="utf-8")
    store = VectorStore(catalogue, tmp_path / "in the way", exact_limit=50)
    assert store.score("title", PRINT, clusters[5][0]).top(1).tolist() == [ids[5]]
    store.save()


@pytest.mark.parametrize("rare", ["Chinese", "English"])
def test_the_rare_script_is_scored_whole_beside_the_approximate_index(
    catalogue: Catalogue, paths: LibraryPaths, clusters: list[FloatMatrix], rare: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.retrieval.vector_store.APPROXIMATE_CANDIDATES", 40)
    monkeypatch.setattr("core.index.building.EXACT_LIMIT", 50)
    often, seldom = ("record", "红楼梦") if rare == "Chinese" else ("红楼梦", "record")
    store = VectorStore(catalogue, paths.vectors, exact_limit=50)
    with catalogue.write("create_record", "test") as unit:
        ids = unit.add_records(BibliographicRecord(often if n % 10 else seldom) for n in range(len(clusters)))
        for record_id, rows in zip(ids, clusters, strict=True):
            unit.put_vectors(record_id, "title", PRINT, rows, "h")
    for query in unit_rows(np.random.default_rng(7), 5):
        scores = store.score("title", PRINT, query)
        assert set(ids[::10]) <= set(scores.record_ids.tolist())
        assert len(scores.record_ids) < 100
        assert scores.is_chinese.tolist() == [(i in set(ids[::10])) == (rare == "Chinese") for i in scores.record_ids]
    with catalogue.write("edit_record", "") as unit:
        unit.update_record(replace(catalogue.get([ids[0]])[0], title=often))
    scores = store.score("title", PRINT, clusters[0][0])
    assert scores.is_chinese[scores.record_ids == ids[0]].tolist() == [rare == "English"]
