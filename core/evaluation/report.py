"""Reports for people (Markdown) and for spreadsheets (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from core.domain.evaluation import MEASURE_NAMES, EvaluationReport, EvaluationRow
from core.domain.retrieval import Qrels, Run
from core.errors import HostFaultError
from core.evaluation import metrics
from core.evaluation.collections import CollectionQuery
from core.evaluation.plots import plot
from core.evaluation.tables import Table, csv_text
from core.evaluation.tables import markdown as table_markdown
from core.files import complete_file, write_fault

_HEADER = ("system", "task", "condition", "queries", "relevant_per_query", *MEASURE_NAMES)


def markdown(rows: Sequence[EvaluationRow], heading: str) -> str:
    """A table of means with their 95 % intervals, tasks together so that systems are compared line by line."""
    names = ("system", "task", "condition", "queries", "relevant/query", *MEASURE_NAMES)
    lines = [
        f"# {heading}",
        "",
        "Means over queries; in brackets the bootstrap 95 % confidence interval.",
        "",
        "| " + " | ".join(names) + " |",
        "|" + "---|" * 3 + "---:|" * (len(names) - 3),
    ]
    order = {task: place for place, task in enumerate(dict.fromkeys(row.task for row in rows))}
    for row in sorted(rows, key=lambda each: order[each.task]):
        cells = [_plain(row.system), _plain(row.task), _plain(row.condition), str(row.queries)]
        cells.append(f"{row.relevant_per_query:.2f}")
        for name in MEASURE_NAMES:
            low, high = row.intervals.get(name, (row.measures[name],) * 2)
            cells.append(f"{row.measures[name]:.3f} [{low:.3f}, {high:.3f}]")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def csv_table(rows: Sequence[EvaluationRow]) -> str:
    """The means, one row a line, full precision, with the limits of the intervals after them."""
    limits = [f"{name} {side}" for name in MEASURE_NAMES for side in ("low", "high")]
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([*_HEADER, *limits])
    for row in rows:
        intervals = [limit for name in MEASURE_NAMES for limit in row.intervals.get(name, ("", ""))]
        means = [row.measures[name] for name in MEASURE_NAMES]
        writer.writerow([row.system, row.task, row.condition, row.queries, row.relevant_per_query, *means, *intervals])
    return target.getvalue()


def per_query_table(run: Run, qrels: Qrels, queries: Sequence[CollectionQuery], system: str, condition: str) -> str:
    """Every measure of every query, as CSV."""
    values = metrics.per_query(run, qrels, [query.id for query in queries])
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(["system", "condition", "task", "query", "relevant", *MEASURE_NAMES])
    for query in queries:
        if query.id in values:
            measured = [values[query.id][name] for name in MEASURE_NAMES]
            relevant = metrics.n_relevant(qrels, query.id)
            writer.writerow([system, condition, query.task, query.id, relevant, *measured])
    return target.getvalue()


def write_report(folder: Path, report: EvaluationReport) -> tuple[Path, Path]:
    """Write ``report.md`` and ``report.csv`` (UTF-8 with byte order mark, for Excel) into `folder`, made if need be.

    Raises:
        HostFaultError: "disk.full", "file.unwritable".
    """
    make_folder(folder)
    table, sheet = folder / "report.md", folder / "report.csv"
    heading = f"{Path(report.collection).name}: {report.records} records"
    with complete_file(table) as target:
        target.write(markdown(report.rows, heading).encode())
    with complete_file(sheet) as target:
        target.write(csv_table(report.rows).encode("utf-8-sig"))
    return table, sheet


def write_tables(folder: Path, collection: str, tables: Sequence[tuple[Table, str]]) -> list[Path]:
    """Write the paper's tables: all into ``tables.md``, each as ``table-N.csv`` and ``table-N.png``.

    Args:
        folder: Made if need be.
        collection: Its name, for the heading.
        tables: Each with its note.

    Raises:
        HostFaultError: "disk.full", "file.unwritable".
    """
    make_folder(folder)
    files = [folder / "tables.md"]
    text = "\n".join([f"# {collection}\n", *(table_markdown(table, note) for table, note in tables)])
    with complete_file(files[0]) as target:
        target.write(text.encode())
    for table, _ in tables:
        sheet, picture = folder / f"table-{table.number}.csv", folder / f"table-{table.number}.png"
        with complete_file(sheet) as target:
            target.write(csv_text(table).encode("utf-8-sig"))
        plot(picture, table)
        files += [sheet, picture]
    return files


def make_folder(folder: Path) -> None:
    """Make a folder for reports or runs.

    Raises:
        HostFaultError: "disk.full", "file.unwritable".
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as exc:
        raise HostFaultError("file.unwritable", path=folder, detail="not a folder") from exc
    except OSError as exc:
        raise write_fault(exc, folder) from exc
