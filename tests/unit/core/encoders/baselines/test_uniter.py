from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from core.encoders.baselines.towers import BaselineConfig
from core.encoders.baselines.uniter import UniterBaseline, hard_negatives, locations, matching_loss
from core.encoders.centring import LanguageMeans


def test_one_logit_a_pair_and_both_sides_matter(config: BaselineConfig, make_batch: Any) -> None:
    model = UniterBaseline(config).eval()
    query, record = make_batch(4, text=True, image=True, seed=1), make_batch(4, text=True, image=True, seed=2)
    with torch.no_grad():
        logits = model(query, record)
        assert logits.shape == (4,)
        assert not torch.allclose(model(query, make_batch(4, text=True, image=True, seed=3)), logits)
        assert not torch.allclose(model(replace(query, image=None), record), logits)
        assert not torch.allclose(model(record, query), logits), "which side is the query is known"


def test_states_lose_the_mean_of_their_language_and_role(config: BaselineConfig, make_batch: Any) -> None:
    mean = np.random.default_rng(1).normal(size=config.dim).astype(np.float32)
    query, record = make_batch(4, text=True, seed=1), make_batch(4, image=True, seed=2)
    part = query.text
    query = replace(query, text=replace(part, role=torch.ones_like(part.role), group=torch.full_like(part.group, 2)))
    less = replace(query, text=replace(query.text, states=query.text.states - torch.from_numpy(mean)))
    with torch.no_grad():
        centred = UniterBaseline(config, LanguageMeans({("other", "passage"): mean})).eval()(query, record)
        torch.testing.assert_close(centred, UniterBaseline(config).eval()(less, record))


def test_padding_changes_nothing(config: BaselineConfig, make_batch: Any) -> None:
    model = UniterBaseline(config).eval()
    query, record = make_batch(4, image=True, seed=1), make_batch(4, text=True, seed=2)
    noisy = torch.where(record.text.mask[:, :, None], record.text.states, torch.full_like(record.text.states, 9.0))
    with torch.no_grad():
        other = model(query, replace(record, text=replace(record.text, states=noisy)))
        torch.testing.assert_close(other, model(query, record))


def test_eight_pairs_are_learnt(config: BaselineConfig, make_batch: Any, learns: Callable[..., float]) -> None:
    """Every picture against every text: only the single stream can tell, since each text occurs on both sides of it."""
    model = UniterBaseline(config)
    left, right = torch.meshgrid(torch.arange(8), torch.arange(8), indexing="ij")
    images, texts = make_batch(8, image=True, seed=1), make_batch(8, text=True, seed=2)
    rows = torch.arange(64)
    query = replace(
        images,
        size=64,
        image=replace(
            images.image,
            rows=rows,
            pooled=images.image.pooled[left.ravel()],
            maps=(images.image.maps[-1][left.ravel()],),
        ),
    )
    names = ("ids", "mask", "role", "group", "states")
    record = replace(
        texts, size=64, text=replace(texts.text, rows=rows, **{n: getattr(texts.text, n)[right.ravel()] for n in names})
    )
    labels = left.ravel() == right.ravel()

    def loss() -> torch.Tensor:
        return matching_loss(model(query, record), labels)

    assert learns(model, loss, steps=300, rate=3e-3) < 0.05


def test_gradients_reach_every_weight(config: BaselineConfig, make_batch: Any) -> None:
    model = UniterBaseline(config)
    query, record = make_batch(4, text=True, image=True, seed=1), make_batch(4, text=True, image=True, seed=2)
    matching_loss(model(query, record), torch.tensor([True, False, True, False])).backward()
    assert [name for name, p in model.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0] == []


def test_matching_loss_by_hand() -> None:
    logits, labels = torch.tensor([0.0, 2.0]), torch.tensor([True, False])
    expected = (torch.log(torch.tensor(2.0)) + torch.log(1 + torch.exp(torch.tensor(2.0)))) / 2
    torch.testing.assert_close(matching_loss(logits, labels), expected)


def test_negatives_are_near_and_never_forbidden() -> None:
    similarities = torch.tensor([[1.0, 0.9, 0.1], [0.9, 1.0, 0.2], [0.1, 0.2, 1.0]])
    forbidden = torch.eye(3, dtype=torch.bool)
    draw = torch.Generator().manual_seed(0)
    drawn = torch.stack([hard_negatives(similarities, forbidden, draw) for _ in range(200)])
    assert all(int((drawn[:, row] == row).sum()) == 0 for row in range(3))
    assert float((drawn[:, 0] == 1).float().mean()) > 0.95
    everything = torch.ones(3, 3, dtype=torch.bool)
    assert hard_negatives(similarities, everything, draw).tolist() == [-1, -1, -1]


def test_location_features() -> None:
    cells = locations(2, torch.device("cpu"))
    assert cells[1].tolist() == [0.5, 0.0, 1.0, 0.5, 0.5, 0.5, 0.25]
