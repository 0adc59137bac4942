from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StoreMismatchError
from core.paths import resources_dir
from core.retrieval.fusion import FEATURES, FusionWeights, load_weights, reciprocal_rank_fusion

WEIGHTS = 'source = "by hand"\nnone = 2.0\n[weights]\ntitle = 3.0\nwords = 1.5\n'


def test_scores_are_the_weighted_sum_and_unweighted_features_count_nothing() -> None:
    weights = FusionWeights({"title": 3.0, "words": 1.5}, 2.0, "by hand")
    features = np.zeros((2, len(FEATURES)), dtype=np.float32)
    features[0, FEATURES.index("title")] = 0.5
    features[0, FEATURES.index("words")] = 1.0
    features[1, FEATURES.index("cover")] = 1.0
    assert weights.scores(features).tolist() == pytest.approx([3.0, 0.0])


def test_probabilities_are_a_soft_maximum_with_nothing_here() -> None:
    weights = FusionWeights({}, 2.0, "by hand")
    found = weights.probabilities(np.array([3.0, 1.0], dtype=np.float32))
    total = math.exp(3) + math.exp(1) + math.exp(2)
    assert found.tolist() == pytest.approx([math.exp(3) / total, math.exp(1) / total], rel=1e-5)


@given(
    st.lists(st.floats(-200, 200, width=32), max_size=40),
    st.floats(-50, 50),
)
def test_probabilities_keep_the_order_and_sum_to_one_at_most(scores: list[float], none: float) -> None:
    found = FusionWeights({}, none, "").probabilities(np.array(scores, dtype=np.float32))
    assert found.shape == (len(scores),)
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert float(found.sum()) <= 1 + 1e-5
    if scores:
        assert found[int(np.argmax(scores))] == found.max()
        if max(scores) <= none:
            assert float(found.max()) <= 0.5 + 1e-6


def test_no_candidates_give_no_probabilities() -> None:
    assert FusionWeights({}, 12.0, "").probabilities(np.zeros(0, dtype=np.float32)).shape == (0,)


def test_relevance_is_no_share_of_one_whole() -> None:
    weights = FusionWeights({}, 2.0, "by hand")
    assert weights.relevance(np.array([5.0], dtype=np.float32), 0.9).tolist() == pytest.approx([0.9])
    editions = weights.relevance(np.array([5.0, 5.0, 4.0], dtype=np.float32), 0.8)
    assert editions.tolist() == pytest.approx([0.8, 0.8, 0.8 / math.e], rel=1e-5)
    assert weights.relevance(np.zeros(0, dtype=np.float32), 0.5).shape == (0,)


@given(st.lists(st.floats(-200, 200, width=32), min_size=1, max_size=40), st.floats(0, 1))
def test_relevance_is_a_probability_in_the_order_of_the_scores(scores: list[float], anything: float) -> None:
    found = FusionWeights({}, 2.0, "").relevance(np.array(scores, dtype=np.float32), anything)
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1 + 1e-6)).all()
    assert (np.diff(found[np.argsort(scores)]) >= 0).all()


def test_weights_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "权重.toml"
    file.write_text(WEIGHTS, encoding="utf-8")
    assert load_weights(file) == FusionWeights({"title": 3.0, "words": 1.5}, 2.0, "by hand")


def test_the_shipped_weights_fit_the_features() -> None:
    shipped = load_weights(resources_dir() / "presets" / "compact-fusion.toml")
    assert set(shipped.weights) == set(FEATURES)
    assert shipped.source


@pytest.mark.parametrize(
    "content",
    [
        "not toml at all [",
        "none = 1.0\n[weights]\ntitle = 1.0\n",
        'source = "x"\n[weights]\ntitle = 1.0\n',
        'source = "x"\nnone = 1.0\n',
        'source = "x"\nnone = 1.0\nweights = 7\n',
        'source = "x"\nnone = "many"\n[weights]\ntitle = 1.0\n',
        'source = "x"\nnone = 1.0\n[weights]\ntitle = [1]\n',
        'source = "x"\nnone = 1.0\n[weights]\ntitel = 1.0\n',
        'source = "x"\nnone = nan\n[weights]\ntitle = 1.0\n',
        'source = "x"\nnone = 1.0\n[weights]\ntitle = inf\n',
    ],
)
def test_a_weights_file_that_makes_no_sense_is_refused_by_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "fusion.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(StoreMismatchError) as caught:
        load_weights(file)
    assert caught.value.message_id == "fusion.unreadable"
    assert caught.value.context["file"] == "fusion.toml"


def test_a_missing_or_undecodable_weights_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreMismatchError):
        load_weights(tmp_path / "missing.toml")
    (tmp_path / "gbk.toml").write_bytes('source = "权重"'.encode("gbk"))
    with pytest.raises(StoreMismatchError):
        load_weights(tmp_path / "gbk.toml")


def test_reciprocal_rank_fusion_by_hand() -> None:
    fused = reciprocal_rank_fusion([[7, 8], [8, 9], [8]])
    best = 3 / 61
    assert fused == pytest.approx({7: (1 / 61) / best, 8: (1 / 62 + 1 / 61 + 1 / 61) / best, 9: (1 / 62) / best})
    assert reciprocal_rank_fusion([[5], [5, 6]])[5] == pytest.approx(1.0)
    assert reciprocal_rank_fusion([]) == {}
    assert reciprocal_rank_fusion([[], []]) == {}
