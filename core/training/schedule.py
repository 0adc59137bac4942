"""Learning rate over the steps of a run."""

from __future__ import annotations

import math


def rate_factor(step: int, total_steps: int, warmup: float, final: float) -> float:
    """What the base rate is multiplied by in a step: linear warm-up, then half a cosine (Loshchilov and Hutter 2017,
    arXiv:1608.03983, eq. 5, one period).

    Args:
        step: From 0 to total_steps - 1.
        total_steps: At least 1.
        warmup: Share of the steps that rise.
        final: Factor of the last step.
    """
    rising = max(1, round(warmup * total_steps)) if warmup > 0 else 0
    if step < rising:
        return (step + 1) / rising
    falling = max(1, total_steps - rising - 1)
    place = min(1.0, (step - rising) / falling)
    return final + (1 - final) * (1 + math.cos(math.pi * place)) / 2
