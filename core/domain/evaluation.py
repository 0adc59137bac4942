"""What an evaluation says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
