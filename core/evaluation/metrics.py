"""The measures, by ir-measures (trec_eval underneath), with their textbook definitions.

A record is relevant when its grade is at least 1. P@k divides by k even where fewer were found; R@k divides by all
relevant records; hit@10 is 1 when any of the first ten is relevant; AP and RR look at the whole ranking; nDCG@10 has
the grade itself as gain and log2(rank + 1) as discount (Järvelin and Kekäläinen 2002); F1@10 is the harmonic mean of
P@10 and R@10 of the same query. Equal scores are ordered by record id, descending, as trec_eval does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.domain.evaluation import MEASURE_NAMES
from core.domain.retrieval import Qrels, Run

_LIBRARY_NAMES = {"hit@10": "Success@10"}
_RESAMPLES = 2000

PerQuery = Mapping[str, Mapping[str, float]]
"""Query id → measure → value."""


@cache
def _library_measures() -> dict[Any, str]:
    import ir_measures

    names = [name for name in MEASURE_NAMES if name != "F1@10"]
    return {ir_measures.parse_measure(_LIBRARY_NAMES.get(name, name)): name for name in names}


def n_relevant(qrels: Qrels, query: str) -> int:
    """How many records are relevant to a query."""
    return sum(grade > 0 for grade in qrels.get(query, {}).values())


def per_query(run: Run, qrels: Qrels, queries: Iterable[str]) -> dict[str, dict[str, float]]:
    """Every measure of each query that has a relevant record; a query without results counts as found nothing.

    Args:
        run: Query id → record id → score, higher is better.
        qrels: Query id → record id → grade.
        queries: The ids to evaluate, each once. Those without a relevant record have no recall and are left out.
    """
    import ir_measures

    wanted = [query for query in dict.fromkeys(queries) if n_relevant(qrels, query)]
    values: dict[str, dict[str, float]] = {query: dict.fromkeys(MEASURE_NAMES, 0.0) for query in wanted}
    if not wanted:
        return values
    measures = _library_measures()
    judged = {query: dict(qrels[query]) for query in wanted}
    ranked = {query: {record: float(score) for record, score in run.get(query, {}).items()} for query in wanted}
    found = {query: scores for query, scores in ranked.items() if scores}
    if found:
        for metric in ir_measures.iter_calc(list(measures), judged, found):
            values[metric.query_id][measures[metric.measure]] = float(metric.value)
    for of_query in values.values():
        of_query["F1@10"] = harmonic_mean(of_query["P@10"], of_query["R@10"])
    return values


def harmonic_mean(precision: float, recall: float) -> float:
    """F1; 0 when both are 0."""
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def means(values: PerQuery) -> dict[str, float]:
    """The mean of each measure over the queries; 0 when there are none."""
    n = len(values)
    return {name: sum(each[name] for each in values.values()) / n if n else 0.0 for name in MEASURE_NAMES}


def confidence_intervals(values: PerQuery, seed: int = 0) -> dict[str, tuple[float, float]]:
    """Percentile bootstrap 95 % interval of each mean, resampling queries 2,000 times.

    The same seed gives the same interval whatever the order of the queries.
    """
    if not values:
        return {}
    table: NDArray[np.float64] = np.array(
        [[values[query][name] for name in MEASURE_NAMES] for query in sorted(values)], dtype=np.float64
    )
    generator = np.random.default_rng(seed)
    n = len(table)
    counts = generator.multinomial(n, np.full(n, 1.0 / n), size=_RESAMPLES)
    resampled = counts @ table / n
    low, high = np.percentile(resampled, [2.5, 97.5], axis=0)
    return {name: (float(low[i]), float(high[i])) for i, name in enumerate(MEASURE_NAMES)}


def relevant_per_query(qrels: Qrels, queries: Sequence[str]) -> float:
    """Mean number of relevant records over queries; 0 when there are none."""
    return sum(n_relevant(qrels, query) for query in queries) / len(queries) if queries else 0.0
