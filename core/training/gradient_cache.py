"""Contrastive batches larger than memory: exact gradients from embeddings that are computed in chunks, twice.

Source: Gao et al. 2021, "Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup", arXiv:2101.06983,
section 3.2. First every chunk is encoded without keeping its graph; the loss over all embeddings gives the gradient
of each embedding; then every chunk is encoded again with its graph and that gradient is sent back through it. Dropout
draws the same in both passes, since the random state of the first is replayed in the second; without that the
gradients would belong to a network that was never evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor

Embed = Callable[[int], "Tensor"]
"""Number of a chunk → its embeddings, float32 (rows, d)."""


class RandomState:
    """The state of torch's generators, on the CPU and on one CUDA device where there is one."""

    def __init__(self, device: torch.device) -> None:
        self._device = device if device.type == "cuda" else None
        self._cpu = torch.get_rng_state()
        self._cuda = torch.cuda.get_rng_state(device) if self._device is not None else None

    def restore(self) -> None:
        """Go back to this state."""
        torch.set_rng_state(self._cpu)
        if self._cuda is not None and self._device is not None:
            torch.cuda.set_rng_state(self._cuda, self._device)


def backward_in_chunks(
    embed: Embed,
    rows: Sequence[Sequence[int]],
    loss: Callable[[Tensor], Tensor],
    device: torch.device,
    scale: Callable[[Tensor], Tensor] = lambda value: value,
    *,
    keep_graphs: bool = False,
) -> Tensor:
    """Leave the gradients of `loss` over all embeddings in the parameters.

    Networks that change state in a forward pass (batch normalisation in training) are evaluated twice; ours are not.

    Args:
        embed: Encodes a chunk, with gradient.
        rows: For each chunk the rows of the whole batch it fills; together 0 … n - 1, each once.
        loss: All embeddings (n, d) → scalar; may have parameters of its own, which get their gradient too.
        device: Where the embeddings are.
        scale: Applied to the loss before the backward pass (the scaler of float16).
        keep_graphs: Keep the graphs of all chunks where memory allows, so that each is encoded once; else one chunk's
            at a time.

    Returns:
        The loss, without scale, detached.
    """
    order = torch.tensor([row for chunk in rows for row in chunk], device=device)
    if keep_graphs or len(rows) == 1:
        stacked = torch.cat([embed(number) for number in range(len(rows))])
        value = loss(torch.zeros_like(stacked).index_copy(0, order, stacked))
        torch.autograd.backward(scale(value))
        return value.detach()
    states: list[RandomState] = []
    encoded: list[Tensor] = []
    with torch.no_grad():
        for number in range(len(rows)):
            states.append(RandomState(device))
            encoded.append(embed(number))
    after = RandomState(device)
    stacked = torch.cat(encoded)
    whole = torch.zeros_like(stacked).index_copy(0, order, stacked).requires_grad_()
    value = loss(whole)
    torch.autograd.backward(scale(value))
    gradient = whole.grad
    if gradient is None:
        raise RuntimeError("the loss does not depend on the embeddings")
    for number, chunk_rows in enumerate(rows):
        states[number].restore()
        part = embed(number)
        torch.autograd.backward(part, gradient[torch.tensor(chunk_rows, device=device)])
    after.restore()
    return value.detach()
