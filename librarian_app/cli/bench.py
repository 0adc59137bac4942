"""`bench`: our work beside the bare libraries doing the same."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.bench.measuring import Measurement


def register(commands: Commands) -> None:
    """Add the command of this module to the grammar."""
    bench = commands.add("bench", run_bench)
    bench.add_argument("names", metavar="NAME", nargs="*", help=commands.words("argument.bench_names"))


def run_bench(session: Session, options: Namespace) -> Outcome:
    """Take the measurements on a library of their own; the person's library is not touched."""
    from core.bench.suite import run_benchmarks

    with session.progress.cancelled_by_ctrl_c(session.words("cancelling")):
        measurements = run_benchmarks(options.names, session.progress)
    document: JsonValue = [_document(session, each) for each in measurements]
    return Outcome(document, lambda: _table(session, measurements))


def _document(session: Session, measurement: Measurement) -> JsonValue:
    skipped = measurement.skipped_id
    return {
        "name": measurement.name,
        "work": measurement.work,
        "bare": measurement.bare,
        "ours_ms": _rounded(measurement.ours_ms),
        "bare_ms": _rounded(measurement.bare_ms),
        "ratio": _rounded(measurement.ratio),
        "skipped": session.sentence(skipped, {}) if skipped else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _table(session: Session, measurements: tuple[Measurement, ...]) -> str:
    words = session.words
    headings = [words(f"bench.{name}") for name in ("name", "work", "ours", "bare", "ratio", "library")]
    rows = []
    for each in measurements:
        if each.ours_ms is None or each.bare_ms is None or each.ratio is None:
            note = session.sentence(each.skipped_id or "bug", {})
            rows.append([each.name, each.work, "", "", "", note])
        else:
            rows.append(
                [each.name, each.work, f"{each.ours_ms:.2f}", f"{each.bare_ms:.2f}", f"{each.ratio:.2f}", each.bare]
            )
    return table(headings, rows, max_width=70)
