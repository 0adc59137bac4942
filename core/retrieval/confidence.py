"""Whether anything here is what was meant: the probability behind "no good match".

P(the first result is right) = σ(scale · m + offset), where m is how far the best candidate's fused score stands above
"nothing here". The best one alone decides. Summing over all candidates, as the soft maximum does, calls sixty mediocre
ones certainty: of 604 queries whose answers were taken out, 68 % still counted as found.

Measured beside it on held-out works: gaps to the candidates behind, cosines standardised over the library, the share of
the query's words that the library has nowhere, words matched, length, the pair of languages. Together they raise the
area under the curve (.80 → .85), but where 97 % of the right ones are kept they lower false finds by no more than they
raise them on XQuAD, which none of it was fitted on: the few right ones that score low are odd in every respect.

Fitted by `core.bench.found_fitting`; figures are in the file.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from core.errors import StoreMismatchError


@dataclass(frozen=True, slots=True)
class FoundModel:
    """`least`: probabilities below it are "no good match". `source` says what it was fitted on."""

    scale: float
    offset: float
    least: float
    source: str

    def probability(self, margin: float) -> float:
        """That the best candidate is right, 0…1, from its score less that of "nothing here"."""
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, self.scale * margin + self.offset))))


def load_found_model(path: Path) -> FoundModel:
    """Read the model from TOML.

    Raises:
        StoreMismatchError: fusion.unreadable, if the file is missing or a value is no number.
    """
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
        scale, offset, least = (float(stored[name]) for name in ("scale", "offset", "least"))
        model = FoundModel(scale, offset, least, str(stored["source"]))
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise StoreMismatchError("fusion.unreadable", file=path.name, detail=str(exc)) from exc
    if not all(math.isfinite(value) for value in (model.scale, model.offset, model.least)):
        raise StoreMismatchError("fusion.unreadable", file=path.name, detail="scale, offset, least")
    return model
