"""`promote`, `rollback`, `models use`: which encoder search uses, on what evidence, and the way back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.promotion import GateDecision, GateSettings, PromotionReport, SliceFigures
from core.domain.training import TrainingRequest
from librarian_app.cli.documents import plain
from librarian_app.cli.output import table
from librarian_app.cli.parser import Commands
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.application import Application

MEASURES = ("RR", "hit@1", "hit@10")


def register(commands: Commands) -> None:
    """Add `promote` and `rollback` to the grammar; `models use` is added by the group of models."""
    words = commands.words
    promote = commands.add("promote", run_promote)
    promote.add_argument("checkpoint", metavar="RUN", nargs="?", default="", help=words("argument.checkpoint"))
    promote.add_argument(
        "--collection", metavar="DIR", dest="collections", nargs="+", action="extend", default=[], type=Path,
        help=words("option.promote_collection"),
    )  # fmt: skip
    promote.add_argument("--group", metavar="PATTERN", default="", help=words("option.train_group"))
    promote.add_argument("--no-holdings", action="store_true", help=words("option.promote_no_holdings"))
    promote.add_argument("--measure", choices=MEASURES, default="RR", help=words("option.promote_measure"))
    promote.add_argument("--slice", metavar="NAME", default="all", help=words("option.promote_slice"))
    promote.add_argument("--tolerance", metavar="X", type=float, default=0.05, help=words("option.promote_tolerance"))
    promote.add_argument("--override", metavar="WHY", default="", help=words("option.promote_override"))
    promote.add_argument("--compare-only", action="store_true", help=words("option.promote_compare"))
    rollback = commands.add("rollback", run_rollback)
    rollback.add_argument("--reason", metavar="WHY", default="", help=words("option.switch_reason"))


def register_use(models: Commands) -> None:
    """Add `models use` to the group of models."""
    words = models.words
    use = models.add("use", run_use, help_id="help.models_use")
    use.add_argument("model", metavar="MODEL", help=words("argument.model"))
    use.add_argument("--reason", metavar="WHY", default="", help=words("option.switch_reason"))


def run_promote(session: Session, options: Namespace) -> Outcome:
    """Compare a candidate and put it into use if it passes. Exit code 1 when it does not."""
    with session.application(warm=True) as application:
        name = options.checkpoint or _newest(application)
        settings = GateSettings(measure=options.measure, primary=options.slice, tolerance=options.tolerance)
        request = _request(options)
        if options.compare_only:
            decision = application.promotion.compare(name, request, settings, session.progress)
            report = PromotionReport(decision, is_switched=False)
            passed = decision.verdict == "promote"
        else:
            report = application.promotion.promote(name, request, settings, options.override, session.progress)
            passed = report.is_switched
    return Outcome(plain(report), lambda: _readable(session, report), 0 if passed else 1)


def run_rollback(session: Session, options: Namespace) -> Outcome:
    """Go back to the encoder that was in use before."""
    with session.application() as application:
        report = application.promotion.rollback(options.reason, session.progress)
    return Outcome(plain(report), lambda: _readable(session, report))


def run_use(session: Session, options: Namespace) -> Outcome:
    """Put a known encoder into use without a comparison."""
    with session.application() as application:
        report = application.promotion.use(options.model, options.reason, session.progress)
    return Outcome(plain(report), lambda: _readable(session, report))


def _newest(application: Application) -> str:
    """The newest finished run; "" where there is none, which is then not found."""
    finished = [run for run in application.fine_tuning.runs() if run.state == "finished"]
    return finished[0].run if finished else ""


def _request(options: Namespace) -> TrainingRequest | None:
    """Where to judge; None = where the run itself learned."""
    if not options.collections and not options.no_holdings:
        return None
    folders = tuple(str(path.expanduser().absolute()) for path in options.collections)
    return TrainingRequest("", not options.no_holdings, folders, group_pattern=options.group)


def _readable(session: Session, report: PromotionReport) -> str:
    parts = []
    if report.decision is not None:
        parts.append(_decision(session, report.decision))
    if report.is_switched and report.model is not None:
        values = {"model": report.model.name, "encoded": str(report.encoded)}
        parts.append(session.words("promote.switched", **values))
    elif report.decision is not None:
        parts.append(session.words("promote.not_switched"))
    return "\n\n".join(parts)


def _decision(session: Session, decision: GateDecision) -> str:
    words = session.words
    names = ("slice", "queries", "works", "candidate", "current", "base", "difference", "interval", "borne")
    rows = [_row(session, each) for each in (decision.primary, *decision.slices)]
    lines = [table([words(f"promote.{name}") for name in names], rows)]
    lines += [session.sentence(each.message_id, dict(each.values)) for each in decision.reasons]
    for heading, changes in (("improved", decision.improved), ("worsened", decision.worsened)):
        if changes:
            moved = [[each.slice, each.query, str(each.rank_before), str(each.rank_after)] for each in changes]
            headings = [words(f"promote.{name}") for name in ("slice", "query", "before", "after")]
            lines.append(f"\n{words(f'promote.{heading}')}\n{table(headings, moved)}")
    return "\n".join(lines)


def _row(session: Session, figures: SliceFigures) -> list[str]:
    limits = "" if figures.low is None or figures.high is None else f"{figures.low:+.3f} … {figures.high:+.3f}"
    values = [f"{value:.3f}" for value in (figures.candidate, figures.current, figures.base)]
    borne = session.words("promote.yes" if figures.is_borne else "promote.no")
    counts = [str(figures.queries), str(figures.works)]
    return [figures.name, *counts, *values, f"{figures.difference:+.3f}", limits, borne]
