from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as f

from core.encoders.baselines.clip import ClipBaseline
from core.encoders.baselines.layoutlmv3 import LayoutLmv3Baseline, patch_boxes
from core.encoders.baselines.scene_text import SceneTextBaseline
from core.encoders.baselines.towers import BaselineConfig
from core.encoders.centring import LanguageMeans
from core.encoders.unified.batch import UnifiedBatch
from core.encoders.unified.output import unit
from core.errors import InvalidInputError

ALL = [ClipBaseline, SceneTextBaseline, LayoutLmv3Baseline]
Learns = Callable[..., float]


def plain_pooling(batch: UnifiedBatch, means: LanguageMeans | None = None) -> torch.Tensor:
    """Mean over real tokens, row by row, as `core.encoders.textual` does it."""
    part = batch.text
    assert part is not None
    assert part.states is not None
    rows = []
    for states, mask in zip(part.states, part.mask, strict=True):
        mean = states[mask].mean(dim=0)
        mean = mean / mean.norm()
        if means is not None:
            mean = mean - torch.from_numpy(means.means["zh", "query"])
        rows.append(mean / mean.norm())
    return torch.stack(rows)


@pytest.mark.parametrize("kind", ALL)
def test_untrained_ranks_texts_as_its_backbone(kind: Any, config: BaselineConfig, make_batch: Any) -> None:
    mean = np.random.default_rng(1).normal(size=config.dim).astype(np.float32) / 5
    means = LanguageMeans({("zh", "query"): mean, ("en", "passage"): mean * 2})
    batch = make_batch(6, text=True)
    model = kind(config, means).eval()
    with torch.no_grad():
        output = model(batch)
    torch.testing.assert_close(output.text, plain_pooling(batch, means), atol=1e-5, rtol=0)
    torch.testing.assert_close(output.fused, output.text, atol=1e-5, rtol=0)
    assert output.image.abs().sum() == 0
    assert output.ocr.abs().sum() == 0


@pytest.mark.parametrize("kind", ALL)
def test_shapes_lengths_and_absent_modalities(kind: Any, config: BaselineConfig, make_batch: Any) -> None:
    model = kind(config).eval()
    full = make_batch(5, text=True, ocr=True, image=True)
    some = replace(
        full,
        text=replace(full.text, rows=torch.tensor([0, 2, 3, 4]), **_first(full.text, 4)),
        image=replace(
            full.image, rows=torch.tensor([1, 2]), pooled=full.image.pooled[:2], maps=(full.image.maps[1][:2],)
        ),
        ocr=None,
    )
    with torch.no_grad():
        for batch in (full, some):
            output = model(batch)
            for vectors in (output.text, output.ocr, output.image, output.fused):
                assert vectors.shape == (5, config.dim)
                lengths = vectors.norm(dim=1)
                assert torch.all((lengths < 1e-6) | ((lengths - 1).abs() < 1e-5))
        assert [bool(row.any()) for row in output.text] == [True, False, True, True, True]
        assert [bool(row.any()) for row in output.image] == [False, True, True, False, False]
        assert all(bool(row.any()) for row in output.fused)
        nothing = model(UnifiedBatch(3))
    assert nothing.fused.shape == (3, config.dim)
    assert nothing.fused.abs().sum() == 0


def _first(part: Any, n: int) -> dict[str, torch.Tensor]:
    names = [name for name in ("ids", "mask", "role", "group", "states") if getattr(part, name) is not None]
    return {name: getattr(part, name)[:n] for name in names}


@pytest.mark.parametrize("kind", ALL)
def test_states_must_be_there(kind: Any, config: BaselineConfig, make_batch: Any) -> None:
    batch = make_batch(2, text=True)
    for lacking in ({"states": None}, {"passed": 4}):
        with pytest.raises(InvalidInputError) as caught:
            kind(config)(replace(batch, text=replace(batch.text, **lacking)))
        assert caught.value.message_id == "unified.shape"


@pytest.mark.parametrize("kind", ALL)
def test_same_seed_same_weights_and_the_callers_chance_is_left_alone(kind: Any, config: BaselineConfig) -> None:
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    first, second = kind(config).state_dict(), kind(config).state_dict()
    assert torch.equal(torch.rand(1), expected)
    other = kind(replace(config, seed=1)).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)


@pytest.mark.parametrize("kind", ALL)
def test_gradients_reach_every_weight(kind: Any, config: BaselineConfig, make_batch: Any) -> None:
    model = kind(config)
    batch = make_batch(6, text=True, ocr=True, image=True)
    target = torch.randn(6, config.dim, generator=torch.Generator().manual_seed(9))
    optimiser = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(3):  # parts behind zero-initialised ones get their gradient once those have moved
        optimiser.zero_grad()
        output = model(batch)
        (output.fused * target + output.image * target).sum().backward()
        optimiser.step()
    still = [name for name, p in model.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0]
    assert still == []


