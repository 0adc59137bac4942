from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.noise import OcrNoise, corrupt, kept_lines, look_alikes, sound_alikes

NONE = OcrNoise(0, 0, 0)
TEXT = "基督山伯爵與紅樓夢的研究 The Count of Monte Cristo "


def test_no_noise_changes_nothing() -> None:
    assert corrupt(TEXT, NONE, np.random.default_rng(0)) == TEXT


def test_the_same_generator_makes_the_same_errors() -> None:
    noise = OcrNoise(0.3, 0.1, 0.1)
    first, again, other = (corrupt(TEXT, noise, np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert first == again != other


def test_rates_are_what_they_say() -> None:
    text = "的一是在不了有和人这中大为上个国我以要他" * 500
    n = len(text)
    deleted = corrupt(text, OcrNoise(0, 0.1, 0), np.random.default_rng(0))
    assert len(deleted) / n == pytest.approx(0.9, abs=0.01)
    inserted = corrupt(text, OcrNoise(0, 0, 0.1), np.random.default_rng(0))
    assert len(inserted) / n == pytest.approx(1.1, abs=0.01)
    substituted = corrupt(text, OcrNoise(0.1, 0, 0, by_sound=1.0), np.random.default_rng(0))
    assert len(substituted) == n
    assert sum(a != b for a, b in zip(text, substituted, strict=True)) / n == pytest.approx(0.1, abs=0.01)


def test_characters_are_taken_for_what_resembles_them() -> None:
    assert "已" in look_alikes("己")
    assert "末" in look_alikes("未")
    assert "樸" in look_alikes("僕")  # traditional characters have their own set
    assert look_alikes("l") == ("1", "I", "i")
    assert look_alikes("☃") == ()
    assert "钟" in sound_alikes("中")
    assert "中" not in sound_alikes("中")
    assert sound_alikes("a") == ()
    everything = OcrNoise(1.0, 0, 0, by_sound=0)
    for seed in range(20):
        assert corrupt("未", everything, np.random.default_rng(seed)) in look_alikes("未")
        assert corrupt("中", OcrNoise(1, 0, 0, by_sound=1), np.random.default_rng(seed)) in sound_alikes("中")
    assert "modem" in {corrupt("modern", OcrNoise(0.2, 0, 0), np.random.default_rng(seed)) for seed in range(300)}


@given(st.text(max_size=40), st.integers(0, 2**32))
def test_any_text_survives_the_worst(text: str, seed: int) -> None:
    for noise in (OcrNoise(0, 1, 0), OcrNoise(1, 0, 0), OcrNoise(0, 0, 1)):
        made = corrupt(text, noise, np.random.default_rng(seed))
        assert bool(made.strip()) == bool(text.strip())
        assert made.count("\n") >= 0


def test_lines_are_missed_but_never_all() -> None:
    kept = [len(kept_lines(10, OcrNoise(line_drop=0.3), np.random.default_rng(seed))) for seed in range(500)]
    assert np.mean(kept) == pytest.approx(7.0, abs=0.25)
    assert len(kept_lines(3, OcrNoise(line_drop=1.0), np.random.default_rng(0))) == 1
    assert kept_lines(0, OcrNoise(line_drop=1.0), np.random.default_rng(0)) == []


@pytest.mark.parametrize("rates", [(-0.1, 0, 0), (0.6, 0.5, 0), (0, 0, 1.5)])
def test_impossible_rates(rates: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="rates"):
        OcrNoise(*rates)
