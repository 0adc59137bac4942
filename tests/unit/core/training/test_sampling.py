"""Batches are a function of seed and step; what means the same is never a negative."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.encoders.unified.inputs import UnifiedInput
from core.training.pairs import TrainingPair
from core.training.sampling import PairSampler, allowed_negatives
from core.training.step_inputs import chunked, hide_modalities, modalities, step_inputs
from tests.unit.core.training.tiny_model import pairs, tokens


def pair(left: str, right: str, work: str, *, ids: tuple[str, str] | None = None, related: str = "") -> TrainingPair:
    left_id, right_id = ids or (f"l-{left}", f"r-{right}")
    return TrainingPair(
        "zh_en",
        UnifiedInput(text=left),
        UnifiedInput(text=right),
        left_id,
        right_id,
        work,
        related=frozenset([related] if related else []),
    )


def test_a_pass_deals_out_every_pair_once_and_then_in_another_order() -> None:
    sampler = PairSampler([p for p in pairs(24) if p.split == "train"], 8, seed=1)
    assert sampler.steps_per_epoch == 3
    passes = [
        [p.record_id for step in range(start, start + 3) for p in sampler.step(step)["zh_en"]] for start in (0, 3, 6)
    ]
    assert all(sorted(dealt, key=int) == [str(n) for n in range(24)] for dealt in passes)
    assert passes[0] != passes[1] != passes[2]


def test_a_small_kind_comes_round_again_while_the_largest_is_passed_through() -> None:
    given = [p for p in pairs(24) if p.kind == "zh_en" and p.split == "train"]
    given += [p for p in pairs(5) if p.kind == "cover_text" and p.split == "train"]
    sampler = PairSampler(given, 8, seed=1)
    assert sampler.counts == {"cover_text": 5, "zh_en": 24}
    assert {len(sampler.step(step)["cover_text"]) for step in range(6)} == {5}


def test_a_step_is_the_same_whenever_it_is_asked_for() -> None:
    given = pairs(24)
    again = PairSampler(given, 8, seed=1)
    for _ in range(5):
        again.step(0)

    def names(sampler: PairSampler) -> list[str]:
        return [each.left_id for batch in sampler.step(17).values() for each in batch]

    assert names(again) == names(PairSampler(given, 8, seed=1)) != names(PairSampler(given, 8, seed=2))


def test_false_negatives_are_masked() -> None:
    batch = [
        pair("三体", "The Three-Body Problem", "1"),
        pair("三体全集", "Three Body, complete", "1"),  # the same work
        pair("红楼梦", "Dream of the Red Chamber", "2", related="r-The Story of the Stone"),
        pair("石头记", "The Story of the Stone", "3"),  # related by judgement, named by the row above
        pair("ＤＲＥＡＭ", "Other", "4"),
        pair("梦", "dream of the red chamber!", "5"),  # the same text as row 2 but for case and punctuation
        pair("史记", "Records", "6", ids=("l-x", "shared")),
        pair("汉书", "Book of Han", "7", ids=("l-y", "shared")),  # the same right side by name
    ]
    allowed = allowed_negatives(batch)
    assert allowed.diagonal().all()
    forbidden = {(int(i), int(j)) for i, j in np.argwhere(~allowed)}
    assert forbidden == {(0, 1), (1, 0), (2, 3), (2, 5), (5, 2), (6, 7), (7, 6)}


def test_sides_without_words_are_no_repetition_of_each_other() -> None:
    covers = [p for p in pairs(6) if p.kind == "cover_text" and p.split == "train"]
    assert allowed_negatives(covers).all()


def test_an_input_that_several_terms_share_is_encoded_once() -> None:
    found = step_inputs(PairSampler(pairs(4, dev=0, test=0), 4, seed=0).step(0), lambda side: side)
    # 4 works: cover, page, record (three terms), zh, en, query
    assert len(found.inputs) == 4 * 6
    assert found.n_pairs == 16
    vt, ot = found.terms["vt"], found.terms["ot"]
    assert sorted(vt.right) == sorted(ot.right)


def test_hard_negatives_count_for_the_pair_they_were_mined_for() -> None:
    def negatives(*texts: str) -> tuple[UnifiedInput, ...]:
        return tuple(UnifiedInput(text=text) for text in texts)

    batch = {
        "zh_en": (
            replace(pair("甲", "Alpha", "1"), negatives=negatives("Gamma", "ALPHA", "Delta")),
            replace(pair("乙", "Beta", "2"), negatives=negatives("gamma", "Epsilon")),
            pair("丙", "Zeta", "3"),
        )
    }
    found = step_inputs(batch, lambda side: side, n_hard=4)
    rows = found.terms["cl"]
    names = [found.inputs[row].text for row in rows.hard]
    allowed = {(int(i), names[j]) for i, j in np.argwhere(rows.hard_allowed)}
    assert allowed == {(0, "Gamma"), (0, "Delta"), (1, "Gamma"), (1, "Epsilon")}  # ALPHA is the answer itself
    assert len(step_inputs(batch, lambda side: side).terms["cl"].hard) == 0


def test_more_negatives_than_wanted_are_drawn_by_the_generator() -> None:
    many = tuple(UnifiedInput(text=f"n{k}") for k in range(9))
    batch = {"zh_en": (replace(pair("甲", "Alpha", "1"), negatives=many),)}

    def drawn(seed: int) -> list[str]:
        found = step_inputs(batch, lambda side: side, n_hard=3, generator=lambda kind: np.random.default_rng(seed))
        return [found.inputs[row].text for row in found.terms["cl"].hard]

    assert len(drawn(1)) == 3
    assert drawn(1) == drawn(1) != drawn(2)


def test_chunks_have_one_set_of_modalities_and_like_lengths() -> None:
    found = step_inputs(PairSampler(pairs(8), 8, seed=0).step(0), lambda side: side)
    chunks = chunked(found.inputs, 5)
    assert sorted(row for chunk in chunks for row in chunk) == list(range(len(found.inputs)))
    for chunk in chunks:
        assert len(chunk) <= 5
        assert len({modalities(found.inputs[row]) for row in chunk}) == 1


def test_modality_dropout_hides_some_and_never_all() -> None:
    pixels = np.zeros((2, 2, 3), dtype=np.uint8)
    whole = UnifiedInput(text="题名", pixels=pixels, ocr=tokens("题 名"), image_sha256="a" * 64)
    rng = np.random.default_rng(0)
    seen = {modalities(hide_modalities(whole, 0.6, rng)) for _ in range(200)}
    assert () not in seen
    assert {("text",), ("ocr",), ("image",), ("text", "ocr", "image")} <= seen
    single = UnifiedInput(text="题名")
    assert hide_modalities(single, 0.99, rng) is single
