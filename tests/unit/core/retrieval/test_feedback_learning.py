"""Simulated people: who cares about something is followed, who clicks anyhow does no harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest

from core.domain.feedback import Said, SearchEvent, ShownResult
from core.domain.records import RecordId
from core.domain.retrieval import SearchRequest
from core.retrieval.examination import LARGEST_WEIGHT, inverse_propensity, propensity
from core.retrieval.feedback_learning import Anchor, JudgedList, fit, judged_lists, learn
from core.retrieval.fusion import FEATURES, FusionWeights

SHIPPED = FusionWeights({"title": 6.0, "description": 4.0, "words": 3.0, "names": 2.0}, 3.0, "by hand")
W0 = np.array([SHIPPED.weights.get(name, 0.0) for name in FEATURES])
NAMES = FEATURES.index("names")
N_RESULTS = 20
Choose = Callable[[np.random.Generator, np.ndarray], int | None]


def shown_lists(n: int, seed: int) -> list[np.ndarray]:
    """Features of n result lists in the order that the shipped weights give them."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(n):
        features = np.zeros((N_RESULTS, len(FEATURES)))
        for name in ("title", "description", "words"):
            features[:, FEATURES.index(name)] = rng.random(N_RESULTS)
        features[:, NAMES] = rng.random(N_RESULTS) < 0.15
        found.append(features[np.argsort(-(features @ W0), kind="stable")])
    return found


def by_author(rng: np.random.Generator, features: np.ndarray) -> int | None:
    """Looks as far as the model says and takes the first record of the author that is seen."""
    seen = [place for place in range(N_RESULTS) if rng.random() < propensity(place + 1)]
    return next((place for place in seen if features[place, NAMES] > 0), None)


def anywhere(rng: np.random.Generator, features: np.ndarray) -> int | None:
    return int(rng.integers(N_RESULTS))


def always_first(rng: np.random.Generator, features: np.ndarray) -> int | None:
    return 0


def always_last(rng: np.random.Generator, features: np.ndarray) -> int | None:
    return N_RESULTS - 1


def said_by(choose: Choose, lists: list[np.ndarray], seed: int = 1) -> list[JudgedList]:
    rng = np.random.default_rng(seed)
    judged = []
    for number, features in enumerate(lists):
        place = choose(rng, features)
        if place is not None:
            chosen = np.zeros(len(features))
            chosen[place] = inverse_propensity(propensity(place + 1))
            judged.append(JudgedList(f"query {number}", features, chosen, np.zeros(len(features))))
    return judged


def known_items() -> list[Anchor]:
    """Records asked by their own words: everything but the author agrees best with one of them."""
    anchors = []
    for features in shown_lists(40, 99):
        for name in ("title", "description", "words"):
            features[:, FEATURES.index(name)] *= 0.6
            features[7, FEATURES.index(name)] = 1.0
        anchors.append(Anchor(features, 7))
    return anchors


def reciprocal_rank(weights: FusionWeights, lists: list[np.ndarray]) -> float:
    """Of the best record by the author, over lists that nobody gave feedback on."""
    vector = np.array([weights.weights.get(name, 0.0) for name in FEATURES])
    found = []
    for features in lists:
        wanted = features[:, NAMES] > 0
        if wanted.any():
            z = features @ vector
            found.append(1 / (1 + int((z > z[wanted].max()).sum())))
    return float(np.mean(found))


def test_who_cares_about_authors_is_followed_on_unseen_queries():
    learned = learn(said_by(by_author, shown_lists(150, 3)), SHIPPED, SHIPPED, known_items)
    assert learned.is_kept, learned
    assert learned.reason == "feedback.kept"
    unseen = shown_lists(200, 4)
    assert reciprocal_rank(learned.weights, unseen) > reciprocal_rank(SHIPPED, unseen) + 0.1
    assert learned.replay.after > learned.replay.before
    assert learned.weights.weights["names"] > SHIPPED.weights["names"]


