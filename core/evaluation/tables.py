"""The paper's Tables 2 to 5 for any collection: systems by task, by condition, without modules, without loss terms.

Every figure is a mean over queries; where something was trained it is the mean over seeds, with the standard deviation
of the seeds' means. Differences are paired by query; their intervals resample works (`core.evaluation.significance`).
"""

from __future__ import annotations

import csv
import io
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.evaluation import MEASURE_NAMES
from core.evaluation.outcomes import Outcome, averaged
from core.evaluation.significance import Interval, bootstrap_interval, paired

MEAN_OF_TASKS = "mean of tasks"
SHOWN = ("P@10", "R@1", "hit@10", "nDCG@10", "F1@10", "RR")
"""Measures of the Markdown tables; the CSV files have all."""
DECIDING = "nDCG@10"
"""Measure whose differences are given."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table.

    Attributes:
        group: What is compared within: a task, or a condition and a task.
        label: The system or variant.
        queries: Number of queries.
        relevant: Mean number of relevant records a query.
        means: Measure → mean over queries and seeds.
        deviations: Measure → standard deviation over seeds; empty where nothing was trained or there is one seed.
        difference: Reference minus this line in `DECIDING`, what the reference is ahead; None for the reference.
        interval: Its 95 % interval.
    """

    group: str
    label: str
    queries: int
    relevant: float
    means: Mapping[str, float]
    deviations: Mapping[str, float]
    difference: float | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `reference` is the line that differences are taken from."""

    number: int
    title: str
    reference: str
    lines: tuple[Line, ...]


def comparison(
    outcomes: Sequence[Outcome],
    labels: Mapping[str, str],
    reference: str,
    works: Mapping[str, str],
    *,
    tasks: Sequence[str],
    conditions: Sequence[str],
    with_mean: bool = True,
) -> tuple[Line, ...]:
    """Lines for every condition, task and system.

    Args:
        outcomes: All there are.
        labels: Names of the outcomes' systems → what they are called in the table, in the order of the lines.
        reference: Name of the system that the others are compared with.
        works: Query id → work, for the intervals.
        tasks: Which, in order. A system that cannot be asked a task has no line in it.
        conditions: Which, in order; named in the group where there are several.
        with_mean: End every condition with the mean over the tasks, for systems that can be asked all of them.
    """
    lines: list[Line] = []
    for condition in conditions:
        of_condition = {
            name: [each for each in outcomes if each.system == name and each.condition == condition] for name in labels
        }
        prefix = f"{condition}: " if len(conditions) > 1 else ""
        for task in tasks:
            lines += _lines_of_task(of_condition, labels, reference, works, task, prefix + task)
        if with_mean and len(tasks) > 1:
            lines += _mean_lines(of_condition, labels, reference, works, tasks, prefix + MEAN_OF_TASKS)
    return tuple(lines)


def _lines_of_task(
    of_condition: Mapping[str, Sequence[Outcome]],
    labels: Mapping[str, str],
    reference: str,
    works: Mapping[str, str],
    task: str,
    group: str,
) -> list[Line]:
    expected = averaged(of_condition.get(reference, ()), task)
    lines: list[Line] = []
    for name, label in labels.items():
        asked = [each for each in of_condition[name] if task in each.tasks]
        values = averaged(asked, task)
        if not values:
            continue
        difference, interval = _difference(expected, values, works) if name != reference else (None, None)
        lines.append(
            Line(
                group,
                label,
                len(values),
                asked[0].relevant[task],
                _means(values),
                _deviations([_means(each.tasks[task]) for each in asked]),
                difference,
                interval,
            )
        )
    return lines


def _mean_lines(
    of_condition: Mapping[str, Sequence[Outcome]],
    labels: Mapping[str, str],
    reference: str,
    works: Mapping[str, str],
    tasks: Sequence[str],
    group: str,
) -> list[Line]:
    """Every task counts the same; the interval's statistic weighs each query by its task's share accordingly."""
    present = [task for task in tasks if averaged(of_condition.get(reference, ()), task)]
    expected = _weighted(of_condition.get(reference, ()), present)
    lines: list[Line] = []
    for name, label in labels.items():
        outcomes = of_condition[name]
        if not outcomes or not present or any(task not in each.tasks for each in outcomes for task in present):
            continue
        of_seeds = [_mean_of([_means(each.tasks[task]) for task in present]) for each in outcomes]
        values = _weighted(outcomes, present)
        of_query = {query: works.get(query.split("\x1f", 1)[1], query) for query in values}
        is_other = name != reference and bool(expected)
        difference, interval = _difference(expected, values, of_query) if is_other else (None, None)
        relevant = statistics.fmean(outcomes[0].relevant[task] for task in present)
        n_queries = sum(len(outcomes[0].tasks[task]) for task in present)
        lines.append(
            Line(group, label, n_queries, relevant, _mean_of(of_seeds), _deviations(of_seeds), difference, interval)
        )
    return lines


def _weighted(outcomes: Sequence[Outcome], tasks: Sequence[str]) -> dict[str, dict[str, float]]:
    """All queries of all tasks in one, each value weighted so that the plain mean is the mean over tasks."""
    of_tasks = {task: averaged(outcomes, task) for task in tasks}
    total = sum(len(values) for values in of_tasks.values())
    found: dict[str, dict[str, float]] = {}
    for task, values in of_tasks.items():
        weight = total / (len(of_tasks) * len(values)) if values else 0.0
        for query, measures in values.items():
            found[f"{task}\x1f{query}"] = {name: value * weight for name, value in measures.items()}
    return found


def _difference(
    expected: Mapping[str, Mapping[str, float]], values: Mapping[str, Mapping[str, float]], works: Mapping[str, str]
) -> tuple[float | None, Interval | None]:
    if expected.keys() != values.keys():
        return None, None
    both = paired(
        {query: each[DECIDING] for query, each in expected.items()},
        {query: each[DECIDING] for query, each in values.items()},
        works,
    )
    return both.difference, bootstrap_interval(both)


def _means(values: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {name: statistics.fmean(each[name] for each in values.values()) for name in MEASURE_NAMES}


def _mean_of(means: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: statistics.fmean(each[name] for each in means) for name in MEASURE_NAMES}


def _deviations(means: Sequence[Mapping[str, float]]) -> dict[str, float]:
    if len(means) < 2:
        return {}
    return {name: statistics.stdev([each[name] for each in means]) for name in MEASURE_NAMES}


def markdown(table: Table, note: str) -> str:
    """A table for people: mean ± deviation over seeds, and how far the reference is ahead with its 95 % interval."""
    heads = ("", "system", "queries", "relevant/query", *SHOWN, f"{table.reference} ahead by ({DECIDING})")
    lines = (
        [f"## Table {table.number}. {table.title}", "", note, ""]
        if note
        else [
            f"## Table {table.number}. {table.title}",
            "",
        ]
    )
    lines += ["| " + " | ".join(heads) + " |", "|---|---|" + "---:|" * (len(heads) - 2)]
    last = ""
    for line in table.lines:
        group = "" if line.group == last else line.group
        last = line.group
        cells = [_plain(group), _plain(line.label), str(line.queries), f"{line.relevant:.2f}"]
        cells += [_cell(line, name) for name in SHOWN]
        cells.append(_ahead(line))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(line: Line, name: str) -> str:
    text = f"{line.means[name]:.3f}"
    return f"{text} ± {line.deviations[name]:.3f}" if name in line.deviations else text


def _ahead(line: Line) -> str:
    if line.difference is None or line.interval is None:
        return "–"
    sure = "" if line.interval.low <= 0.0 <= line.interval.high else " *"
    return f"{line.difference:+.3f} [{line.interval.low:+.3f}, {line.interval.high:+.3f}]{sure}"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def csv_text(table: Table) -> str:
    """All measures at full precision, one line of the table a line."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    deviations = [f"{name} sd" for name in MEASURE_NAMES]
    ahead = [f"{table.reference} - this, {DECIDING}", "low", "high"]
    writer.writerow(["group", "system", "queries", "relevant_per_query", *MEASURE_NAMES, *deviations, *ahead])
    for line in table.lines:
        limits = (line.interval.low, line.interval.high) if line.interval is not None else ("", "")
        writer.writerow(
            [
                line.group,
                line.label,
                line.queries,
                line.relevant,
                *(line.means[name] for name in MEASURE_NAMES),
                *(line.deviations.get(name, "") for name in MEASURE_NAMES),
                "" if line.difference is None else line.difference,
                *limits,
            ]
        )
    return target.getvalue()
