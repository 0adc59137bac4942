"""The joint loss against numbers worked out by hand and against a slow reference."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from core.errors import InvalidInputError
from core.training.config import TERMS, LossConfig
from core.training.losses import JointLoss, TermBatch, pairwise_sigmoid, symmetric_info_nce


def everything(n: int) -> Tensor:
    return torch.ones(n, n, dtype=torch.bool)


def unit_rows(n: int, dim: int, seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.nn.functional.normalize(torch.randn(n, dim, generator=generator, dtype=torch.float64), dim=1)


def test_two_pairs_by_hand() -> None:
    """Cosines [[1, 0], [.6, .8]] at 1/τ = 10: logits [[10, 0], [6, 8]]."""
    batch = TermBatch(torch.eye(2), torch.tensor([[1.0, 0.0], [0.6, 0.8]]), everything(2))
    logits = torch.tensor([[10.0, 6.0], [0.0, 8.0]])  # left i against right j
    assert torch.equal(batch.left @ batch.right.T * 10, logits)
    forward = (math.log1p(math.exp(-4)) + math.log1p(math.exp(-8))) / 2
    backward = (math.log1p(math.exp(-10)) + math.log1p(math.exp(-2))) / 2
    loss = symmetric_info_nce(batch, torch.tensor(10.0))
    assert float(loss) == pytest.approx((forward + backward) / 2, rel=1e-5)


def test_indifferent_vectors_cost_the_logarithm_of_the_batch() -> None:
    same = torch.ones(8, 4) / 2
    assert float(symmetric_info_nce(TermBatch(same, same, everything(8)), torch.tensor(20.0))) == pytest.approx(
        math.log(8), rel=1e-6
    )


def test_a_false_negative_does_not_push() -> None:
    left, right = unit_rows(3, 4, 1), unit_rows(3, 4, 2)
    allowed = everything(3)
    allowed[0, 1] = False
    loss = symmetric_info_nce(TermBatch(left, right, allowed), torch.tensor(5.0, dtype=torch.float64))
    logits = left @ right.T * 5
    terms = []
    for i in range(3):
        row = [j for j in range(3) if bool(allowed[i, j])]
        column = [j for j in range(3) if bool(allowed[j, i])]
        terms.append(torch.logsumexp(logits[i, row], 0) - logits[i, i])
        terms.append(torch.logsumexp(logits[column, i], 0) - logits[i, i])
    assert float(loss) == pytest.approx(float(torch.stack(terms).mean()), rel=1e-9)


def test_a_masked_only_neighbour_leaves_nothing_to_learn() -> None:
    left, right = unit_rows(2, 4, 1), unit_rows(2, 4, 2)
    loss = symmetric_info_nce(TermBatch(left, right, torch.eye(2, dtype=torch.bool)), torch.tensor(5.0))
    assert float(loss) == 0.0


def test_hard_negatives_are_candidates_of_one_direction() -> None:
    left, right, hard = unit_rows(3, 4, 1), unit_rows(3, 4, 2), unit_rows(2, 4, 3)
    hard_allowed = torch.tensor([[True, False], [True, True], [False, False]])
    loss = symmetric_info_nce(
        TermBatch(left, right, everything(3), hard, hard_allowed), torch.tensor(5.0, dtype=torch.float64)
    )
    logits, more = left @ right.T * 5, left @ hard.T * 5
    terms = []
    for i in range(3):
        row = torch.cat([logits[i], more[i][hard_allowed[i]]])
        terms += [torch.logsumexp(row, 0) - logits[i, i], torch.logsumexp(logits[:, i], 0) - logits[i, i]]
    assert float(loss) == pytest.approx(float(torch.stack(terms).mean()), rel=1e-9)


def test_sigmoid_by_hand() -> None:
    batch = TermBatch(torch.eye(2), torch.eye(2), everything(2))
    loss = pairwise_sigmoid(batch, torch.tensor(10.0), torch.tensor(-10.0))
    # pairs: logit 0 → log 2 each; the two non-pairs: logit -10 → log(1 + e^-10) each
    assert float(loss) == pytest.approx(math.log(2) + math.log1p(math.exp(-10)), rel=1e-6)


def test_sigmoid_leaves_out_what_is_masked_and_counts_hard_negatives() -> None:
    left, right, hard = torch.eye(2), torch.eye(2), torch.eye(2)[:1]
    none = torch.eye(2, dtype=torch.bool)
    allowed = torch.tensor([[True], [False]])
    loss = pairwise_sigmoid(TermBatch(left, right, none, hard, allowed), torch.tensor(10.0), torch.tensor(-10.0))
    assert float(loss) == pytest.approx(math.log(2) + math.log(2) / 2, rel=1e-6)


def test_the_sum_is_weighted_and_terms_can_be_switched_off() -> None:
    batches = {term: TermBatch(unit_rows(4, 8, k).float(), unit_rows(4, 8, k + 9).float(), everything(4)) for k, term in
               enumerate(TERMS)}  # fmt: skip
    total, terms = JointLoss(LossConfig(vt=2.0, ot=0.0, cl=0.5, qr=0.0), ())(batches)
    assert set(terms) == {"vt", "cl"}
    assert float(total.detach()) == pytest.approx(float((2 * terms["vt"] + 0.5 * terms["cl"]).detach()), rel=1e-6)


def test_every_prefix_counts_once() -> None:
    batch = TermBatch(unit_rows(5, 8, 1).float(), unit_rows(5, 8, 2).float(), everything(5))
    scale = torch.tensor(1 / 0.05)
    expected = []
    for dim in (2, 4, 8):
        left, right = (torch.nn.functional.normalize(side[:, :dim], dim=1) for side in (batch.left, batch.right))
        expected.append(float(symmetric_info_nce(TermBatch(left, right, batch.allowed), scale)))
    total, _ = JointLoss(LossConfig(temperature=0.05), (2, 4, 8))({"cl": batch})
    assert float(total.detach()) == pytest.approx(sum(expected) / 3, rel=1e-5)


def test_each_term_learns_its_own_temperature_within_limits() -> None:
    loss = JointLoss(LossConfig(temperature=0.05, min_temperature=0.04), ())
    optimiser = torch.optim.SGD(loss.parameters(), lr=100.0)
    right = torch.eye(4)
    for _ in range(3):
        optimiser.zero_grad()
        total, _ = loss({"cl": TermBatch(torch.eye(4) * 0.1 + 0.05, right, everything(4))})
        total.backward()
        optimiser.step()
        loss.clamp()
    assert loss.temperatures()["cl"] == pytest.approx(0.04, rel=1e-5)  # right answers: as sharp as allowed
    assert loss.temperatures()["vt"] == pytest.approx(0.05, rel=1e-5)


def test_gradients_of_both_kinds_agree_with_differences() -> None:
    left, right = unit_rows(3, 4, 1).requires_grad_(), unit_rows(3, 4, 2).requires_grad_()
    scale = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
    bias = torch.tensor(-2.0, dtype=torch.float64, requires_grad=True)
    allowed = everything(3)
    allowed[2, 0] = False
    assert torch.autograd.gradcheck(
        lambda a, b, s: symmetric_info_nce(TermBatch(a, b, allowed), s), (left, right, scale)
    )
    assert torch.autograd.gradcheck(
        lambda a, b, s, c: pairwise_sigmoid(TermBatch(a, b, allowed), s, c), (left, right, scale, bias)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"vt": -1.0},
        {"vt": 0.0, "ot": 0.0, "cl": 0.0, "qr": 0.0},
        {"temperature": 0.9},
        {"temperature": float("nan")},
        {"min_temperature": 0.0},
    ],
)
def test_impossible_losses_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        LossConfig(**wrong)  # type: ignore[arg-type]
    assert caught.value.message_id == "training.setting"


def test_nothing_to_compare_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no loss term"):
        JointLoss(LossConfig(vt=0.0), ())({"vt": TermBatch(torch.eye(2), torch.eye(2), everything(2))})
