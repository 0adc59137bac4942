"""`evaluate`: systems side by side on a collection with relevance judgements."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.evaluation import MEASURE_NAMES, ComparisonSettings
from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands, positive
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.evaluation import EvaluationRow

DEFAULT_SYSTEMS = ("bm25", "clir", "search")
QUICK_STEPS, QUICK_RERANKED = 5, 5


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
    evaluate.add_argument("--seeds", metavar="N", nargs="+", type=positive, help=words("option.seeds"))
    evaluate.add_argument("--steps", metavar="N", type=positive, help=words("option.steps"))
    evaluate.add_argument("--quick", action="store_true", help=words("option.quick"))
    evaluate.add_argument(
        "--train-with",
        metavar="COLLECTION",
        nargs="+",
        action="extend",
        default=[],
        type=Path,
        help=words("option.train_with"),
    )
    evaluate.add_argument(
        "--checkpoint",
        metavar="SYSTEM=DIR",
        action="append",
        default=[],
        type=_checkpoint,
        help=words("option.checkpoint"),
    )


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
            comparison=_comparison(options),
            ctx=session.progress,
        )
    rows = [_row(each) for each in report.rows]
    document: JsonValue = {"collection": str(folder), "rows": rows}
    headings = ["system", "task", "condition", "queries", *MEASURE_NAMES]
    return Outcome(document, lambda: table(headings, [[_cell(row.get(name)) for name in headings] for row in rows]))


def _checkpoint(text: str) -> tuple[str, str]:
    """An argparse type: SYSTEM=DIR."""
    system, _, folder = text.partition("=")
    if not system or not folder:
        raise ArgumentTypeError(text)
    return system, str(Path(folder).expanduser().absolute())


def _comparison(options: Namespace) -> ComparisonSettings:
    """Quick is one seed and a handful of steps: to see that everything runs, not to conclude anything."""
    plain = ComparisonSettings(())
    return ComparisonSettings(
        systems=(),
        seeds=tuple(dict.fromkeys(options.seeds))
        if options.seeds
        else plain.seeds[:1]
        if options.quick
        else plain.seeds,
        steps=options.steps or (QUICK_STEPS if options.quick else plain.steps),
        reranked=QUICK_RERANKED if options.quick else plain.reranked,
        checkpoints=dict(options.checkpoint),
        more_training=tuple(str(path.expanduser().absolute()) for path in options.train_with),
    )


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
