"""From a run and judgements to rows of a report."""

from __future__ import annotations

from collections.abc import Iterable

from core.domain.evaluation import ALL_TASKS, EvaluationRow
from core.domain.retrieval import Qrels, Run
from core.evaluation import metrics
from core.evaluation.collections import CollectionQuery


def evaluate_run(
    run: Run, qrels: Qrels, queries: Iterable[CollectionQuery], system: str, condition: str = "clean"
) -> list[EvaluationRow]:
    """One row for each task in the order of `queries`, then one for all tasks together.

    Args:
        run: What the system found, query id → record id → score.
        qrels: The judgements.
        queries: The queries that the system was asked; one it found nothing for counts as such.
        system: Name of the system.
        condition: Name of the condition (clean, noisy…).
    """
    tasks: dict[str, list[str]] = {}
    for query in queries:
        tasks.setdefault(query.task, []).append(query.id)
    everything = [query for of_task in tasks.values() for query in of_task]
    values = metrics.per_query(run, qrels, everything)

    def row(task: str, asked: list[str]) -> EvaluationRow:
        counted = {query: values[query] for query in dict.fromkeys(asked) if query in values}
        return EvaluationRow(
            system=system,
            task=task,
            condition=condition,
            queries=len(counted),
            measures=metrics.means(counted),
            relevant_per_query=metrics.relevant_per_query(qrels, list(counted)),
            intervals=metrics.confidence_intervals(counted),
        )

    return [*(row(task, asked) for task, asked in tasks.items()), row(ALL_TASKS, everything)]
