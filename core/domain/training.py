"""What a training run tells while it goes on, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from core.domain.pairs import PairSummary

TrainingEnd = Literal["finished", "early", "minutes"]
TrainingState = Literal["unfinished", "finished", "damaged"]


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What to train on, and how.

    Attributes:
        run: Name of the run's folder; a new name starts a run, an old one with `resume` goes on with it.
        use_holdings: Mine the library's own records and covers.
        collections: Collection folders to learn from too.
        sentences: Pairs of text files, Chinese and English, that say the same line by line.
        group_pattern: A regular expression with one group; records of a collection whose ids agree in it are one work
            (``^(p[0-9]+)-`` for paragraphs of one article). "" = works are told by the judgements alone.
        settings: Of `core.training.config.TrainingConfig`, by name; what is not named has its default.
        preset: Whose backbones are tuned.
        resume: Go on with an unfinished run.
    """

    run: str
    use_holdings: bool = True
    collections: tuple[str, ...] = ()
    sentences: tuple[tuple[str, str], ...] = ()
    group_pattern: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    preset: str = "compact"
    resume: bool = False


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A run in the library's models folder.

    `request` is what it was asked for, `steps` of `total_steps` are done, `pairs` is what it learns from. `result` is
    there when it is finished.
    """

    run: str
    state: TrainingState
    folder: str
    request: TrainingRequest | None
    steps: int = 0
    total_steps: int = 0
    started_at: datetime | None = None
    pairs: PairSummary | None = None
    result: TrainingResult | None = None


@dataclass(frozen=True, slots=True)
class TrainingMetric:
    """One point of the live curves, after `step` of `total_steps` steps.

    `loss` is the weighted sum, `terms` each part of it by name (vt, ot, cl, qr) without its weight, in nats;
    `temperatures` likewise. `learning_rate` is that of the new modules, `gradient_norm` the norm before clipping,
    `pairs_per_second` the rate of the last steps, `micro_batch` how many inputs are encoded at once (it is halved when
    memory runs out). `dev` is empty except where the dev part was measured: "RR" is what decides, then "vt.RR",
    "vt.R@1" and so on.
    """

    step: int
    total_steps: int
    epoch: float
    loss: float
    terms: Mapping[str, float]
    temperatures: Mapping[str, float]
    learning_rate: float
    gradient_norm: float
    pairs_per_second: float
    seconds_left: float | None
    micro_batch: int
    dev: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """A finished run.

    `checkpoint` is the folder of the trained encoder, `fingerprint` its identity. `share` is how far its weights went
    from the untuned (0) to the trained ones (1): the place between them that measured best on the dev part. `before`
    and `after` are the measures of the dev part without and with training, `test_before` and `test_after` those of the
    test part, which decided nothing. `curve` gives the dev measure "RR" by `share`. `end` says why training stopped.
    """

    checkpoint: str
    fingerprint: str
    steps: int
    total_steps: int
    share: float
    end: TrainingEnd
    before: Mapping[str, float]
    after: Mapping[str, float]
    test_before: Mapping[str, float] = field(default_factory=dict)
    test_after: Mapping[str, float] = field(default_factory=dict)
    curve: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    folder: str = ""


AdviceLevel = Literal["none", "few", "some", "enough"]


@dataclass(frozen=True, slots=True)
class DataAdvice:
    """How much of one kind of evidence the holdings give, and what is missing for more.

    `kind` is that of the pairs. `works` is how many works speak in it, of which about `held_out` are kept for judging.
    "none": nothing. "few": too few works are held out for the gate to prove anything. "some": a large gain can be
    proven. "enough": from `wanted` works on, a small one can. `lacking` is how many records lack what would give more.
    """

    kind: str
    pairs: int
    works: int
    held_out: int
    wanted: int
    level: AdviceLevel
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class TrainingOption:
    """A setting that the window offers. `low` and `high` are None for a choice, `choices` empty for a number.

    A number of `decimals` 0 is whole; `is_rate` is written in powers of ten.
    """

    name: str
    default: str | int | float | bool
    low: float | None = None
    high: float | None = None
    decimals: int = 0
    choices: tuple[str, ...] = ()
    is_rate: bool = False


@dataclass(frozen=True, slots=True)
class TrainingEstimate:
    """How long a training will take here, in seconds, and of how many steps it consists.

    `basis`: "runs" = told from earlier trainings on this machine, "probe" = from a short measurement of its encoder,
    "none" = nothing is known yet. `is_cut` is True where the limit in minutes will end it before its epochs do.
    """

    steps: int
    seconds: float
    basis: Literal["runs", "probe", "none"]
    is_cut: bool = False
