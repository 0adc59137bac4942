"""How often the class proposed for a record is the one it has, leave-one-out over a library's own records.

    python -m core.bench.class_suggestion LIBRARY [--other-works]

Each classified record is taken in turn, its class headings and call numbers are hidden, and its class is proposed from
the other records. `--other-works` leaves out editions and translations of the same title too, which is what a library
meets with a book it has in no form. Printed for each scheme: records, share whose full notation comes first or among
the first three, share whose main class (first letter, or first digit of DDC) is right, mean confidence, and the
calibration by bins.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.application import Application, build_application
from core.domain.classification import FieldProposal
from core.domain.records import BibliographicRecord
from core.services.class_table import CLASS_SCHEMES, classes_of

_BINS = 5
_NEIGHBOURS = 16


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One record, the classes it has in one scheme, and what was proposed."""

    record: BibliographicRecord
    wanted: frozenset[str]
    proposals: tuple[FieldProposal, ...]
    broader: FieldProposal | None = None

    @property
    def is_first(self) -> bool:
        return bool(self.proposals) and self.proposals[0].value in self.wanted

    @property
    def is_among_three(self) -> bool:
        return any(p.value in self.wanted for p in self.proposals[:3])

    @property
    def is_main_class(self) -> bool:
        return bool(self.proposals) and self.proposals[0].value[:1] in {w[:1] for w in self.wanted}


def leave_one_out(application: Application, scheme: str, *, others_than_work: bool) -> Iterator[LeftOut]:
    """Every classified record of the library with what the rest proposes for it."""
    application.models.get()
    for record in application.catalogue.iter_records():
        wanted = frozenset(notation for s, notation in classes_of(record) if s == scheme)
        if not wanted:
            continue
        kept = tuple(s for s in record.subjects if s.scheme not in CLASS_SCHEMES)
        bare = replace(record, subjects=kept, holdings=())
        nearest = application.neighbours.nearest(bare, _NEIGHBOURS, others_than_work=others_than_work)
        proposals = application.classification.proposed_classes(bare, nearest)
        broader = next((p for p in proposals if p.is_broader and p.scheme == scheme), None)
        yield LeftOut(record, wanted, tuple(p for p in proposals if p.scheme == scheme and not p.is_broader), broader)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures for a library."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--other-works", action="store_true")
    options = parser.parse_args(argv)
    with build_application(options.library, read_only=True) as application:
        for scheme in CLASS_SCHEMES:
            outcomes = list(leave_one_out(application, scheme, others_than_work=options.other_works))
            if outcomes:
                sys.stdout.write(_figures(scheme, outcomes))
    return 0


def _figures(scheme: str, outcomes: Sequence[LeftOut]) -> str:
    n = len(outcomes)
    first, three, main_class = (
        sum(getattr(o, name) for o in outcomes) / n for name in ("is_first", "is_among_three", "is_main_class")
    )
    pairs = sorted((p.confidence, p.value in o.wanted) for o in outcomes for p in o.proposals[:3])
    brier = sum((confidence - right) ** 2 for confidence, right in pairs) / max(1, len(pairs))
    lines = [f"{scheme}: {n} records, first {first:.3f}, among three {three:.3f}, main class {main_class:.3f}"]
    held = Counter(notation for o in outcomes for notation in o.wanted)
    reachable = sum(any(held[w] > 1 for w in o.wanted) for o in outcomes) / n
    lines.append(f"  another record of the library has the class, so that it could be proposed: {reachable:.3f}")
    broader = [any(w.startswith(o.broader.value) for w in o.wanted) for o in outcomes if o.broader is not None]
    if broader:
        lines.append(f"  a broader class proposed for {len(broader)}, right for {sum(broader) / len(broader):.3f}")
    lines.append(f"  Brier score of the first three {brier:.3f}; confidence → share that is right:")
    for start in range(_BINS):
        some = pairs[start * len(pairs) // _BINS : (start + 1) * len(pairs) // _BINS]
        if some:
            mean, right = sum(c for c, _ in some) / len(some), sum(r for _, r in some) / len(some)
            lines.append(f"    {mean:.2f} → {right:.2f}  ({len(some)})")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
