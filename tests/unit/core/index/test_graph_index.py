"""What the approximate indexes do beyond the contract: wearing out, giving up, growing."""

from __future__ import annotations

import numpy as np
import pytest

from core.index.building import is_installed
from core.index.exact import exact_top_k
from core.index.graph_index import MAX_TOMBSTONES, GraphIndex, SearchGaveUpError
from core.index.hnsw import HnswIndex
from core.index.usearch_index import UsearchIndex

GRAPHS = [
    pytest.param(HnswIndex, marks=pytest.mark.skipif(not is_installed("hnsw"), reason="hnswlib is not installed")),
    UsearchIndex,
]


def unit_rows(n: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(n, 12)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(params=GRAPHS)
def index(request: pytest.FixtureRequest) -> GraphIndex:
    made = request.param(12, 100)
    made.add(np.arange(100), unit_rows(100))
    return made


def test_tombstones_are_cleared_at_a_fifth(index: GraphIndex) -> None:
    index.remove(np.arange(20))
    assert index.tombstones == 20
    index.remove(np.array([20]))
    assert index.tombstones == 0
    assert len(index) == 79
    assert index.search(unit_rows(100)[50:51], 1)[0][0, 0] == 50


def test_replacing_everything_again_and_again_does_not_pile_up(index: GraphIndex) -> None:
    for seed in range(1, 6):
        index.add(np.arange(100), unit_rows(100, seed))
        assert len(index) == 100
        assert index.tombstones <= MAX_TOMBSTONES * 200
    assert (index.search(unit_rows(100, 5), 1)[0][:, 0] == np.arange(100)).all()


def test_a_graph_that_gives_up_is_answered_exactly(index: GraphIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    # the oracle, not the graph itself: a graph is approximate and may miss a neighbour that the exact answer has
    expected = exact_top_k(unit_rows(5, seed=3), np.arange(100), unit_rows(100), 10)

    def gives_up(queries: np.ndarray, k: int) -> None:
        raise SearchGaveUpError("Cannot return the results in a contiguous 2D array")

    monkeypatch.setattr(index._engine, "search", gives_up)
    found = index.search(unit_rows(5, seed=3), 10)
    np.testing.assert_array_equal(found[0], expected[0])
    np.testing.assert_allclose(found[1], expected[1], atol=1e-5)


def test_everything_can_be_removed_and_added_again(index: GraphIndex) -> None:
    index.remove(np.arange(100))
    assert len(index) == 0
    assert (index.search(unit_rows(1), 3)[0] == -1).all()
    index.add(np.array([7]), unit_rows(1))
    assert index.search(unit_rows(1), 3)[0][0].tolist() == [7, -1, -1]


def test_more_results_than_the_default_breadth(index: GraphIndex) -> None:
    index.add(np.arange(100, 900), unit_rows(800, seed=8))
    ids, _ = index.search(unit_rows(3, seed=4), 600)
    assert all(len(set(row)) == 600 and -1 not in row for row in ids.tolist())
