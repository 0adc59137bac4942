"""The joint contrastive loss L = λ_vt·L_vt + λ_ot·L_ot + λ_cl·L_cl (+ λ_qr·L_qr), each term symmetric.

The source paper names a joint contrastive loss over (cover, text), (OCR, text) and (Chinese, English) pairs; its
equations are not public, so the form is our reconstruction: every term is a symmetric InfoNCE (van den Oord et al.
2018, arXiv:1807.03748, eq. 4, averaged over both directions as in CLIP, Radford et al. 2021, arXiv:2103.00020, fig. 3)
with a learnable temperature of its own. The fourth term, whole queries against whole records, is ours: it is what
trains the fusion. A weight of 0 switches a term off.

Alternative: the pairwise sigmoid loss (Zhai et al. 2023, arXiv:2303.15343, algorithm 1), with its bias.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

from core.encoders.unified.output import prefix
from core.training.config import TERMS, LossConfig, Term

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class TermBatch:
    """What one term compares.

    Attributes:
        left, right: Unit rows aligned by pair, float32 (n, d).
        allowed: bool (n, n), True where row i and column j may be compared; False marks a false negative. The
            diagonal (the pairs themselves) counts whatever it says.
        hard: More right sides that answer nothing here, (h, d), or None.
        hard_allowed: bool (n, h) for them.
        weight: How much each pair counts, positive, (n,), or None where all count alike.
    """

    left: Tensor
    right: Tensor
    allowed: Tensor
    hard: Tensor | None = None
    hard_allowed: Tensor | None = None
    weight: Tensor | None = None


def symmetric_info_nce(batch: TermBatch, inverse_temperature: Tensor) -> Tensor:
    """Cross-entropy of the pair among the allowed candidates, averaged over both directions and the batch.

    Args:
        batch: n ≥ 1 pairs. Hard negatives are candidates of the left-to-right direction only.
        inverse_temperature: 1/τ, a positive scalar.

    Returns:
        Scalar loss in nats.

    Source: arXiv:1807.03748, eq. 4, both directions averaged; masked candidates have probability 0.
    """
    logits = batch.left @ batch.right.T * inverse_temperature  # (n, n)
    n = logits.shape[0]
    allowed = _with_diagonal(batch.allowed)
    target = torch.arange(n, device=logits.device)
    backward = logits.T.masked_fill(~allowed.T, -math.inf)
    forward = logits.masked_fill(~allowed, -math.inf)
    if batch.hard is not None and batch.hard_allowed is not None and batch.hard.shape[0]:
        hard = batch.left @ batch.hard.T * inverse_temperature  # (n, h)
        forward = torch.cat([forward, hard.masked_fill(~batch.hard_allowed, -math.inf)], dim=1)
    if batch.weight is None:
        return (functional.cross_entropy(forward, target) + functional.cross_entropy(backward, target)) / 2
    nats = [functional.cross_entropy(logits, target, reduction="none") for logits in (forward, backward)]
    return ((nats[0] + nats[1]) * batch.weight).sum() / (2 * batch.weight.sum())


def pairwise_sigmoid(batch: TermBatch, inverse_temperature: Tensor, bias: Tensor) -> Tensor:
    """Each pair and each allowed non-pair is a yes-or-no question of its own.

    Args:
        batch: n ≥ 1 pairs.
        inverse_temperature: 1/τ, a positive scalar.
        bias: Scalar; starts at about -10, since nearly all comparisons are non-pairs.

    Returns:
        Scalar, nats summed over candidates and averaged over pairs.

    Source: arXiv:2303.15343, algorithm 1.
    """
    logits = batch.left @ batch.right.T * inverse_temperature + bias  # (n, n)
    n = logits.shape[0]
    sign = 2 * torch.eye(n, device=logits.device, dtype=logits.dtype) - 1
    answers = functional.logsigmoid(sign * logits) * _with_diagonal(batch.allowed)
    if batch.weight is not None:
        answers = answers * batch.weight[:, None]
    total = -answers.sum()
    if batch.hard is not None and batch.hard_allowed is not None and batch.hard.shape[0]:
        hard = batch.left @ batch.hard.T * inverse_temperature + bias
        total = total - (functional.logsigmoid(-hard) * batch.hard_allowed).sum()
    return total / n


class JointLoss(nn.Module):
    """The weighted sum of all terms that a step has pairs for, over every Matryoshka prefix.

    Temperatures are learned as log(1/τ) and held within their limits by `clamp`, which the trainer calls after each
    step (as CLIP does with its 100), so that the gradient at a limit still points back inside.

    Args:
        config: Kind, weights, temperatures, biases.
        dims: Prefix dimensions that must each stand alone beside the full one (Kusupati et al. 2022, arXiv:2205.13147,
            eq. 1, all weights 1, averaged).
    """

    def __init__(self, config: LossConfig, dims: Sequence[int]) -> None:
        super().__init__()
        self.config = config
        self.dims = tuple(dims)
        start = math.log(1 / config.temperature)
        self.log_scale = nn.ParameterDict({term: nn.Parameter(torch.tensor(start)) for term in TERMS})
        biased = TERMS if config.kind == "sigmoid" else ()
        self.bias = nn.ParameterDict({term: nn.Parameter(torch.tensor(config.sigmoid_bias)) for term in biased})

    def forward(self, batches: Mapping[Term, TermBatch]) -> tuple[Tensor, dict[Term, Tensor]]:
        """The loss to minimise, and each term without its weight. Terms of weight 0 are not computed.

        Raises:
            ValueError: If no term has both a weight and a pair.
        """
        terms: dict[Term, Tensor] = {}
        for term, batch in batches.items():
            if self.config.weight(term) > 0 and batch.left.shape[0]:
                terms[term] = self._term(term, batch)
        if not terms:
            raise ValueError("no loss term has a pair")
        total = torch.stack([self.config.weight(term) * value for term, value in terms.items()]).sum()
        return total, terms

    def temperatures(self) -> dict[Term, float]:
        """τ of each term."""
        return {term: math.exp(-float(self.log_scale[term].detach())) for term in TERMS}

    @torch.no_grad()
    def clamp(self) -> None:
        """Bring every temperature back within its limits."""
        low, high = math.log(1 / self.config.max_temperature), math.log(1 / self.config.min_temperature)
        for value in self.log_scale.values():
            value.clamp_(low, high)

    def _term(self, term: Term, batch: TermBatch) -> Tensor:
        scale = self.log_scale[term].exp()
        values = []
        whole = batch.left.shape[1]
        for dim in (*(each for each in self.dims if each < whole), whole):
            shortened = batch if dim == whole else _prefix(batch, dim)
            if self.config.kind == "sigmoid":
                values.append(pairwise_sigmoid(shortened, scale, self.bias[term]))
            else:
                values.append(symmetric_info_nce(shortened, scale))
        return torch.stack(values).mean()


def _prefix(batch: TermBatch, dim: int) -> TermBatch:
    """The first `dim` components, unit length again."""
    hard = None if batch.hard is None else prefix(batch.hard, dim)
    left, right = prefix(batch.left, dim), prefix(batch.right, dim)
    return TermBatch(left, right, batch.allowed, hard, batch.hard_allowed, batch.weight)


def _with_diagonal(allowed: Tensor) -> Tensor:
    return allowed | torch.eye(allowed.shape[0], dtype=torch.bool, device=allowed.device)
