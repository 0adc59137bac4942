"""The gate: is the candidate better than the encoder in use, and nowhere worse?

One claim is tested (better on the primary measure), so it needs no correction; that nothing else is lost must hold on
*every* slice, which makes the whole test stricter, not looser. The untuned base stands for election too: where it beats
the encoder in use and the candidate does not, the gate says so. Then two claims are tested, and their p-values are
corrected after Holm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from core.domain.promotion import (
    GateDecision,
    GateReason,
    GateSettings,
    QueryChange,
    SliceFigures,
    Verdict,
)
from core.evaluation.significance import bootstrap_interval, holm, is_non_inferior, paired, permutation_p
from core.evaluation.slices import Ranks, Slice, value_of

ALL = "all"


def decide(
    slices: Sequence[Slice],
    candidate: tuple[str, Ranks],
    current: tuple[str, Ranks],
    base: tuple[str, Ranks],
    settings: GateSettings | None = None,
    data: str = "",
) -> GateDecision:
    """Compare three encoders on the same slices.

    Args:
        slices: What was asked; those without queries are left out.
        candidate: Fingerprint and ranks.
        current: Of the encoder in use.
        base: Of the untuned one; may be the same as `current`.
        settings: When a candidate is good enough.
        data: Name of the held-out data.

    Raises:
        ValueError: If there are no queries, or the primary slice has none.
    """
    chosen = settings or GateSettings()
    asked = [each for each in slices if each.queries]
    named = {each.name: {each.name: each.works} for each in asked}
    named[ALL] = {each.name: each.works for each in asked if not each.repeats}
    if not asked or not any(named.get(chosen.primary, {}).values()):
        raise ValueError(f"there are no held-out queries for {chosen.primary!r}")

    def figures(name: str, first: Ranks, second: Ranks) -> SliceFigures:
        return _figures(name, named[name], first, second, base[1], chosen)

    primary = figures(chosen.primary, candidate[1], current[1])
    of_slices = tuple(figures(each.name, candidate[1], current[1]) for each in asked)
    of_base = figures(chosen.primary, base[1], current[1])
    base_slices = tuple(figures(each.name, base[1], current[1]) for each in asked)
    is_base_other = base[0] != current[0]
    claims = {"candidate": primary.p_value} | ({"base": of_base.p_value} if is_base_other else {})
    adjusted = holm(claims)
    is_better = candidate[0] != current[0] and _is_proven(adjusted["candidate"], primary, chosen)
    lost = [each for each in of_slices if not each.is_borne]
    is_base_better = (
        is_base_other and _is_proven(adjusted["base"], of_base, chosen) and all(each.is_borne for each in base_slices)
    )
    verdict: Verdict = "keep"
    if is_better and not lost and not (is_base_better and of_base.candidate > primary.candidate):
        verdict = "promote"
    elif is_base_better:
        verdict = "use_base"
    return GateDecision(
        verdict=verdict,
        candidate=candidate[0],
        current=current[0],
        base=base[0],
        primary=primary,
        slices=of_slices,
        reasons=tuple(_reasons(primary, adjusted["candidate"], lost, is_better, verdict, of_slices, chosen)),
        improved=tuple(_changes(asked, candidate[1], current[1], chosen.examples, improved=True)),
        worsened=tuple(_changes(asked, candidate[1], current[1], chosen.examples, improved=False)),
        settings=chosen,
        data=data,
    )


def _is_proven(p_value: float, primary: SliceFigures, settings: GateSettings) -> bool:
    """A gain that is neither chance nor too small to matter."""
    return p_value <= settings.alpha and primary.difference > 0 and primary.difference >= settings.least_gain


def _figures(
    name: str,
    works_of: Mapping[str, Mapping[str, str]],
    candidate: Ranks,
    current: Ranks,
    base: Ranks,
    settings: GateSettings,
) -> SliceFigures:
    """The figures of one slice, or of several pooled: a query keeps its slice in its name."""

    def values(ranks: Ranks) -> dict[str, float]:
        return {
            f"{part}\x1f{query}": value_of(ranks[part][query], settings.measure)
            for part, works in works_of.items()
            for query in works
        }

    cluster = {f"{part}\x1f{query}": work for part, works in works_of.items() for query, work in works.items()}
    against = paired(values(candidate), values(current), cluster)
    of_base = list(values(base).values())
    interval = bootstrap_interval(against, level=1 - 2 * settings.alpha)
    is_small = against.n_clusters < settings.least_works
    is_borne = against.difference >= -settings.tolerance
    if not is_small:
        is_borne = is_non_inferior(against, settings.tolerance, alpha=settings.alpha)
    return SliceFigures(
        name=name,
        measure=settings.measure,
        queries=against.n_queries,
        works=against.n_clusters,
        candidate=against.mean_candidate,
        current=against.mean_reference,
        base=math.fsum(of_base) / max(1, len(of_base)),
        difference=against.difference,
        low=interval.low if math.isfinite(interval.low) else None,
        high=interval.high if math.isfinite(interval.high) else None,
        p_value=permutation_p(against, alternative="greater"),
        is_borne=is_borne,
        is_small=is_small,
    )


def _reasons(
    primary: SliceFigures,
    p_value: float,
    lost: Sequence[SliceFigures],
    is_better: bool,
    verdict: Verdict,
    slices: Sequence[SliceFigures],
    settings: GateSettings,
) -> Iterable[GateReason]:
    figures: dict[str, str | int | float] = {
        "measure": primary.measure,
        "candidate": f"{primary.candidate:.3f}",
        "current": f"{primary.current:.3f}",
        "p": f"{p_value:.3f}",
        "queries": primary.queries,
        "gain": f"{settings.least_gain:.3f}",
    }
    yield GateReason("promotion.better" if is_better else "promotion.not_better", figures)
    for each in lost:
        low = "−∞" if each.low is None else f"{each.low:+.3f}"
        values: dict[str, str | int | float] = {"slice": each.name, "difference": f"{each.difference:+.3f}", "low": low}
        values["tolerance"] = f"{settings.tolerance:.3f}"
        yield GateReason("promotion.worse_on", values)
    if verdict == "use_base":
        yield GateReason("promotion.base_better", {})
    small = [each.name for each in slices if each.is_small]
    if small:
        yield GateReason("promotion.small_slices", {"slices": ", ".join(small), "works": settings.least_works})


def _changes(
    slices: Sequence[Slice], candidate: Ranks, current: Ranks, n: int, *, improved: bool
) -> Iterable[QueryChange]:
    """The queries whose reciprocal rank changed most, each once."""
    found: list[tuple[float, QueryChange]] = []
    for part in slices:
        if part.repeats:
            continue
        for query in part.queries:
            before, after = current[part.name][query.id], candidate[part.name][query.id]
            gain = 1 / after - 1 / before
            if (gain > 0) if improved else (gain < 0):
                found.append((abs(gain), QueryChange(part.name, query.label, before, after)))
    found.sort(key=lambda each: (-each[0], each[1].slice, each[1].query))
    return [change for _, change in found[:n]]
