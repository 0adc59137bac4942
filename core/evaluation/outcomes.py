"""What a system did on every query, kept so that a comparison can be interrupted, gone on with and looked into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from core.domain.evaluation import ALL_TASKS, MEASURE_NAMES, EvaluationRow
from core.domain.retrieval import Run
from core.errors import HostFaultError
from core.evaluation import metrics
from core.evaluation.collections import Collection
from core.evaluation.systems.ranking import System
from core.evaluation.tasks import DERIVED_TASKS
from core.files import complete_file
from core.protocols import JobContext

Values = Mapping[str, Mapping[str, float]]
"""Query id → measure → value."""


class Outcome(msgspec.Struct, frozen=True):
    """One system, one seed, one condition.

    `tasks`: task → query id → measure → value; a task that the system cannot be asked is missing. `relevant`: task →
    mean number of relevant records a query. `seed` is -1 where nothing was trained. `seconds`: what asking took.
    `identity` says of what it is the outcome; another identity is not reused.
    """

    system: str
    seed: int
    condition: str
    identity: str
    tasks: dict[str, dict[str, dict[str, float]]]
    relevant: dict[str, float]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Answered:
    """The measures of one test, and the runs behind them by derived task ("" for the collection's own tasks)."""

    outcome: Outcome
    runs: Mapping[str, Run]


def ask(
    system: System,
    collections: Sequence[Collection],
    condition: str,
    ctx: JobContext,
    *,
    name: str | None = None,
    seed: int = -1,
    identity: str = "",
) -> Answered:
    """Put every query that the system accepts to it, and measure.

    Args:
        system: The system.
        collections: From `core.evaluation.questions.questions`.
        condition: Under which they were made.
        ctx: Progress and cancel.
        name: Under which it is listed, where not its own.
        seed: Of its training.
        identity: See `Outcome`.
    """
    import time

    begun = time.monotonic()
    tasks: dict[str, dict[str, dict[str, float]]] = {}
    relevant: dict[str, float] = {}
    runs: dict[str, Run] = {}
    for collection in collections:
        asked = [query for query in collection.queries if system.accepts(query)]
        if not asked:
            continue
        run = system.run(collection, asked, ctx)
        tasks_asked = {query.task for query in asked}
        runs[asked[0].task if tasks_asked <= set(DERIVED_TASKS) else ""] = run
        values = metrics.per_query(run, collection.qrels, [query.id for query in asked])
        for task in dict.fromkeys(query.task for query in asked):
            ids = [query.id for query in asked if query.task == task and query.id in values]
            if ids:
                tasks[task] = {each: values[each] for each in ids}
                relevant[task] = metrics.relevant_per_query(collection.qrels, ids)
    outcome = Outcome(
        name or system.name, seed, condition, identity, tasks, relevant, round(time.monotonic() - begun, 2)
    )
    return Answered(outcome, runs)


def save_outcome(path: Path, outcome: Outcome) -> None:
    """Write an outcome. Raises HostFaultError, InvalidInputError as `core.files.complete_file`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise HostFaultError("file.unwritable", path=path.parent, detail=exc.strerror or str(exc)) from exc
    with complete_file(path) as target:
        target.write(msgspec.json.encode(outcome))


def load_outcome(path: Path, identity: str) -> Outcome | None:
    """Read an outcome; None where there is none of this identity or it cannot be read."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Outcome)
    except (OSError, msgspec.DecodeError):
        return None
    return found if found.identity == identity else None


def averaged(outcomes: Sequence[Outcome], task: str) -> dict[str, dict[str, float]]:
    """Every query's measures, mean over the seeds: query id → measure → value. Empty where nobody was asked."""
    of_seeds = [outcome.tasks[task] for outcome in outcomes if task in outcome.tasks]
    if not of_seeds:
        return {}
    return {
        query: {name: sum(each[query][name] for each in of_seeds) / len(of_seeds) for name in MEASURE_NAMES}
        for query in of_seeds[0]
    }


def rows_of(outcomes: Sequence[Outcome]) -> list[EvaluationRow]:
    """Rows of one system under one condition, averaged over seeds: one a task, then one for all together."""
    first = outcomes[0]
    tasks = {task: averaged(outcomes, task) for task in first.tasks}
    rows: list[EvaluationRow] = []
    pooled = {f"{task}\x1f{query}": values for task, of_task in tasks.items() for query, values in of_task.items()}
    n_all = len(pooled)
    overall = sum(first.relevant[task] * len(of_task) for task, of_task in tasks.items()) / n_all if n_all else 0.0
    for task, values, relevant in [
        *((task, of_task, first.relevant[task]) for task, of_task in tasks.items()),
        (ALL_TASKS, pooled, overall),
    ]:
        rows.append(
            EvaluationRow(
                system=first.system,
                task=task,
                condition=first.condition,
                queries=len(values),
                measures=metrics.means(values),
                relevant_per_query=relevant,
                intervals=metrics.confidence_intervals(values),
            )
        )
    return rows
