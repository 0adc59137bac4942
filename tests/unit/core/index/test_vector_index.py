"""The contract of VectorIndex, held by all three implementations; ExactIndex is the oracle of the other two."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import StoreMismatchError
from core.index.building import build_index, is_installed, load_index
from core.index.exact import ExactIndex
from core.protocols import FloatMatrix, VectorIndex

DIM = 24
KINDS = [
    "exact",
    pytest.param("hnsw", marks=pytest.mark.skipif(not is_installed("hnsw"), reason="hnswlib is not installed")),
    "usearch",
]
MakeIndex = Callable[[int], VectorIndex]


def unit_rows(n: int, seed: int = 0, dim: int = DIM) -> FloatMatrix:
    rows = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(params=KINDS)
def make_index(request: pytest.FixtureRequest) -> MakeIndex:
    return lambda n: build_index(n, DIM, kind=request.param)


def test_implements_the_protocol(make_index: MakeIndex) -> None:
    index = make_index(10)
    assert isinstance(index, VectorIndex)
    assert index.dim == DIM
    assert len(index) == 0


def test_empty_index_gives_only_padding(make_index: MakeIndex) -> None:
    ids, scores = make_index(0).search(unit_rows(2), 3)
    assert (ids == -1).all()
    assert np.isneginf(scores).all()
    assert ids.shape == scores.shape == (2, 3)


def test_finds_itself_first_with_descending_scores(make_index: MakeIndex) -> None:
    index = make_index(300)
    vectors = unit_rows(300)
    index.add(np.arange(300) * 7, vectors)
    ids, scores = index.search(vectors[:50], 10)
    assert (ids[:, 0] == np.arange(50) * 7).all()
    np.testing.assert_allclose(scores[:, 0], 1.0, atol=1e-5)
    assert (np.diff(scores, axis=1) <= 1e-6).all()
    assert ids.dtype == np.int64
    assert scores.dtype == np.float32


def test_fewer_vectors_than_k_pads(make_index: MakeIndex) -> None:
    index = make_index(3)
    index.add(np.array([5, 6, 7]), unit_rows(3))
    ids, scores = index.search(unit_rows(1, seed=9), 8)
    assert sorted(ids[0, :3].tolist()) == [5, 6, 7]
    assert (ids[0, 3:] == -1).all()
    assert np.isneginf(scores[0, 3:]).all()


def test_adding_an_id_again_replaces_its_vector(make_index: MakeIndex) -> None:
    index = make_index(20)
    vectors = unit_rows(20)
    index.add(np.arange(20), vectors)
    index.add(np.array([3]), -vectors[3:4])
    assert len(index) == 20
    ids, scores = index.search(vectors[3:4], 20)
    assert ids[0].tolist().count(3) == 1
    assert ids[0, -1] == 3
    assert scores[0, -1] == pytest.approx(-1.0, abs=1e-5)


def test_of_a_repeated_id_the_last_vector_stays(make_index: MakeIndex) -> None:
    index = make_index(4)
    vectors = unit_rows(3)
    index.add(np.array([1, 2, 1]), vectors)
    assert len(index) == 2
    ids, scores = index.search(vectors[2:], 1)
    assert ids[0, 0] == 1
    assert scores[0, 0] == pytest.approx(1.0, abs=1e-5)


def test_removed_ids_are_gone_and_unknown_ones_are_ignored(make_index: MakeIndex) -> None:
    index = make_index(100)
    vectors = unit_rows(100)
    index.add(np.arange(100), vectors)
    index.remove(np.array([0, 1, 2, 2, 999]))
    assert len(index) == 97
    ids, _ = index.search(vectors[:3], 97)
    assert not np.isin(ids, [0, 1, 2]).any()
    assert (np.sort(ids[0]) == np.arange(3, 100)).all()


def test_grows_beyond_the_capacity_it_was_given(make_index: MakeIndex) -> None:
    index = make_index(10)
    vectors = unit_rows(500)
    for start in range(0, 500, 100):
        index.add(np.arange(start, start + 100), vectors[start : start + 100])
    assert len(index) == 500
    ids, _ = index.search(vectors, 1)
    assert (ids[:, 0] == np.arange(500)).mean() >= 0.99


def test_most_vectors_removed_then_everything_left_is_found(make_index: MakeIndex) -> None:
    index = make_index(1000)
    vectors = unit_rows(1000)
    index.add(np.arange(1000), vectors)
    index.remove(np.arange(0, 1000, 3))
    index.remove(np.arange(1, 1000, 3))
    left = np.arange(2, 1000, 3)
    ids, _ = index.search(vectors[left], 1)
    assert (ids[:, 0] == left).mean() >= 0.99
    everything, _ = index.search(vectors[:2], len(left))
    assert (np.sort(everything[0]) == left).all()


@pytest.mark.parametrize("kind", KINDS[1:])
def test_recall_against_the_oracle(kind: str) -> None:
    # Clustered as real embeddings are: 40 centres with some spread.
    centres = unit_rows(40, seed=1, dim=64)
    rng = np.random.default_rng(2)
    points = centres[rng.integers(40, size=4000)] + rng.normal(scale=0.12, size=(4000, 64)).astype(np.float32)
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    queries = (points[:200] + rng.normal(scale=0.05, size=(200, 64))).astype(np.float32)
    oracle, index = ExactIndex(64), build_index(4000, 64, kind=kind)  # type: ignore[arg-type]
    for each in (oracle, index):
        each.add(np.arange(4000), points)
        each.remove(np.arange(0, 4000, 9))
    expected, expected_scores = oracle.search(queries, 10)
    found, scores = index.search(queries, 10)
    recall = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(expected.tolist(), found.tolist(), strict=True)])
    assert recall >= 0.98
    np.testing.assert_allclose(scores[:, 0], expected_scores[:, 0], atol=1e-3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["add", "remove"]), st.lists(st.integers(0, 40), max_size=12)), max_size=12
    )
)
def test_any_sequence_of_changes_leaves_what_a_dictionary_would(
    make_index: MakeIndex, steps: list[tuple[str, list[int]]]
) -> None:
    index, model = make_index(1), dict[int, FloatMatrix]()
    for number, (verb, ids) in enumerate(steps):
        if verb == "add":
            vectors = unit_rows(len(ids), seed=number)
            index.add(np.array(ids, dtype=np.int64), vectors)
            model.update(zip(ids, vectors, strict=True))
        else:
            index.remove(np.array(ids, dtype=np.int64))
            for known in ids:
                model.pop(known, None)
    assert len(index) == len(model)
    found, scores = index.search(unit_rows(1, seed=99), max(1, len(model)))
    assert sorted(found[found >= 0].tolist()) == sorted(model)
    for known, score in zip(found[0].tolist(), scores[0].tolist(), strict=True):
        if known >= 0:
            assert score == pytest.approx(float(model[known] @ unit_rows(1, seed=99)[0]), abs=1e-4)


def test_wrong_dimension_is_refused(make_index: MakeIndex) -> None:
    index = make_index(5)
    with pytest.raises(StoreMismatchError, match=r"index\.mismatch"):
        index.add(np.arange(2), unit_rows(2, dim=DIM + 1))
    with pytest.raises(StoreMismatchError, match=r"index\.mismatch"):
        index.search(unit_rows(2, dim=DIM - 1), 1)


@pytest.mark.parametrize(
    ("ids", "vectors"),
    [
        (np.array([-1]), unit_rows(1)),
        (np.array([1, 2]), unit_rows(1)),
        (np.array([1]), np.full((1, DIM), np.nan, dtype=np.float32)),
    ],
)
def test_nonsense_is_refused_before_it_reaches_the_library(
    make_index: MakeIndex, ids: np.ndarray, vectors: FloatMatrix
) -> None:
    index = make_index(5)
    with pytest.raises(ValueError, match=r"ids|numbers"):
        index.add(ids, vectors)
    assert len(index) == 0


def test_searching_while_adding_and_removing(make_index: MakeIndex) -> None:
    index = make_index(64)
    vectors = unit_rows(1200, seed=4)
    index.add(np.arange(200), vectors[:200])
    faults: list[str] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            ids, scores = index.search(vectors[:20], 5)
            if (ids[:, 0] != np.arange(20)).any() or not np.isfinite(scores).all():
                faults.append(f"wrong result {ids[:, 0].tolist()}")
                return

    readers = [threading.Thread(target=search) for _ in range(3)]
    for reader in readers:
        reader.start()
    for start in range(200, 1200, 50):
        index.add(np.arange(start, start + 50), vectors[start : start + 50])
        index.remove(np.arange(start, start + 25))
    stop.set()
    for reader in readers:
        reader.join(timeout=30)
    assert not faults
    assert len(index) == 200 + 20 * 25


def test_saved_and_loaded_index_answers_alike(make_index: MakeIndex, tmp_path: Path) -> None:
    folder = tmp_path / "向量 索引"
    index = make_index(50)
    vectors = unit_rows(400)
    index.add(np.arange(400), vectors)
    index.remove(np.arange(10))
    manifest = index.save(folder, encoder_fingerprint="abc", generation=7)
    assert (manifest.count, manifest.dim, manifest.generation) == (390, DIM, 7)
    loaded = load_index(folder, dim=DIM, encoder_fingerprint="abc")
    assert loaded is not None
    again, read = loaded
    assert read == manifest
    assert type(again) is type(index)
    queries = unit_rows(30, seed=5)
    before, after = index.search(queries, 10), again.search(queries, 10)
    np.testing.assert_array_equal(before[0], after[0])
    np.testing.assert_allclose(before[1], after[1], atol=1e-6)
    # and it can go on growing
    again.add(np.arange(1000, 1600), unit_rows(600, seed=6))
    assert len(again) == 990
    assert again.search(unit_rows(600, seed=6)[:1], 1)[0][0, 0] == 1000
