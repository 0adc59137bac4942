"""Weights of fusion from feedback: listwise, weighted by inverse propensity, near the shipped ones, guarded by replay.

Learning takes the training part of the events and maximises the probability of what people chose among what they were
shown, P(chosen) = softmax(z), less that of what they refused; what was chosen far down weighs more, since few look
there. A quadratic prior and hard bounds keep the weights near the shipped ones. The whole way to the result, then half
and a quarter of it, are *replayed* on the other part, which learning has not seen. The first is kept that ranks what
was chosen there clearly better (by a least gain and 1.645 standard errors), is no worse without the weighting by
position, and is no worse on the library's own records asked by their own words (anchors). The last two rules are for
people who do not fit the examination model: one who clicks anywhere teaches that low places are good, and passes a
test that believes the same.

Everything is a function of the events: no random numbers, the split is by a checksum of the query.

Source: Joachims, Swaminathan & Schnabel 2017, arXiv:1608.04468 (propensity-weighted learning to rank; theirs is
pairwise); Cao et al. 2007, "Learning to rank: from pairwise to listwise approach" (top-one softmax).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.domain.feedback import ReplayFigures, SearchEvent
from core.retrieval.examination import CONFIDENCE, inverse_propensity, rating_confidence
from core.retrieval.fusion import FEATURES, FusionWeights

LEAST_EVENTS = 20
LEAST_HELD_OUT = 6
MOST_EVENTS = 2000
_HELD_OUT_OF_TEN = 4
_PRIOR_EVENTS = 6.0
"""How many events the prior counts as."""
_LARGEST_CHANGE = 0.6
"""Of a weight, in shares of its scale."""
_LEAST_SCALE = 3.0
_N_STEPS = 300
_ANCHOR_TOLERANCE = 0.005
_STANDARD_ERRORS = 1.645
"""How far the gain must stand above nothing: one-sided 5 % where gains are about normal."""
_LEAST_GAIN = 0.02
"""In reciprocal rank, weighted by inverse propensity: less is not worth another order of results."""
_PARTS_OF_THE_WAY = (1.0, 0.5, 0.25)
_UNLEARNED = frozenset({"pinyin", "cover"})
_OUT = -1e9

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JudgedList:
    """One event as learning sees it: n results in the order shown.

    `features` (n, f); `chosen` and `refused` (n,): how surely each result was what was meant, or was not, times its
    inverse propensity; 0 = nothing was said. `name` decides the part.
    """

    name: str
    features: Array
    chosen: Array
    refused: Array

    @property
    def is_held_out(self) -> bool:
        """Whether it is replayed rather than learned from."""
        return zlib.crc32(self.name.encode()) % 10 < _HELD_OUT_OF_TEN


@dataclass(frozen=True, slots=True)
class Anchor:
    """A record asked by its own words: candidates' features (n, f), and which candidate it is."""

    features: Array
    target: int


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of learning. `reason`: a message id; `weights` are to be used only when `is_kept`."""

    is_kept: bool
    reason: str
    weights: FusionWeights
    events: int
    replay: ReplayFigures


def judged_lists(events: Sequence[SearchEvent], key_of: Callable[[SearchEvent], str]) -> list[JudgedList]:
    """The events that say which of several results was meant or was not; the newest `MOST_EVENTS` of them."""
    found: list[JudgedList] = []
    for event in sorted(events, key=lambda e: e.id)[-MOST_EVENTS:]:
        rows = [shown for shown in event.shown if len(shown.features) == len(FEATURES)]
        places = {shown.record_id: place for place, shown in enumerate(rows)}
        chosen, refused = np.zeros(len(rows)), np.zeros(len(rows))
        for said in event.said:
            place = places.get(said.record_id)
            if place is None:
                continue
            sure = rating_confidence(int(said.value)) if said.kind == "rating" else CONFIDENCE[said.kind]
            if said.kind in ("not_this", "rejected"):
                sure = -sure
            weight = abs(sure) * inverse_propensity(rows[place].propensity)
            side = chosen if sure > 0 else refused
            side[place] = max(side[place], weight)
        chosen[refused > 0] = 0.0
        if len(rows) > 1 and (chosen.any() or refused.any()):
            features = np.array([shown.features for shown in rows], dtype=np.float64)
            found.append(JudgedList(key_of(event), features, chosen, refused))
    return found


def learn(
    lists: Sequence[JudgedList],
    shipped: FusionWeights,
    present: FusionWeights,
    anchors: Callable[[], Sequence[Anchor]] = lambda: (),
) -> Learned:
    """New weights from all events, and whether they may be used.

    Args:
        lists: From `judged_lists`.
        shipped: What the weights are held near.
        present: What they have to be better than.
        anchors: Made only when the replay was passed.
    """
    held_out = [each for each in lists if each.is_held_out]
    training = [each for each in lists if not each.is_held_out]
    if len(lists) < LEAST_EVENTS or len(held_out) < LEAST_HELD_OUT or not training:
        return Learned(False, "feedback.too_few", present, len(lists), ReplayFigures(events=len(held_out)))
    now, goal = _vector(present), fit(training, _vector(shipped))
    found = Learned(False, "feedback.no_gain", present, len(lists), ReplayFigures(events=len(held_out)))
    own: Sequence[Anchor] | None = None
    for part in _PARTS_OF_THE_WAY:
        weights = now + part * (goal - now)
        replayed = replay(held_out, now, weights)
        found = replace(found, weights=_named(weights, now, present, training), replay=replayed)
        if replayed.gain < max(_LEAST_GAIN, _STANDARD_ERRORS * replayed.gain_error) or replayed.after < replayed.before:
            continue
        own = anchors() if own is None else own
        before, after = _anchor_rank(own, now), _anchor_rank(own, weights)
        found = replace(found, replay=replace(replayed, anchors_before=before, anchors_after=after))
        if after >= before - _ANCHOR_TOLERANCE:
            return replace(found, is_kept=True, reason="feedback.kept")
        found = replace(found, reason="feedback.anchors_worse")
    return found


def _named(weights: Array, now: Array, present: FusionWeights, lists: Sequence[JudgedList]) -> FusionWeights:
    """As stored; "nothing here" moves with the best scores, so that as much counts as found as before."""
    risen = float(np.mean([(e.features @ weights).max() - (e.features @ now).max() for e in lists]))
    named = {name: round(float(value), 4) for name, value in zip(FEATURES, weights, strict=True)}
    return FusionWeights(named, round(present.none + risen, 4), "feedback")


def fit(lists: Sequence[JudgedList], prior: Array) -> Array:
    """The weights (f,) of least penalised loss, within the bounds; by projected descent with Adam's step sizes."""
    n = max(len(each.features) for each in lists)
    features = np.zeros((len(lists), n, len(prior)))
    is_shown = np.zeros((len(lists), n), dtype=bool)
    chosen, refused = np.zeros(is_shown.shape), np.zeros(is_shown.shape)
    for row, each in enumerate(lists):
        k = len(each.features)
        features[row, :k], is_shown[row, :k] = each.features, True
        chosen[row, :k], refused[row, :k] = each.chosen, each.refused
    scale = np.maximum(np.abs(prior), _LEAST_SCALE)
    free = np.array([name not in _UNLEARNED for name in FEATURES])
    # several results chosen from one list share its word; a list weighs at most as much as its surest choice
    chosen /= np.maximum(1.0, chosen.sum(axis=1, keepdims=True) / np.maximum(chosen.max(axis=1, keepdims=True), 1e-9))
    refused /= np.maximum(
        1.0, refused.sum(axis=1, keepdims=True) / np.maximum(refused.max(axis=1, keepdims=True), 1e-9)
    )

    def gradient(weights: Array) -> Array:
        z = np.where(is_shown, features @ weights, _OUT)
        share = _softmax(z)
        # -log share of each chosen one
        pull = share * chosen.sum(axis=1, keepdims=True) - chosen
        # -log(1 - share) of each refused one: its own z goes down, the rest up in proportion
        force = refused * share / np.maximum(1.0 - share, 1e-3)
        pull = pull + force - share * force.sum(axis=1, keepdims=True)
        of_prior = 2 * _PRIOR_EVENTS * (weights - prior) / scale**2
        return np.where(free, np.einsum("ij,ijf->f", pull, features) + of_prior, 0.0)

    low, high = prior - _LARGEST_CHANGE * scale, prior + _LARGEST_CHANGE * scale
    x, first, second = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    for t in range(1, _N_STEPS + 1):
        g = gradient(x)
        first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g * g
        step = 0.08 * (1 - t / (_N_STEPS + 1)) * (first / (1 - 0.9**t)) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
        x = np.clip(x - step, low, high)
    return x


