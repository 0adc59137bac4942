"""Fusion of whatever is there, and modality dropout."""

from __future__ import annotations

import pytest
import torch

from core.encoders.unified.fusion import GatedFusion, drop_modalities
from core.encoders.unified.output import unit

SUBSETS = [[bool(number & 4), bool(number & 2), bool(number & 1)] for number in range(8)]


def vectors() -> torch.Tensor:
    torch.manual_seed(0)
    return unit(torch.randn(8, 3, 6)) * torch.tensor(SUBSETS)[..., None]


def opened() -> GatedFusion:
    torch.manual_seed(1)
    fusion = GatedFusion(6)
    with torch.no_grad():
        fusion.score.weight.normal_()
        fusion.kind.normal_()
        fusion.mix.add_(0.3 * torch.randn_like(fusion.mix))
    return fusion


def test_untrained_fusion_is_the_mean_of_what_is_there() -> None:
    given = vectors()
    fused = GatedFusion(6)(given, torch.tensor(SUBSETS))
    for row, present in enumerate(SUBSETS):
        total = given[row][torch.tensor(present)].sum(dim=0)
        torch.testing.assert_close(fused[row], total / max(float(total.norm()), 1e-9))


def test_trained_fusion_equals_its_formula() -> None:
    fusion, given = opened(), vectors()
    fused = fusion(given, torch.tensor(SUBSETS))
    for row, present in enumerate(SUBSETS):
        known = [place for place in range(3) if present[place]]
        if not known:
            assert not fused[row].any()
            continue
        inner = [torch.tanh(fusion.inner(given[row, place]) + fusion.kind[place]) for place in known]
        shares = torch.stack([fusion.score(value)[0] for value in inner]).softmax(dim=0)
        mixed = sum(share * given[row, place] @ fusion.mix[place] for share, place in zip(shares, known, strict=True))
        assert isinstance(mixed, torch.Tensor)
        torch.testing.assert_close(fused[row], mixed / mixed.norm())


def test_what_is_absent_has_no_say() -> None:
    fusion, given = opened(), vectors()
    noisy = given + torch.randn_like(given) * ~torch.tensor(SUBSETS)[..., None]
    torch.testing.assert_close(fusion(noisy, torch.tensor(SUBSETS)), fusion(given, torch.tensor(SUBSETS)))
    shares = fusion.shares(noisy, torch.tensor(SUBSETS))
    assert not shares[~torch.tensor(SUBSETS)].any()
    torch.testing.assert_close(shares.sum(dim=1)[1:], torch.ones(7))


def test_gradients() -> None:
    fusion = opened().double()
    given = vectors().double().requires_grad_()
    present = torch.tensor(SUBSETS)
    # Rows of absent modalities are zero and masked; only present ones are differentiated.
    assert torch.autograd.gradcheck(lambda rows: fusion(rows * present[..., None], present), (given,))


@pytest.mark.parametrize("probability", [0.25, 0.9])
def test_dropout_hides_but_never_all(probability: float) -> None:
    torch.manual_seed(0)
    present = torch.tensor(SUBSETS).repeat(500, 1)
    kept = drop_modalities(present, probability)
    assert not (kept & ~present).any()
    assert torch.equal(kept.any(dim=1), present.any(dim=1))
    all_three = kept[present.all(dim=1)]
    share = 1 - all_three.float().mean()
    spared = probability**3 / 3  # where all were drawn, one of three is kept
    assert abs(float(share) - (probability - spared)) < 0.03
    assert (all_three.float().mean(dim=0) - all_three.float().mean()).abs().max() < 0.06  # none is preferred


def test_no_dropout_keeps_everything() -> None:
    present = torch.tensor(SUBSETS)
    assert torch.equal(drop_modalities(present, 0.0), present)
