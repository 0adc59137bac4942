from __future__ import annotations

import msgspec
import pytest

from core.domain.promotion import GateDecision, GateSettings
from core.encoders.unified.inputs import UnifiedInput
from core.evaluation.promotion_gate import decide
from core.evaluation.slices import Ranks, Slice, SliceQuery


def part(name: str, n: int, *, repeats: bool = False, per_work: int = 1) -> Slice:
    queries = tuple(
        SliceQuery(f"q{i:02}", f"w{i // per_work}", f"{name} 查询 {i}", frozenset({"d"}), lambda: UnifiedInput("x"))
        for i in range(n)
    )
    return Slice(name, queries, (), repeats)


SLICES = (part("zh-en", 40), part("image-record", 40), part("long-tail", 20, repeats=True))


def ranks(**changes: list[int]) -> Ranks:
    """Rank 4 everywhere but in the slices named, from their first query on."""
    found = {each.name: {q.id: 4 for q in each.queries} for each in SLICES}
    for name, values in changes.items():
        of_slice = found[name.replace("_", "-")]
        of_slice.update(dict(zip(list(of_slice), values, strict=False)))
    return found


def judged(candidate: Ranks, current: Ranks | None = None, base: Ranks | None = None, **more: object) -> GateDecision:
    now = ("now", current or ranks())
    untuned = ("base", base) if base is not None else now
    return decide(SLICES, ("new", candidate), now, untuned, GateSettings(**more))  # type: ignore[arg-type]


def reasons(decision: GateDecision) -> list[str]:
    return [each.message_id for each in decision.reasons]


def test_better_and_nowhere_worse_is_promoted() -> None:
    decision = judged(ranks(zh_en=[1] * 20, long_tail=[1] * 5))
    assert decision.verdict == "promote"
    assert reasons(decision) == ["promotion.better"]
    assert decision.primary.queries == 80  # the long tail asks again and is not counted twice
    assert decision.primary.candidate == pytest.approx((20 + 60 / 4) / 80)
    assert decision.primary.difference == pytest.approx(20 * 0.75 / 80)
    assert decision.primary.p_value < 0.001
    assert [(c.slice, c.rank_before, c.rank_after) for c in decision.improved[:1]] == [("zh-en", 4, 1)]
    assert len(decision.improved) == 8
    assert decision.worsened == ()
    assert msgspec.json.decode(msgspec.json.encode(decision), type=GateDecision) == decision


def test_a_gain_here_does_not_pay_for_a_loss_there() -> None:
    decision = judged(ranks(zh_en=[1] * 30, image_record=[40] * 20))
    assert decision.verdict == "keep"
    assert reasons(decision) == ["promotion.better", "promotion.worse_on"]
    assert decision.reasons[1].values["slice"] == "image-record"
    assert decision.worsened[0].rank_after == 40


def test_a_slice_that_only_repeats_still_vetoes() -> None:
    decision = judged(ranks(zh_en=[1] * 30, long_tail=[50] * 15))
    assert decision.verdict == "keep"
    assert [r.values["slice"] for r in decision.reasons if r.message_id == "promotion.worse_on"] == ["long-tail"]


def test_equal_and_barely_better_are_not_promoted() -> None:
    assert judged(ranks()).verdict == "keep"
    assert reasons(judged(ranks())) == ["promotion.not_better"]
    by_chance = judged(ranks(zh_en=[1, 1, 1, 9, 9]))
    assert by_chance.verdict == "keep"
    same = decide(SLICES, ("now", ranks()), ("now", ranks()), ("now", ranks()))
    assert same.verdict == "keep"


def test_a_gain_that_nobody_would_notice_is_no_reason_to_switch() -> None:
    little = ranks(zh_en=[3] * 8)  # 8 · (1/3 - 1/4) / 80 = .008, p = 2⁻⁸
    decision = judged(little)
    assert decision.primary.p_value < 0.01
    assert decision.primary.difference == pytest.approx(1 / 120)
    assert (decision.verdict, reasons(decision)) == ("keep", ["promotion.not_better"])
    assert judged(little, least_gain=0.0).verdict == "promote"


def test_what_is_uncertain_is_no_proof_of_harmlessness() -> None:
    wild = [2, 16] * 20  # better by .03 in the mean, but it might be worse by .026
    slices = judged(ranks(zh_en=[1] * 40, image_record=wild), tolerance=0.02).slices
    assert slices[1].difference > 0
    assert not slices[1].is_borne
    assert judged(ranks(zh_en=[1] * 40, image_record=wild), tolerance=0.05).slices[1].is_borne
    assert not judged(ranks(zh_en=[1] * 40, image_record=[4] * 20 + [9] * 20), tolerance=0.05).slices[1].is_borne
    assert judged(ranks(zh_en=[1] * 40, image_record=[4] * 38 + [9] * 2), tolerance=0.05).slices[1].is_borne


def test_a_small_slice_is_judged_by_its_mean() -> None:
    few = (part("zh-en", 40), part("zh-zh", 4))
    four = {each.name: {q.id: 4 for q in each.queries} for each in few}
    better = {"zh-en": dict.fromkeys(four["zh-en"], 1), "zh-zh": dict(four["zh-zh"]) | {"q00": 5}}
    decision = decide(few, ("new", better), ("now", four), ("now", four))
    assert decision.slices[1].is_small
    assert decision.slices[1].is_borne  # a loss of .0125 is within the tolerance
    assert reasons(decision) == ["promotion.better", "promotion.small_slices"]
    assert decision.verdict == "promote"
    worse = {"zh-en": better["zh-en"], "zh-zh": dict.fromkeys(four["zh-zh"], 5)}
    assert decide(few, ("new", worse), ("now", four), ("now", four), GateSettings(tolerance=0.02)).verdict == "keep"


def test_queries_of_one_work_are_one_piece_of_evidence() -> None:
    many = (part("zh-en", 40, per_work=10),)
    four = {"zh-en": {q.id: 4 for q in many[0].queries}}
    better = {"zh-en": {q.id: 1 for q in many[0].queries}}
    decision = decide(many, ("new", better), ("now", four), ("now", four))
    assert decision.primary.works == 4
    assert decision.primary.p_value == 1 / 16  # of 2⁴ sign patterns
    assert decision.verdict == "keep"


def test_the_untuned_base_stands_for_election() -> None:
    spoilt = ranks(zh_en=[30] * 40)
    decision = judged(ranks(zh_en=[31] * 40), current=spoilt, base=ranks())
    assert decision.verdict == "use_base"
    assert reasons(decision) == ["promotion.not_better", "promotion.base_better"]
    both = judged(ranks(zh_en=[1] * 40), current=spoilt, base=ranks())
    assert both.verdict == "promote"  # better than the base too
    less = judged(ranks(zh_en=[9] * 40), current=spoilt, base=ranks())
    assert less.verdict == "use_base"  # better than the one in use, but the base is better still


def test_a_slice_may_be_the_one_that_decides() -> None:
    gained = ranks(image_record=[1] * 30)
    assert judged(gained, primary="image-record").primary.name == "image-record"
    assert judged(gained, primary="zh-en").verdict == "keep"
    with pytest.raises(ValueError, match="held-out"):
        judged(gained, primary="joint")
    with pytest.raises(ValueError, match="held-out"):
        decide((), ("a", {}), ("b", {}), ("b", {}))
