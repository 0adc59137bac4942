"""Which encoder is in use, which could be, and what was found when they were compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.domain.checkpoints import CheckpointState

Verdict = Literal["promote", "keep", "use_base"]
SwitchKind = Literal["promote", "override", "use", "rollback"]
SLICES = ("zh-en", "en-zh", "zh-zh", "image-record", "ocr-record", "joint", "long-tail", "noisy")
"""What a candidate must not be worse at. "long-tail" and "noisy" ask queries of the others again."""


@dataclass(frozen=True, slots=True)
class GateSettings:
    """When a candidate is good enough.

    Attributes:
        measure: "RR" (reciprocal rank), "hit@1" or "hit@10".
        primary: The slice that must improve; "all" pools the queries of every slice that asks its own.
        alpha: Chance of calling an equal candidate better, and a loss of `tolerance` none.
        least_gain: Smallest gain that is worth a switch. Significance alone is not enough: with many queries it proves
            gains that nobody would notice (an encoder trained on shuffled pairs whose picture mean alone was better
            gained .005 at p = .04).
        tolerance: Largest loss on a slice that is borne, in units of the measure.
        least_works: A slice of fewer works proves nothing either way; it is judged by its mean alone.
        examples: Queries shown that became better, and as many that became worse.
    """

    measure: Literal["RR", "hit@1", "hit@10"] = "RR"
    primary: str = "all"
    alpha: float = 0.05
    least_gain: float = 0.01
    tolerance: float = 0.05
    least_works: int = 10
    examples: int = 8


@dataclass(frozen=True, slots=True)
class SliceFigures:
    """One slice under three encoders: the candidate, the one in use, the untuned base.

    `difference` is candidate - current, `low` and `high` its two-sided interval at 1 - 2·alpha (None where one work is
    too few to say), `p_value` that of the one-sided test that the candidate is better. `is_borne`: not worse beyond the
    tolerance. `is_small`: judged by the mean alone.
    """

    name: str
    measure: str
    queries: int
    works: int
    candidate: float
    current: float
    base: float
    difference: float
    low: float | None
    high: float | None
    p_value: float
    is_borne: bool
    is_small: bool


@dataclass(frozen=True, slots=True)
class QueryChange:
    """A query whose answer moved. `query` is its words, or the name of its picture; ranks count from 1."""

    slice: str
    query: str
    rank_before: int
    rank_after: int


@dataclass(frozen=True, slots=True)
class GateReason:
    """Part of why; `message_id` + `values` make the sentence."""

    message_id: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateDecision:
    """What the comparison says. Fingerprints name the three encoders; equal ones were measured once.

    "promote": the candidate is better and nowhere worse. "use_base": the untuned base is, and the candidate is not.
    "keep": neither. `primary` is the figure that decides, `slices` the rest. `data` names the held-out queries.
    """

    verdict: Verdict
    candidate: str
    current: str
    base: str
    primary: SliceFigures
    slices: tuple[SliceFigures, ...]
    reasons: tuple[GateReason, ...]
    improved: tuple[QueryChange, ...] = ()
    worsened: tuple[QueryChange, ...] = ()
    settings: GateSettings = field(default_factory=GateSettings)
    data: str = ""


@dataclass(frozen=True, slots=True)
class PairComparison:
    """Two encoders laid side by side because a person wanted to know; no switch follows from it.

    Attributes:
        first: Key of the encoder that stands as the candidate in `decision`.
        second: Key of the one that stands as the encoder in use.
        first_name: What it was called; it may be deleted by now.
        second_name: The same of the other.
        first_contents: Names the files of its checkpoint; "" for the preset's own.
        second_contents: The same of the other.
        at: When.
        decision: What was found.
    """

    first: str
    second: str
    first_name: str
    second_name: str
    first_contents: str
    second_contents: str
    at: datetime
    decision: GateDecision


@dataclass(frozen=True, slots=True)
class KnownModel:
    """An encoder this library knows. `folder` is its checkpoint, "" for what the preset ships with.

    `vectors` counts what is stored for it; an encoder that has all of them can be switched to at once.
    """

    fingerprint: str
    name: str
    role: str
    state: CheckpointState
    folder: str = ""
    dim: int = 0
    vectors: int = 0
    added_at: datetime | None = None
    decision: GateDecision | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ModelSwitch:
    """One change of the encoder in use: who, when, why, and what the gate had said."""

    kind: SwitchKind
    before: str
    after: str
    actor: str
    at: datetime
    reason: str = ""
    decision: GateDecision | None = None


@dataclass(frozen=True, slots=True)
class PromotionReport:
    """The outcome of a promotion. `is_switched` is False when the gate refused; then nothing changed.

    `encoded` is how many records got new vectors.
    """

    decision: GateDecision | None
    is_switched: bool
    model: KnownModel | None = None
    encoded: int = 0