@pytest.mark.parametrize(
    ("kind", "given", "name"),
    [(ClipBaseline, "image", "image"), (SceneTextBaseline, "ocr", "ocr"), (LayoutLmv3Baseline, "image", "image")],
)
def test_eight_pairs_are_learnt(
    kind: Any, given: str, name: str, config: BaselineConfig, make_batch: Any, learns: Learns
) -> None:
    model = kind(config)
    left, right = make_batch(8, seed=1, **{given: True}), make_batch(8, text=True, seed=2)

    def loss() -> torch.Tensor:
        scores = getattr(model(left), name) @ model(right).text.T / 0.1
        return f.cross_entropy(scores, torch.arange(8))

    before = float(loss().detach())
    assert before > 1.5
    assert learns(model, loss) < 0.1


def test_clip_does_not_read_and_scene_text_does(config: BaselineConfig, make_batch: Any) -> None:
    without, with_words = make_batch(4, image=True), make_batch(4, image=True, ocr=True)
    with_words = replace(with_words, image=without.image)
    with torch.no_grad():
        clip, scene = ClipBaseline(config).eval(), SceneTextBaseline(config).eval()
        torch.testing.assert_close(clip(with_words).fused, clip(without).fused)
        assert not torch.allclose(scene(with_words).fused, scene(without).fused)
        torch.testing.assert_close(scene(without).fused, scene(without).image)


def test_scene_text_gate_mixes_between_picture_and_words(config: BaselineConfig, make_batch: Any) -> None:
    model = SceneTextBaseline(config).eval()
    batch = make_batch(3, image=True, ocr=True)
    with torch.no_grad():
        model.gate[2].weight.zero_()
        for bias, share in ((-50.0, 0.0), (0.0, 0.5), (50.0, 1.0)):
            model.gate[2].bias.fill_(bias)
            output = model(batch)
            torch.testing.assert_close(output.fused, unit(share * output.ocr + (1 - share) * output.image))


def test_layoutlmv3_sees_where_words_stand(config: BaselineConfig, make_batch: Any, learns: Learns) -> None:
    """The same words at two places of the page become two vectors, once layout is trained."""
    model = LayoutLmv3Baseline(config)
    batch = make_batch(2, ocr=True)
    states, mask = batch.ocr.states[:1].expand(2, -1, -1), batch.ocr.mask[:1].expand(2, -1)
    boxes = torch.tensor([[100, 50, 300, 90], [100, 800, 300, 840]])[:, None].expand(2, 5, 4)
    batch = replace(batch, ocr=replace(batch.ocr, states=states, mask=mask, boxes=boxes))
    with torch.no_grad():
        start = model(batch).ocr
    torch.testing.assert_close(start[0], start[1])

    aim = torch.randn(config.dim, generator=torch.Generator().manual_seed(4))

    def loss() -> torch.Tensor:
        vectors = model(batch).ocr
        return (vectors[1] - vectors[0]) @ aim

    learns(model, loss, steps=60)
    with torch.no_grad():
        upper, lower = model(batch).ocr
    assert float(upper @ lower) < 0.5


def test_layoutlmv3_words_and_patches_look_at_each_other(config: BaselineConfig, make_batch: Any) -> None:
    model = LayoutLmv3Baseline(config).eval()
    with torch.no_grad():
        for layer in model.layers:
            torch.nn.init.normal_(layer.attended.weight, std=0.3)
        both = make_batch(3, ocr=True, image=True)
        alone = replace(both, image=None)
        assert not torch.allclose(model(both).ocr, model(alone).ocr, atol=1e-3)


def test_padding_changes_nothing(config: BaselineConfig, make_batch: Any) -> None:
    model = LayoutLmv3Baseline(config).eval()
    with torch.no_grad():
        for layer in model.layers:
            torch.nn.init.normal_(layer.attended.weight, std=0.3)
        batch = make_batch(4, ocr=True, image=True)
        noisy = torch.where(batch.ocr.mask[:, :, None], batch.ocr.states, torch.full_like(batch.ocr.states, 7.0))
        other = replace(batch, ocr=replace(batch.ocr, states=noisy))
        torch.testing.assert_close(model(other).fused, model(batch).fused)


def test_patch_boxes() -> None:
    assert patch_boxes(2, torch.device("cpu")).tolist() == [
        [0, 0, 500, 500],
        [500, 0, 1000, 500],
        [0, 500, 500, 1000],
        [500, 500, 1000, 1000],
    ]


def test_heads_must_divide(config: BaselineConfig) -> None:
    with pytest.raises(InvalidInputError):
        replace(config, heads=5)
    with pytest.raises(InvalidInputError):
        replace(config, layers=0)
    assert BaselineConfig.from_json({**config.to_json(), "later": 1}) == config
