"""The alignment of a preset: fitted on pairs, bounded by its penalty, the same again for the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.encoders.centring import LanguageMeans, centre, normalise_rows
from core.protocols import FloatMatrix
from core.text.dictionary import load_dictionary
from core.training.alignment_fitting import AlignmentSettings, accuracy, draw_pairs, fit_alignment

SETTINGS = AlignmentSettings(steps=150, batch_size=128, learning_rate=5e-3, penalty=1.0, share=1.0)
DIM = 16


@pytest.fixture(scope="module")
def pairs() -> tuple[FloatMatrix, FloatMatrix]:
    """What two languages share lies in six dimensions, under noise of their own in the other ten."""
    rng = np.random.default_rng(0)
    shared = np.zeros((600, DIM))
    shared[:, :6] = rng.normal(size=(600, 6))
    noise = np.r_[np.full(6, 0.3), np.full(10, 1.5)]
    zh, en = (normalise_rows((shared + noise * rng.normal(size=(600, DIM))).astype(np.float32)) for _ in range(2))
    return zh, en


def aligned(vectors: FloatMatrix, alignment: FloatMatrix) -> FloatMatrix:
    zero = {("zh", "query"): np.zeros(DIM, np.float32)}
    return centre(vectors, ["zh"] * len(vectors), "query", LanguageMeans(zero, alignment))  # type: ignore[dict-item]


def test_pairs_that_were_not_learned_from_meet(pairs: tuple[FloatMatrix, FloatMatrix]) -> None:
    zh, en = pairs
    fitted = fit_alignment(zh[:400], en[:400], SETTINGS)
    before = accuracy(zh[400:], en[400:])
    after = accuracy(aligned(zh[400:], fitted), aligned(en[400:], fitted))
    assert min(after) > 2 * max(before)


def test_the_same_seed_gives_the_same(pairs: tuple[FloatMatrix, FloatMatrix]) -> None:
    few = replace(SETTINGS, steps=5)
    np.testing.assert_array_equal(fit_alignment(*pairs, few), fit_alignment(*pairs, few))


def test_penalty_and_share_hold_it_near_the_identity(pairs: tuple[FloatMatrix, FloatMatrix]) -> None:
    free, held = (fit_alignment(*pairs, replace(SETTINGS, penalty=penalty)) for penalty in (0.0, 1000.0))
    assert np.linalg.norm(held) < np.linalg.norm(free) / 10
    half = fit_alignment(*pairs, replace(SETTINGS, penalty=0.0, share=0.5))
    np.testing.assert_allclose(half, free / 2, rtol=1e-6)


def test_words_of_the_dictionary_with_their_renderings() -> None:
    dictionary = load_dictionary()
    assert dictionary is not None
    drawn = draw_pairs(dictionary, AlignmentSettings(pairs=500))
    assert drawn == draw_pairs(dictionary, AlignmentSettings(pairs=500))
    assert len(set(drawn)) == 500
    assert all(2 <= len(word) <= 8 and gloss.isascii() and gloss for word, gloss in drawn)
    known = dict(dictionary.pairs())
    assert known["图书馆"] == "library"
