"""From evidence to probabilities and decisions, with the weights that ship."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StoreMismatchError
from core.retrieval.cover_decision import CandidateEvidence, decide, load_calibration, log_odds, share_out
from core.retrieval.cover_geometry import PictureEvidence
from core.retrieval.cover_words import WordEvidence

SAME_PRINT = PictureEvidence(180, 0.7, correlation=0.96, worst=0.9, differing=0.0)
SIBLING = PictureEvidence(130, 0.6, correlation=0.73, worst=0.14, differing=0.1)
RIGHT_WORDS = WordEvidence(1.0, 1.0, 1.0, 0.95, 0.0, 0.9)
OTHER_WORDS = WordEvidence(0.2, 0.1, 1.0, 0.5, 0.5, 0.3)


def probability(evidence: CandidateEvidence) -> float:
    return share_out([log_odds(evidence, load_calibration())])[0]


def test_the_same_print_with_the_same_words_is_certain() -> None:
    assert probability(CandidateEvidence(RIGHT_WORDS, 0.8, SAME_PRINT)) > 0.97


def test_geometry_alone_is_never_enough() -> None:
    """Another volume of a series: many points agree, but neither the title's place nor its words."""
    assert probability(CandidateEvidence(OTHER_WORDS, 0.9, SIBLING)) < 0.1


def test_a_cover_of_another_design_is_no_match_whatever_its_words() -> None:
    assert probability(CandidateEvidence(RIGHT_WORDS, 0.5, PictureEvidence(0))) < 0.5


def test_words_alone_suffice_for_a_record_without_a_cover_only_when_unmistakable() -> None:
    assert probability(CandidateEvidence(RIGHT_WORDS)) > 0.85
    assert probability(CandidateEvidence(replace(RIGHT_WORDS, author=0.0))) < 0.85
    assert probability(CandidateEvidence(replace(RIGHT_WORDS, other_part=True))) < 0.85
    assert probability(CandidateEvidence(WordEvidence(0.3, 0.0, 0.0, 0.1))) < 0.01


def test_numbers_decide_for_and_against() -> None:
    weak = CandidateEvidence(WordEvidence(0.5, 0.3, 0.0, 0.4))
    assert probability(weak) < 0.05
    assert probability(replace(weak, same_number=True)) > 0.9
    assert probability(CandidateEvidence(RIGHT_WORDS, 0.8, SAME_PRINT, other_isbn=True)) < 0.5


def test_decisions() -> None:
    calibration = load_calibration()
    assert decide([0.95, 0.02], calibration) == ("match", 0.95)
    decision, confidence = decide([0.48, 0.47], calibration)
    assert (decision, confidence) == ("possible", pytest.approx(0.95))
    decision, confidence = decide([0.02, 0.01], calibration)
    assert (decision, confidence) == ("new", pytest.approx(0.97))
    assert decide([], calibration) == ("new", 1.0)


def test_two_equal_explanations_are_no_match() -> None:
    assert decide(share_out([6.0, 6.0]), load_calibration())[0] == "possible"


@given(st.lists(st.floats(-2000, 2000), max_size=12))
def test_shares_are_probabilities_in_the_order_of_the_odds(odds: list[float]) -> None:
    shares = share_out(odds)
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert sum(shares) <= 1.0 + 1e-9
    for i, first in enumerate(odds):
        for j, second in enumerate(odds):
            if first > second:
                assert shares[i] >= shares[j]


@pytest.mark.parametrize(
    "content",
    [
        None,
        "not toml [",
        "[pictured]\nbias = 1\n",
        "[pictured]\nbias = 1\n[worded]\nbias = 1\n[decision]\nmatch_from = 0.9\npossible_from = 0.1\n",
        "pictured = 3\nworded = 4\n[decision]\nmatch_from = 0.9\npossible_from = 0.1\n",
    ],
)
def test_an_unusable_calibration_is_refused(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "校准.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(StoreMismatchError, match=r"identify\.calibration"):
        load_calibration(file)
