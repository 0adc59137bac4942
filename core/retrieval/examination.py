"""How probable it is that a person looked at a result at all: the position-based examination model.

What is shown first is looked at more often, so what is chosen first says less. The model takes P(looked at | place k)
= k^-η; with η = 1 the tenth place is looked at a tenth as often as the first. It is not fitted: a library has too few
events for that, and the weights that learning gives to deep places are clipped instead.

Source: Craswell, Zoeter, Taylor & Ramsey 2008, "An experimental comparison of click position-bias models" (the
examination hypothesis); Joachims, Swaminathan & Schnabel 2017, arXiv:1608.04468, section 5 (this form of it).
"""

from __future__ import annotations

from core.domain.feedback import FeedbackKind

POSITION_BIAS = 0.7
"""η. Below 1, since a wall of covers shows a whole screen at once."""
LARGEST_WEIGHT = 4.0
"""Inverse propensities above this are cut: few events must not decide by having been far down."""

CONFIDENCE: dict[FeedbackKind, float] = {
    "opened": 0.3,
    "this_is_it": 1.0,
    "not_this": 1.0,
    "accepted": 1.0,
    "rejected": 0.5,
    "corrected": 1.0,
}
"""How much each kind of feedback says about what was meant. Ratings have their own rule, see `rating_confidence`."""


def propensity(place: int) -> float:
    """P(looked at) of a place, from 1 on."""
    return float(max(1, place) ** -POSITION_BIAS)


def inverse_propensity(of_place: float) -> float:
    """The weight of something that was chosen at a place with this propensity, clipped."""
    return min(LARGEST_WEIGHT, 1.0 / max(of_place, 1e-6))


def rating_confidence(stars: int) -> float:
    """A rating as a verdict: -1 (one star: surely not) … 1 (five stars: surely), 0 in the middle."""
    return max(-1.0, min(1.0, (stars - 3) / 2))
