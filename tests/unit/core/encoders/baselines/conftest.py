from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
import torch

from core.encoders.baselines.towers import BaselineConfig
from core.encoders.unified.batch import ImagePart, OcrPart, TextPart, UnifiedBatch

DIM, POOLED, CHANNELS = 24, 10, 6
CONFIG = BaselineConfig(
    dim=DIM, pooled_dim=POOLED, map_dim=CHANNELS, layers=2, heads=4, feed_forward=32, grid=2, dropout=0
)


class MakeBatch(Protocol):
    def __call__(
        self, n: int, *, text: bool = False, ocr: bool = False, image: bool = False, seed: int = 0
    ) -> UnifiedBatch: ...


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def config() -> BaselineConfig:
    return CONFIG


@pytest.fixture
def make_batch() -> MakeBatch:
    """Random tensors in the shapes that the collator gives; every row has what is asked for."""

    def build(n: int, *, text: bool = False, ocr: bool = False, image: bool = False, seed: int = 0) -> UnifiedBatch:
        draw = torch.Generator().manual_seed(seed)
        rows = torch.arange(n)
        tokens = 5
        mask = torch.arange(tokens)[None] < torch.randint(2, tokens + 1, (n, 1), generator=draw)

        def states() -> torch.Tensor:
            return torch.randn(n, tokens, DIM, generator=draw)

        ids = torch.randint(5, 90, (n, tokens), generator=draw)
        zeros = torch.zeros(n, dtype=torch.int64)
        boxes = torch.sort(torch.randint(0, 1001, (n, tokens, 2, 2), generator=draw), dim=2).values.reshape(
            n, tokens, 4
        )
        places = torch.zeros(n, tokens, dtype=torch.int64)
        return UnifiedBatch(
            n,
            TextPart(rows, ids, mask, zeros, zeros, states(), -1) if text else None,
            OcrPart(
                rows,
                ids,
                mask,
                zeros,
                boxes,
                places,
                places,
                torch.ones(n, tokens),
                rows if image else zeros - 1,
                states(),
                -1,
            )
            if ocr
            else None,
            ImagePart(
                rows,
                torch.nn.functional.normalize(torch.randn(n, POOLED, generator=draw), dim=-1),
                (torch.randn(n, 3, 8, 8, generator=draw), torch.randn(n, CHANNELS, 4, 4, generator=draw)),
            )
            if image
            else None,
        )

    return build


@pytest.fixture
def learns() -> Callable[[torch.nn.Module, Callable[[], torch.Tensor]], float]:
    """The loss after a few hundred steps: a network that can fit eight pairs reaches nearly nothing."""

    def run(model: torch.nn.Module, loss: Callable[[], torch.Tensor], steps: int = 150, rate: float = 5e-3) -> float:
        optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.0)
        last = torch.tensor(float("inf"))
        for _ in range(steps):
            optimiser.zero_grad()
            last = loss()
            last.backward()
            optimiser.step()
        return float(last.detach())

    return run