def replay(lists: Sequence[JudgedList], before: Array, after: Array) -> ReplayFigures:
    """How much better the new weights rank what was chosen, and how much lower what was refused."""
    old = np.array([_merit(each, before) for each in lists])
    new = np.array([_merit(each, after) for each in lists])
    weight = np.array([max(each.chosen.max(), each.refused.max()) for each in lists])
    weight = weight / weight.sum()
    difference = new - old
    gain = float((weight * difference).sum())
    error = float(np.sqrt((weight**2 * (difference - gain) ** 2).sum()))
    return ReplayFigures(len(lists), round(float(old.mean()), 5), round(float(new.mean()), 5), gain, error)


def _merit(each: JudgedList, weights: Array) -> float:
    """Mean reciprocal rank of what was chosen, one less that of what was refused, or the mean of the two."""
    z = each.features @ weights
    ranks = np.empty(len(z))
    ranks[np.argsort(-z, kind="stable")] = np.arange(1, len(z) + 1)
    merits = []
    if each.chosen.any():
        merits.append(float((1 / ranks[each.chosen > 0]).mean()))
    if each.refused.any():
        merits.append(1.0 - float((1 / ranks[each.refused > 0]).mean()))
    return float(np.mean(merits))


def _anchor_rank(anchors: Sequence[Anchor], weights: Array) -> float:
    found = []
    for anchor in anchors:
        z = anchor.features @ weights
        found.append(1.0 / (1 + int((z > z[anchor.target]).sum())))
    return round(float(np.mean(found)), 5) if found else 0.0


def _vector(weights: FusionWeights) -> Array:
    return np.array([weights.weights.get(name, 0.0) for name in FEATURES], dtype=np.float64)


def _softmax(z: Array) -> Array:
    exponentials = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))
