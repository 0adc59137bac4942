"""What an evaluation says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

ALL_TASKS = "all"
MEASURE_NAMES = ("P@1", "P@10", "R@1", "R@10", "R@50", "hit@10", "AP", "RR", "nDCG@10", "F1@10")
"""Every row has these measures, in this order; `core.evaluation.metrics` defines them."""


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """Means over the queries of one task for one system under one condition.

    `queries` counts those evaluated: the ones with at least one relevant record. `relevant_per_query` is their mean
    number of relevant records, without which P@10 and R@1 cannot be read. `intervals` holds the bootstrap 95 %
    confidence interval of each measure.
    """

    system: str
    task: str
    condition: str
    queries: int
    measures: Mapping[str, float]
    relevant_per_query: float = 0.0
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """All rows of one evaluation. `files` are the run and report files that were written."""

    collection: str
    rows: tuple[EvaluationRow, ...]
    records: int = 0
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """What the paper's comparison runs.

    `systems` are listed in the tables in this order. Everything that is trained is trained once for each of `seeds`,
    for `steps` steps of `batch_size` pairs of each kind. `reranked` is how many of the first stage a cross-encoder
    scores again. `checkpoints`: system → folder of a public checkpoint that takes the place of training.
    `more_training`: folders of further collections whose pairs are trained on too.
    """

    systems: tuple[str, ...]
    seeds: tuple[int, ...] = (1, 2, 3)
    steps: int = 60
    batch_size: int = 48
    reranked: int = 20
    checkpoints: Mapping[str, str] = field(default_factory=dict)
    more_training: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """A collection folder at a glance. `tasks`: its own tasks → number of queries; `covers`: records that have one."""

    folder: str
    name: str
    records: int
    queries: int
    tasks: Mapping[str, int]
    covers: int = 0


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What to measure. `collection` is a folder, `systems` as `evaluate` takes them, `task` "" = all of them.

    `steps` and `seeds` belong to systems that are trained first. `model` is the text encoder, as `PromotionService.use`
    names it; "" is the one in use.
    """

    collection: str
    systems: tuple[str, ...] = ("search",)
    task: str = ""
    condition: str = "clean"
    steps: int = 60
    seeds: tuple[int, ...] = (1,)
    model: str = ""


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report that the library keeps. `name` is its folder, `encoder` the text encoder that was measured."""

    name: str
    made_at: datetime
    request: EvaluationRequest
    report: EvaluationReport
    encoder: str = ""
    fingerprint: str = ""
    seconds: float = 0.0
