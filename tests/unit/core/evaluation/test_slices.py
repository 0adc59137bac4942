from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from core.domain.checkpoints import CheckpointInfo
from core.encoders.unified.inputs import UnifiedInput
from core.evaluation.slices import Slice, SliceDocument, SliceQuery, rank_answers, value_of
from core.protocols import DocumentEncoder, FloatMatrix


class AngleEncoder:
    """A text is its angle in degrees: cosines are known."""

    def __init__(self, angles: Mapping[str, float] | None = None) -> None:
        self.info = CheckpointInfo("angles", "f" * 16, 2, ("text",), "cpu")
        self.encoded: list[str] = []
        self._angles = angles or {}

    def encode(self, inputs: Sequence[UnifiedInput]) -> FloatMatrix:
        self.encoded += [each.text for each in inputs]
        degrees = np.array([self._angles.get(each.text) or float(each.text) for each in inputs])
        radians = np.radians(degrees)
        return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


def document(angle: float, work: str) -> SliceDocument:
    return SliceDocument(f"d{angle}", work, lambda: UnifiedInput(str(angle)))


def query(angle: float, answers: set[str], work: str, aside: set[str] | None = None) -> SliceQuery:
    name = f"q{angle}"
    return SliceQuery(name, work, name, frozenset(answers), lambda: UnifiedInput(str(angle)), frozenset(aside or set()))


DOCUMENTS = (document(10, "a"), document(20, "b"), document(40, "c"), document(60, "a"))


def test_ranks_by_hand() -> None:
    encoder = AngleEncoder()
    assert isinstance(encoder, DocumentEncoder)
    part = Slice(
        "zh-en",
        (
            query(11, {"d10"}, "a"),
            query(12, {"d40"}, "c"),  # 10 and 20 are nearer
            query(13, {"d40"}, "c", {"d10"}),  # 10 is related
            query(14, {"d60"}, "a"),  # 10 is of the same work, 20 and 40 are nearer
            query(15, {"d40", "d20"}, "b"),  # the best answer counts: 20, after 10 only by a hair's breadth
        ),
        DOCUMENTS,
    )
    assert rank_answers(encoder, [part]) == {"zh-en": {"q11": 1, "q12": 3, "q13": 2, "q14": 3, "q15": 2}}


def test_shared_documents_are_encoded_once_and_ties_lose() -> None:
    encoder = AngleEncoder({"10": 33.0, "20": 33.0, "40": 33.0, "60": 33.0})
    parts = [Slice(name, (query(12, {"d40"}, "c"),), DOCUMENTS) for name in ("one", "two")]
    assert rank_answers(encoder, parts) == {"one": {"q12": 4}, "two": {"q12": 4}}
    assert encoder.encoded.count("40") == 1


def test_measures_of_a_rank() -> None:
    assert [value_of(rank, "RR") for rank in (1, 2, 4)] == [1.0, 0.5, 0.25]
    assert [value_of(rank, "hit@10") for rank in (1, 10, 11)] == [1.0, 1.0, 0.0]
    assert [value_of(rank, "hit@1") for rank in (1, 2)] == [1.0, 0.0]
    with pytest.raises(ValueError, match="no measure"):
        value_of(1, "P@5")
