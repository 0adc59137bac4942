"""Ranks of pairs, counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from core.encoders.unified.inputs import UnifiedInput
from core.protocols import FloatMatrix
from core.training.dev_measures import PairRetrieval
from core.training.pairs import TrainingPair

# one angle each: the cosine of two texts falls with the difference of their angles
ANGLES = {"甲": 0.0, "A": 0.3, "乙": 1.0, "B": 1.1, "丙": 0.31, "C": 1.3, "X": 0.2, "Y": 0.25, "Z": 0.05, "a!": 0.1}


def encode(inputs: Sequence[UnifiedInput]) -> FloatMatrix:
    angles = np.array([ANGLES[given.text] for given in inputs])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def pair(left: str, right: str, work: str, **more: frozenset[str]) -> TrainingPair:
    sides = UnifiedInput(text=left), UnifiedInput(text=right)
    return TrainingPair("zh_en", *sides, left, right, work, "dev", **more)


def measure(own: list[TrainingPair], others: list[TrainingPair], limit: int = 9) -> dict[str, float]:
    return PairRetrieval(own, others, ["zh_en"], lambda side: side, limit=limit).measure(encode)  # type: ignore[arg-type,return-value]


def test_ranks_among_the_part_and_the_others() -> None:
    own = [pair("甲", "A", "1"), pair("乙", "B", "2"), pair("丙", "C", "3")]
    # 甲: A .30 first (B 1.1, C 1.3); 乙: B first; 丙 (.31): A .01, B .79 nearer than C .99: third
    measured = measure(own, [])
    assert measured["cl.RR"] == pytest.approx((1 + 1 + 1 / 3) / 3)
    assert measured["cl.R@1"] == pytest.approx(2 / 3)
    assert measured["RR"] == measured["cl.RR"]
    # X and Y stand between 甲 and A
    more = measure(own, [pair("乙", "X", "8"), pair("乙", "Y", "9")])
    assert more["cl.RR"] == pytest.approx((1 / 3 + 1 + 1 / 5) / 3)


def test_the_same_work_the_same_text_and_what_is_related_do_not_compete() -> None:
    own = [pair("甲", "A", "1", related=frozenset({"Y"}))]
    others = [pair("乙", "X", "1"), pair("乙", "Y", "5"), pair("乙", "a!", "6")]
    assert measure(own, others)["cl.RR"] == 1.0
    assert measure(own, [*others, pair("乙", "Z", "7")])["cl.RR"] == 0.5


def test_a_tie_is_no_success() -> None:
    own = [pair("甲", "A", "1")]
    tied = TrainingPair("zh_en", UnifiedInput(text="乙"), UnifiedInput(text="A", language="x"), "乙", "A2", "2", "dev")
    assert measure(own, [tied])["cl.RR"] == 1.0  # the same text: not in the race
    ANGLES["A'"] = ANGLES["A"]
    other = TrainingPair("zh_en", UnifiedInput(text="乙"), UnifiedInput(text="A'b"), "乙", "A3", "2", "dev")
    ANGLES["A'b"] = ANGLES["A"]
    assert measure(own, [other])["cl.RR"] == 0.5


def test_more_pairs_than_wanted_are_sampled_the_same_way_each_time() -> None:
    own = [pair("甲", "A", "1"), pair("乙", "B", "2"), pair("丙", "C", "3")]
    assert measure(own, [], limit=2) == measure(own, [], limit=2)
    assert measure([], own) == {}
