from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StoreMismatchError
from core.paths import resources_dir
from core.retrieval.confidence import FoundModel, load_found_model

MODEL = FoundModel(0.5, -1.0, 0.3, "by hand")


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_better_candidate_is_never_less_probable(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= MODEL.probability(low) <= MODEL.probability(high) <= 1.0


def test_probabilities_are_logistic_in_the_margin() -> None:
    assert MODEL.probability(2.0) == pytest.approx(0.5)
    assert MODEL.probability(0.0) == pytest.approx(0.26894, abs=1e-5)


def test_the_shipped_model_is_sure_of_numbers_and_not_of_nothing() -> None:
    model = load_found_model(resources_dir() / "presets" / "compact-found.toml")
    assert model.probability(50.0) > 0.99
    assert model.probability(-8.0) < model.least < model.probability(0.0)


@pytest.mark.parametrize(
    "text", ["", "scale = 1\noffset = 'x'\nleast = 0.1\nsource = ''", "scale = inf\noffset = 0\nleast = 0\nsource = ''"]
)
def test_a_damaged_model_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "found.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StoreMismatchError, match=r"fusion\.unreadable"):
        load_found_model(file)
