"""Language centring: which mean, how it is subtracted, how it is estimated and kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.encoders.centring import LanguageMeans, centre, estimate_means, language_group, normalise_rows
from core.errors import StoreMismatchError


def unit(n: int, seed: int = 0, dim: int = 6) -> np.ndarray:
    return normalise_rows(np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32))


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("红楼梦", "zh"),
        ("紅樓夢", "zh"),
        ("Dream of the Red Chamber", "en"),
        ("Kubernetes 实战", "zh"),
        ("深入浅出 React", "zh"),
        ("The 红 Chamber of Secrets", "en"),
        ("雪国 ゆきぐに", "other"),
        ("ノルウェイの森", "other"),
        ("鲁滨逊·克鲁索", "zh"),
        ("Война и мир", "other"),
        ("태백산맥", "other"),
        ("Café müller à la carte", "en"),
        ("1984", "other"),
        ("", "other"),
        ("???", "other"),
        ("𠮷野家", "zh"),
    ],
)
def test_language_from_script(text: str, group: str) -> None:
    assert language_group(text) == group


@pytest.mark.parametrize(
    ("code", "group"), [("chi", "zh"), ("zho", "zh"), ("CHI", "zh"), ("eng", "en"), ("jpn", "other"), ("fre", "other")]
)
def test_a_given_language_goes_before_the_script(code: str, group: str) -> None:
    assert language_group("红楼梦 Dream", code) == group


@given(st.text(max_size=60))
def test_any_text_has_a_group(text: str) -> None:
    assert language_group(text) in {"zh", "en", "other"}


def test_centring_by_hand() -> None:
    means = LanguageMeans({("zh", "query"): np.array([0.6, 0.0], np.float32)})
    rows = np.array([[0.6, 0.8], [1.0, 0.0], [0.0, 0.0]], np.float32)
    # (0, .8) → (0, 1); (.4, 0) → (1, 0); the empty text stays empty
    np.testing.assert_allclose(centre(rows, ["zh", "zh", "zh"], "query", means), [[0, 1], [1, 0], [0, 0]], atol=1e-6)


def test_each_row_takes_the_mean_of_its_language() -> None:
    zh, en = np.float32([0.5, 0, 0]), np.float32([0, 0.5, 0])
    means = LanguageMeans({("zh", "passage"): zh, ("en", "passage"): en})
    rows = unit(4, dim=3)
    centred = centre(rows, ["zh", "en", "other", "en"], "passage", means)
    expected = normalise_rows(rows - np.stack([zh, en, (zh + en) / 2, en]))
    np.testing.assert_allclose(centred, expected, atol=1e-6)
    assert not np.shares_memory(centred, rows)


def test_without_means_for_the_role_nothing_changes() -> None:
    rows = unit(3)
    means = LanguageMeans({("zh", "passage"): rows[0]})
    np.testing.assert_allclose(centre(rows, ["zh"] * 3, "query", means), rows, atol=1e-6)
    np.testing.assert_array_equal(centre(rows, ["zh"] * 3, "query", None), rows)


def test_centring_removes_the_offset_between_languages() -> None:
    # Two languages whose vectors are the same meaning plus an offset of their own.
    meaning = unit(50, dim=32)
    offset = 3 * unit(2, seed=1, dim=32)
    zh, en = normalise_rows(meaning + offset[0]), normalise_rows(meaning + offset[1])
    means = estimate_means({"passage": (np.concatenate([zh, en]), ["zh"] * 50 + ["en"] * 50)})
    raw = (zh @ en.T).argmax(1) == np.arange(50)
    centred_zh, centred_en = (centre(rows, [g] * 50, "passage", means) for rows, g in ((zh, "zh"), (en, "en")))
    assert ((centred_zh @ centred_en.T).argmax(1) == np.arange(50)).mean() > max(0.95, raw.mean())


def test_estimated_means_are_means() -> None:
    rows = unit(10)
    rows[9] = 0  # an empty text does not count
    groups = ["zh"] * 6 + ["en"] * 4
    means = estimate_means({"query": (rows, groups)})
    np.testing.assert_allclose(means.means["zh", "query"], rows[:6].mean(0), atol=1e-6)
    np.testing.assert_allclose(means.means["en", "query"], rows[6:9].mean(0), atol=1e-6)
    assert set(means.means) == {("zh", "query"), ("en", "query")}


def test_few_texts_shrink_towards_the_prior() -> None:
    prior = LanguageMeans({("zh", "passage"): np.zeros(6, np.float32), ("en", "query"): np.ones(6, np.float32)})
    rows = np.tile(np.float32([1, 0, 0, 0, 0, 0]), (100, 1))
    means = estimate_means({"passage": (rows, ["zh"] * 100)}, prior, shrinkage_texts=300, max_own_weight=0.8)
    assert means.means["zh", "passage"][0] == pytest.approx(0.8 * 0.25)
    np.testing.assert_array_equal(means.means["en", "query"], prior.means["en", "query"])


def test_saved_means_come_back(tmp_path: Path) -> None:
    means = LanguageMeans({("zh", "query"): unit(1)[0], ("en", "passage"): unit(1, 2)[0]})
    path = tmp_path / "均值.safetensors"
    means.save(path)
    again = LanguageMeans.load(path, 6)
    assert again.digest() == means.digest()
    np.testing.assert_array_equal(again.means["zh", "query"], means.means["zh", "query"])


def test_other_means_have_another_digest() -> None:
    a, b = LanguageMeans({("zh", "query"): unit(1)[0]}), LanguageMeans({("en", "query"): unit(1)[0]})
    assert a.digest() != b.digest()


@pytest.mark.parametrize("fault", ["dim", "name", "torn", "missing"])
def test_means_that_do_not_fit_are_refused(tmp_path: Path, fault: str) -> None:
    from safetensors.numpy import save

    path = tmp_path / "means.safetensors"
    name = "fr.query" if fault == "name" else "zh.query"
    if fault != "missing":
        path.write_bytes(save({name: np.zeros(5 if fault == "dim" else 6, np.float32)}))
    if fault == "torn":
        path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(StoreMismatchError) as caught:
        LanguageMeans.load(path, 6)
    assert caught.value.message_id == "model.damaged"


def test_what_is_left_is_aligned_by_hand() -> None:
    means = LanguageMeans({("zh", "query"): np.array([0.6, 0.0], np.float32)}, np.array([[0, 1], [0, 0]], np.float32))
    rows = np.array([[0.6, 0.8], [1.0, 0.0], [0.0, 0.0]], np.float32)
    # (0, 1) has nothing to move; (1, 0) → (1, 1); the empty text stays empty
    half = np.sqrt(0.5)
    np.testing.assert_allclose(centre(rows, ["zh"] * 3, "query", means), [[0, 1], [half, half], [0, 0]], atol=1e-6)


def test_an_alignment_is_kept_with_the_means_and_names_them(tmp_path: Path) -> None:
    plain = LanguageMeans({("zh", "query"): unit(1)[0]})
    both = LanguageMeans(plain.means, np.eye(6, dtype=np.float32) / 4)
    both.save(tmp_path / "means")
    read = LanguageMeans.load(tmp_path / "means", 6)
    assert read.alignment is not None
    np.testing.assert_array_equal(read.alignment, both.alignment)
    assert read.digest() == both.digest() != plain.digest()
    again = estimate_means({"query": (unit(3), ["zh"] * 3)}, read)
    assert again.alignment is read.alignment
    with pytest.raises(StoreMismatchError):
        LanguageMeans.load(tmp_path / "means", 5)