@pytest.mark.parametrize("choose", [anywhere, always_first, always_last])
def test_who_clicks_anyhow_does_no_harm(choose: Choose):
    for seed in range(5):
        learned = learn(said_by(choose, shown_lists(150, seed), seed), SHIPPED, SHIPPED, known_items)
        assert not learned.is_kept, (seed, learned.replay)
        assert learned.reason in ("feedback.no_gain", "feedback.anchors_worse")


def test_weights_that_hurt_the_librarys_own_records_are_dropped():
    own = np.zeros((2, len(FEATURES)))
    own[0, FEATURES.index("title")], own[1, NAMES] = 1.0, 2.9
    assert own[0] @ W0 > own[1] @ W0
    learned = learn(said_by(by_author, shown_lists(150, 3)), SHIPPED, SHIPPED, lambda: [Anchor(own, 0)])
    assert (learned.is_kept, learned.reason) == (False, "feedback.anchors_worse")
    assert learned.replay.anchors_after < learned.replay.anchors_before


def test_learning_is_a_function_of_the_events():
    lists = said_by(by_author, shown_lists(80, 5))
    assert learn(lists, SHIPPED, SHIPPED) == learn(list(lists), SHIPPED, SHIPPED)
    assert np.array_equal(fit(lists, W0), fit(lists, W0))


def test_the_more_is_said_the_further_weights_go_and_never_out_of_bounds():
    distances = []
    for n in (10, 40, 160, 640):
        weights = fit(said_by(by_author, shown_lists(n, 6)), W0)
        distances.append(float(weights[NAMES] - W0[NAMES]))
        scale = np.maximum(np.abs(W0), 3.0)
        assert (np.abs(weights - W0) <= 0.6 * scale + 1e-9).all()
        for held in ("pinyin", "cover"):
            assert weights[FEATURES.index(held)] == W0[FEATURES.index(held)]
    assert distances == sorted(distances)
    assert distances[0] > 0


def test_with_little_feedback_nothing_is_learned():
    learned = learn(said_by(by_author, shown_lists(8, 7)), SHIPPED, SHIPPED)
    assert (learned.is_kept, learned.reason) == (False, "feedback.too_few")


def test_what_was_refused_goes_down():
    features = shown_lists(60, 8)
    lists = []
    for number, each in enumerate(features):
        refused = np.zeros(N_RESULTS)
        refused[: int((each[:5, NAMES] > 0).sum())] = 0.0
        for place in range(5):
            if each[place, NAMES] > 0:
                refused[place] = 1.0
        if refused.any():
            lists.append(JudgedList(str(number), each, np.zeros(N_RESULTS), refused))
    assert fit(lists, W0)[NAMES] < W0[NAMES]


def test_events_become_lists_with_their_propensities():
    shown = tuple(ShownResult(RecordId(n), 0.5, propensity(n), tuple(float(n) for _ in FEATURES)) for n in range(1, 31))
    now = datetime.now(UTC)
    said = (
        Said("opened", RecordId(3), now),
        Said("not_this", RecordId(3), now),
        Said("this_is_it", RecordId(30), now),
        Said("rating", RecordId(1), now, "3"),
        Said("rating", RecordId(2), now, "4"),
        Said("this_is_it", RecordId(99), now),
    )
    event = SearchEvent(1, now, "li", "search", SearchRequest("q"), shown, said)
    (judged,) = judged_lists([event], lambda e: e.request.text)
    assert judged.name == "q"
    assert judged.chosen[29] == LARGEST_WEIGHT
    assert judged.chosen[2] == 0.0, "who opened it and said no, said no"
    assert judged.refused[2] == pytest.approx(3**0.7)
    assert judged.chosen[1] == pytest.approx(0.5 * 2**0.7)
    assert judged.chosen[0] == judged.refused[0] == 0.0
    assert judged_lists([SearchEvent(2, now, "li", "search", SearchRequest("q"), shown, ())], str) == []


def test_propensities_fall_and_weights_are_clipped():
    found = [propensity(place) for place in range(1, 61)]
    assert found[0] == 1.0
    assert found == sorted(found, reverse=True)
    assert inverse_propensity(0.5) == 2.0
    assert inverse_propensity(found[-1]) == LARGEST_WEIGHT
