"""What people said about results: the searches they acted on, their verdicts, and what was learned from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.domain.records import RecordId
from core.domain.retrieval import SearchRequest

FeedbackKind = Literal["opened", "this_is_it", "not_this", "rating", "accepted", "rejected", "corrected"]
FEEDBACK_KINDS: tuple[FeedbackKind, ...] = (
    "opened",
    "this_is_it",
    "not_this",
    "rating",
    "accepted",
    "rejected",
    "corrected",
)
FeedbackOrigin = Literal["search", "intake", "record"]
LearningOutcome = Literal["kept", "dropped", "reset"]
BEST_RATING = 5


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One result as it was shown.

    `propensity` (0…1] is how probable it was that the person looked at this place at all. `features` are those of
    `core.retrieval.fusion.FEATURES`, in their order; empty where no weights were applied (pictures alone, intake).
    """

    record_id: RecordId
    score: float
    propensity: float
    features: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a person said or did about a record. `value`: a rating 1…5, or what was corrected."""

    kind: FeedbackKind
    record_id: RecordId
    at: datetime
    value: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class SearchEvent:
    """A search, or an identification at the intake desk, that somebody acted on."""

    id: int
    at: datetime
    actor: str
    origin: FeedbackOrigin
    request: SearchRequest
    shown: tuple[ShownResult, ...]
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """An event for the list that people see, with the titles of the records it names, as far as they exist, by id."""

    event: SearchEvent
    titles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """Some events, the newest first, of `total` that the filter admits."""

    rows: tuple[FeedbackRow, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class FeedbackSettings:
    """What is recorded and what is done with it.

    Attributes:
        is_recording: False stores nothing new; what is stored stays until it is deleted.
        is_learning: Whether the weights of search follow what people say.
        keep_days: Events older than this are deleted; 0 = never.
    """

    is_recording: bool = True
    is_learning: bool = True
    keep_days: int = 365


@dataclass(frozen=True, slots=True)
class ReplayFigures:
    """A weight vector replayed on held-out events: how well it ranks what people chose.

    `events` were replayed; `before` and `after` say how well the present and the new weights agree with them, 0…1 (mean
    reciprocal ranks of the chosen records, one less that of the refused ones); `gain` is the mean difference weighted
    by inverse propensity, `gain_error` its standard error. `anchors_before` and `anchors_after` are mean reciprocal
    ranks of records asked by their own words.
    """

    events: int = 0
    before: float = 0.0
    after: float = 0.0
    gain: float = 0.0
    gain_error: float = 0.0
    anchors_before: float = 0.0
    anchors_after: float = 0.0


@dataclass(frozen=True, slots=True)
class WeightsChange:
    """One attempt to learn, or a reset. `reason` is a message id: why it was kept or dropped."""

    id: int
    at: datetime
    outcome: LearningOutcome
    reason: str
    weights: Mapping[str, float]
    none: float
    events: int = 0
    replay: ReplayFigures = field(default_factory=ReplayFigures)
    actor: str = ""


@dataclass(frozen=True, slots=True)
class WeightsReport:
    """The weights in use beside the shipped ones, by feature, and how they came about, the newest change first."""

    shipped: Mapping[str, float]
    current: Mapping[str, float]
    changes: tuple[WeightsChange, ...] = ()

    @property
    def is_learned(self) -> bool:
        """Whether anything differs from what was shipped."""
        return dict(self.shipped) != dict(self.current)
