"""`evaluate`: systems side by side on a collection with relevance judgements."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.evaluation import MEASURE_NAMES
from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.evaluation import EvaluationRow

DEFAULT_SYSTEMS = ("bm25", "clir", "search")


def register(commands: Commands) -> None:
    """Add the command of this module to the grammar."""
    words = commands.words
    evaluate = commands.add("evaluate", run_evaluate)
    evaluate.add_argument("collection", metavar="COLLECTION", type=Path, help=words("argument.collection"))
    evaluate.add_argument(
        "--extra",
        metavar="RECORDS.jsonl",
        nargs="+",
        action="extend",
        default=[],
        type=Path,
        help=words("option.extra"),
    )
    evaluate.add_argument("--system", metavar="S", nargs="+", action="extend", default=[], help=words("option.system"))
    evaluate.add_argument("--task", metavar="T", help=words("option.task"))
    evaluate.add_argument("--condition", metavar="C", default="clean", help=words("option.condition"))
    evaluate.add_argument("--run-dir", metavar="DIR", type=Path, help=words("option.run_dir"))
    evaluate.add_argument("--report", dest="report_dir", metavar="DIR", type=Path, help=words("option.report_dir"))


def run_evaluate(session: Session, options: Namespace) -> Outcome:
    """Evaluate systems on a collection folder."""
    folder = options.collection.expanduser().absolute()
    with session.library_or_temporary() as application:
        report = application.evaluation.evaluate(
            collection=str(folder),
            extra=[str(path.expanduser().absolute()) for path in options.extra],
            systems=list(dict.fromkeys(options.system)) or list(DEFAULT_SYSTEMS),
            task=options.task,
            condition=options.condition,
            run_dir=_absolute(options.run_dir),
            report_dir=_absolute(options.report_dir),
            ctx=session.progress,
        )
    rows = [_row(each) for each in report.rows]
    document: JsonValue = {"collection": str(folder), "rows": rows}
    headings = ["system", "task", "condition", "queries", *MEASURE_NAMES]
    return Outcome(document, lambda: table(headings, [[_cell(row.get(name)) for name in headings] for row in rows]))


def _absolute(path: Path | None) -> str | None:
    return str(path.expanduser().absolute()) if path else None


def _row(row: EvaluationRow) -> dict[str, JsonValue]:
    """One row as a flat object; relevant records a query and confidence intervals after the measures."""
    return {
        "system": row.system,
        "task": row.task,
        "condition": row.condition,
        "queries": row.queries,
        **row.measures,
        "relevant_per_query": row.relevant_per_query,
        "intervals": {name: list(limits) for name, limits in row.intervals.items()},
    }


def _cell(value: JsonValue) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "" if value is None else str(value)
